# SPDX-License-Identifier: Apache-2.0
"""What happens to a host in production, each an event under load with what must come of it."""

import time

import client
import clocks
from form import PROMPT, TURNS, pause
import log
from report import AT_ONCE
from units import RESTART, UNITS, become_active, both_active, changed, eventually, hang, is_active, kill, last_line

DATABASE = "/var/lib/gatehouse/gatehouse.db"


def undisturbed(name, script, seconds=0):
    """An event that no request notices: a script, and some more time."""

    def event(host, report, load):
        with load() as requests:
            begin = time.monotonic()
            host.run(script)
            took = time.monotonic() - begin
            active = both_active(host)
            pause(seconds)
        report.add(name, requests, remark=f"{took:.1f} s")
        report.expect(active, f"{name}: both workers are active when it is done")

    return event


def one_killed(host, report, load):
    with load() as requests:
        moment = kill(host, "gatehouse@1")
        back = become_active(host)
        pause(2)
    after = requests.answered_after(moment)
    report.add("kill -9 of one worker of two", requests, allowed=AT_ONCE, remark=f"next answer after {after * 1000:.0f} ms")
    report.expect(after < PROMPT, f"the next answer comes within {PROMPT * 1000:.0f} ms of the kill")
    report.expect(back, "a killed worker is started again")


def all_killed(host, report, load):
    with load() as requests:
        moment = kill(host, UNITS)
        back = become_active(host)
        pause(2)
    after = requests.answered_after(moment)
    report.add("kill -9 of all workers", requests, allowed=AT_ONCE, remark=f"next answer after {after * 1000:.0f} ms")
    late = [fault for begin, _, _, fault, _ in requests.faults if begin > moment]
    report.expect(not late, f"connections wait while no worker runs: {late[:3]}")
    report.expect(back, "killed workers are started again")


def hung_worker(host, report, load):
    with changed(host, "WatchdogSec=3"):
        since = time.time()
        with load() as requests:
            hang(host, "gatehouse@1", f"{DATABASE}-lock")
            restarted = eventually(lambda: "watchdog" in host.run(
                f"journalctl -q -o cat -u gatehouse@1 --since=@{since:.0f}").stdout.lower())
            back = become_active(host)
            pause(2)
        report.add("a worker hangs (SIGSTOP), watchdog of 3 s", requests, allowed=AT_ONCE)
        report.expect(restarted and back, "the watchdog has a hung worker started again")


def secret_removed(host, report, load):
    secret = "/etc/gatehouse/credentials/JWT_SECRET_KEY"
    keys = "sed -i 's/^JWT_KEYS_FILE/#&/' /etc/gatehouse/gatehouse.env"
    with load() as requests:
        since = time.time()
        host.run(f"mv {secret} /root/ && {keys} && systemctl restart --no-block gatehouse@1")
        line = last_line(host, since, "JWT_SECRET_KEY is not set")
        host.run(f"mv /root/JWT_SECRET_KEY {secret} && sed -i 's/^#JWT_KEYS_FILE/JWT_KEYS_FILE/' /etc/gatehouse/gatehouse.env")
        back = eventually(lambda: is_active(host, "gatehouse@1"))
    report.add("credential removed, worker restarted", requests, remark=line[:60])
    report.expect("JWT_SECRET_KEY is not set" in line, f"one line says what is missing: {line}")
    report.expect(back, "the worker comes back by itself when the credential does")


def wrong_settings(host, report, load):
    file = "/etc/gatehouse/gatehouse.env"
    with load() as requests:
        since = time.time()
        host.run(f"echo LOG_LEVEL=loud >>{file}")
        refused = host.run(RESTART, check=False)
        untouched = both_active(host)
        host.run("systemctl restart --no-block gatehouse@1")
        line = last_line(host, since, "LOG_LEVEL")
        # It shows what the newest try has said, which may just be at its beginning.
        shown = eventually(lambda: "LOG_LEVEL" in host.run("systemctl status gatehouse@1", check=False).stdout)
        host.run(f"sed -i '/^LOG_LEVEL=loud/d' {file}")
        back = eventually(lambda: is_active(host, "gatehouse@1"))
    report.add("a wrong setting, worker restarted", requests, remark=line[:60])
    report.expect("LOG_LEVEL" in refused.stderr and untouched, "restart-workers refuses a wrong setting beforehand")
    report.expect("LOG_LEVEL" in line, f"one line names the setting: {line}")
    report.expect(shown, "systemctl status shows it")
    report.expect(back, "the worker comes back by itself when the setting is right")


def nobody_starts(host, report, load):
    file = "/etc/gatehouse/gatehouse.env"
    with load() as requests:
        since = time.time()
        host.run(f"echo LOG_LEVEL=loud >>{file}; systemctl restart --no-block {UNITS}")
        # It is put right before they are started once more: nginx waits for the first answer, and not for a third start.
        lines = [last_line(host, since, "LOG_LEVEL", unit) for unit in UNITS.split()]
        host.run(f"sed -i '/^LOG_LEVEL=loud/d' {file}")
        back = become_active(host)
        pause(1)
    report.add("no worker can start for five seconds", requests)
    report.expect(all("LOG_LEVEL" in line for line in lines), f"each says why it cannot start: {lines}")
    report.expect(back and is_active(host, "gatehouse.socket"), "workers and socket outlast a wrong setting")


