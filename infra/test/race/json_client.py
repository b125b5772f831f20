"""A terminal race client as people write one: it connects, asks its user, and handles one JSON object per line."""
import json
import socket
import sys
import threading

sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))


def send(message):
    sock.sendall((json.dumps(message) + "\n").encode())


def receive():
    for line in sock.makefile(encoding="utf-8"):
        message = json.loads(line)
        if message.get("status") == "waiting":
            print(message["message"], message["waiting_count"], flush=True)
        elif message.get("status") == "matched":
            print("Opponent:", message["opponent"], flush=True)
        elif message["type"] == "res_leaderboard":
            print("Hello", message["username"], "- entries:", len(message["data"]), flush=True)
        elif message["type"] == "matchmaking_canceled":
            print("Canceled", flush=True)
        elif message["type"] == "countdown":
            print(message["value"], flush=True)
        elif message["type"] == "start_game":
            print("TEXT", message["text"], flush=True)
            print("You have", message["duration"], "seconds", flush=True)
        elif message["type"] == "opponent_progress":
            print("Opponent at %d%%" % message["progress"], flush=True)
        elif message["type"] == "game_over":
            print("%s (%s)" % (message["result"].upper(), message["reason"]), flush=True)
            print("Final Speed: %d WPM, winner: %s" % (message["wpm"], message["winner"]), flush=True)
            for row in message["leaderboard"]:
                print("%d. %s %.1f" % (row["rank"], row["username"], row["wpm"]), flush=True)


threading.Thread(target=receive, daemon=True).start()
send({"type": "login", "username": input()})
while True:
    command = input().split()
    if command[0] == "quit":
        break
    if command[0] == "play":
        send({"type": "req_matchmaking", **({"room": command[1]} if len(command) > 1 else {})})
    elif command[0] == "cancel":
        send({"type": "cancel_matchmaking"})
    elif command[0] == "at":
        send({"type": "progress", "progress": float(command[1]), "wpm": 40})
    elif command[0] == "done":
        send({"type": "finish", "wpm": 40})
sock.close()
