# SPDX-License-Identifier: Apache-2.0
"""What happened to requests while something happened to the host."""

import json
import subprocess
import sys
import time

from form import RATE

PROCESSES, THREADS = 2, 12
# How many requests there are at one moment, and so how many of them one moment may cost.
AT_ONCE = PROCESSES * THREADS


class Load:
    """Load on a host as long as the context lasts, by everybody from its beginning; then `requests`, each [begin,
    duration, what, fault, whether it was asked twice]."""

    def __init__(self, host, certificates):
        self.host = host
        self.certificates = certificates
        self.requests = []

    def __enter__(self):
        script = __file__.replace("report.py", "load.py")
        numbers = [str(number) for number in (PROCESSES, THREADS, RATE)]
        # Of the host's namespaces its network alone, so that it needs no Python.
        self.process = subprocess.Popen(
            ["nsenter", "-t", self.host.leader, "-n", sys.executable, script, self.certificates, *numbers],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES):
            self.process.stdout.readline()
        return self

    def __exit__(self, *_):
        time.sleep(0.5)
        self.process.stdin.close()
        self.requests = sorted(json.loads(line) for line in self.process.stdout)
        self.process.wait()

    @property
    def faults(self):
        return [request for request in self.requests if request[3]]

    @property
    def longest(self):
        return max((request[1] for request in self.requests), default=0)

    def answered_after(self, moment):
        """How long after a moment the first request that began after it was answered."""
        ends = [begin + took for begin, took, _, fault, _ in self.requests if begin >= moment and not fault]
        return min(ends, default=float("inf")) - moment


class Report:
    """A table of what was tried, and what of it was not as it should be."""

    def __init__(self):
        self.failures = []
        self.total = self.failed = self.repeated = 0
        self._print("event", "requests", "failed", "longest", "")

    def _print(self, event, requests, failed, longest, remark):
        print(f"{event:<44} {requests:>8} {failed:>6} {longest:>8}  {remark}".rstrip(), flush=True)

    def add(self, event, load=None, allowed=0, remark=""):
        """A line of the table; more than `allowed` failed requests are a failure."""
        if load is None:
            return self._print(event, "-", "-", "-", remark)
        self.total += len(load.requests)
        self.failed += len(load.faults)
        self.repeated += sum(request[4] for request in load.requests)
        self._print(event, len(load.requests), len(load.faults), f"{load.longest * 1000:.0f} ms", remark)
        if len(load.faults) > allowed:
            for begin, took, what, fault, _ in load.faults[:3]:
                print(f"    {time.strftime('%T', time.gmtime(begin))} {what} after {took:.3f} s: {fault}")
            self.failures.append(f"{event}: {len(load.faults)} requests failed, {allowed} may")
        if len(load.requests) < RATE / 2:
            self.failures.append(f"{event}: hardly any requests")

    def expect(self, truth, what):
        """Notes a failure where something is not so."""
        if not truth:
            print(f"    not so: {what}", flush=True)
            self.failures.append(what)

    def close(self):
        """The sum; a kept connection that nginx had just closed is the only reason to ask twice."""
        print(f"{self.total} requests, {self.failed} failed, {self.repeated} asked twice on connections that were kept")
