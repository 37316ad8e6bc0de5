"""`make setup`: system packages, `.venv`, Python and npm packages, the built front end, messages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from deploy.local import say, system
from deploy.local.places import PYTHON, ROOT, VENV, environment, with_venv, write_env
from deploy.local.stamps import once

REQUIREMENTS = ROOT / "requirements.txt"
DEV_REQUIREMENTS = ROOT / "requirements-dev.txt"
WEIGHTS = ROOT / "requirements-weights.txt"
PIP_INSTALL = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
FRONT_END_PACKAGES = [ROOT / "package.json", ROOT / "package-lock.json"]


def prepare() -> None:
    """Everything the site needs to start; steps whose inputs did not change are left out."""
    system.install(system.TO_RUN)
    _make_venv()
    once("requirements", [REQUIREMENTS], PYTHON, lambda: _pip_install(REQUIREMENTS))
    once("weights", [WEIGHTS], PYTHON, _install_weights)
    _front_end()
    _messages()
    if write_env():
        say.step("Wrote .env with a new secret key (private to this machine)")


def prepare_tests() -> None:
    """`prepare`, and what checks and tests need on top."""
    system.install([*system.TO_RUN, *system.TO_TEST])
    prepare()
    inputs = [REQUIREMENTS, DEV_REQUIREMENTS]
    once("requirements-dev", inputs, VENV / "bin" / "pytest", lambda: _pip_install(DEV_REQUIREMENTS))


def run(command: Sequence[str | Path]) -> None:
    """Run a command of ours at the root, `.venv` first on PATH; end with its name if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=with_venv(environment()), check=False)
    if done.returncode:
        say.stop(f"`{' '.join(str(part) for part in command)}` ended with {done.returncode}; its output is above")


def _make_venv() -> None:
    if PYTHON.exists():
        return
    if sys.version_info[:2] != (3, 11):
        say.stop(f"Giọng needs Python 3.11; this is {sys.version.split()[0]}. Use: make PYTHON3=python3.11 ...")
    say.step("Making .venv")
    run([sys.executable, "-m", "venv", VENV])


def _pip_install(requirements: Path) -> None:
    say.step(f"Installing Python packages of {requirements.name} (minutes the first time)")
    torch_index = os.environ.get("TORCH_INDEX")
    if torch_index:
        run([*PIP_INSTALL, "--index-url", torch_index, *_torch_pins()])
    run([*PIP_INSTALL, "-r", str(requirements)])


def _install_weights() -> None:
    say.step(f"Installing weights of {WEIGHTS.name}")
    run([*PIP_INSTALL, "--no-deps", "-r", str(WEIGHTS)])


def _torch_pins() -> list[str]:
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line.startswith(("torch==", "torchaudio=="))]


def _front_end() -> None:
    once("npm", FRONT_END_PACKAGES, ROOT / "node_modules", _npm_install)
    once("front-end", _front_end_sources(), ROOT / "static" / "dist", _npm_build)


def _npm_install() -> None:
    say.step("Installing npm packages")
    run(["npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"])


def _npm_build() -> None:
    say.step("Building the front end")
    run(["npm", "run", "--silent", "build", "--", "--logLevel", "warn"])


def _front_end_sources() -> list[Path]:
    built = ROOT / "static" / "dist"
    sources = [path for path in (ROOT / "static").iterdir() if path != built]
    return [*FRONT_END_PACKAGES, ROOT / "vite.config.js", ROOT / "templates", *sources]


def _messages() -> None:
    for catalogue in sorted((ROOT / "locale").rglob("*.po")):
        name = f"messages-{catalogue.relative_to(ROOT).as_posix().replace('/', '-')}"
        once(name, [catalogue], catalogue.with_suffix(".mo"), partial(_compile_messages, catalogue))


def _compile_messages(catalogue: Path) -> None:
    run(["msgfmt", "--check-format", "-o", catalogue.with_suffix(".mo"), catalogue])
