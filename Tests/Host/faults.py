# SPDX-License-Identifier: Apache-2.0
"""What an operator, or a stranger, may have spoilt: one line of the journal says what it is, `systemctl status` shows
it, nothing else is harmed, and the workers come back by themselves when it is put right."""

import contextlib
import time
from dataclasses import dataclass

import client
from units import STOP, both_active, eventually, journal, of_failed_start, sentences

SETTINGS = "/etc/gatehouse/gatehouse.env"
SECRET = "/etc/gatehouse/credentials/JWT_SECRET_KEY"
DATA = "/var/lib/gatehouse"
KEYS = f"{DATA}/keys.json"
SOCKET = "/run/gatehouse/gatehouse.sock"
PROGRAM = "/usr/bin/gatehouse"
DROP_IN = "/etc/systemd/system/gatehouse@.service.d"

RESTART_ONE = "systemctl restart --no-block gatehouse@1"
START_ALL = "systemctl start --no-block gatehouse.target"

# After how many seconds a start that failed is tried again, and how long that may take where the machine has to do with
# other things.
INTERVAL, PATIENCE = 5, 20


@dataclass(frozen=True)
class Fault:
    """Shell scripts that spoil something and put it right, and the words by which the journal says so."""

    name: str
    spoil: str
    mend: str
    words: str
    # What `systemctl status` shows, where it is not those words.
    shown: str = ""
    # Whether a worker cannot start with it.
    is_fatal: bool = True
    # Whether no worker can go on with it.
    is_everybodys: bool = False


def setting(name, line, words, **more):
    return Fault(name, f"echo '{line}' >>{SETTINGS}", f"sed -i '$d' {SETTINGS}", words, **more)


def replaced(name, path, contents, words):
    """A file whose owner and mode are as before; at each moment there is the one or the other."""
    spoil = f"cp -p {path} {path}.kept && cp -p {path} {path}.new && {contents} >{path}.new && mv {path}.new {path}"
    return Fault(name, spoil, f"mv {path}.kept {path}", words)


def unit_edited(name, line, words, shown, spoil="true", mend="true"):
    """What a drop-in changes holds from the next start on, so the operator who mends it restarts the worker."""
    write = f"mkdir -p {DROP_IN} && printf '[Service]\\n{line}\\n' >{DROP_IN}/test.conf"
    mend = f"rm -r {DROP_IN} && systemctl daemon-reload && {mend} && systemctl restart gatehouse@1"
    return Fault(name, f"{write} && systemctl daemon-reload && {spoil}", mend, words, shown, is_fatal=False)


def schema(version):
    """As a Gatehouse would leave it whose database is none for those before that version."""
    statement = f"PRAGMA user_version = {version}"
    script = f'import sqlite3; sqlite3.connect("{DATA}/gatehouse.db", timeout=30).execute("{statement}")'
    return f"runuser -u gatehouse -- python3 -c '{script}'"


def strangers_database(path):
    script = f'import sqlite3; sqlite3.connect("{path}").execute("CREATE TABLE recipes (name)")'
    return f"runuser -u gatehouse -- python3 -c '{script}'"


FAULTS = [
    setting("a setting that is garbled", 'LOG_LEVEL="info', 'the quote " is not closed'),
    setting("a setting that there is not", "LOG_LEVELS=info", "LOG_LEVELS", shown="active (running)", is_fatal=False),
    Fault(
        "a secret that is missing",
        f"mv {SECRET} /root/ && sed -i 's/^JWT_KEYS_FILE/#&/' {SETTINGS}",
        f"mv /root/JWT_SECRET_KEY {SECRET} && sed -i 's/^#JWT_KEYS_FILE/JWT_KEYS_FILE/' {SETTINGS}",
        "JWT_SECRET_KEY is not set",
    ),
    Fault(
        "a key file that is root's",
        f"chown root: {KEYS}",
        f"chown gatehouse: {KEYS}",
        f"the key file {KEYS}: it cannot be read",
    ),
    replaced("a key file that holds no keys", KEYS, "echo nonsense", f"the key file {KEYS}: the key set is not strict JSON"),
    Fault("a database of a newer schema", schema(99), schema(0), "made by a newer gatehouse than this one"),
    Fault(
        "a database of somebody else's",
        f"{strangers_database('/tmp/recipes.db')} && {STOP} && "
        f"mv {DATA}/gatehouse.db {DATA}/kept && cp -p /tmp/recipes.db {DATA}/gatehouse.db",
        f"cmp /tmp/recipes.db {DATA}/gatehouse.db; is_changed=$?; mv {DATA}/kept {DATA}/gatehouse.db; exit $is_changed",
        "belongs to another application",
        is_everybodys=True,
    ),
    Fault(
        "a folder where the socket is to be",
        f"{STOP} && rm {SOCKET} && mkdir {SOCKET}",
        f"rmdir {SOCKET}",
        "no socket to listen on",
        shown=f"Failed to create listening socket ({SOCKET}): Address already in use",
        is_everybodys=True,
    ),
    Fault(
        "a program that is missing",
        f"mv {PROGRAM} {PROGRAM}.kept",
        f"mv {PROGRAM}.kept {PROGRAM}",
        f"Failed at step EXEC spawning {PROGRAM}: No such file or directory",
        shown="status=203/EXEC",
    ),
    replaced(
        "a program that is half written",
        PROGRAM,
        f"head -c 9000000 {PROGRAM}",
        "Main process exited, code=killed",
    ),
    unit_edited("a drop-in with a misspelt key", "MemroyMax=1G", "'MemroyMax'", shown="test.conf"),
    unit_edited(
        "a drop-in that systemd refuses",
        "ExecStart=/bin/true",
        "more than one ExecStart= setting",
        shown="bad-setting",
    ),
    unit_edited(
        "a drop-in that lets nothing be told",
        "RestrictAddressFamilies=none",
        "systemd cannot be told that the worker is ready, and will end it",
        shown="activating (start)",
        spoil="systemctl stop gatehouse@2",
        mend="systemctl start gatehouse@2",
    ),
]


