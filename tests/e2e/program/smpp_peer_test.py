"""The real program writes short messages through a centre that is not our own: the SMPP server of
the npm package smpp decodes them, has no room once, hangs up before its answer, refuses a number.
Skipped (77) where node or the packages are not installed; tests/run installs them."""

import json
import pathlib
import queue
import shutil
import subprocess
import sys
import threading

from harness import ProgramTest, main, wait_for

PEERS = pathlib.Path(__file__).resolve().parent.parent / "peers"
PASSWORD = "letmein"
WAIT_S = 30


class Centre:
    """The centre as a child process; what it prints, line by line."""

    def __init__(self, test, *files):
        self.process = subprocess.Popen(
            ["node", "smsc.cjs", PASSWORD, *map(str, files)], cwd=PEERS, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.heard = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        test.addCleanup(self._end)
        self.port = self.next("port")

    def _read(self):
        for line in self.process.stdout:
            self.heard.put(json.loads(line))

    def _end(self):
        self.process.kill()
        self.process.wait(WAIT_S)
        self.reader.join(WAIT_S)
        self.process.stdin.close()
        self.process.stdout.close()

    def next(self, what):
        """The next line of that kind; others before it are passed over."""
        while True:
            heard = self.heard.get(timeout=WAIT_S)
            if what in heard:
                return heard[what]

    def answer_with(self, *answers):
        self.process.stdin.write(" ".join(answers) + "\n")
        self.process.stdin.flush()
        self.next("answers")


class SmppPeerTest(ProgramTest):
    def setUp(self):
        super().setUp()
        password = self.folder / "smpp-password"
        password.write_text(PASSWORD + "\n", encoding="utf-8")
        password.chmod(0o600)
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.asked = 0

    def configure(self, port, ca_file=None):
        """With a certificate the connection is private, and what is personal may be told."""
        with self.config.open("a", encoding="utf-8") as config:
            config.write(f"""
[outbox]
retry_first_ms = 50
retry_last_ms = 200
ca_file = "{ca_file or ''}"
[[outbox.channel]]
name = "duty"
kind = "smpp"
events = ["RequestReceived"]
personal = {json.dumps(bool(ca_file))}
per_minute = 60_000
burst = 1_000
[outbox.channel.smpp]
host = "127.0.0.1"
port = {port}
tls = {json.dumps(bool(ca_file))}
system_id = "muster"
password = {{ file = "smpp-password" }}
source = "10690000"
to = ["+8613800000001"]
window = 1
""")

    def begin(self):
        service = self.serve()
        return service, service.client(self.token)

    def ask_for_help(self, client, note=""):
        self.asked += 1
        return client.must("CreateRequest", {
            "service": "emergency", "caller": f"05148230{self.asked:04d}", "note": note,
            "place": {"lat": round(32.3 + self.asked * 0.0007, 4), "lon": 119.42}})["id"]

    def metric(self, client, name):
        name = f'{name}{{channel="duty"}}'
        for line in client.call("GET", "/metrics").body.decode().splitlines():
            if line.startswith(name + " "):
                return int(line.rsplit(" ", 1)[1])
        raise AssertionError("no metric " + name)

    def test_an_alarm_reaches_a_telephone(self):
        centre = Centre(self)
        self.configure(centre.port)
        service, client = self.begin()
        centre.answer_with("throttle")
        request = self.ask_for_help(client)
        self.assertEqual(centre.next("bind"), "muster")
        throttled, taken = centre.next("sms"), centre.next("sms")
        self.assertEqual((throttled.pop("answer"), taken.pop("answer")), ("throttle", "take"))
        self.assertEqual(throttled, taken)
        self.assertEqual((taken["to"], taken["ton"], taken["from"], taken["coding"]),
                         ("8613800000001", 1, "10690000", 8))
        # The same words as the desk reads, in Chinese, and nothing that is personal.
        story = client.get(f"/v1/requests/{request}/timeline")["timeline"]
        told = next(text for entry in story for event, text in zip(entry["events"], entry["zh"])
                    if event["type"] == "RequestReceived")
        number, words = taken["text"].split(" ", 1)
        self.assertEqual(number, f"#{request}")
        self.assertEqual(words[:4], told[:4])
        self.assertNotIn("82300001", taken["text"])
        self.assertEqual(centre.next("receipt"), 0)
        wait_for("the count of the receipt",
                 lambda: self.metric(client, "muster_outbox_sms_arrived_total") == 1)
        self.assertEqual(self.metric(client, "muster_outbox_delivered_total"), 1)
        self.assertEqual(self.metric(client, "muster_outbox_failed_total"), 1)
        service.stop()
        self.assertTrue(centre.next("unbind"), "it logs out")

    def test_a_number_that_is_refused_is_a_dead_letter(self):
        centre = Centre(self)
        self.configure(centre.port)
        service, client = self.begin()
        centre.answer_with("refuse")
        self.ask_for_help(client)
        wait_for("the dead letter", lambda: self.metric(client, "muster_outbox_dead") == 1)
        self.assertIn("ESME_RINVDSTADR (0x0B) for the number that ends in 0001", service.text())
        self.ask_for_help(client)
        self.assertEqual(centre.next("sms")["answer"], "refuse")
        self.assertEqual(centre.next("sms")["answer"], "take", "the next one goes its way")
        service.stop()

    def test_what_was_not_answered_comes_again_as_the_same(self):
        key, certificate = self.folder / "key.pem", self.folder / "ca.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "1", "-subj", "/CN=centre", "-addext",
             "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)],
            check=True, capture_output=True)
        centre = Centre(self, key, certificate)
        self.configure(centre.port, certificate)
        service, client = self.begin()
        # The second part never gets an answer, until the program itself is killed.
        centre.answer_with("take", *["cut"] * 10_000)
        note = "老人在卧室摔倒，意识清楚，右侧髋部疼痛，不能站立；家属正在赶来，钥匙在邻居王老师处。" * 2
        self.ask_for_help(client, note)
        tries = [centre.next("sms") for _ in range(3)]
        service.kill()
        centre.answer_with("take")
        service, client = self.begin()
        whole = [centre.next("sms")]
        while len(whole) < int(whole[0]["header"][6:8], 16):
            whole.append(centre.next("sms"))
        wait_for("an empty book", lambda: self.metric(client, "muster_outbox_pending") == 0)
        # Header: 00 03, the reference, how many parts, which of them.
        reference = {sms["header"][4:6] for sms in tries + whole}
        self.assertEqual(len(reference), 1, "the telephone knows them for the same")
        self.assertEqual([int(sms["header"][8:10], 16) for sms in tries], [1, 2, 2],
                         "what was taken is not said again")
        self.assertEqual([int(sms["header"][8:10], 16) for sms in whole],
                         list(range(1, len(whole) + 1)))
        self.assertEqual({sms["coding"] for sms in whole}, {8})
        text = "".join(sms["text"] for sms in whole)
        self.assertIn(note[:30], text, "put together again it is the text")
        service.stop()


if __name__ == "__main__":
    if not shutil.which("node") or not (PEERS / "node_modules" / "smpp").is_dir():
        print("skipped: node or the packages of tests/e2e/peers are not installed")
        sys.exit(77)
    main()
