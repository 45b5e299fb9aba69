# SPDX-License-Identifier: Apache-2.0
"""A Debian host with systemd as its first process, in a container without a network."""

import os
import subprocess
import time

BOOT_SECONDS = 60
PATH = "PATH=/usr/sbin:/usr/bin:/sbin:/bin"


class CannotBoot(Exception):
    """Why there is no host here, in words that follow "left out"."""


class Container:
    """A host whose disk begins as a copy of `image` and is gone afterwards; a context manager. `shown` are folders that
    it sees and cannot change, each with the path at which it sees it."""

    def __init__(self, image, folder, shown=None):
        self.folder = folder
        self.root = f"{folder}/root"
        self.image = image
        self.shown = shown or {}
        self.process = None
        self.leader = None

    def __enter__(self):
        try:
            self._lay_out()
            self.boot()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        subprocess.run(["umount", "-R", self.root], stderr=subprocess.DEVNULL, check=False)
        subprocess.run(["umount", self.folder], stderr=subprocess.DEVNULL, check=False)

    def _lay_out(self):
        """What changes is kept in memory: how long a disk takes for a commit, with whatever else has to do with it, says
        nothing about the host. The image stays as it is below; where the kernel has no overlay, it is copied."""
        os.mkdir(self.folder)
        mount = ["mount", "-t", "tmpfs", "-o", "size=2g,mode=700", "tmpfs", self.folder]
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise CannotBoot(f"no file system can be mounted here: {done.stderr.strip()}")
        for name in ("root", "changes", "work"):
            os.mkdir(f"{self.folder}/{name}")
        layers = f"lowerdir={self.image},upperdir={self.folder}/changes,workdir={self.folder}/work"
        mount = ["mount", "-t", "overlay", "overlay", "-o", layers, self.root]
        if subprocess.run(mount, stderr=subprocess.DEVNULL, check=False).returncode != 0:
            subprocess.run(["cp", "-a", "--reflink=auto", f"{self.image}/.", self.root], check=True)

    def boot(self):
        """Returns when systemd has started everything."""
        command = ["systemd-nspawn", "--quiet", "--directory", self.root, "--boot"]
        command += ["--register=no", "--keep-unit", "--private-network", "--machine=gatehouse-test", "--console=pipe", "--link-journal=no"]
        command += [f"--bind-ro={outside}:{inside}" for outside, inside in self.shown.items()]
        with open(f"{self.folder}/console", "ab") as console:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True
            )
        end = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise CannotBoot(f"a container cannot be booted here: {self._last_words()}")
            self.leader = self._child(self.process.pid)
            if self.leader and self.is_up():
                return
            time.sleep(0.1)
        raise CannotBoot(f"a container has not booted within {BOOT_SECONDS} seconds")

    def _last_words(self):
        """Why it has ended; that it then cannot clean up where /run is on a disk is no reason."""
        with open(f"{self.folder}/console", errors="replace") as console:
            lines = [line.strip() for line in console if not line.startswith("Attempted to remove")]
        return next(filter(None, reversed(lines)), "systemd-nspawn has said nothing")

    @staticmethod
    def _child(process):
        with open(f"/proc/{process}/task/{process}/children") as children:
            numbers = children.read().split()
        return numbers[0] if numbers else None

    def is_up(self):
        return self.run("systemctl is-system-running", check=False).stdout.strip() in ("running", "degraded")

    def reboot(self):
        self.run("systemctl reboot", check=False)
        try:
            self.process.wait(BOOT_SECONDS)
            self.boot()
        except (CannotBoot, subprocess.TimeoutExpired) as error:
            raise RuntimeError(f"a host that was up does not boot again: {error}") from error

    def inside(self, *command):
        """The command as it is run inside."""
        return ["nsenter", "-t", self.leader, "-m", "-u", "-i", "-n", "-p", "-r", "-w", "env", "-i", PATH, *command]

    def run(self, script, check=True):
        """Runs a shell script inside and returns how it ended."""
        done = subprocess.run(
            self.inside("sh", "-c", script), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if check and done.returncode != 0:
            raise RuntimeError(f"{script}: exit {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def write(self, path, text, mode=0o644):
        with open(self.root + path, "w") as file:
            file.write(text)
        os.chmod(self.root + path, mode)
