#!/usr/bin/env python3
"""What it costs to compile the program: processor time and memory of each unit, nothing cached.

    units.py BUILD OUT.json [--quick] [--jobs N]

BUILD is a configured build folder. Each unit of the program is compiled as the build would, into a
temporary folder. Then the heaviest of them once more in a copy of the tree that has 121 commands
and 140 events, as many as all areas that are planned will have: what is missing is generated, in
eight areas. --quick compiles only the units that were the heaviest when it was last written.
"""
import argparse
import concurrent.futures
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
AREAS = 8
COMMANDS, EVENTS = 121, 140
HEAVY = ("engine/codec/choices.cpp", "engine/codec/areas/requests.cpp", "engine/core/areas.cpp",
         "engine/core/board.cpp", "engine/views/words.cpp", "engine/views/words/requests.cpp",
         "engine/pipeline/pipeline.cpp", "engine/intake/intake.cpp", "adapters/http/holder.cpp",
         "engine/app/commands/serve.cpp")
PRECOMPILED = "cmake_pch.hxx.cxx"
FIELDS = (("RequestId", "request"), ("MemberId", "member"), ("Code", "service"),
          ("Personal<std::string>", "note"), ("Millis", "eta_ms"), ("Point", "place"))


def compilations(build):
    """Source, and the arguments of the compiler, of each unit of the program."""
    told = subprocess.run(["ninja", "-C", str(build), "-t", "commands", "muster"], check=True,
                          capture_output=True, text=True).stdout
    for line in told.splitlines():
        words = shlex.split(line)
        if "-c" not in words:
            continue
        words = [word for word in words if Path(word).name != "ccache"]
        source = words[words.index("-c") + 1]
        for option in ("-MF", "-MT", "-o"):
            if option in words:
                at = words.index(option)
                del words[at:at + 2]
        words = [word for word in words if word != "-MD"]
        yield str(Path(source).relative_to(TOP)), words


def compiled(source, words, folder, build, keep=None):
    out = keep or folder / (source.replace("/", "_") + ".o")
    child = subprocess.Popen([*words, "-o", str(out)], cwd=build)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{source} does not compile")
    if not keep:
        out.unlink()
    return {"unit": source, "user_s": round(used.ru_utime, 2), "system_s": round(used.ru_stime, 2),
            "peak_mib": used.ru_maxrss // 1024}


def compile_all(units, what, jobs, build):
    results, said = [], time.monotonic()
    with tempfile.TemporaryDirectory(prefix="muster-units-") as folder, \
            concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(compiled, *unit, Path(folder), build) for unit in units]
        for done in concurrent.futures.as_completed(waiting):
            results.append(done.result())
            if time.monotonic() - said > 10:
                said = time.monotonic()
                print(f"{what}: {len(results)} of {len(units)} units", file=sys.stderr, flush=True)
    return sorted(results, key=lambda one: -one["user_s"])


def count(path, name):
    """How many types the lists of an area's header have."""
    text = path.read_text(encoding="utf-8")
    found = re.search(rf"using \w+{name} =\s*TypeList<([^;]*)>;", text)
    return len([one for one in found[1].split(",") if one.strip()]) if found else 0


def behind(path, anchor, added):
    text = path.read_text(encoding="utf-8")
    found = list(re.finditer(anchor, text))
    if len(found) != 1:
        sys.exit(f"{path}: {anchor!r} is there {len(found)} times: tell bench/build/units.py where "
                 "an area is added now")
    at = found[0].end()
    path.write_text(text[:at] + added + text[at:], encoding="utf-8")


def struct(name, fields, more=""):
    members = "".join(f"    {kind} {field};\n" for kind, field in fields)
    names = ", ".join(field for _, field in fields)
    return f"struct {name} {{\n{members}{more}}};\nBOOST_DESCRIBE_STRUCT({name}, (), ({names}))\n"


