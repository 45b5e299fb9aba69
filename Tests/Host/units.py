# SPDX-License-Identifier: Apache-2.0
"""The workers as systemd has them on a host."""

import contextlib
import json
import time

UNITS = "gatehouse@1 gatehouse@2"
RESTART = "/usr/lib/gatehouse/restart-workers"
# By all their names, since to stop the target alone is to wait for nothing else; a worker waits for the connections
# that nginx keeps, which it lets go of when it is reloaded.
STOP = f"systemctl reload nginx && systemctl stop gatehouse.target gatehouse.socket {UNITS}"


def journal(host, since, unit="gatehouse@1"):
    """The entries since then of a unit, and of systemd about it; by each own field, since `journalctl -u` does not find
    what systemd has said in a process that was gone when journald came to look at it."""
    name = f"{unit}.service"
    lines = host.run(f"journalctl -q -o json --since=@{since:.6f} UNIT={name} + _SYSTEMD_UNIT={name}").stdout
    return [json.loads(line) for line in lines.splitlines()]


def of_failed_start(entries):
    """Of the entries those of the first start that has failed; none where none has yet."""

    def start(entry):
        return entry.get("INVOCATION_ID") or entry.get("_SYSTEMD_INVOCATION_ID")

    failed = next((start(entry) for entry in entries if "EXIT_CODE" in entry), None)
    return [entry for entry in entries if failed and start(entry) == failed]


def sentences(entries):
    """What the program itself has said among the entries."""
    return [entry["MESSAGE"] for entry in entries if entry.get("SYSLOG_IDENTIFIER") == "gatehouse"]


def last_line(host, since, words, unit="gatehouse@1"):
    """What a worker has said last since then, once it has these words in it."""
    lines = []

    def has_come():
        lines[:] = sentences(journal(host, since, unit))[-1:]
        return lines and words in lines[0]

    eventually(has_come)
    return "".join(lines)


def is_active(host, unit):
    return host.run(f"systemctl is-active {unit}", check=False).stdout.strip() == "active"


def both_active(host):
    return all(is_active(host, unit) for unit in UNITS.split())


def become_active(host):
    return eventually(lambda: both_active(host))


def eventually(truth, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if truth():
            return True
        time.sleep(0.1)
    return False


def kill(host, units):
    """Kills the workers, and returns the moment at which nothing is left of them: until then one that is as good as dead
    may still have taken a request."""
    script = f"""
        processes=$(systemctl show -P MainPID {units})
        if echo "$processes" | grep -qx 0; then exit 1; fi
        kill -KILL $processes
        for process in $processes; do while [ -e /proc/$process ]; do sleep 0.01; done; done
        date +%s.%N"""
    return float(host.run(script).stdout)


def hang(host, unit, lock):
    """Stops a worker between two changes: in the middle of one it would hold the lock, and keep all others from theirs
    until it is ended."""
    signal = "systemctl kill --kill-whom=main -s"
    host.run(f"until {signal} STOP {unit} && flock --wait 0.3 {lock} true; do {signal} CONT {unit}; done")


@contextlib.contextmanager
def changed(host, *lines):
    """The workers run with these lines in their unit as long as the context lasts."""
    folder = "/etc/systemd/system/gatehouse@.service.d"
    host.run(f"mkdir -p {folder}")
    host.write(f"{folder}/test.conf", "\n".join(("[Service]", *lines, "")))
    host.run(f"systemctl daemon-reload && {RESTART}")
    try:
        yield
    finally:
        host.run(f"rm -r {folder} && systemctl daemon-reload && {RESTART}")
