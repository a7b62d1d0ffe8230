"""Alarm panels: they speak SIA DC-09, plain and encrypted."""

import socket
import subprocess
import time

KEY = "sixteen bytes ok"


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


def encrypted(seq, account, data):
    """As DC-09 5.4.4: padded in front to blocks, AES in CBC from zeros, in hex."""
    text = "|" + f"#{account}|{data}]" + time.strftime("_%H:%M:%S,%m-%d-%Y", time.gmtime())
    text = "x" * (-len(text) % 16) + text
    done = subprocess.run(
        ["openssl", "enc", "-aes-128-cbc", "-nopad", "-K", KEY.encode().hex(), "-iv", "0" * 32],
        input=text.encode(), stdout=subprocess.PIPE, check=True)
    return frame(f'"*SIA-DCS"{seq:04d}L0#{account}[{done.stdout.hex().upper()}')


def decrypted(data):
    """The text in hex that was encrypted so, with its padding."""
    done = subprocess.run(
        ["openssl", "enc", "-d", "-aes-128-cbc", "-nopad", "-K", KEY.encode().hex(),
         "-iv", "0" * 32],
        input=bytes.fromhex(data.decode()), stdout=subprocess.PIPE, check=True)
    return done.stdout.decode("latin-1")


class Panel:
    """One device on one connection, or one that sends datagrams."""

    def __init__(self, port, account, udp=False):
        self.account = account
        self.udp = udp
        kind = socket.SOCK_DGRAM if udp else socket.SOCK_STREAM
        self.socket = socket.socket(socket.AF_INET, kind)
        self.socket.settimeout(20)
        self.socket.connect(("127.0.0.1", port))

    def send(self, seq, data, token="SIA-DCS"):
        self.socket.sendall(frame(f'"{token}"{seq:04d}L0#{self.account}[{data}]'))

    def answer(self):
        if self.udp:
            return self.socket.recv(4096)
        text = b""
        while not text.endswith(b"\r"):
            more = self.socket.recv(1)
            if not more:
                return None
            text += more
        return text

    def alarm(self, seq, code):
        self.send(seq, f"#{self.account}|Nri1/{code}")
        return self.answer()

    def close(self):
        self.socket.close()
