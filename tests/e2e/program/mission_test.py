"""What the service is for, part by part: one test for each row of the mission."""

import datetime
import json
import time

from harness import Feed, ProgramTest, main

HOME = {"lat": 32.3942, "lon": 119.4129}
NEAR = {"lat": 32.3952, "lon": 119.4129}
SEVERE = [{"item": "self_care", "points": 10}, {"item": "mobility", "points": 5},
          {"item": "mental", "points": 15}, {"item": "senses", "points": 6}]


class MissionTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.use_rules("calendar.toml", "surveys.toml", "timebank.toml", "departments.toml",
                       "projects.toml", "thinktank.toml")
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.reviewer = self.make_token("supervisor", name="reviewer")
        self.service = self.serve()
        self.client = self.service.client(self.token)

    def tearDown(self):
        self.service.stop()
        self.assert_sound()

    def member(self, **more):
        return self.client.must("RegisterMember", {"profile": {
            "name": "Li Na", "phone": "13700000042", "home": HOME, "district": "guangling", **more}})["id"]

    def staff(self, *skills):
        who = self.client.must("RegisterResponder", {"profile": {
            "kind": "staff", "name": "Wang Wei", "skills": skills, "post": NEAR}})["id"]
        self.client.must("SetDuty", {"responder": who, "status": "available"})
        return who

    def items(self, path):
        return self.client.get(path)["items"]

    def events(self, name, body):
        return [event["type"] for event in self.client.must(name, body)["events"]]

    def test_row_1_asked_and_somebody_is_on_the_way_for_all_to_see(self):
        who = self.staff("care", "lift")
        feed = Feed(self.service, self.token)
        made = self.client.must("CreateRequest", {"service": "fall", "place": HOME})
        request = self.client.get(f"/v1/requests/{made['id']}")
        self.assertEqual(request["slots"][0]["responder"], who)
        told = ""
        while f'"id": {made["id"]},' not in told or '"requests"' not in told:
            told = json.dumps(feed.next())

    def test_row_2_each_colour_of_the_card_is_a_service(self):
        member = self.member()
        card = self.client.must("IssueCard", {"member": member})["id"]
        colours = {one["colour"]: one["service"] for one in self.items("/v1/card_colours")}
        self.assertEqual(set(colours), {"red", "green", "blue", "yellow"})
        for colour, service in colours.items():
            tap = self.client.must("TapCard", {"card": card, "generation": 1, "colour": colour})
            request = self.client.get(f"/v1/requests/{tap['id']}")
            self.assertEqual((request["service"], request["member"], request["channel"]),
                             (service, member, "card"))
        self.client.must("RevokeCard", {"card": card, "lost": True})
        self.assertEqual(self.client.command("TapCard", {"card": card, "colour": "red"}).status, 409)

    def test_row_3_silence_on_the_hotline_is_an_emergency_until_proved_safe(self):
        member = self.member()
        call = self.client.must("CreateRequest", {
            "service": "silent_call", "channel": "hotline", "caller": "137 0000 0042", "silent": True})["id"]
        request = self.client.get(f"/v1/requests/{call}")
        self.assertEqual(request["member_hint"], member)
        self.assertIn(request["urgency"], ("P0", "P1"))
        self.assertEqual(request["safety"], "unverified")
        self.assertEqual(self.client.command("CancelRequest", {"request": call}).status, 409)
        self.client.must("VerifySafe", {"request": call, "how": "she answered the door"})
        self.client.must("CancelRequest", {"request": call, "reason": "pressed by mistake"})

    def test_row_4_the_register_knows_who_is_at_risk_and_requests_weigh_it(self):
        member = self.member(birth_date={"year": 1940, "month": 3, "day": 1}, flags=["lives_alone"])
        shown = self.client.get(f"/v1/members/{member}")["risk"]
        self.assertEqual((shown["tier"], shown["reasons"]), ("key", ["old_and_alone"]))
        request = self.client.must("CreateRequest", {"service": "meal", "member": member})["id"]
        before = self.client.get(f"/v1/requests/{request}")["credit_ms"]
        self.client.must("RecordAssessment", {"member": member, "standard": "GB/T 42195",
                                              "assessors": ["Wu", "He"], "scores": SEVERE})
        self.assertEqual(self.client.get(f"/v1/members/{member}")["risk"]["tier"], "high")
        self.assertGreater(self.client.get(f"/v1/requests/{request}")["credit_ms"], before)

    def test_row_5_a_survey_is_brought_in_counted_and_leads_to_needs(self):
        tables = self.folder / "tables"
        self.run_ok("demo-data", tables, "--members", "1000", "--volunteers", "10")
        where = ("--token", self.token, "--url", f"http://127.0.0.1:{self.service.port}")
        self.run_ok("import", "members", tables / "members.csv", *where, timeout=120)
        survey = self.client.must("OpenSurvey", {"questionnaire": "needs-2025", "title": "Needs"})["id"]
        bring = ("import", "survey", tables / "survey.csv", "--survey", survey, *where)
        self.assertIn("929 new", self.run_ok(*bring, timeout=120))
        self.assertIn("0 new", self.run_ok(*bring, timeout=120))
        for by in ("district", "age_band"):
            parts = self.client.get(f"/v1/surveys/{survey}/statistics?by={by}")["parts"]
            self.assertEqual(sum(part["answers"] for part in parts), 929)
            # Of every respondent it is known: from the register, where the answer does not say it.
            self.assertNotIn("", [part["code"] for part in parts])
        self.assertTrue(self.items("/v1/needs?status=open&limit=5"))

    def test_row_6_consultants_see_their_people_as_often_as_the_risk_asks(self):
        member = self.member()
        who = self.staff("consultant")
        self.client.must("AssignConsultant", {"member": member, "responder": who})
        plan = self.client.must("DraftPlan", {"member": member, "goals": [
            {"need": "meals", "text": "a warm meal every day"}]})["id"]
        self.client.must("ActivatePlan", {"care_plan": plan})
        [visit] = self.items(f"/v1/visits?member={member}")
        self.assertEqual(visit["visitor"], who)
        self.client.must("RecordAssessment", {"member": member, "standard": "GB/T 42195",
                                              "assessors": ["Wu", "He"], "scores": SEVERE})
        [sooner] = self.items(f"/v1/visits?member={member}")
        self.assertLess(sooner["due"]["due_at"], visit["due"]["due_at"])
        self.client.must("StartVisit", {"visit": sooner["id"]})
        self.client.must("RecordVisit", {"visit": sooner["id"], "outcome": "well", "findings": "well"})
        self.assertEqual(len(self.items(f"/v1/visits?member={member}&status=planned")), 1)
        self.assertEqual(self.items("/v1/visits?overdue=true"), [])

    def test_row_7_departments_do_a_project_together_each_with_its_own_list(self):
        project = self.client.must("OpenProject", {
            "member": self.member(), "template_code": "home_modification"})["id"]
        step = {"project": project, "step": "application"}
        self.client.must("StartStep", step)
        papers = self.client.get(f"/v1/projects/{project}")["steps"][0]["rule"]["documents"]
        self.client.must("FinishStep", {**step, "documents": [
            {"code": one["code"], "reference": "shelf 7"} for one in papers]})
        for department, task in (("health", "step"), ("disabled_federation", "opinion")):
            work = self.items(f"/v1/department_work?department={department}")
            self.assertEqual([(one["project"], one["step"], one["task"]) for one in work],
                             [(project, "assessment", task)])
            self.assertGreater(work[0]["due_at"], 0)

    def test_row_8_booked_followed_called_back_and_opened_again_when_it_was_bad(self):
        member = self.member(birth_year=1940)
        catalogue = self.items("/v1/catalogue?limit=1000")
        self.assertTrue(catalogue)
        who = self.staff("electric")
        request = self.client.must("CreateRequest", {"service": "power_repair", "member": member})["id"]
        link = self.client.must("IssueLink", {"request": request, "audience": "family"})["id"]
        path = self.client.get(f"/v1/links/{link}/text")["path"]
        page = self.service.client().call("GET", path, None, {"Accept-Language": "zh-CN"})
        self.assertEqual(page.status, 200)
        for step in ("AcknowledgeAssignment", "ReportOnScene", "CompleteAssignment"):
            self.client.must(step, {"request": request, "responder": who})
        self.assertIn("RequestReopened", self.events("RecordCallback", {
            "request": request, "reached": True, "rating": 1, "note": "the light is still out"}))

    def test_row_10_talents_are_known_sent_for_what_they_know_and_certified(self):
        tables = self.folder / "tables"
        self.run_ok("demo-data", tables, "--members", "10", "--volunteers", "10")
        where = ("--token", self.token, "--url", f"http://127.0.0.1:{self.service.port}")
        self.assertIn("1216 new", self.run_ok("import", "talents", tables / "talents.csv", *where,
                                              timeout=120))
        self.assertTrue(self.items("/v1/talents?field=law&limit=5"))
        self.assertTrue(self.items("/v1/talents?review_by=2999-01-01&limit=5"))

        # What a talent knows is what he is sent for.
        who = self.staff()
        talent = self.client.must("RegisterTalent", {
            "profile": {"name": "Wang Wei", "fields": ["engineering"], "skills": ["electric"]},
            "responder": who})["id"]
        member = self.member()
        request = self.client.must("CreateRequest", {"service": "power_repair", "member": member})["id"]
        self.assertEqual(self.client.get(f"/v1/requests/{request}")["slots"][0]["responder"], who)
        self.client.must("PauseTalent", {"talent": talent, "reason": "travels"})
        self.assertEqual(self.client.get(f"/v1/responders/{who}")["profile"].get("skills", []), [])

        # And what a volunteer did is certified, for anybody to check.
        helper = self.client.must("RegisterResponder", {"profile": {
            "kind": "volunteer", "name": "Zhao Min"}})["id"]
        began = int(time.time() * 1000) - 3 * 3_600_000
        record = self.client.must("RecordService", {
            "volunteer": helper, "member": member, "service": "company", "starts_at": began,
            "ends_at": began + 90 * 60_000})["id"]
        self.client.must("ConfirmService", {"service_record": record})
        self.service.client(self.reviewer).must("ReviewService", {"service_record": record})
        city = datetime.timezone(datetime.timedelta(hours=8))
        day = datetime.datetime.fromtimestamp(began / 1000, city).date().isoformat()
        issued = self.client.must("IssueCertificate", {"volunteer": helper, "from": day,
                                                       "until": day})["id"]
        certificate = self.client.get(f"/v1/certificates/{issued}")
        self.assertEqual(certificate["minutes"], 90)
        page = self.service.client().call("GET", "/check/" + certificate["number"], None,
                                          {"Accept-Language": "en"})
        self.assertIn("Good: we issued this certificate", page.body.decode())
        self.assertNotIn("Zhao Min", page.body.decode())

    def bring(self, what):
        tables = self.folder / "tables"
        self.run_ok("demo-data", tables, "--members", "10", "--volunteers", "1")
        return self.run_ok("import", what, tables / f"{what}.csv", "--token", self.token, "--url",
                           f"http://127.0.0.1:{self.service.port}", timeout=120)

    def test_row_9_suggestions_reach_who_decides_and_each_author_is_answered(self):
        self.assertIn("25 new", self.bring("suggestions"))
        raw = sorted(one["id"] for one in self.items("/v1/suggestions?limit=100"))
        self.client.must("MergeSuggestions", {"suggestion": raw[0], "others": raw[1:3]})
        self.assertEqual(self.items("/v1/suggestion_counts"),
                         [{"items": 23, "raw": 25, "authors": 20}])
        self.client.must("ReviewSuggestion", {"suggestion": raw[0], "verdict": "accept",
                                              "gist": "Lifts for old houses"})
        report = self.client.must("ReportSuggestions", {
            "suggestions": [raw[0]], "title": "Winter", "addressee": "the mayor"})["id"]
        page = self.client.call("GET", f"/v1/suggestion_reports/{report}/page").body.decode()
        self.assertIn("Lifts for old houses", page)
        of = {"suggestion": raw[0]}
        self.client.must("RecordInstruction", {**of, "from": "the mayor", "text": "do it"})
        self.client.must("AssignSuggestion", {**of, "department": "housing"})
        self.client.must("ReplySuggestion", {**of, "text": "eight are being built"})
        self.client.must("GradeSuggestion", {**of, "grade": "under_way"})
        for one in raw[:3]:
            self.client.must("GiveFeedback", {"suggestion": one})
            told = self.client.get(f"/v1/suggestions/{one}")["feedbacks"]
            self.assertEqual(len(told), 1)

    def volunteer(self):
        who = self.client.must("RegisterResponder", {"profile": {
            "kind": "volunteer", "name": "Wang Wei", "skills": ["company"], "post": NEAR}})["id"]
        self.client.must("SetDuty", {"responder": who, "status": "available"})
        return who

    def approve(self, who, member, minutes):
        """A service of two days ago, confirmed and reviewed."""
        begin = int(time.time() * 1000) - 48 * 3_600_000
        record = self.client.must("RecordService", {
            "volunteer": who, "member": member, "service": "company", "starts_at": begin,
            "ends_at": begin + minutes * 60_000})["id"]
        self.client.must("ConfirmService", {"service_record": record})
        self.service.client(self.reviewer).must("ReviewService", {"service_record": record})

    def test_row_11_time_is_earned_and_spent_and_an_emergency_asks_for_none(self):
        own = self.member(name="Wang Wei", phone="13700000043", birth_year=1960)
        who = self.volunteer()
        account = self.client.must("OpenAccount", {"member": own, "volunteer": who})["id"]
        self.approve(who, self.member(), 95)
        self.assertEqual(self.client.get(f"/v1/accounts/{account}")["balance_min"], 95)
        free = []
        day = datetime.date.today() + datetime.timedelta(days=3)
        while not free:
            free = self.items(f"/v1/free_times?service=haircut&day={day}")
            day += datetime.timedelta(days=1)
        self.client.must("BookService", {"member": own, "service": "haircut",
                                         "starts_at": free[0]["starts_at"]})
        self.assertEqual(self.client.get(f"/v1/accounts/{account}")["held_min"], 30)
        sent = self.staff("care", "lift")
        made = self.client.must("CreateRequest", {"service": "fall", "member": self.member()})
        self.assertEqual(self.client.get(f"/v1/requests/{made['id']}")["slots"][0]["responder"],
                         sent)
        balances = [one["balance_min"] for one in self.client.all("accounts").values()]
        self.assertEqual(sum(balances), 0)


if __name__ == "__main__":
    main()
