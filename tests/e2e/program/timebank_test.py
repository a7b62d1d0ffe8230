"""Credits in a running service: a volunteer is paid for an approved service and not twice, a booking holds
its price, a reversal gives everything back, and the books are the same after a restart."""

import datetime

from harness import ProgramTest, main, wait_for

HOME = {"lat": 32.3942, "lon": 119.4129}
HOUR_MS = 3_600_000
CITY = datetime.timezone(datetime.timedelta(hours=8))


class TimebankTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.use_rules("timebank.toml")
        self.token = self.make_token("dispatcher", "supervisor", "admin", name="desk")
        self.head = self.make_token("supervisor", name="head")
        self.start()
        self.member = self.client.must("RegisterMember", {"profile": {
            "name": "Li Na", "home": HOME, "birth_year": 1940}})["id"]
        self.volunteer = self.client.must("RegisterResponder", {"profile": {
            "kind": "volunteer", "name": "Wang Wei", "skills": ["company"], "post": HOME}})["id"]

    def start(self):
        self.service = self.serve()
        self.client = self.service.client(self.token)
        self.reviewer = self.service.client(self.head)

    def account(self, id):
        return self.client.get(f"/v1/accounts/{id}")

    def balance(self, id):
        return self.account(id)["balance_min"]

    def open(self, **whose):
        return self.client.must("OpenAccount", whose)["id"]

    def kind(self, kind):
        return self.client.get(f"/v1/accounts?kind={kind}")["items"][0]["id"]

    def refused(self, answer, reason):
        self.assertIn(answer.status, (404, 409, 429), answer.body)
        self.assertEqual(answer.json["reason"], reason, answer.body)

    def served(self, minutes, booking=0):
        now = self.client.must("IssueCredits", {"account": self.kind("pool"), "minutes": 1})["at"]
        # Yesterday at ten in the city: what crosses midnight is posted in two parts.
        zone = 8 * HOUR_MS
        starts = (now + zone) // (24 * HOUR_MS) * 24 * HOUR_MS - zone - 14 * HOUR_MS
        record = self.client.must("RecordService", {
            "volunteer": self.volunteer, "member": self.member, "service": "company",
            "starts_at": starts, "ends_at": starts + minutes * 60_000})["id"]
        self.reviewer.must("ConfirmService", {"service_record": record, "by": "member"})
        other = self.service.client(self.make_token("supervisor", name=f"reviewer-{record}"))
        other.must("ReviewService", {"service_record": record})
        return record

    def statement(self, id, closing):
        made = self.client.call("GET", f"/v1/accounts/{id}/statement?from=2000-01-01&until=2100-02-28")
        return made.json if made.status == 200 and made.json["closing_min"] == closing else None

    def test_the_books(self):
        mine = self.open(member=self.member)
        his = self.open(volunteer=self.volunteer)
        issue, pool = self.kind("issue"), self.kind("pool")
        self.client.must("IssueCredits", {"account": mine, "minutes": 600, "reference": "2026-7"})
        self.refused(self.client.command("IssueCredits", {
            "account": mine, "minutes": 600, "reference": "2026-7"}), "illegal_status")
        hold = self.client.must("HoldCredits", {
            "account": mine, "minutes": 120, "member": self.member})["id"]
        self.assertEqual(self.client.get(f"/v1/holds/{hold}")["minutes"], 120)
        self.refused(self.client.command("HoldCredits", {
            "account": mine, "minutes": 500, "member": self.member}), "not_enough_credits")
        record = self.served(95)
        self.assertEqual((self.balance(mine), self.balance(his)), (505, 95))
        self.refused(self.client.command("ReleaseHold", {"hold": hold}), "unknown_hold")
        entries = self.client.get(f"/v1/entries?account={his}")["items"]
        self.assertEqual([(one["kind"], one["from"], one["minutes"]) for one in entries],
                         [("earned", mine, 95)])
        self.assertEqual(entries[0]["service_record"], record)

        self.client.must("OpenDispute", {"entry": entries[0]["id"], "reason": "an hour at most"})
        self.assertEqual(self.account(his)["held_min"], 95)
        self.service.stop()
        self.assert_sound()
        self.start()
        self.assertEqual(self.account(his)["held_min"], 95)
        self.client.must("ResolveDispute", {
            "entry": entries[0]["id"], "upheld": True, "reason": "nobody was there"})
        self.assertEqual((self.balance(mine), self.balance(his)), (600, 0))
        self.refused(self.client.command("ReverseEntry", {
            "entry": entries[0]["id"], "reason": "again"}), "illegal_status")
        self.client.must("DonateCredits", {"account": mine, "minutes": 100})
        balances = [one["balance_min"] for one in self.client.all("accounts").values()]
        self.assertEqual(sum(balances), 0)
        self.assertEqual(self.balance(pool), 101)
        self.assertLess(self.balance(issue), 0)
        # The statement ends with the balance of the account.
        statement = wait_for("the statement to know of everything",
                             lambda: self.statement(mine, closing=500))
        self.assertEqual((statement["first"], statement["last"]), ("2000-01-01", "2100-02-28"))
        self.assertEqual([(one["kind"], one["minutes"]) for one in statement["entries"]],
                         [("issued", 600), ("earned", -95), ("reversal", 95), ("donation", -100)])
        self.service.stop()
        self.assert_sound()

    def test_a_booking_holds_its_price(self):
        today = datetime.datetime.now(CITY).date()
        times = [time for ahead in range(3, 30) for time in self.client.get(
            f"/v1/free_times?service=haircut&day={today + datetime.timedelta(days=ahead)}")["items"]]
        book = {"member": self.member, "service": "haircut", "starts_at": times[0]["starts_at"]}
        answer = self.client.command("BookService", book)
        self.refused(answer, "not_enough_credits")
        self.assertIn("has no account", answer.json["detail"])
        mine = self.open(member=self.member)
        self.client.must("IssueCredits", {"account": mine, "minutes": 40})
        booking = self.client.must("BookService", book)["id"]
        self.assertEqual(self.account(mine)["held_min"], 30)
        self.assertEqual(self.client.get(f"/v1/holds?booking={booking}")["items"][0]["account"],
                         mine)
        self.client.must("CancelBooking", {"booking": booking})
        self.assertEqual(self.account(mine)["held_min"], 0)
        self.service.stop()
        self.assert_sound()

    def test_what_is_seen_and_by_whom(self):
        his = self.open(volunteer=self.volunteer)
        own = self.service.client(self.make_token(
            "responder", name="wei", more=("--responder", str(self.volunteer))))
        self.assertEqual(own.get(f"/v1/accounts/{his}")["volunteer"], self.volunteer)
        self.assertEqual(own.command("IssueCredits", {"account": his, "minutes": 5}).status, 403)


if __name__ == "__main__":
    main()
