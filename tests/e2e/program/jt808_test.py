"""Terminals of JT/T 808 over real sockets: a pressed button becomes one request, for its member and at
its place, whatever is sent twice, broken, or answered only after a power cut."""

import datetime
import re
import struct

from devices.jt808 import CHINA, PHONE, PLACE, Terminal, done, frame, position
from harness import ProgramTest, free_port, main, wait_for

SECRET = "a secret of a test, long enough"


class Jt808Test(ProgramTest):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.token = self.make_token("dispatcher", "supervisor", "admin")

    def start(self, *lines):
        text = self.config.read_text(encoding="utf-8")
        if "[jt808]" not in text:
            text += "\n".join(("", "[jt808]", 'address = "127.0.0.1"', f"port = {self.port}",
                               'allow = ["127.0.0.1"]', 'secret = { env = "MUSTER_TEST_JT808_SECRET" }',
                               *lines, ""))
            self.config.write_text(text, encoding="utf-8")
        service = self.serve(env={"MUSTER_TEST_JT808_SECRET": SECRET})
        self.client = service.client(self.token)
        return service

    def terminal(self, phone=PHONE):
        terminal = Terminal(self.port, phone)
        self.addCleanup(terminal.close)
        return terminal

    def register(self, phone=PHONE):
        member = self.client.must("RegisterMember", {"profile": {
            "name": "Li Ming", "phone": "13800001000", "home": {"lat": 32.41, "lon": 119.45}}})["id"]
        self.client.must("RegisterDevice",
                         {"key": "jt808:" + phone, "type": "wearable", "member": member})
        return member

    def requests(self):
        return list(self.client.all("requests").values())

    def counted(self, name):
        text = self.client.call("GET", "/metrics").body.decode()
        return int(re.search(rf"^{re.escape(name)} (\d+)$", text, re.M).group(1))

    def test_a_pressed_button_is_one_request(self):
        service = self.start()
        member = self.register()
        terminal = self.terminal()
        # Registration and token, as a terminal begins.
        made, body = terminal.ask(0x0100, 1, b"\0\x20\3\x21" + b"M" * 5 + b"m" * 20 + b"T" * 7 +
                                  b"\1" + "苏K12345".encode("gbk"))
        self.assertEqual((made, body[:3]), (0x8100, b"\0\1\0"))
        self.assertEqual(terminal.ask(0x0102, 2, b"wrong"), done(2, 0x0102, 1))
        self.assertEqual(terminal.ask(0x0102, 3, body[3:]), done(3, 0x0102))
        self.assertEqual(terminal.ask(0x0002, 4), done(4, 0x0002))
        self.assertEqual(terminal.ask(0x0200, 5, position()), done(5, 0x0200))
        self.assertEqual(self.requests(), [])

        sos = position(1)
        self.assertEqual(terminal.ask(0x0200, 6, sos), done(6, 0x0200))
        (request,) = self.requests()
        self.assertEqual(request["service"], "emergency")
        self.assertEqual(request["member"], member)
        self.assertEqual(request["place"], PLACE)
        self.assertIn("emergency button", request["note"])
        self.assertIn("苏K12345", request["note"])

        # Again, still pressed, on a new connection: nothing more.
        self.assertEqual(terminal.ask(0x0200, 6, sos), done(6, 0x0200))
        self.assertEqual(terminal.ask(0x0200, 7, position(1)), done(7, 0x0200))
        other = self.terminal()
        self.assertEqual(other.ask(0x0200, 6, sos), done(6, 0x0200))
        self.assertEqual(len(self.requests()), 1)
        # The desk takes it, which the terminal is told.
        self.client.must("TakeRequest", {"request": request["id"]})
        self.assertEqual(terminal.answer(), (0x8203, struct.pack(">HI", 6, 1)))
        self.assertEqual(other.answer(), (0x8203, struct.pack(">HI", 6, 1)))
        # Released and pressed again: the same need.
        terminal.ask(0x0200, 8, position(0))
        terminal.ask(0x0200, 9, position(1))
        requests = self.requests()
        self.assertEqual(len(requests), 2)
        self.assertEqual([r["merged_into"] for r in requests if r["id"] != request["id"]],
                         [request["id"]])
        self.assertGreaterEqual(self.counted("muster_jt808_duplicates_total"), 1)
        self.assertEqual(service.stop(), 0, service.text())
        self.assert_sound()

    def test_what_is_taken_while_it_is_away_is_told_when_it_is_back(self):
        service = self.start()
        self.register()
        terminal = self.terminal()
        self.assertEqual(terminal.ask(0x0200, 6, position(1)), done(6, 0x0200))
        (request,) = self.requests()
        terminal.socket.close()
        service.kill()
        service = self.start()
        self.client.must("TakeRequest", {"request": request["id"]})
        terminal = self.terminal()
        self.assertEqual(terminal.ask(0x0002, 1), done(1, 0x0002))
        self.assertEqual(terminal.ask(0x0200, 2, position(1)), done(2, 0x0200))
        self.assertEqual(terminal.answer(), (0x8203, struct.pack(">HI", 2, 1)))
        self.assertEqual(len(self.requests()), 1)
        self.assertEqual(service.stop(), 0, service.text())

    def test_what_is_broken_loses_no_alarm(self):
        service = self.start()
        self.register()
        terminal = self.terminal()
        broken = bytearray(frame(0x0002, 2))
        broken[-2] ^= 0x55
        terminal.socket.sendall(b"\0\1" + frame(0x0200, 1, position(1) + b"\xeb\x20\xaa") +
                                bytes(broken) + b"\x7e\x7d\x03\x7e" + frame(0x0002, 3))
        self.assertEqual(terminal.answer(), done(1, 0x0200))
        self.assertEqual(terminal.answer(), done(3, 0x0002))
        self.assertEqual(len(self.requests()), 1)
        for what in ("checksum", "escape", "broken_extra"):
            self.assertEqual(self.counted(f'muster_jt808_faults_total{{what="{what}"}}'), 1, what)
        self.assertEqual(self.counted('muster_jt808_faults_total{what="noise_bytes"}'), 2)
        self.assertEqual(service.stop(), 0, service.text())

    def test_without_a_fix_it_is_at_home(self):
        self.start()
        self.register()
        terminal = self.terminal()
        self.assertEqual(terminal.ask(0x0200, 1, position(1, fix=False)), done(1, 0x0200))
        (request,) = self.requests()
        self.assertEqual(request["place"], {"lat": 32.41, "lon": 119.45})
        self.assertIn("says no place", request["note"])

    def test_without_a_fix_it_is_where_it_was_just_seen(self):
        self.start()
        self.register()
        terminal = self.terminal()
        self.assertEqual(terminal.ask(0x0200, 1, position()), done(1, 0x0200))
        self.assertEqual(terminal.ask(0x0200, 2, position(1, fix=False)), done(2, 0x0200))
        (request,) = self.requests()
        self.assertEqual(request["place"], PLACE)
        self.assertIn("says no place", request["note"])
        self.assertIn("place of 0 min ago", request["note"])

    def test_a_batch_in_fragments_that_comes_late(self):
        self.start()
        self.register()
        terminal = self.terminal()
        past = datetime.datetime.now(CHINA) - datetime.timedelta(hours=2)
        elsewhere = {"lat": 32.395, "lon": 119.414}
        items = [position(0, past, elsewhere), position(1, past, elsewhere)]
        body = struct.pack(">HB", 2, 1) + b"".join(struct.pack(">H", len(i)) + i for i in items)
        terminal.send(0x0704, 11, body[40:], (2, 2))
        self.assertEqual(terminal.answer(), done(11, 0x0704))
        self.assertEqual(self.requests(), [])
        terminal.send(0x0704, 10, body[:40], (2, 1))
        self.assertEqual(terminal.answer(), done(10, 0x0704))
        (request,) = self.requests()
        self.assertEqual(request["place"], elsewhere)
        self.assertIn("comes late", request["note"])

    def test_a_terminal_that_nobody_registered_is_listed(self):
        self.start()
        terminal = self.terminal("13911112222")
        self.assertEqual(terminal.ask(0x0200, 1, position(1)), done(1, 0x0200))
        self.assertEqual(self.requests(), [])
        (device,) = self.client.all("devices").values()
        self.assertEqual((device["key"], device["status"]), ("jt808:13911112222", "unknown"))

    def test_who_may_connect(self):
        text = self.config.read_text(encoding="utf-8")
        self.config.write_text(
            text + f'\n[jt808]\nport = {self.port}\nsecret = {{ env = "MUSTER_TEST_JT808_SECRET" }}\n'
                   'allow = ["192.0.2.1"]\n', encoding="utf-8")
        service = self.serve(env={"MUSTER_TEST_JT808_SECRET": SECRET})
        terminal = self.terminal()
        with self.assertRaises(ConnectionError):
            terminal.ask(0x0002, 1)
        wait_for("the warning", lambda: "jt808.allow does not name it" in service.text())


if __name__ == "__main__":
    main()
