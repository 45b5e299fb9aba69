#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""host-test.py IMAGE PACKAGE FOLDER: installs the package on a host in a container, takes it into service by
`gatehouse setup`, and lets happen to it under load what happens in production; then does `make install` on another
host. Prints a table; what is not as it should be fails."""

import os
import shutil
import signal
import subprocess
import sys
import time

import client
import events
from container import CannotBoot, Container
from report import PROCESSES, THREADS, Load, Report
from units import RESTART, become_active, is_active

LOGIN = """curl -s --retry 5 --retry-connrefused --retry-delay 1 --cacert /root/trusted.pem --json '{"username":"admin","password":"Correct1horse"}' https://localhost/login"""

SETUP = (
    f"echo {client.PASSWORD} | gatehouse setup --name localhost --certificate /etc/nginx/tls/cert.pem "
    "--certificate-key /etc/nginx/tls/key.pem --administrator admin --registration closed"
)

SOURCE = os.path.abspath(__file__ + "/../../..")


def next_version(package, folder):
    """The same package under the next version."""
    tree = f"{folder}/next"
    subprocess.run(["dpkg-deb", "-R", package, tree], check=True)
    with open(f"{tree}/DEBIAN/control") as control:
        lines = control.readlines()
    with open(f"{tree}/DEBIAN/control", "w") as control:
        control.writelines(line.rstrip() + "+next\n" if line.startswith("Version:") else line for line in lines)
    path = f"{folder}/next.deb"
    subprocess.run(["dpkg-deb", "-Zgzip", "-z1", "--root-owner-group", "-b", tree, path], check=True, capture_output=True)
    shutil.rmtree(tree)
    return path


def certificate(host, folder):
    host.run(
        f"mkdir -p {folder} && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 "
        f"-subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout {folder}/key.pem -out {folder}/cert.pem 2>/dev/null"
    )


def timed(host, *steps):
    """Runs the steps of an operator and prints each with the time that it took."""
    for command in steps:
        begin = time.monotonic()
        answer = host.run(command)
        print(f"  {time.monotonic() - begin:5.2f} s  # {command}")
    return answer


def install(host, report):
    """From the package to the first login."""
    timed(host, "apt-get install -y -q /root/this.deb")
    report.expect(not is_active(host, "gatehouse.target"), "nothing is started without a secret")
    answer = timed(host, SETUP, LOGIN)
    report.expect("access_token" in answer.stdout, f"the first login succeeds: {answer.stdout}")
    report.expect(become_active(host), "there are two workers")
    again = host.run("gatehouse setup </dev/null").stdout
    report.expect("would" not in again and again.count("done before: ") == 3, f"to set up again changes nothing: {again}")


def prepare(host):
    """Settings and people for load: limits would only measure themselves."""
    settings = "RATELIMIT_ENABLED=false\\nBCRYPT_LOG_ROUNDS=4\\nJWT_KEYS_FILE=/var/lib/gatehouse/keys.json"
    host.run(f"printf '\\n{settings}\\n' >>/etc/gatehouse/gatehouse.env && gatehouse key generate >/dev/null")
    host.run("sed -i 's/^geo .gatehouse_unlimited {/&\\n    127.0.0.0\\/8 1;/' /etc/nginx/gatehouse/site.conf")
    names = " ".join(f"person-{number}-{index}" for number in range(PROCESSES) for index in range(THREADS))
    host.run(f"for name in {names}; do echo {client.PASSWORD} | gatehouse user add $name >/dev/null; done")
    host.run(f"{RESTART} && systemctl reload nginx")


def remove(host, report):
    """What stays and what goes."""
    host.run("dpkg -r gatehouse")
    report.expect(host.run("nginx -t -q", check=False).returncode == 0, "nginx is in order without the package")
    kept = f"test -e {events.DATABASE} && test -e /etc/gatehouse/gatehouse.env"
    report.expect(host.run(kept, check=False).returncode == 0, "the data stays when the package is removed")
    host.run("dpkg -i /root/this.deb")
    report.expect(become_active(host), "it goes on when the package is installed again")
    host.run("dpkg -P gatehouse")
    left = host.run("find / -xdev -name '*gatehouse*' ! -path '/proc/*' ! -path '/root/*' ! -path '/var/backups/*' ! -path '/var/log/*' ! -path '/run/*' ! -path '/tmp/*' ! -path /var/tmp/'*'").stdout
    report.add("removed, installed again, purged", remark=left.replace("\n", " "))
    report.expect(not left.strip(), f"nothing is left after a purge: {left}")


