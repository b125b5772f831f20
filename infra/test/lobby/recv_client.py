"""A client as tutorials for socket chats have it: recv(1024) in a thread, and send() without a newline.

Usage: recv_client.py PORT NICKNAME [--encoding ascii] [--colon " : "] [--print].

It answers every NICK with its stored name. Each line of stdin is sent as `NICKNAME: line`; a line that ends with a
backslash is sent together with the next, in one send(). Each recv is one line of stdout, as JSON; with --print it is
printed as it is, with print()'s own newline. The thread ends at the first byte that the encoding does not have.
"""

import argparse
import json
import socket
import sys
import threading

options = argparse.ArgumentParser()
options.add_argument("port", type=int)
options.add_argument("nickname")
options.add_argument("--encoding", default="utf-8")
options.add_argument("--colon", default=": ")
options.add_argument("--print", action="store_true", dest="prints")
options = options.parse_args()

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", options.port))


def show(message):
    print(message if options.prints else json.dumps(message), flush=True)


def receive():
    while True:
        try:
            message = client.recv(1024).decode(options.encoding)
            if message == "NICK":
                client.send(options.nickname.encode(options.encoding))
            elif not message:
                break
            show(message)
        except UnicodeDecodeError:
            show("crashed")
            break
        except OSError:
            break
    show("closed")


threading.Thread(target=receive, daemon=True).start()
pending = ""
for line in sys.stdin:
    line = line.rstrip("\n")
    pending += f"{options.nickname}{options.colon}{line.removesuffix(chr(92))}"
    if line.endswith("\\"):
        continue
    client.send(pending.encode(options.encoding))
    pending = ""
client.close()
