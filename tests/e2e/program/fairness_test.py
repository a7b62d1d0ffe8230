#!/usr/bin/env python3
"""Nobody holds up or locks out the others: the real program with floods in front of it."""

import base64
import hashlib
import hmac
import json
import os
import socket
import threading
import time

from harness import Client, Feed, GATEWAY_KEY, ProgramTest, access_file, main, wait_for

UPGRADE = (
    "GET /v1/feed HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: {}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: muster.v1\r\n\r\n"
)


def call(number, **more):
    """A call for help from a place of its own, so that it is nobody else's again."""
    place = {"lat": 32.25 + number % 100 * 0.005, "lon": 119.05 + number // 100 % 100 * 0.005}
    return {"service": "emergency", "channel": "hotline", "place": place, **more}


def metric(client, name):
    for line in client.call("GET", "/metrics").body.decode().splitlines():
        if line.startswith(name + " "):
            return float(line.split()[-1])
    return 0.0


class Fairness(ProgramTest):
    def small_buckets(self):
        text = self.config.read_text(encoding="utf-8")
        at = text.index("[http.per_address]")
        text = text[:at] + text[at:].replace("60_000_000", "60", 1).replace("1_000_000", "60", 1)
        self.config.write_text(text, encoding="utf-8")

    # Tokens that end.

    def test_a_revoked_token_closes_its_feed_and_its_requests(self):
        token = self.make_token("dispatcher", name="gone")
        other = self.make_token("dispatcher", name="stays")
        service = self.serve()
        feeds = [Feed(service, token), Feed(service, token, topics=["members"])]
        stays = Feed(service, other)
        kept = service.client(token)
        kept.get("/v1/services")
        # By another process, while the service runs.
        self.run_ok("token", "revoke", "--data", self.data, "--name", "gone")
        self.assertEqual(kept.call("GET", "/v1/services").status, 401)
        for feed in feeds:
            with self.assertRaisesRegex(ConnectionError, "closed with 4403"):
                while True:
                    feed.next()
        service.client(other).must("CreateRequest", call(0))
        wait_for("a delta", lambda: stays.next()["type"] == "delta")

    def test_an_expired_token_closes_its_feed(self):
        token = self.make_token("dispatcher", name="short", more=("--days", "1"))
        service = self.serve()
        feed = Feed(service, token)
        # A day is long: the book of tokens is told another time, by a program beside the service.
        with access_file(self.data) as book:
            book.execute("UPDATE token SET expires_at = ?", (int(time.time() * 1000) + 1000,))
        book.close()
        with self.assertRaisesRegex(ConnectionError, "closed with 4403"):
            while True:
                feed.next()
        self.assertEqual(service.client(token).call("GET", "/v1/services").status, 401)

    # Feed seats.

    def test_a_flood_of_upgrades_keeps_no_dispatcher_out(self):
        token = self.make_token("dispatcher")
        service = self.serve()
        sockets = []
        stop = threading.Event()

        def flood():
            # Each opened anew as soon as there are 600; at most 2,000 a second, at which a seat lasts
            # 64 ms. Some machines open 50,000, and then nobody's log-in is quick enough.
            while not stop.is_set():
                time.sleep(0.0005)
                if len(sockets) >= 600:
                    sockets.pop(0).close()
                try:
                    one = socket.create_connection(("127.0.0.1", service.port), 5)
                    key = base64.b64encode(os.urandom(16)).decode()
                    one.sendall(UPGRADE.format(key).encode())
                    sockets.append(one)
                except OSError:
                    pass

        flooder = threading.Thread(target=flood, daemon=True)
        flooder.start()
        try:
            wait_for("the flood", lambda: len(sockets) >= 400)
            for _ in range(30):
                feed = Feed(service, token)
                self.assertEqual(feed.message("reset")["reason"], "start")
                feed.close()
        finally:
            stop.set()
            flooder.join()
            for one in sockets:
                self.addCleanup(one.close)
        client = service.client()
        self.assertLessEqual(metric(client, "muster_feed_waiting"), 128)

    # Behind one address.

    def test_wrong_tokens_do_not_lock_out_the_desk(self):
        self.small_buckets()
        token = self.make_token("dispatcher")
        service = self.serve()
        stranger = Client(service.port, "mst_" + "0" * 64)
        statuses = [stranger.call("GET", "/v1/requests").status for _ in range(50)]
        self.assertEqual(statuses[:2], [401, 401])
        self.assertIn(429, statuses)
        desk = service.client(token)
        for number in range(100):
            self.assertEqual(desk.command("CreateRequest", call(number)).status, 201)
        # Log-in and pages that need no token are not locked out either.
        self.assertEqual(service.client().call("GET", "/healthz").status, 200)
        Feed(service, token).close()
        stranger.close()

    def test_wrong_signatures_do_not_lock_out_a_gateway(self):
        self.small_buckets()
        self.make_token("admin")
        service = self.serve()

        def send(key, number):
            body = json.dumps({
                "specversion": "1.0", "id": str(number), "source": "test",
                "type": "cn.muster.request.create", "data": call(number)}).encode()
            now = str(int(time.time()))
            text = f"v2\n{now}\nPOST\n/v1/intake\napplication/cloudevents+json\n\n".encode() + body
            mac = hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
            return service.client().call("POST", "/v1/intake", body, {
                "Content-Type": "application/cloudevents+json", "Muster-Gateway": "gate",
                "Muster-Timestamp": now, "Muster-Signature": "v2=" + mac}).status

        statuses = [send("another key of the same length", i) for i in range(5)]
        self.assertEqual(statuses[0], 401)
        self.assertIn(429, statuses)
        for i in range(80):
            self.assertEqual(send(GATEWAY_KEY, 1000 + i), 201)

    # Explanations and long reads.

    def test_explanations_are_few_at_a_time_and_commands_go_on(self):
        self.set_options("explain", "queue_max = 2", "per_token_max = 2")
        token = self.make_token("dispatcher")
        service = self.serve()
        desk = service.client(token)
        requests = [desk.must("CreateRequest", call(n))["id"] for n in range(40)]
        answers = []

        def ask(number):
            client = Client(service.port, token)
            answer = client.call("GET", f"/v1/requests/{number}/timeline?decisions=1")
            answers.append(answer)
            client.close()

        threads = [threading.Thread(target=ask, args=(number,)) for number in requests]
        for thread in threads:
            thread.start()
        self.assertEqual(desk.command("CreateRequest", call(50)).status, 201)
        for thread in threads:
            thread.join()
        explained = [answer for answer in answers if answer.status == 200]
        self.assertTrue(explained)
        for answer in explained:
            self.assertIn("decisions", answer.json)
        for answer in answers:
            self.assertIn(answer.status, (200, 429, 503))
            if answer.status != 200:
                self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        self.assertEqual(metric(desk, "muster_explanations_wanted"), 0)
        self.assert_sound_after(service)

    def assert_sound_after(self, service):
        self.assertEqual(service.stop(), 0)
        self.assert_sound()

    def test_answers_that_nobody_reads_are_bounded(self):
        self.set_options("http", "unread_bytes_per_token = 1_048_576")
        self.set_options("http", 'write_ms = "60 s"')
        token = self.make_token("dispatcher")
        service = self.serve()
        desk = service.client(token)
        for number in range(1000):
            desk.must("CreateRequest", call(number, note="n" * 1000))
        ask = (f"GET /v1/requests?limit=1000 HTTP/1.1\r\nHost: x\r\n"
               f"Authorization: Bearer {token}\r\n\r\n").encode() * 16
        # Not with this token, whose long answers are refused as long as it does not read.
        watch = service.client()
        silent = []
        for _ in range(20):
            one = socket.create_connection(("127.0.0.1", service.port), 5)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.sendall(ask)
            silent.append(one)
        wait_for("the limit", lambda: metric(watch, "muster_http_unread_bytes") >= 1_048_576)
        time.sleep(0.5)
        other = self.make_token("supervisor")
        self.assertEqual(len(service.client(other).get("/v1/requests?limit=1000")["items"]), 1000)
        # One answer more than the limit at most.
        self.assertLess(metric(watch, "muster_http_unread_bytes"), 6_000_000)
        self.assertEqual(desk.command("CreateRequest", call(1000)).status, 201)
        for one in silent:
            one.close()
        wait_for("room", lambda: metric(watch, "muster_http_unread_bytes") == 0)
        self.assertEqual(len(desk.get("/v1/requests?limit=1000")["items"]), 1000)

    def test_a_long_list_is_whole_while_the_world_goes_on(self):
        token = self.make_token("dispatcher")
        service = self.serve()
        desk = service.client(token)
        first = [desk.must("CreateRequest", call(n))["id"] for n in range(1500)]
        stop = threading.Event()
        reader = Client(service.port, token)

        def go_on():
            client = Client(service.port, token)
            for number in range(1500, 10_000):
                if stop.is_set():
                    break
                client.must("CreateRequest", call(number))
            client.close()

        writer = threading.Thread(target=go_on)
        writer.start()
        try:
            for _ in range(5):
                self.assertLessEqual(set(first), set(reader.all("requests")))
        finally:
            stop.set()
            writer.join()
        reader.close()


if __name__ == "__main__":
    main()
