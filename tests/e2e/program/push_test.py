"""What clouds of makers post about their devices: the real program, real HTTP, and a cloud that signs,
repeats, errs and is refused."""

import hashlib
import hmac
import json
import time

from harness import ProgramTest, main, run, wait_for

SECRET = "a secret of a cloud in a test"
MAPPINGS = """
[[mappings]]
name = "button"
items = "/data"
device = "/imei"
kind = "/alarmType"
kinds = [
    { value = "1", signal = "sos" },
    { value = "0", use = "alive" },
]
time = { path = "/time", form = "local", zone = "+08:00" }
place = { latitude = "/lat", longitude = "/lng" }
battery = ["/power"]
said = ["/alarmName"]
where = ["/address"]
key = ["/msgId"]
signature = { scheme = "hmac_sha256", from = "@X-Signature", over = ["@X-Timestamp", "*"], join = "\\n", timestamp = "@X-Timestamp", secret = { env = "MUSTER_TEST_PUSH" } }
answer = { text = '{"code":0}', content_type = "application/json" }

[[mappings]]
name = "form"
format = "form"
device = "id"
kind = "type"
kinds = [{ value = "sos", signal = "sos" }]
signature = { scheme = "addresses" }
allowed = ["127.0.0.1"]
answer = { text = "success" }

[[mappings]]
name = "elsewhere"
device = "/id"
signature = { scheme = "addresses" }
allowed = ["203.0.113.0/24"]
"""


def alarm(imei="860000000000001", number="m-1", kind=1, **more):
    item = {"imei": imei, "alarmType": kind, "alarmName": "一键报警", "msgId": number,
            "time": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600)),
            "lat": 32.3942, "lng": 119.4129, "power": 88, "address": "卫生间"}
    item.update(more)
    return json.dumps({"data": [item]}, ensure_ascii=False).encode()


class PushTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.mappings = self.folder / "push.toml"
        self.mappings.write_text(MAPPINGS, encoding="utf-8")
        self.config.write_text('push = "push.toml"\n' + self.config.read_text(encoding="utf-8"),
                               encoding="utf-8")
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.start()

    def start(self):
        self.service = self.serve(env={"MUSTER_TEST_PUSH": SECRET})
        self.desk = self.service.client(self.token)
        self.cloud = self.service.client()

    def register(self, key):
        member = self.desk.must("RegisterMember", {
            "profile": {"name": "李明", "phone": "0514-87650001",
                        "home": {"lat": 32.39, "lon": 119.42}}})["id"]
        self.desk.must("RegisterDevice", {"key": key, "type": "button", "member": member})
        return member

    def push(self, body, secret=SECRET, stamp=None, name="button"):
        stamp = str(int(time.time())) if stamp is None else stamp
        mac = hmac.new(secret.encode(), stamp.encode() + b"\n" + body, hashlib.sha256).hexdigest()
        return self.cloud.call("POST", "/v1/push/" + name, body,
                               {"X-Timestamp": stamp, "X-Signature": mac})

    def requests(self):
        return list(self.desk.all("requests").values())

    def device(self, key):
        return next((d for d in self.desk.all("devices").values() if d["key"] == key), None)

    def test_an_alarm_is_a_request_for_its_member(self):
        member = self.register("push:button:860000000000001")
        body = alarm()
        answer = self.push(body)
        self.assertEqual((answer.status, answer.body), (200, b'{"code":0}'), answer.body)
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        found, = self.requests()
        self.assertEqual(found["member"], member)
        self.assertEqual(found["service"], "emergency")
        self.assertAlmostEqual(found["place"]["lat"], 32.3942, places=5)
        self.assertAlmostEqual(found["place"]["lon"], 119.4129, places=5)
        device = self.device("push:button:860000000000001")
        self.assertEqual(device["battery_percent"], 88)
        self.service.stop()
        self.assert_sound()

    def test_who_may_not(self):
        self.register("push:button:860000000000001")
        wrong = self.push(alarm(), secret="another secret, as long as it")
        self.assertEqual(wrong.status, 401)
        self.assertEqual(wrong.json["field"], "@X-Signature")
        old = self.push(alarm(), stamp=str(int(time.time()) - 3600))
        self.assertEqual(old.status, 401)
        self.assertIn("too far", old.json["detail"])
        self.assertEqual(self.push(alarm(), name="none").status, 404)
        self.assertEqual(self.push(b'{"id":"1"}', name="elsewhere").status, 403)
        self.assertEqual(self.requests(), [])
        # Who signs rightly is not locked out by who does not.
        self.assertEqual(self.push(alarm()).status, 200)
        self.assertEqual(len(self.requests()), 1)

        wait_for("the failure in the record of accesses",
                 lambda: "push:button" in run("audit", "read", "--data", self.data).stdout)

    def test_malformed(self):
        answer = self.push(b'{"data":[{"alarmType":1}]}')
        self.assertEqual(answer.status, 400)
        self.assertEqual(answer.json["field"], "/data/0/imei")
        answer = self.push(b'{"data":')
        self.assertEqual(answer.status, 400)
        self.assertEqual(answer.json["offset"], 8)
        self.assertEqual(self.push(b"{}").json["field"], "/data")
        self.assertEqual(self.cloud.call("GET", "/v1/push/button").status, 405)

    def test_what_is_not_mapped_is_kept(self):
        self.register("push:button:860000000000001")
        self.assertEqual(self.push(alarm(kind=99, power=None)).status, 200)
        device = self.device("push:button:860000000000001")
        self.assertEqual(device["not_understood"], 1)
        self.assertEqual(self.requests(), [])
        metrics = self.desk.call("GET", "/metrics").body.decode()
        self.assertIn("muster_push_unmapped_total 1", metrics)

    def test_an_unknown_device_is_listed(self):
        self.assertEqual(self.push(alarm(imei="7")).status, 200)
        self.assertEqual(self.device("push:button:7")["status"], "unknown")
        self.assertEqual(self.requests(), [])

    def test_a_form_from_an_address(self):
        member = self.register("push:form:42")
        answer = self.cloud.call("POST", "/v1/push/form", b"id=42&type=SOS",
                                 {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual((answer.status, answer.body), (200, b"success"))
        found, = self.requests()
        self.assertEqual(found["member"], member)

    def test_try(self):
        captured = self.folder / "captured.json"

        def tried(body, *more, name="button"):
            captured.write_bytes(body)
            return run("intake", "try", name, captured, "--config", self.config, *more)

        done = tried(alarm())
        self.assertEqual(done.returncode, 0, done.stderr)
        for words in ("映射 button", "sos (一键呼救)", "push:button:860000000000001", "一键报警",
                      "卫生间", "88 %", "32.3942000, 119.4129000"):
            self.assertIn(words, done.stdout)
        done = tried(alarm(kind=99, time="soon"), "--english")
        self.assertEqual(done.returncode, 1)
        self.assertIn("not understood", done.stdout)
        self.assertIn("left out: /time", done.stdout)
        done = tried(b'{"data":[{"alarmType":1}]}')
        self.assertEqual(done.returncode, 1)
        self.assertIn("/data/0/imei", done.stderr)
        done = tried(alarm(), name="none")
        self.assertEqual(done.returncode, 2)
        self.assertIn("button, form, elsewhere", done.stderr)
        # How it was written before is refused, here and at the start, with the new name.
        self.mappings.write_text(
            MAPPINGS.replace('secret = { env = "MUSTER_TEST_PUSH" }',
                             'secret_env = "MUSTER_TEST_PUSH"'), encoding="utf-8")
        for done in (tried(alarm()), run("config", "check", "--config", self.config)):
            self.assertEqual(done.returncode, 2)
            self.assertIn('"secret_env"; did you mean "secret"?', done.stderr)
        self.mappings.write_text(MAPPINGS, encoding="utf-8")
        captured.unlink()
        done = run("intake", "try", "button", captured, "--config", self.config)
        self.assertEqual(done.returncode, 3)

    def test_a_secret_that_is_none(self):
        signed = 'secret = { env = "MUSTER_TEST_PUSH" }'
        for instead, words in (
                ('secret = { env = "A", file = "b" }', "either { file"),
                ("secret = {}", "either { file"),
                ('secret = { file = "nowhere" }', "cannot be read"),
                ('secret = { env = "MUSTER_NOT_SET" }', "is not set")):
            with self.subTest(instead):
                self.mappings.write_text(MAPPINGS.replace(signed, instead), encoding="utf-8")
                done = run("config", "check", "--config", self.config)
                self.assertEqual(done.returncode, 2)
                self.assertIn(words, done.stderr)

    def test_a_signal_that_the_rules_do_not_know(self):
        form = MAPPINGS[MAPPINGS.index("[[mappings]]\nname = \"form\""):]
        self.mappings.write_text(form, encoding="utf-8")
        self.run_ok("config", "check", "--config", self.config)
        self.mappings.write_text(form.replace('signal = "sos"', 'signal = "sso"'),
                                 encoding="utf-8")
        done = run("config", "check", "--config", self.config)
        self.assertEqual(done.returncode, 2)
        self.assertIn('"sso"', done.stderr)


if __name__ == "__main__":
    main()
