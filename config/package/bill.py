#!/usr/bin/env python3
"""What the package is made of: one bill of materials, told as an SBOM (SPDX 2.3) and as Debian's
copyright file.

Linked: the packages of the shared objects that the loader finds. Compiled in: the packages of the
headers and archives that the compiler read, as it told ninja. Bundled: the npm packages of the
consoles' lock file.

Usage: bill.py spdx|copyright --build FOLDER --version VERSION > FILE
"""

import argparse
import base64
import dataclasses
import gzip
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
CONSOLE = TOP / "adapters/console"
TARGET = "engine/app/muster"
# What a compiler brings; its licence lets what was compiled go free.
TOOLCHAIN = {"glibc", "linux", "gcc-12", "gcc-defaults"}
# Of its libraries some are linked, and most are headers alone.
HEADERS_ALONE = {"boost1.81"}


@dataclasses.dataclass(frozen=True, order=True)
class Part:
    kind: str  # linked, compiled_in, bundled
    name: str
    version: str
    source: str = ""  # of Debian packages: the source package
    licence: str = ""  # of npm packages: as they declare it
    checksum: str = ""  # of npm packages: SHA-512
    folder: str = ""


def said(*command, **how):
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment,
                          **how).stdout


def real(file):
    """Where the package manager knows it: /lib is a link to /usr/lib on a system, not in a package."""
    file = os.path.realpath(file)
    return {file, file.removeprefix("/usr")} if file.startswith("/usr/lib") else {file}


def packages_of(files):
    """The Debian packages that brought these files: name, version, source."""
    asked = sorted(set().union(*map(real, files))) if files else []
    answer = subprocess.run(["dpkg-query", "-S", *asked], capture_output=True, text=True,
                            check=False, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}).stdout
    names = {name.strip() for line in answer.splitlines()
             for name in line.rpartition(": ")[0].split(",") if not line.startswith("diversion")}
    if not names:
        return
    form = "${Package}\t${Version}\t${source:Package}\n"
    for line in sorted(set(said("dpkg-query", "-W", "-f", form, *sorted(names)).splitlines())):
        yield line.split("\t")


def linked_files(program):
    for line in said("ldd", str(program)).splitlines():
        found = re.search(r"(?:=> )?(/\S+) \(0x", line)
        if found:
            yield found[1]


def compiled_files(build):
    """Headers and archives outside of the checkout that are in the program."""
    # -n: it only reads, beside the ninja that has started us.
    ninja = ["ninja", "-n", "-C", str(build), "-t"]
    inputs = set(said(*ninja, "inputs", TARGET).splitlines())
    for name in inputs:
        if name.endswith(".a") and name.startswith("/"):
            yield name
    wanted = False
    for line in said(*ninja, "deps").splitlines():
        if line and not line.startswith(" "):
            wanted = line.split(":")[0] in inputs
        elif wanted and line.strip().startswith("/"):
            file = os.path.normpath(line.strip())
            if not file.startswith(str(TOP) + "/"):
                yield file


def unpacked_headers(build):
    """Packages that were unpacked into build/ and not installed; their changelog names them."""
    for file in sorted((build.parent / "osmium").glob("usr/share/doc/*/changelog.Debian.gz")):
        first = gzip.decompress(file.read_bytes()).decode().splitlines()[0]
        source, version = re.match(r"(\S+) \((\S+)\)", first).groups()
        yield Part("compiled_in", file.parent.name, version, source)


def npm_parts():
    lock = json.loads((CONSOLE / "package-lock.json").read_text())
    for folder, one in lock["packages"].items():
        if folder and not one.get("dev"):
            sha512 = one["integrity"].removeprefix("sha512-")
            yield Part("bundled", folder.rpartition("node_modules/")[2], one["version"],
                       licence=one.get("license", ""), folder=folder,
                       checksum=base64.b64decode(sha512).hex())


def bill(build):
    parts = [Part("linked", *one) for one in packages_of(set(linked_files(build / TARGET)))]
    parts += [Part("compiled_in", *one) for one in packages_of(set(compiled_files(build)))]
    parts += [*unpacked_headers(build), *npm_parts()]
    # Once each, also what lies in build/ and is installed besides.
    return sorted({spdx_id(one): one for one in parts}.values())


# SPDX.

def spdx_id(part):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.]+", "-", f"{part.kind}-{part.name}-{part.version}")


def spdx_package(part):
    npm = part.kind == "bundled"
    where = f"pkg:npm/{part.name.replace('@', '%40')}@{part.version}" if npm else \
        f"pkg:deb/debian/{part.name}@{part.version.replace('+', '%2B')}?upstream={part.source}"
    told = {"SPDXID": spdx_id(part), "name": part.name, "versionInfo": part.version,
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
            "licenseConcluded": "NOASSERTION",
            "licenseDeclared": part.licence.strip("()") or "NOASSERTION",
            "copyrightText": "NOASSERTION",
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                              "referenceLocator": where}]}
    if npm:
        archive = part.name.rpartition("/")[2]
        told["downloadLocation"] = \
            f"https://registry.npmjs.org/{part.name}/-/{archive}-{part.version}.tgz"
        told["checksums"] = [{"algorithm": "SHA512", "checksumValue": part.checksum}]
    return told


