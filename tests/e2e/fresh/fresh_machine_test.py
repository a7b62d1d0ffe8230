#!/usr/bin/env python3
"""engine/run on new Debian 12 machines: folders that hold a bare system and nothing else.

A bare machine is taken from nothing to a living console. Two more, on which one library of the tests
or of the benches happens to be installed already, are taken to the point where compiling begins: the
first command must ask for nothing that it does not need.

Usage: fresh_machine_test.py ROOT [--cold]
  --cold  compile without this machine's compiler cache, and print the processor time it took
Exit code: 0 all reached, 1 one was not, 77 skipped (no root rights, no mmdebstrap, no packages).
"""

import html.parser
import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

TOP = pathlib.Path(sys.argv[1]).resolve()
COLD = "--cold" in sys.argv[2:]
RELEASE = "bookworm"
READY_WITHIN_S = 1800
CONFIGURED_WITHIN_S = 600


def say(text):
    print(f"[{time.monotonic() - START:5.0f} s] {text}", flush=True)


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def sources():
    """The package sources of this machine, so that the new ones ask where it asks."""
    found = [pathlib.Path("/etc/apt/sources.list"),
             pathlib.Path("/etc/apt/sources.list.d/debian.sources")]
    return [str(file) for file in found if file.is_file() and file.stat().st_size > 0]


def make_base(folder):
    made = subprocess.run(
        ["mmdebstrap", "--variant=apt", "--quiet", RELEASE, str(folder), *sources()],
        capture_output=True, text=True, check=False)
    if made.returncode != 0:
        skip("no root of a bare machine could be made: " + made.stderr.strip()[-400:])
    for name in ("resolv.conf", "hosts"):
        if pathlib.Path("/etc", name).exists():
            shutil.copyfile(f"/etc/{name}", folder / "etc" / name)


def put_npm_settings(root):
    """As the package sources: npm asks where it asks on this machine, and trusts whom it trusts."""
    settings = pathlib.Path.home() / ".npmrc"
    if settings.is_file():
        shutil.copyfile(settings, root / "root/.npmrc")
    trusted = os.environ.get("NODE_EXTRA_CA_CERTS")
    if not trusted:
        return {}
    shutil.copyfile(trusted, root / "certificates.pem")
    return {"NODE_EXTRA_CA_CERTS": "/certificates.pem"}


def put_checkout(root):
    """The tracked files as they are in the working tree, and no build folder."""
    there = root / "src"
    there.mkdir()
    names = subprocess.run(["git", "-C", str(TOP), "ls-files", "-z"], capture_output=True,
                           check=True).stdout
    packed = subprocess.Popen(["tar", "-C", str(TOP), "--null", "-T", "-", "-cf", "-"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    unpacked = subprocess.Popen(["tar", "-C", str(there), "-xf", "-"], stdin=packed.stdout)
    packed.stdin.write(names)
    packed.stdin.close()
    if packed.wait() != 0 or unpacked.wait() != 0:
        raise RuntimeError("the checkout could not be copied")


class Machine:
    """A folder with a system of its own; what runs in it dies with the process that started it."""

    def __init__(self, base, folder, caches):
        self.root = folder
        self.caches = caches
        subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(folder)], check=True)
        put_checkout(folder)
        self.environment = put_npm_settings(folder)

    def start(self, script, log):
        binds = ""
        for here, there in self.caches.items():
            (self.root / there).mkdir(parents=True, exist_ok=True)
            binds += f"mount --bind '{here}' '{self.root}/{there}' && "
        # Its own view of mounts and processes: nothing of either is left behind.
        inside = (f"{binds}mount -t proc proc '{self.root}/proc' && "
                  f"exec chroot '{self.root}' bash -c \"$SCRIPT\"")
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "SCRIPT": script}
        environment |= self.environment
        environment |= {k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}
        # ccache tells compilers apart by the language of their messages, too.
        environment |= {k: v for k, v in os.environ.items() if k == "LANG" or k.startswith("LC_")}
        if "ccache" in self.caches.values():
            environment["CCACHE_DIR"] = "/ccache"
        return subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-c", inside],
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment)


def stop(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class References(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "script" and "src" in attrs:
            self.found.append(attrs["src"])
        if tag == "link" and attrs.get("rel") in ("stylesheet", "modulepreload"):
            self.found.append(attrs["href"])


def get(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


def console_lives(url):
    """The page and every file that it names are served."""
    status, text = get(url + "/")
    references = References()
    references.feed(text)
    if status != 200 or not references.found:
        say(f"the console answers {status} and names {len(references.found)} files")
        return False
    for name in references.found:
        answer, _ = get(url + "/" + name.lstrip("./"))
        if answer != 200:
            say(f"the console's {name}: {answer}")
            return False
    say(f"the console and its {len(references.found)} files are served")
    return True


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(process, seconds, reached):
    """True when `reached`, False when the process ended or time is up before."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if reached():
            return True
        if process.poll() is not None:
            return reached()
        time.sleep(0.5)
    return False


def bare_machine_lives(machine, log_path):
    url = f"http://127.0.0.1:{free_port()}"
    with open(log_path, "wb") as log:
        program = machine.start(
            f"/src/engine/run demo --data /tmp/city --listen {url.removeprefix('http://')}", log)
        try:
            if not wait_for(program, READY_WITHIN_S, lambda: get(url + "/readyz")[0] == 200):
                return False
            say("bare: the program is ready")
            return console_lives(url)
        finally:
            stop(program)


def configures_with(package, machine, log_path):
    with open(log_path, "wb") as log:
        run = machine.start(
            f"apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "
            f"--no-install-recommends {package} && exec /src/engine/run demo --help", log)
        try:
            return wait_for(run, CONFIGURED_WITHIN_S,
                            lambda: "Building (release)" in log_path.read_text(errors="replace"))
        finally:
            stop(run)


def main():
    if os.geteuid() != 0:
        skip("a bare machine's root needs root rights")
    for tool in ("mmdebstrap", "unshare", "chroot"):
        if shutil.which(tool) is None:
            skip(f"needs {tool}")
    work = pathlib.Path(tempfile.mkdtemp(prefix="fresh_machine."))
    try:
        make_base(work / "base")
        say("a bare system is made")
        (work / "debs").mkdir()
        caches = {str(work / "debs"): "var/cache/apt/archives"}
        if not COLD and shutil.which("ccache"):
            at = subprocess.run(["ccache", "-k", "cache_dir"], capture_output=True, text=True,
                                check=True).stdout.strip()
            if pathlib.Path(at).is_dir():
                caches[at] = "ccache"
        results = {}
        log = work / "log"
        for name in ("bare", "libgtest-dev", "libbenchmark-dev"):
            machine = Machine(work / "base", work / "machine", caches)
            results[name] = bare_machine_lives(machine, log) if name == "bare" else \
                configures_with(name, machine, log)
            say(f"{name}: {'reached' if results[name] else 'NOT reached'}")
            if not results[name]:
                print(log.read_text(errors="replace")[-6000:])
            shutil.rmtree(work / "machine")
        if COLD:
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            say(f"processor time of everything: {used.ru_utime + used.ru_stime:.0f} s")
        return 0 if all(results.values()) else 1
    finally:
        shutil.rmtree(work, ignore_errors=True)


START = time.monotonic()
sys.exit(main())
