"""Bit rot: one bit of one file of the data folder, flipped while the service is down.

The service refuses with words, or says what is wrong while it serves, or is whole: every answer is the
one that was given before. `MAY` says to which of these each kind of file may come. What none may come
to: another answer than before with nobody saying so, an end by a signal, a refusal without words.
"""

import datetime
import fnmatch
import http.client
import json
import random
import shutil
import zoneinfo

from place import place

from damage import MUCH_IN_LITTLE, rows_of, scrubbed
from harness import Service, run, wait_for
from small_map import NORTH, SOUTH, use_small_map

REFUSED, SAID, WHOLE = "refused", "said", "whole"
# shut out: who had a token is told that it is not valid, and the operator is told nothing.
WRONG, SIGNAL, UNSAID, SHUT_OUT = "wrong", "signal", "unsaid", "shut out"
OUTCOMES = (REFUSED, SAID, WHOLE, WRONG, SIGNAL, UNSAID, SHUT_OUT)
MAY = {
    "decisions.sqlite": {REFUSED, SAID, WHOLE},
    "decisions.sqlite-wal": {REFUSED, WHOLE},
    "decisions.sqlite-shm": {WHOLE},
    "high-water": {REFUSED, SAID, WHOLE},
    "snapshot-*.json": {REFUSED, SAID, WHOLE},
    "access.sqlite": {REFUSED, SAID, WHOLE},
    "access.sqlite-wal": {REFUSED, WHOLE},
    "access.sqlite-shm": {WHOLE},
    "keys.sqlite": {REFUSED, WHOLE},
    "keys.sqlite-wal": {REFUSED, WHOLE},
    "keys.sqlite-shm": {WHOLE},
    "master.key": {REFUSED, WHOLE},
    "audit.sqlite": {REFUSED, SAID, WHOLE},
    "audit.sqlite-wal": {REFUSED, SAID, WHOLE},
    "audit.sqlite-shm": {WHOLE},
    "reports.sqlite": {SAID, WHOLE},
    "reports.sqlite-wal": {SAID, WHOLE},
    "reports.sqlite-shm": {WHOLE},
    "roads/*.roads": {REFUSED, SAID, WHOLE},
    "lock": {WHOLE},
}
# What the program does and should not; README.md says more. In a long run these are goals not reached.
KNOWN = {
    ("audit.sqlite", WRONG),
    ("audit.sqlite-wal", WRONG),
}
USUAL = ("running as root", "the master key lies beside the data")  # warnings of each start here
CALLS = 120  # in each half
ACCESSES = 4  # a token made, two people read, a token that is none
ADVISED = 7  # what is over is in the tables of reports
START_S = 30
CITY = zoneinfo.ZoneInfo("Asia/Shanghai")  # of the shipped configuration
KEPT = ("id", "service", "note", "place", "received_at", "profile")  # whatever the hour
GONE = (ConnectionError, http.client.HTTPException, OSError)


