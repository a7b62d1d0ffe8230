"""The real mosquitto as the broker of buttons, and its publisher as a button."""

import os
import shutil
import signal
import socket
import subprocess

from harness import CALL_S, free_port, wait_for

BROKER = shutil.which("mosquitto", path=os.environ.get("PATH", "") + ":/usr/sbin")
PUBLISHER = shutil.which("mosquitto_pub")
SUBSCRIBER = shutil.which("mosquitto_sub")


class Broker:
    def __init__(self, folder):
        self.port = free_port()
        self.log = folder / "mosquitto.log"
        self.conf = folder / "mosquitto.conf"
        self.conf.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence false\n"
            "log_type all\nlog_dest stderr\n", encoding="utf-8")
        self.process = None
        self.start()

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [BROKER, "-c", str(self.conf)], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=log)
        wait_for("the broker listens", self.listens)

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(CALL_S)

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def log_text(self):
        """What it tells of each packet."""
        return self.log.read_text(encoding="utf-8")

    def publish(self, topic, payload, *more):
        subprocess.run(
            [PUBLISHER, "-h", "127.0.0.1", "-p", str(self.port), "-q", "1", "-t", topic, "-m",
             payload, *more], check=True, timeout=CALL_S)
