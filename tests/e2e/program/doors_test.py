"""Routes of real files: places meet the roads where one can stop and get to, and turns that are banned stay so."""

import json
import re

from harness import ProgramTest, main, run


class Osm:
    """The text of an OpenStreetMap file."""

    def __init__(self):
        self.nodes, self.objects, self.last = {}, [], 0

    def line(self, *points, **tags):
        """A way through points (lat, lon); its id."""
        refs = "".join(f'<nd ref="{self.nodes.setdefault(p, len(self.nodes) + 1)}"/>' for p in points)
        return self.add("way", refs, tags)

    def relation(self, members, **tags):
        return self.add("relation", "".join(
            f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members), tags)

    def add(self, kind, inside, tags):
        self.last += 1
        text = "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items())
        self.objects.append((kind, f'<{kind} id="{self.last}" version="1">{inside}{text}</{kind}>'))
        return self.last

    def text(self):
        nodes = "".join(f'<node id="{n}" version="1" lat="{lat}" lon="{lon}"/>'
                        for (lat, lon), n in self.nodes.items())
        ordered = [text for kind in ("way", "relation") for of, text in self.objects if of == kind]
        return '<?xml version="1.0"?><osm version="0.6">' + nodes + "".join(ordered) + "</osm>"


class DoorsTest(ProgramTest):
    def imported(self, osm):
        source, roads = self.folder / "made.osm", self.folder / "made.roads"
        source.write_text(osm.text(), encoding="utf-8")
        self.run_ok("roads", "import", source, "--out", roads)
        return roads

    def route(self, roads, start, end, *more):
        text = self.run_ok("roads", "route", roads, "--from", "%s,%s" % start, "--to",
                           "%s,%s" % end, "--profile", "normal", *more)
        minutes, seconds = re.search(r": (\d+):(\d+) min", text).groups()
        return int(minutes) * 60 + int(seconds), text

    def banks(self, water):
        """A street on each bank, a bridge 4 km north, water between."""
        osm = Osm()
        lats = [round(32.39 + i / 1000, 3) for i in range(41)]
        osm.line(*((lat, 119.4202) for lat in lats), highway="residential", name="west bank")
        osm.line(*((lat, 119.4216) for lat in lats), highway="residential", name="east bank")
        osm.line((32.43, 119.4202), (32.43, 119.4216), highway="residential", bridge="yes", name="bridge")
        if water == "area":
            corners = [(32.389, 119.421), (32.389, 119.4215), (32.4295, 119.4215), (32.4295, 119.421)]
            osm.line(*corners, corners[0], natural="water")
        elif water:
            osm.line((32.38, 119.4212), (32.44, 119.4212), waterway=water)
        return self.imported(osm)

    def test_nobody_walks_across_a_canal(self):
        house, unit = (32.392, 119.42095), (32.392, 119.4216)
        for water in ("area", "canal", "river"):
            seconds, text = self.route(self.banks(water), house, unit)
            self.assertGreater(seconds, 600, text)
            self.assertIn("west bank", text)
            self.assertNotIn("doubtful", text)
        for water in ("", "stream"):
            seconds, text = self.route(self.banks(water), house, unit)
            self.assertLess(seconds, 60, text)

    def test_an_end_far_off_the_road_is_doubtful_in_both_languages(self):
        way = self.folder / "way.geojson"
        _, text = self.route(self.banks(""), (32.392, 119.4202), (32.392, 119.4260), "--geojson", way)
        self.assertRegex(text, r"doubtful: 32.392,119.426 lies 41\d m off the road")
        self.assertIn("存疑", text)
        ends = json.loads(way.read_text(encoding="utf-8"))["features"][1:]
        self.assertNotIn("doubtful_off_road_m", ends[0]["properties"])
        self.assertGreater(ends[1]["properties"]["doubtful_off_road_m"], 400)

    def test_nobody_gets_out_in_a_tunnel_or_on_a_motorway(self):
        for tags in ({"tunnel": "yes", "layer": "-1"}, {"motorroad": "yes"}, {"bridge": "yes"}):
            osm = Osm()
            lons = [round(119.42 + i / 1000, 3) for i in range(21)]
            osm.line(*((32.39, lon) for lon in lons), highway="secondary", name="fast", **tags)
            osm.line(*((32.3905, lon) for lon in lons), highway="residential", name="hill")
            for lon in (lons[0], lons[-1]):
                osm.line((32.39, lon), (32.3905, lon), highway="residential", name="link")
            _, text = self.route(self.imported(osm), (32.3905, 119.42), (32.3902, 119.43))
            self.assertIn("hill", text)
            self.assertNotIn("fast", text)

    def crossing(self, members, kind):
        """A cross with long arms; from the west the north is banned."""
        osm = Osm()
        middle = (32.40, 119.42)
        west = osm.line((32.40, 119.41), middle, highway="residential", name="west")
        north = osm.line(middle, (32.41, 119.42), highway="residential", name="north")
        east = osm.line(middle, (32.40, 119.421), (32.40, 119.43), highway="residential", name="east")
        osm.line((32.40, 119.43), (32.41, 119.42), highway="residential", name="around")
        osm.line((32.40, 119.41), (32.39, 119.42), (32.40, 119.43), highway="residential", name="south")
        if members:
            to = east if kind.startswith("only") else north
            osm.relation([("way", west, "from"), ("node", osm.nodes[middle], "via"), ("way", to, "to")],
                         type="restriction", restriction=kind)
        return self.imported(osm)

    def test_a_banned_turn_is_not_evaded_by_turning_round(self):
        start, end = (32.40, 119.415), (32.405, 119.42)
        free, _ = self.route(self.crossing(False, ""), start, end)
        way = self.folder / "way.geojson"
        for kind in ("no_left_turn", "only_straight_on"):
            banned, text = self.route(self.crossing(True, kind), start, end, "--geojson", way)
            # 100 m on, back and to the right would be half a minute more; around is much longer.
            self.assertGreater(banned, free + 100, text)
            line = json.loads(way.read_text(encoding="utf-8"))["features"][0]["geometry"]["coordinates"]
            line = [p for i, p in enumerate(line) if i == 0 or p != line[i - 1]]
            self.assertFalse([p for p, q in zip(line, line[2:]) if p == q], text)

    def test_an_unknown_version_says_what_to_do(self):
        roads = self.crossing(False, "")
        bytes_ = bytearray(roads.read_bytes())
        bytes_[8] = 99
        roads.write_bytes(bytes_)
        done = run("roads", "info", roads)
        self.assertEqual(done.returncode, 3)
        self.assertIn("version 99", done.stderr)
        self.assertIn("import the map again", done.stderr)


if __name__ == "__main__":
    main()
