"""Calls on the hotline, told by the exchange. There is nothing to acknowledge: what waits for the
commit is the screen pop, and the request that a call taker makes of it by a key."""

import threading

from acceptance import hold
from acceptance.case import HOME, SILENCE_S, HeldTest
from exchange import LINE, SECRET
from harness import wait_for

UNIQUE = "1.1"


class CallAcceptance(HeldTest):
    make_exchange = None
    topics = ("calls", "requests")

    def setUp(self):
        super().setUp()
        self.exchange = self.make_exchange()
        self.addCleanup(self.exchange.listener.close)
        self.begin(
            f'\n[pbx]\nhost = "127.0.0.1"\nport = {self.exchange.port}\n'
            f'dialect = "{self.exchange.dialect}"\ncontexts = ["{self.exchange.context}"]\n'
            f'lines = ["{LINE}"]\nretry_first_ms = "50 ms"\nsecret = {{ env = "MUSTER_PBX" }}\n',
            {"MUSTER_PBX": SECRET})
        self.watch()

    def start(self):
        super().start()
        self.assertTrue(self.exchange.logins.get(timeout=20))
        wait_for("the exchange is followed", lambda: self.metric("muster_pbx_live") == 1)

    def calls(self):
        return list(self.desk.all("calls").values())

    def look_at(self, call):
        self.assertEqual((call["status"], call["number"], call["line"], call["member_hint"]),
                         ("ringing", "+8613700000042", LINE, self.member))

    def take(self, call, answers=None):
        """By the call taker's key, which is sent with a key of its own against double clicks."""
        desk = self.service.client(self.token)
        answer = desk.command("TakeCall", {"call": call["id"], "service": "fall"}, "take-1")
        self.assertIn(answer.status, (200, 201), answer.body)
        if answers is not None:
            answers.append(answer)
        return answer

    def assert_one(self, call):
        self.assertEqual(len(self.calls()), 1)
        request, = self.requests()
        self.assertEqual((request["channel"], request["service"], request["urgency"],
                          request["member_hint"], request["place"]),
                         ("hotline", "fall", "P1", self.member, HOME))
        self.assertEqual(self.desk.get(f"/v1/calls/{call['id']}")["request"], request["id"])

    def test_shown_after_the_commit_and_one_request_by_a_key(self):
        with hold.Lock(self.data) as held:
            self.exchange.ring(UNIQUE, "013700000042")
            held.wait(self)
            self.assert_nothing_is_shown(SILENCE_S)
            self.assertEqual(self.calls(), [])
        call = self.next_shown("calls")
        self.look_at(call)
        # The exchange tells the same channel once more, as after a gap.
        self.exchange.ring(UNIQUE, "013700000042")
        answers = []
        with hold.Lock(self.data) as held:
            taking = threading.Thread(target=self.take, args=(call, answers))
            taking.start()
            held.wait(self)
            self.assert_nothing_is_shown(SILENCE_S)
            self.assertEqual(answers, [])
        taking.join()
        self.assertEqual(self.next_shown("requests")["id"], answers[0].json["id"])
        again = self.take(call)
        self.assertTrue(again.replayed)
        self.assertEqual(again.body, answers[0].body)
        self.assert_one(call)

    def test_what_is_malformed_costs_no_call_in_front_of_it(self):
        with hold.Sync(self.folder) as held:
            self.exchange.ring(UNIQUE, "013700000042")
            self.exchange.peer.sendall(b"nonsense\r\n\r\n")
            held.wait(self)
            self.assert_nothing_is_shown(SILENCE_S)
        self.look_at(self.next_shown("calls"))
        wait_for("the malformed line to be counted",
                 lambda: self.metric("muster_pbx_lines_left_out_total") == 1)
        self.exchange.hang_up(UNIQUE)
        wait_for("what comes behind it", lambda: self.calls()[0]["status"] == "ended")

    def test_killed_before_it_is_written(self):
        self.kill_while(hold.Lock(self.data))

    def test_killed_before_it_is_durable(self):
        self.kill_while(hold.Sync(self.folder))

    def kill_while(self, holding):
        """The exchange is asked for its calls when the program comes back."""
        with holding as held:
            self.exchange.ring(UNIQUE, "013700000042")
            held.wait(self)
            self.assert_nothing_is_shown(SILENCE_S)
            self.service.kill()
        self.start()
        call, = wait_for("the call", self.calls)
        self.look_at(call)
        self.take(call)
        self.assert_one(call)
        self.stop(check=held.written)
