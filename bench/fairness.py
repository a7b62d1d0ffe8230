"""Measures what one client can do to the others: how long a call for help waits while one token
floods the service. Used by program.py.

    timelines   40 connections of one responder's token ask, over and over, why its request was
                decided as it was, on a log of so many records
    lists       60 connections of one dispatcher's token ask for 16 lists of 1,000 open requests
                each and never read them

The flood comes from processes of their own; the calls are sent at planned times, and an answer's
time counts from there.
"""
import json
import multiprocessing
import os
import re
import select
import selectors
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

TIMELINE_RECORDS = 20_000
OPEN_REQUESTS = 100_000
CALLS_PER_S = 20
PROMISED_MS = 50

CONFIG = """
rules = [{rules}]
[server]
console = "{console}"
[http.per_token]
per_minute = {per_minute}
burst = {burst}
"""


class Server:
    def __init__(self, muster, folder, fast, more="", console=""):
        rules = Path(__file__).resolve().parent.parent / "config"
        config = Path(folder) / ("fast.toml" if fast else "muster.toml")
        # The limits that hold in service, and none while the city is made.
        config.write_text(CONFIG.format(
            console=console,
            rules=", ".join(f'"{rules / name}.toml"' for name in ("rules", "services", "plans")),
            per_minute=60_000_000 if fast else 30_000, burst=60_000_000 if fast else 1_000) + more,
            encoding="utf-8")
        self.data = Path(folder) / "data"
        self.config = config
        self.muster = muster
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.muster, "serve", "--data", self.data, "--listen", "127.0.0.1:0", "--config",
             self.config], stderr=subprocess.PIPE, text=True)
        self.port = None
        for line in self.process.stderr:
            if found := re.search(r"listening on https?://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                break
        if self.port is None:
            raise SystemExit("muster serve ended without saying where it listens")
        # Its further words must not fill the pipe.
        self.drain = multiprocessing.Process(target=drain, args=(self.process.stderr,), daemon=True)
        self.drain.start()

    def token(self, name, *more):
        done = subprocess.run([self.muster, "token", "create", "--data", self.data, "--name", name,
                               "--json", *more], check=True, capture_output=True, text=True)
        return json.loads(done.stdout)["token"]

    def peak_bytes(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024
        return 0

    def restart(self):
        """On the same log."""
        self.stop()
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(120)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.drain.terminate()


def drain(stream):
    for _ in stream:
        pass


def request_text(method, path, token, body=None):
    text = f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
    if body is not None:
        body = json.dumps(body)
        text += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return (text + "\r\n" + (body or "")).encode()


class Wire:
    """One keep-alive connection, as little as it takes."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def answer(self):
        while b"\r\n\r\n" not in self.buffer:
            self.more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        size = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
        while len(self.buffer) < size:
            self.more()
        body, self.buffer = self.buffer[:size], self.buffer[size:]
        return int(head.split()[1]), body

    def more(self):
        got = self.socket.recv(1 << 18)
        if not got:
            raise ConnectionError("closed")
        self.buffer += got

    def ask(self, text):
        self.socket.sendall(text)
        return self.answer()


def place(number):
    return {"lat": 32.25 + number % 400 * 0.001, "lon": 119.05 + number // 400 % 800 * 0.001}


def fill(port, token, count, first, **more):
    """So many requests, 16 at a time."""
    wire = Wire(port)
    for start in range(first, first + count, 16):
        numbers = range(start, min(start + 16, first + count))
        wire.socket.sendall(b"".join(
            request_text("POST", "/v1/commands/CreateRequest", token,
                         {"service": "policy_advice", "channel": "web", "place": place(n), **more})
            for n in numbers))
        for _ in numbers:
            status, body = wire.answer()
            if status != 201:
                raise SystemExit(f"a request was refused: {status} {body!r}")


def fill_all(server, token, count, **more):
    workers = [multiprocessing.Process(target=fill, args=(server.port, token, count // 4,
                                                          i * (count // 4)), kwargs=more)
               for i in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        if worker.exitcode != 0:
            raise SystemExit("the city could not be made")


def ask_for_timelines(port, token, request, connections, stop):
    """Each connection asks again as soon as it is answered, whatever the answer is."""
    text = request_text("GET", f"/v1/requests/{request}/timeline?decisions=1", token)
    waiting = selectors.DefaultSelector()
    for _ in range(connections):
        wire = Wire(port)
        wire.socket.sendall(text)
        waiting.register(wire.socket, selectors.EVENT_READ, wire)
    while not stop.is_set():
        for key, _ in waiting.select(0.1):
            key.data.answer()
            key.fileobj.sendall(text)


def ask_and_never_read(port, token, connections, stop):
    text = request_text("GET", "/v1/requests?limit=1000", token) * 16
    sockets = []
    while not stop.is_set():
        # The service closes them after a while; they come back.
        sockets = [one for one in sockets if is_open(one)]
        while len(sockets) < connections:
            one = socket.create_connection(("127.0.0.1", port), 10)
            one.sendall(text)
            sockets.append(one)
        stop.wait(0.2)


def is_open(one):
    poll = select.poll()
    poll.register(one, 0)
    return not poll.poll(0)


def call_for_help(port, token, seconds):
    """Milliseconds from the planned time of each call to its answer, sorted."""
    wire = Wire(port)
    times = []
    start = time.monotonic()
    for number in range(seconds * CALLS_PER_S):
        planned = start + number / CALLS_PER_S
        if (wait := planned - time.monotonic()) > 0:
            time.sleep(wait)
        status, body = wire.ask(request_text(
            "POST", "/v1/commands/CreateRequest", token,
            {"service": "emergency", "channel": "hotline", "place": place(200_000 + number)}))
        if status != 201:
            raise SystemExit(f"a call for help was refused: {status} {body!r}")
        times.append((time.monotonic() - planned) * 1000)
    return sorted(times)


def under(flood, args, server, desk, seconds):
    stop = multiprocessing.Event()
    flooder = multiprocessing.Process(target=flood, args=(server.port, *args, stop), daemon=True)
    flooder.start()
    try:
        time.sleep(1)
        times = call_for_help(server.port, desk, seconds)
        alive = flooder.is_alive()
    finally:
        stop.set()
        flooder.join(5)
        flooder.kill()
    if not alive:
        raise SystemExit("the flood ended early")
    return {"calls": len(times), "p50_ms": times[len(times) // 2],
            "p99_ms": times[min(len(times) * 99 // 100, len(times) - 1)], "max_ms": times[-1],
            "peak_bytes": server.peak_bytes(), "promised_ms": PROMISED_MS}


def assigned_request(port, token):
    """A responder on duty and the request it is sent to."""
    wire = Wire(port)

    def must(name, body):
        status, answer = wire.ask(request_text("POST", "/v1/commands/" + name, token, body))
        if status not in (200, 201):
            raise SystemExit(f"{name}: {status} {answer!r}")
        return json.loads(answer)

    responder = must("RegisterResponder", {"profile": {
        "kind": "staff", "name": "bench", "skills": ["first_aid", "care", "lift"],
        "post": place(0)}})["id"]
    must("SetDuty", {"responder": responder, "status": "available"})
    request = must("CreateRequest", {"service": "emergency", "channel": "hotline",
                                     "place": place(0)})["id"]
    return responder, request


def timelines(muster, seconds):
    with tempfile.TemporaryDirectory() as folder:
        with Server(muster, folder, fast=True) as server:
            desk = server.token("desk", "--role", "dispatcher,admin")
            responder, request = assigned_request(server.port, desk)
            fill_all(server, desk, TIMELINE_RECORDS)
        for snapshot in (Path(folder) / "data").glob("snapshot-*"):
            snapshot.unlink()  # each explanation begins at the beginning: the dearest case
        with Server(muster, folder, fast=False) as server:
            small = server.token("small", "--role", "responder", "--responder", str(responder))
            return under(ask_for_timelines, (small, request, 40), server, desk, seconds)


def lists(muster, seconds):
    with tempfile.TemporaryDirectory() as folder:
        with Server(muster, folder, fast=True) as server:
            desk = server.token("desk", "--role", "dispatcher,admin")
            fill_all(server, desk, OPEN_REQUESTS, note="n" * 500)
        with Server(muster, folder, fast=False) as server:
            before = server.peak_bytes()
            small = server.token("small", "--role", "dispatcher")
            return under(ask_and_never_read, (small, 60), server, desk, seconds) | {
                "bytes_before": before}


def fairness(muster, seconds):
    return {"timelines": timelines(muster, seconds), "lists": lists(muster, seconds),
            "processors": os.cpu_count()}
