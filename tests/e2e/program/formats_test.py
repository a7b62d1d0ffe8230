"""What leaves the service in formats of others, and comes in by them: workbooks, FHIR, iCalendar,
Open311, and many commands in one request."""

import json
import urllib.parse
import xml.etree.ElementTree as xml
import zipfile

from harness import ProgramTest, main, run

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CARD_NUMBER = "321023194603010012"  # of 18 digits, which a number of a spreadsheet would round


def sheet_of(file):
    """The sheet as XML, and its cells by their name."""
    with zipfile.ZipFile(file) as book:
        sheet = xml.fromstring(book.read("xl/worksheets/sheet1.xml"))
    cells = {}
    for cell in sheet.iter(SHEET + "c"):
        kind = cell.get("t")
        words = "".join(part.text or "" for part in cell.iter(SHEET + "t"))
        value = cell.find(SHEET + "v")
        cells[cell.get("r")] = words if kind == "inlineStr" else float(value.text)
    return sheet, cells


class FormatTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.service = self.serve()
        self.client = self.service.client(self.token)

    def run_export(self, what, out, *more, token=None):
        return run("export", what, out, "--token", token or self.token, "--url",
                   f"http://127.0.0.1:{self.service.port}", *more)


class WorkbookTest(FormatTest):
    def export(self, name, *more):
        out = self.folder / name
        done = self.run_export("members", out, *more)
        self.assertEqual(done.returncode, 0, done)
        return out

    def test_a_workbook_holds_what_is_there(self):
        for number, name in ((CARD_NUMBER, "=1+1"), ("007", "𠮷田\u00a0和子")):
            self.client.must("RegisterMember", {"profile": {
                "external_ref": number, "name": name, "phone": "+8613800001001",
                "home": {"lat": 32.3942, "lon": 119.4129}, "risks": "@home\nand <alone>"}})
        sheet, cells = sheet_of(self.export("members.xlsx"))
        self.assertEqual([cells[name + "1"] for name in "ABCE"], ["编号", "姓名", "电话", "纬度"])
        self.assertEqual([cells["A2"], cells["B2"], cells["C2"]],
                         [CARD_NUMBER, "=1+1", "+8613800001001"])
        self.assertEqual([cells["A3"], cells["B3"]], ["007", "𠮷田\u00a0和子"])
        self.assertEqual((cells["E2"], cells["F2"]), (32.3942, 119.4129))
        self.assertIn("@home\nand <alone>", cells.values())
        self.assertEqual(list(sheet.iter(SHEET + "f")), [], "a formula")
        pane = sheet.find(f"{SHEET}sheetViews/{SHEET}sheetView/{SHEET}pane")
        self.assertEqual((pane.get("ySplit"), pane.get("state")), ("1", "frozen"))
        self.assertRegex(sheet.find(SHEET + "autoFilter").get("ref"), "^A1:[A-Z]+3$")

        english = sheet_of(self.export("english.xlsx", "--language", "en"))[1]
        self.assertEqual([english["A1"], english["E1"]], ["number", "lat"])
        by_option = self.export("book", "--format", "xlsx")
        self.assertEqual(by_option.read_bytes(), self.export("members.xlsx").read_bytes())
        csv = self.export("members.csv", "--language", "en").read_text("utf-8-sig")
        self.assertTrue(csv.startswith("number,name,"), csv)
        self.assertIn(f"'{CARD_NUMBER},'=1+1,", csv)


class FhirTest(FormatTest):
    def test_the_register_as_resources(self):
        member = self.client.must("RegisterMember", {"profile": {
            "external_ref": CARD_NUMBER, "name": "李𠮷", "phone": "85550101",
            "birth_date": {"calendar": "solar", "year": 1946, "month": 3, "day": 1}}})["id"]
        self.client.must("RecordAssessment", {
            "member": member, "standard": "GB/T 42195", "assessors": ["Wu", "He"],
            "scores": [{"item": "self_care", "points": 10}, {"item": "mobility", "points": 5},
                       {"item": "mental", "points": 15}, {"item": "senses", "points": 6}]})
        lines = self.folder / "register.ndjson"
        done = self.run_export("fhir", lines)
        self.assertEqual(done.returncode, 0, done)
        resources = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
        kinds = [resource["resourceType"] for resource in resources]
        self.assertEqual(kinds[:3], ["Patient", "Observation", "QuestionnaireResponse"])
        patient, observation, answers = resources[:3]
        self.assertEqual(patient["birthDate"], "1946-03-01")
        self.assertIn(CARD_NUMBER, [one["value"] for one in patient["identifier"]])
        self.assertEqual(observation["subject"]["reference"], f"Patient/{patient['id']}")
        self.assertEqual(observation["valueCodeableConcept"]["coding"][0]["code"], "severe")
        self.assertEqual(len(answers["item"]), 4)
        again = self.folder / "again.ndjson"
        self.run_export("fhir", again)
        self.assertEqual(again.read_bytes(), lines.read_bytes())
        bundle = self.folder / "register.json"
        self.run_export("fhir", bundle)
        self.assertEqual([entry["resource"] for entry in json.loads(bundle.read_text())["entry"]],
                         resources)


