"""Terminals that speak HTTP in ZKTeco's way."""

import http.client
import time


def line(pin, second, status=0):
    minute = time.strftime("%Y-%m-%d %H:%M", time.gmtime(time.time() + 8 * 3600))
    return f"{pin}\t{minute}:{second:02d}\t{status}\t15\t0\t0\n"


class Terminal:
    def __init__(self, port, serial="ZK0001"):
        self.serial = serial
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def send(self, method, page, more="", body=None):
        self.http.request(method, f"/iclock/{page}?SN={self.serial}{more}", body=body)

    def answer(self):
        answer = self.http.getresponse()
        return answer.status, answer.read().decode()

    def ask(self, method, page, more="", body=None):
        self.send(method, page, more, body)
        return self.answer()

    def send_taps(self, lines, stamp=9999):
        self.send("POST", "cdata", f"&table=ATTLOG&Stamp={stamp}", lines)

    def taps(self, lines, stamp=9999):
        self.send_taps(lines, stamp)
        return self.answer()

    def close(self):
        self.http.close()
