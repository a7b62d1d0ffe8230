"""What volunteers do, in a running service: signed in and out from their own telephones, confirmed by the
desk or by a link, reviewed by somebody else, counted, reversed; and what becomes of who does not come."""

import re
import urllib.parse

from harness import ProgramTest, main

HOME = {"lat": 32.3942, "lon": 119.4129}
FAR = {"lat": 32.4042, "lon": 119.4129}  # more than a kilometre
HOUR_MS = 3_600_000


class ServiceRecordsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        desk = self.make_token("dispatcher", "supervisor", "admin", name="desk")
        head = self.make_token("supervisor", name="head")
        self.service = self.serve()
        self.client = self.service.client(desk)
        self.head = self.service.client(head)
        self.member = self.client.must("RegisterMember", {"profile": {
            "name": "Li Na", "home": HOME}})["id"]
        self.volunteer, self.own = self.join("Wang Wei")
        self.other, self.others_own = self.join("Zhao Min")

    def join(self, name):
        one = self.client.must("RegisterResponder", {"profile": {
            "kind": "volunteer", "name": name, "skills": ["company"], "post": HOME}})["id"]
        token = self.make_token("responder", name=f"volunteer-{one}",
                                more=("--responder", str(one)))
        return one, self.service.client(token)

    def sign_in(self, place=HOME, **more):
        return self.own.must("SignIn", {"volunteer": self.volunteer, "member": self.member,
                                        "service": "company", "place": place, **more})["id"]

    def read(self, record):
        return self.client.get(f"/v1/service_records/{record}")

    def standing(self, volunteer=None):
        return self.client.get(f"/v1/volunteer_standings/{volunteer or self.volunteer}")

    def refused(self, answer, reason, status=409):
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.json["reason"], reason, answer.body)

    def assert_stopped_sound(self):
        self.service.stop()
        self.assert_sound()

    def test_from_the_sign_in_to_hours_that_count(self):
        now = self.client.get("/v1/rules/1") and self.read(self.sign_in())["starts_at"]
        record = self.client.get("/v1/service_records?status=open")["items"][0]["id"]
        # For nobody else, and nobody twice.
        self.refused(self.others_own.command("SignOut", {
            "service_record": record, "volunteer": self.volunteer}), "forbidden", 403)
        self.refused(self.others_own.command("SignOut", {
            "service_record": record, "volunteer": self.other}), "not_the_assignee")
        self.refused(self.own.command("SignIn", {
            "volunteer": self.volunteer, "member": self.member, "service": "company"}),
            "responder_busy")
        self.own.must("SignOut", {"service_record": record, "volunteer": self.volunteer,
                                  "place": FAR})
        self.assertEqual(self.read(record)["doubts"], ["far_at_end"])
        # No minute has passed: what counts is said by a correction, and confirmed.
        self.refused(self.client.command("ConfirmService", {"service_record": record}),
                     "illegal_status")
        self.client.must("CorrectService", {
            "service_record": record, "starts_at": now - 2 * HOUR_MS, "ends_at": now - HOUR_MS // 2,
            "reason": "the telephone had no network"})
        self.client.must("ConfirmService", {"service_record": record, "by": "member"})
        # Who has a hand in it does not review it.
        self.refused(self.client.command("ReviewService", {"service_record": record}),
                     "not_eligible", 409)
        self.head.must("ReviewService", {"service_record": record})
        shown = self.read(record)
        self.assertEqual((shown["status"], shown["minutes"]), ("approved", 90))
        self.assertEqual(sum(day["minutes"] for day in shown["days"]), 90)
        for day in shown["days"]:
            listed = self.client.get(
                f"/v1/service_records?volunteer={self.volunteer}&day={day['day']}")["items"]
            self.assertEqual([one["id"] for one in listed], [record])
        self.assertEqual(len(self.client.get(
            f"/v1/service_records?member={self.member}&status=approved")["items"]), 1)
        self.assertEqual(self.standing()["approved_min"], 90)
        # Whoever served reads what he did, and nobody else's.
        self.assertEqual(self.own.get(f"/v1/service_records/{record}")["minutes"], 90)
        self.assertEqual(self.others_own.call("GET", f"/v1/service_records/{record}").status, 403)

        # Killed and started again, nothing is lost; then it is reversed.
        self.service.kill()
        self.service = self.serve()
        self.client = self.service.client(self.make_token("supervisor", name="third"))
        self.assertEqual(self.standing()["approved_min"], 90)
        self.client.must("ReverseService", {"service_record": record, "reason": "another day"})
        self.assertEqual(self.standing()["reversed_min"], 90)
        self.assertEqual(self.read(record)["status"], "reversed")
        self.assert_stopped_sound()

    def test_the_member_confirms_by_the_link_to_the_request(self):
        # The one who is asked is on duty alone, accepts and goes.
        self.client.must("SetDuty", {"responder": self.volunteer, "status": "available"})
        request = self.client.must("CreateRequest", {
            "service": "company", "member": self.member, "place": HOME})["id"]
        offers = self.client.get(f"/v1/offers?responder={self.volunteer}")["items"]
        self.own.must("AcceptOffer", {"offer": offers[-1]["id"]})
        link = self.client.must("IssueLink", {"request": request})["id"]
        path = self.client.get(f"/v1/links/{link}/text")["path"]
        now = self.read(self.own.must("SignIn", {
            "volunteer": self.volunteer, "request": request, "place": HOME})["id"])["starts_at"]
        record = self.client.get(f"/v1/service_records?request={request}")["items"][0]["id"]
        self.own.must("SignOut", {"service_record": record, "volunteer": self.volunteer})
        self.client.must("CorrectService", {
            "service_record": record, "starts_at": now - HOUR_MS, "ends_at": now,
            "reason": "told by telephone"})
        stranger = self.service.client()
        page = stranger.call("GET", path, None, {"Accept-Language": "en"}).body.decode()
        self.assertIn("Yes, it was so", page)
        self.assertIn("60 min", page)
        self.assertNotIn("Wang", page)
        [number] = re.findall(r'name="confirm" value="(\d+)"', page)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        pressed = stranger.call("POST", path, urllib.parse.urlencode({"round": 1, "confirm": number}),
                                form)
        self.assertEqual(pressed.status, 303, pressed.body)
        shown = self.read(record)
        self.assertEqual((shown["status"], shown["confirmer"]), ("confirmed", "member"))
        page = stranger.call("GET", path, None, {"Accept-Language": "en"}).body.decode()
        self.assertNotIn("Yes, it was so", page)
        self.assertIn("confirmed", page)
        self.head.must("ReviewService", {"service_record": record})
        self.assertEqual(self.standing()["approved_min"], 60)
        self.assert_stopped_sound()

    def test_who_does_not_come_five_times_is_asked_no_more(self):
        for one in (self.volunteer, self.other):
            self.client.must("SetDuty", {"responder": one, "status": "available"})
        for _ in range(5):
            self.client.must("RecordVolunteerNoShow", {"volunteer": self.volunteer,
                                                       "reason": "nobody came"})
        self.assertTrue(self.standing()["suspended_at"])
        suspended = self.client.get("/v1/volunteer_standings?suspended=true")["items"]
        self.assertEqual([one["volunteer"] for one in suspended], [self.volunteer])
        self.client.must("CreateRequest", {"service": "company", "member": self.member,
                                           "place": HOME})
        self.assertEqual(self.client.get(f"/v1/offers?responder={self.volunteer}")["items"], [])
        self.assertEqual(len(self.client.get(f"/v1/offers?responder={self.other}")["items"]), 1)
        self.refused(self.own.command("SignIn", {
            "volunteer": self.volunteer, "member": self.member, "service": "company"}),
            "responder_not_able")
        self.head.must("LiftVolunteerSuspension", {"volunteer": self.volunteer,
                                                   "reason": "spoken to"})
        self.sign_in()
        self.assert_stopped_sound()


if __name__ == "__main__":
    main()
