"""Alarms that reach the program as they do in the field: through a SIP proxy (kamailio) that puts its own
Via in front and sends again itself, and from a SIP telephone (baresip) that can only send text."""

import json
import re
import shutil
import socket
import subprocess
import time

from devices.sip import Peer, mrq
from harness import ProgramTest, free_port, main, wait_for
from sip_test import PLACE, SCENARIO

SECTION = """
[sip]
address = "127.0.0.1"
port = {port}

[[sip.peers]]
name = "behind a proxy, and telephones"
address = "127.0.0.1"
media_type = "text/plain"
answer = "in_200"
"""

PROXY = """#!KAMAILIO
debug=0
log_stderror=yes
fork=yes
children=2
tcp_children=2
listen=udp:127.0.0.1:{proxy}
listen=tcp:127.0.0.1:{proxy}
auto_aliases=no
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
request_route {{
    $du = "sip:127.0.0.1:{port};transport={transport}";
    record_route();
    if (!t_relay()) sl_reply_error();
}}
"""

TELEPHONE = """module_path {modules}
sip_listen 127.0.0.1:0
module ctrl_tcp.so
module_app account.so
module_app contact.so
module_app menu.so
ctrl_tcp_listen 127.0.0.1:{control}
"""
MODULES = "/usr/lib/baresip/modules"


class SipPeersTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        with self.config.open("a", encoding="utf-8") as file:
            file.write(SECTION.format(port=self.port))
        self.service = self.serve()
        self.client = self.service.client(self.make_token("dispatcher", "supervisor", "admin"))
        self.member = self.client.must("RegisterMember", {"profile": {
            "name": "Li Na", "phone": "13700000042", "home": PLACE}})["id"]
        self.client.must("RegisterDevice", {
            "key": "scaip:700001", "type": "button", "member": self.member})

    def run_beside(self, *command):
        with open(self.folder / "peer.log", "ab") as log:
            peer = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL,
                                    stdout=log, stderr=subprocess.STDOUT)

        def end():
            peer.terminate()
            try:
                peer.wait(20)
            except subprocess.TimeoutExpired:
                peer.kill()
                peer.wait(20)

        self.addCleanup(end)

    def listens(self, port):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def requests(self):
        return list(self.client.all("requests").values())

    def signals(self):
        text = self.client.call("GET", "/metrics").body.decode()
        return int(re.search(r"^muster_sip_signals_total (\d+)$", text, re.M).group(1))

    def through_the_proxy(self, transport):
        program = shutil.which("kamailio", path="/usr/sbin:/usr/bin")
        if program is None:
            self.skipTest("kamailio is not installed")
        proxy = free_port()
        config = self.folder / "proxy.cfg"
        config.write_text(PROXY.format(proxy=proxy, port=self.port, transport=transport),
                          encoding="utf-8")
        self.run_beside(program, "-f", str(config), "-DD", "-m", "32", "-M", "4",
                        "-Y", str(self.folder), "-w", str(self.folder))
        wait_for("the proxy listens", lambda: self.listens(proxy))
        peer = Peer(proxy)
        self.addCleanup(peer.close)
        data = peer.text("MESSAGE", mrq(f"{transport}1"), branch="z9hG4bKonce")
        peer.send(data)
        status, head, body = peer.take()
        self.assertEqual(status, "SIP/2.0 200 OK")
        # The proxy took its own Via off, and ours came back with the answer.
        self.assertEqual(head.count("\r\nVia:"), 1)
        self.assertIn("branch=z9hG4bKonce", head)
        self.assertIn(f"<ref>{transport}1</ref><snu>0</snu>", body)
        [request] = self.requests()
        self.assertEqual((request["member"], request["service"], request["place"]),
                         (self.member, "emergency", PLACE))
        # The same transaction once more: answered from the proxy's memory, and heard once.
        peer.send(data)
        self.assertEqual(peer.take()[0], status)
        self.assertEqual(self.signals(), 1)
        return proxy

    def test_a_proxy_by_udp(self):
        proxy = self.through_the_proxy("udp")
        if shutil.which("sipp") is None:
            self.skipTest("sipp is not installed (sip-tester)")
        scenario = self.folder / "press.xml"
        text = SCENARIO.replace("<ref>@[call_number]", "<ref>p[call_number]")
        scenario.write_text(text, encoding="utf-8")
        calls = 300
        done = subprocess.run(
            ["sipp", "-sf", str(scenario), "-m", str(calls), "-r", "150", "-t", "u1", "-i",
             "127.0.0.1", "-nostdin", "-timeout", "60", f"127.0.0.1:{proxy}"],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:])
        self.assertEqual(self.signals(), 1 + calls)

    def test_a_proxy_by_tcp(self):
        self.through_the_proxy("tcp")

    def test_a_telephone(self):
        program = shutil.which("baresip")
        if program is None:
            self.skipTest("baresip is not installed")
        control = free_port()
        (self.folder / "config").write_text(
            TELEPHONE.format(modules=MODULES, control=control), encoding="utf-8")
        (self.folder / "accounts").write_text(
            f"<sip:700001@127.0.0.1:{self.port}>;regint=0\n", encoding="utf-8")
        (self.folder / "contacts").write_text(
            f'"Muster" <sip:muster@127.0.0.1:{self.port}>\n', encoding="utf-8")
        self.run_beside(program, "-f", str(self.folder))
        wait_for("the telephone listens", lambda: self.listens(control))
        with socket.create_connection(("127.0.0.1", control), timeout=20) as line:
            for command, what in (("contact_next", ""), ("message", mrq("t1", "<dty>0005</dty>"))):
                text = json.dumps({"command": command, "params": what, "token": command})
                line.sendall(f"{len(text)}:{text},".encode())
                answer = line.recv(4096)
                self.assertIn(b'"ok":true', answer)
        wait_for("the telephone was heard", lambda: len(self.requests()) == 1)
        [request] = self.requests()
        self.assertEqual((request["member"], request["service"], request["place"]),
                         (self.member, "fall", PLACE))
        # It was answered: nothing is sent again.
        time.sleep(1.5)
        self.assertEqual(self.signals(), 1)
        self.service.stop()
        self.assert_sound()


if __name__ == "__main__":
    main()
