"""What must hold of each protocol by which somebody calls for help. The rows of the table
(acceptance_test.py) say how it is spoken; here is what is asked of it."""

import select

from acceptance import hold
from harness import Feed, ProgramTest, wait_for

HOME = {"lat": 32.39, "lon": 119.42}
# In which a wrong acknowledgement would come: the right one takes some milliseconds.
SILENCE_S = 0.3


class Protocol:
    """A row: a device and what is known of it. `case` is the test that it is in."""

    key = ""  # of the device, as it is registered
    place = HOME
    service = "emergency"
    urgency = "P0"
    counted = ""  # the metric of what is malformed
    marks_repeats = True  # else what comes again is one more report of the same request

    def __init__(self, case):
        self.case = case

    @staticmethod
    def missing():
        """What has to be installed for it and is not."""
        return ""

    def settings(self):
        """For the configuration file."""
        return ""

    def environment(self):
        return {}

    def register(self, member):
        """The device is that member's."""
        self.case.desk.must("RegisterDevice", {"key": self.key, "type": "button", "member": member})

    def connect(self):
        """As a device does when it begins, and again after a loss."""

    def lose(self):
        """The program was killed."""

    def alarm(self, malformed=False):
        """Sends the alarm; the same at each call. `malformed`: something broken right behind it."""
        raise NotImplementedError

    def repeat(self):
        """As the device does when it was not answered."""
        self.alarm()

    def answers(self):
        """Sockets and the like on which an answer would come."""
        return []

    def is_answered(self, timeout):
        """Whether anything at all came in that time."""
        return bool(select.select(self.answers(), [], [], timeout)[0])

    def take_answer(self):
        """Takes the acknowledgement, and looks whether it is the right one."""

    def take_answer_to_malformed(self):
        """What the protocol says to it, mostly nothing."""

    def take_answer_to_duplicate(self):
        self.take_answer()


class HeldTest(ProgramTest):
    """The program beside its peer, and a dispatcher who watches its feed."""

    topics = ()

    def begin(self, settings, environment):
        """With these settings behind those of all tests."""
        text = self.config.read_text(encoding="utf-8")
        # Longer than any hold: who waits for the log is not refused meanwhile.
        text = text.replace("[log]\n", '[log]\nbusy_timeout_ms = "60 s"\n')
        self.config.write_text(text + settings, encoding="utf-8")
        self.environment = {**environment, **hold.Sync.environment(self.folder)}
        self.token = self.make_token("dispatcher", "supervisor", "admin", "call_taker")
        self.start()
        self.member = self.desk.must("RegisterMember", {"profile": {
            "name": "Li Na", "phone": "13700000042", "home": HOME}})["id"]

    def start(self):
        self.service = self.serve(env=self.environment)
        self.desk = self.service.client(self.token)

    def watch(self):
        self.feed = Feed(self.service, self.token, topics=self.topics)
        self.addCleanup(self.feed.close)
        while self.feed.next()["type"] != "snapshot_end":
            pass

    def requests(self):
        return list(self.desk.all("requests").values())

    def metrics(self, name):
        """Of all labels."""
        text = self.desk.call("GET", "/metrics").body.decode()
        return [int(line.rsplit(" ", 1)[1]) for line in text.splitlines()
                if line.startswith((name + " ", name + "{"))]

    def metric(self, name):
        """Of this name with these labels, some of which are there only once they are counted."""
        text = self.desk.call("GET", "/metrics").body.decode()
        found = [line for line in text.splitlines() if line.startswith(name + " ")]
        return int(found[0].rsplit(" ", 1)[1]) if found else 0

    def assert_nothing_is_shown(self, wait=0):
        while self.feed.buffer or select.select([self.feed.socket], [], [], wait)[0]:
            self.assertNotEqual(self.feed.next()["type"], "delta", "shown before the commit")

    def next_shown(self, topic):
        """The next entity of that topic on the feed."""
        while True:
            for change in self.feed.next().get("changes", []):
                if change["topic"] == topic:
                    return change["entity"]

    def stop(self, check):
        """`check`: and decides its whole log anew."""
        self.assertEqual(self.service.stop(), 0, self.service.text())
        if check:
            self.assert_sound()


class Acceptance(HeldTest):
    protocol_type = None
    topics = ("requests",)

    def setUp(self):
        super().setUp()
        self.protocol = self.protocol_type(self)
        self.begin(self.protocol.settings(), self.protocol.environment())
        self.protocol.register(self.member)
        self.protocol.connect()
        self.watch()

    def assert_nothing_is_seen(self):
        """Neither by the device nor by a dispatcher."""
        self.assertFalse(self.protocol.is_answered(SILENCE_S), "acknowledged before the commit")
        self.assert_nothing_is_shown()

    def assert_seen(self):
        """The request: whose it is, what it is, where; in the reads as on the feed."""
        shown = self.next_shown("requests")
        request, = self.requests()
        for one in (request, shown):
            self.assertEqual(
                (one["member"], one["service"], one["urgency"]),
                (self.member, self.protocol.service, self.protocol.urgency))
            self.assertEqual(one["place"], self.protocol.place)
        self.assertEqual(shown["id"], request["id"])

    def assert_one(self):
        """Neither a second request nor a second report of the same one."""
        request, = self.requests()
        self.assertEqual(request.get("reports", []), [])

    def assert_one_stands(self):
        """Where nothing says that it is the same signal, it is merged into its first request."""
        first, *others = sorted(self.requests(), key=lambda request: request["id"])
        self.assertEqual([one["merged_into"] for one in others], [first["id"]] * len(others))

    def test_acknowledged_after_the_commit_and_once(self):
        with hold.Lock(self.data) as held:
            self.protocol.alarm()
            held.wait(self)
            self.assert_nothing_is_seen()
            self.assertEqual(self.requests(), [])
        self.protocol.take_answer()
        self.assert_seen()
        self.protocol.alarm()
        self.protocol.take_answer_to_duplicate()
        self.assert_one()

    def test_what_is_malformed_costs_no_alarm_in_front_of_it(self):
        before = self.metric(self.protocol.counted)
        with hold.Sync(self.folder) as held:
            self.protocol.alarm(malformed=True)
            held.wait(self)
            self.assert_nothing_is_seen()
        self.protocol.take_answer()
        self.protocol.take_answer_to_malformed()
        self.assert_seen()
        wait_for("the malformed one to be counted",
                 lambda: self.metric(self.protocol.counted) == before + 1)
        self.assert_one()

    def test_killed_before_it_is_written(self):
        self.kill_while(hold.Lock(self.data))

    def test_killed_before_it_is_durable(self):
        self.kill_while(hold.Sync(self.folder))

    def kill_while(self, holding):
        with holding as held:
            self.protocol.alarm()
            held.wait(self)
            self.assert_nothing_is_seen()
            self.service.kill()
        self.protocol.lose()
        self.start()
        # What was written is found again, although nobody was told of it: the device will repeat it.
        self.assertEqual(len(self.requests()), int(held.written))
        self.protocol.connect()
        self.protocol.repeat()
        self.protocol.take_answer()
        self.assert_one() if self.protocol.marks_repeats else self.assert_one_stands()
        self.stop(check=held.written)
