"""Calls for help by HTTP, sent by curl: links of cards, chips that sign, makers' clouds, events."""

import base64
import hashlib
import hmac
import json
import subprocess
import time

from acceptance.case import Protocol
from harness import CALL_S, CARD_KEY, GATEWAY_KEY

CHIP_UID = "04A1B2C3D4E580"
CHIP_KEYS = "00112233445566778899AABBCCDDEEFF\n0F1E2D3C4B5A69788796A5B4C3D2E1F0\n"
TAP_7 = "?picc_data=4E207B6CC4E6DDB3955C6E335CEC6885&cmac=C3274DC11A720BC2"
CLOUD_KEY = "a secret of a cloud in a test"
MAPPING = """
[[mappings]]
name = "button"
device = "/imei"
kind = "/alarmType"
kinds = [{ value = "1", signal = "sos" }]
key = ["/msgId"]
place = { latitude = "/lat", longitude = "/lng" }
signature = { scheme = "hmac_sha256", from = "@X-Signature", over = ["@X-Timestamp", "*"], join = "\\n", timestamp = "@X-Timestamp", secret = { env = "MUSTER_TEST_PUSH" } }
answer = { text = '{"code":0}', content_type = "application/json" }
"""


class Web(Protocol):
    status = 200
    duplicate_status = 200
    malformed_status = 400

    def __init__(self, case):
        super().__init__(case)
        self.curl = None

    def alarm(self, malformed=False):
        """One curl, so that what is malformed comes on the same connection."""
        calls = [self.request()] + ([self.broken()] if malformed else [])
        args = []
        for path, headers, body in calls:
            args += ["--next"] if args else []
            args += ["-s", "-S", "-o", "/dev/null", "-w", "%{http_code} %{num_connects}\n",
                     "--max-time", str(CALL_S), "--data-binary", body]
            for header in headers:
                args += ["-H", header]
            args.append(f"http://127.0.0.1:{self.case.service.port}{path}")
        self.curl = subprocess.Popen(["curl", *args], stdin=subprocess.DEVNULL,
                                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.case.addCleanup(self.end, self.curl)

    @staticmethod
    def end(curl):
        curl.kill()
        curl.wait(CALL_S)
        curl.stdout.close()

    def lose(self):
        """curl has nothing to wait for any more."""
        self.curl.wait(CALL_S)

    def answers(self):
        return [self.curl.stdout]

    def take_answer(self):
        self.case.assertEqual(self.curl.stdout.readline(), f"{self.status} 1\n")

    def take_answer_to_duplicate(self):
        self.case.assertEqual(self.curl.stdout.readline(), f"{self.duplicate_status} 1\n")

    def take_answer_to_malformed(self):
        self.case.assertEqual(self.curl.stdout.readline(), f"{self.malformed_status} 0\n")


class CardLink(Web):
    """What is printed on a card. A press is a form; the same form again is the same press."""

    counted = 'muster_http_responses_total{endpoint="card",status="4xx"}'
    status = duplicate_status = 303
    malformed_status = 404

    def __init__(self, case):
        super().__init__(case)
        self.path = ""
        self.form = f"colour=red&nonce={int(time.time() * 1000)}-0123456789abcdef"

    def register(self, member):
        card = self.case.desk.must("IssueCard", {"member": member})["id"]
        text = f"1.k1.{card}.1"
        mac = hmac.new(CARD_KEY.encode(), text.encode(), hashlib.sha256).digest()
        self.path = f"/t/{text}.{base64.urlsafe_b64encode(mac).decode()[:22]}"

    def request(self):
        return self.path, [], self.form

    def broken(self):
        return self.path[:-3] + "AAA", [], self.form  # nobody signed that


class Chip(CardLink):
    """An NTAG 424 that signs each tap."""

    malformed_status = 404

    def settings(self):
        keys = self.case.folder / "chips-c1"
        keys.write_text(CHIP_KEYS, encoding="ascii")
        keys.chmod(0o600)
        return f'\n[[cards.chips]]\nname = "c1"\nfile = "{keys}"\n'

    def register(self, member):
        card = self.case.desk.must("IssueCard", {"member": member, "uid": CHIP_UID})["id"]
        self.path = f"/t/2.c1.{card}{TAP_7}"


class Push(Web):
    """The cloud of a maker, by a mapping."""

    key = "push:button:860000000000001"
    place = {"lat": 32.3942, "lon": 119.4129}
    counted = 'muster_http_responses_total{endpoint="push",status="4xx"}'

    def __init__(self, case):
        super().__init__(case)
        (case.folder / "push.toml").write_text(MAPPING, encoding="utf-8")
        case.config.write_text('push = "push.toml"\n' + case.config.read_text(encoding="utf-8"),
                               encoding="utf-8")
        self.body = json.dumps({"imei": "860000000000001", "alarmType": 1, "msgId": "m-1",
                                "lat": 32.3942, "lng": 119.4129})

    def environment(self):
        return {"MUSTER_TEST_PUSH": CLOUD_KEY}

    def signed(self, body):
        stamp = str(int(time.time()))
        mac = hmac.new(CLOUD_KEY.encode(), f"{stamp}\n{body}".encode(), hashlib.sha256).hexdigest()
        return "/v1/push/button", [f"X-Timestamp: {stamp}", f"X-Signature: {mac}",
                                   "Content-Type: application/json"], body

    def request(self):
        return self.signed(self.body)

    def broken(self):
        return self.signed(self.body[:-1])


class CloudEvent(Web):
    """A gateway that signs what it sends."""

    place = {"lat": 32.3942, "lon": 119.4129}
    counted = 'muster_http_responses_total{endpoint="intake",status="4xx"}'
    status = duplicate_status = 201

    def __init__(self, case):
        super().__init__(case)
        self.member = 0

    def register(self, member):
        self.member = member

    def body(self):
        return json.dumps({
            "specversion": "1.0", "id": "press-1", "source": "/gates/east",
            "type": "cn.muster.device.sos", "subject": "button 7",
            "data": {"member": self.member, "service": "emergency", "place": self.place}})

    def signed(self, body):
        kind = "application/cloudevents+json"
        stamp = str(int(time.time()))
        text = f"v2\n{stamp}\nPOST\n/v1/intake\n{kind}\n\n{body}"
        mac = hmac.new(GATEWAY_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
        return "/v1/intake", [f"Content-Type: {kind}", "Muster-Gateway: gate",
                              f"Muster-Timestamp: {stamp}", f"Muster-Signature: v2={mac}"], body

    def request(self):
        return self.signed(self.body())

    def broken(self):
        return self.signed(self.body()[:-1])
