"""Anchors that are sent away: to a folder, a webhook and an authority for time stamps. Nothing but the
openssl command is needed to believe them, and a history that was written anew is found by them."""

import hashlib
import http.server
import json
import re
import sqlite3
import struct
import subprocess
import threading
import time

from harness import CALL_S, ProgramTest, main, run, wait_for

AUTHORITY = """
[tsa]
default_tsa = one
[one]
serial = serial
signer_cert = tsa.pem
certs = ca.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[purpose]
extendedKeyUsage = critical,timeStamping
"""


def openssl(*args, folder=None):
    """Its exit code is the answer."""
    return subprocess.run(["openssl", *map(str, args)], cwd=folder, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=CALL_S, check=False)


def must(*args, folder=None):
    done = openssl(*args, folder=folder)
    if done.returncode != 0:
        raise AssertionError(f"openssl {args}: {done.stderr}")


class Peer(http.server.ThreadingHTTPServer):
    """An HTTP server that answers each POST by `answer(body)`, as long as it works."""

    def __init__(self, kind, answer):
        peer = self
        self.works = True

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                sent = answer(self.headers["Content-Type"], body) if peer.works else b""
                self.send_response(200 if peer.works else 503)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)
        self.thread.start()

    def handle_error(self, request, client_address):
        """Whoever asked may have gone."""

    def url(self, path):
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def close(self):
        self.shutdown()
        self.thread.join(CALL_S)
        self.server_close()


