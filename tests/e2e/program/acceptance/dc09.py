"""Alarms of panels by SIA DC-09: over TCP and UDP, plain and encrypted."""

import re

from acceptance.case import Protocol
from devices.dc09 import KEY, Panel, decrypted, encrypted, frame
from harness import free_port

ACCOUNT = "7A31"
SECTION = """
[dc09]
tcp_port = {port}
udp_port = {port}

[[dc09.peers]]
address = "127.0.0.1"
"""


class Dc09Tcp(Protocol):
    key = "dc09:" + ACCOUNT
    counted = 'muster_dc09_bad_frames_total{why="crc"}'
    udp = False

    def __init__(self, case):
        super().__init__(case)
        self.port = free_port()
        self.panel = None
        self.message = frame(f'"SIA-DCS"0002L0#{ACCOUNT}[#{ACCOUNT}|Nri1/QA03]')

    def settings(self):
        return SECTION.format(port=self.port)

    def connect(self):
        if self.panel:
            self.panel.close()
        self.panel = Panel(self.port, ACCOUNT, udp=self.udp)
        self.case.addCleanup(self.panel.close)

    def alarm(self, malformed=False):
        parts = [self.message]
        if malformed:
            parts.append(self.message[:1] + b"FFFF" + self.message[5:])  # its sum is wrong
        for part in parts if self.udp else [b"".join(parts)]:
            self.panel.socket.sendall(part)

    def answers(self):
        return [self.panel.socket]

    def take_answer(self):
        self.case.assertEqual(self.panel.answer(), frame(f'"ACK"0002L0#{ACCOUNT}[]'))


class Dc09Udp(Dc09Tcp):
    udp = True


class Dc09AesTcp(Dc09Tcp):
    def __init__(self, case):
        super().__init__(case)
        self.message = encrypted(2, ACCOUNT, "Nri1/QA03")

    def settings(self):
        return super().settings() + (
            f'\n[[dc09.accounts]]\naccount = "{ACCOUNT}"\nkey = {{ env = "MUSTER_TEST_DC09" }}\n')

    def environment(self):
        return {"MUSTER_TEST_DC09": KEY}

    def take_answer(self):
        told = self.panel.answer()
        text = re.search(rb'^\n[0-9A-F]{8}"\*ACK"0002L0#' + ACCOUNT.encode() + rb"\[([0-9A-F]+)\r$",
                         told)
        self.case.assertIsNotNone(text, told)
        self.case.assertRegex(decrypted(text.group(1)),
                              r"\|?\]_\d\d:\d\d:\d\d,\d\d-\d\d-\d{4}$")


class Dc09AesUdp(Dc09AesTcp):
    udp = True
