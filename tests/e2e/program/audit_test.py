"""The record of accesses: proved by the log, and what was changed in it is found."""

import json
import sqlite3

from harness import ProgramTest, main, run, wait_for


class Audit(ProgramTest):
    def setUp(self):
        super().setUp()
        self.set_options("audit", 'sheet_ms = "1 s"', 'prove_ms = "1 s"', 'write_ms = "50 ms"')
        self.desk = self.make_token("dispatcher", "supervisor", name="desk-1")
        self.office = self.make_token("admin", name="office")
        self.auditor = self.make_token("auditor", name="chen")

    def verify(self, *args):
        return self.run_json("audit", "verify", "--data", self.data, *args)

    def rows(self, *args):
        return self.run_json("audit", "read", "--data", self.data, *args)["entries"]

    def noted(self, client):
        return client.get("/v1/accesses/proof")["noted"]

    def change(self, sql):
        database = sqlite3.connect(self.data / "audit.sqlite", timeout=30)
        with database:
            self.assertGreater(database.execute(sql).rowcount, 0)
        database.close()

    def alarms(self, service):
        return {one["name"] for one in service.client().get("/readyz").get("alarms", [])}

    def with_two_sheets(self):
        """A service that has noted two sheets."""
        service = self.serve()
        desk, auditor = service.client(self.desk), service.client(self.auditor)
        member = desk.must("RegisterMember", {"profile": {"name": "Wang Xiulan"}})["id"]
        desk.get(f"/v1/members/{member}")
        wait_for("the first sheet", lambda: self.noted(auditor) >= 1)
        first = self.noted(auditor)
        desk.get(f"/v1/members/{member}")
        wait_for("the second sheet", lambda: self.noted(auditor) > first)
        return service, desk, auditor, member

    def test_sheets_are_proved_by_the_log(self):
        service, _, auditor, member = self.with_two_sheets()
        proof = auditor.get("/v1/accesses/proof")
        self.assertEqual(proof["fault"], "none")
        self.assertEqual(proof["first"], 1)
        self.assertGreaterEqual(proof["rows"], 5, "three tokens and two reads")
        reads = auditor.get(f"/v1/accesses?about=members/{member}")["entries"]
        self.assertEqual({one["who"] for one in reads}, {"desk-1"})
        self.assertTrue(all(1 <= one["sheet"] <= proof["noted"] for one in reads), reads)
        self.assertEqual(self.verify()["fault"], "none")
        copy = self.folder / "audit-copy.sqlite"
        self.run_ok("audit", "copy", "--data", self.data, copy)
        self.assertEqual(copy.stat().st_mode & 0o077, 0)
        self.assertEqual(service.stop(), 0, service.text())
        self.assert_sound()
        self.assertEqual(self.verify("--record", copy)["fault"], "none")
        self.assertIn("the log proves them", self.run_ok("audit", "verify", "--data", self.data))
        self.assertEqual(len(self.rows("--record", copy, "--about", f"members/{member}")),
                         len(reads))
        # It goes on over a restart.
        service = self.serve()
        auditor = service.client(self.auditor)
        service.client(self.desk).get(f"/v1/members/{member}")
        wait_for("a sheet of the second life", lambda: self.noted(auditor) > proof["noted"])
        self.assertEqual(auditor.get("/v1/accesses/proof")["fault"], "none")

    def test_a_row_that_was_changed_is_found(self):
        service, _, auditor, member = self.with_two_sheets()
        self.change(f"UPDATE access SET who = 'nobody' WHERE about = 'members/{member}'"
                    " AND sheet = (SELECT min(sheet) FROM access WHERE about LIKE 'members/%')")
        proof = auditor.get("/v1/accesses/proof")
        self.assertEqual(proof["fault"], "changed")
        wait_for("the alarm", lambda: "accesses_changed" in self.alarms(service))
        self.assertEqual(service.stop(), 0, service.text())
        done = run("audit", "verify", "--data", self.data)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(f"sheet {proof['fault_first']} was changed", done.stdout)
        self.assert_sound()

    def test_a_record_that_was_lost_is_found(self):
        service, _, auditor, _ = self.with_two_sheets()
        noted = self.noted(auditor)
        self.assertEqual(service.stop(), 0, service.text())
        for path in self.data.glob("audit.sqlite*"):
            path.unlink()
        service = self.serve()
        auditor = service.client(self.auditor)
        wait_for("a sheet behind the lost ones", lambda: self.noted(auditor) > noted)
        proof = auditor.get("/v1/accesses/proof")
        self.assertEqual((proof["fault"], proof["fault_first"]), ("missing", 1))
        self.assertGreaterEqual(proof["fault_last"], noted)
        self.assertEqual(service.stop(), 0, service.text())

    def test_a_file_that_rotted_keeps_nobody_from_the_desk(self):
        service, _, auditor, _ = self.with_two_sheets()
        self.assertEqual(service.stop(), 0, service.text())
        path = self.data / "audit.sqlite"
        path.write_bytes(b"rotten" * 4096)
        for helper in self.data.glob("audit.sqlite-*"):
            helper.unlink()
        service = self.serve()
        self.assertIn("could not be read any more", service.text())
        self.assertEqual(len(list(self.data.glob("audit.sqlite.damaged-*"))), 1)
        wait_for("the alarm", lambda: "accesses_changed" in self.alarms(service))

    def test_one_look_at_what_is_masked(self):
        service = self.serve()
        desk, office = service.client(self.desk), service.client(self.office)
        member = desk.must("RegisterMember", {"profile": {"name": "Wang Xiulan"}})["id"]
        masked = office.get(f"/v1/members/{member}")["profile"]["name"]
        self.assertNotEqual(masked, "Wang Xiulan")

        def unmask(reason):
            return office.call("POST", "/v1/unmask", json.dumps(
                {"collection": "members", "id": member, "reason": reason}).encode())

        self.assertEqual(unmask("").status, 422)
        seen = unmask("her letter came back, says Wu Lan")
        self.assertEqual(seen.status, 200, seen.body)
        self.assertEqual(seen.json["profile"]["name"], "Wang Xiulan")
        self.assertEqual(office.get(f"/v1/members/{member}")["profile"]["name"], masked,
                         "the next read is masked again")
        auditor = service.client(self.auditor)
        wait_for("the row", lambda: auditor.get("/v1/accesses?what=unmasked")["entries"])
        row = auditor.get("/v1/accesses?what=unmasked")["entries"][0]
        self.assertEqual((row["who"], row["about"]), ("office", f"members/{member}"))
        self.assertEqual(row["reason"], "her letter came back, says Wu Lan")
        self.assertEqual(service.stop(), 0, service.text())
        # The reason tells of people, so it stands nowhere as it is.
        for path in self.data.rglob("*"):
            if path.is_file():
                self.assertNotIn(b"her letter came back", path.read_bytes(), path.name)
        self.assertIn("her letter came back", self.run_ok(
            "audit", "read", "--data", self.data, "--what", "unmasked"))

    def test_what_is_taken_out_and_set_is_noted(self):
        service = self.serve()
        desk = service.client(self.desk)
        member = desk.must("RegisterMember", {"profile": {"name": "Wang Xiulan"}})["id"]
        self.run_ok("person", "export", "--data", self.data, "--member", member,
                    self.folder / "her.json")
        self.run_ok("backup", "--data", self.data, self.folder / "copy")
        self.assertEqual({one["about"] for one in self.rows("--what", "exported")},
                         {f"members/{member}", "backup"})
        self.assertEqual(len(self.rows("--what", "settings_changed")), 1)
        self.assertEqual(service.stop(), 0, service.text())
        service = self.serve()
        self.assertEqual(len(self.rows("--what", "settings_changed")), 1, "they are the same")
        self.assertEqual(service.stop(), 0, service.text())
        self.set_options("clock", 'settle_ms = "2 min"')
        self.serve()
        self.assertEqual(len(self.rows("--what", "settings_changed")), 2)


if __name__ == "__main__":
    main()
