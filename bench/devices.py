"""Measures devices on the real program, over the sockets of their protocols. Used by program.py.

    saturated   alarms and signs of life as fast as their answers come, per protocol
    paced       500 alarms a second, each of another device: until its answer and until it is on the
                feed
    many        100,000 registered devices with a sign of life each five minutes: memory, processor
    proxy       SIP alarms that kamailio passes on to a peer that only answers: its own rate
    hour        two hours' traffic of 100,000 devices as fast as it is answered: memory (hour.py)
    mqtt        messages of QoS 1 through mosquitto until they are committed, beside a bare
                subscriber
"""
import http.client
import json
import multiprocessing
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from fairness import Server
from hour import hour

MANY = 100_000
EACH_S = 300  # between two signs of life of one device
PACED = 500   # alarms a second
KEYS = {"sip": "scaip", "dc09": "dc09", "jt808": "jt808"}
SECTIONS = """
[sip]
address = "127.0.0.1"
port = {sip}

[[sip.peers]]
name = "units"
address = "127.0.0.1"
answer = "in_200"

[dc09]
tcp_port = {dc09}

[[dc09.peers]]
address = "127.0.0.1"

[jt808]
address = "127.0.0.1"
port = {jt808}
allow = ["127.0.0.1"]
secret = {{ env = "MUSTER_BENCH_SECRET" }}
per_address = {{ per_minute = 60_000_000, burst = 1_000_000 }}
"""
MQTT = """
[mqtt]
host = "127.0.0.1"
port = {port}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def account(number):
    return str(1_000_000 + number)


class Commands(threading.Thread):
    """Sends its share of the commands, one after the other on one connection."""

    def __init__(self, server, token, share):
        super().__init__()
        self.line = http.client.HTTPConnection("127.0.0.1", server.port)
        self.token = token
        self.share = share
        self.ids = {}
        self.refused = "not all were answered"

    def run(self):
        for name, command, fields in self.share:
            self.line.request("POST", f"/v1/commands/{command}", json.dumps(fields),
                              {"Authorization": f"Bearer {self.token}",
                               "Content-Type": "application/json",
                               "Idempotency-Key": f"{command}-{name}"})
            answer = self.line.getresponse()
            body = answer.read()
            if answer.status not in (200, 201):
                self.refused = f"{command}: {answer.status} {body[:200]}"
                return
            self.ids[name] = json.loads(body)["id"]


def send_all(server, token, commands):
    lines = [Commands(server, token, commands[i::4]) for i in range(4)]
    for line in lines:
        line.start()
    ids = {}
    for line in lines:
        line.join()
        ids |= line.ids
    if len(ids) != len(commands):
        raise SystemExit("the city could not be made: " + "; ".join(
            line.refused for line in lines if len(line.ids) != len(line.share)))
    return ids


def register_members(server, token, numbers):
    return send_all(server, token, [
        (number, "RegisterMember", {"profile": {
            "name": f"Li {number}",
            "home": {"lat": 32.2 + number % 500 * 0.0008, "lon": 119.2 + number // 500 * 0.0008}}})
        for number in numbers])


def register_devices(server, token, protocol, members, file):
    """One of each member; the file that the load reads: account, id."""
    devices = send_all(server, token, [
        (number, "RegisterDevice", {"key": f"{KEYS[protocol]}:{account(number)}", "type": "button",
                                    "member": member})
        for number, member in members.items()])
    file.write_text("".join(f"{account(number)} {devices[number]}\n" for number in members))


def load(binary, ports, protocol, file, *more, env=None):
    done = subprocess.run(
        [binary, "--protocol", protocol, "--port", str(ports[protocol]), "--devices", str(file),
         *map(str, more)], check=True, capture_output=True, text=True, env=env)
    return json.loads(done.stdout)


def processor_s(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_bytes(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    return 0


class City:
    """A server that listens to all devices, with so many of one protocol."""

    def __init__(self, muster, protocol, devices, more=""):
        self.folder = tempfile.TemporaryDirectory()
        self.ports = {name: free_port() for name in KEYS}
        os.environ["MUSTER_BENCH_SECRET"] = "a secret of a bench, long enough"
        self.server = Server(muster, self.folder.name, fast=True,
                             more=SECTIONS.format(**self.ports) + more)
        self.token = self.server.token("bench", "--role", "admin,dispatcher,supervisor")
        self.file = Path(self.folder.name) / "devices"
        try:
            members = register_members(self.server, self.token, range(devices))
            self.before = memory_bytes(self.server.process.pid)
            register_devices(self.server, self.token, protocol, members, self.file)
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.__exit__()
        self.folder.cleanup()


def saturated(muster, binary, protocol, kind, seconds):
    with City(muster, protocol, 1_000) as city:
        return load(binary, city.ports, protocol, city.file, "--kind", kind, "--connections", 1_000,
                    "--window", window_of(protocol), "--seconds", seconds)


def bare(binary, protocol, seconds):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "devices"
        file.write_text("".join(f"{account(number)} {number}\n" for number in range(1_000)))
        return load(binary, {protocol: 0}, protocol, file, "--kind", "alarm", "--connections",
                    1_000, "--window", window_of(protocol), "--seconds", seconds)


PROXY = """#!KAMAILIO
debug=0
log_stderror=yes
fork=yes
children={children}
listen=udp:127.0.0.1:{proxy}
disable_tcp=yes
auto_aliases=no
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
request_route {{
    $du = "sip:127.0.0.1:{port}";
    record_route();
    if (!t_relay()) sl_reply_error();
}}
"""
COPIED = (b"Via:", b"From:", b"To:", b"Call-ID:", b"CSeq:")


def answer_all(line):
    """200 to each request, and nothing else. (sipp sleeps between a few of them where all come from
    one address.)"""
    while True:
        message, sender = line.recvfrom(8192)
        head = message.split(b"\r\n\r\n", 1)[0].split(b"\r\n")
        copied = [row + b";tag=t" if row.startswith(b"To:") else row
                  for row in head if row.startswith(COPIED)]
        line.sendto(b"\r\n".join([b"SIP/2.0 200 OK", *copied, b"Content-Length: 0", b"", b""]),
                    sender)


def proxy(binary, seconds):
    """Alarms through kamailio, which keeps a transaction of each, to a peer that only answers; and
    to that peer alone, which must be faster for the first to be kamailio's."""
    kamailio = shutil.which("kamailio", path=os.environ["PATH"] + ":/usr/sbin")
    if kamailio is None:
        return None
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))
    ports = {"answerer": line.getsockname()[1], "proxy": free_port()}
    answerer = multiprocessing.Process(target=answer_all, args=(line,), daemon=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "proxy.cfg").write_text(PROXY.format(
            proxy=ports["proxy"], port=ports["answerer"], children=1))
        answerer.start()
        passing = subprocess.Popen(
            [kamailio, "-f", "proxy.cfg", "-DD", "-m", "256", "-M", "16", "-Y", name, "-w", name],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        try:
            time.sleep(2)

            def through(which, first):
                # As many at once as both sockets hold without loss. Others each time: a proxy
                # takes what it knows for one sent again.
                file = folder / which
                file.write_text("".join(f"{account(first + i)} {i}\n" for i in range(1_000)))
                return load(binary, {"sip": ports[which]}, "sip", file, "--kind", "alarm",
                            "--connections", 100, "--seconds", seconds)

            return {"proxy": through("proxy", 0), "answerer": through("answerer", 1_000)}
        finally:
            passing.terminate()
            answerer.terminate()
            line.close()
            try:
                passing.wait(20)
            except subprocess.TimeoutExpired:
                passing.kill()
                passing.wait()


def an_hour(muster, binary, count):
    def load_of(city, file, kind, *more):
        return load(binary, city.ports, "dc09", file, "--kind", kind, "--connections", 1_000, *more)

    return hour(lambda more: City(muster, "dc09", count, more), load_of, memory_bytes, count)


def window_of(protocol):
    """Messages on the way on each connection. By UDP the next waits for the answer."""
    return 1 if protocol == "sip" else 4


def paced(muster, binary, protocol, seconds):
    with City(muster, protocol, PACED * seconds) as city:
        return load(binary, city.ports, protocol, city.file, "--kind", "alarm", "--rate", PACED,
                    "--seconds", seconds, "--connections", 1_000, "--feed",
                    f"http://127.0.0.1:{city.server.port}",
                    env={**os.environ, "MUSTER_TOKEN": city.token})


def many(muster, binary, protocol, seconds, devices):
    with City(muster, protocol, devices) as city:
        pid = city.server.process.pid
        ready = memory_bytes(pid)
        used, start = processor_s(pid), time.monotonic()
        report = load(binary, city.ports, protocol, city.file, "--kind", "alive", "--rate",
                      devices / EACH_S, "--seconds", seconds, "--connections", 1_000)
        took = time.monotonic() - start
        return {"devices": devices, "bytes": ready - city.before,
                "bytes_after": memory_bytes(pid) - city.before,
                "cores": (processor_s(pid) - used) / took, "load": report}


def mosquitto_rate(port, send, received, messages):
    """Messages a second until `received()` says that all are there."""
    start = time.monotonic()
    sender = subprocess.Popen(
        ["mosquitto_pub", "-p", str(port), "-q", "1", "-t", "zigbee2mqtt/floor1/sos", "-l"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    sender.stdin.write(send)
    sender.stdin.close()
    until = time.monotonic() + 120
    while received() < messages:
        if time.monotonic() > until:
            raise SystemExit(f"only {received()} of {messages} messages came")
        time.sleep(0.01)
    took = time.monotonic() - start
    sender.wait(20)
    return messages / took


def mqtt(muster, messages):
    broker_program = shutil.which("mosquitto", path=os.environ["PATH"] + ":/usr/sbin")
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        conf = Path(folder) / "mosquitto.conf"
        conf.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n"
                        "max_queued_messages 0\nmax_inflight_messages 1000\n")
        broker = subprocess.Popen([broker_program, "-c", str(conf)], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        try:
            time.sleep(0.5)
            text = "".join(f'{{"action":"emergency","linkquality":{i}}}\n'
                           for i in range(messages)).encode()
            # The bare subscriber first: a mosquitto_sub that writes what it receives.
            out = Path(folder) / "received"
            with open(out, "wb") as file:
                bare = subprocess.Popen(["mosquitto_sub", "-p", str(port), "-q", "1", "-t",
                                         "zigbee2mqtt/#", "-F", "x"], stdout=file)
            time.sleep(0.5)
            limit = mosquitto_rate(port, text, lambda: out.stat().st_size // 2, messages)
            bare.terminate()
            bare.wait(20)
            with Server(muster, folder, fast=True, more=MQTT.format(port=port)) as server:
                token = server.token("bench", "--role", "admin,dispatcher")
                line = http.client.HTTPConnection("127.0.0.1", server.port)

                def metric(name):
                    line.request("GET", "/metrics", headers={"Authorization": f"Bearer {token}"})
                    for row in line.getresponse().read().decode().splitlines():
                        if row.startswith(name + " "):
                            return int(float(row.rsplit(" ", 1)[1]))
                    return 0

                until = time.monotonic() + 20
                while metric("muster_mqtt_connected") != 1 and time.monotonic() < until:
                    time.sleep(0.05)
                rate = mosquitto_rate(
                    port, text, lambda: (metric('muster_mqtt_messages_total{what="told"}')
                                         - metric("muster_mqtt_unacknowledged")), messages)
            return {"messages": messages, "per_s": rate, "bare_per_s": limit}
        finally:
            broker.terminate()
            broker.wait(20)


def devices(muster, binary, seconds, count=MANY):
    result = {"saturated": {}, "paced": {}, "bare": {}}
    for protocol in KEYS:
        result["saturated"][protocol] = {
            kind: saturated(muster, binary, protocol, kind, seconds) for kind in ("alarm", "alive")}
        result["bare"][protocol] = bare(binary, protocol, min(seconds, 5))
        result["paced"][protocol] = paced(muster, binary, protocol, seconds)
    result["many"] = many(muster, binary, "sip", seconds, count)
    result["proxy"] = proxy(binary, min(seconds, 5))
    result["hour"] = an_hour(muster, binary, count)
    result["mqtt"] = mqtt(muster, 5_000 * seconds)
    return result
