"""One walk through the service over HTTP and the command line alone: tables in, somebody assessed and visited,
a tap on the card, a booking that a volunteer serves, a call back that opens it again, and the month's figures."""

import datetime
import pathlib
import re
import urllib.parse
import urllib.request

from harness import CONFIG, ProgramTest, main, run, wait_for

CITY = datetime.timezone(datetime.timedelta(hours=8))

# A walk in the park, at any time of any day, so that the test need not wait for one: who goes along is asked
# for an hour before, which is now.
ANY_TIME = """
[[services]]
code = "park_walk"
name_en = "A walk in the park"
name_zh = "陪伴散步"
urgency = "P3"
plan = "{plan}"

[[booking.services]]
service = "park_walk"
hours = [
    {{ days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], from = "00:00", to = "24:00", each_min = 5, capacity = 2, days_off = true }},
]
ask_before_ms = "1 h"
"""


class WalkTest(ProgramTest):
    def setUp(self):
        super().setUp()
        services = pathlib.Path(CONFIG).parent / "services.toml"
        more = self.folder / "services.toml"
        more.write_text(services.read_text(encoding="utf-8") + ANY_TIME.format(plan="company"),
                        encoding="utf-8")
        text = self.config.read_text(encoding="utf-8")
        self.assertIn(str(services), text)
        self.config.write_text(text.replace(str(services), str(more)), encoding="utf-8")
        self.token = self.make_token("dispatcher", "supervisor", "admin", "adapter")
        self.service = self.serve()
        self.client = self.service.client(self.token)
        self.url = f"http://127.0.0.1:{self.service.port}"

    def bring(self, what, file):
        done = run("import", what, file, "--token", self.token, "--url", self.url, timeout=180)
        self.assertEqual(done.returncode, 0, done)
        return done.stdout

    def one(self, path):
        items = self.client.get(path)["items"]
        self.assertEqual(len(items), 1, items)
        return items[0]

    def request(self, number):
        return self.client.get(f"/v1/requests/{number}")

    def test_from_the_tables_to_the_month(self):
        # The demo files, and once more: nothing is new.
        tables = self.folder / "tables"
        self.run_ok("demo-data", tables, "--seed", "7", "--members", "2000", "--volunteers", "200")
        self.assertIn("2000 new", self.bring("members", tables / "members.csv"))
        self.assertIn("0 new", self.bring("members", tables / "members.csv"))
        self.bring("responders", tables / "responders.csv")
        member = self.client.get("/v1/members?risk=general&limit=1")["items"][0]
        home = member["profile"]["home"]

        visit = self.one(f"/v1/visits?member={member['id']}")
        quarterly = visit["due"]["due_at"]

        # Assessed severe: the tier follows, and the next visit with it.
        self.client.must("RecordAssessment", {
            "member": member["id"], "standard": "GB/T 42195", "assessors": ["Wu", "He"],
            "scores": [{"item": "self_care", "points": 10}, {"item": "mobility", "points": 5},
                       {"item": "mental", "points": 15}, {"item": "senses", "points": 6}]})
        self.assertEqual(self.client.get(f"/v1/members/{member['id']}")["risk"]["tier"], "high")
        visit = self.one(f"/v1/visits?member={member['id']}")
        self.assertLess(visit["due"]["due_at"], quarterly)

        # A tap on the blue field of the card: one screen, one press, one request.
        card = self.client.must("IssueCard", {"member": member["id"]})["id"]
        made = run("card", "link", card, "--colour", "blue", "--url", self.url, "--token", self.token,
                   "--config", self.config)
        self.assertEqual(made.returncode, 0, made)
        link = made.stdout.strip()
        with urllib.request.urlopen(link, timeout=20) as page:
            form = page.read().decode()
        self.assertEqual(self.client.get("/v1/requests")["items"], [])
        fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
        fields["colour"] = "blue"
        urllib.request.urlopen(urllib.request.Request(  # noqa: the link is the program's own
            link.split("?")[0], data=urllib.parse.urlencode(fields).encode()), timeout=20).close()
        tapped = self.one("/v1/requests")
        self.assertEqual((tapped["channel"], tapped["member"]), ("card", member["id"]))

        # Booked, and because its time is near, asked for at once: a volunteer close by is asked.
        volunteer = next(one for one in self.client.get("/v1/responders?limit=1000")["items"]
                         if one["profile"]["kind"] == "volunteer"
                         and "company" in one["profile"]["skills"])
        self.client.must("SetDuty", {"responder": volunteer["id"], "status": "available"})
        self.client.must("ReportPositions", {"fixes": [{"responder": volunteer["id"], "point": home}]})
        now = datetime.datetime.now(CITY)
        free = [time for time in self.client.get(
            f"/v1/free_times?service=park_walk&limit=1000&day={now.date()}")["items"] if time["free"] > 0]
        if not free:  # the last minutes of a day
            free = self.client.get("/v1/free_times?service=park_walk&limit=1000&day="
                                   f"{now.date() + datetime.timedelta(days=1)}")["items"]
        booking = self.client.must("BookService", {
            "member": member["id"], "service": "park_walk", "starts_at": free[0]["starts_at"]})["id"]
        wait_for("the request of the booking",
                 lambda: self.client.get(f"/v1/bookings/{booking}")["request"] != 0)
        booked = self.client.get(f"/v1/bookings/{booking}")
        self.assertEqual(booked["status"], "due")
        walk = booked["request"]
        offer = self.one(f"/v1/offers?request={walk}&status=live")
        self.assertEqual(offer["responder"], volunteer["id"])
        self.client.must("AcceptOffer", {"offer": offer["id"]})
        who = {"request": walk, "responder": volunteer["id"]}
        for step in ("AcknowledgeAssignment", "ReportOnScene", "CompleteAssignment"):
            self.client.must(step, who)
        self.assertEqual(self.client.get(f"/v1/bookings/{booking}")["status"], "served")

        # The visit, recorded: the next one follows.
        self.client.must("StartVisit", {"visit": visit["id"]})
        self.client.must("RecordVisit", {"visit": visit["id"], "outcome": "well",
                                         "findings": "cheerful, eats well"})
        self.assertEqual(self.client.get(f"/v1/visits/{visit['id']}")["status"], "done")
        following = self.one(f"/v1/visits?member={member['id']}&status=planned")
        self.assertNotEqual(following["id"], visit["id"])

        # Called back and rated 2: open again, with its reason for whoever looks.
        self.client.must("RecordCallback", {"request": walk, "reached": True, "rating": 2,
                                            "note": "came an hour late"})
        again = self.request(walk)
        self.assertIn(again["status"], ("queued", "offered", "dispatched"))
        self.assertEqual(len(again["reopenings"]), 1)
        self.assertEqual(again["reopenings"][0]["rating"], 2)
        self.assertIn("came an hour late", again["reopenings"][0]["reason"])
        story = self.client.get(f"/v1/requests/{walk}/timeline")["timeline"]
        self.assertTrue(any("came an hour late" in sentence for record in story
                            for sentence in record["en"]))
        self.assertEqual(self.client.get(f"/v1/bookings/{booking}")["status"], "due")

        # The month in which that visit was due: what was done of it.
        due = datetime.datetime.fromtimestamp(visit["due"]["due_at"] / 1000 - 1, CITY)
        month = self.one(f"/v1/visit_completion?month={due.strftime('%Y-%m')}")
        self.assertGreaterEqual(month["done"], 1)
        self.assertEqual(month["done_permille"], month["done"] * 1000 // month["due"])

        self.service.stop()
        self.assert_sound()


if __name__ == "__main__":
    main()
