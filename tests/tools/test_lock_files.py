"""What is asked for and what is locked agree, and every dependency says what it is for."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z0-9,-]+\])?(?:==(\S+))?\s*(#\s*\S.*)?$")
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
PAIRS = [("requirements.in", "requirements.txt"), ("requirements-dev.in", "requirements-dev.txt")]


def normal(name: str) -> str:
    """Package names as the index compares them (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True)
class Asked:
    """One line of a .in file."""

    name: str
    version: str | None
    purpose: str | None


def asked(name: str) -> list[Asked]:
    lines = (ROOT / name).read_text().splitlines()
    return [parse(line) for line in lines if line and not line.startswith(("#", "-"))]


def parse(line: str) -> Asked:
    match = ASKED.match(line)
    assert match, f"not a requirement: {line}"
    return Asked(*match.groups())


def locked(name: str) -> dict[str, str]:
    return {normal(package): version for package, version in LOCKED.findall((ROOT / name).read_text())}


@pytest.mark.parametrize(("wanted", "lock"), PAIRS)
def test_the_lock_holds_what_is_asked_for(wanted: str, lock: str) -> None:
    pins = locked(lock)
    wrong = [one.name for one in asked(wanted) if one.version and pins.get(normal(one.name)) != one.version]
    missing = [one.name for one in asked(wanted) if normal(one.name) not in pins]
    assert wrong == []
    assert missing == []


@pytest.mark.parametrize(("wanted", "lock"), PAIRS)
def test_every_dependency_says_what_it_is_for(wanted: str, lock: str) -> None:
    assert [one.name for one in asked(wanted) if not one.purpose] == []


@pytest.mark.parametrize("lock", [lock for _, lock in PAIRS])
def test_locks_can_be_installed_anywhere(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert [version for version in locked(lock).values() if "+" in version] == [], "local builds are on no index"
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text) == []


def test_weights_are_pinned_by_their_checksum() -> None:
    lines = [line for line in (ROOT / "requirements-weights.txt").read_text().splitlines() if not line.startswith("#")]
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}  # .+", line)] == []


def test_development_adds_to_what_runs_and_changes_nothing() -> None:
    run, develop = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {name: develop.get(name) for name in run} == run


def test_npm_lock_matches_package_json() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    root = json.loads((ROOT / "package-lock.json").read_text())["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert root.get(kind) == package.get(kind)
        assert [name for name, version in package[kind].items() if not re.fullmatch(r"\d[\w.-]*", version)] == []


def test_npm_lock_knows_every_platform() -> None:
    """`npm ci` refuses a lock without the builds for other platforms, which a partial registry leaves out."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    optional = {name for entry in packages.values() for name in entry.get("optionalDependencies", {})}
    assert {name for name in optional if f"node_modules/{name}" not in packages} == set()
