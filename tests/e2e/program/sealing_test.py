"""What is known of a person stands nowhere as it is, goes with her key, and comes back with the
keys of a backup."""

import json
import os
import re
import unittest.mock

from harness import ProgramTest, main, run

HOME = {"lat": 32.39, "lon": 119.42}
HERS = ("Zhao Qingyuan", "13987654321", "Willow Lane 77", "pacemaker left side",
        "fell in the kitchen", "her sister has a key", "Zhao Qinghe", "13612349876")


def bytes_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def forms(text):
    """As it is, and as JSON and SQLite might write it."""
    return {text.encode(), text.encode("utf-16-le"), json.dumps(text).strip('"').encode()}


class Sealing(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "call_taker", "admin")

    def configure(self, text):
        with self.config.open("a", encoding="utf-8") as config:
            config.write(text)

    def assert_nowhere(self, folder):
        for path, content in bytes_of(folder).items():
            for text in HERS:
                for form in forms(text):
                    self.assertNotIn(form, content, f"{text} stands in {path.name}")

    def meet_her(self, client):
        """She is known, asks for help, and is helped."""
        member = client.must("RegisterMember", {"profile": {
            "name": HERS[0], "phone": HERS[1], "address": HERS[2], "home": HOME, "risks": HERS[3],
            "contacts": [{"name": HERS[6], "phone": HERS[7]}]}})["id"]
        request = client.must("CreateRequest", {
            "service": "emergency", "member": member, "caller": HERS[1], "note": HERS[4]})["id"]
        client.must("AddNote", {"request": request, "text": HERS[5]})
        client.must("CancelRequest", {"request": request, "reason": HERS[4]})
        # Read unmasked, searched for, told: all of which is written down elsewhere.
        self.assertEqual(client.get(f"/v1/members/{member}")["profile"]["name"], HERS[0])
        client.call("GET", f"/v1/requests/{request}/timeline?decisions=1")
        return member

    def erase(self, client, member):
        client.must("SetMemberStatus", {"member": member, "status": "moved_away"})
        client.must("EraseMember", {"member": member, "reason": "she asked for it"})

    def test_nothing_of_her_stands_in_any_file(self):
        service = self.serve()
        client = service.client(self.token)
        self.meet_her(client)
        backup = self.folder / "backups" / "first.sqlite"
        backup.parent.mkdir()
        self.run_ok("backup", "--data", self.data, backup)
        self.assertEqual(service.stop(), 0, service.text())
        self.assertIn("the master key lies beside the data", service.text())
        self.assert_nowhere(self.data)
        self.assert_nowhere(backup.parent)
        self.assert_sound()
        for path in [self.data / "master.key", *self.data.glob("keys.sqlite*")]:
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)

    def test_a_member_erased_is_unreadable_in_every_backup(self):
        service = self.serve()
        client = service.client(self.token)
        member = self.meet_her(client)
        other = client.must("RegisterMember", {"profile": {"name": "Wang Fang"}})["id"]
        backups = self.folder / "backups"
        backups.mkdir()
        self.run_ok("backup", "--data", self.data, backups / "before.sqlite")
        self.erase(client, member)
        self.assertEqual(client.get(f"/v1/members/{member}")["profile"].get("name", ""), "")
        told = self.run_ok("backup", "--data", self.data, backups / "after.sqlite")
        self.assertIn("with its keys in", told)
        self.assertEqual(service.stop(), 0, service.text())
        checked = self.assert_sound()
        self.assertGreater(checked["not_decided"], 0)
        self.assertEqual(self.run_json("keys", "status", "--data", self.data)["erased"], 1)
        # The backup of before, with the keys of today.
        elsewhere = self.folder / "elsewhere"
        self.run_ok("restore", backups / "before.sqlite", "--data", elsewhere)
        self.assert_nowhere(elsewhere)
        again = self.serve(data=elsewhere)
        old = again.client(self.make_token("admin", "supervisor", data=elsewhere))
        profile = old.get(f"/v1/members/{member}")["profile"]
        self.assertFalse({"name", "phone", "address", "risks"} & set(profile), profile)
        self.assertEqual(old.get(f"/v1/members/{other}")["profile"]["name"], "Wang Fang")
        self.assertEqual(again.stop(), 0, again.text())
        self.run_ok("check", "--data", elsewhere)

    def test_what_is_known_of_her_is_hers_to_have(self):
        service = self.serve()
        client = service.client(self.token)
        member = self.meet_her(client)
        other = client.must("RegisterMember", {"profile": {"name": "Wang Fang"}})["id"]
        file = self.folder / "person.json"

        def export(number):
            told = self.run_ok("person", "export", "--data", self.data, "--member", number, file)
            self.assertEqual(file.stat().st_mode & 0o077, 0)
            return told, file.read_text(encoding="utf-8")

        told, text = export(member)
        kept = json.loads(text)
        self.assertEqual(kept["member"], member)
        self.assertEqual([one["id"] for one in kept["now"]["members"]], [member])
        self.assertEqual(len(kept["now"]["requests"]), 1)
        self.assertIn(f"and {len(kept['told'])} records", told)
        for piece in HERS:
            self.assertIn(piece, text)
        self.assertNotIn("Wang Fang", text)
        self.assertEqual(len(json.loads(export(other)[1])["told"]), 1)
        refused = run("person", "export", "--data", self.data, "--member", 999999, file)
        self.assertEqual(refused.returncode, 1, refused.stderr)
        # Erased, nothing but the number is left to be told.
        self.erase(client, member)
        text = export(member)[1]
        for piece in HERS:
            self.assertNotIn(piece, text)
        self.assertEqual(service.stop(), 0, service.text())

    def test_a_master_key_elsewhere(self):
        key = self.folder / "master"
        key.write_text("0123456789abcdef0123456789abcdef\n", encoding="utf-8")
        key.chmod(0o600)
        self.configure(f'\n[sealing]\nmaster_key = {{ file = "{key}" }}\n')
        service = self.serve()
        member = self.meet_her(service.client(self.token))
        self.assertEqual(service.stop(), 0, service.text())
        self.assertNotIn("beside the data", service.text())
        self.assertFalse((self.data / "master.key").exists())
        self.assert_sound()
        # Another one is refused in words, and nothing is made anew.
        key.write_text("another one, of 32 bytes and more.\n", encoding="utf-8")
        done = run("serve", "--data", self.data, "--listen", "127.0.0.1:0", "--config", self.config)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("the master key is not the one", done.stderr)
        done = run("check", "--data", self.data)
        self.assertEqual(done.returncode, 3, done.stderr)
        key.write_text("0123456789abcdef0123456789abcdef\n", encoding="utf-8")
        # It changes, and all is read as before.
        second = self.folder / "second"
        second.write_text("fedcba9876543210fedcba9876543210\n", encoding="utf-8")
        second.chmod(0o600)
        self.run_ok("keys", "change-master", "--data", self.data, "--config", self.config, second)
        self.config.write_text(self.config.read_text(encoding="utf-8").replace(
            str(key), str(second)), encoding="utf-8")
        service = self.serve()
        shown = service.client(self.token).get(f"/v1/members/{member}")
        self.assertEqual(shown["profile"]["name"], HERS[0])
        self.assertEqual(service.stop(), 0, service.text())

    def test_a_master_key_that_a_command_prints(self):
        self.configure('\n[sealing]\nmaster_key_command = "echo 0123456789abcdef0123456789abcdef"\n')
        service = self.serve()
        member = self.meet_her(service.client(self.token))
        self.assertEqual(service.stop(), 0, service.text())
        self.assertFalse((self.data / "master.key").exists())
        service = self.serve()
        shown = service.client(self.token).get(f"/v1/members/{member}")
        self.assertEqual(shown["profile"]["name"], HERS[0])
        self.assertEqual(service.stop(), 0, service.text())
        # Whoever reads beside the service is told it; without, there is nothing to be read.
        done = run("check", "--data", self.data)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("MUSTER_MASTER_KEY", done.stderr)
        with unittest.mock.patch.dict(
                os.environ, {"MUSTER_MASTER_KEY": "0123456789abcdef0123456789abcdef"}):
            self.assert_sound()

    def test_keys_for_the_recovery_key_alone(self):
        drawn = self.run_ok("keys", "new-recovery")
        locks = re.search(r'recovery_key = "(.+)"', drawn).group(1)
        opens = self.folder / "opens"
        opens.write_text(re.search("(muster-recovery-opens-.+)", drawn).group(1), encoding="utf-8")
        self.configure(f'\n[sealing]\nrecovery_key = "{locks}"\n')
        service = self.serve()
        member = self.meet_her(service.client(self.token))
        backup = self.folder / "copy.sqlite"
        told = self.run_ok("backup", "--data", self.data, "--config", self.config, backup)
        self.assertEqual(service.stop(), 0, service.text())
        keys = re.search(r"with its keys in (\S+), which the recovery key opens", told).group(1)
        elsewhere = self.folder / "elsewhere"
        told = self.run_ok("restore", backup, "--data", elsewhere)
        self.assertIn("muster keys recover", told)
        wrong = self.folder / "wrong"
        wrong.write_text(re.search("(muster-recovery-opens-.+)",
                                   self.run_ok("keys", "new-recovery")).group(1), encoding="utf-8")
        refused = run("keys", "recover", keys, "--data", elsewhere, "--opens", wrong)
        self.assertEqual(refused.returncode, 1, refused.stderr)
        self.run_ok("keys", "recover", keys, "--data", elsewhere, "--opens", opens)
        again = self.serve(data=elsewhere)
        shown = again.client(self.make_token("admin", "dispatcher", data=elsewhere))
        self.assertEqual(shown.get(f"/v1/members/{member}")["profile"]["name"], HERS[0])
        self.assertEqual(again.stop(), 0, again.text())
        self.assert_sound(elsewhere)

    def test_a_log_that_was_open_is_sealed(self):
        self.configure("\n[sealing]\non = false\n")
        service = self.serve()
        self.meet_her(service.client(self.token))
        self.assertEqual(service.stop(), 0, service.text())
        before = self.assert_sound()
        self.assertIn(HERS[0].encode(), (self.data / "decisions.sqlite").read_bytes())
        # The next start says that there is something to do, and does it not by itself.
        self.config.write_text(self.config.read_text(encoding="utf-8").replace(
            "[sealing]\non = false", "[sealing]\non = true"), encoding="utf-8")
        service = self.serve()
        self.assertEqual(service.stop(), 0, service.text())
        self.assertIn("muster seal", service.text())
        told = self.run_ok("seal", "--data", self.data)
        kept = self.data / re.search(r"the old log is in \S+/(unsealed-1)", told).group(1)
        for path in kept.iterdir():
            path.unlink()
        kept.rmdir()
        self.assert_nowhere(self.data)
        after = self.assert_sound()
        self.assertEqual(after["state_hash"], before["state_hash"])
        self.assertNotEqual(after["last_hash"], before["last_hash"])
        self.assertIn("nothing in them is open", self.run_ok("seal", "--data", self.data))
        service = self.serve()
        self.assertEqual(service.stop(), 0, service.text())
        self.assertNotIn("muster seal", service.text())


if __name__ == "__main__":
    main()
