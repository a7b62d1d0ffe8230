"""What the end-to-end tests share: the real program as a child process, a keep-alive HTTP client
with tokens and idempotency keys, and a WebSocket client of the feed.

The program is named by MUSTER, its configuration by MUSTER_CONFIG; CTest sets both. Every server
listens on 127.0.0.1 and a free port, and every test stops only what it started itself.
"""

import base64
import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import tempfile
import threading
import time
import unittest

PROGRAM = os.environ.get("MUSTER", "")
CONFIG = os.environ.get("MUSTER_CONFIG", "")
START_S = 30  # sanitizers and busy machines are slow to start
CALL_S = 20

# Rates that a test from one address never meets; snapshots often enough that some are cut short.
TEST_CONFIG = """
rules = [{rules}]

[server]
console = ""

[http]
request_ms = "2 s"

[http.per_token]
per_minute = 60_000_000
burst = 1_000_000

[http.per_address]
per_minute = 60_000_000
burst = 1_000_000

[log]
snapshot_records = 400

[[cards.keys]]
name = "k1"
env = "MUSTER_TEST_CARD_KEY"

[[gateways]]
name = "gate"
env = "MUSTER_TEST_GATEWAY_KEY"
"""
CARD_KEY = "a card key of a test, long enough"
GATEWAY_KEY = "a gateway key of a test, long enough"


def environment():
    env = dict(os.environ)
    env["MUSTER_TEST_CARD_KEY"] = CARD_KEY
    env["MUSTER_TEST_GATEWAY_KEY"] = GATEWAY_KEY
    return env


def free_port():
    """A port for TCP and UDP that nobody has, for a server that cannot choose one by itself."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def run(*args, timeout=CALL_S, **more):
    """Runs a command of the program to its end."""
    return subprocess.run(
        [PROGRAM, *map(str, args)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=timeout,
        env=environment(),
        check=False,
        **more,
    )


def _row_proof(*values):
    """As the program's function of that name, which SQLite calls when a row changes."""
    row = b""
    for value in values:
        kind = {int: 1, float: 2, str: 3, bytes: 4, type(None): 5}[type(value)]
        text = b"" if value is None else value if isinstance(value, bytes) else str(value).encode()
        row += bytes((kind,)) + b"%d " % len(text) + text
    return hashlib.sha256(row).digest()


def access_file(data):
    """The file of tokens and accounts, to be changed by somebody who may."""
    database = sqlite3.connect(data / "access.sqlite")
    database.create_function("row_proof", -1, _row_proof)
    return database


