# SPDX-License-Identifier: Apache-2.0
"""What happens to a host in production, each an event under load with what must come of it."""

import time

import client
import clocks
import faults
from form import PROMPT, TURNS, pause
import log
from report import AT_ONCE
from units import RESTART, STOP, UNITS, become_active, both_active, changed, eventually, hang, is_active, journal
from units import kill, last_line, sentences

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


def nobody_starts(host, report, load):
    file = "/etc/gatehouse/gatehouse.env"
    with load() as requests:
        since = time.time()
        host.run(f"echo LOG_LEVEL=loud >>{file}")
        refused = host.run(RESTART, check=False)
        untouched = both_active(host)
        host.run(f"systemctl restart --no-block {UNITS}")
        # It is put right before they are started once more: nginx waits for the first answer, and not for a third start.
        lines = [last_line(host, since, "LOG_LEVEL", unit) for unit in UNITS.split()]
        status = f"systemctl status {UNITS}"
        shown = eventually(lambda: host.run(status, check=False).stdout.count("LOG_LEVEL is") == 2)
        host.run(f"sed -i '/^LOG_LEVEL=loud/d' {file}")
        back = become_active(host)
        pause(1)
    report.add("no worker can start for five seconds", requests)
    report.expect("LOG_LEVEL" in refused.stderr and untouched, "restart-workers refuses a wrong setting beforehand")
    report.expect(all("LOG_LEVEL" in line for line in lines), f"each says why it cannot start: {lines}")
    report.expect(shown, "systemctl status shows it of each")
    report.expect(back and is_active(host, "gatehouse.socket"), "workers and socket outlast a wrong setting")


def full_disk(host, report, load):
    host.run(f"{STOP} && cp -a /var/lib/gatehouse /root/data")
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
    host.run(f"{STOP} && umount /var/lib/gatehouse && rm -r /root/data")
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


def backup(host, change):
    """The exit status of the unit's backup under settings so changed, and which backups there are then."""
    settings, folder = "/etc/default/gatehouse", "/var/backups/gatehouse"
    host.run(f"rm -f {folder}/*.db && cp -p {settings} /root/default && sed -i '{change}' {settings}")
    host.run("systemctl start gatehouse-backup", check=False)
    host.run(f"mv /root/default {settings}")
    status = int(host.run("systemctl show -P ExecMainStatus gatehouse-backup").stdout)
    return status, host.run(f"ls {folder}").stdout.split()


def backups(host, report, load):
    """One is made whether BACKUPS= is right, not there or wrong: nobody looks there for months."""
    for name, change in (("of the package", ""), ("not there", "/^BACKUPS=/d")):
        status, made = backup(host, change)
        report.add(f"backup by its unit, BACKUPS= {name}", remark=" ".join(made))
        report.expect(status == 0 and len(made) == 1, f"a backup is made, BACKUPS= {name}: exit {status}")
    since, complaint = time.time(), 'BACKUPS= of a unit, is "many"'
    status, made = backup(host, "s/^BACKUPS=.*/BACKUPS=many/")
    report.add("backup by its unit, BACKUPS= wrong", remark=f"exit {status}, {' '.join(made)}")
    report.expect(status == 78 and len(made) == 1, "with a wrong number the unit fails, and a backup is made")
    told = eventually(lambda: complaint in "".join(complaints(host, since)))
    found = complaints(host, since)
    report.expect(told and len(found) == 1, f"one sentence says what is wrong with the number: {found}")


def complaints(host, since):
    """Why the backup has failed, beside the line that one was made."""
    return [line for line in sentences(journal(host, since, "gatehouse-backup")) if line.startswith("gatehouse: ")]


def rebooted(host, report, load):
    begin = time.monotonic()
    host.reboot()
    up = eventually(lambda: client.ask(host, "GET", "/health/ready")[0] == 200)
    report.add("reboot", remark=f"answers after {time.monotonic() - begin:.1f} s")
    report.expect(up, "it answers after a reboot")
    with load() as requests:
        pause(2)
    report.add("after the reboot", requests)


def half_upgraded(package):
    """Between the two halves of an upgrade, for as long as it may be broken off, a worker may be started again."""
    script = f"dpkg --unpack {package} && dpkg --audit | grep -q gatehouse && systemctl restart gatehouse@1"
    return undisturbed("package unpacked, @1 restarted, configured", f"{script} && dpkg --configure -a")


def under_own_unit(package):
    """A whole unit in /etc is the operator's: a change of version leaves it alone, and the workers run by it."""
    unit, own = "/usr/lib/systemd/system/gatehouse@.service", "/etc/systemd/system/gatehouse@.service"
    script = f"""
        set -e
        sed s/^WatchdogSec=.*/WatchdogSec=60/ {unit} >{own}
        cp {own} /root/own
        dpkg -i --force-downgrade {package}
        cmp {own} /root/own
        test "$(systemctl show -P WatchdogUSec gatehouse@1)" = 1min
        rm {own}
        systemctl daemon-reload
        {RESTART}"""
    return undisturbed("package downgraded under a copied unit", script)


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
        half_upgraded(versions[1]),
        under_own_unit(versions[0]),
        in_turn,
        sizes,
        one_killed,
        all_killed,
        hung_worker,
        nobody_starts,
        *faults.every(),
        clocks.wrong_clock(clock),
        full_disk,
        log.fields,
        timers,
        backups,
        rebooted,
    ]