def wrong_clock_library(folder):
    path = f"{folder}/clock.so"
    subprocess.run(["clang", "-shared", "-fPIC", "-O2", "-o", path, f"{SOURCE}/Tests/Host/clock.c"], check=True)
    return path


def attempt(host, report, step):
    """A step that does not have its way is a failure among others; systemd's last words are then shown."""
    try:
        step()
    except (RuntimeError, ValueError) as error:
        report.expect(False, f"an event has its way: {error}")
        print(host.run("journalctl -q _PID=1 -n 12", check=False).stdout)


def lint(package, report):
    """What lintian has to say of the package, of which an error is a failure."""
    if not shutil.which("lintian"):
        return leave_out("lintian, which cannot be had here")
    found = subprocess.run(["lintian", "--fail-on", "error", package], capture_output=True, text=True, check=False)
    lines = found.stdout.splitlines()
    errors, warnings = (sum(line.startswith(severity) for line in lines) for severity in ("E:", "W:"))
    report.add("lintian", remark=f"{errors} errors, {warnings} warnings")
    report.expect(found.returncode == 0, f"lintian finds no error: {found.stdout}{found.stderr}")


def leave_out(what):
    print(f"host-test: left out: {what}", flush=True)


def on_a_packaged_host(image, package, folder, report):
    clock = wrong_clock_library(folder)
    with Container(image, f"{folder}/packaged") as host:
        shutil.copy(package, host.root + "/root/this.deb")
        shutil.copy(next_version(package, folder), host.root + "/root/next.deb")
        certificate(host, "/etc/nginx/tls")
        certificate(host, "/root/next")
        host.run(f"cat /etc/nginx/tls/cert.pem /root/next/cert.pem >{client.TRUSTED}")
        shutil.copy(host.root + client.TRUSTED, folder + "/trusted.pem")
        install(host, report)
        prepare(host)
        for event in events.every(("/root/this.deb", "/root/next.deb"), clock):
            attempt(host, report, lambda: event(host, report, lambda: Load(host, folder + "/trusted.pem")))
        attempt(host, report, lambda: remove(host, report))


def on_another_host(image, folder, report):
    """`make install` as root on a host that runs, of what is built."""
    with Container(image, f"{folder}/another", {SOURCE: "/usr/src/gatehouse"}) as host:
        certificate(host, "/etc/nginx/tls")
        host.run(f"cp /etc/nginx/tls/cert.pem {client.TRUSTED}")
        attempt(host, report, lambda: make_install(host, report))


def make_install(host, report):
    begin = time.monotonic()
    host.run("make -C /usr/src/gatehouse install")
    host.run(SETUP.replace("gatehouse setup", "/usr/local/bin/gatehouse setup"))
    answer = host.run(LOGIN).stdout
    report.add("make install, setup, login", remark=f"{time.monotonic() - begin:.1f} s")
    report.expect("access_token" in answer, f"the first login succeeds after make install: {answer}")
    host.run("/usr/local/lib/gatehouse/restart-workers")
    report.expect(become_active(host), "there are two workers after make install")
    host.run("systemctl start gatehouse-backup gatehouse-purge")


def main(image, package, folder):
    report = Report()
    lint(package, report)
    try:
        on_a_packaged_host(image, package, folder, report)
    except CannotBoot as reason:
        leave_out(reason)
        return 0
    try:
        on_another_host(image, folder, report)
    except CannotBoot as reason:
        report.expect(False, f"a second host boots where one did: {reason}")
    report.close()
    for failure in report.failures:
        print(f"host-test: {failure}", file=sys.stderr)
    return 1 if report.failures else 0


if __name__ == "__main__":
    # Whoever has no more time for it still has it clean up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("host-test: told to end"))
    sys.exit(main(*map(os.path.abspath, sys.argv[1:])))