class Open311Test(FormatTest):
    BASE = "/open311/v2"

    def call(self, method, path, **form):
        body = urllib.parse.urlencode(form).encode() if form else None
        headers = {"Authorization": None, "Content-Type": "application/x-www-form-urlencoded"}
        if body is None:
            headers.pop("Content-Type")
        answer = self.client.call(method, self.BASE + path, body, headers)
        return answer.status, answer.json

    def test_a_request_from_another_desk(self):
        status, services = self.call("GET", "/services.json")
        self.assertEqual(status, 200)
        self.assertIn("fall", [service["service_code"] for service in services])
        key = self.make_token("adapter")
        status, created = self.call("POST", "/requests.json", api_key=key, service_code="fall",
                                    lat="32.3942", long="119.4129", description="on the stairs",
                                    phone="85550101", jurisdiction_id="any")
        self.assertEqual(status, 201, created)
        number = created[0]["service_request_id"]
        mine = self.client.get(f"/v1/requests/{number}")
        self.assertEqual((mine["channel"], mine["note"]), ("web", "on the stairs"))
        status, shown = self.call("GET", f"/requests/{number}.json?api_key={key}")
        self.assertEqual((status, shown[0]["status"]), (200, "open"))
        self.assertNotIn("stairs", json.dumps(shown))
        for query, found in (("status=open", 1), ("status=closed", 0), ("service_code=fall", 1),
                             ("service_code=meal", 0), ("start_date=2100-01-01T00:00:00Z", 0),
                             (f"service_request_id={number},999999", 1)):
            status, listed = self.call("GET", f"/requests.json?api_key={key}&{query}")
            self.assertEqual((status, len(listed)), (200, found), query)
        self.client.must("CancelRequest", {"request": int(number), "reason": "nobody there"})
        status, closed = self.call("GET", f"/requests.json?api_key={key}&status=closed")
        self.assertEqual([one["service_request_id"] for one in closed], [number])
        status, refused = self.call("POST", "/requests.json", api_key=key, service_code="pothole",
                                    address_string="x")
        self.assertEqual((status, refused[0]["code"]), (404, 404))
        status, refused = self.call("GET", f"/requests/{number}.json")
        self.assertEqual((status, refused[0]["code"]), (403, 403))


class CalendarTest(FormatTest):
    def test_a_calendar_is_served(self):
        member = self.client.must("RegisterMember", {"profile": {"name": "李𠮷"}})["id"]
        answer = self.client.call("GET", f"/v1/calendar.ics?member={member}")
        self.assertEqual(answer.status, 200, answer.body)
        lines = answer.body.decode().split("\r\n")
        self.assertEqual((lines[0], lines[-2]), ("BEGIN:VCALENDAR", "END:VCALENDAR"))
        self.assertIn("TZID:Asia/Shanghai", lines)
        self.assertLessEqual(max(len(line.encode()) for line in lines), 75)


class BatchTest(FormatTest):
    def test_many_commands_in_one_request(self):
        def send(*lines):
            answer = self.client.call("POST", "/v1/batches", "\n".join(lines).encode(),
                                      {"Content-Type": "application/x-ndjson"})
            self.assertEqual(answer.status, 200, answer.body)
            return [json.loads(line) for line in answer.body.splitlines()]

        members = [json.dumps({"key": f"m{n}", "command": {
            "type": "RegisterMember", "profile": {"name": f"李{n}"}}}) for n in range(100)]
        first = send(*members)
        self.assertEqual({line["status"] for line in first}, {201})
        self.assertEqual(sorted(line["id"] for line in first), sorted(self.client.all("members")))
        self.assertTrue(all(line.get("replayed") and line["id"] == before["id"]
                            for line, before in zip(send(*members), first)))
        mixed = send(json.dumps({"command": {"type": "CreateRequest", "service": "fall"}}),
                     json.dumps({"command": {"type": "TakeRequest", "request": 1}}), "{")
        self.assertEqual([line["status"] for line in mixed], [201, 404, 400])
        # After a crash each of them is there, or was never answered.
        self.service.kill()
        again = self.serve()
        self.assertEqual(len(again.client(self.token).all("members")), 100)
        again.stop()
        self.assert_sound()


if __name__ == "__main__":
    main()
