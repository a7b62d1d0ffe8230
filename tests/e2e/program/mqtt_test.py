#!/usr/bin/env python3
"""Buttons behind a broker: the real mosquitto on a free port, its own publisher, and the program.

What is an arrival and what is none, levels over restarts, receipts, the bridge, a broker that was
away; when it is acknowledged is in acceptance_test.py."""

import json
import pathlib
import subprocess
import sys
import time
import unittest

import harness
from devices.mqtt import BROKER, PUBLISHER, SUBSCRIBER, Broker
from harness import ProgramTest, main, wait_for

PEERS = pathlib.Path(__file__).resolve().parent.parent / "peers"
NODE = PEERS / "node_modules/.bin/node"
BRIDGE = """version: 5
mqtt: {{server: "mqtt://127.0.0.1:{port}", base_topic: zigbee2mqtt}}
serial: {{port: /dev/null, adapter: ember}}
frontend: {{enabled: false}}
homeassistant: {{enabled: false}}
availability: {{enabled: true}}
advanced:
  log_output: [console]
  log_level: warning
  network_key: [1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 13]
  pan_id: 6754
  ext_pan_id: [221, 221, 221, 221, 221, 221, 221, 221]
  channel: 11
devices:
  "0x0000000000000001": {{friendly_name: floor1/flat-12/sos}}
  "0x0000000000000002": {{friendly_name: flat-13-sos}}
  "0x0000000000000003": {{friendly_name: flat-14-sos}}
"""
HOME = {"lat": 32.3942, "lon": 119.4129}
PRESS = '{"action":"emergency","linkquality":100}'


class MqttTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.broker = Broker(self.folder)
        self.addCleanup(self.broker.kill)
        with self.config.open("a", encoding="utf-8") as out:
            out.write(
                f'\n[mqtt]\nhost = "127.0.0.1"\nport = {self.broker.port}\n'
                'reconnect_min_ms = 50\nreconnect_max_ms = 200\ntenants = ["yangzhou"]\n')
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.open()

    def open(self):
        self.service = self.serve()
        self.client = self.service.client(self.token)
        wait_for("the program is with the broker", lambda: self.metric("muster_mqtt_connected") == 1)

    def metric(self, name):
        text = self.client.call("GET", "/metrics").body.decode()
        for line in text.splitlines():
            if line.startswith(name + " "):
                return int(line.rsplit(" ", 1)[1])
        raise AssertionError(f"no {name} in {text}")

    def register(self, name, phone):
        member = self.client.must("RegisterMember", {"profile": {
            "name": "Li Ming", "phone": phone, "home": HOME, "address": "Flat 12"}})["id"]
        self.client.must("RegisterDevice", {"key": "mqtt:" + name, "type": "button",
                                            "member": member})
        return member

    def requests(self):
        return list(self.client.all("requests").values())

    def wait_requests(self, count):
        return wait_for(f"{count} requests",
                        lambda: self.requests() if len(self.requests()) >= count else None)

    def device(self, name):
        for device in self.client.all("devices").values():
            if device["key"] == "mqtt:" + name:
                return device
        return None

    def see_the_last(self, name="end"):
        """All that was published before has had its effect."""
        self.broker.publish("zigbee2mqtt/" + name, PRESS)
        wait_for("what came last", lambda: self.device(name))

    def test_a_press_is_a_request_for_its_member_at_his_place(self):
        member = self.register("floor1/flat-12/sos", "13800001000")
        self.broker.publish("zigbee2mqtt/floor1/flat-12/sos", PRESS)
        (request,) = self.wait_requests(1)
        self.assertEqual(request["member"], member)
        self.assertEqual(request["service"], "emergency")
        self.assertEqual(request["place"], HOME)
        self.broker.publish("zigbee2mqtt/floor1/flat-12/sos", '{"battery":90,"linkquality":100}')
        self.broker.publish("zigbee2mqtt/floor1/flat-12/sos/availability", '{"state":"online"}', "-r")
        self.see_the_last()
        self.assertEqual(len(self.requests()), 1)
        self.assertIsNone(self.device("floor1/flat-12/sos/availability"))
        self.service.stop()
        self.assert_sound()

    def test_a_level_is_one_request_across_our_restart_and_that_of_the_bridge(self):
        self.register("flat-13-sos", "13800001001")
        level = '{"battery":75,"battery_low":false,"linkquality":100,"sos":true,"tamper":false}'
        self.broker.publish("zigbee2mqtt/flat-13-sos", level)
        self.wait_requests(1)
        self.broker.publish("zigbee2mqtt/flat-13-sos", level)
        self.service.kill()
        self.open()
        self.broker.publish("zigbee2mqtt/flat-13-sos", level)
        self.see_the_last()
        self.assertEqual(len(self.requests()), 1)

    def test_what_is_not_an_arrival_makes_nothing(self):
        self.register("flat-15", "13800001002")
        self.broker.publish("zigbee2mqtt/flat-15", PRESS, "-r")
        self.wait_requests(1)
        self.broker.publish("zigbee2mqtt/flat-15", '{"action":""}')
        self.broker.publish("zigbee2mqtt/flat-15/action", "emergency")
        # Kept by the broker, it comes once more with the next subscription.
        self.service.stop()
        self.open()
        wait_for("the old press is seen", lambda: "retain is on" in self.service.text())
        self.assertEqual(len(self.requests()), 1)

    def test_the_device_hears_that_it_was_taken_and_its_repetition_is_known(self):
        member = self.register("yangzhou/flat-7", "13800001004")
        listener = subprocess.Popen(
            [SUBSCRIBER, "-h", "127.0.0.1", "-p", str(self.broker.port), "-q", "1", "-C", "2", "-t",
             "sos/v1/yangzhou/flat-7/receipt"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(listener.kill)
        time.sleep(0.5)  # until its subscription stands, which it does not tell
        event = json.dumps({"id": "42", "signal": "sos", "where": "bathroom"})
        self.broker.publish("sos/v1/yangzhou/flat-7/event", event)
        (request,) = self.wait_requests(1)
        self.assertEqual(request["member"], member)
        self.assertEqual(request["note"], "bathroom")
        self.broker.publish("sos/v1/yangzhou/flat-7/event", event)
        out, _ = listener.communicate(timeout=harness.CALL_S)
        for line in out.splitlines():
            receipt = json.loads(line)
            self.assertEqual((receipt["id"], receipt["accepted"]), ("42", True))
        first = json.loads(out.splitlines()[0])
        self.assertEqual(first["request"], request["id"])
        self.assertEqual(len(out.splitlines()), 2)
        self.assertEqual(self.metric("muster_mqtt_repeated_total"), 1)
        self.assertEqual(len(self.requests()), 1)

    def test_the_device_hears_when_people_have_taken_over(self):
        self.register("yangzhou/flat-7", "13800001004")
        self.broker.publish("sos/v1/yangzhou/flat-7/event", json.dumps({"signal": "sos"}))
        (request,) = self.wait_requests(1)
        # After a kill the board knows who waits.
        self.service.kill()
        self.open()
        listener = subprocess.Popen(
            [SUBSCRIBER, "-h", "127.0.0.1", "-p", str(self.broker.port), "-q", "1", "-C", "1", "-t",
             "sos/v1/yangzhou/flat-7/receipt"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(listener.kill)
        time.sleep(0.5)  # until its subscription stands, which it does not tell
        self.client.must("TakeRequest", {"request": request["id"]})
        out, _ = listener.communicate(timeout=harness.CALL_S)
        self.assertEqual(json.loads(out), {"request": request["id"], "taken": True})

    def test_the_bridge_is_one_device_that_somebody_looks_after(self):
        self.client.must("RegisterDevice", {
            "key": "mqtt:bridge", "type": "gateway", "place": HOME, "address": "cellar"})
        self.broker.publish("zigbee2mqtt/bridge/state", '{"state":"offline"}', "-r")
        wait_for("the loss of the bridge",
                 lambda: self.device("bridge").get("last_signal") == "fault")
        self.assertEqual(self.device("bridge").get("raised", []), ["fault"])
        self.broker.publish("zigbee2mqtt/bridge/state", '{"state":"online"}', "-r")
        wait_for("the bridge is back", lambda: self.device("bridge").get("raised", []) == [])

    def run_zigbee2mqtt(self, *press):
        done = subprocess.run(
            [NODE, PEERS / "zigbee2mqtt.cjs", self.folder / "bridge", *press], text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
            check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:])

    @unittest.skipUnless(NODE.exists(), "zigbee2mqtt is not installed (npm ci in tests/e2e/peers)")
    def test_buttons_behind_the_real_zigbee2mqtt(self):
        names = ("floor1/flat-12/sos", "flat-13-sos", "flat-14-sos")
        members = [self.register(name, f"1380002{n:04}") for n, name in enumerate(names)]
        (self.folder / "bridge").mkdir()
        (self.folder / "bridge/configuration.yaml").write_text(
            BRIDGE.format(port=self.broker.port), encoding="utf-8")
        self.run_zigbee2mqtt("press")
        requests = self.wait_requests(3)
        self.see_the_last()
        self.assertEqual([r["member"] for r in requests], members)
        self.assertEqual({(r["service"], r["channel"]) for r in requests}, {("emergency", "device")})
        self.assertEqual([self.device(name).get("battery_percent") for name in names[:2]], [90, 75])
        # The bridge starts again and tells what it remembers; so do we.
        self.service.kill()
        self.open()
        self.run_zigbee2mqtt()
        self.see_the_last("end of the second run")
        self.assertEqual(len(self.requests()), 3)

    def test_it_comes_back_to_a_broker_that_was_away(self):
        self.register("flat-18", "13800001005")
        self.broker.kill()
        wait_for("the loss is noticed", lambda: self.metric("muster_mqtt_connected") == 0)
        self.broker.start()
        wait_for("it is back", lambda: self.metric("muster_mqtt_connected") == 1)
        self.broker.publish("zigbee2mqtt/flat-18", PRESS)
        self.wait_requests(1)


if __name__ == "__main__":
    if not (BROKER and PUBLISHER and SUBSCRIBER):
        print("skipped: mosquitto and mosquitto-clients are not installed")
        sys.exit(77)
    main()
