"""The real program and devices that speak SIA DC-09 over TCP and UDP: an alarm leads to a request for
the right member at the right place, is acknowledged once it is durable, and comes once however often
it is sent."""

import socket
import subprocess
import time

from harness import ProgramTest, main

HOME = {"lat": 32.39, "lon": 119.42}
AES_KEY = "an aes key of 32 bytes in ascii."


def crc(data):
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return value


def frame(body):
    data = body.encode()
    return b"\n%04X%04X" % (crc(data), len(data)) + data + b"\r"


def stamp(ahead_s=0):
    return time.strftime("_%H:%M:%S,%m-%d-%Y", time.gmtime(time.time() + ahead_s))


def aes(text, *how):
    """By the openssl of the command line, which is not how the program does it."""
    done = subprocess.run(
        ["openssl", "enc", "-aes-256-cbc", "-nopad", "-K", AES_KEY.encode().hex(), "-iv", "0" * 32,
         *how], input=text, stdout=subprocess.PIPE, check=True)
    return done.stdout


def sealed(content):
    return aes(("x" * (-len(content) % 16) + content).encode()).hex().upper()


class Panel:
    """One device on one connection."""

    def __init__(self, port, account):
        self.account = account
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)

    def send(self, seq, data, token="SIA-DCS", tail="]"):
        self.socket.sendall(frame(f'"{token}"{seq:04d}L0#{self.account}[{data}{tail}'))

    def answer(self):
        text = b""
        while not text.endswith(b"\r"):
            more = self.socket.recv(1)
            if not more:
                return None
            text += more
        return text

    def alarm(self, seq, code, tail="]"):
        self.send(seq, f"#{self.account}|Nri1/{code}", tail=tail)
        return self.answer()

    def close(self):
        self.socket.close()


class Dc09Test(ProgramTest):
    def setUp(self):
        super().setUp()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        key = self.folder / "dc09-key"
        key.write_text(AES_KEY + "\n", encoding="utf-8")
        key.chmod(0o600)
        with self.config.open("a", encoding="utf-8") as config:
            config.write(
                f'\n[dc09]\naddress = "127.0.0.1"\ntcp_port = {self.port}\nudp_port = {self.port}\n'
                '[[dc09.peers]]\naddress = "127.0.0.0/8"\n'
                '[[dc09.accounts]]\naccount = "C0DE"\nkey = { file = "dc09-key" }\n')
        self.token = self.make_token("dispatcher", "supervisor", "admin")

    def begin(self):
        service = self.serve()
        return service, service.client(self.token)

    def member_with(self, client, *keys):
        member = client.must("RegisterMember", {"profile": {"name": "Li Shu", "home": HOME}})["id"]
        for key in keys:
            client.must("RegisterDevice", {"key": key, "type": "button", "member": member})
        return member

    def device(self, client, key):
        return next(d for d in client.all("devices").values() if d["key"] == key)

    def test_an_alarm_is_a_request_for_whose_button_it_is(self):
        service, client = self.begin()
        member = self.member_with(client, "dc09:7A31")
        panel = Panel(self.port, "7A31")
        panel.send(1, "", token="NULL")
        self.assertEqual(panel.answer(), frame('"ACK"0001L0#7A31[]'))
        self.assertEqual(panel.alarm(2, "QA03^Bath^"), frame('"ACK"0002L0#7A31[]'))
        (request,) = client.all("requests").values()
        self.assertEqual((request["service"], request["member"]), ("emergency", member))
        self.assertEqual(request["place"], HOME)
        self.assertIn("Bath", request["note"])
        # The same message again is answered again, and is no second press.
        self.assertIn(b'"ACK"0002', panel.alarm(2, "QA03^Bath^"))
        # What nobody understands is kept; what is no message costs nothing that stands around it.
        self.assertIn(b'"ACK"0003', panel.alarm(3, "ZQ07"))
        panel.socket.sendall(b'\nFFFF0005"NULL\r' + frame('"NULL"0004L0#7A31[]'))
        self.assertIn(b'"ACK"0004', panel.answer())
        device = self.device(client, "dc09:7A31")
        self.assertEqual(device["not_understood"], 1)
        self.assertEqual(len(client.all("requests")), 1)
        metrics = client.call("GET", "/metrics").body.decode()
        self.assertIn("muster_dc09_acknowledged_total 5\n", metrics)
        self.assertIn("muster_dc09_repeated_total 1\n", metrics)
        self.assertIn('muster_dc09_bad_frames_total{why="crc"} 1\n', metrics)
        panel.close()
        service.stop()
        self.assert_sound()

    def test_encrypted_both_ways(self):
        service, client = self.begin()
        member = self.member_with(client, "dc09:C0DE")
        panel = Panel(self.port, "C0DE")
        panel.send(7, sealed("|#C0DE|Nri1/MA01]" + stamp()), token="*SIA-DCS", tail="")
        answer = panel.answer()
        self.assertIn(b'"*ACK"0007L0#C0DE[', answer)
        opened = aes(bytes.fromhex(answer.split(b"[")[1].rstrip(b"\r").decode()), "-d").decode()
        self.assertRegex(opened, r"^[^|\[\]]*\|\]_\d\d:\d\d:\d\d,\d\d-\d\d-\d{4}$")
        self.assertEqual([r["member"] for r in client.all("requests").values()], [member])
        # An old message sent again by whoever has listened is not believed, and is seen.
        panel.send(8, sealed("|#C0DE|Nri1/MA01]" + stamp(-120)), token="*SIA-DCS", tail="")
        self.assertIn(b'"NAK"0000R0L0A0[]_', panel.answer())
        self.assertEqual(self.device(client, "dc09:C0DE")["last_signal"], "fault")
        panel.close()
        service.stop()
        self.assert_sound()

    def test_over_udp_from_a_device_that_is_not_registered(self):
        service, client = self.begin()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
            device.settimeout(20)
            device.sendto(frame('"ADM-CID"0001L2#BEEF[#BEEF|1101 00 001]'), ("127.0.0.1", self.port))
            self.assertEqual(device.recv(256), frame('"ACK"0001L2#BEEF[]'))
        self.assertEqual([(d["key"], d["status"]) for d in client.all("devices").values()],
                         [("dc09:2/BEEF", "unknown")])
        self.assertEqual(client.all("requests"), {})
        service.stop()
        self.assert_sound()

    def test_a_kill_between_receipt_and_answer_leaves_one_signal(self):
        service, client = self.begin()
        self.member_with(client, "dc09:7A31")
        before = self.device(client, "dc09:7A31")["contacts"]
        for seq in range(1, 6):
            tail = "]" + stamp()
            panel = Panel(self.port, "7A31")
            panel.send(seq, f"#7A31|Nri1/QA0{seq}", tail=tail)
            # Somewhere between the receipt and the answer, or before or after both.
            time.sleep(seq * 0.0006)
            service.kill()
            panel.close()
            service, client = self.begin()
            panel = Panel(self.port, "7A31")
            self.assertIn(b'"ACK"%04d' % seq, panel.alarm(seq, f"QA0{seq}", tail=tail))
            panel.close()
            # One more each time, whether the first try was durable or not.
            self.assertEqual(self.device(client, "dc09:7A31")["contacts"], before + seq)
        service.stop()
        self.assert_sound()


if __name__ == "__main__":
    main()
