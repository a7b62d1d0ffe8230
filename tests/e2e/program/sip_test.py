"""Social alarms over SIP, by UDP and TCP, against the real program: the alarm becomes a request for its
member, is answered after it is on disk, and is one request however often it comes."""

import re
import shutil
import subprocess
import time

from devices.sip import CAMERA, MANSCDP, Peer, camera_notify, mrq
from harness import ProgramTest, free_port, main, wait_for

PLACE = {"lat": 32.3942, "lon": 119.4129}
PASSWORD = "a password of a test"

SECTION = """
[sip]
address = "127.0.0.1"
port = {port}
realm = "city"
message_ms = "1 s"

[[sip.peers]]
name = "units"
address = "127.0.0.1"
profile = "scaip"

[[sip.peers]]
name = "cameras"
address = "127.0.0.1"
profile = "gb28181"
auth = "digest"
secret = {{ env = "MUSTER_TEST_SIP_PASSWORD" }}
"""

SCENARIO = """<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="press">
  <send retrans="500"><![CDATA[

MESSAGE sip:muster@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=[branch]
Max-Forwards: 70
From: <sip:700001@[local_ip]:[local_port]>;tag=[pid]t[call_number]
To: <sip:muster@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 MESSAGE
Content-Type: application/scaip+xml
Content-Length: [len]

<mrq><ref>@[call_number]</ref><cid>700001</cid><dty>0003</dty><stc>0010</stc></mrq>]]></send>
  <recv response="200"/>
</scenario>
"""


class SipTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.sip_port = free_port()
        with self.config.open("a", encoding="utf-8") as file:
            file.write(SECTION.format(port=self.sip_port))
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.start()
        self.member = self.client.must(
            "RegisterMember",
            {"profile": {"name": "Li Na", "phone": "13700000042", "home": PLACE}})["id"]
        self.register("scaip:700001")

    def start(self):
        self.service = self.serve(env={"MUSTER_TEST_SIP_PASSWORD": PASSWORD})
        self.client = self.service.client(self.token)

    def register(self, key):
        self.client.must("RegisterDevice", {"key": key, "type": "button", "member": self.member})

    def peer(self, **more):
        made = Peer(self.sip_port, **more)
        self.addCleanup(made.close)
        return made

    def stay_within_the_hour(self):
        """A retry is known by the hour among others."""
        left = 3600 - time.time() % 3600
        if left < 40:
            time.sleep(left)

    def requests(self):
        return list(self.client.all("requests").values())

    def device(self, key):
        found = [d for d in self.client.all("devices").values() if d["key"] == key]
        self.assertEqual(len(found), 1, key)
        return found[0]

    def metric(self, name):
        text = self.client.call("GET", "/metrics").body.decode()
        found = re.search("^" + re.escape(name) + r" (\d+)$", text, re.M)
        self.assertIsNotNone(found, name)
        return int(found.group(1))

    def assert_stopped_sound(self):
        self.service.stop()
        self.assert_sound()

    def press_and_check(self, peer):
        status, mrs = peer.press(peer.text("MESSAGE", mrq("a1", "<dty>5</dty><stc>9</stc>")))
        self.assertEqual(status, "SIP/2.0 200 OK")
        self.assertIn("<ref>a1</ref><snu>0</snu>", mrs)
        [request] = self.requests()
        self.assertEqual(request["member"], self.member)
        self.assertEqual(request["service"], "fall")
        self.assertEqual(request["place"], PLACE)

    def test_udp(self):
        self.stay_within_the_hour()
        peer = self.peer()
        self.press_and_check(peer)
        # The same transaction again: the same answer, and nothing else.
        data = peer.text("MESSAGE", mrq("a2"), branch="z9hG4bKfixed")
        first, _ = peer.press(data)
        requests = len(self.requests())
        signals = self.metric("muster_sip_signals_total")
        peer.send(data)
        self.assertEqual(peer.take()[0], first)
        self.assertEqual(self.metric("muster_sip_signals_total"), signals)
        self.assertEqual(len(self.requests()), requests)
        self.assert_stopped_sound()

    def test_tcp(self):
        peer = self.peer(tcp=True)
        self.press_and_check(peer)
        # In pieces, with a keep-alive in front; what is wrong behind it loses nothing.
        peer.send(b"\r\n\r\n")
        data = peer.text("MESSAGE", mrq("b1", "<dty>4</dty>"))
        for at in range(0, len(data), 50):
            peer.send(data[at:at + 50])
            time.sleep(0.002)
        peer.send(b"<rubbish>")
        got = peer.rest()
        self.assertIn(b"<ref>b1</ref><snu>0</snu>", got)
        self.assertIn(b"SIP/2.0 400", got)
        self.assertEqual(self.metric('muster_sip_refused_total{why="malformed"}'), 1)
        # A message that does not end is given up.
        slow = self.peer(tcp=True)
        slow.send(slow.text("MESSAGE", mrq("b2"), length=5000))
        self.assertTrue(slow.take()[0].startswith("SIP/2.0 400"))
        self.assert_stopped_sound()

    def test_malformed(self):
        peer = self.peer()
        peer.send(b"rubbish")
        peer.send(peer.text("MESSAGE", mrq("c0"), length=5000))
        self.assertTrue(peer.take()[0].startswith("SIP/2.0 400"))
        self.assertIn("<snu>7</snu>",
                      peer.press(peer.text("MESSAGE", "<mrq><ref>c1</ref></mrq>"))[1])
        self.assertEqual(self.requests(), [])
        # Cut short, but it names its device: it is heard.
        cut = mrq("c2")[:-12]
        self.assertIn("<ref>c2</ref>", peer.press(peer.text("MESSAGE", cut))[1])
        self.assertEqual(len(self.requests()), 1)
        # A code that nobody knows is kept, and answered like any other.
        self.assertIn("<snu>0</snu>", peer.press(
            peer.text("MESSAGE", mrq("c3", "<dty>0777</dty>")))[1])
        self.assertEqual(self.device("scaip:700001")["not_understood"], 1)
        peer.send(peer.text("INVITE"))
        self.assertTrue(peer.take()[0].startswith("SIP/2.0 405"))
        peer.send(peer.text("OPTIONS"))
        status, head, _ = peer.take()
        self.assertTrue(status.startswith("SIP/2.0 200"))
        self.assertIn("Accept: application/scaip+xml", head)
        # A device that is not registered is answered like any other, and listed.
        self.assertIn("<snu>0</snu>", peer.press(peer.text("MESSAGE", mrq("c4", cid="999")))[1])
        self.assertEqual(self.device("scaip:999")["status"], "unknown")
        self.assert_stopped_sound()

    def test_camera(self):
        key = "gb28181:" + CAMERA
        peer = self.peer(user=CAMERA)
        alarm = camera_notify(
            31, "Alarm", "<AlarmPriority>1</AlarmPriority><AlarmMethod>2</AlarmMethod>"
            "<AlarmDescription>朱镕喆 一键求助</AlarmDescription>")
        media = MANSCDP
        peer.send(peer.text("MESSAGE", alarm, media))
        self.assertTrue(peer.take()[0].startswith("SIP/2.0 403"))
        self.assertEqual(self.device(key)["status"], "unknown")
        self.register(key)
        self.assertRegex(peer.sign_in(PASSWORD), r"\r\nDate: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}")
        status, answer = peer.press(peer.text("MESSAGE", alarm, media))
        self.assertEqual(status, "SIP/2.0 200 OK")
        self.assertIn("<SN>31</SN>", answer)
        self.assertIn("<Result>OK</Result>", answer)
        [request] = self.requests()
        self.assertEqual((request["member"], request["service"]), (self.member, "emergency"))
        self.assertIn("朱镕喆 一键求助", request["note"])
        self.assert_stopped_sound()

    def test_a_camera_does_not_notice_that_the_service_began_anew(self):
        key = "gb28181:" + CAMERA
        self.register(key)
        self.peer(user=CAMERA).sign_in(PASSWORD)
        alive = camera_notify(32, "Keepalive", "<Status>OK</Status>")
        press = ("<AlarmPriority>1</AlarmPriority><AlarmMethod>2</AlarmMethod>"
                 "<AlarmTime>2026-03-02T16:15:30</AlarmTime>")
        for attempt in range(2):
            self.service.kill()
            self.start()
            # Registered in a run before this one, and from the second time on before that.
            peer = self.peer(user=CAMERA)
            peer.send(peer.text("MESSAGE", alive, MANSCDP))
            self.assertEqual(peer.take()[0], "SIP/2.0 200 OK")
            peer.take_guard()
            status, answer = peer.press(peer.text(
                "MESSAGE", camera_notify(40 + attempt, "Alarm", press), MANSCDP))
            self.assertEqual(status, "SIP/2.0 200 OK")
            self.assertIn(f"<SN>{40 + attempt}</SN>", answer)
            self.assertIn("<Result>OK</Result>", answer)
            self.assertEqual(len(self.requests()), attempt + 1)
            self.assertEqual(self.metric('muster_sip_refused_total{why="unregistered"}'), 0)
        self.assertEqual(self.device(key)["last_signal"], "sos")
        self.assert_stopped_sound()

    def test_a_camera_that_is_refused_is_looked_after(self):
        self.register("gb28181:" + CAMERA)
        peer = self.peer(user=CAMERA)
        for number in range(2):
            peer.send(peer.text("MESSAGE", camera_notify(60 + number, "Keepalive", ""), MANSCDP))
            self.assertTrue(peer.take()[0].startswith("SIP/2.0 403"))
        [request] = self.requests()
        self.assertEqual(request["service"], "small_repair")
        self.assert_stopped_sound()

    def test_missed_heartbeats_are_looked_after(self):
        camera = "gb28181:" + CAMERA
        for key in (camera, "scaip:700009"):
            self.client.must("RegisterDevice", {
                "key": key, "type": "camera", "member": self.member, "watch_ms": 5000})
        unit = self.peer()
        eye = self.peer(user=CAMERA)
        eye.sign_in(PASSWORD)
        for beat in range(6):
            time.sleep(1)
            unit.press(unit.text("MESSAGE", mrq(f"p{beat}", "<mty>PI</mty><dty>1</dty>",
                                                cid="700009")))
            eye.send(eye.text("MESSAGE", camera_notify(50 + beat, "Keepalive", ""), MANSCDP))
            self.assertEqual(eye.take()[0], "SIP/2.0 200 OK")
        for key in (camera, "scaip:700009"):
            self.assertEqual(self.device(key)["status"], "active", "six beats in time")
        self.assertEqual(self.requests(), [])
        for key in (camera, "scaip:700009"):
            wait_for(key + " to be silent",
                     lambda key=key: self.device(key)["status"] == "silent")
            self.assertNotEqual(self.device(key)["maintenance"], 0)
        self.assertEqual({one["service"] for one in self.requests()}, {"small_repair"})
        self.assert_stopped_sound()

    def test_sipp(self):
        if shutil.which("sipp") is None:
            self.skipTest("sipp is not installed (sip-tester)")
        calls = 200
        for transport in ("u1", "t1"):
            scenario = self.folder / (transport + ".xml")
            scenario.write_text(SCENARIO.replace("@[", transport + "x["), encoding="utf-8")
            before = self.metric("muster_sip_signals_total")
            done = subprocess.run(
                ["sipp", "-sf", str(scenario), "-m", str(calls), "-r", "100", "-t", transport,
                 "-i", "127.0.0.1", "-nostdin", "-timeout", "60", f"127.0.0.1:{self.sip_port}"],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, timeout=120, check=False)
            self.assertEqual(done.returncode, 0, done.stdout[-2000:])
            self.assertEqual(self.metric("muster_sip_signals_total") - before, calls)
        self.assert_stopped_sound()


if __name__ == "__main__":
    main()
