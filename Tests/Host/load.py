# SPDX-License-Identifier: Apache-2.0
"""Constant load on a host, from inside its network: load.py CERTIFICATES PROCESSES THREADS RATE.

Each thread is a person of its own who logs in, looks at their profile and refreshes their tokens: what changes
something is asked on a connection of its own, what only looks on one that is kept. When everybody has been answered once,
each process writes an empty line. When standard input ends, so does the load, and a line of JSON a request is on standard
output: [when it began, how long it took, what it was, why it failed or null, whether it was asked twice].
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
ARRIVAL = 1
PASSWORD = "Correct1horse"


class Person:
    def __init__(self, name, context, results):
        self.name = name
        self.context = context
        self.results = results
        self.tokens = None
        self.kept = self.connect()
        self.is_repeated = False

    def connect(self):
        return http.client.HTTPSConnection("localhost", timeout=PATIENCE, context=self.context)

    def ask(self, method, path, body=None, token=None):
        """Asks, notes how it went, and returns the answer; None where it was another than 200."""
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = "Bearer " + token
        exchange = self.look if method == "GET" else self.change
        begin, fault, answer, self.is_repeated = time.time(), None, None, False
        try:
            status, text = exchange(method, path, body and json.dumps(body), headers)
            if status == 200:
                answer = json.loads(text)
            else:
                fault = f"{status} {text[:200]}"
        except (OSError, http.client.HTTPException, ValueError) as error:
            fault = repr(error)
            self.kept.close()
        self.results.append((begin, time.time() - begin, f"{method} {path}", fault, self.is_repeated))
        return answer

    def change(self, method, path, body, headers):
        connection = self.connect()
        try:
            return answer_of(connection, method, path, body, headers | {"Connection": "close"})
        finally:
            connection.close()

    def look(self, *request):
        """A server may close a kept connection at any time, so also just when it is used again; what only looks may
        then be asked once more on a new one, as every browser does (RFC 9110, 9.2.2)."""
        is_kept = self.kept.sock is not None
        try:
            return answer_of(self.kept, *request)
        except (ConnectionError, ssl.SSLEOFError):
            self.kept.close()
            if not is_kept:
                raise
            self.is_repeated = True
            return answer_of(self.kept, *request)

    def live(self, turn):
        """One request: now and then a login, else a refresh and four looks at the profile by turns."""
        if self.tokens is None or turn % 50 == 0:
            self.kept.close()
            self.tokens = self.ask("POST", "/login", {"username": self.name, "password": PASSWORD})
        elif turn % 5 == 0:
            self.tokens = self.ask("POST", "/refresh", token=self.tokens["refresh_token"])
        else:
            self.ask("GET", "/profile", token=self.tokens["access_token"])


def answer_of(connection, method, path, body, headers):
    connection.request(method, path, body=body, headers=headers)
    response = connection.getresponse()
    return response.status, response.read().decode()


def serve_people(context, number, threads, pause, until):
    results = []
    arrived = threading.Semaphore(0)

    def run(person, delay):
        until.wait(delay)
        person.live(0)
        arrived.release()
        turn, due = 1, time.monotonic() + pause
        while not until.wait(max(0, due - time.monotonic())):
            person.live(turn)
            turn += 1
            # A request that was late does not have those after it sent in a bunch.
            due = max(due + pause, time.monotonic())

    people = [Person(f"person-{number}-{index}", context, results) for index in range(threads)]
    # They come one after the other: where all log in at once some would be told to try again.
    workers = [
        threading.Thread(target=run, args=(person, ARRIVAL * index / threads)) for index, person in enumerate(people)
    ]
    for worker in workers:
        worker.start()
    for _ in people:
        arrived.acquire()
    os.write(1, b"\n")
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
