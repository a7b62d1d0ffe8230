#!/usr/bin/env python3
"""What is in the package: rights, control files, the sandbox, man page, completion, SBOM, licences.

Usage: contents_test.py ROOT
"""

import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import deb

UNITS = ("muster.service", "muster-backup.service", "muster-offsite.service", "muster-verify.service",
         "muster-verify-offsite.service")
EXPOSURE_MAX = 20  # tenths
SPDX_ID = re.compile(r"SPDXRef-[A-Za-z0-9.\-]+")
# A licence expression of SPDX: identifiers that are joined.
SPDX_LICENCE = re.compile(r"[A-Za-z0-9.\-+]+( (AND|OR|WITH) [A-Za-z0-9.\-+]+)*")


class Contents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.work = pathlib.Path(tempfile.mkdtemp(prefix="muster_contents."))
        cls.deb = deb.the_deb()
        cls.root = deb.unpack(cls.deb, cls.work / "root")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.work, ignore_errors=True)

    def page(self, kind):
        told = dict(os.environ, SOURCE_DATE_EPOCH="0")
        return deb.run(sys.executable, deb.HERE / "pages.py", kind, os.environ["MUSTER"],
                       deb.field(self.deb, "Version").split("-")[0], env=told)

    def test_lintian_has_nothing_to_say(self):
        user = ["--allow-root"] if os.geteuid() == 0 else []
        said = subprocess.run(["lintian", *user, "--tag-display-limit", "0", "--fail-on",
                               "error,warning", str(self.deb)], capture_output=True, text=True,
                              check=False)
        tags = [line for line in said.stdout.splitlines() if line[:2] in ("E:", "W:")]
        self.assertEqual(tags, [])
        self.assertEqual(said.returncode, 0, said.stdout + said.stderr)

    def test_owners_and_rights(self):
        for line in deb.run("dpkg-deb", "-c", self.deb).splitlines():
            rights, owner, *_, name = re.split(r"\s+", line.split(" -> ")[0], maxsplit=5)
            self.assertEqual(owner, "root/root", line)
            expected = {"d": "drwxr-xr-x", "l": "lrwxrwxrwx"}.get(rights[0], "-rw-r--r--")
            if re.match(r"\./usr/(bin|libexec)/.*[^/]$", name) and rights[0] == "-":
                expected = "-rwxr-xr-x"
            self.assertEqual(rights, expected, line)

    def test_what_an_operator_edits_is_a_conffile(self):
        told = deb.run("dpkg-deb", "-I", self.deb, "conffiles").split()
        there = [f"/etc/muster/{file.name}" for file in (self.root / "etc/muster").iterdir()
                 if file.is_file() and not file.is_symlink()]
        self.assertEqual(sorted(told), sorted(there))
        self.assertIn("/etc/muster/muster.toml", told)

    def test_settings_differ_from_the_checkouts_in_two_lines(self):
        ours = (deb.TOP / "config/muster.toml").read_text().splitlines()
        theirs = (self.root / "etc/muster/muster.toml").read_text().splitlines()
        changed = [new for old, new in zip(ours, theirs, strict=True) if old != new]
        self.assertEqual([line.split()[0] for line in changed], ["data", "console"])

    def test_depends_on_what_is_linked(self):
        needed = deb.run("readelf", "-d", self.root / "usr/bin/muster")
        self.assertIn("libsqlite3.so.0", needed)
        depends = deb.field(self.deb, "Depends")
        for package in ("libsqlite3-0", "libssl3", "libc6", "libtcmalloc-minimal4"):
            self.assertIn(package, depends)

    def test_sandboxes(self):
        for unit in UNITS:
            file = self.root / "usr/lib/systemd/system" / unit
            deb.run("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE_MAX}",
                    "--no-pager", file)

    def test_each_line_of_the_sandbox_is_explained(self):
        lines = (deb.HERE / "sandbox.conf").read_text().splitlines()
        for unit in UNITS:
            section = (deb.HERE / f"{unit}.in").read_text().partition("[Service]")[2]
            lines += section.partition("[Install]")[0].splitlines()
        names = {line.partition("=")[0] for line in lines if re.match(r"[A-Z][A-Za-z]+=", line)}
        firsts = re.findall(r"(?m)^\| ([^|]+) \|", (deb.HERE / "README.md").read_text())
        rows = {name for cell in firsts for name in re.findall(r"`([A-Z]\w+)=`", cell)}
        self.assertEqual(names - rows, set(), "without a row in the README")
        self.assertEqual(rows - names, set(), "a row of what no unit has")

    def test_man_page_is_what_the_program_says(self):
        shipped = gzip.decompress((self.root / "usr/share/man/man1/muster.1.gz").read_bytes())
        undated = re.sub(r'(?m)^\.TH MUSTER 1 "[^"]*"', "", shipped.decode())
        self.assertEqual(undated, re.sub(r'(?m)^\.TH MUSTER 1 "[^"]*"', "", self.page("man")))
        for word in (".SS \"serve\"", ".SS \"token create\"", "\\-\\-accept\\-clock", "EXIT STATUS"):
            self.assertIn(word, shipped.decode())

    def complete(self, *words):
        """What bash would offer for the last word."""
        script = (f"source '{self.root}/usr/share/bash-completion/completions/muster'\n"
                  'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _muster\nprintf "%s\\n" "${COMPREPLY[@]}"')
        return deb.run("bash", "-c", script, "bash", "muster", *words).split()

    def test_completion_is_what_the_program_says(self):
        shipped = (self.root / "usr/share/bash-completion/completions/muster").read_text()
        self.assertEqual(shipped, self.page("bash"))
        text = deb.run(os.environ["MUSTER"], "--help").split("Subcommands:")[1].split("Example:")[0]
        commands = [line.split()[0] for line in text.splitlines() if re.match(r"  \S", line)]
        self.assertGreater(len(commands), 20)
        self.assertEqual(sorted(self.complete("")), sorted([*commands, "-h", "--help"]))
        self.assertEqual(self.complete("ser"), ["serve"])
        self.assertEqual(sorted(self.complete("token", "")),
                         sorted(["create", "list", "revoke", "rotate", "-h", "--help"]))
        self.assertIn("--accept-clock", self.complete("serve", "--a"))
        self.assertEqual(self.complete("schema", "--format", "open"), ["openapi"])
        self.assertEqual(self.complete("serve", "--data", ""), [])  # then bash offers files

    def test_sbom_is_spdx_2_3(self):
        """The fields that SPDX 2.3 asks for, their forms, and that what is named is there."""
        told = json.loads((self.root / "usr/share/doc/muster/sbom.spdx.json").read_text())
        self.assertEqual((told["spdxVersion"], told["dataLicense"], told["SPDXID"]),
                         ("SPDX-2.3", "CC0-1.0", "SPDXRef-DOCUMENT"))
        self.assertRegex(told["documentNamespace"], r"^https://[^#\s]+$")
        self.assertRegex(told["creationInfo"]["created"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        for creator in told["creationInfo"]["creators"]:
            self.assertRegex(creator, r"^(Tool|Person|Organization): .+")
        ids = [one["SPDXID"] for one in told["packages"]]
        self.assertEqual(len(ids), len(set(ids)))
        for one in told["packages"]:
            self.assertRegex(one["SPDXID"], "^" + SPDX_ID.pattern + "$")
            self.assertTrue(one["name"] and one["versionInfo"])
            self.assertFalse(one["filesAnalyzed"])  # so no verification code is asked for
            self.assertRegex(one["downloadLocation"], r"^(NOASSERTION|https://\S+)$")
            for field in ("licenseConcluded", "licenseDeclared"):
                self.assertRegex(one[field], "^" + SPDX_LICENCE.pattern + "$")
            for reference in one.get("externalRefs", []):
                self.assertEqual((reference["referenceCategory"], reference["referenceType"]),
                                 ("PACKAGE-MANAGER", "purl"))
                self.assertRegex(reference["referenceLocator"], r"^pkg:(deb/debian|npm)/\S+@\S+$")
            for checksum in one.get("checksums", []):
                self.assertEqual(checksum["algorithm"], "SHA512")
                self.assertRegex(checksum["checksumValue"], r"^[0-9a-f]{128}$")
        kinds = {"DESCRIBES", "DYNAMIC_LINK", "STATIC_LINK", "CONTAINS"}
        for one in told["relationships"]:
            self.assertIn(one["relationshipType"], kinds)
            self.assertIn(one["spdxElementId"], [*ids, "SPDXRef-DOCUMENT"])
            self.assertIn(one["relatedSpdxElement"], ids)
        related = [one["relatedSpdxElement"] for one in told["relationships"]]
        self.assertEqual(sorted(related), sorted(ids))

    def test_sbom_names_what_is_in_the_package(self):
        told = json.loads((self.root / "usr/share/doc/muster/sbom.spdx.json").read_text())
        by_kind = {}
        names = {one["SPDXID"]: one["name"] for one in told["packages"]}
        for one in told["relationships"]:
            by_kind.setdefault(one["relationshipType"], set()).add(
                names[one["relatedSpdxElement"]])
        # A second list: the dependencies that dpkg has found by itself.
        linked = {name for name in deb.dependencies(self.deb) if name.startswith("lib")}
        self.assertEqual(linked - by_kind["DYNAMIC_LINK"] - {"libspdlog1.10-fmt9"}, set())
        self.assertIn("libspdlog1.10", by_kind["DYNAMIC_LINK"])  # which provides the other name
        for name in ("libboost1.81-dev", "libcli11-dev", "libtomlplusplus-dev", "libosmium2-dev",
                     "libprotozero-dev"):
            self.assertIn(name, by_kind["STATIC_LINK"])
        self.assertNotIn("libgtest-dev", by_kind["STATIC_LINK"])
        lock = json.loads((deb.TOP / "adapters/console/package.json").read_text())
        self.assertEqual(set(lock["dependencies"]) - by_kind["CONTAINS"], set())
        self.assertEqual(set(lock["devDependencies"]) & by_kind["CONTAINS"], set())

    def test_licences_are_there_in_full(self):
        text = (self.root / "usr/share/doc/muster/copyright").read_text()
        used = set(re.findall(r"(?m)^License: (.+)$", text.split("\nLicense: 0BSD\n")[0]))
        texts = dict(re.findall(r"(?ms)^License: ([^\n]+)\n((?: [^\n]*\n)+)", text))
        self.assertGreater(len(used), 5)
        for name in used:
            self.assertGreater(len(texts.get(name, "")), 60, name)
        for name in ("react-dom 19", "ol 10", "libcli11-dev", "libboost1.81-dev"):
            self.assertIn(f"Comment: of {name}", text)
        self.assertIn("Permission is hereby granted", texts["MIT"])

    def test_no_path_of_where_it_was_built(self):
        found = subprocess.run(["grep", "-rlF", str(deb.TOP) + "/", str(self.root)],
                               capture_output=True, text=True, check=False).stdout
        self.assertEqual(found, "")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
