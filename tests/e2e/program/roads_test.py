"""Decisions by road: the map is part of the log, live speeds take effect, and a log replays only with its own map."""

import json
import math
import re
import shutil
import sqlite3

from harness import ProgramTest, main, run, wait_for
from small_map import NORTH, SOUTH, tables, use_small_map


class RoadsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.map, self.hash = use_small_map(self)
        self.token = self.make_token("dispatcher", "supervisor", "admin")

    def add(self, client, lon, lat):
        profile = {"kind": "staff", "skills": ["electric"], "travel": "normal",
                   "post": {"lat": lat, "lon": lon}}
        made = client.must("RegisterResponder", {"profile": profile})["id"]
        client.must("SetDuty", {"responder": made, "status": "available"})
        return made

    def ask(self, client, lon, lat):
        made = client.must("CreateRequest", {"service": "power_repair", "place": {"lat": lat, "lon": lon}})
        return client.get(f"/v1/requests/{made['id']}")

    def test_the_map_decides_and_stays_with_the_log(self):
        service = self.serve()
        client = service.client(self.token)
        across = self.add(client, 119.40, NORTH)  # 1.1 km away by air, and all around by road
        along = self.add(client, 119.44, SOUTH)  # 3.8 km away, along the street
        request = self.ask(client, 119.40, SOUTH)
        self.assertEqual(request["slots"][0]["responder"], along)
        self.assertEqual(request["slots"][0]["eta_ms"], 4 * 90_000)

        # The street is slow now; the one across is the better choice for the next.
        slow = {"zones": [{"centre": {"lat": SOUTH, "lon": 119.42}, "radius_m": 2500,
                           "permille": 100}], "reason": "flood"}
        client.must("SetSpeeds", {"speeds": slow})
        wait_for("the slow roads", lambda: "SpeedsInUse" in self.log_names())
        self.assertEqual(service.stop(), 0, service.text())
        self.assertTrue((self.data / "roads" / f"{self.hash}.roads").exists())
        sound = self.assert_sound()

        # After a restart the speeds hold.
        service = self.serve()
        client = service.client(self.token)
        east = self.add(client, 119.47, SOUTH)
        request = self.ask(client, 119.40, SOUTH + 0.002)
        self.assertGreater(request["slots"][0]["eta_ms"], 7 * 90_000)
        self.assertIn(request["slots"][0]["responder"], (across, east))
        refused = client.command("SetSpeeds", {"speeds": {"zones": [{"permille": 500}]}})
        self.assertEqual(refused.status, 422)
        self.assertIn("polygon or a centre", refused.body.decode())
        self.assertEqual(service.stop(), 0, service.text())
        self.assertGreater(self.assert_sound()["records"], sound["records"])

    def test_the_map_is_drawn_and_the_way_told(self):
        service = self.serve()
        client = service.client(self.token)
        info = client.get("/v1/tiles")
        self.assertEqual(info["hash"], self.hash)
        self.assertEqual(info["bounds"], [119.40, SOUTH, 119.47, NORTH])
        west, south, east, north = info["bounds"]

        # The tile in the middle, at a zoom at which all streets are drawn.
        zoom = 13
        x = int((west + east) / 2 / 360 * 2**zoom + 2 ** (zoom - 1))
        latitude = math.radians((south + north) / 2)
        y = int((1 - math.asinh(math.tan(latitude)) / math.pi) / 2 * 2**zoom)
        target = f"/v1/tiles/{zoom}/{x}/{y}"
        tile = client.call("GET", target)
        self.assertEqual(tile.status, 200, tile.body)
        self.assertEqual(tile.headers["Content-Type"], "application/vnd.mapbox-vector-tile")
        self.assertIn(b"roads", tile.body)
        self.assertIn(b"unknown", tile.body)
        again = client.call("GET", target, headers={"If-None-Match": tile.headers["ETag"]})
        self.assertEqual((again.status, again.body), (304, b""))
        self.assertEqual(client.call("GET", target).body, tile.body)
        self.assertEqual(client.call("GET", "/v1/tiles/10/3/3").body, b"")
        self.assertEqual(client.call("GET", "/v1/tiles/17/0/0").status, 404)

        # All around by road, since the only bridge is in the east.
        worker = self.add(client, 119.40, NORTH)
        request = self.ask(client, 119.40, SOUTH)
        ways = client.get(f"/v1/requests/{request['id']}/ways")["ways"]
        self.assertEqual([way["responder"] for way in ways], [worker])
        way = ways[0]
        self.assertEqual(way["eta_ms"], 14 * 90_000 + 100_000)
        self.assertEqual(way["eta_ms"], request["slots"][0]["eta_ms"])
        self.assertFalse(way["straight"])
        line = way["line"]["coordinates"]
        self.assertEqual(line, [[119.40, NORTH], [119.47, NORTH], [119.47, SOUTH], [119.40, SOUTH]])
        found = client.get(f"/v1/ways?from={NORTH},119.40&to={SOUTH},119.40&profile=normal")
        self.assertEqual((found["eta_ms"], found["line"]), (way["eta_ms"], way["line"]))
        metrics = client.call("GET", "/metrics").body.decode()
        self.assertIn("muster_map_tiles_made_total 2", metrics)
        self.assertIn("muster_map_ways_total 2", metrics)
        self.assertEqual(service.stop(), 0, service.text())

    def log_names(self):
        with sqlite3.connect(f"file:{self.data / 'decisions.sqlite'}?mode=ro", uri=True) as log:
            return [json.loads(row[0])[0]["type"]
                    for row in log.execute("SELECT events FROM record WHERE events != '[]'")]

    def test_a_log_needs_its_own_map(self):
        service = self.serve()
        client = service.client(self.token)
        self.add(client, 119.40, SOUTH)
        request = self.ask(client, 119.41, SOUTH)
        self.assertEqual(service.stop(), 0, service.text())
        before = self.assert_sound()
        shutil.rmtree(self.data / "roads")
        for args in (("check",), ("explain", request["id"])):
            done = run(*args, "--data", self.data)
            self.assertNotEqual(done.returncode, 0, args)
            self.assertIn(self.hash, done.stderr, args)
            self.assertIn("--roads", done.stderr, args)
        # What was decided is history and needs no map.
        self.assertEqual(self.run_json("replay", "--data", self.data)["state_hash"],
                         before["state_hash"])
        found = self.run_json("check", "--data", self.data, "--roads", self.map)
        self.assertEqual(found["state_hash"], before["state_hash"])

        damaged = self.folder / "damaged.roads"
        damaged.write_bytes(self.map.read_bytes()[:-9])
        done = run("check", "--data", self.data, "--roads", damaged)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("damaged.roads", done.stderr)

        # A configuration that names no road file is refused before anything is written.
        self.map.write_text("no road file")
        done = run("config", "check", "--config", self.config)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertTrue(re.search(r"city\.roads.*no road file", done.stdout + done.stderr))

    def test_a_backup_carries_its_map(self):
        service = self.serve()
        client = service.client(self.token)
        self.add(client, 119.40, SOUTH)
        self.ask(client, 119.41, SOUTH)
        self.assertEqual(service.stop(), 0, service.text())
        before = self.assert_sound()
        copy = self.folder / "copy.sqlite"
        self.run_ok("backup", "--data", self.data, copy)
        bare = self.folder / "bare.sqlite"
        self.run_ok("backup", "--data", self.data, bare, "--no-roads")
        # Its keys lie beside it: what is sealed in it is history here, and nothing is decided anew.
        self.assertEqual(self.run_json("check", "--data", copy)["last_hash"], before["last_hash"])

        # The folder and the map are lost; the backup alone decides the same and serves.
        kept = self.map.read_bytes()
        shutil.rmtree(self.data)
        self.map.unlink()
        self.run_ok("restore", copy, "--data", self.data)
        restored = self.data / "roads" / f"{self.hash}.roads"
        self.assertEqual(restored.read_bytes(), kept)
        self.assertEqual(self.assert_sound()["state_hash"], before["state_hash"])
        self.map.write_bytes(kept)  # the rules of the configuration name it
        service = self.serve()
        request = self.ask(service.client(self.token), 119.42, SOUTH)
        self.assertEqual(request["status"], "queued")
        self.assertEqual(service.stop(), 0, service.text())

        # Without its map a backup is refused, unless the operator says so or names the map.
        elsewhere = self.folder / "elsewhere"
        done = run("restore", bare, "--data", elsewhere)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(self.hash, done.stderr)
        self.assertFalse(elsewhere.exists())
        self.run_ok("restore", bare, "--data", elsewhere, "--roads", self.map)
        self.assertTrue((elsewhere / "roads" / f"{self.hash}.roads").exists())

        # A damaged map inside a backup creates nothing.
        data = bytearray(copy.read_bytes())
        at = data.find(b"MUSTROAD")
        self.assertGreater(at, 0)
        data[at + 100] ^= 1
        damaged = self.folder / "damaged.sqlite"
        damaged.write_bytes(data)
        nowhere = self.folder / "nowhere"
        done = run("restore", damaged, "--data", nowhere)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(self.hash, done.stderr)
        self.assertFalse(nowhere.exists())

        # Neither is a log copied whose map is missing or damaged.
        for spoil in (lambda: restored.write_bytes(kept[:-9]), restored.unlink):
            spoil()
            again = self.folder / "again.sqlite"
            done = run("backup", "--data", self.data, again)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn(self.hash, done.stderr)
            self.assertFalse(again.exists())


if __name__ == "__main__":
    main()
