"""Contact cards: their signed links, the sheet that is printed, and what a scan of it opens."""

import pathlib
import secrets
import shutil
import subprocess
import time
import unittest
import urllib.request

from harness import ProgramTest, main, run

NAMES = ("李明", "𠮷田和子", "Li Na", "欧阳修远·阿卜杜拉·买买提江")


def text_of(*command):
    return subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True,
                          stderr=subprocess.DEVNULL, text=True, timeout=60).stdout


class CardsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.service = self.serve()
        self.client = self.service.client(self.token)
        self.url = f"http://127.0.0.1:{self.service.port}"

    def card(self, what, *args, token=None):
        return run("card", what, *args, "--url", self.url, "--token", token or self.token,
                   "--config", self.config)

    def members(self, count):
        cards = {}
        for n in range(count):
            member = self.client.must("RegisterMember", {
                "profile": {"name": NAMES[n % len(NAMES)], "phone": f"1380000{1000 + n}",
                            "district": "guangling" if n else "hanjiang"}})
            cards[member["id"]] = self.client.must("IssueCard", {"member": member["id"]})["id"]
        return cards

    def link(self, card, *more):
        made = self.card("link", card, *more)
        self.assertEqual(made.returncode, 0, made)
        return made.stdout.strip()

    def test_a_link_opens_the_card(self):
        (_, card), = self.members(1).items()
        link = self.link(card)
        self.assertTrue(link.startswith(f"{self.url}/t/1.k1.{card}.1."), link)
        with urllib.request.urlopen(link, timeout=20) as page:
            self.assertIn("需要什么帮助", page.read().decode())
        red = self.link(card, "--colour", "red")
        self.assertEqual(red, link + "?colour=red")
        with urllib.request.urlopen(red, timeout=20) as page:
            self.assertIn("需要紧急求助吗？", page.read().decode())
        with urllib.request.urlopen(red + "&lang=en", timeout=20) as page:
            self.assertIn("Call for emergency help?", page.read().decode())
        self.assertEqual(self.client.get("/v1/requests")["items"], [])
        self.assertIn("none of red", self.card("link", card, "--colour", "pink").stderr)
        elsewhere = self.link(card, "--public-url", "https://help.example/")
        self.assertEqual(elsewhere, link.replace(self.url, "https://help.example"))
        unknown = self.card("link", card + 1)
        self.assertEqual(unknown.returncode, 3, unknown)

    def scanned(self, sheet):
        for tool in ("pdftoppm", "zbarimg"):
            if shutil.which(tool) is None:
                self.skipTest(f"{tool} is not installed")
        pages = self.folder / "page"
        subprocess.run(["pdftoppm", "-r", "150", "-png", sheet, pages], check=True, timeout=60)
        found = []
        for page in sorted(self.folder.glob("page*.png")):
            found += text_of("zbarimg", "--raw", "-q", page).split()
            page.unlink()
        return found

    def test_a_sheet_is_printed_and_scanned(self):
        cards = self.members(11)
        sheet = self.folder / "cards.pdf"
        made = self.card("sheet", "--out", sheet)
        self.assertEqual(made.returncode, 0, made)
        self.assertIn("11 cards printed, 0 members have none", made.stdout)
        links = {self.link(card) for card in cards.values()}
        self.assertEqual(len(links), 11)
        scanned = self.scanned(sheet)
        self.assertEqual(len(scanned), 11)
        self.assertEqual(set(scanned), links)
        words = text_of("pdftotext", sheet, "-")
        for text in (*NAMES[:3], "紧急求助", "Emergency help", "政策活动与顾问"):
            self.assertIn(text, words)

        again = self.folder / "again.pdf"
        self.card("sheet", "--out", again)
        self.assertEqual(again.read_bytes(), sheet.read_bytes())

        # Some of them; whoever has a new card gets that one, and whoever has none is counted.
        first, second, third = list(cards)[:3]
        newer = self.client.must("IssueCard", {"member": first})["id"]
        self.client.must("RevokeCard", {"card": cards[third], "lost": True})
        some = self.card("sheet", "--out", sheet, "--members", f"{first},{second},{third}")
        self.assertIn("2 cards printed, 1 members have none", some.stdout, some)
        self.assertEqual(set(self.scanned(sheet)), {self.link(newer), self.link(cards[second])})
        district = self.card("sheet", "--out", sheet, "--district", "hanjiang")
        self.assertIn("1 cards printed", district.stdout, district)

    def test_what_cannot_be_printed_is_said(self):
        (member, _), = self.members(1).items()
        sheet = self.folder / "cards.pdf"
        nobody = self.card("sheet", "--out", sheet, "--district", "baoying")
        self.assertEqual(nobody.returncode, 1, nobody)
        self.assertFalse(sheet.exists())
        # A place for private use: no font has it.
        self.client.must("UpdateMember", {"member": member, "profile": {"name": "王\U000f0000"}})
        odd = self.card("sheet", "--out", sheet)
        self.assertEqual(odd.returncode, 1, odd)
        self.assertIn("no installed font", odd.stderr)
        masked = self.card("sheet", "--out", sheet, token=self.make_token("responder", more=("--responder", "1")))
        self.assertNotEqual(masked.returncode, 0, masked)
        nowhere = self.card("sheet", "--out", pathlib.Path("/nonexistent/cards.pdf"))
        self.assertEqual(nowhere.returncode, 3, nowhere)


