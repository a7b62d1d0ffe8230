"""The real program and devices that speak SIA DC-09 over TCP and UDP: an alarm leads to a request for
the right member, is acknowledged once it is durable, and comes once however often it is sent."""

import json
import pathlib
import socket
import subprocess
import unittest

from devices.dc09 import KEY, Panel, encrypted, frame
from harness import ProgramTest, free_port, main, wait_for

PEERS = pathlib.Path(__file__).resolve().parent.parent / "peers"
NODE = PEERS / "node_modules/.bin/node"


class Dc09Test(ProgramTest):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        with self.config.open("a", encoding="utf-8") as config:
            config.write(f"\n[dc09]\ntcp_port = {self.port}\nudp_port = {self.port}\n"
                         '[[dc09.peers]]\naddress = "127.0.0.1"\n')
        self.token = self.make_token("dispatcher", "supervisor", "admin")

    def begin(self):
        service = self.serve()
        return service, service.client(self.token)

    def member_with(self, client, account):
        member = client.must("RegisterMember", {"profile": {
            "name": "Li Shu", "home": {"lat": 32.39, "lon": 119.42}}})["id"]
        client.must("RegisterDevice", {"key": f"dc09:{account}", "type": "button", "member": member})
        return member

    def test_an_alarm_is_a_request_for_whose_button_it_is(self):
        service, client = self.begin()
        member = self.member_with(client, "7A31")
        panel = Panel(self.port, "7A31")
        panel.send(1, "", token="NULL")
        self.assertIn(b'"ACK"0001L0#7A31[]', panel.answer())
        self.assertIn(b'"ACK"0002L0#7A31[]', panel.alarm(2, "QA03"))
        requests = list(client.all("requests").values())
        self.assertEqual([(r["service"], r["member"], r["channel"]) for r in requests],
                         [("emergency", member, "device")])
        self.assertEqual(requests[0]["place"], {"lat": 32.39, "lon": 119.42})
        # What nobody understands is kept; what is no message is not answered and costs nobody else.
        self.assertIn(b'"ACK"0003', panel.alarm(3, "ZQ07"))
        panel.socket.sendall(b"\nFFFF0005\"NULL\r" + frame('"NULL"0004L0#7A31[]'))
        self.assertIn(b'"ACK"0004', panel.answer())
        device = list(client.all("devices").values())[0]
        self.assertEqual((device["not_understood"], device.get("last_signal", "")), (1, ""))
        self.assertEqual(len(client.all("requests")), 1)
        self.assertIn("muster_dc09_acknowledged_total 4", client.call("GET", "/metrics").body.decode())
        panel.close()
        service.stop()
        self.assert_sound()

    @unittest.skipUnless(NODE.exists(), "iobroker.sia is not installed (npm ci in tests/e2e/peers)")
    def test_an_independent_receiver_reads_and_answers_alike(self):
        with self.config.open("a", encoding="utf-8") as config:
            config.write('[[dc09.accounts]]\naccount = "7A32"\nkey = { env = "MUSTER_TEST_DC09" }\n')
        service = self.serve(env={"MUSTER_TEST_DC09": KEY})
        client = service.client(self.token)
        members = [self.member_with(client, account) for account in ("7A31", "7A32")]
        port = free_port()
        with subprocess.Popen([NODE, PEERS / "dc09_receiver.cjs", str(port), "7A31", f"7A32:{KEY}"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as other:
            try:
                wait_for("it listens", lambda: self.listens(port))
                self.compare(other, port)
            finally:
                other.kill()
        self.assertEqual([r["member"] for r in client.all("requests").values()], members)
        service.stop()
        self.assert_sound()

    def listens(self, port):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def compare(self, other, port):
        messages = [
            ("7A31", frame('"SIA-DCS"0002L0#7A31[#7A31|Nri1/QA03]'), "#7A31|Nri1/QA03"),
            ("7A31", frame('"ADM-CID"0003R1L2#7A31[#7A31|3101 02 004]'), "#7A31|3101 02 004"),
            ("7A32", encrypted(4, "7A32", "Nri1/QA03"), "#7A32|Nri1/QA03"),
        ]
        for account, message, data in messages:
            answers = []
            for to in (self.port, port):
                panel = Panel(to, account)
                panel.socket.sendall(message)
                answers.append(panel.answer())
                panel.close()
            self.assertEqual(json.loads(other.stdout.readline())["data"], data)
            # What is encrypted has the time in it.
            ends = -1 if b"*" not in message else answers[0].index(b"[")
            self.assertEqual(answers[0][9:ends], answers[1][9:ends])
            self.assertIn(b"ACK", answers[0])

    def test_over_udp_from_a_device_that_is_not_registered(self):
        service, client = self.begin()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
            device.settimeout(20)
            device.sendto(frame('"ADM-CID"0001L0#C0DE[#C0DE|1101 00 001]'), ("127.0.0.1", self.port))
            self.assertIn(b'"ACK"0001L0#C0DE[]', device.recv(256))
        self.assertEqual([(d["key"], d["status"]) for d in client.all("devices").values()],
                         [("dc09:C0DE", "unknown")])
        self.assertEqual(client.all("requests"), {})
        service.stop()
        self.assert_sound()


if __name__ == "__main__":
    main()
