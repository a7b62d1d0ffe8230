"""Certificates of service by the real program: issued for hours that were approved, printed with a code
that a scanner reads, checked by anybody, corrected, and revoked with their hours."""

import base64
import datetime
import hashlib
import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request

from harness import ProgramTest, main, run

HOUR_MS = 3_600_000
CITY = datetime.timezone(datetime.timedelta(hours=8))


def unpacked(part):
    """The bytes of a part of a JWT."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def text_of(*command):
    return subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True,
                          stderr=subprocess.DEVNULL, text=True, timeout=60).stdout


class CertificatesTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        reviewer = self.make_token("supervisor", name="reviewer")
        self.service = self.serve()
        self.url = f"http://127.0.0.1:{self.service.port}"
        self.client = self.service.client(self.token)
        self.reviewer = self.service.client(reviewer)
        self.volunteer = self.client.must("RegisterResponder", {"profile": {
            "kind": "volunteer", "name": "欧阳修远", "external_ref": "V-7"}})["id"]
        self.member = self.client.must("RegisterMember", {"profile": {"name": "王五"}})["id"]
        # Whole hours, long enough ago that all of them are on one day.
        self.now = int(time.time() * 1000)
        self.served = 0

    def serve_one(self, minutes, service="company"):
        """A service that was recorded, confirmed and approved."""
        self.served += 1
        begin = self.now - (3 * self.served + 3) * HOUR_MS
        record = self.client.must("RecordService", {
            "volunteer": self.volunteer, "member": self.member, "service": service,
            "starts_at": begin, "ends_at": begin + minutes * 60_000})["id"]
        self.client.must("ConfirmService", {"service_record": record})
        self.reviewer.must("ReviewService", {"service_record": record})
        return record

    def day(self, days_ago):
        city = datetime.datetime.fromtimestamp(self.now / 1000, CITY)
        return (city - datetime.timedelta(days=days_ago)).date().isoformat()

    def wish(self, **more):
        return {"volunteer": self.volunteer, "from": self.day(7), "until": self.day(0),
                "handler": "zhou", **more}

    def number(self, certificate):
        return self.client.get(f"/v1/certificates/{certificate}")["number"]

    def check(self, number, status=200, language="zh-CN"):
        request = urllib.request.Request(f"{self.url}/check/{number}",
                                         headers={"Accept-Language": language})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                self.assertEqual(answer.status, status)
                return answer.read().decode()
        except urllib.error.HTTPError as refused:
            self.assertEqual(refused.code, status)
            return refused.read().decode()

    def printed(self, certificate, name="certificate.pdf", more=()):
        out = self.folder / name
        done = run("certificate", certificate, "--out", out, "--url", self.url, "--token",
                   self.token, "--config", self.config, *more)
        self.assertEqual(done.returncode, 0, done)
        return out

    def test_issued_checked_corrected_and_revoked(self):
        first = self.serve_one(95)
        self.serve_one(60)
        issued = self.client.must("IssueCertificate", self.wish(
            paper={"kind": "居民身份证", "number": "3210**********1234"}))
        certificate = self.client.get(f"/v1/certificates/{issued['id']}")
        self.assertEqual(certificate["minutes"], 155)
        self.assertEqual(len(certificate["records"]), 2)
        number = certificate["number"]
        self.assertRegex(number, "^[0-9a-f]{32}$")
        self.assertEqual([one["id"] for one in
                          self.client.get(f"/v1/certificates?number={number}")["items"]],
                         [issued["id"]])

        page = self.check(number)
        for shown in ("有效", number, "2 小时 35 分钟", "银发志愿服务中心", "zhou", "V-7"):
            self.assertIn(shown, page)
        for hidden in ("欧阳修远", "王五", "1234"):
            self.assertNotIn(hidden, page)
        self.assertIn("欧", page, "masked, and not left out")
        self.assertNotIn("<script", page)
        self.assertIn("Good: we issued this certificate", self.check(number, language="en"))

        corrected = self.client.must("CorrectCertificate", {
            "certificate": issued["id"], "handler": "he", "reason": "another handler"})
        second = self.number(corrected["id"])
        self.assertNotEqual(second, number)
        old = self.check(number)
        self.assertIn("已更正", old)
        self.assertNotIn(second, old, "the old one does not lead to the new one")
        self.assertIn("有效", self.check(second))

        self.reviewer.must("ReverseService", {"service_record": first, "reason": "was not so"})
        self.assertIn("已作废", self.check(second))
        self.assertIn("Revoked", self.check(second, language="en"))
        self.assertIn("已更正", self.check(number))
        # Of what is left, and of more than a year: one about the whole of a year is asked for after it.
        again = self.client.must("IssueCertificate", self.wish(**{"from": self.day(400)}))
        self.assertEqual(self.client.get(f"/v1/certificates/{again['id']}")["minutes"], 60)
        self.service.stop()
        self.assert_sound()

    def test_numbers_are_drawn_here_and_a_retry_gets_the_same(self):
        self.serve_one(60)
        wish = self.wish(number="0" * 32)
        answers = [self.client.command("IssueCertificate", wish, key)
                   for key in ("a", "a", "b")]
        self.assertEqual([answer.status for answer in answers], [201, 201, 201],
                         [answer.body for answer in answers])
        self.assertEqual(answers[1].headers["Idempotency-Replayed"], "true")
        ids = [answer.json["id"] for answer in answers]
        self.assertEqual(ids[0], ids[1])
        numbers = {self.number(certificate) for certificate in ids}
        self.assertEqual(len(numbers), 2)
        self.assertNotIn("0" * 32, numbers, "what a sender wishes for is not taken")
        self.assertIn("没有这个编号的证明", self.check("0" * 32, 404))
        self.assertIn("没有这个编号的证明", self.check("x", 404))

    def test_printed_and_scanned(self):
        self.serve_one(90)
        issued = self.client.must("IssueCertificate", self.wish())["id"]
        out = self.printed(issued)
        self.assertEqual(self.printed(issued, "again.pdf").read_bytes(), out.read_bytes())
        for tool in ("pdftoppm", "pdftotext", "zbarimg"):
            if shutil.which(tool) is None:
                self.skipTest(f"{tool} is not installed")
        words = text_of("pdftotext", out, "-")
        for text in ("志愿服务证明", "Certificate of Service", "欧阳修远", "1 小时 30 分钟",
                     self.number(issued)):
            self.assertIn(text, words)
        picture = self.folder / "page"
        subprocess.run(["pdftoppm", "-r", "150", "-png", out, picture], check=True, timeout=60)
        page, = self.folder.glob("page*.png")
        link = text_of("zbarimg", "--raw", "-q", page).strip()
        self.assertEqual(link, f"{self.url}/check/{self.number(issued)}")
        with urllib.request.urlopen(link, timeout=20) as answer:
            self.assertIn("有效", answer.read().decode())

        # One that does not hold any more says so; who may not see names prints none.
        self.client.must("RevokeCertificate", {"certificate": issued, "reason": "lost"})
        self.assertIn("REVOKED", text_of("pdftotext", self.printed(issued), "-"))
        clerk = self.make_token("admin", name="clerk")
        masked = run("certificate", issued, "--out", out, "--url", self.url, "--token", clerk,
                     "--config", self.config)
        self.assertEqual(masked.returncode, 3, masked)

    def test_however_much_it_says_all_of_it_is_printed(self):
        services = self.client.get("/v1/services?limit=1000")["items"]
        self.assertGreater(len(services), 30, "more than one page takes")
        for service in services:
            self.serve_one(10, service["code"])
        issued = self.client.must("IssueCertificate", self.wish(**{"from": self.day(20)}))["id"]
        out = self.printed(issued)
        for tool in ("pdftoppm", "pdftotext", "zbarimg"):
            if shutil.which(tool) is None:
                self.skipTest(f"{tool} is not installed")
        words = text_of("pdftotext", "-layout", out, "-")
        for service in services:
            self.assertIn(f"{service['name_zh']}：1 次，10 分钟", words)
        for text in ("开具单位", "负责人", "经办人", "联系方式", "开具日期"):
            self.assertIn(text, words)
        subprocess.run(["pdftoppm", "-r", "150", "-png", out, self.folder / "page"], check=True,
                       timeout=60)
        pages = sorted(self.folder.glob("page*.png"))
        self.assertEqual(len(pages), 2)
        for page in pages:
            self.assertEqual(text_of("zbarimg", "--raw", "-q", page).strip(),
                             f"{self.url}/check/{self.number(issued)}")

    def test_a_badge_that_anybody_verifies(self):
        if shutil.which("openssl") is None:
            self.skipTest("openssl is not installed")
        self.serve_one(90)
        issued = self.client.must("IssueCertificate", self.wish())["id"]
        key, public, badge = (self.folder / name for name in ("key.pem", "public.pem", "badge.jwt"))
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True)
        subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out", public], check=True)
        self.printed(issued, more=("--badge", badge, "--badge-key", key))
        head, payload, signature = badge.read_text().strip().split(".")

        signed, mac = self.folder / "signed", self.folder / "mac"
        signed.write_text(head + "." + payload)
        mac.write_bytes(unpacked(signature))
        verify = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", public, "-rawin", "-in",
                  signed, "-sigfile", mac]
        self.assertEqual(subprocess.run(verify, stdout=subprocess.DEVNULL, check=False).returncode, 0)
        signed.write_text(head + "." + payload[:-2] + "AA")
        self.assertNotEqual(subprocess.run(verify, stdout=subprocess.DEVNULL,
                                           stderr=subprocess.DEVNULL, check=False).returncode, 0)

        header, credential = json.loads(unpacked(head)), json.loads(unpacked(payload))
        self.assertEqual((header["alg"], header["jwk"]["crv"]), ("EdDSA", "Ed25519"))
        self.assertEqual(credential["type"], ["VerifiableCredential", "OpenBadgeCredential"])
        number = self.number(issued)
        self.assertEqual(credential["id"], f"{self.url}/check/{number}")
        subject = credential["credentialSubject"]
        self.assertEqual(credential["sub"], subject["id"])
        # From the first moment of the first day in the city to the last one of the last day.
        begin, end = (datetime.datetime.fromisoformat(subject[name].replace("Z", "+00:00"))
                      .astimezone(CITY) for name in ("activityStartDate", "activityEndDate"))
        self.assertEqual(begin.isoformat(), self.day(7) + "T00:00:00+08:00")
        self.assertEqual(end.isoformat(), self.day(-1) + "T00:00:00+08:00")
        self.assertIn("1 h 30 min", subject["achievement"]["name"])
        self.assertEqual(subject["identifier"][0]["identityHash"],
                         "sha256$" + hashlib.sha256(("欧阳修远" + number).encode()).hexdigest())
        self.assertNotIn("欧阳修远", unpacked(payload).decode())

        self.client.must("RevokeCertificate", {"certificate": issued, "reason": "lost"})
        refused = run("certificate", issued, "--out", self.folder / "x.pdf", "--url", self.url,
                      "--token", self.token, "--config", self.config, "--badge", badge,
                      "--badge-key", key)
        self.assertEqual(refused.returncode, 3, refused)

    def test_whoever_guesses_is_slowed_down(self):
        self.service.stop()
        self.config.write_text(self.config.read_text() +
                               "\n[http.per_card_view]\nper_minute = 6\nburst = 3\n")
        self.service = self.serve()
        self.url = f"http://127.0.0.1:{self.service.port}"
        for _ in range(3):
            self.check("1" * 32, 404)
        page = self.check("1" * 32, 429)
        self.assertIn("请稍后再试", page)
        self.assertNotIn("求助", page, "nobody asks for help here")
        self.assertIn('<html lang="en">', self.check("1" * 32, 429, language="en"))


if __name__ == "__main__":
    main()