# What a chip with the UID 04A1B2C3D4E580 signs at its taps of these numbers.
TAPS = {
    6: "?picc_data=B1DC56A069E78220E84D5A68E1CAEDCC&cmac=C3FA426BA23236E9",
    7: "?picc_data=4E207B6CC4E6DDB3955C6E335CEC6885&cmac=C3274DC11A720BC2",
    9: "?picc_data=65376BC719C25884E41ADCFE8FEEC97A&cmac=CA2A2767B9386848",
}


class ChipsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        keys = self.folder / "chips-c1"
        keys.write_text("00112233445566778899AABBCCDDEEFF\n0F1E2D3C4B5A69788796A5B4C3D2E1F0\n",
                        encoding="ascii")
        keys.chmod(0o600)
        with self.config.open("a", encoding="utf-8") as config:
            config.write(f'\n[[cards.chips]]\nname = "c1"\nfile = "{keys}"\n')
        self.token = self.make_token("dispatcher", "supervisor", "admin")

    def tap(self, service, method, card, counter):
        client = service.client()
        # Of a form of its own each time, so that none is the repetition of another.
        form = f"colour=red&nonce={int(time.time() * 1000)}-{secrets.token_hex(8)}"
        return client.call(method, f"/t/2.c1.{card}{TAPS[counter]}",
                           form if method == "POST" else None,
                           {"Content-Type": "application/x-www-form-urlencoded"}).status

    def test_each_tap_of_a_chip_is_taken_once(self):
        service = self.serve()
        client = service.client(self.token)
        member = client.must("RegisterMember", {"profile": {
            "name": NAMES[0], "home": {"lat": 32.39, "lon": 119.42}}})["id"]
        card = client.must("IssueCard", {"member": member, "uid": "04A1B2C3D4E580"})["id"]
        self.assertEqual([self.tap(service, "GET", card, 7) for _ in range(2)], [200, 200])
        self.assertEqual(list(client.all("requests").values()), [])
        self.assertEqual(self.tap(service, "POST", card, 7), 303)
        self.assertEqual([r["member"] for r in list(client.all("requests").values())], [member])
        # Kept over a crash: the same again, and an older one, send nobody and are recorded once.
        service.kill()
        service = self.serve()
        client = service.client(self.token)
        self.assertEqual(self.tap(service, "GET", card, 7), 409)
        self.assertEqual(self.tap(service, "POST", card, 7), 409)
        self.assertEqual(self.tap(service, "POST", card, 6), 409)
        self.assertEqual(len(list(client.all("requests").values())), 1)
        state = client.get(f"/v1/cards/{card}")
        self.assertEqual(state["counter"], 7)
        self.assertGreater(state["replayed_at"], 0)
        self.assertEqual(self.tap(service, "POST", card, 9), 303)
        self.assertEqual(client.get(f"/v1/cards/{card}")["counter"], 9)
        service.stop()
        self.assert_sound()


if __name__ == "__main__":
    main()