class ProgramTest(unittest.TestCase):
    """A folder of its own for each test, and no server left over at its end."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="muster-e2e-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = self.folder / "data"
        self.config = self.folder / "muster.toml"
        rules = pathlib.Path(CONFIG).parent
        names = ("rules.toml", "services.toml", "plans.toml")
        self.config.write_text(
            TEST_CONFIG.format(rules=", ".join(json.dumps(str(rules / name)) for name in names)),
            encoding="utf-8",
        )

    def use_rules(self, *names):
        """More files of rules, by their names in the folder of the configuration."""
        rules = pathlib.Path(CONFIG).parent
        text = self.config.read_text(encoding="utf-8")
        more = "".join(json.dumps(str(rules / name)) + ", " for name in names)
        self.config.write_text(text.replace("rules = [", "rules = [" + more, 1), encoding="utf-8")

    def change_rules(self, was, now):
        """The shipped rules.toml with a line of it changed, for this test alone."""
        shipped = pathlib.Path(CONFIG).parent / "rules.toml"
        own = self.folder / "rules.toml"
        text = (own if own.exists() else shipped).read_text(encoding="utf-8")
        self.assertIn(was, text)
        own.write_text(text.replace(was, now), encoding="utf-8")
        config = self.config.read_text(encoding="utf-8")
        self.config.write_text(
            config.replace(json.dumps(str(shipped)), json.dumps(str(own))), encoding="utf-8")

    def set_options(self, section, *lines):
        """Adds settings to a section of the test's configuration; one that stands there gives way."""
        text = self.config.read_text(encoding="utf-8")
        head, _, rest = text.partition(f"[{section}]\n")
        body, mark, tail = rest.partition("\n[")
        for line in lines:
            body = re.sub(rf"(?m)^{re.escape(line.split(' = ')[0])} = .*\n?", "", body)
        text = head + "\n".join([f"[{section}]", *lines, body]) + mark + tail
        self.config.write_text(text, encoding="utf-8")

    def serve(self, *args, data=None, **more):
        data = data or self.data
        service = Service(
            ["serve", "--data", str(data), "--listen", "127.0.0.1:0", "--config", str(self.config)]
            + list(map(str, args)),
            data,
            **more,
        )
        self.addCleanup(service.kill)
        return service

    def run_ok(self, *args, **more):
        done = run(*args, **more)
        self.assertEqual(done.returncode, 0, f"muster {args}: {done.stdout}\n{done.stderr}")
        return done.stdout

    def run_json(self, *args, **more):
        return json.loads(self.run_ok(*args, "--json", **more))

    def make_token(self, *roles, name=None, data=None, more=()):
        out = self.run_json(
            "token", "create", "--data", data or self.data, "--name", name or "-".join(roles),
            "--role", ",".join(roles), *more,
        )
        return out["token"]

    def assert_sound(self, data=None):
        """The log's chain and every decision hold; a replay from anywhere gives the same state."""
        data = data or self.data
        checked = self.run_json("check", "--data", data, timeout=60)
        self.assertIsNone(checked.get("first_difference"))
        replayed = self.run_json("replay", "--data", data, timeout=60)
        anew = self.run_json("replay", "--from-start", "--data", data, timeout=60)
        self.assertEqual(replayed["state_hash"], anew["state_hash"])
        self.assertEqual(checked["state_hash"], anew["state_hash"])
        self.assertEqual(checked["records"], anew["records"])
        return checked


class Service:
    """The program as a server. Its standard error is collected, so that it never blocks on it."""

    def __init__(self, args, data, wait=True, env=None, tls=None, **more):
        self.data = data
        self.tls = tls  # an ssl.SSLContext: its clients speak TLS
        self.lines = []
        self.port = None
        self._clients = []
        self._ready = threading.Event()
        self.process = subprocess.Popen(
            [PROGRAM, *args],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**environment(), **(env or {})},
            **more,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if wait:
            self.wait_ready()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line)
            found = re.search(r"(?:listening on|console)\s+https?://127\.0\.0\.1:(\d+)", line)
            if found and self.port is None:
                self.port = int(found.group(1))
                self._ready.set()
        self._ready.set()

    def wait_ready(self):
        if not self._ready.wait(START_S) or self.port is None:
            self.kill()
            raise AssertionError("the service did not start:\n" + self.text())

    def text(self):
        return "".join(self.lines)

    def kill(self):
        """As a power cut does it to the process."""
        if self.process.poll() is None:
            self.process.kill()
        self._end()

    def stop(self):
        """As an operator does it; gives the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self, timeout=START_S):
        self.process.wait(timeout)
        self._end()
        return self.process.returncode

    def _end(self):
        self.process.wait(START_S)
        self._reader.join(START_S)
        self.process.stdout.close()
        for client in self._clients:
            client.close()

    def client(self, token=None):
        client = Client(self.port, token, self.tls)
        self._clients.append(client)
        return client


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def replayed(self):
        return self.headers.get("Idempotency-Replayed") == "true"


class Client:
    """One keep-alive connection. Connection errors are the caller's to handle."""

    def __init__(self, port, token=None, tls=None):
        self.token = token
        if tls is None:
            self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=CALL_S)
        else:
            self.http = http.client.HTTPSConnection("127.0.0.1", port, timeout=CALL_S, context=tls)

    def close(self):
        self.http.close()

    def call(self, method, path, body=None, headers=None):
        sent = {}
        if self.token:
            sent["Authorization"] = "Bearer " + self.token
        if body is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        self.http.request(method, path, body=body, headers=sent)
        got = self.http.getresponse()
        return Answer(got.status, got.headers, got.read())

    def command(self, name, body, key=None):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Idempotency-Key": key} if key else {}
        return self.call("POST", "/v1/commands/" + name, data, headers)

    def must(self, name, body, key=None):
        answer = self.command(name, body, key)
        if answer.status not in (200, 201):
            raise AssertionError(f"{name} {body}: {answer.status} {answer.body}")
        return answer.json

    def get(self, path):
        answer = self.call("GET", path)
        if answer.status != 200:
            raise AssertionError(f"GET {path}: {answer.status} {answer.body}")
        return answer.json

    def all(self, collection):
        """Every entity of a collection by id, page by page."""
        entities = {}
        after = 0
        while True:
            page = self.get(f"/v1/{collection}?limit=1000&after={after}")
            for entity in page["items"]:
                entities[entity["id"]] = entity
            after = page["next_after"]
            if after == 0:
                return entities


