#!/usr/bin/env python3
"""The rules and dashboards ask for nothing that the program does not tell: every metric, label and
label's value of them is in /metrics of a program with every adapter on, or declared by its source."""

import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e" / "program"))

from harness import ProgramTest, free_port, main, wait_for  # noqa: E402

try:
    import queries
except ImportError:
    print("Python's yaml (python3-yaml) is missing")
    sys.exit(77)

SECRET = "a secret of a test, long enough"
# Nobody listens at the broker's and the exchange's port: that they are away is told as well.
ADAPTERS = """
[mqtt]
host = "127.0.0.1"
port = {mqtt}
[sip]
address = "127.0.0.1"
port = {sip}
peers = [{{ name = "units", address = "127.0.0.1", profile = "scaip" }}]
[dc09]
tcp_port = {dc09}
[[dc09.peers]]
address = "127.0.0.1"
[jt808]
address = "127.0.0.1"
port = {jt808}
allow = ["127.0.0.1"]
secret = {{ env = "MUSTER_TEST_SECRET" }}
[terminals]
reader_port = {reader}
readers = [{{ address = "127.0.0.1", signal = "sos", spelling = "hex" }}]
[pbx]
host = "127.0.0.1"
port = {pbx}
contexts = ["from-trunk"]
ring_channel = "PJSIP/{{national}}@trunk"
secret = {{ env = "MUSTER_TEST_SECRET" }}
[anchors]
folder = "."
[outbox]
channel = [{{ name = "offers", kind = "file", events = ["OfferMade"] }}]
"""
SAMPLE = re.compile(r"^([a-z_0-9]+)(?:\{(.*)\})? \S+$")
LABEL = re.compile(r'(\w+)="([^"]*)"')


class Told:
    """What /metrics tells: metrics with their types, and the values of each label."""

    def __init__(self, text):
        self.types = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))
        self.values = {}
        self.samples = {}
        for line in text.splitlines():
            found = SAMPLE.match(line)
            if not found:
                continue
            for label, value in LABEL.findall(found[2] or ""):
                self.values.setdefault((found[1], label), set()).add(value)
            self.samples[found[1] + ("{" + found[2] + "}" if found[2] else "")] = float(line.split()[-1])

    def knows(self, metric):
        histogram = re.sub(r"_(bucket|sum|count)$", "", metric)
        return metric in self.types or self.types.get(histogram) == "histogram"

    def labels(self, metric):
        return {label for name, label in self.values if name == metric}


def source(pattern, *folders):
    """What the groups of this pattern find in the source."""
    found = set()
    for folder in folders:
        top = queries.ROOT / folder
        for path in [top] if top.is_file() else sorted([*top.rglob("*.cpp"), *top.rglob("*.hpp")]):
            found.update(re.findall(pattern, path.read_text(encoding="utf-8")))
    return found


def alarms():
    return source(r'(?:alarms\.push_back\(\s*\{|\bAlarm\{)\s*"(\w+)"', "engine", "adapters")


# What appears only once it has happened, as the source declares it.
DECLARED = {
    ("muster_alarm", "name"): alarms,
    ("muster_feed_closed_total", "code"):
        lambda: source(r"^    \w+ = (\d{4}),(?m:)", "include/muster/feed_port.hpp")
        or source(r"\b\w+ = (\d{4}),", "include/muster/feed_port.hpp"),
    ("muster_http_responses_total", "status"): lambda: {f"{n}xx" for n in range(1, 6)},
}


class MetricsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        ports = {name: free_port() for name in ("mqtt", "sip", "dc09", "jt808", "reader", "pbx")}
        with self.config.open("a", encoding="utf-8") as config:
            config.write(ADAPTERS.format(**ports))
            elsewhere = self.folder / "elsewhere"
            elsewhere.mkdir()
            config.write(f'[backup]\ntarget = "{elsewhere}"\nsame_disk = true\n')
        self.set_options("log", 'anchor_key_file = "anchor.pem"')
        key = self.folder / "anchor.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True)
        key.chmod(0o600)
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.service = self.serve(env={"MUSTER_TEST_SECRET": SECRET})
        self.client = self.service.client(self.token)

    def told(self):
        return Told(self.client.call("GET", "/metrics").body.decode())

    def value(self, sample):
        return self.told().samples[sample]

    def test_all_that_is_asked_for_is_told(self):
        self.client.get("/v1/requests")  # responses have a series once there was one
        told = self.told()
        self.assertGreater(len(told.types), 150)
        asked = list(queries.wanted())
        self.assertGreater(len(asked), 150)
        for one in asked:
            known = set()
            for metric in one.metrics:
                self.assertTrue(told.knows(metric), f"{one.where}: the program has no {metric}")
                known |= told.labels(metric) | {b for a, b in DECLARED if a == metric}
            self.assertLessEqual(one.labels, known, f"{one.where}: no such label")
            for metric, label, value in one.values:
                values = told.values.get((metric, label), set())
                if (metric, label) in DECLARED:
                    values = values | DECLARED[metric, label]()
                self.assertIn(value, values, f"{one.where}: {metric} has no {label} of this value")

    def test_a_metric_that_is_not_there_is_noticed(self):
        told = self.told()
        self.assertFalse(told.knows("muster_http_failed_logins"))
        self.assertFalse(told.knows("muster_nothing_total"))

    def test_every_alarm_has_a_rule(self):
        names = alarms()
        self.assertGreaterEqual(len(names), 7)
        rules = {rule["alert"]: rule["expr"] for rule in queries.rules()}
        for name in names:
            self.assertIn(f'muster_alarm{{name="{name}"}} == 1', rules.values())
        # The rule for all others knows just these.
        others = re.search(r'name!~"([^"]*)"', rules["MusterOtherAlarm"]).group(1)
        self.assertEqual(set(others.split("|")), names)

    def test_log_ins_and_rights_are_counted_by_kind(self):
        before = self.told().samples
        stranger = self.service.client("no such token")
        self.assertEqual(stranger.call("GET", "/v1/requests").status, 401)
        self.assertEqual(self.service.client().call("GET", "/v1/requests").status, 401)
        self.assertEqual(stranger.call("POST", "/v1/intake", b"{}", {
            "Authorization": None, "Muster-Gateway": "gate", "Muster-Timestamp": "1",
            "Muster-Signature": "v2=" + "0" * 64}).status, 401)
        # A family's token may not send commands of the desk; a batch says so for each line.
        poor = self.service.client(self.make_token("adapter", name="poor"))
        self.assertEqual(poor.command("LoadRules", {}).status, 403)
        line = b'{"key":"a","command":{"type":"RetireDevice","device":1,"reason":""}}\n'
        poor.call("POST", "/v1/batches", line, {"Content-Type": "application/x-ndjson"})
        after = self.told().samples

        def more(sample):
            return after[sample] - before[sample]

        for kind in ("token", "nothing", "signature"):
            self.assertEqual(more(f'muster_http_failed_logins_total{{kind="{kind}"}}'), 1, kind)
        for kind in ("push", "api_key"):
            self.assertEqual(more(f'muster_http_failed_logins_total{{kind="{kind}"}}'), 0, kind)
        self.assertEqual(more("muster_http_refused_rights_total"), 2)

    def test_backups_disk_and_process(self):
        self.assertEqual(self.value("muster_backup_time_seconds"), 0)
        self.assertGreater(self.value("muster_disk_size_bytes"), self.value("muster_disk_free_bytes"))
        self.assertGreater(self.value("process_resident_memory_bytes"), 1 << 20)
        self.assertGreater(self.value("process_open_fds"), 5)
        start = self.value("process_start_time_seconds")
        now = self.value("muster_system_time_seconds")
        self.assertTrue(0 <= now - start < 120, (start, now))
        self.run_ok("backup", "--data", self.data, self.folder / "copy.sqlite")
        self.assertEqual(self.value("muster_backup_offsite_wanted"), 1)
        self.assertEqual(self.value("muster_backup_offsite_time_seconds"), 0)
        self.run_ok("backups", "send", self.folder / "copy.sqlite", "--data", self.data,
                    "--config", self.config)
        # It looks again after five seconds.
        wait_for("the backup is known", lambda: self.value("muster_backup_time_seconds") >= start)
        wait_for("and that it is elsewhere",
                 lambda: self.value("muster_backup_offsite_time_seconds") >= start)

    def test_who_waits_is_told(self):
        place = {"lat": 32.39, "lon": 119.42}
        self.client.must("CreateRequest", {"service": "fall", "place": place})
        sample = 'muster_desk_longest_wait_seconds{class="P1"}'
        first = wait_for("somebody waits", lambda: self.value(sample))
        wait_for("he waits on", lambda: self.value(sample) > first)
        self.assertEqual(self.value('muster_desk_waiting{class="P1"}'), 1)
        self.assertEqual(self.value('muster_desk_open{class="P0"}'), 0)
        self.client.must("RegisterDevice", {"key": "dc09:1", "type": "button"})
        wait_for("the device", lambda: self.value('muster_devices{status="active"}') == 1)


if __name__ == "__main__":
    main()
