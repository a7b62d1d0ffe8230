#!/usr/bin/env python3
"""The man page and the completion for bash, made from what the program says of itself.

Usage: pages.py man|bash PROGRAM VERSION > FILE
"""

import dataclasses
import os
import re
import subprocess
import sys
import time

INDENT = 30  # where CLI11's descriptions begin


@dataclasses.dataclass
class Entry:
    name: str  # "--data TEXT REQUIRED", or a subcommand
    text: str


@dataclasses.dataclass
class Command:
    path: tuple  # ("report", "monthly"); () = the program itself
    what: str = ""
    usage: str = ""
    sections: list = dataclasses.field(default_factory=list)  # (heading, [Entry])
    example: list = dataclasses.field(default_factory=list)
    subcommands: list = dataclasses.field(default_factory=list)


def entries_of(lines):
    found = []
    for line, following in zip(lines, [*lines[1:], ""]):
        if line.startswith(" " * INDENT):
            if found and not found[-1].text:
                found[-1].text = line.strip()
        elif following.startswith(" " * INDENT) or len(line) <= INDENT or line[INDENT - 1] != " ":
            found.append(Entry(line.strip(), ""))
        else:
            found.append(Entry(line[:INDENT].strip(), line[INDENT:].strip()))
    return found


def help_of(program, path):
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                   "MUSTER_CONFIG": "/etc/muster/muster.toml"}
    return subprocess.run(["muster", *path, "--help"], executable=program, env=environment,
                          check=True, capture_output=True, text=True).stdout


def parse(path, text):
    command = Command(path)
    blocks = re.split(r"^(\S.*):$", text, flags=re.M)
    for line in blocks[0].strip().splitlines():
        if line.startswith("Usage: "):
            command.usage = line.removeprefix("Usage: ")
        else:
            command.what = line
    for heading, body in zip(blocks[1::2], blocks[2::2]):
        lines = [line for line in body.splitlines() if line.strip()]
        if heading == "Example":
            command.example = [line.strip() for line in lines]
        elif heading == "Subcommands":
            command.subcommands = [one.name for one in entries_of(lines)]
        else:
            command.sections.append((heading, entries_of(lines)))
    return command


def walk(program, path=()):
    """The program and all that can stand behind it, in the order of its help."""
    command = parse(path, help_of(program, path))
    yield command
    for name in command.subcommands:
        yield from walk(program, (*path, name))


def portable(name):
    """Without a default that is the number of this machine's processors."""
    return re.sub(r"^(--threads .*\])=\d+", r"\1=processors", name)


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text[:1] in (".", "'") else text


def man(commands, version):
    day = time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", 0))))
    out = [f'.TH MUSTER 1 "{day}" "Muster {version}" "User Commands"', ".SH NAME",
           "muster \\- real\\-time dispatch engine of a city's desk", ".SH SYNOPSIS",
           ".B muster", "COMMAND [OPTIONS]", ".SH DESCRIPTION",
           "Takes requests for help from every channel, ranks them, sends the nearest able",
           "responder, writes each decision down before anybody hears of it, and shows the city",
           "live to the dispatchers. The package runs",
           roff("`muster serve`"), "as the service muster; all else is typed, as the user",
           "muster where it reads or writes the log:", ".PP", ".EX",
           roff("runuser -u muster -- muster token create --data /var/lib/muster --name desk-1 "
                "--role dispatcher"), ".EE", ".SH COMMANDS"]
    for command in commands[1:]:
        out += [f'.SS "{roff(" ".join(command.path))}"', roff(command.what.rstrip(".") + ".")]
        if command.subcommands:
            out += ["With one of: " + roff(", ".join(command.subcommands)) + "."]
            continue
        out += [".PP", ".EX", roff(command.usage), ".EE"]
        for heading, entries in command.sections:
            entries = [one for one in entries if not one.name.startswith("-h,")]
            if heading not in ("Options", "Positionals"):
                out += [".PP", roff(heading) + ":"]
            for one in entries:
                out += [".TP", f".B {roff(portable(one.name))}", roff(one.text) or "\\&"]
        if command.example:
            out += [".PP", "Example:", ".PP", ".EX", *map(roff, command.example), ".EE"]
    out += [".SH EXIT STATUS"]
    for code, text in (("0", "done"), ("1", "the answer is no: a difference was found"),
                       ("2", "the command line or the configuration is wrong"),
                       ("3", "it could not be done: a file, the disk, the network")):
        out += [".TP", f".B {code}", text]
    out += [".SH ENVIRONMENT", ".TP", ".B MUSTER_CONFIG",
            "the configuration file, in place of /etc/muster/muster.toml", ".SH FILES"]
    for name, text in (
            ("/etc/muster/muster.toml", "settings of the program, each with its default"),
            ("/etc/muster/*.toml", "rules of the service: services, plans, calendar and others"),
            ("/etc/muster/secrets", "secrets that the settings name"),
            ("/var/lib/muster", "the log, its snapshots, road maps and tokens"),
            ("/var/backups/muster", "what muster\\-backup.timer makes nightly"),
            ("/usr/share/muster", "the consoles, and rules of other cities")):
        out += [".TP", f".I {roff(name)}", text if "\\-" in text else roff(text)]
    out += [".SH SEE ALSO", roff("/usr/share/doc/muster/README.md") + ",", ".BR systemctl (1)"]
    return "\n".join(out) + "\n"


def takes_value(name):
    words = name.split(" Excludes:")[0].split(" Needs:")[0].split()
    return len(words) > 1


def options_of(command):
    """(words, whether a value follows, what it may be) of each option."""
    for _, entries in command.sections:
        for one in entries:
            words = [word for word in one.name.split()[0].split("=")[0].split(",")
                     if word.startswith("-")]
            choices = re.search(r"TEXT:\{([^}]*)\}", one.name)
            if words:
                yield words, takes_value(one.name), choices[1].split(",") if choices else []


def bash(commands, _version):
    names, values, free = [], [], []
    for command in commands:
        path = " ".join(command.path)
        words = list(command.subcommands)
        for spelled, valued, choices in options_of(command):
            words += spelled
            if valued and choices:
                values += [f"        '{path}:{word}') words='{' '.join(choices)}' ;;"
                           for word in spelled]
            elif valued:
                free += [f"'{path}:{word}'" for word in spelled]
        names.append(f"        '{path}') words='{' '.join(words)}' ;;")
    groups = " | ".join(f"'{' '.join(one.path)}'" for one in commands if one.path)
    return "\n".join([
        "# Completion of muster(1) for bash, made from the help of the program.",
        "_muster() {",
        "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}",
        "    local path='' words='' word",
        '    for word in "${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do',
        '        case "${path:+$path }$word" in',
        f"            {groups}) path=\"${{path:+$path }}$word\" ;;",
        "        esac",
        "    done",
        "    # What an option takes; without a list of it, a file.",
        '    case "$path:$previous" in',
        *values,
        "        " + " | ".join(free) + ") ;;",
        '        *) case "$path" in',
        *names,
        "        esac ;;",
        "    esac",
        "    # shellcheck disable=SC2207",
        '    COMPREPLY=($(compgen -W "$words" -- "$current"))',
        "}",
        "complete -o bashdefault -o default -F _muster muster",
    ]) + "\n"


def main():
    kind, program, version = sys.argv[1:]
    # A file beside it that somebody has made of the same name is not asked.
    commands = list(walk(os.path.abspath(program)))
    sys.stdout.write({"man": man, "bash": bash}[kind](commands, version))


main()
