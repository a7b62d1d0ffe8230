#!/usr/bin/env python3
"""The life of the package on a machine of its own that systemd runs: installed, used, stopped, broken,
backed up, upgraded, removed, purged. In one order, since that is what a machine lives through.

Usage: life_test.py ROOT
Exit code: 0 all held, 1 something did not, 77 skipped (no root rights, no bare system, no container).
"""

import json
import pathlib
import shutil
import sys
import tempfile
import time
import unittest

import deb
import machine

URL = "http://127.0.0.1:8080"
KEPT = "muster.toml"
MARK = "# a line of the operator\n"


class Life(unittest.TestCase):
    """Each step is a method; unittest runs them by name."""

    @classmethod
    def setUpClass(cls):
        cls.work = pathlib.Path(tempfile.mkdtemp(prefix="muster_package."))
        cls.deb = deb.the_deb()
        cls.machine = machine.Machine(
            cls.work / "root", ["systemd-sysv", "dbus", "curl", *deb.dependencies(cls.deb)])
        cls.does = cls.machine.does
        shutil.copy(cls.deb, cls.work / "root/first.deb")

        def second(root):
            file = root / "etc/muster" / KEPT
            file.write_text("# A line of the next version.\n" + file.read_text())
            rules = root / "etc/muster/services.toml"
            rules.write_text("# A line of the next version.\n" + rules.read_text())
        newer = deb.repacked(cls.deb, cls.work, "9.0.0-1", second)
        shutil.copy(newer, cls.work / "root/second.deb")
        cls.machine.boot()

    @classmethod
    def tearDownClass(cls):
        cls.machine.stop()
        shutil.rmtree(cls.work, ignore_errors=True)

    def healthy(self):
        self.assertIn("200", self.machine.waits(
            f"curl -sf -o /dev/null -w '%{{http_code}}' {URL}/readyz"))

    def shown(self, unit, name):
        return self.does(f"systemctl show --value -p {name} {unit}").strip()

    def token(self):
        return self.does(
            "runuser -u muster -- muster token create --data /var/lib/muster --name test-"
            f"{time.monotonic_ns()} --role dispatcher --role supervisor").split()[-1]

    def call(self, path, token, body=None, more=""):
        data = f"-H 'Content-Type: application/json' -d '{json.dumps(body)}'" if body else ""
        return self.does(f"curl -s -H 'Authorization: Bearer {token}' {data} {more} '{URL}{path}'")

    def request_is_there(self):
        listed = json.loads(self.call("/v1/requests", self.token()))
        return any(one["id"] == type(self).request for one in listed["items"])

    def test_01_installs_and_starts(self):
        self.does("dpkg -i /first.deb")
        self.assertEqual(self.does("systemctl is-active muster").strip(), "active")
        for unit in ("muster.service", "muster-backup.timer", "muster-verify.timer",
                     "muster-verify-offsite.timer"):
            self.assertEqual(self.does(f"systemctl is-enabled {unit}").strip(), "enabled", unit)
        self.assertEqual(self.does("systemctl is-active muster-backup.timer").strip(), "active")
        self.healthy()
        self.assertIn('"alive"', self.does(f"curl -sf {URL}/healthz"))
        page = self.does(f"curl -sf {URL}/")
        script = page.split('src="')[1].split('"')[0]
        self.assertGreater(len(self.does(f"curl -sf {URL}{script}")), 1000)

    def test_02_files_rights_and_user(self):
        self.assertIn("/usr/sbin/nologin", self.does("getent passwd muster"))
        for file, rights in (("/var/lib/muster", "700 muster muster"),
                             ("/var/backups/muster", "700 muster muster"),
                             ("/var/cache/muster", "700 muster muster"),
                             ("/etc/muster/secrets", "700 muster muster"),
                             ("/etc/muster", "755 root root"),
                             ("/etc/muster/muster.toml", "644 root root"),
                             ("/usr/bin/muster", "755 root root")):
            self.assertEqual(self.does(f"stat -c '%a %U %G' {file}").strip(), rights, file)
        self.assertEqual(self.does("find /var/lib/muster -perm /007"), "")
        # From any folder, and not the configuration that happens to lie in it.
        self.does("mkdir -p /tmp/here/config && echo wrong > /tmp/here/config/muster.toml")
        said = self.does("cd /tmp/here && runuser -u nobody -- muster config check")
        self.assertIn("/etc/muster/muster.toml is right", said)

    def test_03_takes_a_command_in_its_sandbox(self):
        token = self.token()
        answer = json.loads(self.call("/v1/commands/CreateRequest", token, {
            "service": "fall", "channel": "hotline", "place": {"lat": 32.39, "lon": 119.42}}))
        type(self).request = answer["id"]
        self.assertTrue(self.request_is_there())
        # Paper asks for fonts and their cache, tables for time zones: both are inside.
        self.call("/v1/reports/daily?format=pdf", token, more="-o /tmp/report.pdf")
        self.assertEqual(self.does("head -c 5 /tmp/report.pdf"), "%PDF-")

        pid = self.shown("muster", "MainPID")
        status = dict(line.split(":\t", 1) for line in self.does(
            f"cat /proc/{pid}/status").splitlines() if ":\t" in line)
        muster = self.does("id -u muster").strip()
        self.assertEqual(status["Uid"].split(), [muster] * 4)
        for name in ("CapEff", "CapPrm", "CapBnd", "CapAmb"):
            self.assertEqual(int(status[name], 16), 0, name)
        self.assertEqual(status["NoNewPrivs"].strip(), "1")
        self.assertEqual(status["Seccomp"].strip(), "2")
        self.assertEqual(self.does(f"readlink /proc/{pid}/ns/user") ==
                         self.does("readlink /proc/1/ns/user"), False)
        # The same folders as the service sees them, with more rights than it has.
        inside = f"nsenter -t {pid} -m --"
        for file in ("/usr/bin/x", "/usr/lib/x", "/etc/x", "/etc/muster/x", "/var/lib/x", "/home/x",
                     "/var/backups/muster/x"):
            self.does(f"{inside} touch {file}", ok=1)
        for file in ("/var/lib/muster/x", "/tmp/x", "/var/cache/muster/x"):
            self.does(f"{inside} touch {file} && {inside} rm {file}")
        self.does(f"{inside} sh -c 'cp /usr/bin/true /var/lib/muster/x && /var/lib/muster/x'", ok=1)
        self.does("rm -f /var/lib/muster/x")

    def test_04_stops_cleanly_and_comes_back(self):
        self.does("systemctl stop muster")
        self.assertEqual(self.shown("muster", "Result"), "success")
        self.assertEqual(self.shown("muster", "ExecMainStatus"), "0")
        self.does("systemctl start muster")
        self.healthy()
        self.assertTrue(self.request_is_there())
        before = self.shown("muster", "MainPID")
        self.does(f"kill -9 {before}")
        self.machine.waits(f"test $(systemctl show --value -p MainPID muster) -ne {before} && "
                           f"curl -sf {URL}/readyz")
        self.assertTrue(self.request_is_there())

    def test_05_a_wrong_configuration_is_told_once(self):
        self.does("cp -p /etc/muster/muster.toml /tmp/ && echo wrong >> /etc/muster/muster.toml")
        self.does("systemctl restart muster", ok=None)
        self.machine.waits("systemctl is-failed muster")
        self.assertEqual(self.shown("muster", "ExecMainStatus"), "2")
        self.assertIn("muster.toml", self.does("journalctl -u muster -n 5 --no-pager"))
        time.sleep(6)  # RestartSec and one
        self.assertEqual(self.shown("muster", "NRestarts"), "0")
        self.does("cp -p /tmp/muster.toml /etc/muster/ && systemctl restart muster")
        self.healthy()

    def test_06_backs_up_keeps_so_many_and_tests_them(self):
        self.does("mkdir -p /etc/systemd/system/muster-backup.service.d && printf "
                  "'[Service]\\nEnvironment=MUSTER_BACKUPS_KEPT=2\\n' > "
                  "/etc/systemd/system/muster-backup.service.d/kept.conf && systemctl daemon-reload")
        names = []
        for _ in range(3):
            self.does("systemctl start muster-backup || "
                      "{ journalctl -u muster-backup --no-pager; exit 1; }")
            # Beside them lie their keys, once, and the record of accesses.
            names.append(self.does("cd /var/backups/muster && ls -A muster-*.sqlite").split())
            time.sleep(1.1)  # named by the second
        self.assertEqual([len(one) for one in names], [1, 2, 2])
        self.assertNotIn(names[0][0], names[2])
        self.assertEqual(set(self.does("stat -c '%a %U' /var/backups/muster/*").split("\n")) - {""},
                         {"600 muster"})
        records = self.does("cd /var/backups/muster && ls -A accesses-*.sqlite").split()
        self.assertEqual(len(records), 2)
        self.does("runuser -u muster -- muster audit read --data /var/lib/muster --record "
                  f"/var/backups/muster/{records[-1]} --json")
        self.does("systemctl start muster-verify || "
                  "{ journalctl -u muster-verify --no-pager; exit 1; }")
        self.assertEqual(self.does("ls -A /var/cache/muster | grep verify", ok=1), "")
        newest = names[2][-1]
        self.does(f"cp -p /var/backups/muster/{newest} /tmp/whole && dd if=/dev/zero "
                  f"of=/var/backups/muster/{newest} bs=1 seek=8192 count=2000 conv=notrunc")
        self.does("systemctl start muster-verify", ok=1)
        self.does(f"cp -p /tmp/whole /var/backups/muster/{newest}; systemctl reset-failed")

    def test_07_upgrade_keeps_what_is_the_operators(self):
        self.does(f"printf '{MARK.strip()}\\n' >> /etc/muster/{KEPT}")
        self.does("systemctl disable --now muster-verify.timer")
        before = self.shown("muster", "MainPID")
        self.does("dpkg --force-confdef --force-confold -i /second.deb")
        self.assertIn("9.0.0-1", self.does("dpkg-query -W muster"))
        self.assertNotEqual(self.shown("muster", "MainPID"), before)
        self.healthy()
        self.assertTrue(self.request_is_there())
        self.assertTrue(self.does(f"cat /etc/muster/{KEPT}").endswith(MARK))
        self.assertTrue(self.does("head -1 /etc/muster/services.toml").startswith("# A line of"))
        self.assertEqual(self.does("systemctl is-enabled muster-verify.timer", ok=1).strip(),
                         "disabled")

    def test_08_remove_keeps_data_and_settings(self):
        self.does("echo secret > /etc/muster/secrets/k1")
        self.does("dpkg -r muster")
        self.does(f"curl -s {URL}/healthz", ok=1)
        self.does("id muster && ls /var/lib/muster/*.sqlite && ls /var/backups/muster/*.sqlite && "
                  "test ! -e /usr/bin/muster")
        self.assertTrue(self.does(f"cat /etc/muster/{KEPT}").endswith(MARK))

    def test_09_purge_keeps_data_and_its_secrets(self):
        said = self.does("dpkg -P muster")
        self.assertIn("/var/lib/muster", said)
        self.assertIn("/var/backups/muster", said)
        self.assertEqual(self.does("ls -A /etc/muster").split(), ["secrets"])
        self.does("ls /var/lib/muster/*.sqlite /etc/muster/secrets/k1; test ! -e /var/cache/muster")

    def test_10_comes_back_with_the_same_data(self):
        self.does("dpkg -i /first.deb")
        self.healthy()
        self.assertTrue(self.request_is_there())

    def test_11_purge_removes_data_when_told(self):
        self.does("touch /etc/muster/purge-data && dpkg -P muster")
        self.does("test ! -e /var/lib/muster && test ! -e /etc/muster && "
                  "ls /var/backups/muster/*.sqlite")
        self.assertEqual(self.does("find /etc/systemd /usr/lib/systemd /var/lib/systemd -name "
                                   "'muster*' ! -path '*muster-backup.service.d*'"), "")


if __name__ == "__main__":
    # One step that fails is what is to be looked at; the later ones only follow from it.
    unittest.main(argv=sys.argv[:1], failfast=True, verbosity=2)
