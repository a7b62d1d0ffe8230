"""Alarms over SIP: SCAIP units by UDP and TCP, GB/T 28181 cameras."""

import select
import time

from acceptance.case import Protocol
from devices.sip import CAMERA, MANSCDP, Peer, camera_notify, mrq
from harness import free_port

PASSWORD = "a password of a test"
PEERS = """
[sip]
address = "127.0.0.1"
port = {port}
realm = "city"

[[sip.peers]]
name = "{profile}"
address = "127.0.0.1"
profile = "{profile}"
"""


class Sip(Protocol):
    counted = 'muster_sip_refused_total{why="malformed"}'
    tcp = False
    user = ""

    def __init__(self, case):
        super().__init__(case)
        self.port = free_port()
        self.peer = None
        self.refusals = []  # of what was malformed
        left = 3600 - time.time() % 3600
        if left < 20:
            time.sleep(left)  # a repetition is known by the hour among others

    def connect(self):
        if self.peer:
            self.peer.close()
        self.peer = Peer(self.port, user=self.user, tcp=self.tcp)
        self.case.addCleanup(self.peer.close)

    def send(self, message, malformed):
        # Each time a transaction of its own: what repeats a transaction is not even read.
        self.peer.send(message)
        if malformed:
            self.peer.send(self.broken())

    def broken(self):
        return self.peer.text("MESSAGE", "<mrq>", length=5000)

    def answers(self):
        return [self.peer.socket]

    def is_answered(self, timeout):
        """What is malformed needs no commit, so that its refusal is no acknowledgement."""
        while select.select(self.answers(), [], [], timeout)[0]:
            status = self.peer.take()[0]
            if not status.startswith("SIP/2.0 400"):
                return True
            self.refusals.append(status)
        return False

    def take(self):
        """The next message that is no refusal."""
        while True:
            status, head, body = self.peer.take()
            if not status.startswith("SIP/2.0 400"):
                return status, head, body
            self.refusals.append(status)

    def take_answer(self):
        status, _, _ = self.take()
        self.case.assertEqual(status, "SIP/2.0 200 OK")
        status, head, body = self.take()
        self.case.assertTrue(status.startswith("MESSAGE sip:"), status)
        self.peer.confirm(head)
        self.look_at(body)

    def take_answer_to_malformed(self):
        if not self.refusals:
            self.refusals.append(self.peer.take()[0])
        self.case.assertEqual(len(self.refusals), 1)
        self.case.assertTrue(self.refusals[0].startswith("SIP/2.0 400"), self.refusals)


class ScaipUdp(Sip):
    user = "700001"
    key = "scaip:700001"
    service = "fall"
    urgency = "P1"

    def settings(self):
        return PEERS.format(port=self.port, profile="scaip")

    def alarm(self, malformed=False):
        body = mrq("a1", "<dty>0005</dty><stc>0009</stc>")
        self.send(self.peer.text("MESSAGE", body), malformed)

    def look_at(self, body):
        self.case.assertIn("<ref>a1</ref><snu>0</snu>", body)


class ScaipTcp(ScaipUdp):
    tcp = True

    def broken(self):
        return b"<rubbish>\r\n\r\n"


class Gb28181(Sip):
    user = CAMERA
    key = "gb28181:" + CAMERA

    def settings(self):
        return PEERS.format(port=self.port, profile="gb28181") + (
            'auth = "digest"\nsecret = { env = "MUSTER_TEST_SIP_PASSWORD" }\n')

    def environment(self):
        return {"MUSTER_TEST_SIP_PASSWORD": PASSWORD}

    def connect(self):
        super().connect()
        self.peer.sign_in(PASSWORD)

    def alarm(self, malformed=False):
        said = ("<AlarmPriority>1</AlarmPriority><AlarmMethod>2</AlarmMethod>"
                "<AlarmTime>2026-03-02T16:15:30</AlarmTime>")
        self.send(self.peer.text("MESSAGE", camera_notify(31, "Alarm", said), MANSCDP), malformed)

    def look_at(self, body):
        self.case.assertIn("<SN>31</SN>", body)
        self.case.assertIn("<Result>OK</Result>", body)
