"""Alarm units and cameras: they speak SIP by UDP and TCP, with SCAIP and GB/T 28181 in it."""

import hashlib
import re
import socket
import uuid

CAMERA = "34020000001340000007"
MANSCDP = "Application/MANSCDP+xml"
ANSWER_S = 20


def camera_notify(number, kind, fields):
    return ("<?xml version=\"1.0\" encoding=\"GB2312\"?>\n<Notify>"
            f"<CmdType>{kind}</CmdType><SN>{number}</SN><DeviceID>{CAMERA}</DeviceID>"
            f"{fields}</Notify>").encode("gb18030")


def mrq(ref, fields="<dty>0003</dty><stc>0010</stc>", cid="700001"):
    return f"<mrq><ref>{ref}</ref><cid>{cid}</cid>{fields}</mrq>"


class Peer:
    """A device. By UDP a socket that takes messages whole, by TCP one that finds them."""

    def __init__(self, port, user="700001", tcp=False):
        self.user = user
        self.tcp = tcp
        kind = socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM
        self.socket = socket.socket(socket.AF_INET, kind)
        self.socket.settimeout(ANSWER_S)
        self.socket.connect(("127.0.0.1", port))
        self.here = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.buffer = b""

    def close(self):
        self.socket.close()

    def text(self, method, body="", media="application/scaip+xml", branch=None, more="", cseq=1,
             length=None):
        body = body if isinstance(body, bytes) else body.encode()
        lines = [
            f"{method} sip:muster@127.0.0.1 SIP/2.0",
            f"Via: SIP/2.0/{'TCP' if self.tcp else 'UDP'} {self.here};rport;"
            f"branch={branch or 'z9hG4bK' + uuid.uuid4().hex}",
            "Max-Forwards: 70",
            f"From: <sip:{self.user}@{self.here}>;tag=f",
            "To: <sip:muster@127.0.0.1>",
            f"Call-ID: {uuid.uuid4().hex}",
            f"CSeq: {cseq} {method}",
        ]
        if body:
            lines.append(f"Content-Type: {media}")
        lines.append(f"Content-Length: {len(body) if length is None else length}")
        return ("\r\n".join(lines) + "\r\n" + more + "\r\n").encode() + body

    def send(self, data):
        self.socket.sendall(data)

    def take(self):
        """The next message: its first line, its whole head, its body."""
        if not self.tcp:
            head, _, body = self.socket.recv(65536).partition(b"\r\n\r\n")
        else:
            while b"\r\n\r\n" not in self.buffer:
                self._more()
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            size = int(re.search(rb"(?i)content-length: *(\d+)", head).group(1))
            while len(self.buffer) < size:
                self._more()
            body, self.buffer = self.buffer[:size], self.buffer[size:]
        head = head.decode()
        return head.split("\r\n", 1)[0], head, body.decode("gb18030")

    def _more(self):
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("closed")
        self.buffer += data

    def rest(self):
        """All that comes until the service closes."""
        while True:
            data = self.socket.recv(65536)
            if not data:
                return self.buffer
            self.buffer += data

    def confirm(self, head):
        """200 to a request of the service."""
        kept = [line for line in head.split("\r\n")[1:]
                if line.split(":", 1)[0].lower() in ("via", "from", "to", "call-id", "cseq")]
        self.send(("SIP/2.0 200 OK\r\n" + "\r\n".join(kept) + "\r\nContent-Length: 0\r\n\r\n")
                  .encode())

    def press(self, data):
        """Sends it and takes both answers: the status line, and the mrs."""
        self.send(data)
        status, _, _ = self.take()
        if not status.startswith("SIP/2.0 200"):
            return status, ""
        _, head, mrs = self.take()
        self.confirm(head)
        return status, mrs

    def sign_in(self, password):
        """As a camera does: it registers, and is told to report alarms."""
        contact = f"Contact: <sip:{self.user}@{self.here}>\r\nExpires: 3600\r\n"
        self.send(self.text("REGISTER", more=contact))
        status, head, _ = self.take()
        assert status.startswith("SIP/2.0 401"), status
        nonce = re.search('nonce="([^"]+)"', head).group(1)

        def md5(text):
            return hashlib.md5(text.encode()).hexdigest()

        uri = "sip:muster@127.0.0.1"
        right = md5(f"{md5(f'{self.user}:city:{password}')}:{nonce}:{md5(f'REGISTER:{uri}')}")
        self.send(self.text("REGISTER", cseq=2, more=contact + (
            f'Authorization: Digest username="{self.user}", realm="city", nonce="{nonce}", '
            f'uri="{uri}", response="{right}", algorithm=MD5\r\n')))
        status, head, _ = self.take()
        assert status.startswith("SIP/2.0 200"), status
        self.take_guard()
        return head

    def take_guard(self):
        _, head, body = self.take()
        assert "<GuardCmd>SetGuard</GuardCmd>" in body, body
        self.confirm(head)
