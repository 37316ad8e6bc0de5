"""Draws docs/licences.md from what is installed: `python -m deploy.licences [--check]`.

Names and versions come from the lock files, so that the page is the same on every machine; Python licences
come from the installed packages' own metadata, npm's from package-lock.json.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Final, cast

from deploy.local.places import ROOT

PAGE: Final = ROOT / "docs" / "licences.md"
PYTHON_LOCKS: Final = ("requirements.txt", "requirements-weights.txt")
PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.MULTILINE)
LONGEST_NAME: Final = 80  # characters: a longer licence field holds the licence's text, not its name
COPYLEFT: Final = re.compile(r"GPL|MPL|Mozilla|AFFERO", re.IGNORECASE)
NOT_STATED: Final = "not stated in its metadata"

DECISIONS: Final = ROOT / "deploy" / "licences_to_decide.md"  # written by hand


@dataclass(frozen=True)
class Package:
    """One package of a lock file; `note` says where it is used if not in the running site."""

    name: str
    version: str
    licence: str
    note: str = ""


def python_packages(lock: Path) -> list[Package]:
    """Every pin of `lock` with the licence its installed metadata states."""
    pins = PIN.findall(lock.read_text(encoding="utf-8"))
    return [Package(name, version, _stated(name)) for name, version in sorted(pins, key=lambda pin: pin[0].lower())]


def npm_packages(lock: Path) -> list[Package]:
    """Every package of an npm lock file (version 3), without those that are for one platform only."""
    entries: dict[str, dict[str, object]] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    chosen = {path: entry for path, entry in entries.items() if path and not entry.get("optional")}
    return [
        Package(
            name=path.rpartition("node_modules/")[2],
            version=str(entry["version"]),
            licence=str(entry.get("license", NOT_STATED)),
            note="build only" if entry.get("dev") else "",
        )
        for path, entry in sorted(chosen.items())
    ]


def _stated(name: str) -> str:
    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return "not installed on this platform"
    return next(_candidates(package), NOT_STATED)


def _candidates(package: metadata.Distribution) -> Iterator[str]:
    """The licence as packages state it, the most exact form first: PEP 639, classifiers, free text, file."""
    fields = cast(Message, package.metadata)
    yield from fields.get_all("License-Expression") or []
    classifiers = [line for line in fields.get_all("Classifier") or [] if line.startswith("License ::")]
    if classifiers:
        yield ", ".join(line.rpartition(" :: ")[2] for line in classifiers)
    yield from filter(_is_name, [str(fields.get("License") or "").strip()])
    files = [package.read_text(f"licenses/{name}") or "" for name in fields.get_all("License-File") or []]
    titles = [text.strip().partition("\n")[0] for text in files]
    yield from (title for title in titles if _is_name(title) and "licen" in title.lower())


def _is_name(text: str) -> bool:
    return bool(text) and len(text) <= LONGEST_NAME and "\n" not in text


def draw(python: list[Package], npm: list[Package]) -> str:
    """The page, in Markdown."""
    copyleft = [package.name for package in [*python, *npm] if COPYLEFT.search(package.licence)]
    unstated = [package.name for package in [*python, *npm] if package.licence == NOT_STATED]
    return "\n".join(
        [
            "# Licences",
            "",
            "Drawn by `make fix` from what is installed; `make check` compares. Do not edit by hand.",
            "",
            "## For the owner to decide",
            "",
            DECISIONS.read_text(encoding="utf-8"),
            f"Copyleft among the packages below: {', '.join(copyleft) or 'none'}.",
            "",
            f"Without a stated licence: {', '.join(unstated) or 'none'}.",
            "",
            *_table(f"Python packages ({', '.join(PYTHON_LOCKS)})", python),
            "",
            *_table("npm packages (package-lock.json)", npm),
            "",
        ]
    )


def _table(title: str, packages: list[Package]) -> list[str]:
    rows = [f"| {package.name} | {package.version} | {package.licence} | {package.note} |" for package in packages]
    return [f"## {title}", "", "| package | version | licence | |", "|---|---|---|---|", *rows]


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare it; 0 when it is right."""
    python = [package for lock in PYTHON_LOCKS for package in python_packages(ROOT / lock)]
    page = draw(python, npm_packages(ROOT / "package-lock.json"))
    if arguments != ["--check"]:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    sys.stderr.write(f"{PAGE.relative_to(ROOT)} is not what is installed: run `make fix`\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
