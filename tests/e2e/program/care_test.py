"""Visits over HTTP: each member has a next one, a consultant does it, the month counts it, and nothing is owed
after a death."""

from datetime import datetime, timedelta, timezone

from harness import ProgramTest, main

CITY = timezone(timedelta(hours=8))


class CareTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.service = self.serve()
        self.client = self.service.client(self.make_token("dispatcher", "supervisor", "admin"))

    def visits(self, query):
        return self.client.get("/v1/visits?" + query)["items"]

    def test_a_member_is_visited(self):
        today = datetime.now(CITY).date().isoformat()
        member = self.client.must("RegisterMember", {"profile": {"name": "Li Na", "district": "east"}})["id"]
        [next_visit] = self.visits(f"member={member}&next=true")
        self.assertEqual(next_visit["tier"], "general")

        consultant = self.client.must("RegisterResponder", {
            "profile": {"kind": "staff", "name": "Chen", "skills": ["consultant"]}})["id"]
        self.client.must("AssignConsultant", {"member": member, "responder": consultant})
        self.assertEqual([one["id"] for one in self.visits(f"visitor={consultant}")], [next_visit["id"]])
        [case] = self.client.get(f"/v1/care_cases?consultant={consultant}")["items"]
        self.assertEqual(case["status"], "assigned")

        plan = self.client.must("DraftPlan", {"member": member, "goals": [
            {"need": "meals", "service": "meal", "text": "a warm meal every day"}]})["id"]
        self.client.must("ActivatePlan", {"care_plan": plan})
        self.client.must("PlanVisit", {"member": member, "kind": "plan", "due": today, "care_plan": plan})
        [planned] = self.visits(f"care_plan={plan}")
        days = self.client.get(f"/v1/visit_days?day={today}")["items"]
        self.assertEqual([visit["visit"] for one in days for visit in one["visits"]], [planned["id"]])
        self.client.must("StartVisit", {"visit": planned["id"]})
        self.client.must("RecordVisit", {"visit": planned["id"], "outcome": "follow_up",
                                         "findings": "the stairs are steep", "reviewed": plan})
        self.assertEqual(self.client.get(f"/v1/visits/{planned['id']}")["status"], "done")
        [line] = self.client.get(f"/v1/visit_completion?month={today[:7]}&by=district")["items"]
        self.assertEqual((line["key"], line["due"], line["done"], line["done_permille"]), ("east", 1, 1, 1000))

        # A responder does what is his, and no more.
        own = self.service.client(self.make_token("responder", more=("--responder", str(consultant))))
        self.assertEqual(own.get(f"/v1/visits/{next_visit['id']}")["member"], member)
        self.assertEqual(own.command("CancelVisit", {"visit": next_visit["id"], "reason": "x"}).status, 403)

        died = self.client.must("SetMemberStatus", {"member": member, "status": "deceased",
                                                    "reason": "told by her son"})
        types = [event["type"] for event in died["events"]]
        for ended in ("VisitClosed", "PlanStatusChanged", "CareCaseStatusChanged"):
            self.assertIn(ended, types)
        self.assertEqual(self.visits("next=true"), [])
        self.service.stop()
        self.assert_sound()


if __name__ == "__main__":
    main()
