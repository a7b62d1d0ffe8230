"""The real program tells others of what was decided: a receiver of webhooks gets each event signed,
in the same words as the desk, again after a failure and exactly once by its id, also when the
program is killed between the commit and the delivery; a folder gets a file for each."""

import hashlib
import hmac
import http.server
import json
import threading
import time

from harness import ProgramTest, main, run, wait_for

KEY = "a webhook key of a test, long enough"


class Receiver:
    """Answers with the statuses that it was given, then with 200; keeps what it was sent."""

    def __init__(self):
        owner = self
        self.statuses = []
        self.got = []  # (status, headers, body), in order

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = owner.statuses.pop(0) if owner.statuses else 200
                owner.got.append((status, dict(self.headers), body))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def taken(self, event_type=None):
        """The events that were answered with 200, as they came."""
        events = [json.loads(body) for status, _, body in list(self.got) if status == 200]
        return [e for e in events if event_type in (None, e["type"].rsplit(".", 1)[1])]


class OutboxTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.asked = 0
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        (self.folder / "hook-key").write_text(KEY + "\n", encoding="utf-8")
        (self.folder / "hook-key").chmod(0o600)
        with self.config.open("a", encoding="utf-8") as config:
            config.write(f"""
[outbox]
retry_first_ms = 50
retry_last_ms = 200
[[outbox.channel]]
name = "city"
kind = "webhook"
events = ["RequestReceived", "RequestTaken", "MemberRegistered"]
url = "http://127.0.0.1:{self.receiver.port}/hook"
secret = {{ file = "hook-key" }}
language = "en"
per_minute = 60_000
burst = 1_000
[[outbox.channel]]
name = "drop"
events = ["RequestReceived"]
personal = true
per_minute = 60_000
burst = 1_000
""")
        self.token = self.make_token("dispatcher", "supervisor", "admin")

    def begin(self):
        service = self.serve()
        return service, service.client(self.token)

    def metric(self, client, name):
        for line in client.call("GET", "/metrics").body.decode().splitlines():
            if line.startswith(name + " "):
                return int(line.rsplit(" ", 1)[1])
        raise AssertionError("no metric " + name)

    def ask_for_help(self, client, note=""):
        """Each time from another telephone at another place, so that none is a duplicate."""
        self.asked += 1
        return client.must("CreateRequest", {
            "service": "emergency", "caller": f"05148230{self.asked:04d}", "note": note,
            "place": {"lat": round(32.3 + self.asked * 0.0007, 4), "lon": 119.42}})["id"]

    def dropped(self):
        return sorted((self.data / "outbox" / "drop").glob("*.json"))

    def test_a_webhook_is_signed_and_tried_again(self):
        service, client = self.begin()
        self.receiver.statuses = [500, 503, 200]
        request = self.ask_for_help(client, "fell in the bath")
        wait_for("the delivery", lambda: self.receiver.taken("RequestReceived"))
        self.assertEqual([status for status, _, _ in self.receiver.got[:3]], [500, 503, 200])
        bodies = {body for _, _, body in self.receiver.got[:3]}
        self.assertEqual(len(bodies), 1, "the same each time, id and all")
        for _, headers, body in self.receiver.got:
            stamp = headers["Muster-Timestamp"]
            self.assertLess(abs(time.time() - int(stamp)), 60)
            mac = hmac.new(KEY.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
            self.assertEqual(headers["Muster-Signature"], "v1=" + mac)
            self.assertTrue(headers["Content-Type"].startswith("application/cloudevents+json"))
        event = self.receiver.taken("RequestReceived")[0]
        self.assertEqual(event["specversion"], "1.0")
        self.assertEqual(event["subject"], f"requests/{request}")
        self.assertEqual(event["data"]["request"], request)
        self.assertEqual(event["data"]["event"]["service"], "emergency")
        # The same sentence as the desk reads, and nothing that is personal.
        story = client.get(f"/v1/requests/{request}/timeline")["timeline"]
        first = next(entry for entry in story if entry["seq"] == event["data"]["seq"])
        words = event["data"]["sentence"]
        told = dict(zip((e["type"] for e in first["events"]), first["en"]))["RequestReceived"]
        self.assertIn("fell in the bath", told)
        self.assertEqual(words.split("“")[0], told.split("“")[0])
        text = json.dumps(event)
        self.assertNotIn("82300001", text)
        self.assertNotIn("bath", text)
        # The folder gets the same event, whole, since that channel may know.
        wait_for("the file", self.dropped)
        files = self.dropped()
        self.assertEqual(len(files), 1)
        left = json.loads(files[0].read_text(encoding="utf-8"))
        self.assertEqual(left["id"], event["id"])
        self.assertEqual(files[0].stem, event["id"])
        self.assertTrue(left["data"]["event"]["caller"].endswith("82300001"))
        self.assertIn("bath", json.dumps(left))
        self.assertFalse(list(files[0].parent.glob(".*")), "nothing half written is left")
        self.assertEqual(self.metric(client, 'muster_outbox_failed_total{channel="city"}'), 2)
        wait_for("an empty book", lambda: self.metric(
            client, 'muster_outbox_pending{channel="city"}') == 0)
        service.stop()
        self.assert_sound()

    def test_what_is_refused_is_a_dead_letter_that_can_be_sent_again(self):
        service, client = self.begin()
        self.receiver.statuses = [400]
        self.ask_for_help(client)
        wait_for("the dead letter", lambda: self.metric(
            client, 'muster_outbox_dead{channel="city"}') == 1)
        self.assertEqual(self.receiver.taken(), [])
        where = ("--data", self.data, "--config", self.config)
        dead = self.run_json("outbox", "dead", *where)["dead"]
        self.assertEqual(len(dead), 1)
        self.assertEqual((dead[0]["channel"], dead[0]["reason"]), ("city", "HTTP 400"))
        shown = self.run_ok("outbox", "dead", "--channel", "city", *where)
        self.assertIn(dead[0]["id"], shown)
        self.assertIn(dead[0]["text"], shown)
        self.assertIn("没有死信", self.run_ok("outbox", "dead", "--channel", "drop", *where))
        # While the service runs.
        again = self.run_json("outbox", "again", dead[0]["id"], *where)
        self.assertEqual(again["sent_again"], 1)
        wait_for("the delivery", lambda: self.receiver.taken("RequestReceived"))
        self.assertEqual(self.receiver.got[0][2], self.receiver.got[1][2])
        wait_for("no dead letters", lambda: self.metric(
            client, 'muster_outbox_dead{channel="city"}') == 0)
        self.assertEqual(self.run_json("outbox", "dead", *where)["dead"], [])
        service.stop()
        # What is not there, and a command that says too little, are told apart by their codes.
        self.assertEqual(run("outbox", "again", dead[0]["id"], *where).returncode, 1)
        self.assertEqual(run("outbox", "again", *where).returncode, 2)
        slip = run("outbox", "dead", "--channel", "citty", *where)
        self.assertEqual(slip.returncode, 2)
        self.assertIn("city, drop", slip.stderr)
        nothing = run("outbox", "dead", "--english", "--data", self.folder / "none", "--config",
                      self.config)
        self.assertEqual(nothing.returncode, 3)
        self.assertIn("outbox.sqlite is not there", nothing.stderr)

    def test_a_kill_between_commit_and_delivery_loses_and_doubles_nothing(self):
        service, client = self.begin()
        made = []
        for round_number in range(4):
            # Nobody takes anything: what is committed stays in the book, or only in the log.
            self.receiver.statuses = [503] * 10_000
            made += [self.ask_for_help(client) for _ in range(5)]
            time.sleep(round_number * 0.02)
            service.kill()
            self.receiver.statuses = []
            service, client = self.begin()
        wait_for("every delivery", lambda: len(
            {e["id"] for e in self.receiver.taken("RequestReceived")}) >= len(made))
        wait_for("an empty book", lambda: self.metric(
            client, 'muster_outbox_pending{channel="city"}') == 0)
        events = self.receiver.taken("RequestReceived")
        # By the id, as a receiver does it, each comes once.
        by_id = {event["id"]: event["data"]["request"] for event in events}
        self.assertEqual(sorted(by_id.values()), sorted(made))
        wait_for("the files", lambda: len(self.dropped()) >= len(made))
        self.assertEqual({path.stem for path in self.dropped()}, set(by_id))
        service.stop()
        self.assert_sound()

    def test_what_was_decided_while_the_book_was_behind_is_told(self):
        service, client = self.begin()
        self.ask_for_help(client)
        wait_for("the delivery", lambda: len(self.receiver.taken("RequestReceived")) == 1)
        service.stop()
        # Without the section the log goes on and the book does not.
        text = self.config.read_text(encoding="utf-8")
        self.config.write_text(text.split("\n[outbox]", maxsplit=1)[0] + "\n", encoding="utf-8")
        service, client = self.begin()
        made = [self.ask_for_help(client) for _ in range(300)]
        service.stop()
        self.config.write_text(text, encoding="utf-8")
        service, client = self.begin()
        last = self.ask_for_help(client)
        wait_for("all of them", lambda: len(self.receiver.taken("RequestReceived")) == 302)
        told = [e["data"]["request"] for e in self.receiver.taken("RequestReceived")][1:]
        self.assertEqual(told, [*made, last], "in order, without a gap")
        service.stop()

    def test_a_wrong_setting_is_named(self):
        text = self.config.read_text(encoding="utf-8")
        self.config.write_text(text.replace('"RequestTaken"', '"RequestTakn"'), encoding="utf-8")
        service = self.serve(wait=False)
        self.assertNotEqual(service.wait(), 0)
        self.assertIn("RequestTakn", service.text())


if __name__ == "__main__":
    main()