def write_area(root, place, commands, events):
    area, kind = f"large{place}", f"Large{place}"
    asked = [f"Do{kind}x{i}" for i in range(commands)]
    told = [f"Done{kind}x{i}" for i in range(events)]
    includes = "".join(f'#include "muster/{name}.hpp"\n' for name in
                       ("choice", "command", "event", "ids", "personal", "type_list", "units"))
    header = ["#pragma once\n#include <boost/describe/class.hpp>\n#include <string>\n"
              f"#include <tuple>\n{includes}namespace muster {{\n"]
    for i, name in enumerate(asked):
        header.append(struct(name, FIELDS[:4 + i % 3]) + "template <>\n"
                      f"inline constexpr CommandRow command_row<{name}>{{.roles = desk_roles}};\n")
    for i, name in enumerate(told):
        header.append(struct(name, FIELDS[:4 + i % 3],
                             "    [[nodiscard]] auto changes() const { return std::tuple(request); }\n"))
    header.append(f"using {kind}Commands = TypeList<{', '.join(asked)}>;\n"
                  f"using {kind}Events = TypeList<{', '.join(told)}>;\n}}\n")
    (root / f"include/muster/{area}.hpp").write_text("".join(header), encoding="utf-8")

    core = root / "engine/core" / area
    core.mkdir()
    (core / "area.hpp").write_text(
        f'#pragma once\n#include "engine/core/step.hpp"\n#include "muster/{area}.hpp"\n'
        f"namespace muster::core {{\nclass Changes;\nstruct {kind}Area {{\n"
        f'    static constexpr std::string_view name = "{area}";\n'
        f"    using Commands = {kind}Commands;\n    using Events = {kind}Events;\n"
        "    static Rejection decide(Step& step, const Command& command);\n"
        "    static void apply(Changes& changes, const Event& event);\n};\n}\n", encoding="utf-8")
    bodies = "".join(
        f"Rejection decide(Step& step, const {one}& c) {{\n"
        "    if (auto bad = check_reason(c.note.value)) return bad;\n"
        f"    {told[i % len(told)]} event;\n    event.request = c.request;\n"
        "    event.note = c.note;\n    step.emit(std::move(event));\n"
        "    return {};\n}\n" for i, one in enumerate(asked))
    (core / "area.cpp").write_text(
        f'#include "engine/core/{area}/area.hpp"\n#include <utility>\n#include "engine/core/changes.hpp"\n'
        f"namespace muster::core {{\nnamespace {{\n{bodies}}}\n"
        f"Rejection {kind}Area::decide(Step& step, const Command& command) {{\n"
        "    return visit_as(Commands(), [&](const auto& c) { return core::decide(step, c); }, "
        "command);\n}\n"
        f"void {kind}Area::apply(Changes& changes, const Event& event) {{\n"
        "    visit_as(Events(), [&](const auto& e) {\n"
        "        changes.request(e.request, [&](Request& r) { r.note = e.note; });\n"
        "    }, event);\n}\n}\n", encoding="utf-8")
    (root / f"engine/codec/areas/{area}.cpp").write_text(
        f'#include "engine/codec/area_json_impl.hpp"\n#include "muster/{area}.hpp"\n'
        "namespace muster::codec {\n"
        f"template std::span<const AlternativeJson<Command>> list_json<Command, {kind}Commands>();\n"
        f"template std::span<const AlternativeJson<Event>> list_json<Event, {kind}Events>();\n}}\n",
        encoding="utf-8")
    rows = "".join(f'    Row<{one}>{{"{{member}} of {{request}}[: {{note}}]", '
                   f'"{{request}}，{{member}}[：{{note}}]"}},\n' for one in told)
    (root / f"engine/views/words/{area}.cpp").write_text(
        f'#include "engine/views/event_view_impl.hpp"\n#include "muster/{area}.hpp"\n'
        "namespace muster::views {\ntemplate <>\n"
        f"constexpr auto words_of<{kind}Events> = std::tuple{{\n{rows}}};\n"
        f"template std::span<const EventView> list_view<{kind}Events>();\n}}\n", encoding="utf-8")

    for lists, name in (("commands", "CommandLists"), ("events", "EventLists")):
        path = root / f"include/muster/{lists}.hpp"
        behind(path, r"(?=namespace muster \{)", f'#include "muster/{area}.hpp"\n')
        behind(path, rf"using {name} =\s*TypeList<[^;]*?(?=>;)", f", {kind}{lists.capitalize()}")
    path = root / "engine/core/areas.cpp"
    behind(path, r'#include "engine/core/areas\.hpp"\n', f'#include "engine/core/{area}/area.hpp"\n')
    behind(path, r"using AllAreas =\s*TypeList<[^;]*?(?=>;)", f", {kind}Area")
    return [f"engine/core/{area}/area.cpp", f"engine/codec/areas/{area}.cpp",
            f"engine/views/words/{area}.cpp"]


