"""The command line as a person and a script use it."""

import json
import os
import pathlib
import re
import shutil
import sqlite3
import textwrap
import time
from unittest import mock

from harness import CONFIG, ProgramTest, Service, main, run, wait_for

COMMANDS = {  # and what each must be given at least
    "serve": None,
    "demo": None,
    "simulate": None,
    "check": "--data",
    "anchor": "--data",
    "replay": "--data",
    "explain": "REQUEST",
    "whatif": "--data",
    "load": "--url",
    "account add": "--data",
    "account change": "--data",
    "account disable": "--data",
    "account enable": "--data",
    "account end-sessions": "--data",
    "account invite": "--data",
    "account link": "--data",
    "account list": "--data",
    "account unlock": "--data",
    "token create": "--data",
    "token rotate": "--data",
    "token list": "--data",
    "token revoke": "--data",
    "keys status": "--data",
    "keys new-recovery": None,
    "keys recover": "FILE",
    "keys change-master": "--data",
    "seal": "--data",
    "person export": "--data",
    "audit read": "--data",
    "audit verify": "--data",
    "audit copy": "--data",
    "backup": "--data",
    "backups list": None,
    "backups send": "FILE",
    "restore": "--data",
    "repair": "--data",
    "schema": None,
    "import": "what",
    "export": "what",
    "intake try": "mapping",
    "outbox dead": None,
    "outbox again": "--channel",
    "card link": "card",
    "card sheet": "--out",
    "certificate": "certificate",
    "demo-data": "folder",
    "survey form": "survey",
    "report daily": "--data",
    "report monthly": "--data",
    "report statement": "ACCOUNT",
    "views rebuild": "--data",
    "suggestions report": "report",
    "config check": None,
    "roads import": "--out",
    "roads info": "file",
    "roads route": "file",
    "roads names": "file",
}


def listed(*args):
    """The names of the subcommands in a help text."""
    text = run(*args, "--help").stdout.partition("Subcommands:")[2].partition("Example:")[0]
    return re.findall(r"^  ([a-z-]+) ", text, re.MULTILINE)


def existing():
    names = []
    for name in listed():
        below = listed(name)
        names += [f"{name} {second}" for second in below] if below else [name]
    return names


