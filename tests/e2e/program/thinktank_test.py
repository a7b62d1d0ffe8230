"""The think tank from a file to the last answer: 25 suggestions of 20 authors, three of them handled
as one, each author told, and a report for who decides that prints the same each time."""

import csv

from harness import Feed, ProgramTest, main, run

HEADER = "建言编号,类别,标题,内容,密级,建言人,收到日期\r\n"


class ThinktankTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.use_rules("departments.toml", "thinktank.toml")
        self.token = self.make_token("supervisor", "admin", name="head")
        self.service = self.serve()
        self.client = self.service.client(self.token)

    def over_http(self, *args, token=None):
        return run(*args, "--token", token or self.token, "--url",
                   f"http://127.0.0.1:{self.service.port}")

    def bring(self, file, *more):
        return self.over_http("import", "suggestions", file, *more)

    def rows(self, text):
        file = self.folder / "suggestions.csv"
        file.write_bytes((HEADER + text).encode("utf-8-sig"))
        return file

    def must(self, name, suggestion, **more):
        return self.client.must(name, {"suggestion": suggestion, **more})

    def demo(self):
        tables = self.folder / "tables"
        self.run_ok("demo-data", tables, "--members", "10", "--volunteers", "1", "--answers", "0")
        done = self.bring(tables / "suggestions.csv")
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("25 new", done.stdout)
        return tables / "suggestions.csv"

    def printed(self, report, name):
        page = self.client.call("GET", f"/v1/suggestion_reports/{report}/page")
        self.assertEqual(page.status, 200, page.body)
        file = self.folder / name
        done = self.over_http("suggestions", "report", report, "--out", file)
        self.assertEqual(done.returncode, 0, done)
        self.assertTrue(file.read_bytes().startswith(b"%PDF"))
        return page.body, file.read_bytes(), done.stdout

    def test_from_the_file_to_25_answers(self):
        file = self.demo()
        again = self.bring(file)
        self.assertIn("0 new, 0 changed, 25 as they are", again.stdout, again)
        by_reference = {one["reference"]: id for id, one in self.client.all("suggestions").items()}
        self.assertEqual(len(by_reference), 25)
        raw = [by_reference[f"TT-2025-{n}"] for n in range(1, 26)]
        before = self.client.get(f"/v1/suggestions/{raw[1]}")
        self.must("MergeSuggestions", raw[0], others=raw[1:3], reason="the same lifts")
        self.must("SplitSuggestion", raw[1])
        self.assertEqual(self.client.get(f"/v1/suggestions/{raw[1]}"), before)
        self.must("MergeSuggestions", raw[0], others=[raw[1]])
        counts = self.client.get("/v1/suggestion_counts")["items"]
        self.assertEqual(counts, [{"items": 23, "raw": 25, "authors": 20}])
        items = [raw[0], *raw[3:]]
        for one in items:
            self.must("ReviewSuggestion", one, verdict="accept", gist=f"Gist of {one}")
        report = self.client.must("ReportSuggestions", {
            "suggestions": items, "title": "Winter", "addressee": "the mayor"})["id"]
        made = self.client.get(f"/v1/suggestion_reports/{report}")
        self.assertEqual((len(made["items"]), made["raw_count"], made["author_count"]), (23, 25, 20))
        first = self.printed(report, "first.pdf")
        self.assertIn(made["number"].encode(), first[0])
        self.assertIn(first[2].split("SHA-256 ")[1].strip().encode(), first[0])

        for one in items:
            self.must("RecordInstruction", one, **{"from": "the mayor", "text": "look into it"})
            self.must("AssignSuggestion", one, department="housing")
            self.must("ReplySuggestion", one, text="done")
            self.must("GradeSuggestion", one, grade="solved")
        for one in raw:
            self.must("GiveFeedback", one)
        told = self.client.all("suggestions")
        self.assertEqual(sum(len(one["feedbacks"]) for one in told.values()), 25)
        self.assertEqual(len({one["author"] for one in told.values()}), 20)
        self.assertEqual({told[one]["status"] for one in items}, {"fed_back"})
        self.must("RecordSatisfaction", raw[2], satisfaction="dissatisfied", comment="not here")
        self.assertEqual(self.client.get(f"/v1/suggestions/{raw[0]}")["status"], "assigned")
        for one in raw[3:]:
            self.must("RecordSatisfaction", one, satisfaction="satisfied")
        lines = self.client.get("/v1/suggestion_counts?by=status")["items"]
        self.assertEqual([(one["key"], one["items"], one["raw"]) for one in lines],
                         [("assigned", 1, 3), ("closed", 22, 22)])

        # Whatever became of them, and after a start from the log, the report prints the same.
        self.service.stop()
        self.service = self.serve()
        self.client = self.service.client(self.token)
        self.assertEqual(self.printed(report, "second.pdf"), first)
        self.service.stop()
        self.assert_sound()

    def test_what_is_confidential_is_nowhere_for_who_may_not_know(self):
        desk = self.make_token("dispatcher", name="desk")
        office = self.make_token("admin", name="office")
        sent = "".join(f"{level},养老服务,关于{level},,{level},Author {level},2025-11-01\r\n"
                       for level in ("公开", "内部", "涉密"))
        done = self.bring(self.rows(sent))
        self.assertEqual(done.returncode, 0, done)
        ids = {one["reference"]: id for id, one in self.client.all("suggestions").items()}
        for one in ids.values():
            self.must("ReviewSuggestion", one, verdict="accept", gist="gist")
        feed = Feed(self.service, desk, ("suggestions", "suggestion_reports", "alerts"))
        self.addCleanup(feed.close)
        shown = []
        while (told := feed.next())["type"] != "snapshot_end":
            shown += [one["id"] for one in told.get("entities", [])]
        self.assertEqual(shown, [ids["公开"]])
        report = self.client.must("ReportSuggestions", {
            "suggestions": list(ids.values()), "title": "All"})["id"]
        for token, known in ((desk, {"公开"}), (office, {"公开", "内部"}), (self.token, set(ids))):
            client = self.service.client(token)
            seen = {one["reference"] for one in client.all("suggestions").values()}
            self.assertEqual(seen, known)
            for reference, one in ids.items():
                status = client.call("GET", f"/v1/suggestions/{one}").status
                self.assertEqual(status, 200 if reference in known else 404, reference)
                found = client.get(f"/v1/suggestions?status=reported&after={one - 1}&limit=1")
                self.assertLessEqual({each["reference"] for each in found["items"]}, known)
            counts = client.get("/v1/suggestion_counts")["items"][0]
            self.assertEqual(counts["raw"], len(known))
            file = self.folder / "out.csv"
            done = self.over_http("export", "suggestions", file, token=token)
            self.assertEqual(done.returncode, 0, done)
            with open(file, encoding="utf-8-sig", newline="") as text:
                written = {row["建言编号"] for row in csv.DictReader(text)}
            self.assertEqual(written, known)
            whole = token == self.token
            page = client.call("GET", f"/v1/suggestion_reports/{report}/page").status
            self.assertEqual(page, 200 if whole else 403 if token == office else 404)
            done = self.over_http("suggestions", "report", report, "--out", self.folder / "x.pdf",
                                  token=token)
            self.assertEqual(done.returncode, 0 if whole else 3, done)
            for name in ("ReviewSuggestion", "WithdrawSuggestion", "GiveFeedback"):
                status = client.command(name, {"suggestion": ids["涉密"], "reason": "x"}).status
                self.assertEqual(status == 403, not whole, name)
        # What the desk hears of the record that changed all three is its own.
        while (told := feed.next())["type"] != "delta":
            pass
        self.assertEqual([one["id"] for one in told["changes"]], [ids["公开"]])

    def test_a_file_goes_in_whole_or_not_at_all(self):
        good = "1,养老服务,标题,内容,内部,赵启,2025-11-01\r\n"
        for bad, words in (("2,没有,标题,,内部,钱二,2025-11-01\r\n", "没有"),
                           ("2,养老服务,标题,,绝密,钱二,2025-11-01\r\n", "密级"),
                           ("2,养老服务,,,内部,钱二,2025-11-01\r\n", "标题"),
                           ("2,养老服务,标题,,内部,,2025-11-01\r\n", "建言人"),
                           ("2,养老服务,标题,,内部,钱二,2999-11-01\r\n", "收到日期"),
                           ("1,养老服务,标题,,内部,钱二,2025-11-01\r\n", "line 2")):
            refused = self.bring(self.rows(good + bad))
            self.assertEqual(refused.returncode, 1, refused)
            self.assertIn("line 3", refused.stdout)
            self.assertIn(words, refused.stdout)
        self.assertEqual(self.client.all("suggestions"), {})


if __name__ == "__main__":
    main()
