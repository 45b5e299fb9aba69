# SPDX-License-Identifier: Apache-2.0
"""A clock that is wrong: it stops nobody's service, and lets nothing through that was revoked."""

import base64
import contextlib
import json
import shutil
import struct
import time

import client
from units import UNITS, both_active, changed

LIBRARY, SETTING = "/usr/lib/test-clock.so", "/etc/test-clock"
EARLY, LATE = "early-bird", "night-owl"
HOUR = 3600
# Short enough to bite during an event, were the pings to follow that clock; they come twice as often.
WATCHDOG = 4


@contextlib.contextmanager
def clock(host, library):
    """The time of day of both workers, as a function that changes it: how far it is ahead, when it stands still."""

    def turn(ahead, still):
        # The file stays the same one: the workers have mapped it.
        with open(host.root + SETTING, "r+b") as file:
            file.write(struct.pack("qq", ahead, still))

    shutil.copy(library, host.root + LIBRARY)
    host.write(SETTING, "\0" * 16)
    with changed(host, f"Environment=LD_PRELOAD={LIBRARY} TEST_CLOCK={SETTING}", f"WatchdogSec={WATCHDOG}"):
        yield turn
    host.run(f"rm {LIBRARY} {SETTING}")


def issued_at(token):
    claims = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["iat"]


def revoke(host, report, name):
    """A logout ends one session, and a revocation all that began before it, also where no second lies between."""
    left, kept = client.tokens(host, LATE), client.tokens(host, LATE)
    admin = client.tokens(host, "admin")["access_token"]
    found = [
        client.ask(host, "DELETE", "/logout", token=left["access_token"])[0],
        client.verdict(host, left["access_token"]),
        client.verdict(host, kept["access_token"]),
        client.ask(host, "POST", "/refresh", token=left["refresh_token"])[0],
        client.ask(host, "POST", "/admin/revoke-user", {"username": LATE}, admin)[0],
        client.verdict(host, kept["access_token"]),
        client.verdict(host, client.tokens(host, LATE)["access_token"]),
    ]
    expected = [200, "401 token_revoked", "200", 401, 200, "401 token_revoked", "200"]
    report.expect(found == expected, f"{name}: revocation is exact: {found}")


def under(host, report, load, name, early, expected, time_of_day):
    """What comes of a token of before, and of those of now, while the workers have that time of day."""
    with load() as requests:
        time.sleep(WATCHDOG + 1)
        found = client.verdict(host, early)
        revoke(host, report, name)
        begin = time_of_day()
        issued = issued_at(client.tokens(host, LATE)["access_token"])
        in_time = begin - 2 < issued < time_of_day() + 2
    report.add(name, requests, remark=f"a token of before: {found}")
    report.expect(found == expected, f"{name}: a token of before is {expected}, not {found}")
    report.expect(in_time, f"{name}: the workers have that time, not {issued - begin:.0f} s beside it")


def wrong_clock(library):
    """The clock of both workers stands still, is set back, forward, and right again."""

    def event(host, report, load):
        for name in (EARLY, LATE):
            host.run(f"echo {client.PASSWORD} | gatehouse user add {name}")
        restarts = f"systemctl show -P NRestarts {UNITS}"
        with clock(host, library) as turn:
            before = host.run(restarts).stdout
            early, now = client.tokens(host, EARLY)["access_token"], int(time.time())
            for name, ahead, still, expected in (
                ("the clock stands still", 0, now, "200"),
                ("the clock is set back by an hour", -HOUR, 0, "401 token_invalid"),
                ("the clock is set forward by two", HOUR, 0, "401 token_expired"),
                ("the clock is right again", 0, 0, "200"),
            ):
                turn(ahead, still)
                under(host, report, load, name, early, expected, lambda: (still or time.time()) + ahead)
            after = host.run(restarts).stdout
            report.expect(before == after, f"under no clock the watchdog ends a worker: {after.split()}")
        report.expect(both_active(host), "both workers are active when their clock is the host's again")

    return event
