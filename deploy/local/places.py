"""Where things are, and what the environment and the private `.env` say about it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
ENV_FILE = ROOT / ".env"
DEBIAN_CA = Path("/etc/ssl/certs/ca-certificates.crt")


def environment(file: Path = ENV_FILE) -> dict[str, str]:
    """The environment over the lines of `file`: what is exported wins, as in the site's settings."""
    written = parse_env(file.read_text(encoding="utf-8")) if file.exists() else {}
    return written | dict(os.environ)


def parse_env(text: str) -> dict[str, str]:
    """`KEY=value` lines as django-environ reads them: without comments, `export ` and one pair of quotes."""
    values = {}
    for line in text.splitlines():
        key, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not key.startswith("#"):
            values[key.strip()] = _unquoted(value.strip())
    return values


def _unquoted(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if quoted else value


def write_env(file: Path = ENV_FILE) -> bool:
    """Write the one secret a local site needs, for its owner's eyes; an existing file is never touched."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write("# Written once by `make run`. Private: never commit or share it. Settings: docs/settings.md\n")
        stream.write(f"SECRET_KEY={secrets.token_urlsafe(50)}\n")
    return True


def var_dir(env: Mapping[str, str]) -> Path:
    """The folder of everything the site writes: database, media, mail, queue."""
    return Path(env.get("VAR_DIR") or ROOT / "var").resolve()


def with_venv(env: Mapping[str, str]) -> dict[str, str]:
    """The environment in which `.venv`'s commands are found first."""
    path = os.pathsep.join([str(VENV / "bin"), env.get("PATH", os.defpath)])
    ours = {"PATH": path, "VIRTUAL_ENV": str(VENV), "PYTHONUNBUFFERED": "1"}
    # The Node in .venv has a list of certificate authorities of its own; it shall trust those of Debian too.
    authorities = {"NODE_EXTRA_CA_CERTS": str(DEBIAN_CA)} if DEBIAN_CA.exists() else {}
    return {**authorities, **env, **ours}
