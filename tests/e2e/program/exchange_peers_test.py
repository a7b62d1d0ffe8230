"""Public clients of Asterisk and FreeSWITCH log in to the scripted exchanges of the tests, have
somebody rung, and hear the key: what these exchanges speak is not our own invention. Skipped (77)
where node or the packages are not installed; tests/run installs them."""

import json
import pathlib
import queue
import shutil
import subprocess
import sys
import threading
import unittest

from exchange import SECRET, Asterisk, FreeSwitch

PEERS = pathlib.Path(__file__).resolve().parent.parent / "peers"
WAIT_S = 30


class Peer:
    """A client as a child process; what it hears, line by line."""

    def __init__(self, test, client, exchange, secret=SECRET):
        self.process = subprocess.Popen(
            ["node", "exchange_client.cjs", client, str(exchange.port), secret], cwd=PEERS,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.heard = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        test.addCleanup(self._end)

    def _read(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                self.heard.put(json.loads(line))

    def _end(self):
        self.process.kill()
        self.process.wait(WAIT_S)
        self.reader.join(WAIT_S)
        self.process.stdout.close()

    def until(self, wanted):
        while True:
            heard = self.heard.get(timeout=WAIT_S)
            if heard == wanted:
                return


class PeersTest(unittest.TestCase):
    def make(self, kind):
        exchange = kind()
        self.addCleanup(exchange.listener.close)
        return exchange

    def vouch(self, client, kind, answer, key_event):
        exchange = self.make(kind)
        peer = Peer(self, client, exchange)
        peer.until({"login": True})
        self.assertTrue(exchange.logins.get(timeout=WAIT_S))
        order = exchange.orders.get(timeout=WAIT_S)
        self.assertEqual((order["id"], order["kind"], order["request"], order["language"]),
                         ("muster-offer-1", "offer", "3", "zh"))
        self.assertIn("13800000001", order["channel"])
        exchange.picks_up("muster-offer-1")
        peer.until({"answer": answer})
        exchange.press("muster-offer-1", "1")
        peer.until({"event": key_event})
        self.assertEqual(peer.process.wait(WAIT_S), 0)

    def refuse(self, client, kind):
        exchange = self.make(kind)
        peer = Peer(self, client, exchange, secret="another one of sixteen")
        peer.until({"login": False})
        self.assertFalse(exchange.logins.get(timeout=WAIT_S))

    def test_asterisk_manager(self):
        self.vouch("asterisk-manager", Asterisk, "Success", "UserEvent")
        self.refuse("asterisk-manager", Asterisk)

    def test_asterisk_ami_client(self):
        self.vouch("asterisk-ami-client", Asterisk, "Success", "UserEvent")
        self.refuse("asterisk-ami-client", Asterisk)

    def test_modesl(self):
        self.vouch("modesl", FreeSwitch, "+OK muster-offer-1", "muster::key")
        self.refuse("modesl", FreeSwitch)


if __name__ == "__main__":
    if not shutil.which("node") or not (PEERS / "node_modules").is_dir():
        print("skipped: node or the packages of tests/e2e/peers are not installed")
        sys.exit(77)
    unittest.main(verbosity=2)
