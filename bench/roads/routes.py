#!/usr/bin/env python3
"""Compares routes of the road map with those of Routino (Debian package routino) on extracts of
OpenStreetMap, and counts turns on the spot. Writes JSON; says on standard error what differs.

    routes.py [--pairs N] [--seed N] [--show N] BENCH_ROUTES OUT.json FILE...

Both get the same file without limits (maxspeed, maxweight...) and service tags, and one speed for each
class of road, so that what is compared is the network: one-ways, access, barriers and turns. Pairs are
random nodes of roads that cars use. A pair counts where both find a way of 30 s or more, and where
both begin and end at these nodes: a node may be on a road that a car cannot use, or cannot leave.

What differs by intent: Routino keeps everybody out of access=destination, and of two only_ turns at
one place it allows neither; we allow them, and both.
"""
import argparse
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor

TAGGING = "/usr/share/routino/tagging.xml"
TRANSLATIONS = "/usr/share/routino/translations.xml"
SPEEDS = {"motorway": 112, "trunk": 96, "primary": 96, "secondary": 88, "tertiary": 80,
          "unclassified": 64, "residential": 48, "service": 32, "track": 16, "cycleway": 0,
          "path": 0, "steps": 0, "ferry": 10}
PROPERTIES = ("paved", "multilane", "bridge", "tunnel", "footroute", "bicycleroute")
ROADS = {name + end for name in ("motorway", "trunk", "primary", "secondary", "tertiary")
         for end in ("", "_link")} | {"unclassified", "residential", "living_street", "service"}
WITHIN = 0.03
OFF_ROAD_MS = 200
OFF_NODE = 2e-5  # degrees; Routino prints six digits


def write_profile(path):
    """A car with one speed for each class, no preferences, that obeys one-ways and turns."""
    speeds = "".join(f'<speed highway="{road}" kph="{kph}"/>' for road, kph in SPEEDS.items())
    equal = "".join(f'<preference highway="{road}" percent="{100 if kph else 0}"/>'
                    for road, kph in SPEEDS.items())
    properties = "".join(f'<property type="{name}" percent="50"/>' for name in PROPERTIES)
    limits = "".join(f'<{name} limit="0.0"/>' for name in ("weight", "height", "width", "length"))
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<routino-profiles>'
        f'<profile name="motorcar" transport="motorcar"><speeds>{speeds}</speeds>'
        f"<preferences>{equal}</preferences><properties>{properties}</properties>"
        f'<restrictions><oneway obey="1"/><turns obey="1"/>{limits}</restrictions>'
        "</profile></routino-profiles>\n", encoding="utf-8")


def prepare(source, folder):
    """The stripped file, the places of nodes by id, and the nodes of roads with their ways."""
    plain, stripped = folder / "plain.osm", folder / "stripped.osm"
    subprocess.run(["osmium", "cat", "--overwrite", "-o", plain, source], check=True,
                   stderr=subprocess.DEVNULL)
    tree = ElementTree.parse(plain)
    places = {n.get("id"): (n.get("lat"), n.get("lon")) for n in tree.iter("node")}
    nodes = []
    for way in tree.iter("way"):
        for tag in way.findall("tag"):
            key = tag.get("k")
            # A limit hides behind its source too (source:maxspeed=AT:urban), which only we read.
            if key.startswith(("max", "zone:")) or "maxspeed" in key or key == "service":
                way.remove(tag)
        if any(t.get("k") == "highway" and t.get("v") in ROADS for t in way.findall("tag")):
            nodes += [(r.get("ref"), way.get("id")) for r in way.findall("nd")
                      if r.get("ref") in places]
    tree.write(stripped, encoding="utf-8", xml_declaration=True)
    subprocess.run(["planetsplitter", f"--dir={folder}", f"--tagging={TAGGING}", "--prune-none",
                    stripped], check=True, stdout=subprocess.DEVNULL)
    return stripped, places, nodes


def e7(degrees):
    whole, _, part = degrees.partition(".")
    sign = -1 if whole.startswith("-") else 1
    return sign * (abs(int(whole)) * 10**7 + int(part.ljust(7, "0")[:7]))


