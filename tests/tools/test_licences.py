"""The licence page: drawn from what is installed, with what the owner has to decide on top."""

import json
from pathlib import Path

import pytest

from deploy import licences
from deploy.licences import NOT_STATED, draw, npm_packages, python_packages

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_what_is_installed() -> None:
    assert licences.main(["--check"]) == 0


def test_an_old_page_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ROOT / "docs" / "never-written.md"
    monkeypatch.setattr(licences, "PAGE", page)
    assert licences.main(["--check"]) == 1
    assert not page.exists()


def test_every_locked_package_has_a_line() -> None:
    page = licences.PAGE.read_text(encoding="utf-8")
    for package in [*python_packages(ROOT / "requirements.txt"), *npm_packages(ROOT / "package-lock.json")]:
        assert f"| {package.name} | {package.version} |" in page


def test_decisions_come_first() -> None:
    page = licences.PAGE.read_text(encoding="utf-8")
    top, _, rest = page.partition("## Python packages")
    for name in ("PyMuPDF", "espeak-ng", "Piper", "vinorm"):
        assert name in top
    assert "| pymupdf |" in rest


def test_copyleft_and_unstated_are_named(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("pymupdf==1.0\nnumpy==2.0\nno-such-package-here==1\n")
    npm = tmp_path / "package-lock.json"
    entries = {
        "": {"name": "giong"},
        "node_modules/plain": {"version": "1.0.0", "license": "MIT"},
        "node_modules/@scope/silent": {"version": "2.0.0", "dev": True},
        "node_modules/plain-win32": {"version": "1.0.0", "license": "MIT", "optional": True},
    }
    npm.write_text(json.dumps({"packages": entries}))
    page = draw(python_packages(lock), npm_packages(npm))
    assert "Copyleft among the packages below: pymupdf." in page
    assert "Without a stated licence: @scope/silent." in page
    assert f"| @scope/silent | 2.0.0 | {NOT_STATED} | build only |" in page
    assert "plain-win32" not in page
    assert "| no-such-package-here | 1 | not installed on this platform |" in page
