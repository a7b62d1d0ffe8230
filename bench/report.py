#!/usr/bin/env python3
"""Makes one table of what the benches wrote: figure, goal, measured, limit of the same run, ratio.

    report.py FOLDER --names NAME...   after bench/run: prints the table, updates results.json
    report.py [FOLDER] --markdown      prints results.json as a table for a document

FOLDER is build/bench unless given. Results of an earlier run stay in results.json until the same
bench runs again; each row has its own commit, date and load.
"""
import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
from pathlib import Path

from console_rows import console_rows

TOP = Path(__file__).resolve().parent.parent


class Missing(Exception):
    """A figure that was not measured, and why."""


class Results:
    """The JSON files of one run, by the name of the bench."""

    def __init__(self, folder):
        self.folder = folder
        self.files = {}

    def file(self, name):
        if name not in self.files:
            path = self.folder / f"{name}.json"
            failed = self.folder / f"{name}.failed"
            if not path.exists() or path.stat().st_size == 0:
                raise Missing(self.why(name, failed))
            try:
                self.files[name] = json.loads(path.read_text(encoding="utf-8"))
            except json.JSONDecodeError:
                raise Missing(self.why(name, failed)) from None
        return self.files[name]

    def why(self, name, failed):
        if not failed.exists():
            return "no result"
        log = self.folder / f"{name}.log"
        lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines()
                 if line.strip()] if log.exists() else []
        return (lines[-1].strip() if lines else failed.read_text(encoding="utf-8").strip())[:120]

    def google(self, name, bench, field="real_time"):
        """A field of a Google Benchmark row, times in ns; the median if it was repeated."""
        scale = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
        found = []
        for row in self.file(name)["benchmarks"]:
            if row.get("run_type") == "aggregate" or field not in row:
                continue
            if row["name"] == bench or row["name"].startswith(bench + "/"):
                time = field in ("real_time", "cpu_time")
                found.append(row[field] * (scale[row["time_unit"]] if time else 1))
        if not found:
            raise Missing(f"no {bench} in the results")
        return statistics.median(found)

    def fan_out(self, subscribers, per_flush, server):
        for row in self.file("feed")["rows"]:
            if row["subscribers"] == subscribers and row["per_flush"] == per_flush:
                if row[server] is None:
                    raise Missing(f"{server} did not run")
                return row[server]
        raise Missing(f"not run with {subscribers} subscribers")


# Rows.
# A row: bench, figure, unit, goal ("<=" or ">=" and number, or None), measured, what limits it,
# limit. The functions raise Missing.


DEVICE_GOALS = {  # messages a second: alarms that are committed, signs of life
    "sip": ("SIP, UDP", 5_000, None),
    "dc09": ("DC-09, 1,000 connections", None, 20_000),
    "jt808": ("JT/T 808, 1,000 connections", None, 20_000),
}


def tls_rows(r, row):
    """Beside s_server, which does the same on the same machine in the same run."""
    def of(server, what, kind, per_unit=1):
        return lambda: r.file("tls")[what][server][kind] / per_unit

    def beside(what, kind):
        return lambda: of("muster", what, kind)() / of("bare", what, kind)()

    rows = []
    for what, figure, unit, per_unit in (
            ("connections", "TLS: full handshakes, ECDSA P-256, with a small answer", "/s", 1),
            ("bytes", "TLS: a file of 8 MiB, AES-128-GCM", "MiB/s", 2**20)):
        for kind, words in (("per_s", figure),
                            ("per_processor_s", "... a second of the server's processor time")):
            rows.append(row("tls", words, unit, None, of("muster", what, kind, per_unit),
                            "openssl s_server -WWW", of("bare", what, kind, per_unit)))
            rows.append(row("tls", "... to those of s_server", "x", (">=", 0.8),
                            beside(what, kind)))
    return rows


