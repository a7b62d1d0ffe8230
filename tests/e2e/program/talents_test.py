"""The register of talents by the real program: its table goes in whole and once, comes out as it was,
and is read by field, skill, status and review."""

import json
import pathlib

from harness import ProgramTest, main, run, wait_for

ROWS = 1216


class TalentsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.service = self.serve()
        self.client = self.service.client(self.token)

    def where(self):
        return ("--token", self.token, "--url", f"http://127.0.0.1:{self.service.port}")

    def bring(self, file, *more):
        return run("import", "talents", file, *self.where(), *more, timeout=120)

    def items(self, query):
        return self.client.get("/v1/talents?" + query)["items"]

    def written(self):
        """The table of the demonstration."""
        self.run_ok("demo-data", self.folder / "tables", "--members", "20", "--volunteers", "5",
                    "--answers", "5")
        return self.folder / "tables" / "talents.csv"

    def test_1216_talents_go_in_whole_and_once(self):
        file = self.written()
        text = file.read_bytes().decode("utf-8-sig")
        lines = text.split("\r\n")
        self.assertEqual(len(lines) - 2, ROWS, "a header, the rows, and nothing behind the last")
        self.assertEqual(self.written().read_bytes().decode("utf-8-sig"), text,
                         "the same seed, the same people")

        broken = self.folder / "broken.csv"
        wrong = list(lines)
        wrong[700] = wrong[700].replace(wrong[700].split(",")[1], "", 1)
        for encoding in ("utf-8", "gb18030"):
            broken.write_bytes("\r\n".join(wrong).encode(encoding))
            refused = self.bring(broken)
            self.assertEqual(refused.returncode, 1, refused)
            self.assertIn("line 701: column \"姓名\"", refused.stdout)
        self.assertEqual(self.client.all("talents"), {})

        done = self.bring(file)
        self.assertEqual(done.returncode, 0, done)
        self.assertIn(f"{ROWS} new, 0 changed, 0 as they are", done.stdout)
        self.assertEqual(len(self.client.all("talents")), ROWS)
        for encoding in ("utf-8", "utf-8-sig", "gb18030"):
            again = self.folder / "again.csv"
            again.write_bytes(text.encode(encoding))
            same = self.bring(again)
            self.assertIn(f"0 new, 0 changed, {ROWS} as they are", same.stdout, same)

        # What is exported is what is there, also for another service.
        out = self.folder / "out.csv"
        exported = run("export", "talents", out, *self.where(), timeout=60)
        self.assertEqual(exported.returncode, 0, exported)
        self.assertIn(f"0 new, 0 changed, {ROWS} as they are", self.bring(out).stdout)
        self.assertEqual(sorted(out.read_bytes().decode("utf-8-sig").split("\r\n")), sorted(lines))
        self.service.stop()
        self.assert_sound()

    def test_the_register_is_read_as_it_is_asked(self):
        made = lambda profile, **more: self.client.must(
            "RegisterTalent", {"profile": profile, **more})["id"]
        law = made({"name": "李娜", "fields": ["law", "history"], "skills": ["legal"],
                    "willingness": "often", "health": "good", "manager": "zhou"})
        old = made({"name": "王五", "fields": ["law"], "source": "self"},
                   reviewed_on="2024-12-01")
        candidate = made({"name": "赵六", "skills": ["legal"]}, candidate=True)
        self.client.must("PauseTalent", {"talent": old, "reason": "travels"})
        for query, found in (("field=law", {law, old}), ("field=music", set()),
                             ("skill=legal", {law, candidate}), ("status=paused", {old}),
                             ("status=candidate", {candidate}), ("manager=zhou", {law}),
                             ("source=self", {old}), ("willingness=often", {law}),
                             ("health=good", {law}), ("name=%E6%9D%8E", {law}),
                             ("overdue=false", {law, old, candidate}), ("alike=true", set()),
                             ("review_by=2024-01-01", set()),
                             ("review_by=2999-01-01", {law, old, candidate})):
            self.assertEqual({one["id"] for one in self.items(query)}, found, query)
        due = self.client.get(f"/v1/talents/{old}")["review"]
        self.assertEqual(due["reviewed_on"], "2024-12-01")
        answer = self.client.call("GET", "/v1/talents?field=law&overdue=perhaps")
        self.assertEqual(answer.status, 400, answer.body)

        # Whoever may not see names sees a mask, and no health.
        masked = self.service.client(self.make_token("admin", name="clerk"))
        shown = masked.get(f"/v1/talents/{law}")["profile"]
        self.assertNotIn("李娜", json.dumps(shown, ensure_ascii=False))
        self.assertEqual(masked.call("GET", "/v1/talents?health=good").status, 400)

        # A duplicate is proposed by whoever enters it, and leaves.
        twice = self.client.must("RegisterTalent", {"profile": {
            "name": "李娜", "phone": "0514-85550101"}})
        self.assertEqual(len(twice["events"]), 1)
        other = self.client.must("RegisterTalent", {"profile": {
            "name": "李娜", "phone": "+86 514 8555 0101"}})
        self.assertEqual([event["type"] for event in other["events"]],
                         ["TalentRegistered", "TalentsResemble"])
        self.assertEqual({one["id"] for one in self.items("alike=true")}, {other["id"]})
        self.client.must("LeaveTalent", {"talent": other["id"], "cause": "duplicate",
                                         "same_as": twice["id"]})
        self.assertEqual(self.items("alike=true"), [])
        self.service.stop()
        self.assert_sound()

    def test_the_month_says_how_the_register_stands(self):
        for name, born, fields in (("李娜", 1946, ["law", "history"]), ("王五", 1958, ["law"])):
            self.client.must("RegisterTalent", {"profile": {
                "name": name, "district": "guangling", "fields": fields, "willingness": "often",
                "birth_date": {"calendar": "solar", "year": born, "month": 3, "day": 1}}})
        last = self.client.must("RegisterTalent", {"profile": {"name": "赵六"}, "candidate": True})

        def told():
            month = self.client.call("GET", "/v1/reports/monthly")
            known = month.status == 200 and month.json["as_of"] >= last["seq"]
            return month.json["sections"] if known else None

        sections = wait_for("the tables to know of everybody", told)
        whole = sections["talents"]["rows"][0]
        self.assertEqual({key: whole[key] for key in ("district", "talents", "registered",
                                                      "candidates", "joined", "left")},
                         {"district": "*", "talents": 3, "registered": 2, "candidates": 1,
                          "joined": 3, "left": 0})
        fields = {row["field"]: (row["name"], row["talents"])
                  for row in sections["talent_fields"]["rows"] if row["district"] == "*"}
        self.assertEqual(fields, {"law": ("法律 law", 2), "history": ("党史方志 local history", 1),
                                  "": (None, 1)})
        willing = {row["willingness"]: row["talents"]
                   for row in sections["talent_willingness"]["rows"] if row["district"] == "*"}
        self.assertEqual(willing, {"often": 2, "not_asked": 1})
        self.assertEqual(sections["talents"]["title_zh"], "人才库")
        page = self.client.call("GET", "/v1/reports/monthly?format=page&section=talent_willingness")
        self.assertIn("经常", page.body.decode())
        self.service.stop()
        self.assert_sound()


if __name__ == "__main__":
    main()
