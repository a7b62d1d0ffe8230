"""The real program beside a scripted exchange, in each dialect: calls are seen with whoever has the
number, answered, abandoned and taken, and known again after a gap and after kill -9; whom the
engine wants reached is rung up, once for each decision, and the key that is pressed is recorded."""

import queue

from exchange import SECRET, Asterisk, FreeSwitch
from harness import Feed, ProgramTest, main, wait_for

QUIET_S = 1.5  # in which nobody is rung


class ExchangeTest:
    """What holds for each dialect."""

    make_exchange = None

    def setUp(self):
        super().setUp()
        self.exchange = self.make_exchange()
        self.addCleanup(self.exchange.listener.close)
        self.token = self.make_token("dispatcher", "call_taker", "supervisor")

    def configure(self, secret=SECRET, more=""):
        with self.config.open("a", encoding="utf-8") as config:
            config.write(f'\n[pbx]\nhost = "127.0.0.1"\nport = {self.exchange.port}\n'
                         f'dialect = "{self.exchange.dialect}"\n'
                         f'contexts = ["{self.exchange.context}"]\nlines = ["12349"]\n{more}'
                         'retry_first_ms = "50 ms"\nsecret = { env = "MUSTER_PBX" }\n')
        self.env = {"MUSTER_PBX": secret}

    def begin(self):
        service = self.serve(env=self.env)
        self.assertTrue(self.exchange.logins.get(timeout=20))
        return service, service.client(self.token)

    def ring_with_a_late_number(self, unique, number):
        self.exchange.ring(unique, number)

    def call_of(self, client, unique):
        def found():
            for one in client.all("calls").values():
                if one["reference"] == f"pbx:{unique}":
                    return one
            return None
        return wait_for(f"call {unique}", found)

    def until(self, client, unique, **wanted):
        def is_so():
            call = self.call_of(client, unique)
            return call if all(call.get(k) == v for k, v in wanted.items()) else None
        return wait_for(f"call {unique} with {wanted}", is_so)

    def test_a_call_is_seen_answered_and_taken(self):
        self.configure()
        service, client = self.begin()
        member = client.must("RegisterMember", {"profile": {
            "name": "Li Shu", "phone": "13700000042",
            "home": {"lat": 32.39, "lon": 119.42}}})["id"]
        feed = Feed(service, self.token, topics=("calls",))
        self.ring_with_a_late_number("1.1", "013700000042")
        call = self.until(client, "1.1", number="+8613700000042", member_hint=member)
        self.assertEqual((call["status"], call["line"]), ("ringing", "12349"))
        popped = feed.next()
        while popped["type"] != "delta":
            popped = feed.next()
        self.assertIn("calls", str(popped))
        feed.close()
        self.exchange.queue_up("1.1", "elder")
        self.exchange.agent_answers("1.1", "801")
        self.until(client, "1.1", status="talking", agent="801", queue="elder")
        taken = client.must("TakeCall", {"call": call["id"], "service": "fall",
                                         "note": "on the floor"})
        request = client.get(f"/v1/requests/{taken['id']}")
        self.assertEqual((request["channel"], request["service"], request["member_hint"]),
                         ("hotline", "fall", member))
        self.exchange.hang_up("1.1")
        ended = self.until(client, "1.1", status="ended", end="answered")
        self.assertEqual(ended["request"], taken["id"])
        metrics = client.call("GET", "/metrics").body.decode()
        self.assertIn("muster_pbx_live 1", metrics)
        service.stop()
        self.assert_sound()

    def test_who_hangs_up_unheard_is_looked_after(self):
        self.configure()
        service, client = self.begin()
        self.exchange.ring("2.1", "anonymous")
        self.until(client, "2.1", status="ringing")
        self.exchange.hang_up("2.1")
        call = self.until(client, "2.1", status="ended", end="abandoned")
        request = client.get(f"/v1/requests/{call['request']}")
        self.assertEqual((request["service"], request.get("caller", "")), ("silent_call", ""))
        service.stop()
        self.assert_sound()

    def test_what_ended_in_a_gap_and_over_a_kill_is_known(self):
        self.configure()
        service, client = self.begin()
        for unique in ("3.1", "3.2", "3.3"):
            self.exchange.ring(unique, "1370000004" + unique[-1])
            self.until(client, unique, status="ringing")
        self.exchange.hang_up("3.1", told=False)
        self.exchange.drop()
        self.assertTrue(self.exchange.logins.get(timeout=20))
        self.until(client, "3.1", status="ended", end="lost")
        service.kill()
        self.exchange.hang_up("3.2", told=False)
        service, client = self.begin()
        self.until(client, "3.2", status="ended", end="lost")
        self.assertEqual(self.call_of(client, "3.3")["status"], "ringing")
        self.assertEqual(len(client.all("calls")), 3)
        service.stop()
        self.assert_sound()

    def test_a_wrong_secret_is_said_and_stops_nothing(self):
        self.configure(secret="another one of sixteen")
        service = self.serve(env=self.env)
        self.assertFalse(self.exchange.logins.get(timeout=20))
        wait_for("the warning", lambda: "refused the login" in service.text())
        self.assertEqual(service.client(self.token).call("GET", "/readyz").status, 200)
        service.stop()

    # Calls out.

    def configure_rings(self, more=""):
        self.configure(more=f'ring_channel = "{self.exchange.trunk}"\nring_offers = false\n'
                            f'ring_again_ms = "50 ms"\n{more}')

    def make_emergency(self, client):
        member = client.must("RegisterMember", {"profile": {
            "name": "Li Shu", "phone": "13700000042", "home": {"lat": 32.39, "lon": 119.42},
            "contacts": [{"relation": "kin", "name": "Li Min", "phone": "13700000043"}]}})["id"]
        return client.must("CreateRequest", {"service": "emergency", "member": member,
                                             "channel": "hotline"})["id"]

    def order(self):
        return self.exchange.orders.get(timeout=20)

    def assert_nobody_is_rung(self):
        with self.assertRaises(queue.Empty):
            self.exchange.orders.get(timeout=QUIET_S)

    def chain(self, client, request, **wanted):
        def is_so():
            chain = client.get(f"/v1/requests/{request}")["contacts"]
            return chain if all(chain.get(k, 0) == v for k, v in wanted.items()) else None
        return wait_for(f"the chain of {request} with {wanted}", is_so)

    def test_the_chain_is_rung_until_somebody_presses_a_key(self):
        self.configure_rings()
        service, client = self.begin()
        request = self.make_emergency(client)
        order = self.order()
        self.assertEqual((order["id"], order["kind"], order["request"], order["language"]),
                         (f"muster-contact-{request}-0-0", "member", str(request), "zh"))
        self.assertEqual(order["channel"], self.exchange.trunk.replace("{national}", "13700000042"))
        self.assertEqual(order["place"], "ring@muster")
        self.exchange.picks_up(order["id"])
        self.exchange.press(order["id"], "2")
        self.chain(client, request, step=1, misses=0)
        order = self.order()
        self.assertEqual((order["id"], order["kind"]), (f"muster-contact-{request}-1-0", "contact"))
        self.exchange.picks_up(order["id"])
        self.exchange.press(order["id"], "1")
        self.chain(client, request, reached=True)
        self.assert_nobody_is_rung()
        metrics = client.call("GET", "/metrics").body.decode()
        self.assertIn("muster_pbx_rings_acknowledged_total 1", metrics)
        self.assertIn("muster_pbx_rings_declined_total 1", metrics)
        service.stop()
        self.assertNotIn("1370000004", service.text())
        self.assert_sound()

    def test_who_does_not_answer_has_missed_a_call(self):
        self.configure_rings()
        service, client = self.begin()
        request = self.make_emergency(client)
        self.exchange.nobody_answers(self.order()["id"])
        self.chain(client, request, step=0, misses=1)
        service.stop()
        self.assert_sound()

    def test_whom_the_desk_has_reached_is_not_waited_for(self):
        self.configure_rings()
        service, client = self.begin()
        request = self.make_emergency(client)
        order = self.order()
        client.must("RecordContact", {"request": request, "outcome": "answered"})
        self.assertEqual(self.exchange.ended.get(timeout=20), order["id"])
        self.exchange.press(order["id"], "2")
        self.chain(client, request, step=0, reached=True)
        service.stop()
        self.assert_sound()

    def test_one_call_over_a_gap_and_a_kill(self):
        self.configure_rings()
        service, client = self.begin()
        request = self.make_emergency(client)
        order = self.order()
        self.exchange.drop()
        self.assertTrue(self.exchange.logins.get(timeout=20))
        self.assert_nobody_is_rung()
        service.kill()
        service, client = self.begin()
        # It rings all the time: the exchange shows it.
        self.assert_nobody_is_rung()
        self.exchange.press(order["id"], "1")
        self.chain(client, request, reached=True)
        service.stop()
        self.assert_sound()

    def test_of_whom_nothing_is_known_is_rung_again(self):
        self.configure_rings()
        service, client = self.begin()
        request = self.make_emergency(client)
        order = self.order()
        service.kill()
        self.exchange.hang_up(order["id"], told=False)
        service, client = self.begin()
        self.assertEqual(self.order()["id"], order["id"])
        self.exchange.press(order["id"], "1")
        self.chain(client, request, reached=True)
        service.stop()
        self.assert_sound()

    def test_what_the_exchange_refuses_is_left_to_the_desk(self):
        self.configure_rings("ring_tries = 2\n")
        self.exchange.refuses = True
        service, client = self.begin()
        request = self.make_emergency(client)
        self.order()
        self.order()
        wait_for("the warning", lambda: "the exchange did not ring" in service.text())
        self.assert_nobody_is_rung()
        self.chain(client, request, active=True)
        service.stop()
        self.assertNotIn("1370000004", service.text())
        self.assert_sound()

    def test_a_responder_accepts_by_a_key(self):
        self.configure(more=f'ring_channel = "{self.exchange.trunk}"\nring_members = false\n'
                            'ring_contacts = false\nring_offer_after_ms = "0 s"\n')
        service, client = self.begin()
        responder = client.must("RegisterResponder", {"profile": {
            "kind": "volunteer", "name": "Xu", "phone": "13700000055", "skills": ["first_aid"],
            "post": {"lat": 32.391, "lon": 119.421}}})["id"]
        client.must("SetDuty", {"responder": responder, "status": "available"})
        self.make_emergency(client)
        order = self.order()
        self.assertEqual(order["kind"], "offer")
        self.exchange.picks_up(order["id"])
        self.exchange.press(order["id"], "1")
        offer = order["id"].rsplit("-", 1)[1]
        wait_for("the offer to be accepted",
                 lambda: client.get(f"/v1/offers/{offer}")["status"] == "accepted")
        service.stop()
        self.assert_sound()


    # Who was sent and does not acknowledge it.

    def configure_assignments(self):
        self.configure(more=f'ring_channel = "{self.exchange.trunk}"\nring_members = false\n'
                            'ring_contacts = false\nring_offers = false\n')
        # As shipped, but that nobody waits long.
        self.change_rules('call_after_ms = "20 s"', 'call_after_ms = "1 s"')

    def make_responder(self, client, phone, lat):
        responder = client.must("RegisterResponder", {"profile": {
            "kind": "staff", "name": "Xu", "phone": phone, "skills": ["first_aid"],
            "post": {"lat": lat, "lon": 119.42}}})["id"]
        client.must("SetDuty", {"responder": responder, "status": "available"})
        return responder

    def slot(self, client, request, **wanted):
        def is_so():
            slot = client.get(f"/v1/requests/{request}")["slots"][0]
            return slot if all(slot.get(k, 0) == v for k, v in wanted.items()) else None
        return wait_for(f"a slot of {request} with {wanted}", is_so)

    def test_who_does_not_acknowledge_is_rung_up(self):
        self.configure_assignments()
        service, client = self.begin()
        near = self.make_responder(client, "13700000055", 32.391)
        far = self.make_responder(client, "13700000056", 32.42)
        request = self.make_emergency(client)
        self.slot(client, request, responder=near, status="assigned")
        order = self.order()
        self.assertEqual((order["id"], order["kind"]),
                         (f"muster-assignment-{request}-{near}", "assignment"))
        self.assertEqual(order["channel"], self.exchange.trunk.replace("{national}", "13700000055"))
        # No answer is recorded, and he has still time.
        self.exchange.nobody_answers(order["id"])
        self.slot(client, request, responder=near, status="assigned", call_due=0)
        self.assert_nobody_is_rung()
        client.must("ReleaseResponder", {"request": request, "slot": 0, "reason": "not heard"})
        self.slot(client, request, responder=far)
        order = self.order()
        self.assertEqual(order["id"], f"muster-assignment-{request}-{far}")
        # Over a kill the call goes on.
        service.kill()
        service, client = self.begin()
        self.assert_nobody_is_rung()
        self.exchange.picks_up(order["id"])
        self.exchange.press(order["id"], "1")
        self.slot(client, request, responder=far, status="acknowledged")
        service.stop()
        self.assertNotIn("1370000005", service.text())
        self.assert_sound()

    def test_who_declines_is_not_sent(self):
        self.configure_assignments()
        service, client = self.begin()
        near = self.make_responder(client, "13700000055", 32.391)
        far = self.make_responder(client, "13700000056", 32.42)
        request = self.make_emergency(client)
        order = self.order()
        self.exchange.picks_up(order["id"])
        self.exchange.press(order["id"], "2")
        self.slot(client, request, responder=far)
        self.assertEqual(client.get(f"/v1/responders/{near}")["status"], "available")
        # Whoever acknowledges by himself is not waited for any more.
        order = self.order()
        client.must("AcknowledgeAssignment", {"request": request, "responder": far})
        self.assertEqual(self.exchange.ended.get(timeout=20), order["id"])
        service.stop()
        self.assert_sound()


class AsteriskTest(ExchangeTest, ProgramTest):
    make_exchange = Asterisk

    def ring_with_a_late_number(self, unique, number):
        self.exchange.ring(unique, "<unknown>")
        self.exchange.tell_number(unique, number)


class FreeSwitchTest(ExchangeTest, ProgramTest):
    make_exchange = FreeSwitch


if __name__ == "__main__":
    main()
