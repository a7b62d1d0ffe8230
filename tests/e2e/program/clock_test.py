"""The system's clock goes back under the running program, by faketime, and nobody notices."""

import os
import pathlib
import time

from harness import Feed, ProgramTest, main, wait_for

# Where Debian's package faketime puts the variant for programs with threads.
LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
HOUR_S = 3600


class ClockTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.offset = self.folder / "offset"
        self.set_clock(0)
        self.token = self.make_token("dispatcher", "supervisor", "admin")

    def set_clock(self, offset_s):
        beside = pathlib.Path(str(self.offset) + ".new")
        beside.write_text(f"{offset_s:+d}s\n", encoding="utf-8")
        beside.replace(self.offset)

    def start(self):
        service = self.serve(env=self.environment())
        return service, service.client(self.token)

    def environment(self):
        return {
            "LD_PRELOAD": LIBRARY,
            "FAKETIME_TIMESTAMP_FILE": str(self.offset),
            "FAKETIME_NO_CACHE": "1",
            "NO_FAKE_STAT": "1",
            # The monotonic clock does not move when somebody sets the system's.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def create(self, client):
        self.made = getattr(self, "made", [])
        place = {"lat": 32.39, "lon": round(119.0 + len(self.made) / 1000, 6)}
        answer = client.must("CreateRequest", {"service": "power_repair", "place": place})
        self.made.append(answer)
        return answer

    def http_time(self, client):
        return client.call("GET", "/readyz").headers["Date"]

    def test_clock_goes_back(self):
        service, client = self.start()
        feed = Feed(service, self.token)
        self.addCleanup(feed.close)
        before = self.create(client)
        told = self.http_time(client)

        self.set_clock(-HOUR_S)
        # The preloaded library is at work: what tells the system's time went back.
        self.assertNotEqual(self.http_time(client)[:-9], told[:-9])
        began = time.monotonic()
        after = self.create(client)
        self.assertGreaterEqual(after["at"], before["at"])
        # City time goes on by the monotonic clock; it does not stand still for an hour.
        wait_for("city time goes on", lambda: self.create(client)["at"] >= after["at"] + 300)
        self.assertLess(self.made[-1]["at"] - after["at"], 1000 * (time.monotonic() - began) + 1000)

        # Timers too: a request put on hold for a moment comes back.
        held = after["id"]
        until = self.made[-1]["at"] + 1500
        client.must("HoldRequest", {"request": held, "hold_until": until, "reason": "a moment"})
        self.assertEqual(client.get(f"/v1/requests/{held}")["held_until"], until)
        wait_for(
            "the hold ends", lambda: client.get(f"/v1/requests/{held}")["held_until"] == 0, 10
        )

        # Nothing that is counted by the system's time sticks: tickets, rates, the feed.
        another = Feed(service, self.token)
        self.addCleanup(another.close)
        another.message("reset")
        for _ in range(20):
            self.create(client)
        seen = set()
        while self.made[-1]["seq"] not in seen:
            message = feed.next()
            seen.add(message.get("seq"))

        # And forward again, further than before.
        self.set_clock(2 * HOUR_S)
        self.assertLess(self.create(client)["at"], before["at"] + HOUR_S * 1000)
        self.set_clock(-HOUR_S)
        self.create(client)
        self.assertEqual(service.stop(), 0, service.text())
        self.assertIn("the city's time is", service.text())

        # A start at a time that the log has passed goes on where the log ended.
        service, client = self.start()
        self.create(client)
        requests = client.all("requests")
        self.assertEqual(service.stop(), 0, service.text())
        times = [answer["at"] for answer in self.made]
        self.assertEqual(times, sorted(times))
        self.assertEqual(set(requests), {answer["id"] for answer in self.made})
        self.assert_sound()

    def metric(self, client, name):
        for line in client.call("GET", "/metrics").body.decode().splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
        self.fail(f"no metric {name}")

    def test_city_follows_a_clock_that_is_set_right(self):
        with self.config.open("a", encoding="utf-8") as config:
            config.write("\n[clock]\nsettle_ms = 1500\n")
        self.set_clock(-HOUR_S)
        service, client = self.start()
        before = self.create(client)["at"]
        self.set_clock(0)
        # Not at once: who knows which of the two was the mistake?
        self.assertLess(self.create(client)["at"], before + 60_000)
        self.assertLess(self.metric(client, "muster_city_clock_ahead_seconds"), -3000)
        wait_for("the city follows",
                 lambda: self.create(client)["at"] >= before + 3_590_000, 20)
        self.assertAlmostEqual(self.metric(client, "muster_city_clock_ahead_seconds"), 0, delta=2)
        self.assertEqual(service.stop(), 0, service.text())

    def test_a_start_far_from_the_end_of_the_log_is_refused(self):
        service, client = self.start()
        self.create(client)
        self.assertEqual(service.stop(), 0, service.text())
        for days in (30, -30, -365 * 40):
            self.set_clock(days * 24 * HOUR_S)
            refused = self.serve(env=self.environment(), wait=False)
            self.assertEqual(refused.wait(), 3, refused.text())
            self.assertIn("--accept-clock", refused.text())
        self.set_clock(30 * 24 * HOUR_S)
        service = self.serve("--accept-clock", env=self.environment())
        self.create(service.client(self.token))
        self.assertEqual(service.stop(), 0, service.text())
        self.assert_sound()


if __name__ == "__main__":
    if not os.path.exists(LIBRARY):
        print("skipped: faketime is not installed")
        raise SystemExit(77)
    main()
