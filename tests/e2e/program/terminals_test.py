"""The real program, a terminal that speaks HTTP in ZKTeco's way and a reader that types UIDs: a tap
leads to a request for the right member at the right place, is acknowledged once it is durable, and
comes once however often it is sent."""

import socket

from devices.zk import Terminal, line
from harness import ProgramTest, free_port, main, wait_for

ROOM = {"lat": 32.4, "lon": 119.44}


class TerminalsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.zk, self.reader = free_port(), free_port()
        with self.config.open("a", encoding="utf-8") as config:
            config.write(f"""
[terminals]
zk_port = {self.zk}
reader_port = {self.reader}
[[terminals.zk]]
serial = "ZK0001"
address = "127.0.0.1"
signal = "sos"
by_pin = true
where = "day room"
place = {{ lat = {ROOM["lat"]}, lon = {ROOM["lon"]} }}
[[terminals.readers]]
address = "127.0.0.1"
signal = "sos"
spelling = "reversed_decimal"
""")
        self.token = self.make_token("dispatcher", "supervisor", "admin")

    def begin(self):
        service = self.serve()
        return service, service.client(self.token)

    def member_with(self, client, key, name):
        member = client.must("RegisterMember", {"profile": {
            "name": name, "home": {"lat": 32.39, "lon": 119.42}}})["id"]
        client.must("RegisterDevice", {"key": key, "type": "button", "member": member})
        return member

    def test_a_tap_is_a_request_for_whose_pin_it_is(self):
        service, client = self.begin()
        member = self.member_with(client, "zk-pin:1042", "Li Shu")
        terminal = Terminal(self.zk)
        status, options = terminal.ask("GET", "cdata", "&options=all&pushver=2.4.1")
        self.assertEqual(status, 200)
        self.assertTrue(options.startswith("GET OPTION FROM: ZK0001"), options)
        self.assertIn("\r\nTimeZone=8\r\n", options)
        lines = line(1042, 1) * 2 + line(77, 2)
        self.assertEqual(terminal.taps(lines), (200, "OK: 3\r\n"))
        requests = list(client.all("requests").values())
        self.assertEqual([(r["service"], r["member"]) for r in requests], [("emergency", member)])
        self.assertEqual(requests[0]["place"], ROOM)
        devices = {d["key"]: d for d in client.all("devices").values()}
        self.assertEqual(devices["zk-pin:1042"]["contacts"], 1)
        self.assertEqual(devices["zk-pin:77"]["status"], "unknown")
        # The same once more, as after an answer that was lost, makes no other request.
        self.assertEqual(terminal.taps(lines), (200, "OK: 3\r\n"))
        self.assertEqual(len(list(client.all("requests").values())), 1)
        self.assertEqual(terminal.ask("POST", "cdata", "&table=OPERLOG&Stamp=1", "OPLOG 0\t0"),
                         (200, "OK\r\n"))
        self.assertEqual(terminal.ask("GET", "getrequest"), (200, "OK\r\n"))
        # What is no line is kept, and costs no other.
        self.assertEqual(terminal.taps("nonsense\n" + line(1042, 3)), (200, "OK: 2\r\n"))
        devices = {d["key"]: d for d in client.all("devices").values()}
        self.assertEqual(devices["zk:ZK0001"]["status"], "unknown")
        self.assertEqual(devices["zk-pin:1042"]["contacts"], 2)
        stranger = Terminal(self.zk, "ZK0002")
        self.assertEqual(stranger.taps(line(1042, 4))[0], 403)
        metrics = client.call("GET", "/metrics").body.decode()
        self.assertIn("muster_terminals_not_understood_total 1", metrics)
        self.assertIn("muster_terminals_strangers_total 1", metrics)
        stranger.close()
        terminal.close()
        service.stop()
        self.assert_sound()

    def test_a_card_before_a_reader(self):
        service, client = self.begin()
        member = self.member_with(client, "card:04A1B2C3", "Wang Fang")
        with socket.create_connection(("127.0.0.1", self.reader), timeout=20) as reader:
            reader.sendall(b"rubbish\r\n3283263748\r\n3283263748\r\n")
            wait_for("the request", lambda: list(client.all("requests").values()))
        requests = list(client.all("requests").values())
        self.assertEqual([(r["service"], r["member"]) for r in requests], [("emergency", member)])
        self.assertEqual({d["key"] for d in client.all("devices").values()},
                         {"card:04A1B2C3", "reader:127.0.0.1"})
        service.stop()
        self.assert_sound()


if __name__ == "__main__":
    main()
