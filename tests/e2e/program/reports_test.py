"""The month's report as everybody gets it, from what a service has just decided: over HTTP in each
form, by command line, after a kill of the service, after a rebuild, and after somebody was erased."""

import io
import json
import time
import zipfile

from harness import ProgramTest, main, run, wait_for


class ReportsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.service = self.serve()
        self.client = self.service.client(self.token)

    def rows(self, report, section):
        return report["sections"][section]["rows"]

    def caught_up(self):
        def behind():
            last = self.client.must("AddNote", {"request": self.request, "text": "later"})["seq"]
            for _ in range(100):
                report = self.client.call("GET", "/v1/reports/daily?section=requests")
                if report.status == 200 and report.json["as_of"] >= last:
                    return report.json
                time.sleep(0.05)
            return None
        return wait_for("the tables to know of everything", behind)

    def some_story(self):
        profile = {"name": "Wang Fang", "phone": "+8651412345678", "district": "guangling",
                   "home": {"lat": 32.394, "lon": 119.413}}
        self.member = self.client.must("RegisterMember", {"profile": profile})["id"]
        self.requests = []
        for rating in (5, 4, 3):
            made = self.client.must("CreateRequest", {"service": "policy_advice", "channel": "hotline",
                                                      "member": self.member})
            self.requests.append(made["id"])
            self.client.must("TakeRequest", {"request": made["id"]})
            self.client.must("CloseRequest", {"request": made["id"], "disposition": "advised"})
            self.client.must("RateRequest", {"request": made["id"], "rating": rating})
        self.request = self.requests[0]

    def test_the_report_in_every_form(self):
        self.some_story()
        self.caught_up()
        month = self.client.get("/v1/reports/monthly")
        requests = self.rows(month, "requests")
        self.assertEqual(requests[0]["district"], "*")
        self.assertEqual(requests[0]["requests"], 3)
        self.assertEqual([row["requests"] for row in requests if row["district"] == "guangling"],
                         [3])
        hotline = self.rows(month, "hotline")[0]
        self.assertEqual((hotline["requests"], hotline["taken"]), (3, 3))
        self.assertEqual(hotline["in_15_s_permille"], 1000)
        rated = self.rows(month, "satisfaction")[0]["rated"]
        self.assertEqual(rated, 3)
        elsewhere = self.client.get("/v1/reports/monthly?district=hanjiang")
        self.assertEqual(self.rows(elsewhere, "requests"), [])

        page = self.client.call("GET", "/v1/reports/monthly?format=page")
        self.assertEqual(page.status, 200)
        self.assertIn("<svg", page.body.decode())
        self.assertIn("满意度", page.body.decode())
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        table = self.client.call("GET", "/v1/reports/monthly?format=csv&section=requests").body
        self.assertTrue(table.startswith(b"\xef\xbb\xbf"))
        self.assertIn("guangling,3,", table.decode("utf-8-sig"))
        book = self.client.call("GET", "/v1/reports/monthly?format=xlsx").body
        with zipfile.ZipFile(io.BytesIO(book)) as parts:
            self.assertIn("xl/worksheets/sheet1.xml", parts.namelist())
            self.assertIn("guangling", parts.read("xl/sharedStrings.xml").decode())
        paper = self.client.call("GET", "/v1/reports/monthly?format=pdf").body
        self.assertTrue(paper.startswith(b"%PDF-"))
        again = self.client.call("GET", "/v1/reports/monthly?format=pdf").body
        self.assertEqual(paper, again)

    def test_who_may_not_and_what_is_wrong(self):
        desk = self.service.client(self.make_token("dispatcher", name="desk"))
        self.assertEqual(desk.call("GET", "/v1/reports/monthly").status, 403)
        self.assertEqual(desk.call("GET", "/v1/accounts/1/statement").status, 403)
        for path, status in (("weekly", 404), ("monthly?month=2026-13", 400),
                             ("daily?day=yesterday", 400), ("daily?section=weather", 404),
                             ("daily?format=docx", 400), ("daily?zoom=1", 400),
                             ("daily?day=2026-01-01&month=2026-01", 400), ("daily?month=2026-01", 400),
                             ("monthly?month=2026-01-15", 400), ("daily?day=2026-01", 400)):
            self.assertEqual(self.client.call("GET", f"/v1/reports/{path}").status, status, path)
        self.assertEqual(self.client.call("GET", "/v1/accounts/999999/statement").status, 404)
        for path in ("from=x", "format=xlsx", "since=2026-01-01",
                     "from=2026-02-01&until=2026-01-31"):
            answer = self.client.call("GET", f"/v1/accounts/1/statement?{path}")
            self.assertEqual(answer.status, 400, path)

    def test_by_command_line_after_a_kill_and_a_rebuild_the_same(self):
        self.some_story()
        self.caught_up()
        self.service.kill()
        first = self.run_ok("report", "monthly", "--data", self.data)
        self.assertEqual(self.rows(json.loads(first), "requests")[0]["requests"], 3)
        self.assertIn("records", self.run_ok("views", "rebuild", "--data", self.data))
        self.assertEqual(self.run_ok("report", "monthly", "--data", self.data), first)
        for end, magic in (("pdf", b"%PDF-"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"),
                           ("html", b"<!DOCTYPE html>")):
            file = self.folder / f"month.{end}"
            self.run_ok("report", "monthly", "--data", self.data, "--to", file)
            self.assertTrue(file.read_bytes().startswith(magic), end)
        for wrong in (("daily", "--day", "tomorrow"), ("monthly", "--month", "2026-13"),
                      ("statement", "1", "--from", "2026-02-01", "--until", "2026-01-31")):
            refused = run("report", wrong[0], "--data", self.data, *wrong[1:])
            self.assertEqual(refused.returncode, 2, refused)

    def test_the_tables_follow_and_say_how_far_they_are(self):
        self.some_story()
        self.caught_up()
        metrics = self.client.call("GET", "/metrics").body.decode()
        self.assertIn("muster_reports_lag_records 0", metrics)
        self.assertIn("muster_reports_lag_ms ", metrics)
        self.assertIn("muster_reports_failures_total 0", metrics)

    def test_nobody_who_was_erased_is_left_in_the_tables(self):
        self.some_story()
        self.caught_up()
        tables = b"".join(file.read_bytes() for file in self.data.glob("reports.sqlite*"))
        for secret in (b"Wang Fang", b"12345678"):
            self.assertNotIn(secret, tables)
        self.client.must("SetMemberStatus", {"member": self.member, "status": "moved_away"})
        self.client.must("EraseMember", {"member": self.member, "reason": "asked for"})
        self.caught_up()
        # What was done still counts.
        month = self.client.get("/v1/reports/monthly")
        self.assertEqual(self.rows(month, "requests")[0]["requests"], 3)


if __name__ == "__main__":
    main()
