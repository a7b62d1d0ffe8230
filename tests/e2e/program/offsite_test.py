"""Backups that go elsewhere and come back: a folder, WebDAV (Apache), S3."""

import os
import re
import time
import unittest
import unittest.mock

from harness import ProgramTest, main, run
from stores import APACHE, S3, Apache, Line

PASSWORD = "a passphrase of backups"
WHO = "She lives by the river"


class OffsiteTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.secret = self.folder / "secret"
        self.write_secret(PASSWORD)
        # What is fetched lies here meanwhile.
        self.temporary = self.folder / "temporary"
        self.temporary.mkdir()
        patch = unittest.mock.patch.dict(os.environ, {"TMPDIR": str(self.temporary)})
        patch.start()
        self.addCleanup(patch.stop)
        self.without = self.config.read_text(encoding="utf-8")

    def write_secret(self, text):
        self.secret.write_text(text + "\n", encoding="utf-8")
        self.secret.chmod(0o600)

    def target(self, target, *more):
        lines = [f'target = "{target}"', *more]
        if not str(target).startswith("/"):
            lines += ['user = "desk"', f'password = {{ file = "{self.secret}" }}', 'timeout_ms = "5 s"']
        self.config.write_text(self.without + "\n[backup]\n" + "\n".join(lines) + "\n", encoding="utf-8")

    def meet(self, name=WHO):
        """A member, told of by a service that has ended."""
        service = self.serve()
        member = service.client(self.token).must("RegisterMember", {"profile": {"name": name}})["id"]
        self.assertEqual(service.stop(), 0, service.text())
        return member

    def back_up(self, *more):
        told = self.run_json("backup", "--data", self.data, "--config", self.config, "--to-target", *more)
        time.sleep(1.1)  # named by the second
        return told["sent"]

    def refused(self, *args, code=3):
        done = run(*args, "--config", self.config, timeout=60)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertTrue(done.stderr.startswith("muster: "), done.stderr)
        self.assertNotIn(PASSWORD, done.stderr)
        return done.stderr

    def listed(self):
        told = self.run_json("backups", "list", "--config", self.config)
        return [one["name"] for one in told["backups"]]

    def assert_comes_back(self, member, name="newest", folder="elsewhere"):
        """Whole, with its keys."""
        elsewhere = self.folder / folder
        told = self.run_ok("restore", "--from-target", name, "--config", self.config, "--data", elsewhere)
        self.assertIn("with its keys from", told)
        self.assert_sound(elsewhere)
        service = self.serve(data=elsewhere)
        client = service.client(self.make_token("admin", "supervisor", data=elsewhere))
        shown = client.get(f"/v1/members/{member}")["profile"]["name"]
        self.assertEqual(service.stop(), 0, service.text())
        self.assertEqual(shown, WHO)
        self.assertEqual(list(self.temporary.iterdir()), [])

    def assert_goes_and_comes(self, names):
        """`names`: what lies at the target now. Three backups of which two are kept."""
        member = self.meet()
        first = self.back_up()
        self.assert_comes_back(member)
        keys = [name for name in names() if name.startswith("keys-")]
        self.assertEqual(len(keys), 1)
        self.assertEqual(names(), sorted([first, *keys]))
        second, third = self.back_up(), self.back_up()
        self.assertEqual(self.listed(), [third, second])
        self.assertEqual(names(), sorted([second, third, *keys]))
        self.assert_comes_back(member, second, "second")
        self.assertIn("has no backup", self.refused(
            "restore", "--from-target", first, "--data", self.folder / "third"))
        self.assertTrue((self.data / "last-offsite").exists())
        self.assertEqual(list(self.temporary.iterdir()), [])
        return keys[0]