def enlarge(root):
    """Adds areas to a copy; returns the units of the first, and how much there was before."""
    headers = sorted((root / "include/muster").glob("*.hpp"))
    there = {name: sum(count(path, name) for path in headers) for name in ("Commands", "Events")}
    units = []
    for place in range(AREAS):
        shares = [(wanted - there[name]) // AREAS + (place < (wanted - there[name]) % AREAS)
                  for name, wanted in (("Commands", COMMANDS), ("Events", EVENTS))]
        written = write_area(root, place, *shares)
        units = units or written
    return units, there


def precompile(units, build, root):
    """The precompiled headers of the copy, where its units look for them."""
    results = []
    for source, words in units:
        if not source.endswith(PRECOMPILED):
            continue
        for path in (TOP / source, (TOP / source).with_suffix("")):
            there = root / path.relative_to(TOP)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_text(path.read_text(encoding="utf-8").replace(f"{TOP}/", f"{root}/"),
                             encoding="utf-8")
        words = [word.replace(str(TOP), str(root)) for word in words]
        keep = (root / source).with_suffix(".gch")
        results.append(compiled(source, words, None, build, keep))
    return results


def tell(title, rows):
    for one in rows[:10]:
        print(f"{title}: {one['user_s']:6.1f} s {one['peak_mib']:5d} MiB  {one['unit']}",
              file=sys.stderr, flush=True)


def main():
    asked = argparse.ArgumentParser(description=__doc__,
                                    formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("build", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--jobs", type=int, default=1)
    options = asked.parse_args()
    build = options.build.resolve()

    units = list(compilations(build))
    if options.quick:
        units = [unit for unit in units if unit[0] in HEAVY or unit[0].endswith(PRECOMPILED)]
    today = compile_all(units, "the program", options.jobs, build)

    # Said and kept at once: what comes now takes as long again.
    result = {"whole": not options.quick, "today": today}
    options.out.write_text(json.dumps(result, indent=1), encoding="utf-8")
    total = sum(one["user_s"] + one["system_s"] for one in today)
    print(f"{len(today)} units of the program: {total / 60:.1f} minutes of processor time",
          file=sys.stderr, flush=True)
    tell("today", today)

    by_source = dict(compilations(build))
    with tempfile.TemporaryDirectory(prefix="muster-large-") as folder:
        root = Path(folder)
        for name in ("include", "engine", "adapters"):
            shutil.copytree(TOP / name, root / name,
                            ignore=shutil.ignore_patterns("node_modules", "build"))
        generated, there = enlarge(root)
        large = []
        again = [one["unit"] for one in today[:12] if not one["unit"].endswith(PRECOMPILED)]
        again += [source for source in HEAVY if source in by_source and source not in again]

        # What is generated is compiled as its neighbours are.
        neighbours = {"core": "engine/core/areas.cpp", "codec": "engine/codec/choices.cpp",
                      "views": "engine/views/words.cpp"}
        for source in again + generated:
            like = neighbours.get(source.split("/")[1])
            words = by_source.get(source) or [word.replace(like, source)
                                              for word in by_source[like]]
            large.append((source, [word.replace(str(TOP), str(root)) for word in words]))
        enlarged = precompile(by_source.items(), build, root)
        enlarged += compile_all(large, "121 commands and 140 events", options.jobs, build)
        enlarged.sort(key=lambda one: -one["user_s"])

    result |= {"there": there, "large": enlarged}
    options.out.write_text(json.dumps(result, indent=1), encoding="utf-8")
    tell("large", enlarged)


if __name__ == "__main__":
    main()
