#!/usr/bin/env python3
"""Consoles on the feed, in a process of their own: each takes all that comes and minds the gaps.

Usage: consoles.py URL COUNT     token in MUSTER_TOKEN; prints a line when all have joined, and at the
                                 end of its input a JSON object of what came
"""

import json
import os
import re
import selectors
import struct
import sys

from place import PROGRAM_TESTS  # noqa: F401, the way to the next two

from feed_watch import Service
from harness import Feed

TOPICS = ("requests", "responders", "offers", "alerts")
POLL_S = 0.05  # a page that draws twenty times a second reads as often
READ = 1 << 20
HEAD = re.compile(rb'\{"type":"(\w+)"(?:,"seq":(\d+)(?:,"prev":(\d+))?)?')
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Console:
    def __init__(self, service, token):
        self.feed = Feed(service, token, TOPICS)
        self.socket = self.feed.socket
        self.socket.setblocking(False)
        self.rest = self.feed.buffer
        self.last = None  # seq of the last delta, bookmark or snapshot
        self.messages = self.gaps = self.resets = 0
        self.end = None

    def read(self):
        try:
            data = self.socket.recv(READ)
        except BlockingIOError:
            return 0
        except OSError as lost:
            self.end = str(lost)
            return 0
        if not data:
            self.end = self.end or "closed"
        self.rest = self.take(self.rest + data)
        return len(data)

    def take(self, data):
        """All whole frames; gives what is left over."""
        at, size = 0, len(data)
        while size - at >= 2:
            length, begin = data[at + 1] & 0x7F, at + 2
            if length == 126:
                length, begin = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif length == 127:
                length, begin = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if begin + length > size:
                break
            opcode = data[at] & 15
            if opcode == TEXT:
                self.message(HEAD.match(data, begin))
            elif opcode == PING:
                self.feed._frame(PONG, data[begin : begin + length])
            elif opcode == CLOSE:
                self.end = f"closed with {struct.unpack_from('>H', data, begin)[0] if length else 1005}"
            at = begin + length
        return data[at:]

    def message(self, head):
        kind, seq, prev = head.groups()
        self.messages += 1
        if kind == b"delta":
            self.gaps += self.last is None or int(prev) > self.last
        elif kind == b"reset":
            self.resets += 1
        if kind in (b"delta", b"bookmark", b"snapshot_end"):
            self.last = int(seq)


def main():
    service, token = Service(sys.argv[1]), os.environ["MUSTER_TOKEN"]
    consoles = [Console(service, token) for _ in range(int(sys.argv[2]))]
    with selectors.DefaultSelector() as waiting:
        waiting.register(sys.stdin, selectors.EVENT_READ)
        print("joined", flush=True)
        taken, over = 0, False
        while not over:
            over = bool(waiting.select(POLL_S)) and not sys.stdin.read(1)
            taken += sum(console.read() for console in consoles if console.end is None)
    print(json.dumps({
        "bytes": taken,
        "messages": sum(console.messages for console in consoles),
        "least": min(console.messages for console in consoles),
        "gaps": sum(console.gaps for console in consoles),
        "resets": sum(console.resets for console in consoles),
        "ended": [console.end for console in consoles if console.end],
        "last": min(console.last or 0 for console in consoles),
    }))


if __name__ == "__main__":
    main()