class CliTest(ProgramTest):
    def test_help(self):
        names = existing()
        self.assertEqual(set(names) - set(COMMANDS), set())
        self.assertEqual(set(COMMANDS) - set(names), set())
        for name in names:
            with self.subTest(command=name):
                done = run(*name.split(), "--help")
                self.assertEqual(done.returncode, 0)
                self.assertIn("Example:\n  muster " + name, done.stdout)
                self.assertEqual(done.stderr, "")

    def test_wrong_usage(self):
        wrong = [
            (),
            ("frobnicate",),
            ("--frobnicate",),
            ("token",),
            ("config",),
            ("simulate", "--seed", "x"),
            ("simulate", "--hours", "0"),
            ("simulate", "--seed"),
            ("simulate", "--load", "21"),
            ("simulate", "--reps", "2"),
            ("simulate", "--city", "x", "--hours", "2"),
            ("simulate", "--city", "x", "--policy", "nearest"),
            ("simulate", "--city", "nowhere"),
            ("simulate", "--datum", "gcj02"),
            ("simulate", "--city", "nowhere", "--datum", "mars"),
            ("whatif", "--data", self.data, "--from", "1", "--datum", "gcj02"),
            ("demo", "--speed", "0"),
            ("demo", "--speed", "99999"),
            ("check", "--data", self.data, "extra"),
            ("backup", "--data", self.data),
            ("backup", "--data", self.data, "--to-target"),  # none is set
            ("restore", "--data", self.data),
            ("restore", "copy", "--data", self.data, "--from-target", "newest"),
            ("backups", "list"),
            ("backups", "send", "copy", "--data", self.data),
            ("explain", "seven", "--data", self.data),
            ("schema", "--format", "yaml"),
            ("serve", "--data", self.data, "--listen", "8080"),
            ("serve", "--data", self.data, "--listen", "127.0.0.1:99999"),
            ("serve", "--data", self.data, "--config", self.folder / "none.toml"),
            ("token", "create", "--data", self.data, "--name", "x", "--role", "king"),
            ("audit", "read", "--data", self.data, "--what", "everything"),
            ("audit", "read", "--data", self.data, "--since", "yesterday"),
            ("audit", "read", "--data", self.data, "--since", "2026-02-30"),
            ("audit", "read", "--data", self.data, "--limit", "0"),
            ("token", "create", "--data", self.data, "--name", "x", "--role", "responder"),
        ]
        wrong += [tuple(name.split()) for name in existing() if COMMANDS[name]]
        for args in wrong:
            with self.subTest(args=args):
                done = run(*args)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertTrue(done.stderr.strip())
                self.assertEqual(done.stdout, "")
                name = " ".join(map(str, args))
                if COMMANDS.get(name):  # the message names what is missing
                    self.assertIn(COMMANDS[name], done.stderr.splitlines()[0])

    def test_nothing_there(self):
        none = self.folder / "none"
        for args in (
            ("check", "--data", none),
            ("anchor", "--data", none),
            ("repair", "--data", none),
            ("replay", "--data", none),
            ("explain", 7, "--data", none),
            ("backup", "--data", none, self.folder / "copy"),
            ("restore", self.folder / "copy", "--data", none),
            ("audit", "read", "--data", none),
            ("outbox", "dead", "--data", none),
            ("outbox", "again", "b-1-0", "--data", none),
            ("roads", "info", none),
            ("roads", "import", none, "--out", self.folder / "copy"),
        ):
            with self.subTest(args=args):
                done = run(*args)
                self.assertEqual(done.returncode, 3, done.stderr)
                self.assertRegex(done.stderr, r"^muster: .*(none|copy)")
                self.assertFalse(none.exists())

    def test_simulate(self):
        reports = [self.run_json("simulate", "--seed", 7, "--hours", 6) for _ in range(2)]
        self.assertEqual(reports[0], reports[1])
        self.assertRegex(reports[0]["state_hash"], r"^[0-9a-f]{64}$")
        self.assertGreater(reports[0]["received"], 10)
        other = self.run_json("simulate", "--seed", 8, "--hours", 6)
        self.assertNotEqual(other["state_hash"], reports[0]["state_hash"])
        kept = self.run_json("simulate", "--seed", 7, "--hours", 6, "--data", self.data, timeout=60)
        self.assertEqual(kept["state_hash"], reports[0]["state_hash"])
        self.assertEqual(self.assert_sound()["state_hash"], kept["state_hash"])
        again = run("simulate", "--seed", 7, "--data", self.data)
        self.assertEqual(again.returncode, 3)
        self.assertIn("holds a log already", again.stderr)
        self.assertIn("P0", self.run_ok("simulate", "--hours", 1))

    def test_simulate_city(self):
        city = self.folder / "crossroads"
        city.mkdir()
        tables = {
            "nodes": "id,lon,lat,off_road_access\n1,0,0,1\n2,0.01,0,1\n",
            "arcs": "from,to,urgent_ms,normal_ms\n1,2,60000,90000\n2,1,60000,90000\n",
            "demand": "lon,lat,weight\n0,0,0.5\n0.01,0,0.5\n",
            "stations": "id,lon,lat\n1,0,0\n",
            "hospitals": "id,lon,lat\n1,0.01,0\n",
            "units": "id,station\n1,1\n2,1\n",
        }
        for name, text in tables.items():
            (city / f"{name}.csv").write_text(text)
        page = self.folder / "page.html"
        model = pathlib.Path(CONFIG).parent / "cities/auckland.toml"
        args = ["simulate", "--city", city, "--city-config", model, "--reps", 2, "--days", 2,
                "--load", "0.1"]
        report = self.run_json(*args, "--html", page)
        self.assertEqual([p["policy"] for p in report["policies"]], ["closest", "rolling", "rolling+move_up"])
        self.assertEqual([p["idle_while_waiting"] for p in report["policies"]], [0, 0, 0])
        self.assertEqual(report["load_permille"], 100)
        self.assertIn("</html>", page.read_text())
        self.assertIn("rolling against closest", self.run_ok(*args))
        (city / "units.csv").write_text("id,station\n1,9\n")
        done = run(*args)
        self.assertEqual(done.returncode, 3)
        self.assertIn("units.csv:2: station 9", done.stderr)

    def demo(self, seconds):
        args = ["demo", "--data", str(self.data), "--speed", "60", "--load", "4000"]
        service = Service([*args, "--listen", "127.0.0.1:0", "--config", CONFIG], self.data)
        self.addCleanup(service.kill)
        token = wait_for("a token", lambda: re.search(r"token\s+(mst_\w+)", service.text()))
        client = service.client(token.group(1))
        time.sleep(seconds)
        found = wait_for(
            "a request that somebody was sent to",
            lambda: [
                request
                for request in client.all("requests").values()
                if any(slot.get("responder") for slot in request.get("slots", ()))
            ],
        )
        self.assertEqual(service.stop(), 0, service.text())
        self.assertIn(str(self.data), service.text())
        return found[0]["id"]

    def test_demo(self):
        number = self.demo(3)
        story = self.run_ok("explain", number, "--data", self.data, timeout=60)
        self.assertRegex(story, r"\d\d:\d\d:\d\d +request for .*, class P[0-4]")
        self.assertRegex(story, r"\n\d\d:\d\d:\d\d +(sent|asked) .* away")
        self.assertRegex(story, r"\n +[\u4e00-\u9fff]{2,4}: .*m.*; (won|asked)\n")
        self.assertNotIn(" responder ", story)
        chinese = self.run_ok("explain", number, "--data", self.data, "--zh", timeout=60)
        self.assertRegex(chinese, "[\u4e00-\u9fff]{4}")
        here = self.run_ok("explain", number, "--data", self.data, "--time-zone", "Asia/Kathmandu",
                           timeout=60)
        self.assertRegex(here, r"\n20\d\d-\d\d-\d\d \(UTC\+05:45\)\n\d\d:\d\d:\d\d ")
        nowhere = run("explain", number, "--data", self.data, "--time-zone", "Beijing")
        self.assertEqual(nowhere.returncode, 2)
        self.assertIn("Asia/Shanghai", nowhere.stderr)
        told = self.run_json("explain", number, "--data", self.data, timeout=60)
        weighed = [d for d in told["decisions"] if d["trace"]["candidates"]]
        self.assertTrue(weighed, told["decisions"])
        for weighing in weighed[0]["trace"]["candidates"]:
            self.assertGreater(weighing["candidate"]["responder"], 0)
            self.assertTrue(weighing["verdict"])
        self.assertEqual(len(weighed[0]["names"]), len(weighed[0]["trace"]["candidates"]))
        none = run("explain", 10**9, "--data", self.data, timeout=60)
        self.assertEqual(none.returncode, 1)
        self.assertIn("no request 1000000000", none.stderr)
        with self.subTest("whatif"):
            records = self.run_json("replay", "--data", self.data)["records"]
            args = ("whatif", "--data", self.data, "--from", records // 2)
            table = self.run_ok(*args, "--set", "dispatch.detour_permille=1800", timeout=60)
            self.assertIn("lived again", table)
        self.assert_sound()

    def test_config_check_warns_of_a_proxy_that_is_not_named(self):
        right = self.config.read_text(encoding="utf-8")
        url = 'console = ""\npublic_url = "https://muster.example"'
        for server, warns in (
            ('console = ""', False),
            (url, True),
            (url + '\naddress = "10.0.0.7"', True),
            ('console = ""\npublic_url = "http://muster.example"', True),
            (url + '\ntrusted_proxies = ["127.0.0.1", "::1"]', False),
        ):
            with self.subTest(server=server):
                self.config.write_text(right.replace('console = ""', server), encoding="utf-8")
                done = run("config", "check", "--config", self.config)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual("server.trusted_proxies is empty" in done.stderr, warns,
                                 done.stderr)

    def test_config_check(self):
        self.assertIn("is right", self.run_ok("config", "check", "--config", CONFIG))
        self.assertTrue(self.run_json("config", "check", "--config", CONFIG)["ok"])
        right = self.config.read_text(encoding="utf-8")
        for change, line, words in (
            (("[http]", "[http"), None, ""),
            (("burst = 1_000_000", 'burst = "many"'), "burst", "number"),
            (("snapshot_records", "snapshot_recrods"), "snapshot_recrods", "snapshot_records"),
            (("[log]", "[logg]"), "[logg]", "logg"),
            (('request_ms = "2 s"', 'request_ms = "2 parsecs"'), "request_ms", "parsecs"),
            (('request_ms = "2 s"', "request_ms = -5"), "request_ms", ""),
            (('console = ""', 'console = ""\nport = 70000'), "port", "65535"),
            (('console = ""', 'console = ""\nconsole = ""'), None, ""),
            (("rules.toml", "no_rules.toml"), None, "no_rules.toml"),
            (('console = ""', 'console = ""\ntrusted_proxies = ["nginx"]'), "trusted_proxies",
             "address of a proxy"),
        ):
            with self.subTest(change=change):
                self.assertIn(change[0], right)
                broken = right.replace(*change, 1)
                self.config.write_text(broken, encoding="utf-8")
                done = run("config", "check", "--config", self.config)
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertIn(words, done.stderr)
                if line:
                    lines = broken.splitlines()
                    number = 1 + next(i for i, text in enumerate(lines) if text.startswith(line))
                    self.assertIn(f"{self.config}:{number}: ", done.stderr)
                else:
                    self.assertIn(".toml", done.stderr)
        no_key = right.replace("MUSTER_TEST_CARD_KEY", "NO_SUCH_KEY")
        self.config.write_text(no_key, encoding="utf-8")
        done = run("config", "check", "--config", self.config)
        self.assertEqual(done.returncode, 2)
        self.assertIn("NO_SUCH_KEY", done.stderr)
        both = right + '\n[mqtt]\nuser = "u"\npassword = { file = "p", env = "MUSTER_TEST_CARD_KEY" }\n'
        self.config.write_text(both, encoding="utf-8")
        done = run("config", "check", "--config", self.config)
        self.assertEqual(done.returncode, 2)
        self.assertIn("has both file and env", done.stderr)

    def test_the_settings_of_devices_in_the_readme_are_right(self):
        readme = pathlib.Path(CONFIG).parent.parent / "README.md"
        text = readme.read_text(encoding="utf-8")
        block = re.search(r"^    push = .*?(?=\n\n    say )", text, re.MULTILINE | re.DOTALL).group()
        chips = self.folder / "secrets" / "chips-c1"
        chips.parent.mkdir()
        chips.write_text("0" * 32 + "\n" + "1" * 32 + "\n", encoding="ascii")
        chips.chmod(0o600)
        for name in ("push.toml", "rules.toml", "services.toml", "plans.toml"):
            shutil.copy(pathlib.Path(CONFIG).parent / name, self.folder)
        self.config.write_text(
            'rules = ["rules.toml", "services.toml", "plans.toml"]\n' + textwrap.dedent(block),
            encoding="utf-8")
        secrets = dict.fromkeys(re.findall(r'env = "(\w+)"', block), "a secret of 16.b")
        self.assertEqual(len(secrets), 6)
        with mock.patch.dict(os.environ, secrets):
            self.run_ok("config", "check", "--config", self.config)
            # What is named there is looked at: without a secret it is not right.
            del os.environ["TRACKERS"]
            done = run("config", "check", "--config", self.config)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("TRACKERS", done.stderr)

    def test_schema(self):
        marks = {"json-schema": "$defs", "openapi": "openapi", "asyncapi": "asyncapi"}
        for form, mark in marks.items():
            with self.subTest(form=form):
                self.assertIn(mark, json.loads(self.run_ok("schema", "--format", form)))
        self.assertIn("CreateRequest", self.run_ok("schema", "--format", "typescript"))
        model = json.loads(self.run_ok("schema", "--format", "model"))
        words = json.loads(self.run_ok("schema", "--format", "words"))
        # What a console is built from: it has words for all that the model names.
        for command in model["commands"]:
            self.assertEqual(set(words["commands"][command["name"]]), {"en", "zh"})
        for listed in model["entities"] + model["lists"]:
            self.assertIn(listed["path"], words["collections"])
        for name, values in model["enums"].items():
            if name != "RejectReason":
                self.assertLessEqual(set(values), set(words["enums"][name]), name)
        self.assertLessEqual(set(model["enums"]["RejectReason"]) - {"none"}, set(words["rejects"]))
        service = self.serve()
        served = service.client().get("/openapi.json")
        self.assertEqual(served, json.loads(self.run_ok("schema", "--format", "openapi")))

    def test_roads(self):
        nodes, arcs = self.folder / "nodes.csv", self.folder / "arcs.csv"
        roads, way = self.folder / "city.roads", self.folder / "way.geojson"
        nodes.write_text("id,lon,lat,off_road_access\n7,1.5,42.5,1\n8,1.51,42.5,1\n"
                         "9,1.51,42.51,1\n")
        arcs.write_text("from,to,urgent_ms,normal_ms\n7,8,60000,90000\n8,9,50000,80000\n"
                        "9,7,200000,300000\n")
        self.assertIn("3 nodes, 3 arcs",
                      self.run_ok("roads", "import", "--csv", nodes, arcs, "--out", roads))
        info = json.loads(self.run_ok("roads", "info", roads, "--json"))
        self.assertEqual(info["profiles"], ["urgent", "normal"])
        self.assertEqual(info["bbox"], [1.5, 42.5, 1.51, 42.51])
        self.assertIn(info["hash"], self.run_ok("roads", "info", roads))
        names = self.folder / "names.csv"
        self.assertIn("0 names", self.run_ok("roads", "names", roads, "--out", names))
        self.assertEqual(names.read_text(), "number,name,aliases,kind,lat,lon\n")
        ends = ("roads", "route", roads, "--from", "42.5,1.5", "--to")
        self.assertIn("normal: 2:50 min",
                      self.run_ok(*ends, "42.51,1.51", "--profile", "normal", "--geojson", way))
        line = json.loads(way.read_text())["features"][0]
        self.assertEqual(line["properties"]["duration_ms"], 170000)
        self.assertIn([1.51, 42.5], line["geometry"]["coordinates"])
        for args, code, message in (
                ((*ends, "Nowhere"), 1, "no place or street has this name"),
                ((*ends, "42.51,1.51", "--profile", "walk"), 2, "the map has urgent, normal"),
                (("roads", "info", nodes), 3, "this is no road file"),
                ((*ends, "42.51,1.51", "--datum", "mars"), 2, '"mars" is no system of coordinates'),
                (("roads", "import", "x.osm", "--datum", "bd09", "--out", roads), 2,
                 "OpenStreetMap is WGS-84"),
                (("roads", "import", "--out", roads), 2, "expected one source"),
                (("roads", "import", "--csv", nodes, nodes, "--out", roads), 3, "nodes.csv:1: ")):
            with self.subTest(args=args):
                done = run(*args)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(message, done.stderr)
        # One place of Beijing in all three systems.
        forms = {"wgs84": (39.915, 116.404), "gcj02": (39.9164043, 116.4102445),
                 "bd09": (39.9226996, 116.4166272)}
        city = self.folder / "beijing.roads"
        for datum, (lat, lon) in forms.items():
            with self.subTest(datum=datum):
                nodes.write_text("id,lon,lat,off_road_access\n"
                                 f"7,{lon},{lat},1\n8,{lon + 0.01},{lat},1\n9,{lon},{lat + 0.01},1\n")
                self.run_ok("roads", "import", "--csv", nodes, arcs, "--datum", datum, "--out", city)
                west, south, _, _ = json.loads(self.run_ok("roads", "info", city, "--json"))["bbox"]
                self.assertAlmostEqual(west, 116.404, delta=2e-4)
                self.assertAlmostEqual(south, 39.915, delta=2e-4)
                for to, (lat_to, lon_to) in forms.items():
                    self.run_ok("roads", "route", city, "--from", f"{lat_to},{lon_to}",
                                "--to", f"{lat_to},{lon_to + 0.01}", "--datum", to, "--geojson", way)
                    ends_at = json.loads(way.read_text())["features"][1]["geometry"]["coordinates"]
                    self.assertAlmostEqual(ends_at[0], 116.404, delta=5e-6)
                    self.assertAlmostEqual(ends_at[1], 39.915, delta=5e-6)
        roads.write_bytes(roads.read_bytes()[:-8])
        done = run("roads", "info", roads)
        self.assertEqual(done.returncode, 3)
        self.assertIn("cut off", done.stderr)

    def test_tokens(self):
        service = self.serve()
        token = self.make_token("dispatcher", name="desk-1")
        client = service.client(token)
        client.get("/v1/requests")  # at once
        for path in self.data.glob("access.sqlite*"):
            self.assertNotIn(token.encode(), path.read_bytes())
            self.assertEqual(path.stat().st_mode & 0o077, 0)
        twice = run("token", "create", "--data", self.data, "--name", "desk-1", "--role", "admin")
        self.assertEqual(twice.returncode, 3)
        self.assertIn("desk-1", twice.stderr)
        listed_tokens = self.run_json("token", "list", "--data", self.data)["tokens"]
        self.assertEqual([t["name"] for t in listed_tokens], ["desk-1"])
        self.assertIn("valid", self.run_ok("token", "list", "--data", self.data))
        self.run_ok("token", "revoke", "--data", self.data, "--name", "desk-1")
        self.assertEqual(client.call("GET", "/v1/requests").status, 401)
        self.assertIn("revoked", self.run_ok("token", "list", "--data", self.data))
        for name in ("desk-1", "nobody"):
            done = run("token", "revoke", "--data", self.data, "--name", name)
            self.assertEqual(done.returncode, 1)
            self.assertIn(name, done.stderr)
        database = sqlite3.connect(self.data / "access.sqlite")
        self.assertEqual(database.execute("SELECT count(*) FROM token").fetchone(), (1,))
        database.close()

    def test_audit_read(self):
        """Who read what, while the service runs."""
        service = self.serve()
        client = service.client(self.make_token("dispatcher", name="desk-1"))
        member = client.must("RegisterMember", {"profile": {"name": "Wang"}})["id"]
        for _ in range(3):
            client.get(f"/v1/members/{member}")
        client.get("/v1/members?phone=85550101")
        client.get("/v1/responders?text=Wang")
        self.assertEqual(client.call("POST", "/v1/feed/ticket", b"").status, 201)
        self.assertEqual(service.client("mst_wrong").call("GET", "/v1/requests").status, 401)

        def rows(*args):
            return self.run_json("audit", "read", "--data", self.data, *args)["entries"]

        wait_for("the feed's row", lambda: rows("--what", "feed_opened"))
        wait_for("the failed log-in", lambda: rows("--what", "login_failed"))
        self.assertEqual(rows("--what", "login_failed")[0]["who"], "127.0.0.1")
        self.assertEqual([r["about"] for r in rows("--what", "token_created")], ["desk-1"])
        about = rows("--about", f"members/{member}")
        self.assertEqual({(r["who"], r["what"]) for r in about}, {("desk-1", "personal_read")})
        self.assertEqual(sum(r["count"] for r in about), 3)
        searched = [r["about"] for r in rows("--about", "members")]
        self.assertIn("members?phone=*", searched)
        self.assertIn("responders?text=*", [r["about"] for r in rows("--about", "responders")])
        times = [r["at"] for r in rows()]
        self.assertEqual(times, sorted(times, reverse=True))
        self.assertEqual(len(rows("--limit", 1)), 1)
        self.assertEqual(rows("--since", "2999-01-01"), [])
        self.assertEqual(len(rows("--since", "2026-01-01")), len(times))
        text = self.run_ok("audit", "read", "--data", self.data, "--who", "desk-1",
                           "--about", f"members/{member}")
        self.assertRegex(text, r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  personal_read desk-1 +members/")
        self.run_ok("token", "revoke", "--data", self.data, "--name", "desk-1")
        self.assertEqual(rows("--what", "token_revoked")[0]["about"], "desk-1")
        self.assertEqual((self.data / "audit.sqlite").stat().st_mode & 0o077, 0)
        # What is noted last is written at the end.
        self.assertEqual(client.call("GET", "/v1/requests").status, 401)
        self.assertEqual(service.stop(), 0, service.text())
        self.assertGreaterEqual(sum(r["count"] for r in rows("--what", "login_failed")), 2)
        self.assertIn("audit.sqlite",
                      self.run_ok("backup", "--data", self.data, self.folder / "copy"))

    def test_load(self):
        service = self.serve()
        token = self.make_token("dispatcher", "supervisor", "admin")
        url = f"http://127.0.0.1:{service.port}"
        args = ("load", "--url", url, "--token", token, "--rate", 50, "--seconds", 2)
        report = self.run_json(*args)
        self.assertTrue(report)
        requests = service.client(token).all("requests")
        self.assertGreater(len(requests), 50)
        refused = run("load", "--url", url, "--token", "mst_wrong", "--seconds", 1)
        self.assertEqual(refused.returncode, 3, refused.stdout)
        self.assertEqual(service.stop(), 0, service.text())
        gone = run("load", "--url", url, "--token", token, "--seconds", 1)
        self.assertEqual(gone.returncode, 3, gone.stdout)
        self.assert_sound()


if __name__ == "__main__":
    main()
