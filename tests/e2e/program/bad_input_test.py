"""Bad input of every kind gets a precise problem document, changes nothing and loses nothing.

A clock that goes backwards cannot be staged here without a foreign library in the program; the
stamps that hold against it are tested in tests/intake and tests/sim.
"""

import base64
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import resource
import socket
import subprocess
import time

from harness import CARD_KEY, GATEWAY_KEY, ProgramTest, access_file, main

BIG = 10**30
PLACE = {"lat": 32.39, "lon": 119.42}

# The name of the command, its body, and what the answer must have: status, field, words in it.
MALFORMED = 400
INVALID = 422
UNKNOWN = 404


def deep(levels):
    return b'{"service":' + b"[" * levels + b"]" * levels + b"}"


# fmt: off
BODIES = [
    # Not JSON, or cut short.
    ("CreateRequest", b"{", MALFORMED, "", ""),
    ("CreateRequest", b"}", MALFORMED, "", ""),
    ("CreateRequest", b"[", MALFORMED, "", "expected an object"),
    ("CreateRequest", b"hello", MALFORMED, "", "expected an object"),
    ("CreateRequest", b"<xml/>", MALFORMED, "", "expected an object"),
    ("CreateRequest", b"service=fall", MALFORMED, "", "expected an object"),
    ("CreateRequest", b"", INVALID, "/service", "service"),
    ("CreateRequest", b"   ", MALFORMED, "", "expected an object"),
    ("CreateRequest", b"\x00", MALFORMED, "", ""),
    ("CreateRequest", b"\xff\xfe{\x00}\x00", MALFORMED, "", ""),
    ("CreateRequest", b'{"service"', MALFORMED, "", ""),
    ("CreateRequest", b'{"service":', MALFORMED, "/service", ""),
    ("CreateRequest", b'{"service":"fall', MALFORMED, "/service", "quote"),
    ("CreateRequest", b'{"service":"fall"', MALFORMED, "", ""),
    ("CreateRequest", b'{"service":"fall",', MALFORMED, "", ""),
    ("CreateRequest", b'{"service":"fall",}', MALFORMED, "", ""),
    ("CreateRequest", b'{"service":"fall"}}', MALFORMED, "", ""),
    ("CreateRequest", b'{"service":"fall"}{"service":"fall"}', MALFORMED, "", ""),
    ("CreateRequest", b'{"service":"fall"} x', MALFORMED, "", ""),
    ("CreateRequest", b'{"service" "fall"}', MALFORMED, "", ""),
    ("CreateRequest", b'{service:"fall"}', MALFORMED, "", ""),
    ("CreateRequest", b"{'service':'fall'}", MALFORMED, "", ""),
    ("CreateRequest", b'{"service":"fall";"note":""}', MALFORMED, "", ""),
    ("CreateRequest", b'{"service":fall}', MALFORMED, "/service", ""),
    ("CreateRequest", b'// a request\n{"service":"fall"}', MALFORMED, "", ""),
    ("CreateRequest", b'{"silent":True}', MALFORMED, "/silent", ""),
    ("CreateRequest", b'{"silent":tru}', MALFORMED, "/silent", ""),
    ("CreateRequest", b'{"place":{"lat":32.39,"lon":119.42}', MALFORMED, "", ""),
    ("CreateRequest", b'{"place":{"lat":32.39,"lon":}}', MALFORMED, "/place/lon", ""),
    ("CreateRequest", b'{"skills":["nurse"', MALFORMED, "/skills", ""),
    ("CreateRequest", b'{"skills":["nurse",]}', MALFORMED, "/skills", ""),
    # Another JSON type.
    ("CreateRequest", b"null", MALFORMED, "", "expected an object, found null"),
    ("CreateRequest", b"true", MALFORMED, "", "expected an object"),
    ("CreateRequest", b"17", MALFORMED, "", "expected an object, found a number"),
    ("CreateRequest", b'"fall"', MALFORMED, "", "expected an object, found a string"),
    ("CreateRequest", b"[]", MALFORMED, "", "expected an object, found a list"),
    ("CreateRequest", b'[{"service":"fall"}]', MALFORMED, "", "expected an object, found a list"),
    ("CreateRequest", b'{"service":5}', MALFORMED, "/service", "expected a string, found a number"),
    ("CreateRequest", b'{"service":null}', INVALID, "/service", "catalogue"),
    ("CreateRequest", b'{"service":["fall"]}', MALFORMED, "/service", "expected a string"),
    ("CreateRequest", b'{"service":{"code":"fall"}}', MALFORMED, "/service", "expected a string"),
    ("CreateRequest", b'{"note":5}', MALFORMED, "/note", "expected a string"),
    ("CreateRequest", b'{"silent":"yes"}', MALFORMED, "/silent", "true or false"),
    ("CreateRequest", b'{"silent":1}', MALFORMED, "/silent", "true or false"),
    ("CreateRequest", b'{"member":"12"}', MALFORMED, "/member", "number"),
    ("CreateRequest", b'{"member":true}', MALFORMED, "/member", "number"),
    ("CreateRequest", b'{"place":"32.39,119.42"}', MALFORMED, "/place", "object"),
    ("CreateRequest", b'{"place":[32.39,119.42]}', MALFORMED, "/place", "object"),
    ("CreateRequest", b'{"place":{"lat":"32.39","lon":119.42}}', MALFORMED, "/place/lat", "number"),
    ("CreateRequest", b'{"skills":"nurse"}', MALFORMED, "/skills", "list"),
    ("CreateRequest", b'{"skills":[7]}', MALFORMED, "/skills/0", "string"),
    ("CreateRequest", b'{"skills":["nurse",null]}', MALFORMED, "/skills/1", "string"),
    ("CreateRequest", b'{"urgency":0}', MALFORMED, "/urgency", ""),
    ("ReportPositions", b'{"fixes":{}}', MALFORMED, "/fixes", "list"),
    ("ReportPositions", b'{"fixes":[{"point":7}]}', MALFORMED, "/fixes/0/point", "object"),
    ("RegisterMember", b'{"profile":[]}', MALFORMED, "/profile", "object"),
    ("RegisterMember", b'{"profile":{"contacts":[{"name":1}]}}',
     MALFORMED, "/profile/contacts/0/name", "string"),
    # Names that do not exist, with what was perhaps meant.
    ("CreateRequest", b'{"servce":"fall"}', MALFORMED, "/servce", 'did you mean "service"'),
    ("CreateRequest", b'{"Service":"fall"}', MALFORMED, "/Service", 'did you mean "service"'),
    ("CreateRequest", b'{"service":"fall","extra":1}', MALFORMED, "/extra", "unknown field"),
    ("CreateRequest", b'{"":1}', MALFORMED, "/", "unknown field"),
    ("CreateRequest", b'{"a/b":1}', MALFORMED, "/a~1b", "unknown field"),
    ("CreateRequest", b'{"place":{"lat":32.39,"lng":119.42}}',
     MALFORMED, "/place/lng", "known: lat, lon"),
    ("SetDuty", b'{"responder":1,"stauts":"available"}',
     MALFORMED, "/stauts", 'did you mean "status"'),
    ("RegisterResponder", b'{"profile":{"skils":[]}}',
     MALFORMED, "/profile/skils", 'did you mean "skills"'),
    ("CreateRequest", b'{"type":"SetDuty","service":"fall"}', MALFORMED, "/type", ""),
    # Values outside of their sets and ranges.
    ("CreateRequest", b'{"urgency":"P9"}', MALFORMED, "/urgency", 'did you mean "P'),
    ("CreateRequest", b'{"urgency":"p0"}', MALFORMED, "/urgency", 'did you mean "P0"'),
    ("CreateRequest", b'{"urgency":""}', MALFORMED, "/urgency", ""),
    ("CreateRequest", b'{"channel":"telepathy"}', MALFORMED, "/channel", "hotline"),
    ("SetDuty", b'{"responder":1,"status":"availble"}',
     MALFORMED, "/status", 'did you mean "available"'),
    ("SetDuty", b'{"responder":1,"status":"dispatched"}',
     INVALID, "/status", "available, off_duty or out_of_service"),
    ("RegisterResponder", b'{"profile":{"kind":"robot"}}', MALFORMED, "/profile/kind", "volunteer"),
    ("RegisterMember", b'{"profile":{"flags":["vip"]}}', MALFORMED, "/profile/flags/0", ""),
    ("RegisterMember", b'{"profile":{"birth_year":1492}}',
     INVALID, "/profile/birth_year", "1880 to 2100"),
    ("RegisterMember", b'{"profile":{"birth_year":99999999999}}',
     MALFORMED, "/profile/birth_year", "range"),
    ("RegisterMember", b'{"profile":{"birth_date":{"year":1946,"month":2,"day":29}}}',
     INVALID, "/profile/birth_date", "a day that exists"),
    ("RegisterMember",
     b'{"profile":{"birth_date":{"calendar":"lunar","year":1946,"month":1,"day":31}}}',
     INVALID, "/profile/birth_date", "1900 to 2100"),
    ("UpdateMember", b'{"member":1,"profile":{"birth_date":{"year":1700,"month":1,"day":1}}}',
     INVALID, "/profile/birth_date", "1880 to 2100"),
    ("CreateRequest", b'{"member":-1}', MALFORMED, "/member", "range"),
    ("CreateRequest", b'{"member":1.5}', MALFORMED, "/member", "whole number"),
    ("CreateRequest", b'{"member":1e3}', MALFORMED, "/member", "whole number"),
    ("CreateRequest", b'{"member":%d}' % BIG, MALFORMED, "/member", "range"),
    ("CreateRequest", b'{"member":007}', MALFORMED, "/member", ""),
    ("CreateRequest", b'{"member":+7}', MALFORMED, "/member", ""),
    ("CreateRequest", b'{"member":0x7}', MALFORMED, "", ""),
    ("CreateRequest", b'{"member":NaN}', MALFORMED, "/member", ""),
    ("CreateRequest", b'{"place":{"lat":Infinity,"lon":0}}', MALFORMED, "/place/lat", ""),
    ("CreateRequest", b'{"place":{"lat":90.1,"lon":0}}', MALFORMED, "/place/lat", "-90 to 90"),
    ("CreateRequest", b'{"place":{"lat":-91,"lon":0}}', MALFORMED, "/place/lat", "-90 to 90"),
    ("CreateRequest", b'{"place":{"lat":0,"lon":180.5}}', MALFORMED, "/place/lon", "-180 to 180"),
    ("CreateRequest", b'{"place":{"lat":1e400,"lon":0}}', MALFORMED, "/place/lat", ""),
    ("SetDuty", b'{"responder":%RESPONDER%,"shift_until":-5}', None, "/shift_until", ""),
    ("SetDuty", b'{"responder":%RESPONDER%,"shift_until":5}', INVALID, "/shift_until", "after now"),
    ("HoldRequest", b'{"request":%REQUEST%,"hold_until":1}', INVALID, "/hold_until", "after now"),
    ("RecordCallback", b'{"request":%REQUEST%,"rating":6}', INVALID, "/rating", "1 to 5"),
    ("RecordCallback", b'{"request":%REQUEST%,"rating":-1}', MALFORMED, "/rating", "range"),
    ("RecordCallback", b'{"request":%REQUEST%,"reached":false,"rating":3}',
     INVALID, "/rating", "nobody"),
    ("AddNote", b'{"request":%REQUEST%,"text":""}', INVALID, "/text", "empty"),
    ("TransferRequest", b'{"request":%REQUEST%}', INVALID, "/to", "must name"),
    ("AssignResponder", b'{"request":%REQUEST%,"responder":%RESPONDER%}',
     INVALID, "/reason", "needs a reason"),
    ("MergeRequest", b'{"request":%REQUEST%,"into":%REQUEST%}', INVALID, "/into", "itself"),
    ("VerifySafe", b'{"request":%REQUEST%}', INVALID, "/how", "must say"),
    ("RecordHandover", b'{"request":%REQUEST%,"agency":"none"}',
     INVALID, "/agency", "ambulance_120"),
    ("CreateRequest", b'{"service":"no_such_service"}', UNKNOWN, "/service", "catalogue"),
    ("CreateRequest", b'{"service":"%s"}' % (b"x" * 300), None, "/service", ""),
    ("CreateRequest", b'{"service":"doctor_visit","skills":["levitation"]}',
     INVALID, "/skills", "levitation"),
    ("CreateRequest", b'{"service":"doctor_visit","note":"%s"}' % (b"n" * 100_000),
     INVALID, "/note", "at most"),
    # Masks written back, and what is no telephone number.
    ("UpdateMember", b'{"member":1,"profile":{"name":"\xe7\x8e\x8b**"}}',
     INVALID, "/profile/name", "leave the field out"),
    ("UpdateMember", b'{"member":1,"profile":{"phone":"**42"}}',
     INVALID, "/profile/phone", "leave the field out"),
    ("UpdateMember", b'{"member":1,"profile":{"address":"\xe5\xb9\xb8**"}}',
     INVALID, "/profile/address", "leave the field out"),
    ("UpdateMember", b'{"member":1,"profile":{"contacts":[{"phone":"**21"}]}}',
     INVALID, "/profile/contacts/0/phone", "leave the field out"),
    ("UpdateMember", b'{"member":1,"profile":{"contacts":[{},{"name":"%s"}]}}' % (b"n" * 5000),
     INVALID, "/profile/contacts/1/name", "at most"),
    ("UpdateMember", b'{"member":1,"clear":["name"]}', INVALID, "/clear", "birth_date"),
    ("UpdateResponder", b'{"responder":%RESPONDER%,"profile":{"phone":"137****0042"}}',
     INVALID, "/profile/phone", "leave the field out"),
    ("RegisterMember", b'{"profile":{"phone":"13700000042/13700000043"}}',
     INVALID, "/profile/phone", "one telephone number"),
    ("RegisterMember", b'{"profile":{"phone":"12"}}',
     INVALID, "/profile/phone", "0514-8555 0101"),
    ("RegisterResponder", b'{"profile":{"phone":"none"}}',
     INVALID, "/profile/phone", "one telephone number"),
    ("LocateRequest",
     b'{"request":%REQUEST%,"place":{"lat":32.39,"lon":119.42},"address":"\xe5\xb9\xb8**"}',
     INVALID, "/address", "leave the field out"),
    # Texts that are none.
    ("CreateRequest", b'{"note":"\xff"}', MALFORMED, "/note", "UTF-8"),
    ("CreateRequest", b'{"note":"\xc3"}', MALFORMED, "/note", "UTF-8"),
    ("CreateRequest", b'{"note":"\xc0\xaf"}', MALFORMED, "/note", "UTF-8"),
    ("CreateRequest", b'{"note":"\xed\xa0\x80"}', MALFORMED, "/note", "UTF-8"),
    ("CreateRequest", b'{"note":"\xf5\x80\x80\x80"}', MALFORMED, "/note", "UTF-8"),
    ("CreateRequest", b'{"note":"a\x00b"}', MALFORMED, "/note", ""),
    ("CreateRequest", b'{"note":"a\nb"}', MALFORMED, "/note", ""),
    ("CreateRequest", b'{"note":"\\x41"}', MALFORMED, "/note", ""),
    ("CreateRequest", b'{"note":"\\u12"}', MALFORMED, "/note", ""),
    ("CreateRequest", b'{"note":"\\ud800"}', MALFORMED, "/note", ""),
    ("CreateRequest", b'{"note":"\\udc00\\ud800"}', MALFORMED, "/note", ""),
    # The same twice, and towers.
    ("CreateRequest", b'{"service":"fall","service":"fall"}', MALFORMED, "/service", "twice"),
    ("CreateRequest", b'{"place":{"lat":1,"lat":2,"lon":3}}', MALFORMED, "/place/lat", "twice"),
    ("CreateRequest", b'{"service":"fall","serv\\u0069ce":"fall"}', MALFORMED, "/service", "twice"),
    ("CreateRequest", deep(20), MALFORMED, "/service", ""),
    ("CreateRequest", deep(100_000), MALFORMED, "/service", ""),
    ("CreateRequest", b"[" * 100_000, MALFORMED, "", ""),
    ("CreateRequest", b'{"a":' * 50_000, MALFORMED, "/a", ""),
]

