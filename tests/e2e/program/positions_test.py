"""Positions that cannot be true, with the real program: they move nobody, and each report hears
what became of each of its fixes."""

import time
import unittest

from harness import ProgramTest

HERE = {"lat": 32.39, "lon": 119.42}
NEAR = {"lat": 32.39, "lon": 119.42236}  # 222 m
FAR = {"lat": 32.39, "lon": 119.4731}  # 5 km


class PositionsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.client = self.start()

    def start(self):
        self.service = self.serve()
        return self.service.client(self.make_token("dispatcher", "supervisor", "adapter"))

    def responder(self, point=None, **profile):
        body = {"kind": "staff", "name": "He", "skills": ["care", "lift", "first_aid"], **profile}
        made = self.client.must("RegisterResponder", {"profile": body})["id"]
        self.client.must("SetDuty", {"responder": made, "status": "available"})
        if point:
            self.assertEqual(self.report((made, point))["taken"], 1)
        return made

    def report(self, *fixes, **more):
        body = {"fixes": [{"responder": who, "point": point, **more} for who, point in fixes]}
        return self.client.must("ReportPositions", body)["fixes"]

    def one(self, responder):
        return self.client.get(f"/v1/responders/{responder}")

    def sent(self, request):
        slots = self.client.get(f"/v1/requests/{request}")["slots"]
        return [slot.get("responder") for slot in slots]

    def test_no_position_moves_nobody(self):
        near, far = self.responder(NEAR), self.responder(FAR)
        request = self.client.must("CreateRequest", {"service": "fall", "place": HERE})["id"]
        self.assertIn(near, self.sent(request))
        before = self.sent(request)
        self.client.must("AcknowledgeAssignment", {"request": request, "responder": near})
        for point, why in (
            ({"lat": 0, "lon": 0}, "outside"),
            ({"lat": 119.42, "lon": 32.39}, "no_place"),  # exchanged
            ({"lat": 32.39, "lon": 121.42}, "too_fast"),
        ):
            got = self.report((near, point))
            self.assertEqual(got["taken"], 0, got)
            self.assertEqual(got["not_taken"], [{"fix": 0, "why": why}])
            self.assertEqual(self.sent(request), before)
        self.assertEqual(self.one(near)["position"], NEAR)
        self.assertEqual(self.one(near)["doubted"]["why"], "too_fast")
        self.assertEqual(self.report((near, NEAR))["taken"], 1)
        self.assertNotIn("doubted", self.one(near))
        self.assertEqual(self.sent(request), before)
        self.assertNotIn(far, before[:1])
        metrics = self.client.call("GET", "/metrics").body.decode()
        self.assertIn('muster_fixes_total{outcome="too_fast"} 1\n', metrics)
        self.assertIn('muster_fixes_total{outcome="no_place"} 1\n', metrics)
        self.assertEqual(self.service.stop(), 0)
        self.assert_sound()

    def test_seen_twice_is_believed(self):
        one = self.responder(NEAR)
        there = {"lat": 32.6, "lon": 119.6}
        self.assertEqual(self.report((one, there))["doubted"], 1)
        self.assertEqual(self.report((one, there))["doubted"], 1)
        time.sleep(10.5)
        self.assertEqual(self.report((one, there))["taken"], 1)
        self.assertEqual(self.one(one)["position"], there)
        self.assertNotIn("doubted", self.one(one))

    def test_each_fix_by_itself(self):
        one, other = self.responder(), self.responder()
        got = self.report((one, NEAR), (other, {"lat": 32.41, "lon": 270.5}), (987654321, NEAR))
        self.assertEqual((got["taken"], got["doubted"], got["dropped"]), (1, 0, 2))
        self.assertEqual(
            got["not_taken"],
            [{"fix": 1, "why": "no_place"}, {"fix": 2, "why": "unknown_responder"}],
        )
        self.assertEqual(self.one(one)["position"], NEAR)
        self.assertNotIn("position", self.one(other))

    def test_ten_days_are_too_old(self):
        old, fresh = self.responder(), self.responder()
        now = int(time.time() * 1000)
        self.report((old, {"lat": 32.39, "lon": 119.42118}), fix_at=now - 864_000_000)
        self.report((fresh, {"lat": 32.39, "lon": 119.43595}))
        request = self.client.must("CreateRequest", {"service": "care_at_home", "place": HERE})
        self.assertIn(fresh, self.sent(request["id"]))
        self.assertNotIn(old, self.sent(request["id"]))
        self.assertIn("lapsed_at", self.one(old))


if __name__ == "__main__":
    unittest.main()