class Authority:
    """Time stamps by `openssl ts -reply`."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        (folder / "tsa.cnf").write_text(AUTHORITY, encoding="utf-8")
        new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        must("req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-days", 30,
             "-subj", "/CN=authority of a test", folder=folder)
        must("req", "-new", *new, "-keyout", "tsa.key", "-out", "tsa.csr",
             "-subj", "/CN=time of a test", folder=folder)
        must("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
             "-CAcreateserial", "-days", 30, "-extfile", "tsa.cnf", "-extensions", "purpose",
             "-out", "tsa.pem", folder=folder)
        self.kinds = set()

    def answer(self, kind, query):
        self.kinds.add(kind)
        (self.folder / "query").write_bytes(query)
        must("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "reply",
             folder=self.folder)
        return (self.folder / "reply").read_bytes()


def chained(previous, seq, at, texts):
    """The hash of a record, as engine/log/hash.hpp says it."""
    bytes_ = previous + struct.pack("<qq", seq, at)
    for text in texts:
        text = text.encode() if isinstance(text, str) else bytes(text)
        bytes_ += struct.pack("<q", len(text)) + text
    return hashlib.sha256(bytes_).digest()


def write_anew(data, number, source):
    """Somebody else is made to have sent a command, as whoever may write in the folder can do it:
    with all hashes after it, and without the witnesses beside the log."""
    database = sqlite3.connect(data / "decisions.sqlite", isolation_level=None)
    for name in ("record_is_not_changed", "record_is_not_deleted"):
        database.execute(f"DROP TRIGGER {name}")
    rows = database.execute(
        "SELECT seq, at, source, key, command, events, hash FROM record ORDER BY seq").fetchall()
    previous = bytes(32)
    changed = 0
    database.execute("BEGIN")
    for seq, at, was, key, command, events, known in rows:
        now = source if seq == number else was
        previous = chained(previous, seq, at, (now, key, command, events))
        changed += previous != known
        database.execute("UPDATE record SET source = ?, hash = ? WHERE seq = ?",
                         (now, previous, seq))
    database.execute("COMMIT")
    database.close()
    (data / "high-water").unlink()
    for path in data.glob("snapshot-*.json"):
        path.unlink()
    return changed, len(rows) - number + 1


class AnchorsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        must("genpkey", "-algorithm", "ed25519", "-out", self.folder / "anchor.pem")
        (self.folder / "anchor.pem").chmod(0o600)
        self.public = self.folder / "anchor.pub"
        must("pkey", "-in", self.folder / "anchor.pem", "-pubout", "-out", self.public)
        self.away = self.folder / "away"
        self.away.mkdir()
        self.posted = []
        self.webhook = Peer("application/json", self.take)
        self.authority = Authority(self.folder / "authority")
        self.stamps = Peer("application/timestamp-reply", self.authority.answer)
        for peer in (self.webhook, self.stamps):
            self.addCleanup(peer.close)
        self.set_options("log", 'anchor_key_file = "anchor.pem"')
        self.anchors(
            'every_ms = "1 s"', 'folder = "away"', f'webhook = "{self.webhook.url("/hook")}"',
            f'time_stamp = "{self.stamps.url("/tsr")}"', 'time_stamp_ca = "authority/ca.pem"')

    def anchors(self, *lines):
        with self.config.open("a", encoding="utf-8") as config:
            config.write("\n".join(("", "[anchors]", *lines, "")))

    def take(self, kind, body):
        self.posted.append((kind, json.loads(body)))
        return b"{}"

    def create(self, client, number):
        place = {"lat": 32.39, "lon": round(119.0 + number / 1000, 6)}
        return client.must("CreateRequest", {"service": "power_repair", "place": place})

    def lines(self):
        files = list(self.away.glob("anchors-*.txt"))
        return files[0].read_text(encoding="ascii").splitlines() if files else []

    def stamp(self, seq, kind):
        return self.data / "anchors" / f"{seq}.{kind}"

    def all_have(self, seq):
        """The anchor that all three have, of this record or a later one."""
        last = self.posted[-1][1] if self.posted else {"seq": 0}
        if last["seq"] < seq or not self.stamp(last["seq"], "tsr").exists():
            return None
        return last if self.lines()[-1:] == [last["anchor"]] else None

    def metric(self, client, name, target):
        text = client.call("GET", "/metrics").body.decode()
        return int(re.search(rf'^{name}{{target="{target}"}} (\d+)$', text, re.M).group(1))

    def test_all_get_it_and_openssl_believes_it(self):
        service = self.serve()
        client = service.client(self.token)
        for number in range(5):
            self.create(client, number)
        seq = client.get("/readyz")["seq"]
        got = wait_for("the anchor", lambda: self.all_have(seq))
        self.assertEqual(self.posted[-1][0], "application/json")
        self.assertEqual(self.authority.kinds, {"application/timestamp-query"})
        number, digest, signature = got["anchor"].split(":")
        self.assertEqual((number, digest), (str(got["seq"]), got["hash"]))
        self.assertEqual(got["public_key"], self.public.read_text(encoding="ascii"))
        self.assertEqual(set(got), {"instance", "seq", "hash", "at", "anchor", "public_key"})
        # The signature: by the command alone, over the text as the README says it.
        text = self.folder / "text"
        text.write_text(f"muster-anchor-2\n{got['instance']}\n{number}:{digest}", encoding="ascii")
        (self.folder / "signature").write_bytes(bytes.fromhex(signature))
        verify = ("pkeyutl", "-verify", "-pubin", "-inkey", self.public, "-rawin", "-in", text,
                  "-sigfile", self.folder / "signature")
        self.assertEqual(openssl(*verify).returncode, 0)
        text.write_text(text.read_text(encoding="ascii").replace(number + ":", "1:"), encoding="ascii")
        self.assertNotEqual(openssl(*verify).returncode, 0)
        # The time stamp: likewise, over the anchor as everybody has it.
        stamped = self.stamp(got["seq"], "anchor")
        self.assertEqual(stamped.read_text(encoding="ascii"), got["anchor"])
        verify = ("ts", "-verify", "-in", self.stamp(got["seq"], "tsr"),
                  "-CAfile", self.authority.folder / "ca.pem", "-data")
        self.assertEqual(openssl(*verify, stamped).returncode, 0)
        self.assertNotEqual(openssl(*verify, self.public).returncode, 0)
        (lines,) = self.away.iterdir()
        self.assertEqual(lines.name, f"anchors-{got['instance']}.txt")
        self.assertEqual(lines.stat().st_mode & 0o777, 0o600)
        for target in ("folder", "webhook", "time_stamp"):
            self.assertGreaterEqual(self.metric(client, "muster_anchor_sent_seq", target), seq)
            self.assertGreaterEqual(self.metric(client, "muster_anchors_sent_total", target), 1)
            self.assertEqual(self.metric(client, "muster_anchors_failures_total", target), 0)
        self.assertEqual(service.stop(), 0, service.text())
        # After a restart it is known, and where nothing was decided none is sent again.
        again = self.serve()
        client = again.client(self.token)
        for target in ("folder", "webhook", "time_stamp"):
            self.assertGreaterEqual(self.metric(client, "muster_anchor_sent_seq", target), seq)
        self.create(client, 9)
        wait_for("the next", lambda: self.all_have(client.get("/readyz")["seq"]))
        self.assertEqual(again.stop(), 0, again.text())
        sent = [body["anchor"] for _, body in self.posted]
        self.assertEqual(len(sent), len(set(sent)))
        self.assertEqual(self.lines(), list(dict.fromkeys(self.lines())))

    def test_history_written_anew_is_found(self):
        service = self.serve()
        client = service.client(self.token)
        for number in range(8):
            self.create(client, number)
        seq = client.get("/readyz")["seq"]
        kept = wait_for("the anchor", lambda: self.all_have(seq))["anchor"]
        self.create(client, 9)
        self.assertEqual(service.stop(), 0, service.text())
        against = ("check", "--data", self.data, "--anchor", kept, "--anchor-key", self.public)
        checked = run(*against)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        self.assertIn("1 anchors", checked.stdout)
        changed, expected = write_anew(self.data, seq - 3, "somebody-else")
        self.assertEqual(changed, expected)
        alone = run("check", "--data", self.data)
        self.assertEqual(alone.returncode, 0, alone.stdout + alone.stderr)
        found = run(*against)
        self.assertEqual(found.returncode, 1, found.stdout + found.stderr)
        self.assertIn("(anchor)", found.stdout)
        self.assertIn("not the history that the anchor was taken of", found.stdout)
        # Nor can an anchor of the new history be made up without the key.
        (last,) = sqlite3.connect(self.data / "decisions.sqlite").execute(
            "SELECT lower(hex(hash)) FROM record WHERE seq = ?", (int(kept.split(":")[0]),)).fetchone()
        number, _, signature = kept.split(":")
        forged = run("check", "--data", self.data, "--anchor", f"{number}:{last}:{signature}",
                     "--anchor-key", self.public)
        self.assertEqual(forged.returncode, 2, forged.stdout + forged.stderr)
        self.assertIn("signature", forged.stderr)

    def test_a_target_that_fails(self):
        self.webhook.works = False
        service = self.serve()
        client = service.client(self.token)
        seq = self.create(client, 1) and client.get("/readyz")["seq"]

        def alarm():
            ready = client.get("/readyz")
            return [one for one in ready["alarms"] if one["name"] == "anchors_not_sent"]

        (said,) = wait_for("the alarm", alarm)
        self.assertIn("(webhook)", said["text"])
        # Who asks whether we are ready need not know where it is sent.
        self.assertNotIn("127.0.0.1", said["text"])
        wait_for("the reason", lambda: "answers 503" in service.text())
        self.assertGreaterEqual(self.metric(client, "muster_anchors_failures_total", "webhook"), 2)
        # The others have it, and the service goes on.
        wait_for("a line", lambda: self.lines() and int(self.lines()[-1].split(":")[0]) >= seq)
        self.create(client, 2)
        self.webhook.works = True
        wait_for("its end", lambda: not alarm())
        seq = client.get("/readyz")["seq"]
        wait_for("the anchor", lambda: self.all_have(seq))
        wait_for("its end is said", lambda: "alarm anchors_not_sent is over" in service.text())
        self.assertEqual(service.stop(), 0, service.text())

    def test_the_oldest_time_stamps_go(self):
        text = self.config.read_text(encoding="utf-8")
        self.config.write_text(text + "kept = 2\n", encoding="utf-8")
        service = self.serve()
        client = service.client(self.token)
        stamped = []
        for number in range(4):
            self.create(client, number)
            seq = client.get("/readyz")["seq"]
            stamped.append(wait_for("the anchor", lambda: self.all_have(seq))["seq"])

        def kept():
            folder = self.data / "anchors"
            return sorted(p.name for p in folder.iterdir() if p.suffix in (".tsr", ".anchor"))

        newest = sorted(f"{seq}.{kind}" for seq in stamped[-2:] for kind in ("tsr", "anchor"))
        wait_for("the oldest to go", lambda: kept() == newest)
        self.assertEqual(service.stop(), 0, service.text())
        for seq in stamped[-2:]:
            self.assertEqual(openssl("ts", "-verify", "-in", self.stamp(seq, "tsr"), "-CAfile",
                                     self.authority.folder / "ca.pem", "-data",
                                     self.stamp(seq, "anchor")).returncode, 0)

    def test_a_stop_does_not_wait_for_a_target(self):
        asked, over = threading.Event(), threading.Event()

        def hang(_, __):
            asked.set()
            over.wait(CALL_S)
            return b""

        silent = Peer("application/json", hang)
        self.addCleanup(silent.close)
        self.addCleanup(over.set)
        text = self.config.read_text(encoding="utf-8")
        text = text.replace(self.webhook.url("/hook"), silent.url("/hook"))
        self.config.write_text(text + 'timeout_ms = "60 s"\n', encoding="utf-8")
        service = self.serve()
        self.create(service.client(self.token), 1)
        self.assertTrue(asked.wait(CALL_S))
        # Nor does the engine wait.
        self.create(service.client(self.token), 2)
        begun = time.monotonic()
        self.assertEqual(service.stop(), 0, service.text())
        self.assertLess(time.monotonic() - begun, 10)
        self.assert_sound()

    def refused(self, *said):
        done = run("config", "check", "--config", self.config)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        for text in said:
            self.assertIn(text, done.stderr)

    def test_what_could_not_work_is_refused_at_once(self):
        right = self.config.read_text(encoding="utf-8")
        run_ok = ("config", "check", "--config", self.config)
        self.run_ok(*run_ok)

        def change(was, now):
            self.assertIn(was, right)
            self.config.write_text(right.replace(was, now), encoding="utf-8")

        change('anchor_key_file = "anchor.pem"', "")
        self.refused("/anchors/folder", "openssl genpkey -algorithm ed25519")
        change('anchor_key_file = "anchor.pem"', 'anchor_key_file = "anchor.pub"')
        self.public.chmod(0o600)
        self.refused("anchor.pub has the public half alone")
        change(self.webhook.url("/hook"), "http://example.org/hook")
        self.refused("/anchors/webhook", "must begin with https://")
        change("authority/ca.pem", "authority/tsa.cnf")
        self.refused("/anchors/time_stamp_ca", "no certificates in PEM")
        self.config.write_text(right, encoding="utf-8")
        (self.folder / "anchor.pem").chmod(0o644)
        self.refused("anchor.pem", "others can read it")
        must("genpkey", "-algorithm", "x25519", "-out", self.folder / "anchor.pem")
        (self.folder / "anchor.pem").chmod(0o600)
        self.refused("is not an Ed25519 key but X25519", "openssl genpkey -algorithm ed25519")
        must("genpkey", "-algorithm", "ed25519", "-out", self.folder / "anchor.pem")
        self.run_ok(*run_ok)


if __name__ == "__main__":
    main()
