"""People sign in: invited on the command line or by whoever keeps the accounts, with a passphrase and
the codes of an app; what ends a session ends it at once; machines' tokens rotate."""

import base64
import contextlib
import hashlib
import hmac
import json
import struct
import time

from harness import Feed, ProgramTest, access_file, main, run

PASSPHRASE = "four words in a row"


def totp(secret, steps=0):
    """The code of RFC 6238 now, or so many steps of 30 s later."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class AccountsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        # What makes guessing slow makes a test slow too.
        text = self.config.read_text(encoding="utf-8")
        self.config.write_text(
            text + "\n[access.hash]\nmemory_kib = 64\npasses = 1\n", encoding="utf-8")

    def add(self, name, *roles, more=()):
        """The invitation of a new account."""
        made = self.run_json("account", "add", "--data", self.data, "--name", name, "--shown-name",
                             "Li Wei", "--role", ",".join(roles), *more)
        return made["invitation"]

    def accept(self, service, invitation):
        """The session that it opens, and the secret of the app. The code that counted is kept."""
        client = service.client()
        told = self.post(client, "/v1/invitation", {"invitation": invitation})
        self.used = totp(told["secret"]) if told.get("second_factor") else ""
        opened = self.post(client, "/v1/invitation/accept", {
            "invitation": invitation, "passphrase": PASSPHRASE, "code": self.used}, 201)
        return opened, told.get("secret")

    def post(self, client, path, body, status=200):
        answer = client.call("POST", path, json.dumps(body).encode())
        self.assertEqual(answer.status, status, f"{path} {answer.body}")
        return answer.json if answer.body else None

    def sign_in(self, client, name, passphrase, code="", status=201):
        return self.post(client, "/v1/session",
                         {"account": name, "passphrase": passphrase, "code": code}, status)

    def test_from_the_invitation_to_the_end_of_the_session(self):
        invitation = self.add("li.wei", "dispatcher")
        service = self.serve()
        opened, secret = self.accept(service, invitation)
        self.assertEqual(len(opened["recovery_codes"]), 10)
        client = service.client(opened["token"])
        me = client.get("/v1/me")
        self.assertEqual((me["name"], me["roles"]), ("li.wei", ["dispatcher"]))
        taken = client.must("CreateRequest", {"service": "emergency", "channel": "console"})
        client.must("TakeRequest", {"request": taken["id"]})
        self.assertEqual(client.get(f"/v1/requests/{taken['id']}")["owner"], "li.wei")
        # The code was used by the invitation; the next one counts.
        stranger = service.client()
        again = self.sign_in(stranger, "li.wei", PASSPHRASE, self.used, 401)
        self.assertEqual(again["reason"], "wrong_credentials")
        missing = self.sign_in(stranger, "li.wei", PASSPHRASE, "", 401)
        self.assertEqual(missing["reason"], "code_needed")
        second = self.sign_in(stranger, "Li.Wei", PASSPHRASE, totp(secret, 1))
        third = self.sign_in(stranger, "li.wei", PASSPHRASE, opened["recovery_codes"][0])
        self.assertEqual(third["recovery_codes_left"], 9)
        # Its end is its end, and no other's.
        other = service.client(second["token"])
        self.assertEqual(other.call("DELETE", "/v1/session").status, 204)
        self.assertEqual(other.call("GET", "/v1/me").status, 401)
        self.assertEqual(client.call("GET", "/v1/me").status, 200)
        # It outlives a restart.
        self.assertEqual(service.stop(), 0)
        service = self.serve()
        self.assertEqual(service.client(opened["token"]).get("/v1/session")["account"], "li.wei")
        self.assertEqual(service.stop(), 0)
        trail = self.run_ok("audit", "read", "--data", self.data)
        for what in ("session_opened", "session_ended", "account_changed", "login_failed"):
            self.assertIn(what, trail)

    def test_a_disabled_account_is_out_at_once(self):
        invitation = self.add("li.wei", "dispatcher")
        service = self.serve()
        opened, _ = self.accept(service, invitation)
        feed = Feed(service, opened["token"])
        self.run_ok("account", "disable", "--data", self.data, "--name", "li.wei")
        self.assertEqual(service.client(opened["token"]).call("GET", "/v1/me").status, 401)
        with self.assertRaisesRegex(ConnectionError, "4403"):
            while True:
                feed.next()
        feed.close()
        self.assertIn("disabled", self.run_ok("account", "list", "--data", self.data))

    def test_whoever_keeps_the_accounts_keeps_them_over_http(self):
        invitation = self.add("wang", "security_admin")
        service = self.serve()
        opened, _ = self.accept(service, invitation)
        keeper = service.client(opened["token"])
        self.assertEqual(keeper.call("GET", "/v1/requests").status, 403)
        made = self.post(keeper, "/v1/user_accounts/add", {
            "name": "zhao", "shown_name": "赵", "roles": ["responder"], "responder": 7})
        told, _ = self.accept(service, made["invitation"])
        self.assertNotIn("recovery_codes", told)
        names = [one["name"] for one in keeper.get("/v1/user_accounts")["items"]]
        self.assertEqual(names, ["wang", "zhao"])
        both = self.post(keeper, "/v1/user_accounts/change", {
            "name": "zhao", "shown_name": "赵", "roles": ["admin", "security_admin"]}, 422)
        self.assertEqual(both["field"], "/roles")
        token = self.post(keeper, "/v1/tokens/create", {
            "name": "gateway", "roles": ["adapter"], "devices": ["test:A-*"], "days": 30})["secret"]
        gateway = service.client(token)
        self.assertEqual(gateway.command("SignalDevice", {"key": "test:A-1"}).status, 200)
        self.assertEqual(gateway.command("SignalDevice", {"key": "test:B-1"}).status, 403)
        rotated = self.post(keeper, "/v1/tokens/rotate", {"name": "gateway", "days": 30})["secret"]
        self.assertEqual(service.client(token).call("GET", "/v1/me").status, 200)
        self.assertEqual(service.client(rotated).call("GET", "/v1/me").status, 200)
        self.post(keeper, "/v1/tokens/revoke", {"name": "gateway"})
        for one in (token, rotated):
            self.assertEqual(service.client(one).call("GET", "/v1/me").status, 401)
        self.assertEqual(service.stop(), 0)

    def test_guessing_becomes_slow(self):
        service = self.serve()
        client = service.client()
        reasons = [self.post(client, "/v1/session", {"account": "nobody", "passphrase": str(i)},
                             401 if i < 21 else 429)["reason"] for i in range(22)]
        self.assertEqual(reasons, ["wrong_credentials"] * 21 + ["wait"])
        self.assertEqual(service.stop(), 0)

    def test_a_backup_brings_the_accounts(self):
        invitation = self.add("li.wei", "dispatcher")
        service = self.serve()
        _, secret = self.accept(service, invitation)
        self.assertEqual(service.stop(), 0)
        backup = self.folder / "backup.sqlite"
        self.run_ok("backup", "--data", self.data, backup)
        restored = self.folder / "restored"
        self.run_ok("restore", backup, "--data", restored)
        service = self.serve(data=restored)
        self.assertEqual(
            self.sign_in(service.client(), "li.wei", PASSPHRASE, totp(secret, 1))["account"],
            "li.wei")
        self.assertEqual(service.stop(), 0)

    def assert_stands_nowhere(self, secret, folder):
        for path in folder.rglob("*"):
            if path.is_file():
                self.assertNotIn(secret.encode(), path.read_bytes(), path.name)

    def signs_in_with_a_code(self, secret, data=None):
        """On a service of its own, which says what it said at its start."""
        with contextlib.closing(access_file(data or self.data)) as database:
            # Each code counts once, and a test does not wait for the next one.
            database.execute("UPDATE account SET totp_step = 0")
            database.commit()
        service = self.serve(data=data)
        self.sign_in(service.client(), "li.wei", PASSPHRASE, totp(secret))
        self.assertEqual(service.stop(), 0, service.text())
        return service.text()

    def name_master_key(self, name, text):
        """A file with it, and the configuration that names this one."""
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
        config = self.config.read_text(encoding="utf-8").partition("\n[sealing]")[0]
        return file, config + f'\n[sealing]\nmaster_key = {{ file = "{file}" }}\n'

    def test_the_secret_of_the_codes_is_sealed_wherever_it_goes(self):
        _, config = self.name_master_key("first", "0123456789abcdef0123456789abcdef\n")
        self.config.write_text(config, encoding="utf-8")
        invitation = self.add("li.wei", "dispatcher")
        service = self.serve()
        opened, secret = self.accept(service, invitation)
        self.assert_stands_nowhere(secret, self.data)  # while it runs
        self.assertEqual(service.stop(), 0, service.text())
        self.assertNotIn("one-time codes", service.text())
        self.signs_in_with_a_code(secret)
        # With another master key.
        second, config = self.name_master_key("second", "fedcba9876543210fedcba9876543210\n")
        self.run_ok("keys", "change-master", "--data", self.data, "--config", self.config, second)
        self.config.write_text(config, encoding="utf-8")
        self.signs_in_with_a_code(secret)
        # From a backup with the keys beside it.
        backups = self.folder / "backups"
        backups.mkdir()
        self.run_ok("backup", "--data", self.data, backups / "copy.sqlite")
        self.assert_stands_nowhere(secret, backups)
        restored = self.folder / "restored"
        self.run_ok("restore", backups / "copy.sqlite", "--data", restored)
        self.signs_in_with_a_code(secret, restored)
        for folder in (self.data, restored):
            self.assert_stands_nowhere(secret, folder)
        # And without: only what the key is needed for does not go, and both sides are told.
        for keys in backups.glob("keys-*.muster"):
            keys.unlink()
        bare = self.folder / "bare"
        self.run_ok("restore", backups / "copy.sqlite", "--data", bare)
        service = self.serve(data=bare)
        client = service.client()
        refused = self.sign_in(client, "li.wei", PASSPHRASE, totp(secret, 1), 403)
        self.assertEqual((refused["reason"], refused["field"]), ("not_allowed", "/code"))
        self.assertIn("a recovery code", refused["expected"])
        self.sign_in(client, "li.wei", PASSPHRASE, opened["recovery_codes"][0])
        self.assertEqual(service.stop(), 0, service.text())
        self.assertIn("the codes of 1 accounts, li.wei the first of them, cannot be checked",
                      service.text())

    def test_secrets_that_stood_open_are_sealed_at_the_start(self):
        config = self.config.read_text(encoding="utf-8")
        self.config.write_text(config + "\n[sealing]\non = false\n", encoding="utf-8")
        invitation = self.add("li.wei", "dispatcher")
        service = self.serve()
        _, secret = self.accept(service, invitation)
        self.assertEqual(service.stop(), 0, service.text())
        self.assertIn(secret.encode(), (self.data / "access.sqlite").read_bytes())
        self.assertIn("sealing is off: the secrets of 1 one-time codes stand open",
                      self.signs_in_with_a_code(secret))
        self.config.write_text(config, encoding="utf-8")
        self.assertIn("are sealed now", self.signs_in_with_a_code(secret))
        self.assert_stands_nowhere(secret, self.data)
        self.assertNotIn("one-time codes", self.signs_in_with_a_code(secret))

    def test_bad_wishes_are_told_what_would_be_right(self):
        for args, words in (
            (("--role", "chief"), "there is no role \"chief\""),
            (("--role", "auditor,dispatcher"), "an auditor is nothing else"),
            (("--role", "responder"), "its number must be said"),
        ):
            done = run("account", "add", "--data", self.data, "--name", "a", "--shown-name", "A",
                       *args)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(words, done.stderr)
        done = run("account", "disable", "--data", self.data, "--name", "nobody")
        self.assertIn("there is no account of this name", done.stderr)


if __name__ == "__main__":
    main()
