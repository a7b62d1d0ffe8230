"""Taps: a terminal that speaks HTTP in ZKTeco's way, a reader that types UIDs."""

import socket

from acceptance.case import Protocol
from devices.zk import Terminal, line
from harness import free_port, wait_for

ROOM = {"lat": 32.4, "lon": 119.44}
PLACE = f'where = "day room"\nplace = {{ lat = {ROOM["lat"]}, lon = {ROOM["lon"]} }}\n'


class Zk(Protocol):
    key = "zk-pin:1042"
    place = ROOM
    counted = "muster_terminals_not_understood_total"

    def __init__(self, case):
        super().__init__(case)
        self.port = free_port()
        self.terminal = None
        self.lines = line(1042, 1)
        self.count = 1

    def settings(self):
        return (f'\n[terminals]\nzk_port = {self.port}\n[[terminals.zk]]\nserial = "ZK0001"\n'
                f'address = "127.0.0.1"\nsignal = "sos"\nby_pin = true\n{PLACE}')

    def connect(self):
        if self.terminal:
            self.terminal.close()
        self.terminal = Terminal(self.port)
        self.case.addCleanup(self.terminal.close)
        status, options = self.terminal.ask("GET", "cdata", "&options=all&pushver=2.4.1")
        self.case.assertEqual((status, options.split("\r\n")[0]), (200, "GET OPTION FROM: ZK0001"))

    def alarm(self, malformed=False):
        self.count = 2 if malformed else 1
        self.terminal.send_taps(self.lines + ("nonsense\n" if malformed else ""))

    def answers(self):
        return [self.terminal.http.sock]

    def take_answer(self):
        self.case.assertEqual(self.terminal.answer(), (200, f"OK: {self.count}\r\n"))


class Reader(Protocol):
    """It has no way to be answered: whoever holds the card before it may hold it again, and the
    program remembers the last card for as long as it runs."""

    key = "card:04A1B2C3"
    place = ROOM
    counted = "muster_terminals_not_understood_total"
    marks_repeats = False

    def __init__(self, case):
        super().__init__(case)
        self.port = free_port()
        self.reader = None

    def settings(self):
        return (f'\n[terminals]\nreader_port = {self.port}\n[[terminals.readers]]\n'
                f'address = "127.0.0.1"\nsignal = "sos"\nspelling = "reversed_decimal"\n{PLACE}')

    def connect(self):
        if self.reader:
            self.reader.close()
        self.reader = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        self.case.addCleanup(self.reader.close)

    def alarm(self, malformed=False):
        self.reader.sendall(b"3283263748\r\n" + (b"rubbish\r\n" if malformed else b""))

    def answers(self):
        return [self.reader]

    def take_answer(self):
        wait_for("the request", self.case.requests)

    def take_answer_to_duplicate(self):
        wait_for("the repetition to be counted",
                 lambda: self.case.metric("muster_terminals_repeats_total") == 1)