def tried(fault):
    """The fault as an event: a worker is restarted under load while the other goes on, or all are started."""

    def event(host, report, load):
        before, since = users(host), time.time()
        with contextlib.nullcontext() if fault.is_everybodys else load() as requests:
            try:
                found = spoilt(host, fault, since)
            finally:
                host.run(fault.mend)
            took = seconds_until_active(host)
        lines, others = clear_lines(host, fault, since), other_lines(host, fault, since)
        report.add(fault.name, requests, remark=f"back after {took:.1f} s; {''.join(lines[:1])[:60]}")
        found["one line of the journal says so"] = len(lines) == 1
        found["the program says nothing else"] = not others
        found["the workers come back by themselves when it is put right"] = took < PATIENCE
        found["the database is whole, and has the users that it had"] = users(host) == before
        for what, truth in found.items():
            report.expect(truth, f"{fault.name}: {what}: {lines + others}")

    return event


def spoilt(host, fault, since):
    """What is found while it is so, each with whether it is as it should be."""
    host.run(fault.spoil)
    host.run(START_ALL if fault.is_everybodys else RESTART_ONE, check=False)
    eventually(lambda: clear_lines(host, fault, since))
    shown = eventually(lambda: (fault.shown or fault.words) in status(host))
    is_calm = not fault.is_fatal or tries(host, since) <= 1 + (time.time() - since) // INTERVAL
    return {"systemctl status shows it": shown, f"it is tried every {INTERVAL} seconds, and not sooner": is_calm}


def seconds_until_active(host):
    begin = time.monotonic()
    eventually(lambda: both_active(host), PATIENCE)
    return time.monotonic() - begin


def tries(host, since):
    """How many starts have failed, a second after the first: enough for one that is tried again at once."""
    time.sleep(1)
    return sum("EXIT_CODE" in entry for entry in journal(host, since))


def relevant(host, fault, since):
    """The entries of the first start that fails for it; where none does, all entries since then."""
    entries = journal(host, since)
    return of_failed_start(entries) if fault.is_fatal else entries


def clear_lines(host, fault, since):
    messages = [str(entry["MESSAGE"]) for entry in relevant(host, fault, since)]
    return [message for message in messages if fault.words in message]


def other_lines(host, fault, since):
    """What a worker that cannot start says besides; one that can goes on to say how it is doing."""
    said = sentences(relevant(host, fault, since)) if fault.is_fatal else []
    return [line for line in said if fault.words not in line]


def status(host):
    return host.run("systemctl status gatehouse.socket gatehouse@1", check=False).stdout


def users(host):
    """How many there are in a database that is whole."""
    return host.run("gatehouse verify").stdout.partition(",")[0]


def path_taken(host, report, load):
    """Who has a socket of their own at that path loses it: to systemd, what lies there is left from before."""
    server = f'import socket, time; s = socket.socket(socket.AF_UNIX); s.bind("{SOCKET}"); s.listen(); time.sleep(600)'
    host.run(f"{STOP} && rm {SOCKET} && systemd-run -q --unit=stranger python3 -c '{server}'")
    taken = eventually(lambda: host.run(f"test -S {SOCKET}", check=False).returncode == 0)
    host.run("systemctl start gatehouse.target")
    status, _ = client.ask(host, "GET", "/health/ready")
    host.run("systemctl stop stranger")
    report.add("another's socket where the socket is to be", remark=f"ready {status}")
    report.expect(taken and status == 200 and both_active(host), "systemd takes the path of its socket back")


def every():
    return [*map(tried, FAULTS), path_taken]