class Feed:
    """A client of the feed, RFC 6455 as far as one connection to one server needs it."""

    def __init__(self, service, token, topics=("requests", "responders"), epoch=None, after=None):
        ticket = service.client(token).call("POST", "/v1/feed/ticket")
        if ticket.status != 201:
            raise AssertionError(f"no ticket: {ticket.status} {ticket.body}")
        self.connect(service)
        self.hello = self.message("hello")
        self.send({"type": "auth", "ticket": ticket.json["ticket"]})
        self.send({"type": "subscribe", "topics": list(topics), "epoch": epoch, "after": after})

    def connect(self, service):
        self.socket = socket.create_connection(("127.0.0.1", service.port), CALL_S)
        if service.tls is not None:
            self.socket = service.tls.wrap_socket(self.socket, server_hostname="127.0.0.1")
        nonce = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            (
                f"GET /v1/feed HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: {nonce}\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Protocol: muster.v1\r\n\r\n"
            ).encode()
        )
        self.buffer = b""
        head = self._until(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            raise AssertionError(f"no upgrade: {head}")

    def _more(self):
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the feed closed the connection")
        self.buffer += data

    def _until(self, mark):
        while mark not in self.buffer:
            self._more()
        head, self.buffer = self.buffer.split(mark, 1)
        return head

    def _take(self, size):
        while len(self.buffer) < size:
            self._more()
        piece, self.buffer = self.buffer[:size], self.buffer[size:]
        return piece

    def _frame(self, opcode, payload):
        mask = os.urandom(4)
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack(">H", size)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.socket.sendall(bytes([0x80 | opcode]) + length + mask + masked)

    def send(self, message):
        self._frame(1, json.dumps(message).encode())

    def next(self):
        """The next message; raises ConnectionError with the code when the server closes."""
        while True:
            first, second = self._take(2)
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack(">H", self._take(2))
            elif size == 127:
                (size,) = struct.unpack(">Q", self._take(8))
            payload = self._take(size)
            opcode = first & 0x0F
            if opcode == 1:
                return json.loads(payload)
            if opcode == 8:
                code = struct.unpack(">H", payload[:2])[0] if payload else 1005
                raise ConnectionError(f"closed with {code}")
            if opcode == 9:
                self._frame(10, payload)

    def message(self, kind):
        got = self.next()
        if got["type"] != kind:
            raise AssertionError(f"expected {kind}, got {got}")
        return got

    def close(self):
        self.socket.close()


def wait_for(what, check, timeout=CALL_S):
    """Polls for something that another process does by itself."""
    end = time.monotonic() + timeout
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError("waited in vain: " + what)
        time.sleep(0.05)


def main():
    for name, value in (("MUSTER", PROGRAM), ("MUSTER_CONFIG", CONFIG)):
        if not value or not os.path.isfile(value):
            raise SystemExit(f"{name} must name a file, not {value!r}")
    unittest.main(module="__main__", verbosity=2)