class Folder(OffsiteTest):
    def setUp(self):
        super().setUp()
        self.there = self.folder / "there"
        self.there.mkdir()

    def names(self):
        return sorted(path.name for path in self.there.iterdir())

    def test_goes_and_comes_back(self):
        self.target(self.there, "keep = 2", "same_disk = true")
        self.assert_goes_and_comes(self.names)
        for path in self.there.iterdir():
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)

    def test_one_that_was_made_is_sent(self):
        self.target(self.there, "same_disk = true")
        member = self.meet()
        copy = self.folder / "copy.sqlite"
        self.run_ok("backup", "--data", self.data, copy)
        args = ("backups", "send", copy, "--data", self.data)
        told = self.run_ok(*args, "--config", self.config)
        self.assertIn("read back and the same", told)
        self.assertIn("whoever reads " + str(self.there) + " reads everything", told)
        self.assertEqual(len(self.listed()), 1)
        self.run_ok(*args, "--config", self.config)  # again: it is the same one
        self.assertEqual(len(self.listed()), 1)
        self.assert_comes_back(member)
        # Bytes in the middle of its records are others now.
        text = bytearray(copy.read_bytes())
        at = text.find(b"RegisterMember")
        self.assertGreater(at, 0)
        text[at] ^= 1
        copy.write_bytes(text)
        self.assertIn("is not sent", self.refused(*args))
        self.assertEqual(len(self.listed()), 1)

    def test_what_others_keep_there_stays(self):
        self.target(self.there, "keep = 1", "same_disk = true")
        others = ("muster-20200101T000000Z-other.sqlite", "muster-notes.sqlite", "keys-other.muster")
        for name in others:
            (self.there / name).write_text("of somebody else", encoding="utf-8")
        self.meet()
        first = self.back_up()
        # What a transfer of ours left behind goes with the next one.
        (self.there / (first.replace("muster-20", "muster-19", 1) + ".partial")).write_text("half")
        second = self.back_up()
        self.assertEqual([name for name in self.names() if not name.startswith("keys-")],
                         sorted([*others[:2], second]))
        self.assertIn(others[2], self.names())

    def test_keys_are_replaced(self):
        self.target(self.there, "same_disk = true")
        member = self.meet()
        before = self.back_up()
        service = self.serve()
        client = service.client(self.token)
        client.must("SetMemberStatus", {"member": member, "status": "moved_away"})
        client.must("EraseMember", {"member": member, "reason": "she asked for it"})
        self.assertEqual(service.stop(), 0, service.text())
        self.back_up()
        self.assertEqual(len([name for name in self.names() if name.startswith("keys-")]), 1)
        # The backup of before knows her no more.
        elsewhere = self.folder / "elsewhere"
        self.run_ok("restore", "--from-target", before, "--config", self.config, "--data", elsewhere)
        service = self.serve(data=elsewhere)
        client = service.client(self.make_token("admin", "supervisor", data=elsewhere))
        self.assertNotEqual(client.get(f"/v1/members/{member}")["profile"].get("name"), WHO)
        self.assertEqual(service.stop(), 0, service.text())

    def test_keys_for_the_recovery_key_alone(self):
        drawn = self.run_ok("keys", "new-recovery")
        locks = re.search(r'recovery_key = "(.+)"', drawn).group(1)
        opens = self.folder / "opens"
        opens.write_text(re.search("(muster-recovery-opens-.+)", drawn).group(1), encoding="utf-8")
        self.without += f'\n[sealing]\nrecovery_key = "{locks}"\n'
        self.target(self.there, "same_disk = true")
        self.meet()
        told = self.run_ok("backup", "--data", self.data, "--config", self.config, "--to-target")
        self.assertIn("its keys lie there, locked", told)
        elsewhere = self.folder / "elsewhere"
        told = self.run_ok("restore", "--from-target", "newest", "--config", self.config,
                           "--data", elsewhere)
        keys = re.search(r"muster keys recover (\S+)", told).group(1)
        self.run_ok("keys", "recover", keys, "--data", elsewhere, "--opens", opens)
        self.assert_sound(elsewhere)

    def test_a_folder_that_is_no_better_place(self):
        self.meet()
        args = ("backup", "--data", self.data, "--to-target")
        self.target(self.there)
        self.assertIn("same disk", self.refused(*args))
        self.target(self.folder / "not-mounted", "same_disk = true")
        self.assertIn("is its disk mounted?", self.refused(*args))
        self.assertFalse((self.folder / "not-mounted").exists())
        self.assertEqual(self.names(), [])
        self.assertFalse((self.data / "last-offsite").exists())
        self.assertFalse((self.data / "last-backup").exists())
        # One that was to stay here does.
        copy = self.folder / "copy.sqlite"
        self.assertIn("is whole, but", self.refused(*args, copy))
        self.assertTrue(copy.exists())

    def test_targets_that_are_none(self):
        self.meet()
        args = ("backup", "--data", self.data, "--to-target")
        for target, why in (("", "backup.target is empty"),
                            ("http://dav.example.org/x", "https only"),
                            ("ftp://example.org/x", "/backup/target"),
                            ("https://me:secret@example.org/x", "/backup/target"),
                            ("s3://", "/backup/target")):
            with self.subTest(target=target):
                self.target(target)
                self.assertIn(why, self.refused(*args, code=2))
        self.target("")
        told = self.run_ok("backups", "send", "none", "--data", self.data, "--config", self.config,
                           "--if-set")
        self.assertIn("backups stay here", told)
        self.assertEqual(self.run_ok("backups", "list", "--config", self.config, "--if-set"), "")


