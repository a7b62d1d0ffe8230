"""What members and families see of a request behind a link: how it stands and nothing that was not
promised; they urge it and rate it once; links that are over say the same whatever the cause."""

import base64
import hashlib
import hmac
import urllib.parse

from harness import CARD_KEY, ProgramTest, main

PLACE = {"lat": 32.3942, "lon": 119.4129}
POST = {"lat": 32.4242, "lon": 119.4129}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def signed(link, generation=1, key=CARD_KEY, kind="s1"):
    text = f"{kind}.k1.{link}.{generation}"
    mac = base64.urlsafe_b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest())
    return "/s/" + text + "." + mac.decode()[:22]


class LinksTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.service = self.serve()
        self.client = self.service.client(self.make_token("dispatcher", "supervisor"))
        self.stranger = self.service.client()
        self.member = self.client.must(
            "RegisterMember",
            {"profile": {"name": "Li Na", "phone": "13700000042", "home": PLACE}})["id"]

    def ask(self, service="consultant"):
        return self.client.must(
            "CreateRequest", {"service": service, "member": self.member, "place": PLACE,
                              "note": "the pension is late", "caller": "13700000099"})["id"]

    def issue(self, request, **more):
        link = self.client.must("IssueLink", {"request": request, **more})
        return link["id"], self.client.get(f"/v1/links/{link['id']}/text")["path"]

    def page(self, path, status=200, language="en"):
        answer = self.stranger.call("GET", path, None, {"Accept-Language": language})
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        return answer.body.decode()

    def press(self, path, **form):
        return self.stranger.call("POST", path, urllib.parse.urlencode(form), FORM)

    def assert_stopped_sound(self):
        self.service.stop()
        self.assert_sound()

    def test_a_link_shows_what_was_promised(self):
        worker = self.client.must(
            "RegisterResponder",
            {"profile": {"kind": "staff", "name": "Wang Wei", "phone": "13900000001",
                         "skills": ["electric"], "post": POST}})["id"]
        self.client.must("SetDuty", {"responder": worker, "status": "available"})
        request = self.ask("power_repair")
        link, path = self.issue(request)
        self.assertEqual(path, signed(link))
        page = self.page(path)
        self.assertIn("Somebody has been sent to you.", page)
        self.assertIn("arrive", page)
        self.assertIn("W**", page)
        self.assertIn("We received your request", page)
        self.assertIn("Please hurry", page)
        self.assertNotIn("<script", page)
        for hidden in ("Wang", "Li Na", "139000", "137000", "pension", "32.39"):
            self.assertNotIn(hidden, page)
        self.assertIn("收到您的请求", self.page(path, language="zh-CN"))
        # Somebody else is promised less.
        _, narrow = self.issue(request, audience="family", shows=["status"])
        page = self.page(narrow)
        self.assertIn("Somebody has been sent to you.", page)
        for hidden in ("arrive", "W**", "received your request", "hurry", "<form"):
            self.assertNotIn(hidden, page)
        self.assertEqual(self.press(narrow, do="urge", round=1, urged=0).status, 410)
        self.assert_stopped_sound()

    def test_rate_once_and_a_bad_one_opens_it_again(self):
        request = self.ask()
        link, path = self.issue(request, audience="family")
        self.client.must("CloseRequest", {"request": request, "disposition": "advised"})
        self.assertIn("How was it?", self.page(path))
        self.assertEqual(self.press(path).status, 422)
        self.assertEqual(self.press(path, rating="9").status, 422)
        form = {"rating": "2", "comment": "<b>nobody</b> listened", "round": "1"}
        first = self.press(path, **form)
        self.assertEqual((first.status, first.headers["Location"]), (303, path))
        # A double click counts once.
        again = self.press(path, **form)
        self.assertEqual(again.status, 303)
        self.assertTrue(again.replayed)
        shown = self.client.get(f"/v1/requests/{request}")
        self.assertEqual(shown["status"], "received")
        self.assertEqual(len(shown["reopenings"]), 1)
        reason = "rated 2 of 5: <b>nobody</b> listened"
        self.assertEqual(shown["reopenings"][0]["reason"], reason)
        # The reason is on the timeline and on the page, where it is text (fixmystreet#2357).
        timeline = self.client.call("GET", f"/v1/requests/{request}/timeline").body.decode()
        self.assertIn("re-opened: rated 2 of 5", timeline)
        page = self.page(path)
        self.assertIn("Taken up again: rated 2 of 5: &lt;b&gt;nobody&lt;/b&gt; listened", page)
        # The next round is rated again, once.
        self.client.must("CloseRequest", {"request": request, "disposition": "advised"})
        self.assertEqual(self.press(path, rating="5", round="2").status, 303)
        self.assertIn("You rated it 5 of 5", self.page(path))
        other = self.press(path, rating="4", round="2")
        self.assertIn(other.status, (409, 422))
        self.assertEqual(self.client.get(f"/v1/requests/{request}")["rating"], 5)
        self.assertEqual(self.client.get(f"/v1/links?request={request}")["items"][0]["id"], link)
        self.assert_stopped_sound()

    def test_urge(self):
        request = self.ask()
        _, path = self.issue(request)
        form = {"do": "urge", "round": "1", "urged": "0"}
        self.assertEqual(self.press(path, **form).status, 303)
        self.assertTrue(self.press(path, **form).replayed)
        self.assertEqual(self.press(path, **{**form, "urged": "1"}).status, 429)
        self.assertEqual(self.client.get(f"/v1/requests/{request}")["urged"], 1)
        self.assertIn("Urged, 1", self.page(path))
        self.ask()
        for query in ("urged=true", "supervised=false&urged=true"):
            found = self.client.get("/v1/requests?" + query)["items"]
            self.assertEqual([one["id"] for one in found], [request])
        self.client.must("SuperviseRequest", {"request": request, "note": "look at it"})
        found = self.client.get("/v1/requests?supervised=true")["items"]
        self.assertEqual([one["supervised_by"] for one in found], ["dispatcher-supervisor"])
        self.assert_stopped_sound()

    def test_links_that_are_over_say_all_the_same(self):
        request = self.ask()
        link, path = self.issue(request)
        good = self.page(path)
        forged = path[:-1] + ("A" if path[-1] != "A" else "B")
        gone = self.page(forged, 404)
        for other in (signed(link, kind="1"), signed(link, key="another key, long enough"), "/s/x"):
            self.assertEqual(self.page(other, 404), gone)
        for other in (signed(link, generation=2), signed(999_999)):
            self.assertEqual(self.page(other, 410), gone)
        self.assertNotEqual(good, gone)
        second, path2 = self.issue(request)
        self.assertEqual(path2, signed(second, generation=2))
        self.assertEqual(self.page(path, 410), gone)
        self.client.must("RevokeLink", {"link": second, "reason": "sent to the wrong number"})
        self.assertEqual(self.page(path2, 410), gone)
        self.assertEqual(self.press(path2, do="urge", round=1).body.decode(), self.zh(gone))
        self.assertEqual(self.client.call("GET", f"/v1/links/{second}/text").status, 410)
        self.assertEqual(self.client.call("GET", "/v1/links/999999/text").status, 404)
        # Whoever may not send links on gets no text.
        worker = self.service.client(self.make_token("admin", name="keeper"))
        self.assertEqual(worker.call("GET", f"/v1/links/{second}/text").status, 403)
        third, path3 = self.issue(request)
        self.client.must("SetMemberStatus", {"member": self.member, "status": "deceased",
                                             "reason": "told by her son"})
        self.assertEqual(self.page(path3, 410), gone)
        self.assertEqual(self.client.get(f"/v1/links/{third}")["status"], "revoked")
        self.assert_stopped_sound()

    def zh(self, page):
        """The same page for who did not say which language."""
        return self.page("/s/x", 404, language="zh-CN") if page else page

    def test_views_are_limited(self):
        _, path = self.issue(self.ask())
        statuses = [self.stranger.call("GET", path).status for _ in range(40)]
        self.assertEqual(statuses[0], 200)
        self.assertEqual(statuses[-1], 429)


if __name__ == "__main__":
    main()
