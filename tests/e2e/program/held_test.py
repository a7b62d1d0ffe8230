"""Another program in the log's file, the anchor kept elsewhere, and what a restore brings back."""

import json
import re
import sqlite3
import subprocess
import threading
import time

from harness import CONFIG, ProgramTest, main, run, wait_for

PLACE = {"lat": 32.39, "lon": 119.42}


class HeldTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")

    def configure(self, *lines):
        text = self.config.read_text(encoding="utf-8")
        text = text.replace("snapshot_records = 400", "\n".join(("snapshot_records = 400", *lines)))
        self.config.write_text(text, encoding="utf-8")

    def create(self, client, number, key=None):
        place = {"lat": 32.39, "lon": round(119.0 + number / 1000, 6)}
        return client.command("CreateRequest", {"service": "power_repair", "place": place}, key)

    def metric(self, client, name):
        text = client.call("GET", "/metrics").body.decode()
        return int(re.search(rf"^{name} (\d+)$", text, re.M).group(1))

    def hold(self):
        other = sqlite3.connect(self.data / "decisions.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        return other

    def test_a_foreign_writer(self):
        self.configure('busy_timeout_ms = "1 s"')
        service = self.serve()
        client = service.client(self.token)
        self.assertEqual(self.create(client, 1).status, 201)
        # Shorter than the setting: the command waits.
        other = self.hold()
        answers = []
        asking = threading.Thread(
            target=lambda: answers.append(self.create(service.client(self.token), 2, "key-2"))
        )
        asking.start()
        time.sleep(0.3)
        self.assertEqual(answers, [])
        # Reads go on meanwhile.
        self.assertEqual(len(client.all("requests")), 1)
        other.execute("ROLLBACK")
        asking.join()
        self.assertEqual(answers[0].status, 201)
        # Longer: refused for now, with nothing done, and then at once.
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        refused = self.create(client, 3, "key-3")
        self.assertEqual(refused.status, 503, refused.body)
        self.assertGreater(time.monotonic() - begun, 0.8)
        self.assertIn("Retry-After", refused.headers)
        self.assertIn("another program", refused.json["detail"])
        begun = time.monotonic()
        self.assertEqual(self.create(client, 4).status, 503)
        self.assertLess(time.monotonic() - begun, 0.5)
        ready = client.call("GET", "/readyz")
        self.assertEqual(ready.status, 503)
        self.assertIn("another program", ready.body.decode())
        self.assertEqual(client.call("GET", "/healthz").status, 200)
        self.assertEqual(self.metric(client, "muster_log_held"), 1)
        self.assertGreaterEqual(self.metric(client, "muster_intake_refused_log_held_total"), 2)
        wait_for("the alarm", lambda: "alarm log_held" in service.text())
        other.execute("ROLLBACK")
        wait_for("the end", lambda: client.call("GET", "/readyz").status == 200)
        again = self.create(client, 3, "key-3")
        self.assertEqual(again.status, 201, again.body)
        self.assertFalse(again.replayed)
        self.assertEqual(len(client.all("requests")), 3)
        wait_for("its end is said", lambda: "alarm log_held is over" in service.text())
        other.close()
        self.assertEqual(service.stop(), 0, service.text())
        self.assert_sound()

    def test_a_foreign_writer_at_the_start(self):
        self.configure('busy_timeout_ms = "500 ms"')
        service = self.serve()
        self.assertEqual(service.stop(), 0)
        other = self.hold()
        # The rules are in force already, so nothing has to be written to start.
        service = self.serve()
        client = service.client(self.token)
        self.assertEqual(self.create(client, 1).status, 503)
        other.execute("ROLLBACK")
        wait_for("the end", lambda: self.create(client, 2).status == 201)
        other.close()
        self.assertEqual(service.stop(), 0, service.text())

    def test_a_long_reader(self):
        self.configure(
            "wal_frames_large = 300", "wal_frames_preallocated = 100", "checkpoint_frames_idle = 50"
        )
        service = self.serve()
        client = service.client(self.token)
        self.assertEqual(self.create(client, 1).status, 201)
        reader = sqlite3.connect(self.data / "decisions.sqlite", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM record").fetchall()
        wal = self.data / "decisions.sqlite-wal"
        number = 2
        while wal.stat().st_size < 400 * 4120:
            self.assertEqual(self.create(client, number).status, 201)
            number += 1
        wait_for("the alarm", lambda: "alarm wal_large" in service.text())
        self.assertEqual(client.get("/readyz")["alarms"][0]["name"], "wal_large")
        self.assertEqual(self.metric(client, "muster_log_wal_large"), 1)
        reader.execute("COMMIT")
        reader.close()
        # Without any other command.
        wait_for("its end", lambda: "alarm wal_large is over" in service.text())
        self.assertLessEqual(wal.stat().st_size, 32 + 101 * 4120)
        self.assertEqual(self.metric(client, "muster_log_wal_cut_back_total"), 1)
        self.assertEqual(self.create(client, number).status, 201)
        self.assertEqual(service.stop(), 0, service.text())
        self.assert_sound()

    def test_tokens_come_back(self):
        service = self.serve()
        self.make_token("call_taker", name="desk-2")
        self.run_ok("token", "revoke", "--data", self.data, "--name", "desk-2")
        self.assertEqual(self.create(service.client(self.token), 1).status, 201)
        copy = self.folder / "copy.sqlite"
        told = self.run_ok("backup", "--data", self.data, copy)
        self.assertIn("with 2 tokens, 1 of them valid", told)
        elsewhere = self.folder / "elsewhere"
        told = self.run_ok("restore", copy, "--data", elsewhere)
        self.assertIn("with 2 tokens, 1 of them valid", told)
        self.assertIn("revoked after this backup", told)
        self.assertEqual((elsewhere / "access.sqlite").stat().st_mode & 0o777, 0o600)
        self.assertEqual(service.stop(), 0)
        other = self.serve(data=elsewhere)
        self.assertEqual(len(other.client(self.token).all("requests")), 1)
        self.assertEqual(other.stop(), 0)
        bare = self.folder / "bare"
        told = self.run_ok("restore", copy, "--data", bare, "--no-tokens")
        self.assertIn("nobody can log in", told)
        self.assertFalse((bare / "access.sqlite").exists())

    def test_history_written_anew(self):
        """The chain alone proves nothing against somebody who computes it again."""
        secret = self.folder / "anchor.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", secret], check=True)
        secret.chmod(0o600)
        self.configure(f"anchor_key_file = {json.dumps(str(secret))}")
        service = self.serve()
        for i in range(6):
            self.assertEqual(self.create(service.client(self.token), i).status, 201)
        plain = self.run_ok("anchor", "--data", self.data, "--config", CONFIG).strip()
        signed = self.run_ok("anchor", "--data", self.data, "--config", self.config).strip()
        self.assertRegex(plain, r"^\d+:[0-9a-f]{64}$")
        self.assertRegex(signed, r"^\d+:[0-9a-f]{64}:[0-9a-f]{128}$")
        self.create(service.client(self.token), 9)
        self.assertEqual(service.stop(), 0)
        for anchor in (plain, signed):
            done = run("check", "--data", self.data, "--anchor", anchor, "--config", self.config)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("1 anchors", done.stdout)
        forged = signed[:-1] + ("0" if signed[-1] != "0" else "1")
        done = run("check", "--data", self.data, "--anchor", forged, "--config", self.config)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("signature", done.stderr)
        done = run("check", "--data", self.data, "--anchor", signed, "--config", CONFIG)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("--anchor-key", done.stderr)
        secret.chmod(0o640)
        done = run("check", "--data", self.data, "--anchor", signed, "--anchor-key", secret)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("others can read it", done.stderr)
        secret.chmod(0o600)
        done = run("check", "--data", self.data, "--anchor", "7:abc")
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("SEQ:HASH", done.stderr)

        # The newest five are gone, and a snapshot of a later one stands beside.
        kept = {p.name: p.read_bytes() for p in self.data.iterdir() if p.is_file()}
        database = sqlite3.connect(self.data / "decisions.sqlite", isolation_level=None)
        last = database.execute("SELECT max(seq) FROM record").fetchone()[0]
        for name in ("record_is_not_changed", "record_is_not_deleted"):
            database.execute(f"DROP TRIGGER {name}")
        database.execute("DELETE FROM record WHERE seq > ?", (last - 5,))
        database.close()
        self.assert_loss(last, signed)
        # Also where the mark was taken away with them.
        (self.data / "high-water").unlink()
        self.assert_loss(last, signed)
        for path in self.data.glob("snapshot-*.json"):
            path.unlink()
        done = run("check", "--data", self.data, "--anchor", signed, "--config", self.config)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("(anchor)", done.stdout)
        for name, content in kept.items():
            (self.data / name).write_bytes(content)
        self.assert_sound()

    def assert_loss(self, last, anchor):
        done = run("check", "--data", self.data)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(f"records {last - 4} to {last} are lost", done.stdout)
        args = ["--listen", "127.0.0.1:0", "--config", self.config]
        started = run("serve", "--data", self.data, *args)
        self.assertEqual(started.returncode, 3, started.stderr)
        self.assertIn(f"records {last - 4} to {last} are lost", started.stderr)
        done = run("check", "--data", self.data, "--anchor", anchor, "--config", self.config)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)

    def test_a_stop_does_not_wait_for_a_snapshot(self):
        self.configure("snapshot_records = 50")
        text = self.config.read_text(encoding="utf-8").replace("snapshot_records = 400\n", "")
        self.config.write_text(text, encoding="utf-8")
        service = self.serve()
        client = service.client(self.token)
        for i in range(60):
            self.assertEqual(self.create(client, i).status, 201)
        begun = time.monotonic()
        self.assertEqual(service.stop(), 0, service.text())
        self.assertLess(time.monotonic() - begun, 10)
        self.assertEqual(list(self.data.glob("*.partial")), [])
        self.assert_sound()


if __name__ == "__main__":
    main()
