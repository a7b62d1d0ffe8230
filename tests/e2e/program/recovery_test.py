"""Backup, restore, restart, damage, and the live feed across a lost connection."""

import contextlib
import json
import sqlite3
import time

from harness import Feed, ProgramTest, main, run

POST = {"lat": 32.39, "lon": 119.42}


class ServedTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")

    def start(self):
        service = self.serve()
        return service, service.client(self.token)

    def create(self, client, count=1, note="note"):
        made = []
        for i in range(count):
            # So far from each other that none is taken for a second report of another.
            self.places = getattr(self, "places", 0) + 1
            place = {"lat": 32.39, "lon": round(119.0 + self.places / 1000, 6)}
            body = {"service": "power_repair", "place": place, "note": f"{note} {i}"}
            made.append(client.must("CreateRequest", body)["id"])
        return made

    def add_responder(self, client):
        profile = {"kind": "staff", "skills": ["electric"], "post": POST}
        made = client.must("RegisterResponder", {"profile": profile})["id"]
        client.must("SetDuty", {"responder": made, "status": "available"})
        return made


class RecoveryTest(ServedTest):
    def test_whoever_makes_a_token_keeps_neither_a_request_nor_a_backup_waiting(self):
        """Who makes or revokes one writes in the file of the tokens for a moment."""
        service, client = self.start()
        self.create(client)
        with contextlib.closing(sqlite3.connect(self.data / "access.sqlite",
                                                isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            other.execute("DELETE FROM token")
            begun = time.monotonic()
            self.assertEqual(service.client(self.token).call("GET", "/v1/me").status, 200)
            self.assertLess(time.monotonic() - begun, 1.5)  # who waits for it waits for 2 s
            told = self.run_json("backup", "--data", self.data, self.folder / "copy.sqlite")
            other.execute("ROLLBACK")
        self.assertEqual(told["tokens"], 1)
        self.assertEqual(service.stop(), 0, service.text())

    def test_backup_and_restore(self):
        service, client = self.start()
        self.add_responder(client)
        self.create(client, 50)
        copy = self.folder / "copy.sqlite"
        told = self.run_json("backup", "--data", self.data, copy)
        self.create(client, 20, "after the copy")
        elsewhere = self.folder / "elsewhere"
        restored = self.run_json("restore", copy, "--data", elsewhere)
        self.assertEqual(told["records"], restored["records"])
        upto = self.run_json("replay", "--data", self.data, "--to", told["records"])
        self.assertEqual(self.assert_sound(elsewhere)["state_hash"], upto["state_hash"])
        self.assertEqual(service.stop(), 0, service.text())
        self.assertGreater(self.assert_sound()["records"], told["records"])

        # A restored folder serves, and neither command writes over what exists.
        other = self.serve(data=elsewhere)
        token = self.make_token("dispatcher", data=elsewhere)
        self.assertEqual(len(other.client(token).all("requests")), 50)
        self.create(other.client(token))
        self.assertEqual(other.stop(), 0, other.text())
        self.assert_sound(elsewhere)
        for args in (("backup", "--data", self.data, copy), ("restore", copy, "--data", elsewhere)):
            refused = run(*args)
            self.assertEqual(refused.returncode, 3, refused.stderr)
            self.assertTrue(refused.stderr.startswith("muster: "), refused.stderr)
        self.assert_sound(elsewhere)

    def test_restored_log_is_another_epoch(self):
        """A feed client of the old log must not go on with the new one as if nothing had been."""
        service, client = self.start()
        self.create(client, 3)
        feed = Feed(service, self.token)
        copy = self.folder / "copy.sqlite"
        self.run_json("backup", "--data", self.data, copy)
        elsewhere = self.folder / "elsewhere"
        self.run_json("restore", copy, "--data", elsewhere)
        self.assertEqual(service.stop(), 0)
        other = self.serve(data=elsewhere)
        token = self.make_token("dispatcher", data=elsewhere)
        again = Feed(other, token, epoch=feed.hello["epoch"], after=3)
        self.assertNotEqual(again.hello["epoch"], feed.hello["epoch"])
        again.message("reset")
        feed.close()
        again.close()

    def test_second_service_on_the_same_folder(self):
        service, client = self.start()
        args = ["--listen", "127.0.0.1:0", "--config", self.config]
        second = run("serve", "--data", self.data, *args)
        self.assertEqual(second.returncode, 3, second.stderr)
        self.assertIn(str(self.data), second.stderr)
        self.assertRegex(second.stderr, r"already|another|in use|locked|holds")
        self.create(client)
        self.assertEqual(service.stop(), 0, service.text())
        self.assert_sound()

    def test_port_in_use(self):
        service, _ = self.start()
        args = ["--listen", f"127.0.0.1:{service.port}", "--config", self.config]
        second = run("serve", "--data", self.folder / "second", *args)
        self.assertEqual(second.returncode, 3, second.stderr)
        self.assertIn(str(service.port), second.stderr)

    def test_stop_writes_a_snapshot(self):
        service, client = self.start()
        made = self.create(client, 30)
        self.assertEqual(service.stop(), 0, service.text())
        newest = max(int(p.stem.split("-")[1]) for p in self.data.glob("snapshot-*.json"))
        self.assertEqual(newest, self.run_json("replay", "--data", self.data)["records"])
        service, client = self.start()
        whole = f"recovered to record {newest} ({newest} from a snapshot, 0 replayed)"
        self.assertIn(whole, service.text())
        self.assertEqual(set(client.all("requests")), set(made))
        self.create(client, 5)
        service.kill()
        # Behind the snapshot, the rest comes from the log.
        service, client = self.start()
        self.assertIn(f"({newest} from a snapshot, 5 replayed)", service.text())
        self.assertEqual(len(client.all("requests")), 35)
        service.stop()
        # A snapshot only saves time: damaged or gone, the log is enough.
        for path in self.data.glob("snapshot-*.json"):
            text = bytearray(path.read_bytes())
            text[len(text) // 2] ^= 1
            path.write_bytes(text)
        service, client = self.start()
        self.assertIn("(0 from a snapshot", service.text())
        self.assertIn("warn", service.text())
        self.assertEqual(len(client.all("requests")), 35)
        self.assertEqual(service.stop(), 0)
        self.assert_sound()

    def tamper(self, statement, *values):
        database = sqlite3.connect(self.data / "decisions.sqlite")
        with database:
            for name in ("record_is_not_changed", "record_is_not_deleted"):
                database.execute(f"DROP TRIGGER {name}")
            changed = database.execute(statement, values).rowcount
            database.executescript("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        self.assertEqual(changed, 1)

    def assert_names(self, record):
        done = run("check", "--data", self.data, timeout=60)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(f"record {record} ", done.stdout)
        done = run("check", "--data", self.data, "--json", timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(json.loads(done.stdout)["first_difference"]["seq"], record)

    def sound_log(self):
        service, client = self.start()
        self.add_responder(client)
        made = self.create(client, 10)
        self.assertEqual(service.stop(), 0, service.text())
        self.assert_sound()
        return made

    def test_append_only(self):
        record = self.sound_log()[4]
        database = sqlite3.connect(self.data / "decisions.sqlite")
        for statement in ("UPDATE record SET at = 1", "DELETE FROM record"):
            with self.assertRaisesRegex(sqlite3.DatabaseError, "append-only"):
                database.execute(statement + " WHERE seq = ?", (record,))
        database.close()
        self.assert_sound()

    def test_tampered_command(self):
        record = self.sound_log()[4]
        change = "command = replace(command, 'power_repair', 'power_failed')"
        self.tamper(f"UPDATE record SET {change} WHERE seq = ?", record)
        self.assert_names(record)

    def test_tampered_hash(self):
        record = self.sound_log()[6]
        self.tamper("UPDATE record SET hash = zeroblob(32) WHERE seq = ?", record)
        self.assert_names(record)

    def test_tampered_time(self):
        record = self.sound_log()[2]
        self.tamper("UPDATE record SET at = at + 1 WHERE seq = ?", record)
        self.assert_names(record)

    def test_missing_record(self):
        record = self.sound_log()[3]
        self.tamper("DELETE FROM record WHERE seq = ?", record)
        done = run("check", "--data", self.data, timeout=60)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertRegex(done.stdout + done.stderr, rf"record ({record}|{record + 1}) ")

    def test_not_a_log(self):
        self.sound_log()
        (self.data / "decisions.sqlite").write_bytes(b"this was a database once" * 1000)
        for args in (("check", "--data", self.data), ("serve", "--data", self.data)):
            done = run(*args)
            self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
            self.assertIn("decisions.sqlite", done.stderr)


class FeedTest(ServedTest):
    """The feed over a WebSocket client that follows RFC 6455 and muster.v1, and nothing else."""

    def snapshot(self, feed):
        self.assertEqual(feed.next()["type"], "reset")
        feed.message("snapshot_begin")
        entities = {}
        while (got := feed.next())["type"] == "snapshot_chunk":
            for entity in got["entities"]:
                entities[got["topic"], entity["id"]] = entity
        self.assertEqual(got["type"], "snapshot_end")
        return entities, got["seq"]

    def follow(self, feed, entities, last, until):
        """Applies what comes up to a record; a gap is a failure."""
        while last < until:
            got = feed.next()
            if got["type"] == "bookmark":
                last = got["seq"]
                continue
            self.assertEqual(got["type"], "delta", got)
            self.assertLessEqual(got["prev"], last, "a gap")
            self.assertGreater(got["seq"], last)
            for change in got["changes"]:
                entities[change["topic"], change["id"]] = change["entity"]
            last = got["seq"]
        return last

    def assert_same(self, entities, client):
        for topic in ("requests", "responders"):
            seen = {number: entity for (kind, number), entity in entities.items() if kind == topic}
            self.assertEqual(seen, client.all(topic))

    def test_feed(self):
        service, client = self.start()
        self.add_responder(client)
        self.create(client, 5)
        feed = Feed(service, self.token)
        entities, last = self.snapshot(feed)
        self.assert_same(entities, client)

        made = self.create(client, 1, "seen live")[0]
        last = self.follow(feed, entities, last, made)
        self.assertEqual(entities["requests", made]["note"], "seen live 0")
        self.add_responder(client)  # fills what waited
        cancelled = client.must("CancelRequest", {"request": made, "reason": "done"})["seq"]
        last = self.follow(feed, entities, last, cancelled)
        self.assert_same(entities, client)

        # The connection is lost, things happen, and the client goes on where it was.
        feed.close()
        missed = self.create(client, 7, "missed")
        epoch = feed.hello["epoch"]
        feed = Feed(service, self.token, epoch=epoch, after=last)
        last = self.follow(feed, entities, last, missed[-1])
        self.assert_same(entities, client)
        feed.close()

        # So too across a crash of the server, as far as it still has what is needed.
        service.kill()
        service, client = self.start()
        more = self.create(client, 3, "after the crash")
        feed = Feed(service, self.token, epoch=epoch, after=last)
        self.assertEqual(feed.hello["epoch"], epoch)
        got = feed.next()
        if got["type"] == "reset":
            feed.message("snapshot_begin")
            entities = {}
            while (got := feed.next())["type"] == "snapshot_chunk":
                for entity in got["entities"]:
                    entities[got["topic"], entity["id"]] = entity
            self.assertGreaterEqual(got["seq"], more[-1])
        else:
            for change in got["changes"]:
                entities[change["topic"], change["id"]] = change["entity"]
            self.follow(feed, entities, got["seq"], more[-1])
        self.assert_same(entities, client)

        # It says goodbye when it is stopped.
        self.assertEqual(service.stop(), 0, service.text())
        with self.assertRaisesRegex(ConnectionError, "closed with 1001"):
            while True:
                feed.next()
        feed.close()
        self.assert_sound()

    def test_feed_refuses(self):
        service, client = self.start()
        ticket = client.call("POST", "/v1/feed/ticket").json["ticket"]
        first = Feed.__new__(Feed)
        for sent, code in (
            ({"type": "auth", "ticket": "0" * 32}, 4401),
            ({"type": "auth"}, 4000),
            ({"type": "subscribe", "topics": ["requests"]}, 4000),
            ({"type": "hello"}, 4000),
            ([], 4000),
        ):
            with self.subTest(sent=sent):
                first.connect(service)
                first.message("hello")
                first.send(sent)
                with self.assertRaisesRegex(ConnectionError, f"closed with {code}"):
                    first.next()
                first.close()
        # A ticket is good once.
        for code in (None, 4401):
            first.connect(service)
            first.message("hello")
            first.send({"type": "auth", "ticket": ticket})
            first.send({"type": "subscribe", "topics": ["requests"], "epoch": None, "after": None})
            if code is None:
                first.message("reset")
            else:
                with self.assertRaisesRegex(ConnectionError, "closed with 4401"):
                    first.next()
            first.close()
        first.connect(service)
        first.message("hello")
        ticket = client.call("POST", "/v1/feed/ticket").json["ticket"]
        first.send({"type": "auth", "ticket": ticket})
        first.send({"type": "subscribe", "topics": ["secrets"], "epoch": None, "after": None})
        with self.assertRaisesRegex(ConnectionError, "closed with 4000"):
            first.next()
        first.close()


if __name__ == "__main__":
    main()
