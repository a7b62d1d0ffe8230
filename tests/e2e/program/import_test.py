"""Road files of OpenStreetMap files as people have them, by the real program: what is taken, what is
counted as left out, what is refused, and which way a route takes."""

import gzip
import json

from harness import ProgramTest, main, run


def node(number, lat, lon, tags=""):
    return f'<node id="{number}" version="1" lat="{lat}" lon="{lon}">{tags}</node>'


def tag(key, value):
    return f'<tag k="{key}" v="{value}"/>'


def way(number, nodes, tags, more=""):
    refs = "".join(f'<nd ref="{ref}"/>' for ref in nodes)
    return f'<way id="{number}" version="1" {more}>{refs}{tags}</way>'


def street(number, nodes, name, *tags, highway="residential", more=""):
    return way(number, nodes, tag("highway", highway) + tag("name", name) + "".join(tags), more)


def document(*parts):
    return '<?xml version="1.0"?><osm version="0.6">' + "".join(parts) + "</osm>"


# SHORT runs 380 m along the latitude, over node 3 in its middle; DETOUR goes around by the north.
def two_ways(*tags, highway="residential", middle=""):
    points = [node(1, 32.39, 119.42), node(2, 32.39, 119.421), node(3, 32.39, 119.422, middle),
              node(4, 32.39, 119.423), node(5, 32.39, 119.424), node(6, 32.393, 119.42),
              node(7, 32.393, 119.424)]
    return document(*points, street(10, [1, 2, 3, 4, 5], "SHORT", *tags, highway=highway),
                    street(11, [1, 6, 7, 5], "DETOUR"))


class ImportTest(ProgramTest):
    def made(self, text, name="map.osm"):
        """Imports a file; its road file and the report."""
        file, out = self.folder / name, self.folder / "map.roads"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return out, json.loads(self.run_ok("roads", "import", file, "--out", out, "--json"))

    def streets_of(self, text, profile):
        roads, _ = self.made(text)
        return self.run_ok("roads", "route", roads, "--from", "32.39,119.42", "--to",
                           "32.39,119.424", "--profile", profile)

    def refused(self, content, *words, name="map.osm"):
        file, out = self.folder / name, self.folder / "refused.roads"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        done = run("roads", "import", file, "--out", out)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn(str(file), done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertFalse(out.exists())

    def test_what_is_taken_and_what_is_counted(self):
        text = document(
            node(-1, 32.3902, 119.421), node(1, 32.39, 119.42), node(2, 32.39, 119.421),
            node(3, 32.39, 119.422),
            street(20, [1, 2], "B"), street(10, [2, 3, 99], "A"), street(-10, [2, -1], "New Lane"),
            street(30, [1, 3], "Gone Street", more='action="delete"'),
            street(31, [1, 3], "Odd", tag("access", "friends"), tag("maxspeed", "fast")))
        for content, name in ((text, "map.osm"), (text, "map.osm.pbf"),
                              (gzip.compress(text.encode()), "map.osm")):
            roads, report = self.made(content, name)
            self.assertEqual(report["ways"], 3)
            left_out = {key: count for key, count in report["left_out"].items() if count}
            self.assertEqual(left_out, {"deleted": 1, "missing_nodes": 1, "cut_ways": 1,
                                        "closed_ways": 1})
            self.assertEqual(report["unread"], [{"tag": "access=friends", "count": 1},
                                                {"tag": "maxspeed=fast", "count": 1}])
        shown = self.run_ok("roads", "import", self.folder / "map.osm", "--out", roads)
        for line in ("3 ways, 0 turn restrictions", "read as XML, gzip: 4 nodes, 4 ways",
                     "1  objects that are deleted", "1  nodes that roads name",
                     "1  access=friends", "no relations"):
            self.assertIn(line, shown)
        done = run("roads", "route", roads, "--from", "Gone Street", "--to", "A")
        self.assertEqual(done.returncode, 1)

    def test_what_is_refused(self):
        whole = two_ways()
        self.refused("", "is empty", "fetch it again")
        self.refused(whole[:len(whole) // 2], "cut short")
        self.refused(gzip.compress(whole.encode())[:200], "cut short", name="map.osm.gz")
        self.refused('<osmChange version="0.6"></osmChange>', "osmium apply-changes")
        self.refused('{"elements": []}', "JSON", "[out:xml]", name="map.json")
        self.refused(document(street(1, [1, 2], "A")), "2 nodes that roads name", "(._;>;);")

    def test_which_way_is_taken(self):
        cars, others = ("urgent", "normal"), ("e_bike", "walk")
        cases = [
            ("motorroad", two_ways(tag("motorroad", "yes"), highway="trunk"), others),
            ("a list", two_ways(tag("motor_vehicle", "forestry; agricultural")), ("normal",)),
            ("not known", two_ways(tag("access", "friends")), cars + others),
            ("chain", two_ways(middle=tag("barrier", "chain")), cars),
            ("chain, but", two_ways(middle=tag("barrier", "chain") + tag("access", "yes")), ()),
            ("unheard of", two_ways(middle=tag("barrier", "moat")), cars + others),
        ]
        for name, text, around in cases:
            for profile in cars + others:
                route = self.streets_of(text, profile)
                self.assertIn("DETOUR" if profile in around else "SHORT", route, (name, profile))

    def test_hospitals_and_old_names(self):
        outline = way(21, [1, 6, 7, 1], "")
        hospital = ('<relation id="1" version="1"><member type="way" ref="21" role="outer"/>' +
                    tag("type", "multipolygon") + tag("amenity", "hospital") +
                    tag("name", "扬州市中医院") + tag("alt_name", "TCM Hospital;中医院") +
                    "</relation>")
        text = two_ways(tag("old_name", "石塔路")).replace("</osm>", outline + hospital + "</osm>")
        roads, report = self.made(text)
        self.assertEqual(report["places"], 1)
        for name in ("扬州市中医院", "tcm-hospital", "ＴＣＭ　Hospital", "中医院"):
            route = self.run_ok("roads", "route", roads, "--from", name, "--to", "石塔路")
            self.assertTrue(route.startswith("扬州市中医院 to SHORT"), route)


if __name__ == "__main__":
    main()
