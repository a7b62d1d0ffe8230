"""The real program beside a scripted exchange that speaks AMI: calls are seen with whoever has the
number, answered, abandoned and taken, and known again after a gap and after kill -9."""

import hashlib
import queue
import socket
import threading

from harness import Feed, ProgramTest, main, wait_for

SECRET = "a secret of sixteen"
CHALLENGE = "840415273"
BANNER = b"Asterisk Call Manager/5.0.2\r\n"


def block(**lines):
    return "".join(f"{key}: {value}\r\n" for key, value in lines.items()).encode() + b"\r\n"


class Exchange(threading.Thread):
    """One AMI server: logs in whoever has the secret, by challenge or in plain; remembers its
    channels and shows them."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.channels = {}
        self.peer = None
        self.logins = queue.Queue()
        self.start()

    def run(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            peer.sendall(BANNER)
            self.serve(peer)

    def serve(self, peer):
        heard = b""
        while True:
            try:
                more = peer.recv(4096)
            except OSError:
                return
            if not more:
                return
            heard += more
            while b"\r\n\r\n" in heard:
                text, heard = heard.split(b"\r\n\r\n", 1)
                lines = dict(line.split(": ", 1) for line in text.decode().split("\r\n"))
                self.act(peer, lines)

    def act(self, peer, lines):
        action, name = lines["Action"], lines.get("ActionID", "")
        if action == "Challenge":
            peer.sendall(block(Response="Success", ActionID=name, Challenge=CHALLENGE))
        elif action == "Login":
            key = hashlib.md5((CHALLENGE + SECRET).encode()).hexdigest()
            good = lines.get("Key") == key or lines.get("Secret") == SECRET
            if not good:
                peer.sendall(block(Response="Error", ActionID=name, Message="Authentication failed"))
                self.logins.put(False)
                return
            peer.sendall(block(Response="Success", ActionID=name, Message="Authentication accepted"))
            self.peer = peer
            self.logins.put(True)
        elif action == "CoreShowChannels":
            peer.sendall(block(Response="Success", ActionID=name, EventList="start"))
            for one in self.channels.values():
                peer.sendall(block(Event="CoreShowChannel", ActionID=name, **one))
            peer.sendall(block(Event="CoreShowChannelsComplete", ActionID=name,
                               ListItems=len(self.channels)))
        else:
            peer.sendall(block(Response="Success", ActionID=name))

    def say(self, event, **lines):
        self.peer.sendall(block(Event=event, **lines))

    def ring(self, unique, number):
        self.channels[unique] = {"Channel": f"PJSIP/trunk-{unique}", "CallerIDNum": number,
                                 "Context": "from-trunk", "Exten": "12349", "Uniqueid": unique,
                                 "Linkedid": unique}
        self.say("Newchannel", **self.channels[unique])

    def hang_up(self, unique, told=True):
        self.channels.pop(unique)
        if told:
            self.say("Hangup", Uniqueid=unique, Linkedid=unique, Cause=16)

    def drop(self):
        self.peer.shutdown(socket.SHUT_RDWR)


class PbxTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.exchange = Exchange()
        self.addCleanup(self.exchange.listener.close)
        self.token = self.make_token("dispatcher", "call_taker", "supervisor")

    def configure(self, secret=SECRET):
        with self.config.open("a", encoding="utf-8") as config:
            config.write(f'\n[pbx]\nhost = "127.0.0.1"\nport = {self.exchange.port}\n'
                         'contexts = ["from-trunk"]\nlines = ["12349"]\n'
                         'retry_first_ms = "50 ms"\nsecret = { env = "MUSTER_PBX" }\n')
        self.env = {"MUSTER_PBX": secret}

    def begin(self):
        service = self.serve(env=self.env)
        self.assertTrue(self.exchange.logins.get(timeout=20))
        return service, service.client(self.token)

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
        self.exchange.ring("1.1", "<unknown>")
        self.exchange.say("NewCallerid", CallerIDNum="013700000042", Uniqueid="1.1", Linkedid="1.1")
        call = self.until(client, "1.1", number="+8613700000042", member_hint=member)
        self.assertEqual((call["status"], call["line"]), ("ringing", "12349"))
        popped = feed.next()
        while popped["type"] != "delta":
            popped = feed.next()
        self.assertIn("calls", str(popped))
        feed.close()
        self.exchange.say("QueueCallerJoin", Queue="elder", Uniqueid="1.1", Linkedid="1.1")
        self.exchange.say("AgentConnect", MemberName="Wang", Uniqueid="1.1", Linkedid="1.1")
        self.until(client, "1.1", status="talking", agent="Wang", queue="elder")
        taken = client.must("TakeCall", {"call": call["id"], "service": "fall", "note": "on the floor"})
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


if __name__ == "__main__":
    main()
