# SPDX-License-Identifier: Apache-2.0
"""The workers as systemd has them on a host."""

import contextlib
import time

UNITS = "gatehouse@1 gatehouse@2"
RESTART = "/usr/lib/gatehouse/restart-workers"


def journal(host, since, unit="gatehouse@1"):
    """What a worker itself has said since then."""
    return host.run(f"journalctl -q -o cat -u {unit} _COMM=gatehouse --since=@{since:.6f}").stdout.splitlines()


def last_line(host, since, words, unit="gatehouse@1"):
    """What a worker has said last since then, once it has these words in it."""
    lines = []

    def has_come():
        lines[:] = journal(host, since, unit)[-1:]
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
