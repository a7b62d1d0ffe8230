"""Work orders of a 12345 platform: the real program takes an order, somebody is sent, and the platform
is told each step once, signed, in its own form, also when it refuses, does not answer, or when the
program is killed between the decision and the report."""

import contextlib
import hashlib
import hmac
import http.server
import json
import sqlite3
import threading
import time

from harness import ProgramTest, main, run, wait_for

SECRET = "a secret of a platform in a test"
KEY = "a key for reports to that platform"
HOME = {"lat": 32.3942, "lon": 119.4129}

MAPPING = """
[[mappings]]
name = "city"
place = { latitude = "/lat", longitude = "/lng" }
signature = { scheme = "hmac_sha256", from = "@X-Signature", over = ["@X-Timestamp", "*"], join = "\\n", timestamp = "@X-Timestamp", secret = { env = "MUSTER_TEST_ORDERS" } }
answer = { text = '{"code":0}', content_type = "application/json" }

[mappings.order]
number = "/orderNo"
act = "/action"
acts = [
    { value = "dispatch", act = "take" },
    { value = "urge", act = "urge" },
    { value = "cancel", act = "cancel" },
    { value = "close", act = "close" },
    { value = "rate", act = "rate" },
]
kind = "/kind"
kinds = [
    { value = "停电", service = "power_repair", urgency = "P1" },
    { value = "帮助", service = "home_help" },
]
phone = "/phone"
text = ["/content"]
address = ["/address"]
limit = "/limit"
reason = "/reason"
rating = "/score"
"""

CHANNEL = """
[outbox]
retry_first_ms = 50
retry_last_ms = 200
request_ms = 500
[[outbox.channel]]
name = "city-reports"
kind = "orders"
url = "http://127.0.0.1:{port}/report"
secret = {{ file = "report-key" }}
per_minute = 60_000
burst = 1_000
[outbox.channel.orders]
mapping = "city"
tell = [
    {{ event = "RequestReceived", stage = "accepted", word = "1" }},
    {{ event = "SlotAssigned", stage = "progress", word = "2" }},
    {{ event = "ResponderOnScene", stage = "progress", word = "3" }},
    {{ event = "RequestCalledBack", where = "/reached", value = "true", stage = "done", word = "4" }},
    {{ event = "RequestTransferred", where = "/to", value = "12345", stage = "returned", word = "5" }},
]
fields = [
    {{ path = "/data/orderNo", is = "number" }},
    {{ path = "/data/state", is = "word", number = true }},
    {{ path = "/data/opinion", is = "sentence" }},
    {{ path = "/data/time", is = "at_local" }},
    {{ path = "/id", is = "id" }},
]
answer = {{ path = "/code", taken = ["0"], refused = ["41"] }}
"""


class Platform:
    """Answers with what it was given, then with {"code":0}; keeps what it was sent. None = not at all,
    in time."""

    def __init__(self):
        owner = self
        self.answers = []
        self.got = []  # (headers, body, answer)
        self.gone = threading.Event()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = owner.answers.pop(0) if owner.answers else (200, {"code": 0})
                owner.got.append((dict(self.headers), body, (status, answer)))
                if status is None:
                    owner.gone.wait(2)
                    return
                text = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                with contextlib.suppress(BrokenPipeError):  # the service was killed meanwhile
                    self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.gone.set()
        self.server.shutdown()
        self.server.server_close()

    def taken(self):
        """(number, state) of what it took, in order, each once by its id."""
        told = {}
        for _, body, (status, answer) in list(self.got):
            if status == 200 and answer == {"code": 0}:
                report = json.loads(body)
                told.setdefault(report["id"],
                                (report["data"]["orderNo"], report["data"]["state"]))
        return list(told.values())


def order(number="GD2026-7", action="dispatch", **more):
    item = {"orderNo": number, "action": action, "kind": "停电", "phone": "13700000042",
            "content": "老人家中停电", "address": "文昌路1号", "limit": "2026-12-31 18:00:00",
            "lat": HOME["lat"], "lng": HOME["lon"]}
    item.update(more)
    return json.dumps(item, ensure_ascii=False).encode()


class OrdersTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.platform = Platform()
        self.addCleanup(self.platform.close)
        (self.folder / "push.toml").write_text(MAPPING, encoding="utf-8")
        (self.folder / "report-key").write_text(KEY, encoding="utf-8")
        (self.folder / "report-key").chmod(0o600)
        self.config.write_text('push = "push.toml"\n' + self.config.read_text(encoding="utf-8") +
                               CHANNEL.format(port=self.platform.port), encoding="utf-8")
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.start()

    def start(self):
        self.service = self.serve(env={"MUSTER_TEST_ORDERS": SECRET})
        self.desk = self.service.client(self.token)
        self.sender = self.service.client()

    def post(self, body, secret=SECRET):
        stamp = str(int(time.time()))
        mac = hmac.new(secret.encode(), stamp.encode() + b"\n" + body, hashlib.sha256).hexdigest()
        return self.sender.call("POST", "/v1/push/city", body,
                                {"X-Timestamp": stamp, "X-Signature": mac})

    def must_post(self, body):
        answer = self.post(body)
        self.assertEqual((answer.status, answer.body), (200, b'{"code":0}'), answer.body)

    def member(self):
        return self.desk.must("RegisterMember", {"profile": {
            "name": "李娜", "phone": "13700000042", "home": HOME}})["id"]

    def staff(self):
        who = self.desk.must("RegisterResponder", {"profile": {
            "kind": "staff", "name": "王伟", "skills": ["electric"], "post": HOME}})["id"]
        self.desk.must("SetDuty", {"responder": who, "status": "available"})
        return who

    def request_of(self, number):
        items = self.desk.get(f"/v1/requests?device=order:city:{number}")["items"]
        self.assertEqual(len(items), 1, "one request for one number")
        return items[0]

    def told(self, *reports):
        wait_for(f"{reports}, now {self.platform.taken()}",
                 lambda: len(self.platform.taken()) >= len(reports))
        self.assertEqual(self.platform.taken(), list(reports))

    def state_of(self, number):
        """Where an order stands in the book, and what became of its reports."""
        with sqlite3.connect(self.data / "outbox.sqlite") as book:
            stage = book.execute("SELECT stage FROM orders WHERE number = ?", (number,)).fetchone()
            reports = book.execute("SELECT word, state FROM order_reports WHERE number = ? "
                                   "ORDER BY at, word", (number,)).fetchall()
        book.close()
        return stage[0] if stage else None, reports

    def test_an_order_from_its_coming_to_its_end(self):
        member, who = self.member(), self.staff()
        # Refused for now, then not answered in time: then tried again.
        self.platform.answers = [(503, {}), (None, None)]
        self.must_post(order())
        request = self.request_of("GD2026-7")
        self.assertEqual((request["service"], request["urgency"], request["member_hint"]),
                         ("power_repair", "P1", member))
        self.assertAlmostEqual(request["place"]["lat"], HOME["lat"], places=5)
        self.assertIn("GD2026-7", request["note"])
        self.assertIn("2026-12-31 18:00:00", request["note"])
        self.assertEqual(request["slots"][0]["responder"], who)
        self.told(("GD2026-7", 1), ("GD2026-7", 2))
        at_it = {"request": request["id"], "responder": who}
        self.desk.must("ReportOnScene", at_it)
        self.desk.must("CompleteAssignment", at_it)
        self.desk.must("RecordCallback", {"request": request["id"], "reached": True, "rating": 5})
        self.told(*[("GD2026-7", state) for state in (1, 2, 3, 4)])
        for headers, body, _ in self.platform.got:
            mac = hmac.new(KEY.encode(), headers["X-Timestamp"].encode() + b"\n" + body,
                           hashlib.sha256).hexdigest()
            self.assertEqual(headers["X-Signature"], mac)
        wait_for("the confirmation in the book", lambda: self.state_of("GD2026-7") == (
            "done", [(word, "confirmed") for word in "1234"]))
        # The platform closes it; that is not reported back to it, and its number stays known.
        self.must_post(order(action="close", reason="市民满意"))
        self.assertEqual(self.request_of("GD2026-7")["status"], "closed")
        wait_for("the end in the book", lambda: self.state_of("GD2026-7")[0] == "closed")
        self.must_post(order())
        self.assertEqual(len(self.platform.taken()), 4)
        self.service.stop()
        self.assert_sound()

    def test_one_number_is_one_order_and_may_be_urged(self):
        self.must_post(order())
        self.must_post(order())
        self.must_post(order(content="老人家中停电，有呼吸机"))
        request = self.request_of("GD2026-7")
        self.assertEqual(len(request["notes"]), 1)
        self.assertIn("有呼吸机", request["notes"][0]["text"])
        self.must_post(order(action="urge", reason="久等"))
        self.assertEqual(self.request_of("GD2026-7")["urged"], 1)
        self.must_post(order(action="cancel", reason="不需要"))
        self.assertEqual(self.request_of("GD2026-7")["status"], "cancelled")
        wait_for("the end in the book", lambda: self.state_of("GD2026-7")[0] == "withdrawn")

    def test_who_and_what_is_refused(self):
        wrong = self.post(order(), secret="another secret, as long as it")
        self.assertEqual(wrong.status, 401)
        self.assertEqual(wrong.json["field"], "@X-Signature")
        self.assertEqual(self.post(order(action="urge")).json["field"], "/orderNo")
        self.assertEqual(self.post(order(kind="?")).json["field"], "/kind")
        self.assertEqual(self.post(order(action="sing")).json["field"], "/action")
        self.assertEqual(self.desk.all("requests"), {})

    def test_killed_between_the_decision_and_the_report(self):
        self.platform.answers = [(503, {})] * 1000
        self.must_post(order())
        wait_for("a try", lambda: self.platform.got)
        self.service.kill()
        self.platform.answers = []
        self.start()
        self.staff()
        self.told(("GD2026-7", 1), ("GD2026-7", 2))
        ids = [json.loads(body)["id"] for _, body, _ in self.platform.got]
        self.assertEqual(len(set(ids)), 2, "the same report has the same id after the kill")

    def test_what_the_platform_refuses_is_told_to_the_desk(self):
        self.platform.answers = [(200, {"code": 41, "msg": "超时"})]
        self.must_post(order())
        request = self.request_of("GD2026-7")
        wait_for("the note", lambda: self.request_of("GD2026-7").get("notes"))
        self.assertIn("GD2026-7", self.request_of("GD2026-7")["notes"][0]["text"])
        self.assertEqual(self.state_of("GD2026-7"), ("accepted", [("1", "failed")]))
        self.desk.must("TransferRequest", {"request": request["id"], "to": "12345",
                                           "reason": "不属于本单位"})
        self.told(("GD2026-7", 5))
        self.assertEqual(self.state_of("GD2026-7")[0], "returned")

    def test_reports_on_a_mapping_that_there_is_not_are_refused(self):
        # Else nobody would be told, and nothing would say so.
        (self.folder / "platform-key").write_text(SECRET, encoding="utf-8")
        (self.folder / "platform-key").chmod(0o600)
        (self.folder / "push.toml").write_text(
            MAPPING.replace('env = "MUSTER_TEST_ORDERS"', 'file = "platform-key"'), encoding="utf-8")
        self.run_ok("config", "check", "--config", self.config)
        right = self.config.read_text(encoding="utf-8")
        self.config.write_text(right.replace('mapping = "city"', 'mapping = "town"'), encoding="utf-8")
        done = run("config", "check", "--config", self.config)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn('"town"', done.stderr)


if __name__ == "__main__":
    main()
