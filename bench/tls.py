"""Measures TLS of the real program beside a bare `openssl s_server -WWW`, in turns, with one client
(tls_load), one certificate (ECDSA P-256), one cipher (TLS_AES_128_GCM_SHA256, X25519) and no
session that goes on. Used by program.py.

    connections  each a full handshake and a small answer
    bytes        of one large file, a connection for each time

Beside what a second of the clock brings stands what a second of the server's processor time does:
the client takes as much as the server, and with two processors that is what limits both.
"""
import json
import os
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from fairness import Server

FILE_BYTES = 8 << 20
THREADS = {"connections": 4, "bytes": 2}
TURNS = 5


def make_certificate(folder):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-days", "2", "-subj",
         "/CN=localhost"], check=True, capture_output=True)
    os.chmod(folder / "key.pem", 0o600)


def make_files(folder):
    """A console of one page with one large file, and the same two for s_server."""
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>a page</title>", encoding="utf-8")
    (folder / "assets" / "large.js").write_bytes(os.urandom(FILE_BYTES // 2).hex().encode())


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def processor_s(pid):
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Bare:
    def __init__(self, folder):
        self.port = free_port()
        self.process = subprocess.Popen(
            ["openssl", "s_server", "-accept", f"127.0.0.1:{self.port}", "-WWW", "-quiet", "-cert",
             folder / "cert.pem", "-key", folder / "key.pem", "-num_tickets", "1"],
            cwd=folder / "console", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("openssl s_server did not start")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)


def one_turn(load, server, path, seconds, threads):
    before = processor_s(server.process.pid)
    done = subprocess.run([load, str(server.port), path, str(seconds), str(threads)], check=True,
                          capture_output=True, text=True, timeout=seconds * 10 + 60)
    used = processor_s(server.process.pid) - before
    report = json.loads(done.stdout)
    if report["failed"]:
        raise SystemExit(f"{report['failed']} connections failed")
    return report, max(used, 0.01)


def measure(load, servers, paths, seconds, what):
    rates = {name: {"per_s": [], "per_processor_s": []} for name in servers}
    for _ in range(TURNS):
        for name, server in servers.items():
            report, used = one_turn(load, server, paths[name][what], seconds, THREADS[what])
            rates[name]["per_s"].append(report[what] / report["seconds"])
            rates[name]["per_processor_s"].append(report[what] / used)
    return {name: {kind: statistics.median(values) for kind, values in kinds.items()}
            for name, kinds in rates.items()}


def tls(muster, load, seconds):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_certificate(folder)
        make_files(folder / "console")
        server = Server(muster, folder, fast=True, more=f"""
[http]
max_connections_per_address = 4096
[http.per_address]
per_minute = 60_000_000
burst = 60_000_000
[tls]
certificate = "cert.pem"
key = "key.pem"
""", console=folder / "console")
        bare = Bare(folder)
        servers = {"muster": server, "bare": bare}
        paths = {"muster": {"connections": "/", "bytes": "/assets/large.js"},
                 "bare": {"connections": "/index.html", "bytes": "/assets/large.js"}}
        try:
            each = max(0.5, seconds / TURNS)
            return {what: measure(load, servers, paths, each, what)
                    for what in ("connections", "bytes")}
        finally:
            bare.stop()
            server.stop()