def device_rows(r, row):
    """Devices on the real program, over the sockets of their protocols."""
    def goal(number, sign=">="):
        return number if number is None else (sign, number)

    def saturated(protocol, kind):
        def measured():
            report = r.file("devices")["saturated"][protocol][kind]
            if report["lost"] or report["refused"]:
                raise Missing(f"{report['lost']} lost, {report['refused']} refused")
            return report["answered_per_s"]
        return measured

    def paced(protocol, field):
        def measured():
            report = r.file("devices")["paced"][protocol]
            if report["on_feed_missing"] or report["lost"]:
                raise Missing(f"{report['on_feed_missing']} not on the feed, "
                              f"{report['lost']} without an answer")
            return report["on_feed"][field] / 1e3
        return measured

    def many(field, scale=1):
        return lambda: r.file("devices")["many"][field] * scale

    def proxied(which):
        def measured():
            report = r.file("devices")["proxy"]
            if report is None:
                raise Missing("kamailio is not installed")
            return report[which]["answered_per_s"]
        return measured

    def an_hour(of):
        def measured():
            hours = r.file("devices")["hour"]
            bad = {field: sum(half[field] for half in hours["halves"])
                   for field in ("lost", "refused")}
            if any(bad.values()):
                raise Missing(f"{bad['lost']} lost, {bad['refused']} refused")
            return of(hours) / 2**20
        return measured

    rows = []
    for protocol, (name, alarms, alive) in DEVICE_GOALS.items():
        rows += [
            row("devices", f"{name}: alarms committed and answered", "/s", goal(alarms),
                saturated(protocol, "alarm"), "the bare peer", lambda p=protocol: r.file("devices")
                ["bare"][p]["answered_per_s"]),
            row("devices", "... signs of life answered", "/s", goal(alive),
                saturated(protocol, "alive")),
            row("devices", "... an alarm until the dispatcher's WebSocket, 500/s, p50", "ms",
                ("<=", 1), paced(protocol, "p50")),
            row("devices", "... p99", "ms", ("<=", 5), paced(protocol, "p99")),
        ]
    return rows + [
        row("devices", "MQTT, QoS 1, until the commit", "/s", (">=", 5_000),
            lambda: r.file("devices")["mqtt"]["per_s"], "mosquitto to a bare subscriber",
            lambda: r.file("devices")["mqtt"]["bare_per_s"]),
        row("devices", "100,000 registered devices that tell of themselves: memory", "MiB",
            ("<=", 200), many("bytes_after", 2**-20)),
        row("devices", "... of a core", "%", ("<=", 5), many("cores", 100)),
        row("devices", "SIP alarms that kamailio passes on to a peer", "/s", None,
            proxied("proxy"), "that peer alone", proxied("answerer")),
        row("devices", "two hours' traffic of 100,000 devices: growth in half an hour without "
            "requests and calls", "MiB", ("<=", 1), an_hour(
                lambda hours: hours["bytes_of_quiet_half"])),
        row("devices", "... all of it, beyond the same log read again", "MiB", None, an_hour(
            lambda hours: hours["bytes_after"] - hours["bytes_restarted"])),
    ]


# From a message's bytes to its command and answer: the bench, the bench of the limit and its name,
# messages in one turn of the bench.
ADAPTER_CODECS = {
    "SIP: a SCAIP alarm and its answer": ("sip_scaip", "sip_scaip_osip_alone", "libosip2 alone", 1),
    "SIP: an alarm of GB/T 28181 and both answers": (
        "sip_gb28181", "sip_gb28181_osip_alone", "libosip2 alone", 1),
    "DC-09: a frame and its answer": ("dc09_plain", "dc09_crc_alone", "its CRC alone", 1),
    "DC-09 with AES": ("dc09_aes", "dc09_aes_alone", "AES alone, its key set", 1),
    "JT/T 808: a position and its answer": ("jt808_position", "jt808_copy", "memcpy", 1),
    "MQTT: a message to commands": ("mqtt_read", "mqtt_json_alone", "Boost.JSON alone", 1),
    "MQTT: its de-duplication key": ("mqtt_key", None, None, 1),
    "HTTP push: a body by its mapping": ("push_read", "push_json_alone", "Boost.JSON alone", 1),
    "AMI: an event, followed": ("ami_call", "ami_copy", "memcpy", 2),
    "ESL: an event": ("esl_event_read", "esl_copy", "memcpy", 1),
}


