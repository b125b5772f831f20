"""A Socket.IO client as tutorials for python-socketio 4 have it.

Usage: socketio_client.py URL USERNAME TRANSPORT.

It joins, and prints what it receives: `response` and `status` events, and the acknowledgement of each message, as JSON
lines. Each line of stdin is a message: sent as a string, or as `{"data": line}` when it starts with a colon.
"""

import json
import sys

import socketio

url, username, transport = sys.argv[1:]
client = socketio.Client(reconnection=False)


def show(event):
    def write(*payload):
        # In one piece: each event has a thread of its own.
        sys.stdout.write(json.dumps([event, *payload]) + "\n")
        sys.stdout.flush()

    return write


@client.event
def connect():
    client.emit("join", {"username": username}, callback=show("joined"))


client.on("response", show("response"))
client.on("status", show("status"))
client.on("disconnect", show("disconnect"))
client.connect(url, transports=[transport])
for line in sys.stdin:
    line = line.rstrip("\n")
    client.emit("message", {"data": line[1:]} if line.startswith(":") else line, callback=show("sent"))
client.disconnect()
