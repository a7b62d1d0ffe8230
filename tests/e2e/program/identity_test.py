"""Who is who: callers by every spelling of their number, reports that are or are not of one incident,
and what is told about people changed field by field. With the configuration as it is delivered."""

import urllib.parse

from harness import ProgramTest, main

MEMBERS = {
    "0514-8555-0101": ["051485550101", "+8651485550101", "008651485550101", "8651485550101",
                       "85550101", "17951051485550101", "sip:+8651485550101@ims.example"],
    "+86 137 0000 0042": ["13700000042", "013700000042", "1795113700000042", "12593013700000042"],
    "85550103": ["051485550103", "0514-8555 0103"],
    "(0514)8555 0106": ["051485550106", "\uff08\uff10\uff15\uff11\uff14\uff0985550106"],
    "\uff11\uff13\uff17\uff10\uff10\uff10\uff10\uff10\uff10\uff14\uff13": ["13700000043"],
    "0514-85550104\u8f6c8203": ["051485550104", "85550104 ext 8203"],
}


class IdentityTest(ProgramTest):
    def setUp(self):
        super().setUp()
        token = self.make_token("dispatcher", "supervisor", "admin", "adapter", name="desk")
        self.service = self.serve()
        self.client = self.service.client(token)

    def ask(self, service, caller, lat=32.39, **more):
        body = {"service": service, "channel": "hotline", "caller": caller}
        body["place"] = {"lat": lat, "lon": 119.42}
        made = self.client.must("CreateRequest", {**body, **more})["id"]
        return self.client.get(f"/v1/requests/{made}")

    def request(self, number):
        return self.client.get(f"/v1/requests/{number}")

    def register(self, **profile):
        return self.client.must("RegisterMember", {"profile": profile})["id"]

    def found_by(self, field, number):
        page = self.client.get(f"/v1/members?{field}={urllib.parse.quote(number)}")
        return [member["id"] for member in page["items"]]

    def test_callers(self):
        members = {stored: self.register(phone=stored) for stored in MEMBERS}
        lat = 32.0
        for stored, callers in MEMBERS.items():
            for caller in callers:
                with self.subTest(stored=stored, caller=caller):
                    lat += 0.01  # each is an incident of its own
                    hinted = self.ask("fall", caller, lat)
                    self.assertEqual(hinted["member_hint"], members[stored])
                    self.assertEqual(self.found_by("phone", caller), [members[stored]])
        ward = self.register(name="Wang", contacts=[{"relation": "kin", "phone": "137 0000 0099"}])
        hinted = self.ask("fall", "+8613700000099", lat + 0.01)
        self.assertEqual(hinted["member_hints"], [{"member": ward, "contact": 1}])
        self.assertEqual(self.found_by("contact_phone", "013700000099"), [ward])
        sharing = [self.register(phone="85550188"), self.register(phone="0514 8555 0188")]
        hinted = self.ask("fall", "051485550188", lat + 0.02)
        self.assertEqual(hinted["member_hint"], 0)
        self.assertEqual([hint["member"] for hint in hinted["member_hints"]], sharing)
        self.assertEqual(self.service.stop(), 0)
        self.assert_sound()

    def test_two_flats_are_two_people_until_the_desk_says_otherwise(self):
        skills = ["first_aid", "care", "lift"]
        for _ in range(4):
            profile = {"kind": "team", "skills": skills, "post": {"lat": 32.4, "lon": 119.42}}
            team = self.client.must("RegisterResponder", {"profile": profile})["id"]
            self.client.must("SetDuty", {"responder": team, "status": "available"})
        one = self.ask("fall", "+8613700000088", address="\u5e78\u798f\u697c1\u5355\u5143301")
        other = self.ask("chest_pain", "+8613700000099", address="\u5e78\u798f\u697c1\u5355\u5143502")
        self.assertNotEqual(other["status"], "merged")
        self.assertEqual(other["possible_duplicate_of"], one["id"])
        roles = sorted(slot["role"] for slot in other["slots"])

        self.client.must("MergeRequest", {"request": other["id"], "into": one["id"]})
        both = self.request(one["id"])
        (report,) = both["reports"]
        self.assertEqual(report["service"], "chest_pain")
        self.assertEqual(report["caller"], "+8613700000099")
        self.assertEqual(report["address"], other["address"])
        alive = sorted(slot["role"] for slot in both["slots"] if slot["status"] != "dropped")
        for role in roles:
            self.assertIn(role, alive)

        body = {"request": other["id"], "reason": "not the same"}
        self.client.must("ReopenRequest", body)
        again = self.request(other["id"])
        self.assertNotEqual(again["status"], "merged")
        self.assertEqual(sorted(slot["role"] for slot in again["slots"]), roles)
        self.assertTrue(all(slot["status"] != "dropped" for slot in again["slots"]))
        self.assertNotIn("reports", self.request(one["id"]))
        self.assertEqual(self.request(one["id"])["urgency"], one["urgency"])

        self.client.must("CancelRequest", {"request": one["id"], "reason": "by mistake"})
        self.client.must("ReopenRequest", {"request": one["id"], "reason": "it was real"})
        self.assertNotEqual(self.request(one["id"])["status"], "cancelled")
        self.assertEqual(self.service.stop(), 0)
        self.assert_sound()

    def test_who_was_shown_a_mask_keeps_what_is_stored(self):
        home = {"lat": 32.39, "lon": 119.42}
        member = self.register(name="Wang Fang", phone="85550101", home=home, risks="heart",
                               flags=["very_old"])
        office = self.service.client(self.make_token("admin", name="office"))
        shown = office.get(f"/v1/members/{member}")["profile"]
        self.assertNotEqual(shown["name"], "Wang Fang")
        answer = office.command("UpdateMember", {"member": member, "profile": shown})
        self.assertEqual(answer.status, 422, answer.body)
        self.assertEqual(answer.json["field"], "/profile/name")
        office.must("UpdateMember", {"member": member, "profile": {"district": "hanjiang"}})
        kept = self.client.get(f"/v1/members/{member}")["profile"]
        self.assertEqual(kept["name"], "Wang Fang")
        self.assertEqual(kept["phone"], "+8651485550101")
        self.assertEqual(kept["risks"], "heart")
        self.assertEqual(kept["flags"], ["very_old"])
        self.assertEqual(kept["district"], "hanjiang")
        office.must("UpdateMember", {"member": member, "clear": ["home"]})
        self.assertNotIn("home", self.client.get(f"/v1/members/{member}")["profile"])
        self.assertEqual(self.service.stop(), 0)
        self.assert_sound()


if __name__ == "__main__":
    main()
