"""Tables into a running service, and a register that is looked after: imported whole or not at all, the
same file again changes nothing, assessed, merged, and nobody owed anything after a death."""

from harness import ProgramTest, main, run

HEADER = "编号,姓名,电话,地址,纬度,经度,出生日期,标签\r\n"


def row(number, name=None, birth="1946-03-01"):
    name = name or f"李{number}"
    return (f"{number},{name},138{number:08d},文昌路 {number} 号,32.3942,119.4129,{birth},"
            "独居、空巢\r\n")


class RegisterTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.service = self.serve()
        self.client = self.service.client(self.token)

    def table(self, text, name="members.csv", encoding="utf-8"):
        file = self.folder / name
        file.write_bytes(text.encode(encoding))
        return file

    def bring(self, file, *more):
        return run("import", "members", file, "--token", self.token, "--url",
                   f"http://127.0.0.1:{self.service.port}", *more)

    def test_a_table_goes_in_whole_and_once(self):
        rows = 1216
        text = HEADER + "".join(row(n) for n in range(1, rows + 1))
        broken = text.replace(row(700), row(700, birth="1946-02-30"))
        refused = self.bring(self.table(broken))
        self.assertEqual(refused.returncode, 1, refused)
        self.assertIn("line 701: column \"出生日期\"", refused.stdout)
        self.assertEqual(self.client.all("members"), {})

        looked = self.bring(self.table(text), "--check")
        self.assertIn(f"{rows} new, 0 changed, 0 as they are", looked.stdout, looked)
        self.assertEqual(self.client.all("members"), {})
        done = self.bring(self.table(text, encoding="gb18030"))
        self.assertEqual(done.returncode, 0, done)
        members = self.client.all("members")
        self.assertEqual(len(members), rows)

        for encoding in ("utf-8", "utf-8-sig", "gb18030"):
            again = self.bring(self.table(text, encoding=encoding))
            self.assertIn(f"0 new, 0 changed, {rows} as they are", again.stdout, again)
        other = self.bring(self.table(text.replace(row(7), row(7, name="王七"))))
        self.assertIn(f"0 new, 1 changed, {rows - 1} as they are", other.stdout, other)
        self.assertEqual(self.client.get("/v1/members?external_ref=7")["items"][0]["profile"]["name"],
                         "王七")

        # What is exported is what is there.
        out = self.folder / "out.csv"
        run_export = run("export", "members", out, "--token", self.token, "--url",
                         f"http://127.0.0.1:{self.service.port}")
        self.assertEqual(run_export.returncode, 0, run_export)
        again = self.bring(out)
        self.assertIn(f"0 new, 0 changed, {rows} as they are", again.stdout, again)

        # Somebody who stands there twice, under another number.
        twice = HEADER + row(900, name="李5").replace("13800000900", "13800000005")
        proposed = self.bring(self.table(twice))
        self.assertIn("may be one person", proposed.stdout, proposed)
        self.assertEqual(len(self.client.get("/v1/merges")["items"]), 1)
        self.assert_stopped_sound()

    def assert_stopped_sound(self):
        self.service.stop()
        self.assert_sound()

    def test_a_life_in_the_register(self):
        member = self.client.must("RegisterMember", {"profile": {"name": "Li Na", "phone": "85550101"}})
        card = self.client.must("IssueCard", {"member": member["id"]})
        request = self.client.must("CreateRequest", {"service": "meal", "member": member["id"]})
        assessed = self.client.must("RecordAssessment", {
            "member": member["id"], "standard": "GB/T 42195", "assessors": ["Wu", "He"],
            "scores": [{"item": "self_care", "points": 10}, {"item": "mobility", "points": 5},
                       {"item": "mental", "points": 15}, {"item": "senses", "points": 6}]})
        self.assertEqual([event["type"] for event in assessed["events"]],
                         ["AssessmentRecorded", "MemberUpdated", "VisitReplanned", "RequestRaised"])
        shown = self.client.get(f"/v1/members/{member['id']}")
        self.assertEqual(shown["profile"]["ability"], "severe")
        self.assertEqual(shown["risk"]["tier"], "high")
        self.assertEqual(shown["risk"]["reasons"], ["ability"])
        raised = self.client.get(f"/v1/requests/{request['id']}")
        self.assertEqual(raised["raised_tier"], "high")
        self.assertGreater(raised["credit_ms"], 0)

        died = self.client.must("SetMemberStatus", {"member": member["id"], "status": "deceased",
                                                    "reason": "told by her son"})
        types = [event["type"] for event in died["events"]]
        self.assertIn("CardChanged", types)
        self.assertIn("AssessmentStatusChanged", types)
        self.assertEqual(self.client.get(f"/v1/cards/{card['id']}")["status"], "revoked")
        self.client.must("EraseMember", {"member": member["id"], "reason": "the law"})
        left = self.client.get(f"/v1/members/{member['id']}")
        self.assertEqual(left["status"], "erased")
        self.assertNotIn("name", left["profile"])
        self.assertEqual(self.client.get("/v1/assessments")["items"], [])
        self.assert_stopped_sound()


if __name__ == "__main__":
    main()
