#!/usr/bin/env python3
"""Measures the program `muster` from outside and writes JSON.

    program.py simulate --runs N MUSTER OUT.json     wall time of a simulated day
    program.py latency --seconds S --bare BARE_PATH MUSTER OUT.json
                                                     HTTP request -> WebSocket, light load, loopback
    program.py import --rows N MUSTER OUT.json       a table of N members into a running service
    program.py devices --seconds S --bare DEVICE_LOAD MUSTER OUT.json
                                                     alarms over the sockets of their protocols
    program.py fairness --seconds S MUSTER OUT.json  a call for help while one token floods
    program.py tls --seconds S --bare TLS_LOAD MUSTER OUT.json
                                                     connections and bytes under TLS
"""
import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from devices import devices
from fairness import fairness
from importing import importing
from tls import tls


def simulate(muster, runs):
    seconds, states = [], set()
    for _ in range(runs):
        start = time.monotonic()
        done = subprocess.run([muster, "simulate", "--seed", "7", "--json"], check=True,
                              capture_output=True, text=True)
        seconds.append(time.monotonic() - start)
        report = json.loads(done.stdout)
        states.add(done.stdout)
    if len(states) != 1:
        raise SystemExit("the same seed gave different reports")
    return {"seconds": seconds, "records": report["records"], "received": report["received"]}


def read_greeting(demo):
    """Address and token, as `muster demo` prints them once it listens."""
    address = token = None
    for line in demo.stdout:
        if found := re.search(r"console\s+(http://[^/\s]+)", line):
            address = found[1]
        if found := re.search(r"token\s+(\S+)", line):
            token = found[1] if "console" not in line else token
        if address and token:
            return address, token
    raise SystemExit("muster demo ended without saying where it listens")


# Requests a second. Both are light; with long pauses the processors and the disk go to sleep, which
# the bare path shows.
LIGHT_RATES = (200, 50)


def latency(muster, bare_path, seconds):
    def load(address, token, rate):
        # An exit code of 1 is a broken promise; the report says which.
        done = subprocess.run(
            [muster, "load", "--url", address, "--rate", str(rate), "--seconds", str(seconds),
             "--json"], env={**os.environ, "MUSTER_TOKEN": token}, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stderr.strip() or f"muster load: exit {done.returncode}")
        return json.loads(done.stdout)

    def bare(rate):
        done = subprocess.run([bare_path, "--rate", str(rate), "--seconds", str(seconds)],
                              check=True, capture_output=True, text=True)
        return json.loads(done.stdout)

    def one(rate):
        # A fresh city for each, so that the second does not meet the requests of the first. It
        # stands still (no demand of its own), so that only the load is measured.
        with tempfile.TemporaryDirectory() as folder:
            demo = subprocess.Popen(
                [muster, "demo", "--speed", "1", "--load", "0", "--data", folder + "/data",
                 "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
            try:
                address, token = read_greeting(demo)
                time.sleep(2)  # the city's people come on duty first
                report = load(address, token, rate)
            finally:
                demo.send_signal(signal.SIGINT)
                try:
                    demo.wait(10)
                except subprocess.TimeoutExpired:
                    demo.kill()
                    demo.wait()
        return {"load": report, "bare": bare(rate)}

    return {str(rate): one(rate) for rate in LIGHT_RATES}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["simulate", "latency", "import", "devices", "fairness",
                                         "tls"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--bare")
    parser.add_argument("muster")
    parser.add_argument("out")
    args = parser.parse_args()
    try:
        if args.what == "simulate":
            result = simulate(args.muster, args.runs)
        elif args.what == "latency":
            result = latency(args.muster, args.bare, args.seconds)
        elif args.what == "import":
            result = importing(args.muster, args.rows)
        elif args.what == "devices":
            result = devices(args.muster, args.bare, args.seconds)
        elif args.what == "tls":
            result = tls(args.muster, args.bare, args.seconds)
        else:
            result = fairness(args.muster, args.seconds)
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error.cmd[0]}: {error.stderr.strip()}")
    with open(args.out, "w", encoding="utf-8") as file:
        json.dump(result, file)


if __name__ == "__main__":
    main()