@unittest.skipUnless(os.path.exists(APACHE), "Apache (apache2-bin) is not installed")
class Webdav(OffsiteTest):
    def setUp(self):
        super().setUp()
        self.apache = Apache(self, "desk", PASSWORD)

    def dav(self, port=None, *more):
        self.target(f"http://127.0.0.1:{port or self.apache.port}/of/desks/one", *more)

    def test_goes_and_comes_back(self):
        self.dav(None, "keep = 2")
        self.assertEqual(self.listed(), [])  # and no folder yet
        self.assert_goes_and_comes(lambda: self.apache.names("of/desks/one"))

    def test_a_wrong_password(self):
        self.meet()
        self.write_secret("another passphrase")
        self.dav()
        for args in (("backup", "--data", self.data, "--to-target"), ("backups", "list")):
            said = self.refused(*args)
            self.assertIn("401", said)
            self.assertIn("backup.password", said)
        self.assertEqual(self.apache.names("of/desks/one"), [])

    def test_a_line_that_is_cut(self):
        self.meet()
        self.dav(None)
        before = self.back_up()
        whole = self.apache.names("of/desks/one")
        # Enough for the keys, and not for the backup.
        keys = self.apache.files / "of/desks/one" / [name for name in whole if name != before][0]
        line = Line(self, self.apache.port, keys.stat().st_size + 50_000)
        self.dav(line.port)
        said = self.refused("backup", "--data", self.data, "--to-target")
        self.assertIn("did not arrive", said)
        self.dav(None)
        self.assertEqual(self.listed(), [before])
        left = set(self.apache.names("of/desks/one")) - set(whole)
        self.assertFalse([name for name in left if not name.endswith(".partial")], left)
        # The next one takes away what may have been left.
        again = self.back_up()
        self.assertEqual(self.apache.names("of/desks/one"), sorted([*whole, again]))


class Bucket(OffsiteTest):
    def setUp(self):
        super().setUp()
        self.store = S3(self, "care", "desk", PASSWORD)

    def s3(self, *more, port=None):
        self.target("s3://care/desks/one", f'endpoint = "http://127.0.0.1:{port or self.store.port}"',
                    'region = "cn-test-1"', *more)

    def names(self):
        prefix = "desks/one/"
        self.assertTrue(all(name.startswith(prefix) for name in self.store.names()))
        return [name[len(prefix):] for name in self.store.names()]

    def test_goes_and_comes_back(self):
        self.s3("keep = 2")
        keys = self.assert_goes_and_comes(self.names)
        # The keys are there before what they open.
        puts = [name.rpartition("/")[2] for what, name in self.store.changes if what == "put"]
        self.assertEqual(puts[0::2], [keys] * 3)

    def test_a_wrong_secret(self):
        self.meet()
        self.write_secret("another passphrase")
        self.s3()
        for args in (("backup", "--data", self.data, "--to-target"), ("backups", "list")):
            said = self.refused(*args)
            self.assertIn("SignatureDoesNotMatch", said)
            self.assertIn("backup.password", said)
        self.assertEqual(self.names(), [])

    def test_a_line_that_is_cut(self):
        self.meet()
        line = Line(self, self.store.port, 60_000)
        self.s3(port=line.port)
        self.assertIn("did not arrive", self.refused("backup", "--data", self.data, "--to-target"))
        self.s3()
        self.assertEqual(self.listed(), [])

    def test_other_bytes_than_were_sent(self):
        self.meet()
        self.s3()
        self.store.rots = True
        self.assertIn("its SHA-256 differs", self.refused("backup", "--data", self.data, "--to-target"))
        self.assertEqual(self.names(), [])
        self.assertFalse((self.data / "last-offsite").exists())

    def test_a_bucket_with_versions(self):
        self.meet()
        self.s3()
        args = ("backup", "--data", self.data, "--config", self.config, "--to-target")
        self.assertNotIn("versioning", self.run_ok(*args))
        self.store.versioning = True
        self.assertIn("turn versioning off", self.run_ok(*args))

    def test_a_long_one_goes_in_parts(self):
        self.run_ok("simulate", "--seed", 7, "--hours", 48, "--load", 3, "--data", self.folder / "long",
                    timeout=200)
        self.data = self.folder / "long"
        self.s3("part_mib = 5")
        name = self.back_up()
        size = len(self.store.objects["desks/one/" + name])
        self.assertGreater(size, 5 << 20, "too short for this test")
        self.assertEqual(self.store.parts_seen, -(-size // (5 << 20)))
        self.assertEqual(self.store.uploads, {})
        elsewhere = self.folder / "elsewhere"
        self.run_ok("restore", "--from-target", "newest", "--config", self.config, "--data", elsewhere,
                    timeout=60)
        self.run_ok("check", "--data", elsewhere, timeout=200)


if __name__ == "__main__":
    main()
