"""Terminals of JT/T 808."""

import datetime
import socket
import struct

PHONE = "13700000042"
PLACE = {"lat": 32.3942, "lon": 119.4129}
CHINA = datetime.timezone(datetime.timedelta(hours=8))


def frame(message, serial, body=b"", phone=PHONE, fragment=None):
    attributes = len(body) | (0x2000 if fragment else 0)
    content = struct.pack(">HH", message, attributes) + bytes.fromhex(phone.zfill(12))
    content += struct.pack(">H", serial)
    content += (struct.pack(">HH", *fragment) if fragment else b"") + body
    check = 0
    for byte in content:
        check ^= byte
    content += bytes([check])
    return b"\x7e" + content.replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02") + b"\x7e"


def position(alarms=0, at=None, place=PLACE, fix=True):
    at = (at or datetime.datetime.now(CHINA)).astimezone(CHINA)
    return struct.pack(
        ">IIIIHHH6s", alarms, 3 if fix else 0, round(place["lat"] * 1e6), round(place["lon"] * 1e6),
        12, 0, 0, bytes.fromhex(at.strftime("%y%m%d%H%M%S")))


class Terminal:
    def __init__(self, port, phone=PHONE):
        self.phone = phone
        self.socket = socket.create_connection(("127.0.0.1", port), 20)
        self.buffer = b""

    def send(self, message, serial, body=b"", fragment=None):
        self.socket.sendall(frame(message, serial, body, self.phone, fragment))

    def answer(self, timeout=20):
        """The next message: its id and its body; nothing when none comes in time."""
        self.socket.settimeout(timeout)
        while self.buffer.count(b"\x7e") < 2:
            try:
                data = self.socket.recv(4096)
            except TimeoutError:
                return None
            if not data:
                raise ConnectionError("closed")
            self.buffer += data
        content, self.buffer = self.buffer[1:].split(b"\x7e", 1)
        content = content.replace(b"\x7d\x02", b"\x7e").replace(b"\x7d\x01", b"\x7d")
        return struct.unpack(">H", content[:2])[0], content[12:-1]

    def ask(self, message, serial, body=b""):
        self.send(message, serial, body)
        return self.answer()

    def close(self):
        self.socket.close()


def done(serial, message, result=0):
    return 0x8001, struct.pack(">HHB", serial, message, result)