def full_disk(host, report, load):
    host.run("systemctl stop gatehouse.target && cp -a /var/lib/gatehouse /root/data")
    host.run("mount -t tmpfs -o size=8m tmpfs /var/lib/gatehouse && cp -a /root/data/. /var/lib/gatehouse/")
    host.run("chown gatehouse: /var/lib/gatehouse && chmod 700 /var/lib/gatehouse && systemctl start gatehouse.target")
    token = client.tokens(host, "person-0-0")["access_token"]
    host.run("dd if=/dev/zero of=/var/lib/gatehouse/ballast bs=64k 2>/dev/null; true")
    found = [client.ask(host, "GET", "/profile", token=token)[0], client.login(host, "person-0-0")[0]]
    found.append(client.ask(host, "GET", "/health/ready")[0])
    host.run("rm /var/lib/gatehouse/ballast")
    healed = eventually(lambda: client.login(host, "person-0-0")[0] == 200)
    report.add("disk full", remark=f"profile {found[0]}, login {found[1]}, ready {found[2]}; with room again login {'200' if healed else 'refused'}")
    report.expect(found == [200, 503, 503], "a full disk stops what writes and nothing else")
    report.expect(healed, "room on the disk is all that it takes")
    report.expect(both_active(host), "a full disk ends no worker")
    host.run("systemctl stop gatehouse.target && umount /var/lib/gatehouse && rm -r /root/data")
    host.run("systemctl start gatehouse.target")


def in_turn(host, report, load):
    """All that nobody should notice, as often as there is time for it."""
    deeds = [
        RESTART,
        "systemctl reload nginx",
        f"systemctl reload {UNITS}",
        "gatehouse key rotate",
        "gatehouse purge",
    ]
    end, rounds = time.monotonic() + TURNS, 0
    with load() as requests:
        while rounds == 0 or time.monotonic() < end:
            for deed in deeds:
                host.run(deed)
                time.sleep(0.2)
            rounds += 1
    report.add("restarts, reloads, rotations, purges in turn", requests, remark=f"{rounds} times")


def sizes(host, report, load):
    """What a worker takes: time to start, memory idle and under load."""

    def shown(name):
        return int(host.run(f"systemctl show -P {name} gatehouse@1").stdout)

    def resident():
        lines = host.run(f"cat /proc/{shown('MainPID')}/status").stdout.splitlines()
        return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS:"))

    host.run("systemctl restart gatehouse@1")
    start = (shown("ActiveEnterTimestampMonotonic") - shown("ExecMainStartTimestampMonotonic")) / 1000
    idle = resident()
    with load() as requests:
        pause(5)
        busy = resident()
    report.add("a worker's size", requests, remark=f"ready in {start:.0f} ms; {idle:.0f} MB idle, {busy:.0f} MB under load")


def timers(host, report, load):
    host.run("systemctl start gatehouse-purge.service")
    report.add("purge by its unit", remark=host.run("systemctl show -P Result gatehouse-purge").stdout.strip())
    host.run("systemctl start gatehouse-metrics.socket")
    metrics = host.run("curl -s --unix-socket /run/gatehouse/metrics.sock http://localhost/metrics").stdout
    workers = next((line for line in metrics.splitlines() if line.startswith("gatehouse_workers ")), metrics[:60])
    report.add("metrics on a socket of their own", remark=workers)
    report.expect(workers == "gatehouse_workers 2", f"metrics count the workers: {workers}")
    if " backup " not in host.run("gatehouse --help").stdout:
        return report.add("backup by its unit", remark="left out: there is no such command")
    host.run("systemctl start gatehouse-backup.service")
    made = host.run("ls /var/backups/gatehouse").stdout.split()
    report.add("backup by its unit", remark=" ".join(made))
    report.expect(made, "a backup is made")


def rebooted(host, report, load):
    begin = time.monotonic()
    host.reboot()
    up = eventually(lambda: client.ask(host, "GET", "/health/ready")[0] == 200)
    report.add("reboot", remark=f"answers after {time.monotonic() - begin:.1f} s")
    report.expect(up, "it answers after a reboot")
    with load() as requests:
        pause(2)
    report.add("after the reboot", requests)


def every(versions, clock):
    """All events in their order; `versions` are the packages of this version and of the next, as the host sees them, and
    `clock` the library of a wrong clock."""
    return [
        undisturbed("nothing", "true", seconds=3),
        undisturbed("systemctl restart gatehouse@1, then @2", "systemctl restart gatehouse@1 && systemctl restart gatehouse@2"),
        undisturbed("restart-workers", RESTART),
        undisturbed("systemctl reload of the workers", f"systemctl reload {UNITS}", seconds=1),
        undisturbed("systemctl reload nginx", "systemctl reload nginx", seconds=2),
        undisturbed("a certificate renewed", "cp -rT /root/next /etc/nginx/tls && systemctl reload nginx", seconds=2),
        undisturbed("a key rotated", "gatehouse key rotate", seconds=2),
        undisturbed("package upgraded", f"dpkg -i {versions[1]}"),
        undisturbed("package downgraded", f"dpkg -i --force-downgrade {versions[0]}"),
        in_turn,
        sizes,
        one_killed,
        all_killed,
        hung_worker,
        secret_removed,
        wrong_settings,
        nobody_starts,
        clocks.wrong_clock(clock),
        full_disk,
        log.fields,
        timers,
        rebooted,
    ]
