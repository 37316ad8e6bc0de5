"""The test run's own servers: private, one Redis a worker, gone afterwards also when the run is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.services import OWNER

ROOT = Path(__file__).resolve().parents[2]
INNER = """
import os, pathlib, time
import environ, psycopg, pytest, redis

@pytest.mark.parametrize("number", range(2))
def test_inner(number, tmp_path_factory):
    pathlib.Path(os.environ["OUT"], str(os.getpid())).write_text(
        "\\n".join([os.environ["REDIS_URL"], os.environ["VAR_DIR"], os.environ["DATABASE_URL"]]))
    assert redis.Redis.from_url(os.environ["REDIS_URL"]).ping()
    if os.environ["DATABASE_URL"]:
        config = environ.Env.db_url_config(os.environ["DATABASE_URL"])
        with psycopg.connect(dbname=config["NAME"], user=config["USER"], **config["OPTIONS"]) as connection:
            assert connection.execute("select upper('đ')").fetchone() == ("Đ",)
    time.sleep(float(os.environ.get("LINGER", "0.5")))
"""


def start_inner(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """A test run of its own, with its own servers, that writes down where they are."""
    (folder / "out").mkdir()
    (folder / "test_inner.py").write_text(INNER)
    config = folder / "empty.ini"
    config.write_text("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    env = {key: value for key, value in os.environ.items() if key != OWNER and not key.startswith("PYTEST_")}
    env |= {"OUT": str(folder / "out"), "PYTHONPATH": str(ROOT), **environment}
    options = [
        "-c",
        str(config),
        "-p",
        "no:django",
        "-p",
        "no:cacheprovider",
        "-p",
        "tests.services",
        *arguments,
    ]
    line = [sys.executable, "-m", "pytest", "-q", *options, str(folder / "test_inner.py")]
    return subprocess.Popen(line, env=env, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def finish(run: subprocess.Popen[str]) -> str:
    output, _ = run.communicate(timeout=120)
    return output


def written(folder: Path) -> list[list[str]]:
    return [path.read_text().split("\n") for path in (folder / "out").iterdir()]


def wait_for_written(folder: Path) -> list[str]:
    deadline = time.monotonic() + 60
    while not (found := [lines for lines in written(folder) if len(lines) == 3]):
        assert time.monotonic() < deadline, "the inner run never started"
        time.sleep(0.1)
    return found[0]


def commands_naming(text: str) -> list[int]:
    """Processes whose command line names `text`."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if text.encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue  # it ended while we looked
    return found


def wait_until_gone(folder: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while pids := commands_naming(folder):
        assert time.monotonic() < deadline, f"still running below {folder}: {pids}"
        time.sleep(0.1)


def run_folder(lines: list[str]) -> str:
    """The temporary folder of a run, from one of its VAR_DIRs."""
    return str(Path(lines[1]).parent)


def test_a_run_gets_private_servers_and_leaves_nothing(tmp_path: Path) -> None:
    run = start_inner(tmp_path)
    output = finish(run)
    assert run.returncode == 0, output
    (lines,) = written(tmp_path)
    assert lines[2].startswith("postgres://")
    assert not Path(run_folder(lines)).exists()
    wait_until_gone(run_folder(lines))


def test_workers_share_postgresql_and_nothing_else(tmp_path: Path) -> None:
    run = start_inner(tmp_path, "-n", "2")
    output = finish(run)
    assert run.returncode == 0, output
    first, second = written(tmp_path)
    assert first[2] == second[2]
    assert first[0] != second[0]
    assert first[1] != second[1]
    assert run_folder(first) == run_folder(second)
    assert not Path(run_folder(first)).exists()


def test_sqlite_by_choice(tmp_path: Path) -> None:
    run = start_inner(tmp_path, GIONG_TEST_DB="sqlite")
    output = finish(run)
    assert run.returncode == 0, output
    assert [lines[2] for lines in written(tmp_path)] == [""]


@pytest.mark.parametrize("ends_with", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_run_leaves_no_server(tmp_path: Path, ends_with: signal.Signals) -> None:
    run = start_inner(tmp_path, LINGER="60")
    folder = run_folder(wait_for_written(tmp_path))
    assert len(commands_naming(folder)) >= 2, "PostgreSQL and Redis were there"
    run.send_signal(ends_with)
    finish(run)
    wait_until_gone(folder)
    # Nothing can tidy up after kill -9 but the next reboot; everything else does it itself.
    assert Path(folder).exists() == (ends_with is signal.SIGKILL)
    subprocess.run(["rm", "-rf", folder], check=True)
