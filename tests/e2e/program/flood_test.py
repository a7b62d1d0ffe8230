#!/usr/bin/env python3
"""What one socket without a token can make the program hold: at most a mebibyte, whatever it sends
and however slowly; and a program whose memory runs out loses connections, not its life."""

import re
import resource
import select
import socket
import time

import harness

SOCKETS = 48
SENT = 3 << 20  # by each socket, unless the server has had enough before
LIMIT = 1 << 20
POST = b"POST /v1/commands/CreateRequest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
INTAKE = (
    b"POST /v1/intake HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Muster-Gateway: gate\r\nMuster-Timestamp: 1\r\nMuster-Signature: v2=0\r\n"
)

# name -> what is sent first, and what is sent again and again behind it
SHAPES = {
    "chunk digits": (CHUNKED, b"0" * 4096),
    "chunk extension": (CHUNKED + b"5;", b"a" * 4096),
    "chunk extensions": (CHUNKED, b"1;" + b"a" * 4000 + b"\r\nx\r\n"),
    "one trailer": (CHUNKED + b"0\r\nX: ", b"a" * 4096),
    "many trailers": (CHUNKED + b"0\r\n", b"X: y\r\n" * 512),
    "one header": (b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"a" * 4096),
    "many headers": (b"GET / HTTP/1.1\r\nHost: x\r\n", b"a:\r\n" * 512),
    "a long target": (b"GET /", b"a" * 4096),
    "empty lines": (b"", b"\r\n" * 2048),
    "body in chunks": (INTAKE + b"Transfer-Encoding: chunked\r\n\r\n",
                       b"400\r\n" + b" " * 1024 + b"\r\n"),
    "slow body": (INTAKE + b"Content-Length: 65536\r\n\r\n" + b" " * 65_535, b""),
    "slow body without a right": (POST + b"Content-Length: 65536\r\n\r\n" + b" " * 65_535, b""),
    "unread pages": (b"", b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" * 100),
    "unread documents": (b"", b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 100),
    "unread refusals": (b"", b"GET /v1/requests HTTP/1.1\r\nHost: x\r\n\r\n" * 100),
}


def resident(service, what="VmRSS:"):
    with open(f"/proc/{service.process.pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(what):
                return int(line.split()[1]) * 1024
    raise AssertionError("no " + what)


def forget_peak(service):
    with open(f"/proc/{service.process.pid}/clear_refs", "w", encoding="ascii") as refs:
        refs.write("5")


def attack(service, first, again, count=SOCKETS, amount=SENT, seconds=6):
    """Sends from many sockets at once and reads nothing; gives the sockets, open as they are."""
    sockets = []
    left = {}
    for _ in range(count):
        one = socket.create_connection(("127.0.0.1", service.port), harness.CALL_S)
        one.setblocking(False)
        sockets.append(one)
        left[one] = first + again * (amount // len(again) if again else 0)
    end = time.monotonic() + seconds
    while left and time.monotonic() < end:
        _, writable, _ = select.select([], list(left), [], 0.2)
        for one in writable:
            try:
                left[one] = left[one][one.send(left[one][:65_536]):]
            except BlockingIOError:
                continue
            except OSError:
                left[one] = b""  # the server has had enough
            if not left[one]:
                del left[one]
    return sockets


class FloodTest(harness.ProgramTest):
    def assert_answers(self, service):
        self.assertIsNone(service.process.poll(), service.text())
        self.assertEqual(service.client().call("GET", "/healthz").status, 200)

    def test_memory_of_one_socket(self):
        for name, (first, again) in SHAPES.items():
            with self.subTest(shape=name):
                # One program for each: what an earlier flood left in the allocator would hide the
                # next one's growth.
                service = self.serve(data=self.folder / name.replace(" ", "-"))
                for one in attack(service, b"", b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 2, 4096):
                    one.close()
                forget_peak(service)
                before = resident(service)
                sockets = attack(service, first, again)
                time.sleep(0.7)  # what was sent lies in the system until the program reads it
                grown = resident(service, "VmHWM:") - before
                print(f"{name}: {grown / len(sockets) / 1024:.0f} KiB a socket")
                self.assertLess(grown / len(sockets), LIMIT)
                self.assert_answers(service)
                for one in sockets:
                    one.close()
                service.stop()

    def test_a_small_address_space(self):
        limit = 470_000 * 1024
        service = self.serve(
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        )
        for first, again in SHAPES.values():
            for one in attack(service, first, again, 128, 1 << 20, 3):
                one.close()
        self.assert_answers(service)

    def test_the_program_outlives_its_memory(self):
        service = self.serve()
        limit = resident(service, "VmSize:") + (48 << 20)
        resource.prlimit(service.process.pid, resource.RLIMIT_AS, (limit, limit))
        # Whoever has a token may send a mebibyte; more of them than there is memory for.
        token = self.make_token("dispatcher").encode()
        large = (POST + b"Authorization: Bearer " + token +
                 b"\r\nContent-Length: 1048576\r\n\r\n" + b" " * 1_048_575)
        sockets = attack(service, large, b"", 240, 0, 10)
        self.assertIsNone(service.process.poll(), service.text())
        for one in sockets:
            one.close()
        harness.wait_for("an answer", lambda: self.answers(service))
        self.assert_answers(service)
        metrics = service.client().call("GET", "/metrics").body.decode()
        lost = re.search(r'limit_hits_total\{limit="memory"\} (\S+)', metrics)
        print(f"{lost[1]} connections were lost to memory")
        self.assertGreater(float(lost[1]), 0)

    def answers(self, service):
        try:
            return service.client().call("GET", "/healthz").status == 200
        except OSError:
            return False


if __name__ == "__main__":
    harness.main()