def spdx(build, version):
    parts = bill(build)
    relation = {"linked": "DYNAMIC_LINK", "compiled_in": "STATIC_LINK", "bundled": "CONTAINS"}
    muster = {"SPDXID": "SPDXRef-muster", "name": "muster", "versionInfo": version,
              "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
              "licenseConcluded": "Apache-2.0", "licenseDeclared": "Apache-2.0",
              "copyrightText": "NOASSERTION", "primaryPackagePurpose": "APPLICATION"}
    packages = [muster, *map(spdx_package, parts)]
    mark = hashlib.sha256(json.dumps(packages, sort_keys=True).encode()).hexdigest()
    made = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", 0)))
    document = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"muster-{version}",
        # The same parts have the same name, and others another.
        "documentNamespace": f"https://muster.invalid/spdx/muster-{version}-{mark[:32]}",
        "creationInfo": {"created": time.strftime("%Y-%m-%dT%H:%M:%SZ", made),
                         "creators": ["Tool: muster-bill.py-1"]},
        "packages": packages,
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
             "relatedSpdxElement": "SPDXRef-muster"},
            *({"spdxElementId": "SPDXRef-muster", "relationshipType": relation[one.kind],
               "relatedSpdxElement": spdx_id(one)} for one in parts)]}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


# Debian's copyright file.

COMMON = {"Apache-2.0": "Apache-2.0", "CC0-1.0": "CC0-1.0"}


def indented(text):
    return "\n".join(" " + line if line.strip() else " ." for line in text.rstrip().splitlines())


def paragraphs(text):
    for block in re.split(r"\n\s*\n", text):
        fields = {}
        for line in block.splitlines():
            name, colon, value = line.partition(":")
            if line[:1] not in (" ", "\t", "#") and colon:
                last = name
                fields[last] = value.strip()
            elif fields and line[:1] in (" ", "\t"):
                fields[last] += "\n" + line.strip()
        if fields:
            yield fields


def debian_terms(part, build):
    """(copyright, licence, texts) by what the package says of most of its files."""
    file = pathlib.Path("/usr/share/doc", part.name, "copyright")
    if not file.is_file():
        file = build.parent / "osmium/usr/share/doc" / part.name / "copyright"
    whole = list(paragraphs(file.read_text()))
    main = next(one for one in whole if one.get("Files", "").split()[:1] == ["*"])
    head, _, own = main["License"].partition("\n")
    texts = {one["License"].partition("\n")[0]: one["License"].partition("\n")[2]
             for one in whole if "License" in one and "Files" not in one}
    texts[head] = own or texts.get(head, "")
    if not texts[head]:
        texts[head] = "\n\n".join(texts.get(word, "") for word in re.split(r"[\s,]+", head)).strip()
    return main["Copyright"], head, texts[head]


def npm_terms(part):
    folder = CONSOLE / part.folder
    files = sorted(file for file in folder.iterdir()
                   if re.match(r"(licen[sc]e|copying)", file.name, re.I) and file.is_file())
    text = files[0].read_text(errors="replace") if files else ""
    owners = re.findall(r"^\W*(Copyright (?!notice|holder|owner).*|\(c\) .*)$", text, flags=re.M | re.I)
    if part.licence in COMMON or not owners:
        author = json.loads((folder / "package.json").read_text()).get("author", "")
        author = author.get("name", "") if isinstance(author, dict) else author
        owners = owners if owners and part.licence not in COMMON else \
            [author or f"the authors of {part.name}"]
    body = "\n".join(line for line in text.splitlines() if line.strip() not in
                     {one.strip() for one in owners})
    return "\n".join(owners), part.licence.strip("()").replace(" AND ", " and "), body.strip()


def copyright_text(build, _version):
    parts = bill(build)
    linked = {one.source for one in parts if one.kind == "linked"}
    out = ["Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
           "Upstream-Name: muster",
           "Comment: made by config/package/bill.py, from what the compiler read and the lock file"
           " of the\n consoles. Libraries that are linked at run time have their own packages and"
           " their own files.", "",
           "Files: *", "Copyright: the authors of Muster", "License: Apache-2.0", ""]
    names, texts = {}, {}
    for part in parts:
        if part.kind == "linked" or part.source in TOOLCHAIN:
            continue
        if part.kind == "compiled_in" and part.source in linked - HEADERS_ALONE:
            continue  # headers of what is linked
        npm = part.kind == "bundled"
        owners, short, text = npm_terms(part) if npm else debian_terms(part, build)
        key = re.sub(r"\W+", "", text.lower())
        if short not in COMMON:
            # Licences of one name differ where they name somebody.
            if short in texts and key not in (re.sub(r"\W+", "", texts[short].lower()), ""):
                if (short, key) not in names:
                    names[short, key] = f"{short}~{part.name.replace('@', '').replace('/', '-')}"
                short = names[short, key]
            texts.setdefault(short, text or "As its package.json says; it has no text of its own.")
        where = "usr/share/muster/console/*" if npm else "usr/bin/muster"
        out += [f"Files: {where}", "Copyright: " + indented(owners).strip(), f"License: {short}",
                f"Comment: of {part.name} {part.version}"
                + (", bundled in the consoles" if npm else ", compiled into the program"), ""]
    for short in sorted(COMMON):
        texts[short] = f"On Debian systems the text is in /usr/share/common-licenses/{short}."
    for short in sorted(texts):
        out += [f"License: {short}", indented(texts[short]), ""]
    return "\n".join(out)


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("kind", choices=["spdx", "copyright"])
    asked.add_argument("--build", type=pathlib.Path, required=True)
    asked.add_argument("--version", required=True)
    args = asked.parse_args()
    tell = spdx if args.kind == "spdx" else copyright_text
    sys.stdout.write(tell(args.build.resolve(), args.version))


main()
