"""A machine with Debian 12 and nothing else: a folder that systemd-nspawn boots, with a network of
its own, so that its port 8080 is nobody else's."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

RELEASE = "bookworm"
BOOTED_WITHIN_S = 120
COMMAND_WITHIN_S = 120


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def sources():
    """The package sources of this machine, so that the new one asks where it asks."""
    found = [pathlib.Path("/etc/apt/sources.list"),
             pathlib.Path("/etc/apt/sources.list.d/debian.sources")]
    return [str(file) for file in found if file.is_file() and file.stat().st_size > 0]


class Machine:
    def __init__(self, folder, packages):
        if os.geteuid() != 0:
            skip("a machine's root needs root rights")
        for tool in ("mmdebstrap", "systemd-nspawn", "nsenter"):
            if shutil.which(tool) is None:
                skip(f"needs {tool}")
        self.root = folder
        made = subprocess.run(
            ["mmdebstrap", "--variant=apt", "--quiet", "--include=" + ",".join(packages), RELEASE,
             str(folder), *sources()], capture_output=True, text=True, check=False)
        if made.returncode != 0:
            skip("no root of a bare machine could be made: " + made.stderr.strip()[-400:])
        self.log = open(folder.parent / "boot.log", "wb")
        self.nspawn = None

    def boot(self):
        self.nspawn = subprocess.Popen(
            ["systemd-nspawn", "--boot", "--register=no", "--keep-unit", "--private-network",
             "--link-journal=no", "--console=pipe", "-D", str(self.root)],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)
        end = time.monotonic() + BOOTED_WITHIN_S
        while time.monotonic() < end:
            if self.nspawn.poll() is not None:
                break
            state = self.does("systemctl is-system-running", ok=None) if self.leader() else ""
            if state.strip() in ("running", "degraded"):
                return
            time.sleep(0.5)
        self.log.flush()
        skip("systemd does not boot in a container here: " +
             (self.root.parent / "boot.log").read_text(errors="replace")[-400:])

    def leader(self):
        pid = self.nspawn.pid
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return children[0] if children else None

    def does(self, script, ok=0):
        """Runs it by a shell in the machine, as root; what it printed, errors too."""
        done = subprocess.run(
            ["nsenter", "--target", self.leader(), "--mount", "--uts", "--ipc", "--net", "--pid",
             "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=/root",
             "DEBIAN_FRONTEND=noninteractive", "sh", "-c", script],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False, timeout=COMMAND_WITHIN_S)
        if ok is not None and (done.returncode == 0) != (ok == 0):
            raise AssertionError(f"{script}: {done.returncode}\n{done.stdout}")
        return done.stdout

    def waits(self, script, seconds=30):
        """Until it succeeds; what it printed then."""
        end = time.monotonic() + seconds
        while True:
            try:
                return self.does(script)
            except AssertionError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.3)

    def stop(self):
        if self.nspawn is not None and self.nspawn.poll() is None:
            try:
                self.does("systemctl poweroff --force --force", ok=None)
                self.nspawn.wait(20)
            except (subprocess.TimeoutExpired, TypeError):
                self.nspawn.send_signal(signal.SIGTERM)
                try:
                    self.nspawn.wait(10)
                except subprocess.TimeoutExpired:
                    self.nspawn.kill()
                    self.nspawn.wait()
        self.log.close()