def codec_rows(r, row):
    """By processor time: a codec waits for nothing."""
    def each(bench, messages):
        return lambda: r.google("adapters", bench, "cpu_time") / messages / 1e3

    return [row("adapters", figure, "us", ("<=", 1), each(bench, messages), limit_name,
                each(limit, messages) if limit else None)
            for figure, (bench, limit, limit_name, messages) in ADAPTER_CODECS.items()]


def rows_of(r):
    def google(*args, **more):
        return lambda: r.google(*args, **more)

    def divide(a, b):
        return lambda: a() / b()

    def row(bench, figure, unit, goal, measured, limit_name=None, limit=None):
        return {"bench": bench, "figure": figure, "unit": unit, "goal": goal,
                "measure": measured, "limit_name": limit_name, "measure_limit": limit}

    saturated = "saturated/in_flight:512/feed:0/rolling:0"
    sync8 = google("log", "raw_append/batch:8/row_bytes:500", "commit_p50_us")
    create = "handle_create/responders:%d/clustered:%d/queued:%d"

    def created(responders, clustered=0, queued=0, field="create_p50_ns"):
        return google("engine", create % (responders, clustered, queued), field)

    def search_and_copy(clustered):
        name = create % (100_000, clustered, 0)
        return lambda: (r.google("engine", name, "nearest8_p50_ns")
                        + r.google("engine", name, "copy_ns"))

    def grid(bench, clustered, index="Grid", tail="/k:1"):
        return google("nearest", f"{bench}<{index}>/responders:100000/clustered:{clustered}{tail}")

    def assignment(shape, solver="assignment"):
        return google("assignment", f"{solver}/{shape}")

    def queue(bench, kind="Our", share=1):
        return lambda: r.google("queues", f"{bench}<{kind}Queue>/1000000") / share

    def roads(bench, field="p50_ns", per_unit=1e3):
        def measured():
            counts = [line for line in r.file("roads")["benchmarks"] if "real_city" in line]
            if not all(line["real_city"] for line in counts):
                raise Missing("the cities of ../shared are missing; a made city was measured")
            return r.google("roads", bench, field) / per_unit
        return measured

    def rolling(way, wait, moves, field):
        setting = f"responders:1000/on_the_way:{way}/waiting:{wait}/moves:{moves}"
        return google("rolling", f"decide/{setting}", field)

    def feed(per_flush, server):
        return lambda: r.fan_out(1000, per_flush, server)

    def recovery(snapshot):
        return lambda: r.google("pipeline", f"recovery/records:1000000/snapshot:{snapshot}") / 1e6

    def service(field="p50_us"):
        """Of the command that takes longest, by its median."""
        def measured():
            commands = {name: figures for name, figures in r.file("service")["commands"].items()
                        if name != "look_up"}
            return max(commands.values(), key=lambda figures: figures["p50_us"])[field]
        return measured

    def memory(field):
        return lambda: r.file("memory")[field] / 2**30

    def latency(rate, field):
        def measured():
            report = r.file("latency")[str(rate)]["load"]
            if not report["kept"]:
                raise Missing("the load's final check failed")
            return report["on_feed"][field]
        return measured

    def bare_path(rate, field):
        return lambda: r.file("latency")[str(rate)]["bare"][field]

    def fairness(flood, field, per_unit=1):
        return lambda: r.file("fairness")[flood][field] / per_unit

    def importing(seconds):
        return lambda: r.file("import")["rows"] / r.file("import")[seconds]

    def routes(field, share=False):
        def measured():
            rows = r.file("routes")["rows"]
            if not rows:
                raise Missing("there are no maps in ../shared/osm")
            found = sum(line[field] for line in rows)
            return 100 * found / sum(line["compared"] for line in rows) if share else found
        return measured

    def peer(field):
        def measured():
            value = r.file("peers")[field]
            if not value:
                raise Missing("it did not run: see above")
            return value
        return measured

    def units(which, field, whole=False):
        def measured():
            build = r.file("build")
            if whole and not build["whole"]:
                raise Missing("only the heaviest were compiled (--quick)")
            costs = [one["user_s"] + one["system_s"] if field == "s" else one[field]
                     for one in build[which]]
            return sum(costs) / 60 if whole else max(costs)
        return measured

    rows = [
        row("pipeline", "durable decisions, closed loop, saturated", "/s", (">=", 200_000),
            google("pipeline", saturated, "decisions_per_s"), "raw append+fdatasync, same bytes",
            google("pipeline", saturated, "raw_records_per_s")),
        row("pipeline", "... as a part of the raw log", "x", (">=", 0.35),
            google("pipeline", saturated, "of_raw")),
        row("pipeline", "... with the policy rolling", "/s", None,
            google("pipeline", "saturated/in_flight:512/feed:0/rolling:1", "decisions_per_s")),
        row("pipeline", "... sealed, a key for each caller, as a part of open", "x", (">=", 0.85),
            divide(google("pipeline", saturated.replace("saturated", "saturated_sealed"),
                          "decisions_per_s"), google("pipeline", saturated, "decisions_per_s"))),
        row("pipeline", "paced 20,000/s sealed, p99 as a part of open", "x", ("<=", 1.1),
            divide(google("pipeline", "paced_sealed/per_s:20000", "sent_p99_us"),
                   google("pipeline", "paced/per_s:20000", "sent_p99_us"))),
        row("pipeline", "one member of a million erased, with her key, p50", "ms", ("<=", 10),
            google("pipeline", "erase/members:1000000", "erase_p50_ms")),
        row("pipeline", "paced 20,000/s, 10 subscribers: queued -> sent, p50", "us", ("<=", 400),
            google("pipeline", "paced/per_s:20000", "sent_p50_us"), "one raw append+fdatasync of 8",
            sync8),
        row("pipeline", "... p99", "us", ("<=", 1200),
            google("pipeline", "paced/per_s:20000", "sent_p99_us"), "its p99",
            google("log", "raw_append/batch:8/row_bytes:500", "commit_p99_us")),
    ]
    for rate in (200, 50):
        rows += [
            row("latency", f"HTTP request -> WebSocket, {rate}/s, p50", "us", ("<=", 500),
                latency(rate, "p50"), "append, sync and two sockets alone",
                bare_path(rate, "p50")),
            row("latency", "... p99", "us", ("<=", 1500), latency(rate, "p99"), "its p99",
                bare_path(rate, "p99")),
        ]
    for clustered, city in ((0, "uniform"), (1, "clustered")):
        rows += [
            row("engine", f"handle of one request, 1e5 responders, {city}, median", "ns",
                ("<=", 3000), created(100_000, clustered), "search of 8 alone + copy of the events",
                search_and_copy(clustered)),
            row("engine", f"... 1e6 responders to 1e3, {city}", "x", ("<=", 2),
                divide(created(1_000_000, clustered), created(1_000, clustered))),
        ]
    rows += [
        row("engine", "... whole cycle (4 commands), 1e5 responders", "ns", None,
            created(100_000, field="cycle_p50_ns")),
        row("engine", "... with 1e6 open requests to 1e2", "x", None,
            divide(created(100_000, 0, 1_000_000), created(100_000, 0, 100))),
        row("engine", "everybody busy, 1e6 wait: complete and take the next, median", "ns", None,
            google("engine", "handle_saturated/responders:100000/queued:1000000",
                   "complete_p50_ns")),
        row("nearest", "nearest able at 1e5, uniform", "ns", ("<=", 250), grid("nearest", 0),
            "Boost R-tree", grid("nearest", 0, "Rtree")),
        row("nearest", "nearest able at 1e5, clustered", "ns", ("<=", 350), grid("nearest", 1),
            "Boost R-tree", grid("nearest", 1, "Rtree")),
        row("nearest", "mixed round at 1e5: Boost R-tree to ours", "x", (">=", 5),
            divide(grid("mixed_round", 0, "Rtree", ""), grid("mixed_round", 0, tail=""))),
        *[row("rolling", figure, "us", goal,
              rolling(way, wait, moves, f"decision_{field}_us"), limit,
              limit and rolling(200, 0, 0, "etas_of_all_p50_us"))
          for figure, goal, way, wait, moves, field, limit in (
              ("full decision by road, 1,000 responders, 200 slots open, median", ("<=", 100), 200,
               0, 0, "p50", "one row's ETAs alone"),
              ("... p99", ("<=", 1000), 200, 0, 0, "p99", None),
              ("... 100 of the slots waiting, median", ("<=", 100), 100, 100, 0, "p50", None),
              ("... 20 have moved since the last, median", ("<=", 100), 200, 0, 20, "p50", None),
              ("... p99", ("<=", 1000), 200, 0, 20, "p99", None))],
        *[row("roads", f"ETAs from one incident to all of {count:,} responders, median", "us",
              ("<=", goal), roads(f"etas/responders:{count}"), "plain Dijkstra, stopped early",
              roads(f"dijkstra/responders:{count}"))
          for count, goal in ((50, 10), (200, 12), (1000, 30))],
        row("roads", "... to 64 of 10,000", "us", None, roads("etas_of_64/responders:10000")),
        row("roads", "a responder moves one node, median", "us", ("<=", 15), roads("move")),
        row("roads", "travel time between two points, median", "us", None, roads("travel_time"),
            "plain Dijkstra, stopped early", roads("dijkstra/responders:1")),
        row("roads", "hierarchy of one profile, 54k nodes", "s", ("<=", 0.5),
            roads("build", "real_time", 1e9)),
        row("roads", "new speeds: both hierarchies built anew", "s", None,
            roads("new_speeds", "real_time", 1e9)),
        row("roads", "import of the OpenStreetMap sample", "s", ("<=", 3),
            roads("import_openstreetmap", "real_time", 1e9)),
        row("assignment", "exact assignment, 1,000 slots x 5,000, 16 options", "ns",
            ("<=", 200_000), assignment("1000x5000/k:16/uniform"), "LEMON network simplex",
            assignment("1000x5000/k:16/uniform", "lemon")),
        row("assignment", "... 200 slots x 1,000, nearest 16 of a city", "ns", None,
            assignment("200x1000/k:16/city"), "LEMON network simplex",
            assignment("200x1000/k:16/city", "lemon")),
        row("assignment", "... the same, nothing has changed", "ns", None,
            assignment("200x1000/k:16/city", "assignment_again")),
        row("assignment", "... 200 slots x 200, contended", "ns", None,
            assignment("200x200/k:16/uniform"), "LEMON network simplex",
            assignment("200x200/k:16/uniform", "lemon")),
        row("assignment", "... 50 x 50, all pairs", "ns", None, assignment("50x50/k:50/uniform"),
            "dense Jonker-Volgenant", assignment("50x50/k:50/uniform", "dense")),
        row("day_route", "route of a day, 12 stops, exact", "us", ("<=", 2000),
            lambda: r.google("day_route", "day_route/stops:12") / 1e3, "the nearest next stop",
            lambda: r.google("day_route", "nearest_next/stops:12") / 1e3),
        row("day_route", "... 40 stops", "us", None,
            lambda: r.google("day_route", "day_route/stops:40") / 1e3, "the nearest next stop",
            lambda: r.google("day_route", "nearest_next/stops:40") / 1e3),
        row("day_route", "200 visits of 20 visitors after an alarm", "us", ("<=", 5000),
            lambda: r.google("day_route", "replan") / 1e3, "planned from nothing",
            lambda: r.google("day_route", "plan_from_nothing") / 1e3),
        row("engine", "positions in the core, reports of 1,000", "/s", (">=", 5_000_000),
            google("engine", "report_positions/responders:100000/fixes:1000", "fixes_per_s"),
            "random writes into as many entities",
            google("engine", "write_positions/responders:100000", "fixes_per_s")),
        row("pipeline", "positions logged and coalesced", "/s", (">=", 500_000),
            google("pipeline", "positions/feed:0", "fixes_per_s")),
        row("queues", "queue of 1e6: push, pop (each)", "ns", ("<=", 120),
            queue("pop_push", share=2), "std::set", queue("pop_push", "Set", 2)),
        row("queues", "queue of 1e6: push, cancel (each)", "ns", ("<=", 120),
            queue("cancel_push", share=2), "std::set", queue("cancel_push", "Set", 2)),
        row("queues", "queue of 1e6: re-class", "ns", ("<=", 120), queue("reclass"), "std::set",
            queue("reclass", "Set")),
        row("pipeline", "recovery of 1e6 records, no snapshot", "ms", ("<=", 3000), recovery(0),
            "reading them alone",
            lambda: r.google("log", "recovery_read") / 1e6),
        row("pipeline", "recovery of 1e6 records, snapshot", "ms", ("<=", 500), recovery(1)),
        row("feed", "feed, 1,000 subscribers: server CPU a message", "us", ("<=", 5.5),
            feed(1, "muster"), "a loop of bare send()", feed(1, "bare_send")),
        row("feed", "... 8 messages a flush", "us", ("<=", 0.8), feed(8, "muster"),
            "a loop of bare send()", feed(8, "bare_send")),
        row("feed", "... Beast's write to ours", "x", None,
            divide(feed(1, "beast"), feed(1, "muster"))),
        row("feed", "... npm ws to ours", "x", (">=", 1.7),
            divide(feed(1, "npm_ws"), feed(1, "muster"))),
        row("codec", "write one event as JSON", "ns", ("<=", 150), google("codec", "event_write"),
            "memcpy", google("codec", "event_copy")),
        row("codec", "parse one command", "ns", ("<=", 600), google("codec", "read_command"),
            "Boost.JSON, document only", google("codec", "command_boost_parse")),
        row("jt808", "JT/T 808: frames on 1,000 connections, answered", "/s", (">=", 20_000),
            google("jt808", "frames_through_adapter/connections:1000/real_time",
                   "items_per_second"),
            "a bare loop", google("jt808", "frames_through_bare_loop/connections:1000/real_time",
                                  "items_per_second")),
        *codec_rows(r, row),
        *device_rows(r, row),
        *console_rows(r, row),
        row("memory", "1e6 members + 1e5 responders + 1e5 open requests", "GiB", ("<=", 1.5),
            memory("rss_bytes"), "the same as JSON", memory("json_bytes")),
        row("service", "1e6 members, each assessed and with his next visit; 1e5 responders", "GiB",
            ("<=", 2.5), lambda: r.file("service")["rss_bytes"] / 2**30),
        row("service", "one command among them, the longest of twelve kinds, median", "us",
            ("<=", 20), service(), "the look-up of a member",
            lambda: r.file("service")["commands"]["look_up"]["p50_us"]),
        row("timebank", "1e5 accounts, 1e7 entries: one posting, median", "us", ("<=", 5),
            lambda: r.file("timebank")["p50_us"]),
        row("timebank", "... p99", "us", None, lambda: r.file("timebank")["p99_us"]),
        row("timebank", "... accounts and holds, in memory for each account", "B", ("<=", 200),
            lambda: r.file("timebank")["bytes_per_account"]),
        row("find", "a typed address among 200,000 places, with a slip", "ms", ("<=", 5),
            lambda: r.google("find", "find/slip") / 1e6, "by its name",
            lambda: r.google("find", "find/name") / 1e6),
        row("advice", "candidates for the desk, 10,000 responders by road, median", "ms", ("<=", 5),
            lambda: r.file("advice")["rolling/roads/10000"]["median_us"] / 1e3,
            "by straight lines",
            lambda: r.file("advice")["rolling/straight/10000"]["median_us"] / 1e3),
        row("snapshot", "first view of 10,000 responders and 2,000 requests", "MB", ("<=", 5),
            lambda: r.google("snapshot", "snapshot/first_view", "MB"), "whole",
            lambda: r.google("snapshot", "snapshot/whole", "MB")),
        row("snapshot", "... to make it", "ms", ("<=", 20),
            lambda: r.google("snapshot", "snapshot/first_view") / 1e6, "the whole one",
            lambda: r.google("snapshot", "snapshot/whole") / 1e6),
        row("reports", "tables for reports made anew from the log, records", "/s",
            (">=", 100_000), lambda: r.file("reports")["records_per_s"], "reading them alone",
            lambda: r.file("reports")["records"] / r.file("reports")["read_s"]),
        row("reports", "a month's report, 1e6 entries in it", "s", ("<=", 10),
            lambda: r.file("reports")["month_s"]),
        row("reports", "a statement of one account, p99", "ms", ("<=", 5),
            lambda: r.file("reports")["statement_p99_ms"]),
        row("reports", "behind the log at 2,000 records/s, at most", "ms", ("<=", 1000),
            lambda: r.file("reports")["lag_max_ms"]),
        row("survey", "statistics of 100,000 answers", "ms", ("<=", 200),
            lambda: r.google("survey", "statistics_of_100000_answers") / 1e6,
            "looking at each byte of them",
            lambda: r.google("survey", "every_byte_of_100000_answers") / 1e6),
        row("simulate", "muster simulate, demo city, one day", "s", ("<=", 2),
            lambda: statistics.median(r.file("simulate")["seconds"])),
        row("import", "rows of a table into a running service", "/s", (">=", 50_000),
            importing("import_s"), "the log's bytes alone, a sync for 512 rows",
            importing("raw_s")),
        row("import", "... read and rehearsed, and nothing sent", "/s", None,
            importing("check_s")),
        row("fairness", "a call for help, 40 connections of one token want timelines, p99", "ms",
            ("<=", 50), fairness("timelines", "p99_ms")),
        row("fairness", "... p50", "ms", None, fairness("timelines", "p50_ms")),
        row("fairness", "... 60 connections want 16 lists each of 1,000 of 1e5, unread, p99", "ms",
            ("<=", 50), fairness("lists", "p99_ms")),
        row("fairness", "... p50", "ms", None, fairness("lists", "p50_ms")),
        row("fairness", "... memory at most, of which before", "GiB", ("<=", 1),
            fairness("lists", "peak_bytes", 2**30), "before",
            fairness("lists", "bytes_before", 2**30)),
        *tls_rows(r, row),
        row("routes", "routes within 3 % of Routino", "%", (">=", 98), routes("within", True)),
        row("routes", "... turns on the spot, dead ends apart", "", ("<=", 0), routes("turns")),
        row("build", "the program from nothing, processor time", "min", ("<=", 6),
            units("today", "s", whole=True)),
        row("build", "... heaviest unit, user time", "s", ("<=", 10), units("today", "user_s")),
        row("build", "... with 121 commands and 140 events", "s", ("<=", 15),
            units("large", "user_s")),
        row("build", "... memory of it", "MiB", ("<=", 1024), units("large", "peak_mib")),
        row("peers", "durable decisions, best of Muster", "/s", None, peer("muster_best_per_s")),
        row("peers", "... to the best of Redis 7, AOF always", "x", (">=", 5),
            divide(peer("muster_best_per_s"), peer("redis_best_per_s")), "Redis",
            peer("redis_best_per_s")),
        row("peers", "... to the best of PostgreSQL 15, with and without PostGIS", "x", (">=", 25),
            divide(peer("muster_best_per_s"), peer("postgres_best_per_s")), "PostgreSQL",
            peer("postgres_best_per_s")),
    ]
    return rows


