# SPDX-License-Identifier: Apache-2.0
"""The workers as systemd has them on a host."""

import contextlib
import time

UNITS = "gatehouse@1 gatehouse@2"
RESTART = "/usr/lib/gatehouse/restart-workers"


def journal(host, since, unit="gatehouse@1"):
    """What a worker itself has said since then."""
    return host.run(f"journalctl -q -o cat -u {unit} _COMM=gatehouse --since=@{since:.0f}").stdout.splitlines()


def is_active(host, unit):
    return host.run(f"systemctl is-active {unit}", check=False).stdout.strip() == "active"


def both_active(host):
    return all(is_active(host, unit) for unit in UNITS.split())


def eventually(truth, seconds=15):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if truth():
            return True
        time.sleep(0.1)
    return False


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
