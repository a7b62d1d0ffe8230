"""The address book from outside: imported, found by what is typed, with what whoever comes must know,
questions that decide, and paper that is caught up."""

import time
import urllib.parse

from harness import ProgramTest, main, run

TABLE = ("编号,名称,别名,类别,区县,纬度,经度\r\n"
         "S1,文昌中路,文昌路,道路,广陵区,32.3950,119.4300\r\n"
         "H16,文昌中路16号,,门牌,广陵区,32.3951,119.4320\r\n"
         "H24,文昌中路24号,,门牌,广陵区,32.3951,119.4328\r\n"
         "L1,瘦西湖,,地标,邗江区,32.4080,119.4180\r\n"
         "S2,解放路,,道路,宝应县,33.2300,119.3100\r\n"
         "S3,解放路,,道路,仪征市,32.2700,119.1800\r\n")


class PlacesTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.service = self.serve()
        self.client = self.service.client(self.token)

    def bring(self, text):
        file = self.folder / "places.csv"
        file.write_text(text, encoding="utf-8")
        return run("import", "places", file, "--token", self.token, "--url",
                   f"http://127.0.0.1:{self.service.port}")

    def find(self, text, **more):
        query = urllib.parse.urlencode({"q": text, **more})
        return self.client.get(f"/v1/places/find?{query}")

    def assert_stopped_sound(self):
        self.service.stop()
        self.assert_sound()

    def test_places_are_imported_and_found(self):
        done = self.bring(TABLE)
        self.assertIn("6 new, 0 changed, 0 as they are", done.stdout, done)
        again = self.bring(TABLE)
        self.assertIn("0 new, 0 changed, 6 as they are", again.stdout, again)
        places = self.client.get("/v1/places?kind=street")["items"]
        self.assertEqual({place["source"] for place in places}, {"imported"})

        for text, name, by, certain in (
                ("文昌路", "文昌中路", "alias", True),
                ("江苏省扬州市广陵区文昌中路16号2单元301室", "文昌中路16号", "number", True),
                ("文昌中路20号", "文昌中路", "interpolated", False),
                ("wczl", "文昌中路", "initials", False),
                ("shouxihu", "瘦西湖", "pinyin", False),
                ("瘦西胡", "瘦西湖", "sounds_alike", False),
                ("解放路", "解放路", "name", False)):
            found = self.find(text)
            first = found["places"][0]
            self.assertEqual((first["name"], first["by"], found["certain"]), (name, by, certain),
                             found)
            self.assertTrue(first["en"] and first["zh"])
        both = self.find("解放路", near="32.2701,119.1801", limit=2)["places"]
        self.assertEqual([place["district"] for place in both], ["仪征市", "宝应县"])
        self.assertEqual(self.find("zzzz")["places"], [])
        for bad in ("", "?q=", "?q=x&near=here", "?q=x&limit=0", "?q=x&how=fast"):
            self.assertEqual(self.client.call("GET", "/v1/places/find" + bad).status, 400, bad)

        # What is retired is not found, and a restart finds the same.
        lake = self.find("瘦西湖")["places"][0]["place"]
        self.client.must("RetirePlace", {"place": lake, "reason": "a mistake"})
        self.assertEqual(self.find("瘦西湖")["places"], [])
        self.service.stop()
        self.service = self.serve()
        self.client = self.service.client(self.token)
        self.assertEqual(self.find("瘦西湖")["places"], [])
        self.assertEqual(self.find("文昌路")["places"][0]["name"], "文昌中路")
        self.assert_stopped_sound()

    def test_notes_are_shown_with_the_request_and_masked_by_role(self):
        home = {"lat": 32.3942, "lon": 119.4129}
        member = self.client.must("RegisterMember", {"profile": {"name": "Li Na", "home": home}})
        note = self.client.must("AddPremisesNote", {"member": member["id"], "kind": "gate_code",
                                                    "text": "1234#"})
        request = self.client.must("CreateRequest", {"service": "meal", "member": member["id"]})
        path = f"/v1/premises?request={request['id']}"
        shown = self.client.get(path)["items"]
        self.assertEqual([one["id"] for one in shown], [note["id"]])
        self.assertEqual(shown[0]["text"], "1234#")
        office = self.service.client(self.make_token("admin"))
        self.assertEqual(office.get(path)["items"][0]["text"], "1**")
        # Whoever is on the way sees it in full, and nothing of other homes.
        nurse = self.client.must("RegisterResponder", {"profile": {
            "kind": "staff", "name": "He", "skills": ["care", "lift"], "post": home}})["id"]
        own = self.service.client(self.make_token("responder", more=("--responder", str(nurse))))
        self.assertEqual(own.get("/v1/premises")["items"], [])
        self.client.must("SetDuty", {"responder": nurse, "status": "available"})
        self.client.must("CreateRequest", {"service": "fall", "member": member["id"]})
        self.assertEqual([one["text"] for one in own.get("/v1/premises")["items"]], ["1234#"])
        other = self.client.must("CreateRequest", {"service": "meal"})
        self.assertEqual(self.client.get(f"/v1/premises?request={other['id']}")["items"], [])
        self.client.must("UpdateMember", {"member": member["id"],
                                          "profile": {"home": {"lat": 32.5, "lon": 119.5}}})
        self.assertEqual(self.client.get(path)["items"][0]["status"], "doubtful")
        self.client.must("EndPremisesNote", {"premises_note": note["id"], "reason": "moved"})
        self.assertEqual(self.client.get(path)["items"], [])
        self.assert_stopped_sound()

    def test_answers_decide_and_say_so(self):
        asked = {"service": "health_help", "answers": [{"question": "what", "choice": "chest",
                                                        "text": "since noon"}]}
        made = self.client.must("CreateRequest", asked)
        request = self.client.get(f"/v1/requests/{made['id']}")
        self.assertEqual(request["urgency"], "P0")
        self.assertEqual(request["triage"]["decided_by"]["choice"], "chest")
        self.assertEqual(request["triage"]["handover"], "ambulance_120")
        story = self.client.get(f"/v1/requests/{made['id']}/timeline")["timeline"]
        self.assertIn("what is wrong: pain in the chest (“since noon”)", story[0]["en"][0])
        self.assertIn("哪里不舒服：胸痛", story[0]["zh"][0])
        self.client.must("AnswerQuestions", {"request": made["id"], "answers": [
            {"question": "what", "choice": "fever"}]})
        self.assertNotEqual(self.client.get(f"/v1/requests/{made['id']}")["urgency"], "P0")
        refused = self.client.command("AnswerQuestions", {"request": made["id"], "answers": [
            {"question": "what", "choice": "snakes"}]})
        self.assertEqual(refused.status, 422)
        self.assertEqual(refused.json["field"], "/answers/0/choice")
        self.assert_stopped_sound()

    def test_paper_is_caught_up_once(self):
        now = int(time.time() * 1000)
        paper = {"reference": "2025-17", "service": "fall", "asked_at": now - 7_200_000,
                 "dispatched_at": now - 7_100_000, "on_scene_at": now - 6_000_000,
                 "served_at": now - 3_600_000, "responders": [{"name": "Chen"}]}
        made = self.client.must("RecordPastRequest", paper)
        self.assertEqual([event["type"] for event in made["events"]], ["PastRequestRecorded"])
        request = self.client.get(f"/v1/requests/{made['id']}")
        self.assertEqual(request["status"], "closed")
        self.assertEqual(request["caught_up"]["reference"], "2025-17")
        self.assertNotIn("ReopenRequest", request["allowed_actions"])
        again = self.client.command("RecordPastRequest", paper)
        self.assertEqual(again.status, 409)
        self.assertIn(f"request {made['id']}", again.json["detail"])
        late = self.client.command("RecordPastRequest",
                                   {**paper, "reference": "18", "served_at": now + 600_000})
        self.assertEqual(late.json["field"], "/served_at")
        self.assertEqual(len(self.client.get("/v1/requests")["items"]), 1)
        self.assert_stopped_sound()


if __name__ == "__main__":
    main()
