# SPDX-License-Identifier: Apache-2.0
"""Opens a WebSocket (RFC 6455) over TLS and says a text to it.

usage: websocket.py PORT PATH CERTIFICATE TEXT [FIELD …]

Prints the status of the answer, and where it is 101 the text that comes back.
"""

import socket
import ssl
import sys

port, path, certificate, text, *fields = sys.argv[1:]
context = ssl.create_default_context(cafile=certificate)
plain = socket.create_connection(("127.0.0.1", int(port)), timeout=10)
with context.wrap_socket(plain, server_hostname="localhost") as connection, connection.makefile("rwb") as stream:
    opening = [
        f"GET {path} HTTP/1.1", f"Host: localhost:{port}", "Connection: Upgrade", "Upgrade: websocket",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", *fields,
    ]
    stream.write("\r\n".join(opening + ["", ""]).encode())
    stream.flush()
    status = stream.readline().split()[1].decode()
    print(status)
    while stream.readline().strip():
        pass
    if status == "101":
        data, mask = text.encode(), b"mask"
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))
        stream.write(bytes([0x81, 0x80 | len(data)]) + mask + masked)
        stream.flush()
        print(stream.read(2 + len(data))[2:].decode())
