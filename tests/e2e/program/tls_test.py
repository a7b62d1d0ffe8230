"""The program under TLS, with openssl and curl as its peers: what it speaks and refuses, the feed
over wss, a certificate that is renewed while it runs, gateways that show a certificate."""

import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import time

from harness import CALL_S, CONFIG, Client, Feed, ProgramTest, main, run, wait_for

EVENT = json.dumps({
    "specversion": "1.0", "id": "1", "source": "s", "type": "cn.muster.device.sos",
    "subject": "b7", "data": {"place": {"lat": 32.39, "lon": 119.42}}})


def call(*args, **more):
    return subprocess.run(list(map(str, args)), stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, errors="replace", timeout=CALL_S, check=False, **more)


class Authority:
    """Makes certificates by openssl, as an operator does."""

    def __init__(self, folder, name):
        self.folder = folder
        self.name = name
        self.certificate = folder / f"{name}.pem"
        self._must("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                   "-keyout", folder / f"{name}.key", "-out", self.certificate, "-days", 30,
                   "-subj", "/CN=authority of a test")

    @staticmethod
    def _must(*args):
        done = call("openssl", *args)
        if done.returncode != 0:
            raise AssertionError(f"openssl {args}: {done.stderr}")

    def issue(self, file, subject, names=None, days=30):
        """FILE.pem and FILE.key, in the place of what was there."""
        new = self.folder / f"{file}.new"
        self._must("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                   "-keyout", f"{new}.key", "-out", f"{new}.csr", "-subj", f"/CN={subject}")
        more = []
        if names:
            extensions = self.folder / f"{file}.ext"
            extensions.write_text(f"subjectAltName={names}\n", encoding="utf-8")
            more = ["-extfile", extensions]
        self._must("x509", "-req", "-in", f"{new}.csr", "-CA", self.certificate, "-CAkey",
                   self.folder / f"{self.name}.key", "-CAcreateserial", "-days", days,
                   "-out", f"{new}.pem", *more)
        os.chmod(f"{new}.key", 0o600)
        os.replace(f"{new}.pem", self.folder / f"{file}.pem")
        os.replace(f"{new}.key", self.folder / f"{file}.key")
        return self.folder / f"{file}.pem", self.folder / f"{file}.key"


class TlsTest(ProgramTest):
    SERVER = ("localhost", "DNS:localhost,IP:127.0.0.1")

    def setUp(self):
        super().setUp()
        self.authority = Authority(self.folder, "ca")
        self.authority.issue("server", *self.SERVER)
        self.tls = 'certificate = "server.pem"\nkey = "server.key"\nlook_ms = 50\n'
        self.right = self.config.read_text(encoding="utf-8")
        self.configure()

    def configure(self, tls=None, server='console = ""'):
        text = self.right.replace('console = ""', server, 1)
        text += "\n[tls]\n" + (self.tls if tls is None else tls)
        self.config.write_text(text, encoding="utf-8")

    def trusting(self, own=None):
        context = ssl.create_default_context(cafile=str(self.authority.certificate))
        if own:
            context.load_cert_chain(*map(str, own))
        return context

    def start(self, *args):
        self.service = self.serve(*args, tls=self.trusting())
        self.url = f"https://localhost:{self.service.port}"
        return self.service

    def curl(self, *args, path="/healthz"):
        return call("curl", "--silent", "--show-error", "--cacert", self.authority.certificate,
                    *args, self.url + path)

    def s_client(self, *args):
        return call("openssl", "s_client", "-connect", f"127.0.0.1:{self.service.port}",
                    "-CAfile", self.authority.certificate, "-verify_return_error", *args)

    def shown_serial(self):
        with socket.create_connection(("127.0.0.1", self.service.port), CALL_S) as clear:
            with self.trusting().wrap_socket(clear, server_hostname="127.0.0.1") as sealed:
                return sealed.getpeercert()["serialNumber"]

    def alarms(self, client):
        return [alarm["name"] for alarm in client.get("/readyz")["alarms"]]

    def test_what_it_speaks_and_what_it_refuses(self):
        self.start()
        self.assertIn(f"listening on https://127.0.0.1:{self.service.port}", self.service.text())
        self.assertNotIn("in the clear", self.service.text())
        for version in ("1.2", "1.3"):
            done = self.curl("--include", "--http1.1", f"--tlsv{version}", "--tls-max", version)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout.startswith("HTTP/1.1 200"), done.stdout)
            self.assertIn("Strict-Transport-Security: max-age=31536000", done.stdout)
        self.assertEqual(self.curl("--http2").returncode, 0, "h2 is offered beside http/1.1")
        # Not trusted: the client's refusal is no harm.
        self.assertEqual(call("curl", "--silent", self.url).returncode, 60)
        for old in ("-tls1", "-tls1_1"):
            done = self.s_client(old, "-cipher", "DEFAULT@SECLEVEL=0")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("alert protocol version", done.stderr)
        for weak in ("AES128-SHA", "ECDHE-ECDSA-AES128-SHA256", "AES128-GCM-SHA256"):
            self.assertIn("handshake failure", self.s_client("-tls1_2", "-cipher", weak).stderr)
        done = self.s_client("-tls1_2")
        self.assertIn("Secure Renegotiation IS supported", done.stdout)
        self.assertIn("Compression: NONE", done.stdout)
        done = self.s_client("-alpn", "http/1.1")
        self.assertIn("ALPN protocol: http/1.1", done.stdout)
        self.assertIn("TLS session ticket", self.s_client("-tls1_2").stdout)
        plain = call("curl", "--silent", "--include", f"http://127.0.0.1:{self.service.port}/")
        self.assertTrue(plain.stdout.startswith("HTTP/1.1 400"), plain.stdout)
        self.assertIn("This port speaks TLS; use https://", plain.stdout)
        metrics = self.curl(path="/metrics").stdout
        for line in ('muster_tls_handshakes_failed_total{why="version"} 2',
                     'muster_tls_handshakes_failed_total{why="cipher"} 3',
                     'muster_tls_handshakes_failed_total{why="plain_text"} 1',
                     'muster_tls_handshakes_failed_total{why="refused"} 1'):
            self.assertIn(line, metrics)
        ends = next(int(line.split()[1]) for line in metrics.splitlines()
                    if line.startswith("muster_tls_certificate_ends_seconds "))
        self.assertAlmostEqual(ends, time.time() + 30 * 86_400, delta=3_600)
        self.assertEqual(self.service.stop(), 0)

    def test_commands_and_the_feed(self):
        self.start()
        token = self.make_token("dispatcher")
        feed = Feed(self.service, token)
        self.assertEqual(feed.message("reset")["reason"], "start")
        feed.message("snapshot_begin")
        client = self.service.client(token)
        made = client.must("CreateRequest", {
            "channel": "hotline", "service": "emergency", "note": "n" * 4_000,
            "place": {"lat": 32.39, "lon": 119.42}})
        while True:
            message = feed.next()
            if message["type"] == "delta":
                break
        self.assertEqual(message["changes"][0]["id"], made["id"])
        self.assertEqual(client.get(f"/v1/requests/{made['id']}")["id"], made["id"])
        feed.close()

    def test_the_feed_of_a_page_of_its_own_port(self):
        self.start()
        port = self.service.port
        for origin, status in ((f"https://localhost:{port}", b"101"),
                               (f"http://localhost:{port}", b"403"),
                               ("https://elsewhere", b"403")):
            with socket.create_connection(("127.0.0.1", port), CALL_S) as clear, \
                    self.trusting().wrap_socket(clear, server_hostname="localhost") as sealed:
                sealed.sendall((
                    f"GET /v1/feed HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: {origin}\r\n"
                    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Protocol: muster.v1\r\n\r\n").encode())
                self.assertEqual(sealed.recv(12)[9:12], status, origin)

    def test_a_renewal_needs_no_restart(self):
        self.start()
        token = self.make_token("dispatcher")
        feed = Feed(self.service, token)
        before = self.service.client(token)
        first = self.shown_serial()
        self.assertEqual(before.get("/readyz")["status"], "ready")
        self.authority.issue("server", *self.SERVER)
        wait_for("the new certificate", lambda: self.shown_serial() != first)
        second = self.shown_serial()
        # A certificate without its key: refused, told, and the old goes on.
        other, key = self.authority.issue("other", *self.SERVER)
        os.replace(other, self.folder / "server.pem")
        wait_for("the alarm", lambda: "tls_files_refused" in self.alarms(before))
        self.assertEqual(self.shown_serial(), second)
        self.assertIn("does not belong to the first certificate", self.service.text())
        os.replace(key, self.folder / "server.key")
        wait_for("the end of the alarm", lambda: self.alarms(before) == [])
        self.assertNotIn(self.shown_serial(), (first, second))
        # Who was there before goes on.
        made = before.must("CreateRequest", {"channel": "hotline", "service": "emergency",
                                             "place": {"lat": 32.39, "lon": 119.42}})
        while True:
            message = feed.next()
            if message["type"] == "delta":
                break
        self.assertEqual(message["changes"][0]["id"], made["id"])
        # A certificate that ends soon is an alarm.
        self.authority.issue("server", *self.SERVER, days=7)
        wait_for("the alarm of the end", lambda: self.alarms(before) == ["tls_certificate_ends"])

    def test_a_signal_asks_for_it_at_once(self):
        self.configure(self.tls.replace("look_ms = 50", 'look_ms = "1 h"'))
        self.start()
        first = self.shown_serial()
        self.authority.issue("server", *self.SERVER)
        self.assertEqual(self.shown_serial(), first)
        self.service.process.send_signal(signal.SIGHUP)
        wait_for("the new certificate", lambda: self.shown_serial() != first)
        self.service.process.send_signal(signal.SIGHUP)
        self.assertEqual(self.curl().returncode, 0)
        self.assertEqual(self.service.stop(), 0)

    def test_gateways_by_certificate(self):
        self.configure(self.tls + 'client_ca = "ca.pem"\ngateways = ["alarm-centre"]\n')
        centre = self.authority.issue("centre", "alarm-centre")
        nobody = self.authority.issue("nobody", "somebody-else")
        (self.folder / "strangers").mkdir()
        stranger = Authority(self.folder / "strangers", "own").issue("centre", "alarm-centre")
        self.start()

        def post(own):
            return self.curl(*(["--cert", own[0], "--key", own[1]] if own else []),
                             "--header", "Content-Type: application/cloudevents+json",
                             "--data", EVENT, "--write-out", "\n%{http_code}", path="/v1/intake")

        taken = post(centre)
        self.assertTrue(taken.stdout.endswith("\n201"), taken.stdout + taken.stderr)
        again = post(centre)
        self.assertEqual(again.stdout, taken.stdout, "the same event is the same request")
        for own in (nobody, None):
            self.assertTrue(post(own).stdout.endswith("\n401"), own)
        refused = post(stranger)
        self.assertNotEqual(refused.returncode, 0)
        self.assertTrue(refused.stdout.endswith("\n000"), refused.stdout)
        client = self.service.client(self.make_token("supervisor"))
        noted = wait_for("the record of accesses", lambda: [
            entry for entry in client.get("/v1/accesses?what=login_failed")["entries"]
            if entry["about"] == "certificate"])
        self.assertEqual(noted[0]["who"], "127.0.0.1")

    def test_tables_come_in_too(self):
        shutil.copy(pathlib.Path(CONFIG).parent / "tables.toml", self.folder / "tables.toml")
        self.start()
        token = self.make_token("supervisor")
        client = self.service.client(token)
        table = "编号,姓名,电话,出生日期\r\n1,李一,13800000001,1946-03-01\r\n".encode()
        sent = client.call("POST", "/v1/imports/members", table, {"Content-Type": "text/csv"})
        self.assertEqual(sent.status, 202, sent.body)
        path = f"/v1/imports/{sent.json['import']}"
        report = wait_for("the import", lambda: (lambda one: one["state"] in (
            "done", "refused", "failed") and one)(client.get(path)))
        self.assertEqual((report["state"], report["created"]), ("done", 1), report)
        # And by the command, which trusts whom the system trusts.
        file = self.folder / "members.csv"
        file.write_bytes(table)
        command = ("import", "members", file, "--check", "--token", token, "--url", self.url)
        os.environ["SSL_CERT_FILE"] = str(self.authority.certificate)
        self.addCleanup(os.environ.pop, "SSL_CERT_FILE", None)
        said = run(*command)
        self.assertIn("0 new, 0 changed, 1 as they are", said.stdout, said)
        del os.environ["SSL_CERT_FILE"]
        self.assertIn("certificate verify failed", run(*command).stderr)

    def test_the_configuration_is_checked(self):
        def check(words, **more):
            self.configure(**more)
            done = run("config", "check", "--config", self.config)
            self.assertIn(words, done.stderr)
            return done.returncode

        self.assertEqual(check(""), 0)
        self.assertNotEqual(check("must name the key", tls='certificate = "server.pem"'), 0)
        self.assertNotEqual(check("No such file", tls='certificate = "a"\nkey = "server.key"'), 0)
        self.assertNotEqual(check("does not belong", tls='certificate = "ca.pem"\n'
                                                         'key = "server.key"'), 0)
        self.assertNotEqual(check("must begin with https://",
                                  server='console = ""\npublic_url = "http://muster.example"'), 0)
        os.chmod(self.folder / "server.key", 0o640)
        self.assertNotEqual(check("chmod 600 would be right"), 0)
        self.assertNotEqual(run("serve", "--data", self.data, "--config", self.config).returncode,
                            0)
        os.chmod(self.folder / "server.key", 0o600)
        # Nothing travels in the clear, and no proxy is needed.
        server = ('console = ""\naddress = "0.0.0.0"\npublic_url = "https://muster.example"')
        self.assertEqual(check("", server=server), 0)
        self.assertEqual(run("config", "check", "--config", self.config).stderr, "")
        self.configure(tls="", server='console = ""\naddress = "0.0.0.0"')
        self.assertIn("in the clear", run("config", "check", "--config", self.config).stderr)

    def test_a_plain_client_of_the_feed_is_not_let_in(self):
        self.start()
        with socket.create_connection(("127.0.0.1", self.service.port), CALL_S) as clear:
            clear.sendall(b"GET /v1/feed HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n")
            answer = b""
            while more := clear.recv(4096):
                answer += more
        self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer)

    def test_many_at_once(self):
        self.start()
        clients = [Client(self.service.port, None, self.trusting()) for _ in range(40)]
        for _ in range(3):
            for client in clients:
                self.assertEqual(client.call("GET", "/healthz").status, 200)
        for client in clients:
            client.close()


if __name__ == "__main__":
    main()
