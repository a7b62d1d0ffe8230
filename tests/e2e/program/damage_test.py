"""A server that was killed, and whose log is then damaged at random places: it starts with every
acknowledged command, or it says that something is wrong. Nothing in between.

MUSTER_TEST_DAMAGES=200 tries each kind so often (and prints the table); else a few times each.
"""

import json
import os
import random
import shutil
import sqlite3

from damage import MUCH_IN_LITTLE, flip, rows_of, scrubbed
from harness import ProgramTest, Service, main, run, wait_for

SEED = int(os.environ.get("MUSTER_TEST_SEED", "57"))
TIMES = int(os.environ.get("MUSTER_TEST_DAMAGES", "3"))
FRAME = 4120
PAGE = 4096


def cut(rng, data):
    del data[rng.randrange(len(data)) :]


def zero_page(rng, data):
    at = rng.randrange(len(data)) // PAGE * PAGE
    data[at : at + PAGE] = bytes(len(data[at : at + PAGE]))


def swap_frames(rng, data):
    frames = (len(data) - 32) // FRAME
    a, b = (32 + FRAME * i for i in rng.sample(range(frames), 2))
    data[a : a + FRAME], data[b : b + FRAME] = data[b : b + FRAME], data[a : a + FRAME]


def swap_pages(rng, data):
    a, b = (PAGE * i for i in rng.sample(range(len(data) // PAGE), 2))
    data[a : a + PAGE], data[b : b + PAGE] = data[b : b + PAGE], data[a : a + PAGE]


def frame_written_again(wal):
    """The first frame after a few whose page is there once more later: nothing is lost with it."""
    pages = []
    while len(wal) >= 32 + FRAME * (len(pages) + 1):
        at = 32 + FRAME * len(pages)
        if wal[at + 8 : at + 16] != wal[16:24]:  # of an earlier round through the file
            break
        pages.append(bytes(wal[at : at + 4]))
    return next(i for i in range(4, len(pages)) if pages[i] in pages[i + 1 :])


KINDS = [
    ("decisions.sqlite-wal", flip),
    ("decisions.sqlite-wal", cut),
    ("decisions.sqlite-wal", zero_page),
    ("decisions.sqlite-wal", swap_frames),
    ("decisions.sqlite", flip),
    ("decisions.sqlite", cut),
    ("decisions.sqlite", zero_page),
    ("decisions.sqlite", swap_pages),
]


class DamageTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.set_options("log", *MUCH_IN_LITTLE)

    def crashed(self):
        """Kills a server with some history; gives the data folder and what was acknowledged."""
        token = self.make_token("dispatcher", "supervisor", "admin")
        service = self.serve()
        client = service.client(token)
        for i in range(240):
            place = {"lat": 32.39, "lon": round(119.0 + i / 1000, 6)}
            client.must("CreateRequest", {"service": "power_repair", "place": place})
        wait_for("a snapshot", lambda: list(self.data.glob("snapshot-*.json")))
        service.kill()
        whole = self.folder / "whole"
        shutil.copytree(self.data, whole)
        records = {}
        for name in ("decisions.sqlite-wal", "decisions.sqlite"):
            self.assertGreater((whole / name).stat().st_size, 8 * PAGE, name)
        shutil.copytree(whole, self.folder / "read")
        database = sqlite3.connect(self.folder / "read" / "decisions.sqlite")
        for row in database.execute("SELECT seq, hex(hash) FROM record"):
            records[row[0]] = row[1]
        database.close()
        return whole, records, token

    def outcome(self, data, truth, token):
        """refused, said (alarm or check) or whole; lost when something is gone and nobody says so."""
        service = Service(
            ["serve", "--data", str(data), "--listen", "127.0.0.1:0", "--config", str(self.config)],
            data,
            wait=False,
        )
        self.addCleanup(service.kill)
        service._ready.wait(30)
        if service.port is None:
            code = service.wait()
            self.assertEqual(code, 3, service.text())
            self.assertRegex(service.text(), r"muster: .*(record|decisions|page|frame)")
            return "refused"
        try:
            client = service.client(token)
            scrub = wait_for("a pass of the scrub", lambda: scrubbed(client))
        finally:
            service.kill()
        if scrub == "scrub":
            return "said"
        # Whatever was acknowledged is there as it was.
        rows = rows_of(data)
        if rows and all(rows.get(seq) == row for seq, row in truth.items()):
            checked = run("check", "--data", data, timeout=60)
            return "whole" if checked.returncode == 0 else "said"
        checked = run("check", "--data", data, timeout=60)
        return "said" if checked.returncode != 0 else "lost"

    def test_damage_is_said(self):
        rng = random.Random(SEED)
        print(f"seed {SEED} (MUSTER_TEST_SEED), {TIMES} of each kind (MUSTER_TEST_DAMAGES)")
        whole, records, token = self.crashed()
        read = rows_of(self.folder / "read")
        self.assertEqual(len(read), len(records))
        table = {}
        for file, damage in KINDS:
            counts = table.setdefault(f"{file} {damage.__name__}", {})
            for number in range(TIMES):
                data = self.folder / "damaged"
                shutil.rmtree(data, ignore_errors=True)
                shutil.copytree(whole, data)
                content = bytearray((data / file).read_bytes())
                damage(rng, content)
                (data / file).write_bytes(content)
                found = self.outcome(data, read, token)
                counts[found] = counts.get(found, 0) + 1
                if found == "lost":
                    kept = f"/tmp/muster-damage-{damage.__name__}-{number}"
                    shutil.copytree(data, kept, dirs_exist_ok=True)
        print(json.dumps(table, indent=2))
        for kind, counts in table.items():
            self.assertEqual(counts.get("lost", 0), 0, kind)

    def test_repair(self):
        """A refusal names the way out, and the way works."""
        whole, records, token = self.crashed()
        data = self.folder / "damaged"
        shutil.copytree(whole, data)
        wal = bytearray((data / "decisions.sqlite-wal").read_bytes())
        frame = frame_written_again(wal)
        wal[32 + frame * FRAME + 1000] ^= 8
        (data / "decisions.sqlite-wal").write_bytes(wal)
        last = max(records)
        args = ["--listen", "127.0.0.1:0", "--config", self.config]
        refused = run("serve", "--data", data, *args)
        self.assertEqual(refused.returncode, 3, refused.stderr)
        self.assertRegex(refused.stderr, rf"frame {frame + 1} of .* is damaged")
        self.assertIn(f"record {last} was acknowledged", refused.stderr)
        self.assertIn("muster repair", refused.stderr)
        checked = run("check", "--data", data)
        self.assertEqual(checked.returncode, 1, checked.stdout + checked.stderr)
        self.assertIn("(loss)", checked.stdout)
        copied = run("backup", "--data", data, self.folder / "copy.sqlite")
        self.assertEqual(copied.returncode, 3, copied.stdout)
        mended = self.run_json("repair", "--data", data)
        self.assertTrue(mended["done"], mended)
        self.assertTrue(mended["without_loss"], mended)
        self.assertEqual(mended["records"], last)
        service = self.serve(data=data)
        self.assertEqual(len(service.client(token).all("requests")), 240)
        self.assertEqual(service.stop(), 0)
        self.assert_sound(data)

        # Frames that are gone: no loss but by name.
        shutil.rmtree(data)
        shutil.copytree(whole, data)
        (data / "decisions.sqlite-wal").write_bytes(b"")
        refused = run("serve", "--data", data, *args)
        self.assertEqual(refused.returncode, 3, refused.stderr)
        self.assertRegex(refused.stderr, rf"records \d+ to {last} are lost")
        asked = run("repair", "--data", data)
        self.assertEqual(asked.returncode, 1, asked.stderr)
        self.assertIn(f"to {last} would be lost", asked.stdout)
        named = json.loads(run("repair", "--data", data, "--json").stdout)["records"]
        mended = self.run_json("repair", "--data", data, "--accept-loss", str(named))
        self.assertTrue(mended["done"], mended)
        service = self.serve(data=data)
        self.assertEqual(service.stop(), 0)
        self.assert_sound(data)


if __name__ == "__main__":
    main()
