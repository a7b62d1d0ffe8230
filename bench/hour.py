"""Hours of a city's traffic on the real program, sent as fast as it is answered: does it grow?

In an hour 100,000 devices each say every five minutes that they are alive, 500 of them call for
help, 400 calls come in on the hotline and are taken, and among all that is what no device should
send: damaged frames, frames of nobody, bytes of something else. Half of each comes in each half
hour. The first fills what is bounded: caches, the feed's memory of what was sent, the queues.

What the program holds for a request, a call or a device that has spoken stands on the board, and is
no leak. Two things tell it apart. Each half hour brings as many requests and calls as the one
before, so what they hold is the same each time, and a last half hour brings nothing but signs of
life and mistakes: what grows there is not theirs. And in the end the program is started again on
the same log: that process holds the same board and has served nobody.
"""
import os
import socket
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "e2e" / "program"))
from exchange import SECRET, Asterisk  # noqa: E402

EACH_S = 300
HOUR_S = 3_600
HALVES = 3  # with alarms and calls; one without follows
ALARMS = 500
CALLS = 400
MISTAKES = 2_000
PBX = """
[pbx]
host = "127.0.0.1"
port = {port}
dialect = "ami"
contexts = ["from-trunk"]
lines = ["12349"]
secret = {{ env = "MUSTER_BENCH_PBX" }}
"""
WRONG = (
    b"\n00000013\"NULL\"0000L0#7A31[]\r",           # a CRC that is not right
    b"\nB2E70013\"NULL\"0000L0#7A31[]\r",           # a device that nobody registered
    b"\n8A300026\"SIA-DCS\"0313L0#7A31[#7A31|",     # cut off
    b"GET / HTTP/1.1\r\nHost: alarms\r\n\r\n",
    bytes(range(256)),
)


def section(exchange):
    os.environ["MUSTER_BENCH_PBX"] = SECRET
    return PBX.format(port=exchange.port)


def mistakes(port, count):
    """Each some frames on a connection of its own, of which some are closed at once."""
    for number in range(count):
        with socket.create_connection(("127.0.0.1", port), 10) as line:
            line.sendall(WRONG[number % len(WRONG)] * (1 + number % 3))


def calls(exchange, half):
    for number in range(CALLS // 2):
        unique = f"{half}.{number}"
        exchange.ring(unique, f"1370000{number:04d}")
        exchange.agent_answers(unique, "desk-1")
        exchange.hang_up(unique)


def half_hour(city, load, exchange, half, devices, quiet):
    """So many signs of life as half an hour brings; in the midst of them all the rest."""
    wanted = devices * HOUR_S // EACH_S // 2
    report = {"alive": 0, "alarms": 0, "lost": 0, "refused": 0}
    lines = city.file.read_text().splitlines(keepends=True)
    alarming = city.file.with_suffix(".alarming")
    alarming.write_text("".join(lines[half * ALARMS // 2:(half + 1) * ALARMS // 2]))

    def run(file, kind, *more):
        done = load(file, kind, *more)
        for field in ("lost", "refused"):
            report[field] += done[field]
        return done["answered"]

    report["alive"] += run(city.file, "alive", "--window", 4, "--seconds", 1)
    if not quiet:
        report["alarms"] += run(alarming, "alarm", "--rate", 100, "--seconds", ALARMS // 2 / 100)
        calls(exchange, half)
    mistakes(city.ports["dc09"], MISTAKES // 2)
    while report["alive"] < wanted:
        report["alive"] += run(city.file, "alive", "--window", 4, "--seconds", 2)
    return report


def settled(memory):
    """When the last of what came has been dealt with, and what it took was given back."""
    time.sleep(2)
    return memory()


def hour(make_city, load_of, memory_bytes, devices):
    """make_city(more): a server with so many devices of DC-09, which also reads `more`."""
    exchange = Asterisk()
    with make_city(section(exchange)) as city:
        if not exchange.logins.get(timeout=20):
            raise SystemExit("the program did not log in to the exchange")

        def load(file, kind, *more):
            return load_of(city, file, kind, *more)

        def memory():
            return memory_bytes(city.server.process.pid)

        result = {"devices": devices, "bytes_before": settled(memory), "halves": []}
        for half in range(HALVES + 1):
            done = half_hour(city, load, exchange, half, devices, quiet=half == HALVES)
            result["halves"].append(done | {"bytes": settled(memory)})
        result["bytes_after"] = result["halves"][-1]["bytes"]
        result["bytes_of_quiet_half"] = result["bytes_after"] - result["halves"][-2]["bytes"]
        city.server.restart()
        result["bytes_restarted"] = settled(memory)
    return result