class Rot:
    def __init__(self, test, seed):
        self.test = test
        self.rng = random.Random(seed)
        test.set_options("log", *MUCH_IN_LITTLE)
        test.config.write_text(
            test.config.read_text(encoding="utf-8") + "\n[audit]\nwrite_ms = 20\n", encoding="utf-8")
        use_small_map(test)
        self.token = test.make_token("dispatcher", "supervisor", "admin")
        self.whole = test.folder / "whole"
        self.day = datetime.datetime.now(CITY).date().isoformat()

    def live(self):
        """A service with some history, killed; what it answered is the truth from now on. Half of all
        is in the databases, as it was stopped once, and half in their write-ahead files."""
        service = self.test.serve()
        client = service.client(self.token)
        profile = {"name": "Xu", "kind": "staff", "skills": ["electric"], "travel": "normal",
                   "post": {"lat": SOUTH, "lon": 119.42}}
        sent = client.must("RegisterResponder", {"profile": profile})["id"]
        client.must("SetDuty", {"responder": sent, "status": "available"})
        self.half(service, client)
        self.test.assertEqual(service.stop(), 0)
        service = self.test.serve()
        client = service.client(self.token)
        self.half(service, client)
        wait_for("a snapshot", lambda: list(self.test.data.glob("snapshot-*.json")))
        wait_for("the record of accesses", lambda: len(self.accesses(client)) >= ACCESSES)
        self.truth = self.answers(client)
        service.kill()
        shutil.copytree(self.test.data, self.whole)
        shutil.copytree(self.test.data, self.test.folder / "read")
        self.rows = rows_of(self.test.folder / "read")
        return sorted(str(path.relative_to(self.whole))
                      for path in self.whole.rglob("*") if path.is_file())

    def half(self, service, client):
        member = client.must(
            "RegisterMember", {"profile": {"name": "Wang", "phone": "+8651485550101"}})["id"]
        for number in range(CALLS):
            where = {"lat": (SOUTH, NORTH)[number % 2], "lon": round(119.0 + number / 1000, 6)}
            client.must("CreateRequest",
                        {"service": "power_repair", "note": f"call {number}", "place": where})
        for _ in range(ADVISED):
            made = {"request": client.must("CreateRequest", {
                "service": "policy_advice", "channel": "hotline", "member": member})["id"]}
            client.must("TakeRequest", made)
            client.must("CloseRequest", {**made, "disposition": "advised"})
        client.get(f"/v1/members/{member}")
        service.client("mst_nobody").call("GET", "/v1/me")

    def accesses(self, client):
        """Of the record of accesses what is not of these answers themselves."""
        return sorted({json.dumps([row["what"], row["who"], row["about"]])
                       for row in client.get("/v1/accesses?limit=1000")["entries"]
                       if "?" not in row["about"]})

    def answers(self, client):
        """What can be asked of this service and is not another answer a minute later."""
        me = client.get("/v1/me")
        told = {"me": (me["name"], me["roles"])}
        for collection in ("requests", "responders", "members"):
            told[collection] = {
                number: {field: entity[field] for field in KEPT if field in entity}
                for number, entity in client.all(collection).items()}
        seq = client.get("/readyz")["seq"]

        def report():
            answer = client.call("GET", f"/v1/reports/daily?section=requests&day={self.day}")
            if answer.status != 200 or answer.json["as_of"] < seq:
                return None
            rows = answer.json["sections"]["requests"]["rows"]
            return [(row["district"], row["requests"], row["reached"]) for row in rows]

        told["report"] = wait_for("the tables of reports", report)
        told["accesses"] = self.accesses(client)
        return told

    def damaged(self, name):
        """A copy of the folder with one bit changed, as a rule where there is something."""
        data = self.test.folder / "damaged"
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(self.whole, data)
        content = bytearray((data / name).read_bytes())
        if not content:
            return data, ""
        places = range(len(content))
        if self.rng.random() < 0.8:
            places = [at for at in places if content[at]] or places
        at, bit = self.rng.choice(places), self.rng.randrange(8)
        content[at] ^= 1 << bit
        (data / name).write_bytes(content)
        return data, f"byte {at} bit {bit}"

    def outcome(self, name, data):
        """What comes of it, and how that shows."""
        # A road map that is named by the rules is read from there, and put in place of the damaged one.
        before = run("check", "--data", data, timeout=60) if name.startswith("roads/") else None
        service = Service(
            ["serve", "--data", str(data), "--listen", "127.0.0.1:0", "--config",
             str(self.test.config)], data, wait=False)
        self.test.addCleanup(service.kill)
        service._ready.wait(START_S)
        if service.port is None:
            code = service.wait()
            words = [line for line in service.lines if line.startswith("muster: ")]
            if code < 0:
                return SIGNAL, f"ended by signal {-code}: {service.text()[-300:]}"
            return (REFUSED, words[-1].strip()) if words else (UNSAID, f"exit {code}")
        try:
            client = service.client(self.token)
            if client.call("GET", "/v1/me").status == 401:
                service.stop()
                return SHUT_OUT, "the token is not valid any more"
            unlike = self.unlike(client)
            alarms = [alarm["name"] for alarm in client.get("/readyz")["alarms"]]
        except (*GONE, AssertionError) as failed:
            unlike, alarms = [f"{failed!r}"[:200]], []
        code = service.stop()
        if code < 0:
            return SIGNAL, f"ended by signal {-code}: {service.text()[-300:]}"
        said = alarms + [line.strip() for line in service.lines
                         if " error " in line
                         or " warning " in line and not any(usual in line for usual in USUAL)]
        if not unlike:
            rows = rows_of(data)
            if not rows or any(rows.get(seq) != row for seq, row in self.rows.items()):
                unlike.append("the log")
        checked = run("check", "--data", data, timeout=60)
        if checked.returncode < 0:
            return SIGNAL, f"check ended by signal {-checked.returncode}"
        if checked.returncode != 0:
            said.append("check: " + (checked.stdout + checked.stderr).strip()[-200:])
        if before and before.returncode != 0:
            said.append("check: " + before.stderr.strip()[-200:])
        if said:
            return SAID, "; ".join(said)[:300]
        return (WRONG, "; ".join(unlike)) if unlike else (WHOLE, "")

    def unlike(self, client):
        """Which answers are not those of before."""
        try:
            wait_for("a pass of the scrub", lambda: scrubbed(client))
            told = self.answers(client)
        except AssertionError as failed:
            return [str(failed)[:200]]
        return [f"{what}: {str(told[what])[:80]}" for what in told if told[what] != self.truth[what]]


def rot(table, flips, seed, known=frozenset()):
    """Of each file so many bits. `known` faults are shown, and are no goal."""
    with place() as test:
        tried = Rot(test, seed)
        names = tried.live()
        kinds = {name: next((kind for kind in MAY if fnmatch.fnmatch(name, kind)), None)
                 for name in names}
        counts = {kind: dict.fromkeys(OUTCOMES, 0) for kind in MAY}
        may = {kind: found | {outcome for of, outcome in known if of == kind}
               for kind, found in MAY.items()}
        for name, kind in kinds.items():
            if kind is None:
                table.row("rot", f"{name}: a kind of file that this test knows", "no", "yes", False)
                continue
            for _ in range(flips):
                data, where = tried.damaged(name)
                if not where:
                    break
                found, how = tried.outcome(name, data)
                counts[kind][found] += 1
                print(f"  {name} {where}: {found} {how}", flush=True)
                if found not in may[kind]:
                    kept = f"/tmp/muster-rot-{seed}-{name.replace('/', '-')}-{counts[kind][found]}"
                    shutil.copytree(data, kept, dirs_exist_ok=True)
                    print(f"    kept as it came to be in {kept}", flush=True)
        for kind, found in counts.items():
            bad = sum(count for outcome, count in found.items() if outcome not in may[kind])
            told = ", ".join(f"{count} {outcome}" + " (known)" * ((kind, outcome) in known)
                             for outcome, count in found.items() if count)
            table.row("rot", kind, told or "none there", " or ".join(sorted(MAY[kind])), bad == 0)
