"""System packages: what is missing, and how to get it on Debian."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from glob import glob
from importlib.util import find_spec

from deploy.local import say

SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])


@dataclass(frozen=True)
class Need:
    """Debian packages, and whether what they bring is here (however it was installed)."""

    packages: tuple[str, ...]
    is_here: Callable[[], bool]


def has_command(*names: str) -> bool:
    """Whether every command can be found; servers live outside an ordinary user's PATH."""
    return all(shutil.which(name, path=SEARCH_PATH) for name in names)


def has_library(name: str) -> bool:
    """Whether the dynamic linker knows lib`name`."""
    return ctypes.util.find_library(name) is not None


def recognises(*languages: str) -> bool:
    """Whether tesseract is here with the data of every language."""
    if not has_command("tesseract"):
        return False
    command = ["tesseract", "--list-langs"]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    return set(languages) <= set(told)


TO_RUN = (
    Need(("python3-venv",), lambda: find_spec("ensurepip") is not None),
    Need(("libespeak-ng1", "espeak-ng-data"), partial(has_library, "espeak-ng")),
    Need(("ffmpeg",), partial(has_command, "ffmpeg", "ffprobe")),
    Need(("gettext",), partial(has_command, "msgfmt")),
    Need(("tesseract-ocr", "tesseract-ocr-vie", "tesseract-ocr-eng"), partial(recognises, "vie", "eng", "osd")),
    Need(("libreoffice-writer-nogui", "libreoffice-impress-nogui"), partial(has_command, "soffice")),
)
TO_TEST = (
    Need(("postgresql",), lambda: bool(glob("/usr/lib/postgresql/*/bin/initdb"))),
    Need(("redis-server",), partial(has_command, "redis-server")),
    Need(("chromium",), partial(has_command, "chromium")),
    Need(("nginx",), partial(has_command, "nginx")),
)


def missing(needs: Sequence[Need]) -> list[str]:
    """Debian names of what is not here."""
    return [package for need in needs if not need.is_here() for package in need.packages]


def install(needs: Sequence[Need]) -> None:
    """Install what is missing, or end with the one line that a person with more rights has to run."""
    packages = missing(needs)
    if not packages:
        return
    as_root = _as_root()
    if as_root is None or not has_command("apt-get"):
        say.stop(
            "system packages are missing and this user may not install them. Run once:\n"
            f"    sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(packages)}"
        )
    say.step(f"Installing system packages: {' '.join(packages)}")
    # RUNLEVEL=1: in a container without an init, Debian would otherwise start the servers it installs.
    command = [
        *as_root,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "RUNLEVEL=1",
        "apt-get",
        "-qq",
        "-o",
        "Dpkg::Use-Pty=0",
    ]
    subprocess.run([*command, "update"], check=True)
    quiet = subprocess.DEVNULL
    subprocess.run([*command, "install", "-y", "--no-install-recommends", *packages], check=True, stdout=quiet)


def _as_root() -> list[str] | None:
    """The prefix that makes a command root's: none for root, sudo if it may be used, else None."""
    if os.geteuid() == 0:
        return []
    if not has_command("sudo"):
        return None
    may_ask = sys.stdin.isatty()
    silently = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo"] if silently or may_ask else None