def settle(row, load):
    """The row with its numbers, or with the reason why it has none."""
    done = {key: row[key] for key in ("bench", "figure", "unit", "goal", "limit_name")}
    done |= {"measured": None, "limit": None, "ratio": None, "reached": None, "why": None,
             "load": load, "command": f"bench/run {row['bench']}"}
    try:
        done["measured"] = row["measure"]()
    except (Missing, ZeroDivisionError, KeyError) as error:
        done["why"] = str(error)
        return done
    if row["goal"]:
        sign, goal = row["goal"]
        done["reached"] = done["measured"] <= goal if sign == "<=" else done["measured"] >= goal
    try:
        if row["measure_limit"]:
            done["limit"] = row["measure_limit"]()
            if row["unit"] != "x":
                done["ratio"] = done["measured"] / done["limit"]
    except (Missing, ZeroDivisionError, KeyError):
        pass  # its bench was not asked for
    return done


# Texts.

def number(value, unit):
    if value is None:
        return ""
    if unit == "/s" or abs(value) >= 1000:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
    return text + (unit if unit in ("/s", "x") else " " + unit)


def cells(row):
    goal = f"{row['goal'][0]} {number(row['goal'][1], row['unit'])}" if row["goal"] else ""
    measured = number(row["measured"], row["unit"])
    reached = {True: "yes", False: "NO", None: ""}[row["reached"]]
    if row["why"]:
        measured, reached = "not run", "not run: " + row["why"]
    limit = ""
    if row["limit"] is not None:
        unit = "/s" if row["bench"] == "peers" else row["unit"]
        limit = f"{number(row['limit'], unit)} ({row['limit_name']})"
    ratio = f"{row['ratio']:.2f}" if row["ratio"] is not None else ""
    return [row["figure"], goal, measured, limit, ratio, reached]