# Which commands a request allows in which status, as the engine's own test writes it down.
TABLE = json.loads(
    (pathlib.Path(__file__).parents[2] / "core" / "legality.golden.json").read_text("utf-8")
)
ALL = set(TABLE)


def legal(command):
    return {status for status, commands in TABLE.items() if command in commands}


# The commands with what makes them right but for the status.
FIELDS = {
    "TakeRequest": {"owner": "li"},
    "LocateRequest": {"place": PLACE},
    "ReclassifyRequest": {"urgency": "P1", "reason": "worse"},
    "HoldRequest": {"hold_until": 4_000_000_000_000},
    "ResumeRequest": {},
    "CancelRequest": {"reason": "not needed"},
    "MergeRequest": {"into": "%OTHER%"},
    "TransferRequest": {"to": "housing", "reason": "theirs"},
    "ReopenRequest": {"reason": "came back"},
    "SplitRequest": {"reason": "not the same"},
    "DismissDuplicate": {},
    "VerifySafe": {"how": "spoke with her"},
    "RecordHandover": {"agency": "ambulance_120"},
    "RecordContact": {"outcome": "answered"},
    "RecordCallback": {"reached": True},
    "CloseRequest": {"disposition": "helped"},
    "AddNote": {"text": "a note"},
    "AssignResponder": {"responder": "%RESPONDER%", "reason": "near"},
    "ReleaseResponder": {"reason": "needed elsewhere"},
    "AcknowledgeAssignment": {"responder": "%RESPONDER%"},
    "ReportEnRoute": {"responder": "%RESPONDER%"},
    "ReportOnScene": {"responder": "%RESPONDER%"},
    "CompleteAssignment": {"responder": "%RESPONDER%"},
    "RecordResponderCall": {"responder": "%RESPONDER%"},
    "ExplainBreach": {"cause": "traffic"},
    "RateRequest": {"rating": 5},
    "UrgeRequest": {},
    "SuperviseRequest": {},
    "ReturnRequest": {"reason": "not ours"},
    "ExtendRequest": {"reason": "hard to find out"},
    "IssueLink": {},
    "AnswerQuestions": {"answers": [{"question": "danger", "choice": "gas"}]},
}
# What stands before the status in the order of refusals: status, field.
SAID_FIRST = {
    ("AssignResponder", "received"): (UNKNOWN, "/slot"),
    ("ReleaseResponder", "received"): (UNKNOWN, "/slot"),
    ("ExplainBreach", "merged"): (INVALID, "/milestone"),
}
# fmt: on


class BadInputTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin", "adapter", name="desk")
        self.service = self.serve()
        self.client = self.service.client(self.token)
        self.places = 0
        self.responder = self.add_responder("care", "lift")
        self.request = self.add_request("doctor_visit")
        self.member = self.client.must("RegisterMember", {"profile": {"name": "Wang"}})["id"]
        self.card = self.client.must("IssueCard", {"member": self.member})["id"]
        self.before = self.entities()

    def add_responder(self, *skills, kind="staff"):
        profile = {"kind": kind, "name": "He", "skills": list(skills), "post": PLACE}
        made = self.client.must("RegisterResponder", {"profile": profile})["id"]
        self.client.must("SetDuty", {"responder": made, "status": "available"})
        return made

    def add_request(self, service, **more):
        # Far enough from each other that none is taken for a second report of another.
        self.places += 1
        body = {"service": service, "place": {"lat": 32.39, "lon": 119.42 + self.places / 1000}}
        return self.client.must("CreateRequest", {**body, **more})["id"]

    def entities(self):
        return {
            collection: self.client.all(collection)
            for collection in ("requests", "responders", "members", "offers", "cards")
        }

    def assert_unharmed(self):
        """All that was accepted is there as it was, work goes on, and the log is sound."""
        self.assertEqual(self.before, self.entities())
        after = {"service": "fall", "note": "after", "place": PLACE}
        made = self.client.must("CreateRequest", after)
        self.assertEqual(self.client.get(f"/v1/requests/{made['id']}")["note"], "after")
        self.assertEqual(self.service.stop(), 0, self.service.text())
        self.assert_sound()

    def assert_problem(self, answer, status, field=None, words="", reason=None):
        """A problem document of RFC 9457 that says what is wrong, and where."""
        where = f"{answer.status} {answer.body[:600]}"
        if status is None:  # which of the two layers sees it is not promised
            self.assertIn(answer.status, (MALFORMED, INVALID, UNKNOWN), where)
        else:
            self.assertEqual(answer.status, status, where)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json", where)
        problem = answer.json
        self.assertEqual(problem["status"], answer.status, where)
        self.assertTrue(problem["type"].startswith("urn:muster:problem:"), where)
        self.assertTrue(problem["title"], where)
        self.assertTrue(problem["detail"], where)
        if field is not None:
            self.assertTrue(problem.get("field", "").startswith(field), where)
        if reason is not None:
            self.assertEqual(problem["reason"], reason, where)
        self.assertIn(words, problem["detail"] + " " + problem.get("expected", ""), where)
        return problem

    def test_bodies(self):
        self.assertGreaterEqual(len(BODIES), 100)
        for name, body, status, field, words in BODIES:
            body = body.replace(b"%RESPONDER%", str(self.responder).encode())
            body = body.replace(b"%REQUEST%", str(self.request).encode())
            with self.subTest(command=name, body=body[:80]):
                answer = self.client.command(name, body)
                self.assert_problem(answer, status, field, words)
        self.assert_unharmed()

    def test_tokens_and_roles(self):
        token = self.make_token("call_taker", name="revoked")
        expired = self.make_token("dispatcher", name="expired", more=["--days", 1])
        taker = self.service.client(self.make_token("call_taker", name="taker"))
        own = self.service.client(
            self.make_token("responder", name="he", more=["--responder", self.responder])
        )
        revoked = self.service.client(token)
        revoked.get("/v1/requests")
        self.run_ok("token", "revoke", "--data", self.data, "--name", "revoked")
        database = access_file(self.data)
        with database:
            database.execute("UPDATE token SET expires_at = 1 WHERE name = 'expired'")
        database.close()
        wrong = "mst_" + "0" * 64
        for headers, client in (
            ({"Authorization": None}, self.client),
            ({"Authorization": ""}, self.client),
            ({"Authorization": "Bearer"}, self.client),
            ({"Authorization": "Bearer " + wrong}, self.client),
            ({"Authorization": "Bearer " + self.token[:-1]}, self.client),
            ({"Authorization": "Bearer " + self.token + "0"}, self.client),
            ({"Authorization": "Bearer " + "x" * 2000}, self.client),
            ({"Authorization": "Basic " + base64.b64encode(b"desk:desk").decode()}, self.client),
            ({"Authorization": self.token}, self.client),
            ({}, revoked),
            ({"Authorization": "Bearer " + expired}, self.client),
        ):
            for method, path, body in (
                ("GET", "/v1/requests", None),
                ("GET", f"/v1/members/{self.member}", None),
                ("POST", "/v1/commands/CreateRequest", b'{"service":"fall"}'),
                ("POST", "/v1/feed/ticket", b""),
                ("POST", "/v1/intake", b"{}"),
            ):
                with self.subTest(headers=headers, path=path):
                    answer = client.call(method, path, body, headers)
                    self.assert_problem(answer, 401, "Authorization", "Bearer <token>")
                    self.assertIn("Bearer", answer.headers["WWW-Authenticate"])
        other = self.add_responder("electric")
        self.before = self.entities()
        for client, name, body, words in (
            (taker, "SetDuty", {"responder": self.responder}, "SetDuty"),
            (taker, "RegisterResponder", {"profile": {}}, "RegisterResponder"),
            (taker, "AssignResponder", {"request": self.request}, "AssignResponder"),
            (taker, "ReportPositions", {"fixes": []}, "ReportPositions"),
            (taker, "TakeRequest", {"request": self.request, "owner": "desk"}, "supervisor"),
            (self.client, "LoadRules", {"rules": {}}, "LoadRules"),
            (self.client, "Tick", {}, "Tick"),
            (self.client, "UseSpeeds", {"id": 1}, "UseSpeeds"),
            (taker, "SetSpeeds", {"speeds": {}}, "SetSpeeds"),
            (own, "CreateRequest", {"service": "fall"}, "CreateRequest"),
            (own, "SetDuty", {"responder": other, "status": "off_duty"}, "only for itself"),
            (own, "ReportPositions", {"fixes": [{"responder": other, "point": PLACE}]}, "itself"),
            (own, "CompleteAssignment", {"request": self.request, "responder": other}, "itself"),
        ):
            with self.subTest(command=name, body=body):
                self.assert_problem(client.command(name, body), 403, words=words)
        for client, path in (
            (own, "/v1/requests"),
            (own, "/v1/members"),
            (own, f"/v1/members/{self.member}"),
            (own, f"/v1/responders/{other}"),
            (own, f"/v1/requests/{self.request}/timeline"),
            (own, f"/v1/offers?responder={other}"),
            (own, f"/v1/service_records?volunteer={other}"),
            (own, f"/v1/accounts?volunteer={other}"),
            (own, f"/v1/certificates?volunteer={other}"),
        ):
            with self.subTest(path=path):
                self.assert_problem(client.call("GET", path), 403)
        self.assert_unharmed()

    def test_unknown_ids(self):
        none = 999_999
        r, o, m, c = ({key: none} for key in ("request", "offer", "member", "card"))
        who = {"responder": none}
        me = {"responder": self.responder}
        here = {"request": self.request}
        for name, body, reason in (
            ("UpdateMember", {**m, "profile": {}}, "unknown_member"),
            ("RemoveMember", {**m, "reason": "x"}, "unknown_member"),
            ("IssueCard", m, "unknown_member"),
            ("CreateRequest", {"service": "fall", **m}, "unknown_member"),
            ("RenewCard", c, "unknown_card"),
            ("RevokeCard", {**c, "reason": "x"}, "unknown_card"),
            ("TapCard", {**c, "colour": "red"}, "unknown_card"),
            ("CancelShift", {"shift": none}, "unknown_shift"),
            ("EndAbsence", {"absence": none}, "unknown_absence"),
            ("ConfirmBooking", {"booking": none}, "unknown_booking"),
            ("EndSeries", {"series": none}, "unknown_series"),
            ("CloseAccount", {"account": none}, "unknown_account"),
            ("ReleaseHold", {"hold": none}, "unknown_hold"),
            ("ReverseEntry", {"entry": none, "reason": "x"}, "unknown_entry"),
            ("SignOut", {"service_record": none}, "unknown_service_record"),
            ("ReverseService", {"service_record": none, "reason": "x"}, "unknown_service_record"),
            ("ResumeTalent", {"talent": none}, "unknown_talent"),
            ("RevokeCertificate", {"certificate": none, "reason": "x"}, "unknown_certificate"),
            ("ResumeProject", {"project": none}, "unknown_project"),
            ("StartStep", {"project": none, "step": "plan"}, "unknown_project"),
            ("VoidAssessment", {"assessment": none, "reason": "x"}, "unknown_assessment"),
            ("ResumePlan", {"care_plan": none}, "unknown_care_plan"),
            ("CancelVisit", {"visit": none, "reason": "x"}, "unknown_visit"),
            ("AnswerReferral", {"referral": none}, "unknown_referral"),
            ("MergeMembers", {"merge": none}, "unknown_merge"),
            ("RetirePlace", {"place": none}, "unknown_place"),
            ("EndPremisesNote", {"premises_note": none}, "unknown_premises_note"),
            ("CloseSurvey", {"survey": none}, "unknown_survey"),
            ("ReviewAnswer", {"answer": none}, "unknown_answer"),
            ("ResolveNeed", {"need": none, "reason": "x"}, "unknown_need"),
            ("WithdrawSuggestion", {"suggestion": none, "reason": "x"}, "unknown_suggestion"),
            ("GradeSuggestion", {"suggestion": none, "grade": "solved"}, "unknown_suggestion"),
            ("AssignDevice", {"device": none}, "unknown_device"),
            ("RetireDevice", {"device": none}, "unknown_device"),
            ("TakeCall", {"call": none, "service": "advice"}, "unknown_call"),
            ("UpdateResponder", {**who, "profile": {}}, "unknown_responder"),
            ("SetDuty", {**who, "status": "available"}, "unknown_responder"),
            ("LocateRequest", {**r, "place": PLACE}, "unknown_request"),
            ("TakeRequest", {**r, "owner": "li"}, "unknown_request"),
            ("ReclassifyRequest", {**r, "reason": "x"}, "unknown_request"),
            ("HoldRequest", {**r, "hold_until": 4_000_000_000_000}, "unknown_request"),
            ("ResumeRequest", r, "unknown_request"),
            ("CancelRequest", {**r, "reason": "x"}, "unknown_request"),
            ("MergeRequest", {**r, "into": self.request}, "unknown_request"),
            ("MergeRequest", {**here, "into": none}, "unknown_request"),
            ("TransferRequest", {**r, "to": "x", "reason": "x"}, "unknown_request"),
            ("ReopenRequest", {**r, "reason": "x"}, "unknown_request"),
            ("SplitRequest", r, "unknown_request"),
            ("DismissDuplicate", r, "unknown_request"),
            ("VerifySafe", {**r, "how": "x"}, "unknown_request"),
            ("RecordHandover", {**r, "agency": "fire_119"}, "unknown_request"),
            ("RecordContact", r, "unknown_request"),
            ("RecordCallback", r, "unknown_request"),
            ("CloseRequest", r, "unknown_request"),
            ("AddNote", {**r, "text": "x"}, "unknown_request"),
            ("RateRequest", {**r, "rating": 4}, "unknown_request"),
            ("UrgeRequest", r, "unknown_request"),
            ("UrgeRequest", {**here, "link": none}, "unknown_link"),
            ("SuperviseRequest", r, "unknown_request"),
            ("ReturnRequest", {**r, "reason": "x"}, "unknown_request"),
            ("ExtendRequest", {**r, "reason": "x"}, "unknown_request"),
            ("IssueLink", r, "unknown_request"),
            ("RevokeLink", {"link": none}, "unknown_link"),
            ("ExplainBreach", {**r, "cause": "x"}, "unknown_request"),
            ("AnswerQuestions", {**r, "answers": [{"question": "x", "choice": "y"}]},
             "unknown_request"),
            ("AssignResponder", {**r, **me, "reason": "x"}, "unknown_request"),
            ("AssignResponder", {**here, **who, "reason": "x"}, "unknown_responder"),
            ("AssignResponder", {**here, **me, "slot": 9, "reason": "x"}, "unknown_slot"),
            ("ReleaseResponder", {**r, "reason": "x"}, "unknown_request"),
            ("AcceptOffer", o, "unknown_offer"),
            ("DeclineOffer", o, "unknown_offer"),
            ("AcknowledgeAssignment", {**r, "responder": self.responder}, "unknown_request"),
            ("ReportEnRoute", {**r, "responder": self.responder}, "unknown_request"),
            ("ReportOnScene", {**r, "responder": self.responder}, "unknown_request"),
            ("CompleteAssignment", {**r, "responder": self.responder}, "unknown_request"),
            ("RecordResponderCall", {**r, "responder": self.responder}, "unknown_request"),
        ):
            with self.subTest(command=name, body=body):
                kind = reason.removeprefix("unknown_")
                field = "/into" if body.get("into") == none else "/" + kind
                words = "slots" if kind == "slot" else str(none)
                self.assert_problem(self.client.command(name, body), 404, field, words, reason)
        for collection in ("requests", "responders", "members", "offers", "cards"):
            answer = self.client.call("GET", f"/v1/{collection}/{none}")
            self.assert_problem(answer, 404, "id", collection)
        answer = self.client.call("GET", f"/v1/requests/{none}/timeline")
        self.assert_problem(answer, 404, "id", "requests")
        self.assert_problem(self.client.command("NoSuchCommand", {}), 404, "name", "/openapi.json")
        self.assert_unharmed()

    def staged(self):
        """A request in each status."""
        client = self.client
        client.must("SetDuty", {"responder": self.responder, "status": "off_duty"})
        requests = {"received": self.add_request("consultant"), "queued": self.request}
        self.add_responder("company", kind="volunteer")
        requests["offered"] = self.add_request("company")

        def bound(*steps):
            worker = self.add_responder("electric")
            request = self.add_request("power_repair")
            for step in steps:
                client.must(step, {"request": request, "responder": worker})
            return request

        requests["dispatched"] = bound()
        requests["en_route"] = bound("ReportEnRoute")
        requests["on_scene"] = bound("ReportEnRoute", "ReportOnScene")
        for status in ("served", "called_back", "closed"):
            requests[status] = bound("ReportOnScene", "CompleteAssignment")
        for status in ("called_back", "closed"):
            client.must("RecordCallback", {"request": requests[status], "reached": True})
        client.must("CloseRequest", {"request": requests["closed"], "disposition": "helped"})
        for status, command, body in (
            ("held", "HoldRequest", {"hold_until": 4_000_000_000_000}),
            ("cancelled", "CancelRequest", {"reason": "not needed"}),
            ("transferred", "TransferRequest", {"to": "housing", "reason": "theirs"}),
            ("merged", "MergeRequest", {"into": self.request}),
        ):
            requests[status] = self.add_request("nurse_visit")
            client.must(command, {"request": requests[status], **body})
        return requests

    def right_but_for_the_status(self, command, requests, status):
        other = requests["queued" if status != "queued" else "offered"]
        values = {"%OTHER%": other, "%RESPONDER%": self.responder}
        body = {"request": requests[status], **FIELDS[command]}
        return {key: values.get(value, value) if isinstance(value, str) else value
                for key, value in body.items()}

    def test_allowed_actions(self):
        """What a request says that it allows: never what is refused for the state that it is in."""
        requests = self.staged()
        self.before = self.entities()
        for status, request in requests.items():
            shown = self.client.get(f"/v1/requests/{request}")["allowed_actions"]
            self.assertEqual(shown, self.before["requests"][request]["allowed_actions"])
            self.assertLessEqual(set(shown), set(TABLE[status]), status)
            self.assertIn("AddNote", shown)
            for command in sorted(set(FIELDS) - set(shown)):
                with self.subTest(command=command, status=status):
                    body = self.right_but_for_the_status(command, requests, status)
                    answer = self.client.command(command, body)
                    wrong, _ = SAID_FIRST.get((command, status), (409, None))
                    # A promise that was not broken is a field that is wrong.
                    if command == "ExplainBreach" and answer.status != 409:
                        wrong = INVALID
                    self.assert_problem(answer, wrong)
        silent = self.add_request("emergency", silent=True)
        shown = self.client.get(f"/v1/requests/{silent}")["allowed_actions"]
        self.assertFalse({"CancelRequest", "HoldRequest", "TransferRequest"} & set(shown))
        self.client.must("VerifySafe", {"request": silent, "how": "spoke with her"})
        shown = self.client.get(f"/v1/requests/{silent}")["allowed_actions"]
        self.assertIn("CancelRequest", shown)
        self.before = self.entities()
        self.assert_unharmed()

    def test_two_desks_at_once(self):
        """The second one hears who was quicker, and since when."""
        other = self.service.client(self.make_token("dispatcher", name="other"))
        take = {"request": self.request, "expected_owner": ""}
        taken = self.client.must("TakeRequest", {**take, "owner": "Li Na"})
        self.client.must("AddNote", {"request": self.request, "text": "on it"})
        for named in ({}, {"owner": "other"}):
            answer = other.command("TakeRequest", {**take, **named})
            problem = self.assert_problem(
                answer, 409, "/expected_owner", "Li Na", "holder_changed"
            )
            self.assertEqual(problem["holder"], {"owner": "Li Na", "since": taken["at"]})
        request = self.client.get(f"/v1/requests/{self.request}")
        self.assertEqual(request["owner"], "Li Na")
        slot = request["slots"][0]
        second = self.add_responder("care", "lift")
        third = self.add_responder("care", "lift")
        send = {"request": self.request, "slot": 0, "reason": "near",
                "expected_responder": slot["responder"]}
        sent = self.client.must("AssignResponder", {**send, "responder": second})
        holder = {"responder": second, "name": "He", "since": sent["at"]}
        for command, body in (
            ("AssignResponder", {**send, "responder": third}),
            ("AssignResponder", {**send, "responder": second}),
            ("AssignResponder", {**send, "responder": third, "expected_responder": 0}),
            ("ReleaseResponder", send),
        ):
            with self.subTest(command=command, body=body):
                answer = other.command(command, body)
                problem = self.assert_problem(
                    answer, 409, "/expected_responder", str(second), "holder_changed"
                )
                self.assertEqual(problem["holder"], holder)
        # Whoever saw it may overrule it; nobody expected means whoever it is.
        other.must("AssignResponder", {**send, "responder": third, "expected_responder": second})
        other.must("TakeRequest", {**take, "expected_owner": "Li Na"})
        request = self.client.get(f"/v1/requests/{self.request}")
        self.assertEqual(request["owner"], "other")
        self.client.must("TakeRequest", {"request": self.request, "owner": "Li Na"})
        self.before = self.entities()
        self.assert_unharmed()

    def test_illegal_status_changes(self):
        requests = self.staged()
        self.assertEqual(set(requests), ALL)
        self.before = self.entities()
        for status, request in requests.items():
            self.assertEqual(self.before["requests"][request]["status"], status)
        self.assertEqual(set(FIELDS), {name for commands in TABLE.values() for name in commands})
        tried = 0
        for name in FIELDS:
            for status in sorted(ALL - legal(name)):
                body = self.right_but_for_the_status(name, requests, status)
                with self.subTest(command=name, status=status):
                    answer = self.client.command(name, body)
                    if (name, status) in SAID_FIRST:
                        self.assert_problem(answer, *SAID_FIRST[name, status])
                        continue
                    problem = self.assert_problem(answer, 409, "/request", status)
                    self.assertEqual(problem["reason"], "illegal_status")
                    for allowed in legal(name):  # what would be right
                        self.assertIn(allowed, problem["detail"])
                    tried += 1
        for status in sorted(ALL - legal("MergeRequest")):
            with self.subTest(command="MergeRequest", into=status):
                body = {"request": requests["queued"], "into": requests[status]}
                self.assert_problem(self.client.command("MergeRequest", body), 409, "/into", status)
                tried += 1
        self.assertGreater(tried, 130)
        self.assert_unharmed()

    def test_not_in_this_state(self):
        """Refusals that depend on more than a request's status."""
        client = self.client
        silent = self.add_request("emergency", silent=True)
        worker = self.add_responder("electric")
        job = self.add_request("power_repair")
        client.must("RevokeCard", {"card": self.card, "reason": "lost"})
        volunteer = self.add_responder("company", kind="volunteer")
        offered = self.add_request("company")
        offer = next(o["id"] for o in client.all("offers").values() if o["request"] == offered)
        client.must("DeclineOffer", {"offer": offer, "reason": "ill"})
        self.assertEqual(client.get(f"/v1/responders/{volunteer}")["request"], 0)
        busy = {"responder": worker, "status": "available"}
        wrong = {"request": job, "responder": self.responder}
        self.before = self.entities()
        for name, body, reason in (
            ("CancelRequest", {"request": silent, "reason": "quiet"}, "safety_unverified"),
            ("ReclassifyRequest", {"request": silent, "urgency": "P4"}, "safety_unverified"),
            ("TransferRequest", {"request": silent, "to": "x", "reason": "x"}, "safety_unverified"),
            ("RenewCard", {"card": self.card}, "card_not_active"),
            ("TapCard", {"card": self.card, "colour": "red"}, "card_not_active"),
            ("AcceptOffer", {"offer": offer}, "offer_ended"),
            ("DeclineOffer", {"offer": offer, "reason": "x"}, "offer_ended"),
            ("SetDuty", busy, "responder_busy"),
            ("AcknowledgeAssignment", wrong, "not_the_assignee"),
            ("CompleteAssignment", wrong, "not_the_assignee"),
        ):
            with self.subTest(command=name, reason=reason):
                self.assert_problem(self.client.command(name, body), 409, "/", reason=reason)
        self.assert_unharmed()

    def test_keys(self):
        first = self.client.command("AddNote", {"request": self.request, "text": "one"}, "key-1")
        self.before = self.entities()
        for name, body in (
            ("AddNote", {"request": self.request, "text": "two"}),
            ("AddNote", {"request": self.request + 1, "text": "one"}),
            ("CancelRequest", {"request": self.request, "reason": "one"}),
        ):
            answer = self.client.command(name, body, "key-1")
            self.assert_problem(answer, 422, reason="key_reused")
        again = self.client.command("AddNote", {"text": "one", "request": self.request}, "key-1")
        self.assertTrue(again.replayed)
        self.assertEqual(again.body, first.body)
        note = {"request": self.request, "text": "three"}
        for key in ("k" * 256, "a b", "schl\xfcssel", '"quoted', "tab\tin"):
            with self.subTest(key=key[:10]):
                answer = self.client.command("AddNote", note, key)
                self.assert_problem(answer, 400, "Idempotency-Key", "1 to 255")
        self.assert_unharmed()

    def test_reads(self):
        for path, status, field, words in (
            ("/v1/requests?status=foo", 400, "status", "queued"),
            ("/v1/requests?statu=queued", 400, "statu", "known are"),
            ("/v1/requests?urgency=P7", 400, "urgency", "P0"),
            ("/v1/requests?member=me", 400, "member", "number"),
            ("/v1/requests?open=perhaps", 400, "open", ""),
            ("/v1/requests?limit=0", 400, "limit", "1 to 1000"),
            ("/v1/requests?limit=1001", 400, "limit", "1 to 1000"),
            ("/v1/requests?limit=ten", 400, "limit", "1 to 1000"),
            ("/v1/requests?after=x", 400, "after", "next_after"),
            ("/v1/requests?limit=5&limit=6", 400, "limit", "once"),
            ("/v1/requests?status=%zz", 400, "target", "escape"),
            ("/v1/requests?status=%00", 400, "target", "control"),
            ("/v1/requests?status=%ff", 400, "target", "UTF-8"),
            ("/v1/requests?" + "&".join(f"a{i}=1" for i in range(65)), 400, "target", "64"),
            ("/v1/requests/1?x=1", 400, "x", "no parameters"),
            (f"/v1/requests/{self.request}/timeline?decisions=2", 400, "decisions", "decisions=1"),
            ("/v1/services?code=fall", 400, "code", "no filters"),
            ("/v1/requests/one", 404, "", "requests"),
            ("/v1/requests/-1", 404, "", "requests"),
            (f"/v1/requests/{BIG}", 404, "", "requests"),
            ("/v1/requests/1/2/3", 404, "", "requests"),
            ("/v1/request", 404, "", "requests"),
            ("/v2/requests", 404, "", ""),
            ("/..%2f..%2fetc/passwd", 400, "target", "slash"),
            ("/../../etc/passwd", 404, "", ""),
            ("/v1/feed", 426, "Upgrade", "websocket"),
            ("/v1/requests?" + "x" * 2100, 414, "target", "bytes"),
        ):
            with self.subTest(path=path[:60]):
                self.assert_problem(self.client.call("GET", path), status, field, words)
        command = "/v1/commands/AddNote"
        for method, path, headers, status, words in (
            ("GET", command, {}, 405, "POST"),
            ("DELETE", f"/v1/requests/{self.request}", {}, 405, "GET"),
            ("PUT", f"/v1/requests/{self.request}", {}, 405, "GET"),
            ("PATCH", "/v1/requests", {}, 405, "GET"),
            ("POST", "/v1/requests", {}, 405, "GET"),
            ("BREW", "/v1/requests", {}, 405, "GET"),
            ("GET", "/v1/requests", {"Accept": "text/html"}, 406, "application/json"),
            ("POST", command, {"Content-Type": "text/plain"}, 415, "application/json"),
            ("POST", command, {"Content-Type": None}, 415, "application/json"),
            ("POST", command, {"Content-Type": "application/xml"}, 415, "application/json"),
            ("POST", "/v1/intake", {"Content-Type": "text/xml"}, 415, "cloudevents"),
        ):
            with self.subTest(method=method, path=path, headers=headers):
                body = b"{}" if method == "POST" else None
                self.assert_problem(
                    self.client.call(method, path, body, headers), status, words=words
                )
        self.assert_unharmed()

    def test_cloud_events(self):
        good = {
            "specversion": "1.0", "id": "1", "source": "/gate/1",
            "type": "cn.muster.request.create",
            "time": "2026-01-31T08:00:05+08:00",
            "data": {"service": "fall", "place": {"lat": 32.41, "lon": 119.5}},
        }

        def post(event, headers=None):
            body = event if isinstance(event, bytes) else json.dumps(event).encode()
            kind = {"Content-Type": "application/cloudevents+json"}
            return self.client.call("POST", "/v1/intake", body, {**kind, **(headers or {})})

        for change, field, words in (
            ({"specversion": "0.3"}, "/specversion", "1.0"),
            ({"specversion": None}, "/specversion", ""),
            ({"specversion": 1.0}, "/specversion", "string"),
            ({"id": ""}, "/id", "unique"),
            ({"id": "a b"}, "/id", "unique"),
            ({"id": "x" * 201}, "/id", "200"),
            ({"id": 7}, "/id", "string"),
            ({"source": ""}, "/source", "URI"),
            ({"source": "a\u0001"}, "/source", "URI"),
            ({"type": "com.example.other"}, "/type", "cn.muster.device.sos"),
            ({"type": ""}, "/type", "cn.muster"),
            ({"time": "yesterday"}, "/time", "2025-01-31"),
            ({"time": "2026-02-30T08:00:05Z"}, "/time", ""),
            ({"datacontenttype": "text/xml"}, "/datacontenttype", "application/json"),
            ({"data": "fall"}, "/data", "object"),
            ({"data": {"servce": "fall"}}, "/data/servce", "service"),
            ({"data": {"service": 7}}, "/data/service", "string"),
            ({"data": {"service": "fall", "urgency": "P8"}}, "/data/urgency", "P"),
        ):
            with self.subTest(change=change):
                self.assert_problem(post({**good, **change}), 400, field, words)
        for left_out in ("specversion", "id", "source", "type", "data"):
            with self.subTest(left_out=left_out):
                event = {key: value for key, value in good.items() if key != left_out}
                self.assert_problem(post(event), 400, "/" + left_out)
        twice = json.dumps(good).encode()[:-1] + b',"data":{"service":"fall"}}'
        self.assert_problem(post(twice), 400, "/data")
        for body in (b"", b"[]", b"nothing", json.dumps(good).encode()[:-1]):
            with self.subTest(body=body[:20]):
                self.assert_problem(post(body), 400)
        self.assert_problem(post({**good, "data": {"service": "none"}}), 404, "/service")
        self.assert_problem(post(b" " * 70_000), 413, "body", "65536")

        body = json.dumps(good).encode()
        now = int(time.time())

        def signed(key=GATEWAY_KEY, at=now, gateway="gate", over=body, target="/v1/intake"):
            text = f"v2\n{at}\nPOST\n{target}\napplication/cloudevents+json\n\n".encode() + over
            mac = hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
            return {"Authorization": None, "Muster-Gateway": gateway,
                    "Muster-Timestamp": str(at), "Muster-Signature": "v2=" + mac}

        for headers in (
            signed(key="another key"),
            signed(at=now - 3600),
            signed(at=now + 3600),
            signed(at="soon"),
            signed(gateway="nobody"),
            signed(over=body + b" "),
            {**signed(), "Muster-Signature": "v1="},
            {**signed(), "Muster-Signature": "v2=" + "0" * 64},
            {**signed(), "Muster-Signature": "v1=" + "0" * 64},
            signed(target="/v1/intake?datum=gcj02"),
        ):
            with self.subTest(headers=headers):
                self.assert_problem(post(body, headers), 401, "Muster-Signature")
        self.assertEqual(self.before, self.entities())
        # And the right one is taken, once.
        made = post(body, signed())
        self.assertEqual(made.status, 201, made.body)
        again = post(body, signed())
        self.assertTrue(again.replayed)
        self.assertEqual(again.json["id"], made.json["id"])
        self.before = self.entities()
        self.assert_unharmed()

    def card_link(self, kid="k1", key=CARD_KEY, card=None, generation=1):
        signed = f"1.{kid}.{card or self.card}.{generation}"
        mac = hmac.new(key.encode(), signed.encode(), hashlib.sha256).digest()
        return signed + "." + base64.urlsafe_b64encode(mac).decode()[:22]

    def test_card_links(self):
        good = self.card_link()
        form = {"Authorization": None, "Content-Type": "application/x-www-form-urlencoded"}

        def get(link):
            return self.client.call("GET", "/t/" + link, None, {"Authorization": None})

        def press(link, body):
            return self.client.call("POST", "/t/" + link, body, form)

        self.assertEqual(get(good).status, 200)
        flipped = good[:-1] + ("A" if good[-1] != "A" else "B")
        for link in (
            flipped, good[:-1], good + "A", "2" + good[1:], "1", "1.k1", "1.k1.1.1", "x", "1....",
            self.card_link(key="guessed"), self.card_link(kid="k2"), good.replace(".", "-"),
            good.replace(f".{self.card}.", f".{self.card + 1}."),
            good.replace(f".{self.card}.", f".0{self.card}."),
            good.replace(".1.", ".2.", 1), "1.k1.-1.1." + "A" * 22, "A" * 500,
        ):
            with self.subTest(link=link[:40]):
                # People read these pages: words, not JSON.
                answer = get(link)
                self.assertEqual(answer.status, 404)
                self.assertIn("text/html", answer.headers["Content-Type"])
                self.assertEqual(press(link, b"colour=red&nonce=1").status, 404)
        for link in (self.card_link(generation=2), self.card_link(card=999_999)):
            self.assertEqual(get(link).status, 410)
            self.assertEqual(press(link, b"colour=red&nonce=1").status, 410)
        for body in (b"", b"colour=ultraviolet", b"color=red", b"%zz", b"&&&&", b"\xff\x00"):
            with self.subTest(body=body):
                self.client.must("RenewCard", {"card": self.card})  # each card has its own rate
                self.card_generation = getattr(self, "card_generation", 1) + 1
                link = self.card_link(generation=self.card_generation)
                self.assertIn(press(link, body).status, (422, 429))
        self.assertEqual(press(good, b"c" * 5000).status, 413)
        self.client.must("RevokeCard", {"card": self.card, "lost": True, "reason": "stolen"})
        link = self.card_link(generation=self.card_generation)
        self.assertIn(get(link).status, (410, 429))
        self.assertEqual(self.before["requests"], self.client.all("requests"))
        self.before = self.entities()
        self.assert_unharmed()

    def raw(self, data, timeout=10):
        """What the server says to these bytes until it closes."""
        with socket.create_connection(("127.0.0.1", self.service.port), timeout) as connection:
            try:
                connection.sendall(data)
            except ConnectionError:
                pass  # it may close before all is sent
            answer = b""
            try:
                while piece := connection.recv(65536):
                    answer += piece
            except ConnectionError:
                pass
            return answer

    def test_raw_protocol(self):
        host = b"Host: x\r\n"
        auth = b"Authorization: Bearer " + self.token.encode() + b"\r\n"
        kind = b"Content-Type: application/json\r\n"
        post = b"POST /v1/commands/CreateRequest HTTP/1.1\r\n" + host + auth + kind
        for data, statuses in (
            (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64), (400,)),
            (b"\x00" * 200 + b"\r\n\r\n", (400,)),
            (b"HELO example\r\n\r\n", (400, 505)),
            (b"GET\r\n\r\n", (400,)),
            (b"GET / HTTP/9.9\r\n\r\n", (400, 505)),
            (b"GET / HTTP/2.0\r\n" + host + b"\r\n", (400, 505)),
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (400, 505)),
            (b"GET /v1/requests HTTP/1.1\r\n\r\n", (400,)),
            (b"GET /v1/requests HTTP/1.1\r\n" + host + host + b"\r\n", (400,)),
            (b"GET /a b HTTP/1.1\r\n" + host + b"\r\n", (400, 505)),
            (b"GET /\x01 HTTP/1.1\r\n" + host + b"\r\n", (400,)),
            (b"GET / HTTP/1.1\r\n" + host + b"no colon\r\n\r\n", (400,)),
            (b"GET / HTTP/1.1\r\n" + host + b"a b: c\r\n\r\n", (400,)),
            (b"GET / HTTP/1.1\r\n" + host + b"X: " + b"x" * 9000 + b"\r\n\r\n", (431,)),
            (b"GET / HTTP/1.1\r\n" + host + b"X: y\r\n" * 3000 + b"\r\n", (431,)),
            (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n" + host + b"\r\n", (414,)),
            (post + b"Connection: close\r\n\r\n", (411,)),
            (post + b"Content-Length: x\r\n\r\n{}", (400,)),
            (post + b"Content-Length: -2\r\n\r\n{}", (400,)),
            (post + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", (400,)),
            (post + b"Content-Length: 99999999999999999999999\r\n\r\n{}", (400,)),
            (post + b"Content-Length: 2000000\r\n\r\n{}", (413,)),
            (post + b"Transfer-Encoding: gzip\r\n\r\n{}", (400, 501)),
            (post + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}", (400,)),
            (post + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", (400,)),
            (post + b"Transfer-Encoding: chunked\r\n\r\n"
             + b"100000\r\n" + b" " * 0x100000 + b"\r\n1\r\n \r\n0\r\n\r\n", (413,)),
            (post + b"Expect: a-miracle\r\nContent-Length: 2\r\n\r\n{}", (417,)),
            (post + auth + b"Content-Length: 2\r\n\r\n{}", (400,)),
        ):
            with self.subTest(data=data[:70]):
                answer = self.raw(data)
                self.assertTrue(answer.startswith(b"HTTP/1.1 "), answer[:200])
                self.assertIn(int(answer.split(b" ", 2)[1]), statuses, answer[:600])
                head, _, body = answer.partition(b"\r\n\r\n")
                self.assertIn(b"application/problem+json", head)
                self.assertTrue(json.loads(body)["detail"])
        self.assert_unharmed()

    def test_slow_clients(self):
        """Neither a header nor a body that trickles in holds a connection for long."""
        auth = f"Authorization: Bearer {self.token}\r\nContent-Type: application/json\r\n"
        post = f"POST /v1/commands/AddNote HTTP/1.1\r\nHost: x\r\n{auth}Content-Length: 9\r\n\r\n{{"
        head = b"GET /v1/requests HTTP/1.1\r\nHos"
        for start, field in ((head, "header"), (post.encode(), "body")):
            with self.subTest(field=field):
                answer = self.raw(start, timeout=15)
                self.assertTrue(answer.startswith(b"HTTP/1.1 408 "), answer[:200])
                problem = json.loads(answer.partition(b"\r\n\r\n")[2])
                self.assertEqual(problem["field"], field)
                self.assertIn("2000 ms", problem["expected"])
        with socket.create_connection(("127.0.0.1", self.service.port)) as quiet:
            self.client.get("/v1/requests")  # one that says nothing stands in nobody's way
            quiet.sendall(b"G")
        self.assert_unharmed()


class FullDiskTest(ProgramTest):
    """No space left: it stops with words and a code, and a restart holds what it acknowledged."""

    def test_full_disk(self):
        if not self.mount_small():
            self.skipTest("may not mount a file system here; the next test limits the file instead")
        self.fill({}, lambda: os.remove(self.data / "ballast"))

    def test_limited_file(self):
        self.fill({"preexec_fn": limit_files}, lambda: None)

    def fill(self, limits, give_space):
        token = self.make_token("dispatcher")
        acknowledged = {}
        service = self.serve(**limits)
        client = service.client(token)
        try:
            for i in range(20_000):
                note = f"note {i} " + "n" * 3000
                place = {"lat": 30, "lon": round(100 + i / 500, 6)}
                body = {"service": "consultant", "note": note, "place": place}
                answer = client.command("CreateRequest", body, f"key-{i}")
                if answer.status != 201:
                    self.assertEqual(answer.status, 503, answer.body)
                    break
                acknowledged[answer.json["id"]] = note
        except (http.client.HTTPException, OSError):
            pass  # it stopped before it could answer
        self.assertGreater(len(acknowledged), 100)
        self.assertEqual(service.wait(), 3, service.text())
        self.assertRegex(service.text(), r"muster: the log failed: .*(decisions|keys)\.sqlite")

        # Still no space: another start harms nothing, however far it gets.
        try:
            service = self.serve(**limits)
            body = {"service": "consultant", "note": "n" * 3000}
            if (answer := service.client(token).command("CreateRequest", body)).status == 201:
                acknowledged[answer.json["id"]] = body["note"]
            service.stop()
        except (AssertionError, http.client.HTTPException, OSError):
            pass

        give_space()
        service = self.serve()
        client = service.client(token)
        kept = client.all("requests")
        for number, note in acknowledged.items():
            self.assertEqual(kept[number]["note"], note)
        made = client.must("CreateRequest", {"service": "consultant", "note": "after"})
        self.assertEqual(client.get(f"/v1/requests/{made['id']}")["note"], "after")
        self.assertEqual(service.stop(), 0, service.text())
        self.assert_sound()

    def mount_small(self):
        """A small file system of its own, mostly ballast, where root may mount one."""
        self.data.mkdir()
        try:
            done = subprocess.run(
                ["mount", "-t", "tmpfs", "-o", "size=48m", "muster-e2e", str(self.data)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=20,
                check=False,
            )
        except OSError:
            return False
        if done.returncode != 0:
            return False
        self.addCleanup(subprocess.run, ["umount", str(self.data)], timeout=20, check=False)
        (self.data / "ballast").write_bytes(bytes(32 << 20))
        return True


def limit_files():
    # The signal that goes with the limit keeps its default, as in any shell.
    resource.setrlimit(resource.RLIMIT_FSIZE, (8 << 20, 8 << 20))


if __name__ == "__main__":
    main()
