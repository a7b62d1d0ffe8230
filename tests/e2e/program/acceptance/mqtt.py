"""Buttons behind the real mosquitto. It is the broker that must be told (PUBACK), and that brings
again what was not acknowledged; its own log says what it was told."""

import json
import time

from acceptance.case import Protocol
from devices.mqtt import BROKER, PUBLISHER, Broker
from harness import wait_for

RECEIPT = "sos/v1/yangzhou/flat-7/receipt"


class Mqtt(Protocol):
    counted = 'muster_mqtt_messages_total{what="malformed"}'
    topic = ""
    payload = ""

    def __init__(self, case):
        super().__init__(case)
        self.broker = Broker(case.folder)
        case.addCleanup(self.broker.kill)
        self.acknowledged = 0

    @staticmethod
    def missing():
        return "" if BROKER and PUBLISHER else "mosquitto and mosquitto-clients"

    def settings(self):
        return (f'\n[mqtt]\nhost = "127.0.0.1"\nport = {self.broker.port}\n'
                'reconnect_min_ms = 50\nreconnect_max_ms = 200\ntenants = ["yangzhou"]\n')

    def connect(self):
        self.broker.go_on()
        wait_for("the program is with the broker",
                 lambda: self.case.metric("muster_mqtt_connected") == 1)

    def lose(self):
        """The broker brings it again as soon as it can: not before the test has looked."""
        self.broker.pause()

    def alarm(self, malformed=False):
        self.broker.publish(self.topic, self.payload)
        if malformed:
            self.broker.publish(self.topic, self.payload[:-4])

    def repeat(self):
        """The broker does, by itself."""

    def is_answered(self, timeout):
        time.sleep(timeout)
        return self.told() > self.acknowledged

    def told(self):
        return self.broker.log_text().count("Received PUBACK from muster ")

    def take_answer(self):
        self.acknowledged += 1
        wait_for("the acknowledgement", lambda: self.told() >= self.acknowledged)

    def take_answer_to_malformed(self):
        """It would come again for ever otherwise."""
        self.take_answer()
        self.case.assertEqual(self.told(), self.acknowledged)


class MqttOwn(Mqtt):
    """By our own topics: the device itself is told too."""

    key = "mqtt:yangzhou/flat-7"
    topic = "sos/v1/yangzhou/flat-7/event"
    payload = json.dumps({"id": "42", "signal": "sos", "where": "bathroom"})

    def is_answered(self, timeout):
        return super().is_answered(timeout) or self.receipts() > self.acknowledged

    def receipts(self):
        return self.broker.log_text().count(f"'{RECEIPT}'")

    def take_answer(self):
        super().take_answer()
        wait_for("the receipt", lambda: self.receipts() >= self.acknowledged)

    def take_answer_to_malformed(self):
        """It has no id by which the device would know it."""
        Mqtt.take_answer(self)


class Zigbee(Mqtt):
    """Behind zigbee2mqtt, which tells a level again with each report of the battery."""

    key = "mqtt:floor1/flat-13-sos"
    topic = "zigbee2mqtt/floor1/flat-13-sos"
    payload = '{"battery":75,"battery_low":false,"linkquality":100,"sos":true,"tamper":false}'
