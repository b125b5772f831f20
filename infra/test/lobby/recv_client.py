"""The kind of client the NICK chat was made for: recv(1024) in a thread, and send() without a newline.

Usage: recv_client.py PORT NICKNAME. Each line of stdin is said; each recv is one line of stdout, as JSON.
"""

import json
import socket
import sys
import threading

port, nickname = int(sys.argv[1]), sys.argv[2]
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", port))


def receive():
    while True:
        try:
            message = client.recv(1024).decode("utf-8")
        except OSError:
            break
        if not message:
            break
        if message == "NICK":
            client.send(nickname.encode("utf-8"))
        print(json.dumps(message), flush=True)
    print(json.dumps("closed"), flush=True)


threading.Thread(target=receive, daemon=True).start()
for line in sys.stdin:
    client.send(f"{nickname}: {line.rstrip()}".encode("utf-8"))
client.close()
