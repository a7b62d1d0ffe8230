"""A survey from its form to its figures: asked, answered in a file that counts once, reviewed, needs
that somebody plans for, and statistics that add up and tell of nobody."""

import json
import pathlib

from harness import CONFIG, ProgramTest, main, run

SHEETS = {
    "survey": "type,name,label::English (en),label::中文 (zh),required,relevant,constraint\r\n"
              "select_one yesno,alone,Alone?,独居？,yes,,\r\n"
              "select_multiple help,daily,Help,帮助,,,\r\n"
              "integer,days,Days,天数,,${alone} = 'yes',. >= 0 and . <= 31\r\n",
    "choices": "list_name,name,label::English (en),label::中文 (zh),need\r\n"
               "yesno,yes,yes,是,\r\nyesno,no,no,否,\r\n"
               "help,meals,meals,助餐,meals\r\nhelp,walks,walks,散步,company\r\n",
    "settings": "form_id,version,form_title\r\nshort,3,Short\r\n",
}


class SurveyTest(ProgramTest):
    def setUp(self):
        super().setUp()
        rules = pathlib.Path(CONFIG).parent
        short = self.folder / "short.toml"
        short.write_text(self.form(), encoding="utf-8")
        text = self.config.read_text(encoding="utf-8")
        plans = json.dumps(str(rules / "plans.toml"))
        self.assertIn(plans, text)
        self.config.write_text(text.replace(plans, f"{plans}, {json.dumps(str(short))}"),
                               encoding="utf-8")
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.service = self.serve()
        self.client = self.service.client(self.token)

    def sheets(self, **changed):
        files = {}
        for name, text in {**SHEETS, **changed}.items():
            files[name] = self.folder / f"{name}.csv"
            files[name].write_bytes(text.encode())
        return ("survey", "form", files["survey"], files["choices"], "--settings",
                files["settings"])

    def form(self):
        return self.run_ok(*self.sheets())

    def over_http(self, *args):
        return run(*args, "--token", self.token, "--url", f"http://127.0.0.1:{self.service.port}")

    def bring(self, survey, text, *more):
        file = self.folder / "answers.csv"
        file.write_bytes(text.encode("utf-8-sig"))
        return self.over_http("import", "survey", file, "--survey", survey, *more)

    def statistics(self, survey, by=""):
        return self.client.get(f"/v1/surveys/{survey}/statistics" + (f"?by={by}" if by else ""))

    def test_a_form_that_asks_more_is_refused_by_row_and_column(self):
        for change, where in (
            ("select_one yesno,alone->date,alone", 'survey, row 2, column "type"'),
            ("${alone} = 'yes'->${alone} > 5", 'survey, row 4, column "relevant"'),
            (". >= 0 and . <= 31->. mod 2 = 0", 'survey, row 4, column "constraint"'),
            ("help,daily->other,daily", 'survey, row 3, column "type"'),
        ):
            old, new = change.split("->")
            self.assertIn(old, SHEETS["survey"])
            refused = run(*self.sheets(survey=SHEETS["survey"].replace(old, new)))
            self.assertEqual(refused.returncode, 1, refused)
            self.assertIn(where, refused.stderr, refused)

    def test_answers_count_once_and_tell_of_nobody(self):
        survey = self.client.must("OpenSurvey", {"questionnaire": "short", "invited": 166})["id"]
        member = self.client.must("RegisterMember", {"profile": {
            "name": "Li Na", "external_ref": "7", "district": "Hanjiang"}})["id"]
        header = "答卷编号,编号,区县,独居？,帮助,天数\r\n"
        rows = [f"{n},,{'Hanjiang' if n % 2 else 'Jiangdu'},否,"
                f"{'助餐、散步' if n < 61 else '散步' if n < 67 else ''},\r\n" for n in range(165)]
        rows.append("last,7,,是,助餐,40\r\n")
        text = header + "".join(rows)
        refused = self.bring(survey, text.replace("\r\n64,", "\r\n63,"))
        self.assertEqual(refused.returncode, 1, refused)
        self.assertIn("stands in line", refused.stdout)
        self.assertEqual(self.client.all("answers"), {})
        done = self.bring(survey, text)
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("166 of 166 imported, 0 proposed as duplicates, 1 to be reviewed", done.stdout)
        self.assertRegex(done.stdout, r"line 167: answer \d+ waits for a review: out_of_range \(days\)")
        self.assertEqual(len(self.client.all("answers")), 166)
        again = self.bring(survey, text)
        self.assertIn("0 new, 0 changed, 166 as they are", again.stdout, again)

        # 40 days are out of range: somebody looks.
        flagged = self.client.get("/v1/answers?status=flagged")["items"]
        self.assertEqual([one["reference"] for one in flagged], ["last"])
        self.assertEqual(flagged[0]["findings"], [{"question": "days", "fault": "out_of_range"}])
        self.assertEqual(flagged[0]["member"], member)
        self.assertEqual(self.client.get("/v1/needs")["items"], [])
        self.client.must("ReviewAnswer", {"answer": flagged[0]["id"], "verdict": "accept"})
        needs = self.client.get("/v1/needs?status=open")["items"]
        self.assertEqual([(one["member"], one["code"]) for one in needs], [(member, "meals")])
        self.client.must("ResolveNeed", {"need": needs[0]["id"], "plan": "P-3"})
        self.assertEqual(self.client.get("/v1/needs?status=open")["items"], [])

        found = self.statistics(survey)
        self.assertEqual(found["answers"]["all"], 166)
        self.assertEqual(found["answers"]["accepted"], 166)
        daily = found["questions"][1]
        self.assertEqual((daily["total"]["asked"], daily["total"]["answered"]), (166, 68))
        meals = daily["choices"][0]["total"]
        self.assertEqual((meals["count"], meals["of_answered_permille"], meals["of_asked_permille"]),
                         (62, 912, 373))
        # One lives alone: nobody learns who, nor how many days.
        self.assertTrue(found["questions"][0]["choices"][0]["total"]["hidden"])
        self.assertTrue(found["questions"][2]["total"]["hidden"])
        parts = self.statistics(survey, "district")["parts"]
        self.assertEqual(sum(part["answers"] for part in parts), 166)
        for path, status in (("statistics?by=days", 400), ("statistics?of=x", 400)):
            self.assertEqual(self.client.call("GET", f"/v1/surveys/{survey}/{path}").status, status)
        self.assertEqual(self.client.call("GET", "/v1/surveys/999999/statistics").status, 404)
        answer = self.client.call("GET", f"/v1/surveys/{survey}/page?by=district")
        self.assertEqual(answer.status, 200)
        page = answer.body.decode()
        self.assertIn("<svg", page)
        self.assertIn("91.2 %", page)

        # What is exported is all of it, and the same again.
        out = self.folder / "out.csv"
        exported = self.over_http("export", "survey", out, "--survey", survey)
        self.assertIn("166 answers exported", exported.stdout, exported)
        again = self.over_http("import", "survey", out, "--survey", survey)
        self.assertIn("0 new, 0 changed, 166 as they are", again.stdout, again)

        self.client.must("CloseSurvey", {"survey": survey, "reason": "enough"})
        self.service.stop()
        self.assert_sound()


if __name__ == "__main__":
    main()
