"""The parts of `make setup` and `make run` that decide something; the whole is tried on a bare machine."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local import family, keep, redis, run, stamps, system
from deploy.local.places import environment, parse_env, var_dir, write_env
from deploy.local.system import Need

ROOT = Path(__file__).resolve().parents[2]


class TestEnvironment:
    def test_lines_of_the_private_file(self) -> None:
        text = "# PORT=1\nPORT=8123\nexport NAME='Giọng đọc'\n\nURL=unix:///a?db=1\nEMPTY=\nnot a line\n"
        assert parse_env(text) == {"PORT": "8123", "NAME": "Giọng đọc", "URL": "unix:///a?db=1", "EMPTY": ""}

    def test_what_is_exported_wins(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / ".env"
        file.write_text("PORT=1\nVAR_DIR=/somewhere\n")
        monkeypatch.setenv("PORT", "2")
        monkeypatch.delenv("VAR_DIR", raising=False)
        assert environment(file)["PORT"] == "2"
        assert var_dir(environment(file)) == Path("/somewhere")

    def test_the_secret_is_private_random_and_written_once(self, tmp_path: Path) -> None:
        first, second = tmp_path / "a.env", tmp_path / "b.env"
        assert write_env(first)
        assert write_env(second)
        assert stat.S_IMODE(first.stat().st_mode) == 0o600
        written = first.read_text()
        assert len(parse_env(written)["SECRET_KEY"]) >= 50
        assert parse_env(written) != parse_env(second.read_text())
        assert not write_env(first)
        assert first.read_text() == written


class TestStamps:
    @pytest.fixture
    def step(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
        monkeypatch.setattr(stamps, "FOLDER", tmp_path / "stamps")
        source, output = tmp_path / "source", tmp_path / "output"
        (source / "inner").mkdir(parents=True)
        (source / "inner" / "a.css").write_text("a")
        return lambda: stamps.once("step", [source], output, output.touch)

    def test_unchanged_inputs_are_left_alone(self, step: Callable[[], bool]) -> None:
        assert [step(), step()] == [True, False]

    def test_a_changed_file_does_the_step_again(self, step: Callable[[], bool], tmp_path: Path) -> None:
        step()
        (tmp_path / "source" / "inner" / "a.css").write_text("b")
        assert [step(), step()] == [True, False]

    def test_a_lost_output_does_the_step_again(self, step: Callable[[], bool], tmp_path: Path) -> None:
        step()
        (tmp_path / "output").unlink()
        assert step()

    def test_a_failed_step_is_not_done(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(stamps, "FOLDER", tmp_path / "stamps")

        def fail() -> None:
            raise SystemExit("no network")

        with pytest.raises(SystemExit):
            stamps.once("step", [], tmp_path, fail)
        assert stamps.once("step", [], tmp_path, lambda: None)


class TestSystemPackages:
    NEEDS = (Need(("here",), lambda: True), Need(("library-one", "its-data"), lambda: False))

    def test_only_what_is_missing_is_asked_for(self) -> None:
        assert system.missing(self.NEEDS) == ["library-one", "its-data"]

    def test_a_program_and_a_library_of_this_machine_are_found(self) -> None:
        assert system.has_command("sh")
        assert not system.has_command("sh", "no-such-program-here")
        assert system.has_library("c")
        assert not system.has_library("no-such-library-here")

    def test_without_rights_the_one_line_is_printed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(system, "_as_root", lambda: None)
        with pytest.raises(SystemExit) as stopped:
            system.install(self.NEEDS)
        assert "sudo apt-get install -y --no-install-recommends library-one its-data" in str(stopped.value)

    def test_nothing_missing_asks_for_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(system, "_as_root", lambda: None)
        system.install(self.NEEDS[:1])


class TestRedis:
    def test_the_socket_is_in_the_folder_unless_that_is_too_deep(self, tmp_path: Path) -> None:
        assert redis.socket_in(Path("/srv/var")) == Path("/srv/var/redis.sock")
        deep = redis.socket_in(tmp_path / ("d" * 108))
        assert len(str(deep).encode()) < 108
        assert stat.S_IMODE(deep.parent.stat().st_mode) == 0o700
        deep.parent.rmdir()

    @pytest.mark.parametrize("program", ["system", "wheel"])
    def test_a_private_server_keeps_what_it_was_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
    ) -> None:
        if program == "wheel":
            monkeypatch.setattr(redis, "SEARCH_PATH", str(tmp_path))
            assert redis.server().endswith("valkey-server")
        at = redis.socket_in(tmp_path)
        for answer in (b"$-1\r\n", b"$5\r\nchap1\r\n"):
            server = redis.start(tmp_path, at)
            assert stat.S_IMODE(at.stat().st_mode) == 0o700
            assert say(at, b"GET hint\r\n") == answer
            assert say(at, b"SET hint chap1\r\n") == b"+OK\r\n"
            server.terminate()
            server.wait(10)

    def test_a_server_that_was_killed_comes_back_at_the_same_place(self, tmp_path: Path) -> None:
        server = redis.Server(tmp_path)
        at = Path(server.url.removeprefix("unix://"))
        assert say(at, b"SET hint chap1\r\n") == b"+OK\r\n"
        server.process.kill()
        server.process.wait()
        server.revive()
        assert say(at, b"GET hint\r\n") == b"$5\r\nchap1\r\n"
        server.stop(10)

    def test_no_server_names_the_cure(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(redis, "SEARCH_PATH", str(tmp_path))
        monkeypatch.setattr(redis, "VENV", tmp_path)
        with pytest.raises(SystemExit, match="install redis-server, or set REDIS_URL"):
            redis.server()


def say(at: Path, words: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        client.connect(str(at))
        client.sendall(words)
        return client.recv(1024)


class TestStarting:
    def test_a_second_start_on_the_same_folder_says_who_is_there(self, tmp_path: Path) -> None:
        with run._only_one(tmp_path, "http://localhost:8123"), pytest.raises(SystemExit) as stopped:
            run._only_one(tmp_path, "http://localhost:8124").__enter__()
        assert f"process {os.getpid()}, http://localhost:8123" in str(stopped.value)
        with run._only_one(tmp_path, "http://localhost:8123"):
            assert str(os.getpid()) in (tmp_path / "run.lock").read_text()

    def test_a_taken_port_is_named_with_the_cure(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = str(other.getsockname()[1])
            with pytest.raises(SystemExit, match="make run PORT="):
                run._check_port("127.0.0.1", port)
        run._check_port("127.0.0.1", port)

    @pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
    def test_a_strange_port_is_refused(self, port: str) -> None:
        with pytest.raises(SystemExit, match="PORT"):
            run._check_port("127.0.0.1", port)


class TestKeeping:
    def test_a_part_that_was_killed_comes_back_until_it_is_asked_to_end(self, tmp_path: Path) -> None:
        born = tmp_path / "born"
        env = {**os.environ, "KEPT": f"sh -c 'echo $$ >> {born}; exec sleep 300'"}
        line = [sys.executable, "-m", "deploy.local.keep", "sleeper"]
        keeper = subprocess.Popen(line, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        first = wait_for_births(born, 1)[0]
        os.kill(first, signal.SIGKILL)
        second = wait_for_births(born, 2)[1]
        keeper.terminate()
        assert keeper.wait(10) == 0
        assert not Path(f"/proc/{second}").exists()

    def test_a_part_that_cannot_live_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pauses: list[float] = []
        assert keep.Part("brief", ["sh", "-c", "exit 3"]).run(sleep=pauses.append) == 3
        assert len(pauses) == keep.MOST_YOUNG_DEATHS - 1


def wait_for_births(file: Path, count: int) -> list[int]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        born = file.read_text().split() if file.exists() else []
        if len(born) >= count:
            return [int(pid) for pid in born]
        time.sleep(0.05)
    raise AssertionError("it was not started")


ORPHANS = """
import os, subprocess, sys, time
from deploy.local import family
family.adopt_orphans()
script = "setsid sh -c 'sleep 300; true' & exec sleep 300"
middle = subprocess.Popen(["sh", "-c", script], start_new_session=True)
keep = subprocess.Popen(["sleep", "300"])
time.sleep(0.3)
middle.kill()
middle.wait()
orphans = [pid for pid in family.children() if pid != keep.pid]
family.wait_for_rest({keep.pid}, seconds=0.5)
assert family.children() == [keep.pid], family.children()
keep.kill()
print(len(orphans))
"""


def test_orphans_are_seen_and_ended() -> None:
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", ORPHANS], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("1\n", "")
    assert time.monotonic() - started < 30


def test_children_are_only_the_living() -> None:
    child = subprocess.Popen(["sleep", "300"])
    assert child.pid in family.children()
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert child.pid not in family.children()
