# SPDX-License-Identifier: Apache-2.0
"""The log of the workers as journald has it."""

import json
import time

import client
from units import become_active, eventually

FORGED = "/profile%0AGATEHOUSE_USER=root%0A%0AMESSAGE=forged"


def entries(host, *matches):
    """The entries of the workers with these fields."""
    lines = host.run(f"journalctl -q -o json -u 'gatehouse@*' {' '.join(matches)}").stdout
    return [json.loads(line) for line in lines.splitlines()]


def entries_of_a_request(host, token, path, *matches):
    """What the journal comes to hold, with these fields, of a request that is made now."""
    identity = host.run(
        f"curl -s --cacert {client.TRUSTED} -o /dev/null -w '%header{{x-request-id}}' "
        f"-H 'Authorization: Bearer {token}' https://localhost{path}"
    ).stdout
    eventually(lambda: entries(host, f"GATEHOUSE_REQUEST_ID={identity}"))
    return entries(host, f"GATEHOUSE_REQUEST_ID={identity}", *matches)


def is_whole(entry):
    return (
        entry.get("MESSAGE", "").startswith("GET /profile 200 ")
        and entry.get("PRIORITY") == "6"
        and entry.get("SYSLOG_IDENTIFIER") == "gatehouse"
        and entry.get("_SYSTEMD_UNIT", "").startswith("gatehouse@")
    )


def fields(host, report, _):
    """A request is found by fields of the journal, journald restarted or not, and so is a worker's end."""
    token = client.tokens(host, "person-0-0")["access_token"]
    found = entries_of_a_request(host, token, "/profile", "GATEHOUSE_STATUS=200", "GATEHOUSE_USER=person-0-0")
    host.run("systemctl restart systemd-journald")
    found += entries_of_a_request(host, token, "/profile", "GATEHOUSE_STATUS=200", "GATEHOUSE_USER=person-0-0")
    forged = entries_of_a_request(host, token, FORGED)
    since = time.time()
    host.run("systemctl restart gatehouse@1")
    last = eventually(lambda: entries(host, "GATEHOUSE_MESSAGE=ended", f"--since=@{since:.6f}"))
    report.add("requests asked of the journal", remark=found[0].get("MESSAGE") if found else "")
    report.expect(len(found) == 2 and all(map(is_whole, found)), f"the journal finds each request, with its words: {found}")
    report.expect(len(forged) == 1 and not entries(host, "GATEHOUSE_USER=root"), f"no path becomes a field: {forged}")
    report.expect(last, "a worker's last words are its unit's")
    report.expect(become_active(host), "both workers are active afterwards")