HEAD = ["figure", "goal", "measured", "limit in the same run", "ratio", "reached"]


def text_table(rows):
    table = [HEAD] + [cells(row) for row in rows]
    widths = [max(len(line[i]) for line in table) for i in range(5)] + [0]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
                     for line in table)


def markdown_table(rows):
    lines = ["| " + " | ".join(HEAD + ["command"]) + " |", "|" + "---|" * (len(HEAD) + 1)]
    for row in rows:
        lines.append("| " + " | ".join(cells(row) + [f"`{row['command']}`"]) + " |")
    return "\n".join(lines)


def command_output(*command):
    try:
        done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True)
        return done.stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def first_value(path, key):
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.startswith(key):
            return line.split(":" if ":" in line else "=", 1)[1].strip()
    return ""


def surroundings():
    compiler = ""
    cache = TOP / "build/release/CMakeCache.txt"
    if cache.exists():
        path = first_value(cache, "CMAKE_CXX_COMPILER:").split("=", 1)[-1]
        compiler = (command_output(path, "--version").splitlines() or [""])[0]
    folder = os.environ.get("TMPDIR", "/tmp")
    file_system = command_output("df", "--output=fstype", folder).splitlines()[-1:]
    changed = command_output("git", "status", "--porcelain", "--untracked-files=no")
    return {
        "machine": f"{os.cpu_count()} x {first_value('/proc/cpuinfo', 'model name')}, "
                   f"{first_value('/proc/meminfo', 'MemTotal')} of memory, "
                   f"Linux {platform.release()}, {''.join(file_system)}",
        "compiler": compiler,
        "commit": command_output("git", "rev-parse", "--short=12", "HEAD")
                  + (" with changes" if changed else ""),
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def load_before(folder, name):
    path = folder / f"{name}.load"
    return float(path.read_text(encoding="utf-8")) if path.exists() else None


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=TOP / "build/bench")
    parser.add_argument("--names", nargs="*", default=[], help="benches of this run")
    parser.add_argument("--quick", action="store_true", help="this was a quick run")
    parser.add_argument("--markdown", action="store_true")
    args = parser.parse_args()
    path = args.folder / "results.json"
    saved = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"rows": []}

    if args.markdown:
        print(f"{saved.get('machine', '')}; {saved.get('compiler', '')}; "
              f"commit {saved.get('commit', '')}; {saved.get('date', '')}\n")
        print(markdown_table(saved["rows"]))
        return

    around = surroundings()
    fresh = [settle(row, load_before(args.folder, row["bench"]))
             | {"commit": around["commit"], "date": around["date"], "quick": args.quick}
             for row in rows_of(Results(args.folder)) if row["bench"] in args.names]
    kept = {row["figure"] + row["bench"]: row for row in saved["rows"]}
    kept |= {row["figure"] + row["bench"]: row for row in fresh}
    order = [row["figure"] + row["bench"] for row in rows_of(Results(args.folder))]
    raw = {name: Results(args.folder).file(name) for name in args.names
           if (args.folder / f"{name}.json").exists()
           and not (args.folder / f"{name}.failed").exists()}
    path.write_text(json.dumps(
        {**around, "rows": [kept[key] for key in order if key in kept],
         "raw": saved.get("raw", {}) | raw}, indent=1), encoding="utf-8")

    print(text_table(fresh))
    loads = [row["load"] for row in fresh if row["load"] is not None]
    print(f"\n{around['machine']}; {around['compiler']}\ncommit {around['commit']}, "
          f"{around['date']}, load average {min(loads, default=0):.1f} to "
          f"{max(loads, default=0):.1f}" + (", quick" if args.quick else ""))
    if max(loads, default=0) > os.cpu_count() / 2:
        print("The machine was busy: these times are too long.")
    print(f"Everything: {path}")


if __name__ == "__main__":
    main()