def our_routes(program, stripped, pairs):
    lines = "".join(" ".join(str(e7(d)) for end in pair for d in end) + "\n" for pair in pairs)
    # What it says on standard error is for whoever looks at this.
    done = subprocess.run([program, stripped], input=lines, check=True, stdout=subprocess.PIPE,
                          text=True)
    return [tuple(map(int, line.split())) for line in done.stdout.splitlines()]


def their_seconds(folder, profile, pair):
    """The time of Routino's route, None where it finds none between these nodes."""
    (lat1, lon1), (lat2, lon2) = pair
    done = subprocess.run(
        ["routino-router", f"--dir={folder}", f"--profiles={profile}",
         f"--translations={TRANSLATIONS}", "--transport=motorcar", "--quickest",
         "--exact-nodes-only", f"--lat1={lat1}", f"--lon1={lon1}", f"--lat2={lat2}",
         f"--lon2={lon2}", "--output-text-all", "--output-stdout"], capture_output=True, text=True)
    rows = [line.split("\t") for line in done.stdout.split("\n") if line and line[0] != "#"]
    if len(rows) < 2:
        return None
    for row, end in ((rows[0], pair[0]), (rows[-1], pair[1])):
        if any(abs(float(a) - float(b)) > OFF_NODE for a, b in zip(row, end)):
            return None
    seconds = 0.0
    for before, row in zip(rows, rows[1:]):
        lat_a, lon_a, lat_b, lon_b = (math.radians(float(v)) for v in (*before[:2], *row[:2]))
        half = (math.sin((lat_b - lat_a) / 2) ** 2
                + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2)
        seconds += 2 * 6371008.8 * math.asin(math.sqrt(half)) / (float(row[8]) / 3.6)
    return seconds


def compare(program, source, options, folder):
    folder.mkdir()
    profile = folder / "profile.xml"
    write_profile(profile)
    stripped, places, nodes = prepare(source, folder)
    rng = random.Random(options.seed)
    chosen = [(rng.choice(nodes), rng.choice(nodes)) for _ in range(options.pairs)]
    pairs = [tuple(places[node] for node, _ in ends) for ends in chosen]
    ours = our_routes(program, stripped, pairs)
    with ThreadPoolExecutor(2) as pool:
        theirs = list(pool.map(lambda pair: their_seconds(folder, profile, pair), pairs))
    row = {"file": source.name, "pairs": len(pairs), "compared": 0, "within": 0, "off_road": 0,
           "ours_missing": 0, "theirs_missing": 0, "turns": 0, "turns_at_dead_ends": 0}
    differing = []
    for ends, (ms, off_ms, turns, dead_ends), seconds in zip(chosen, ours, theirs):
        row["turns"] += turns
        row["turns_at_dead_ends"] += dead_ends
        row["theirs_missing"] += seconds is None
        row["ours_missing"] += ms < 0 and seconds is not None
        if ms < 0 or seconds is None or seconds < 30:
            continue
        if off_ms >= OFF_ROAD_MS:
            row["off_road"] += 1
            continue
        row["compared"] += 1
        ratio = ms / 1000 / seconds
        if abs(ratio - 1) <= WITHIN:
            row["within"] += 1
        else:
            differing.append((ratio, ends, ms / 1000, seconds))
    differing.sort(key=lambda one: -abs(math.log(one[0])))
    for ratio, ends, mine, other in differing[: options.show]:
        a, b = ends
        print(f"{source.name}: {ratio:.3f} ({mine:.1f} s, Routino {other:.1f} s) from node {a[0]} "
              f"of way {a[1]} {places[a[0]]} to node {b[0]} of way {b[1]} {places[b[0]]}",
              file=sys.stderr)
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("program")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as work:
        for number, source in enumerate(options.files):
            row = compare(options.program, source, options, pathlib.Path(work) / str(number))
            share = row["within"] / row["compared"] if row["compared"] else 0
            print(f"{row['file']}: {row['within']} of {row['compared']} routes within 3 % of "
                  f"Routino ({share:.1%}), {row['turns']} turns on the spot, "
                  f"{row['turns_at_dead_ends']} at dead ends; not compared: {row['off_road']} off "
                  f"the road, {row['ours_missing']} without a way of ours, "
                  f"{row['theirs_missing']} of Routino's", file=sys.stderr, flush=True)
            rows.append(row)
    options.out.write_text(json.dumps({"rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
