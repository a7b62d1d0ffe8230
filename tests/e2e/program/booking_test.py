"""Services booked ahead in a running service: free places are shown, taken, given back and kept over a
restart; a series is booked whole or not at all; nobody is owed anything after a death."""

import datetime

from harness import ProgramTest, main

CITY = datetime.timezone(datetime.timedelta(hours=8))


class BookingTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.service = self.serve()
        self.client = self.service.client(self.token)
        self.members = [self.client.must("RegisterMember", {"profile": {
            "name": name, "home": {"lat": 32.3942, "lon": 119.4129}, "birth_year": 1940}})["id"]
            for name in ("Li Na", "Wang Wu")]

    def free(self, service, day):
        return self.client.get(f"/v1/free_times?service={service}&day={day}")["items"]

    def first_free(self, service, from_day=3):
        """The first time that can be booked some days from now, whatever holidays there are."""
        today = datetime.datetime.now(CITY).date()
        for ahead in range(from_day, 30):
            day = today + datetime.timedelta(days=ahead)
            for time in self.free(service, day):
                if time["free"] > 0:
                    return day, time
        self.fail(f"{service} cannot be had in the next 30 days")

    def assert_refused(self, answer, status, reason=None, words=""):
        self.assertEqual(answer.status, status, answer.body)
        if reason is not None:
            self.assertEqual(answer.json["reason"], reason, answer.body)
        self.assertIn(words, answer.json["detail"])

    def book(self, member, service, starts_at):
        return self.client.command("BookService", {"member": member, "service": service,
                                                   "starts_at": starts_at})

    def test_a_place_is_taken_once(self):
        catalogue = {one["service"] for one in self.client.get("/v1/catalogue?limit=1000")["items"]}
        self.assertIn("legal_advice", catalogue)
        day, time = self.first_free("legal_advice")
        self.assertEqual((time["capacity"], time["free"]), (1, 1))
        booked = self.client.must("BookService", {
            "member": self.members[0], "service": "legal_advice", "starts_at": time["starts_at"]})
        shown = self.client.get(f"/v1/bookings/{booked['id']}")
        self.assertEqual(shown["status"], "asked")
        self.assertEqual(shown["ends_at"], time["ends_at"])
        left = [one["free"] for one in self.free("legal_advice", day)
                if one["starts_at"] == time["starts_at"]]
        self.assertEqual(left, [0])
        self.assert_refused(self.book(self.members[1], "legal_advice", time["starts_at"]), 409,
                            "no_free_place")
        listed = self.client.get(f"/v1/bookings?service=legal_advice&day={day}&status=asked")
        self.assertEqual([one["id"] for one in listed["items"]], [booked["id"]])

        # Killed and started again, it is there still, and so is what was taken.
        self.service.kill()
        self.service = self.serve()
        self.client = self.service.client(self.token)
        self.assert_refused(self.book(self.members[1], "legal_advice", time["starts_at"]), 409,
                            "no_free_place")
        self.client.must("ConfirmBooking", {"booking": booked["id"]})
        self.client.must("CancelBooking", {"booking": booked["id"], "reason": "settled"})
        self.client.must("BookService", {"member": self.members[1], "service": "legal_advice",
                                         "starts_at": time["starts_at"]})
        self.assert_stopped_sound()

    def test_a_series_and_a_death(self):
        day, time = self.first_free("meal")
        series = {"member": self.members[0], "service": "meal", "starts_at": time["starts_at"],
                  "count": 8}
        opened = self.client.must("OpenSeries", series)
        bookings = self.client.get(f"/v1/bookings?series={opened['id']}")["items"]
        self.assertEqual(len(bookings), 8)
        week = 7 * 24 * 3600 * 1000
        self.assertEqual([one["starts_at"] - time["starts_at"] for one in bookings],
                         [n * week for n in range(8)])
        # Booked later, with a lower number, it is in the list as well.
        _, other = self.first_free("meal", from_day=(day - datetime.datetime.now(CITY).date()).days + 1)
        alone = self.client.must("BookService", {"member": self.members[0], "service": "meal",
                                                 "starts_at": other["starts_at"]})
        mine = self.client.get(f"/v1/bookings?member={self.members[0]}&limit=1000")["items"]
        self.assertEqual(len(mine), 9)
        self.assertIn(alone["id"], [one["id"] for one in mine])
        # The same series again: each of its times clashes, and is named.
        again = self.client.command("OpenSeries", series)
        self.assert_refused(again, 409, "no_free_place", "8 of 8 times")
        self.client.must("SetMemberStatus", {"member": self.members[0], "status": "deceased",
                                             "reason": "told by her son"})
        mine = self.client.get(f"/v1/bookings?member={self.members[0]}&limit=1000")["items"]
        self.assertEqual({one["status"] for one in mine}, {"cancelled"})
        self.assertEqual(self.client.get(f"/v1/series/{opened['id']}")["status"], "ended")
        self.assert_stopped_sound()

    def test_what_cannot_be_asked(self):
        self.assert_refused(self.client.call("GET", "/v1/free_times?service=song"), 400)
        self.assert_refused(self.client.call("GET", "/v1/free_times?day=2026-02-30"), 400)
        self.assert_refused(self.client.call("GET", "/v1/free_times?member=1"), 400)
        _, time = self.first_free("bathing")
        refused = self.book(self.members[0], "bathing", time["starts_at"])
        self.assert_refused(refused, 409, "not_eligible", "the risk tier key or high")
        self.assert_stopped_sound()

    def assert_stopped_sound(self):
        self.service.stop()
        self.assert_sound()


if __name__ == "__main__":
    main()
