# SPDX-License-Identifier: Apache-2.0
"""A client on the host itself, who asks one thing at a time by curl."""

import json
import shlex

PASSWORD = "Correct1horse"
TRUSTED = "/root/trusted.pem"


def ask(host, method, path, body=None, token=None):
    """The status of the answer, and what it holds; 0 where there is none."""
    command = ["curl", "-s", "--cacert", TRUSTED, "-X", method, "-w", "\\n%{http_code}", f"https://localhost{path}"]
    if body is not None:
        command += ["--json", json.dumps(body)]
    if token:
        command += ["-H", f"Authorization: Bearer {token}"]
    text, _, status = host.run(shlex.join(command), check=False).stdout.rpartition("\n")
    return int(status or 0), json.loads(text or "{}")


def login(host, name):
    return ask(host, "POST", "/login", {"username": name, "password": PASSWORD})


def tokens(host, name):
    status, answer = login(host, name)
    if status != 200:
        raise RuntimeError(f"{name} cannot log in: {status} {answer}")
    return answer


def verdict(host, token):
    """What comes of an access token: the status, and the code of a refusal."""
    status, answer = ask(host, "GET", "/profile", token=token)
    return f"{status} {answer.get('code', '')}".strip()
