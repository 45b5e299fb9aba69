# SPDX-License-Identifier: Apache-2.0
"""What stands behind a gate in tests: it says what has reached it, as JSON.

usage: upstream.py HTTP_SOCKET FASTCGI_SOCKET UWSGI_SOCKET

Over HTTP, FastCGI and uwsgi alike an answer is {"name": …, "fields": [[name, value], …], "body": COUNT}, every field as
it came, in its order; over HTTP there is a "target" as well. A query `?wild` is answered with fields of the upstream's
own. Over HTTP `?STATUS` is answered with that status, and a request to open a WebSocket (RFC 6455) opens one that sends
back each text.
"""

import base64
import hashlib
import json
import os
import socket
import struct
import sys
import threading


# What headers.conf adds, and a field that is nobody else's.
OWN = [
    "X-Request-ID", "Strict-Transport-Security", "X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy",
    "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers",
    "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age", "X-Own",
]


def own_fields(query):
    return "".join(f"{name}: own\r\n" for name in OWN) if query == "wild" else ""


def answer(name, fields, body, **more):
    return json.dumps({"name": name, "fields": fields, "body": body, **more}).encode()


def http(stream):
    target = stream.readline().decode("latin-1").split(" ")[1]
    fields = []
    while line := stream.readline().decode("latin-1").strip():
        name, value = line.split(":", 1)
        fields.append([name, value.strip()])
    known = {name.lower(): value for name, value in fields}
    if known.get("upgrade") == "websocket" and known.get("connection", "").lower() == "upgrade":
        return websocket(stream, known["sec-websocket-key"])
    body = len(stream.read(int(known.get("content-length", "0"))))
    content = answer("http", fields, body, target=target)
    query = target.partition("?")[2]
    status = query if query.isdigit() else "200"
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    head += own_fields(query)
    stream.write(f"{head}Connection: close\r\n\r\n".encode() + content)


def websocket(stream, key):
    digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
    accept = base64.b64encode(digest).decode()
    head = f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}"
    stream.write(f"{head}\r\n\r\n".encode())
    stream.flush()
    while (head := stream.read(2)) and head[0] == 0x81:
        mask = stream.read(4)
        text = bytes(byte ^ mask[i % 4] for i, byte in enumerate(stream.read(head[1] & 0x7F)))
        stream.write(bytes([0x81, len(text)]) + text)
        stream.flush()


def fastcgi(stream):
    parameters, body = b"", 0
    while head := stream.read(8):
        _, kind, request, length, padding, _ = struct.unpack(">BBHHBB", head)
        content = stream.read(length + padding)[:length]
        if kind == 4:
            parameters += content
        if kind == 5:
            body += length
            if not length:
                break
    fields = pairs(parameters)
    head = "Content-Type: application/json\r\n" + own_fields(dict(fields).get("QUERY_STRING"))
    document = head.encode() + b"\r\n" + answer("fastcgi", fields, body)
    stream.write(struct.pack(">BBHHBB", 1, 6, request, len(document), 0, 0) + document)
    stream.write(struct.pack(">BBHHBB", 1, 3, request, 8, 0, 0) + bytes(8))


def pairs(data):
    fields, offset = [], 0

    def number():
        nonlocal offset
        size = 4 if data[offset] & 0x80 else 1
        offset += size
        return int.from_bytes(data[offset - size : offset], "big") & (0x7FFFFFFF if size == 4 else 0x7F)

    while offset < len(data):
        name, value = number(), number()
        text = data[offset : offset + name + value].decode("latin-1")
        fields.append([text[:name], text[name:]])
        offset += name + value
    return fields


def uwsgi(stream):
    _, size, _ = struct.unpack("<BHB", stream.read(4))
    data, fields, offset = stream.read(size), [], 0

    def text():
        nonlocal offset
        (length,) = struct.unpack_from("<H", data, offset)
        offset += 2 + length
        return data[offset - length : offset].decode("latin-1")

    while offset < size:
        fields.append([text(), text()])
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + own_fields(dict(fields).get("QUERY_STRING"))
    stream.write(head.encode() + b"\r\n" + answer("uwsgi", fields, 0))


def serve(connection, speak):
    with connection, connection.makefile("rwb") as stream:
        speak(stream)
        stream.flush()


def listen(path, speak):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path + ".new")
    listener.listen(64)
    os.rename(path + ".new", path)
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0], speak), daemon=True).start()


for path, speak in zip(sys.argv[1:3], (http, fastcgi)):
    threading.Thread(target=listen, args=(path, speak), daemon=True).start()
listen(sys.argv[3], uwsgi)
