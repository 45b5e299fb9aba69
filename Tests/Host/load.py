# SPDX-License-Identifier: Apache-2.0
"""Constant load on a host, from inside its network: load.py CERTIFICATES PROCESSES THREADS RATE.

Each thread is a person of its own who logs in, looks at their profile and refreshes their tokens, every time on a new
connection. When standard input ends, so does the load, and a line of JSON a request is on standard output:
[when it began, how long it took, what it was, why it failed or null].
"""

import http.client
import json
import os
import socket
import ssl
import sys
import threading
import time

PATIENCE = 20
PASSWORD = "Correct1horse"


class Person:
    def __init__(self, name, context, results):
        self.name = name
        self.context = context
        self.results = results
        self.tokens = None

    def ask(self, method, path, body=None, token=None, expected=200):
        """Asks, notes how it went, and returns the answer; None where it was another than expected."""
        headers = {"Content-Type": "application/json", "Connection": "close"}
        if token:
            headers["Authorization"] = "Bearer " + token
        begin, fault, answer = time.time(), None, None
        connection = http.client.HTTPSConnection("localhost", timeout=PATIENCE, context=self.context)
        try:
            connection.request(method, path, body=body and json.dumps(body), headers=headers)
            response = connection.getresponse()
            text = response.read().decode()
            if response.status == expected:
                answer = json.loads(text)
            else:
                fault = f"{response.status} {text[:200]}"
        except (OSError, http.client.HTTPException, ValueError) as error:
            fault = repr(error)
        finally:
            connection.close()
        self.results.append((begin, time.time() - begin, f"{method} {path}", fault))
        return answer

    def live(self, turn):
        """One request: now and then a login, else profile and refresh by turns."""
        if self.tokens is None or turn % 20 == 0:
            self.tokens = self.ask("POST", "/login", {"username": self.name, "password": PASSWORD})
        elif turn % 2:
            self.ask("GET", "/profile", token=self.tokens["access_token"])
        else:
            self.tokens = self.ask("POST", "/refresh", token=self.tokens["refresh_token"])


def serve_people(context, number, threads, pause, until):
    results = []

    def run(person, delay):
        turn, due = 0, time.monotonic() + delay
        while not until.is_set():
            person.live(turn)
            turn += 1
            # A request that was late does not have those after it sent in a bunch.
            due = max(due + pause, time.monotonic())
            until.wait(due - time.monotonic())

    people = [Person(f"person-{number}-{index}", context, results) for index in range(threads)]
    workers = [
        threading.Thread(target=run, args=(person, pause * index / threads)) for index, person in enumerate(people)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return results


def child(arguments, number, gate):
    """A process of its own, since Python's threads share one processor; it ends when the gate is closed."""
    certificates, processes, threads, rate = arguments[0], *map(int, arguments[1:])
    context = ssl.create_default_context(cafile=certificates)
    until = threading.Event()

    def wait():
        gate.recv(1)
        until.set()

    threading.Thread(target=wait, daemon=True).start()
    results = serve_people(context, number, threads, processes * threads / rate, until)
    for result in results:
        # A line at a time, which a pipe takes whole: the processes share it.
        os.write(1, (json.dumps(result) + "\n").encode())
    os._exit(0)


def main(arguments):
    gates = []
    for number in range(int(arguments[1])):
        ours, theirs = socket.socketpair()
        if os.fork() == 0:
            ours.close()
            child(arguments, number, theirs)
        theirs.close()
        gates.append(ours)
    sys.stdin.read()
    for gate in gates:
        gate.close()
    for _ in gates:
        os.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
