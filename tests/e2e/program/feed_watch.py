#!/usr/bin/env python3
"""Prints the live feed of a service on this machine, a line per change.

Usage: feed_watch.py URL TOKEN [TOPIC...]     topics: requests responders offers members cards
                                              positions alerts; Ctrl-C ends it
"""

import json
import sys
import urllib.parse

from harness import Client, Feed


class Service:
    tls = None

    def __init__(self, url):
        self.port = urllib.parse.urlsplit(url).port or 80

    def client(self, token):
        return Client(self.port, token)


def lines(message):
    if message["type"] != "delta":
        yield f'{message["type"]} {message.get("seq", "")}'.strip()
        return
    for change in message["changes"]:
        what = json.dumps(change.get("entity", "removed"), ensure_ascii=False)
        yield f'{message["seq"]} (after {message["prev"]}) {change["topic"]} {change["id"]} {what}'


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    feed = Feed(Service(sys.argv[1]), sys.argv[2], topics=sys.argv[3:] or ["requests", "alerts"])
    feed.socket.settimeout(None)
    try:
        while True:
            for line in lines(feed.next()):
                print(line, flush=True)
    except (KeyboardInterrupt, ConnectionError) as end:
        print(end, file=sys.stderr)


if __name__ == "__main__":
    main()
