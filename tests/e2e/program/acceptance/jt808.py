"""A pressed wearable that speaks JT/T 808."""

from acceptance.case import Protocol
from devices.jt808 import PHONE, PLACE, Terminal, done, frame, position
from harness import free_port


class Jt808(Protocol):
    key = "jt808:" + PHONE
    place = PLACE  # where the wearable is, not where its owner lives
    counted = 'muster_jt808_faults_total{what="checksum"}'

    def __init__(self, case):
        super().__init__(case)
        self.port = free_port()
        self.terminal = None
        self.message = frame(0x0200, 1, position(1))

    def settings(self):
        return (f'\n[jt808]\naddress = "127.0.0.1"\nport = {self.port}\nallow = ["127.0.0.1"]\n'
                'secret = { env = "MUSTER_TEST_JT808_SECRET" }\n')

    def environment(self):
        return {"MUSTER_TEST_JT808_SECRET": "a secret of a test, long enough"}

    def connect(self):
        if self.terminal:
            self.terminal.close()
        self.terminal = Terminal(self.port)
        self.case.addCleanup(self.terminal.close)

    def alarm(self, malformed=False):
        broken = bytearray(frame(0x0200, 2, position(1)))
        broken[-2] ^= 0x55
        self.terminal.socket.sendall(self.message + (bytes(broken) if malformed else b""))

    def answers(self):
        return [self.terminal.socket]

    def take_answer(self):
        self.case.assertEqual(self.terminal.answer(), done(1, 0x0200))
