"""What a child may and may not do, tried with real processes."""

import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from speech import child
from speech.child_seal import refuse_calls
from speech.errors import EngineError, NotReady, SpeechError, users_fault
from tests.speech.child import naughty

TIGHT = child.Limits(wall_seconds=20.0, cpu_seconds=10)


@pytest.fixture(autouse=True)
def _naughty_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The allow-list with the test's tasks on it, importable in the child."""
    monkeypatch.setattr(child, "TASKS", {name: f"{naughty.__name__}:{name}" for name in naughty.TASKS})


def code_of(task: str, limits: child.Limits = TIGHT) -> str:
    with pytest.raises(SpeechError) as caught:
        child.run(task, {}, limits=limits)
    return caught.value.code


def test_answers_reports_progress_and_leaves_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
    heard: list[tuple[int, int]] = []
    with child.private_directory() as room:
        answer = child.run(
            "echo",
            {"name": "Tiếng Việt 🎧"},
            limits=TIGHT,
            progress=lambda done, total: heard.append((done, total)),
            directory=room,
        )
        assert (room / "left.txt").read_text() == "a result file"
    assert not room.exists()
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert answer["request"] == {"name": "Tiếng Việt 🎧"}
    assert "SECRET_KEY" not in answer["environment"]
    assert answer["environment"]["OMP_NUM_THREADS"] == "1"
    assert not [name for name in answer["environment"] if "proxy" in name.lower()]


def test_its_own_directory_is_removed() -> None:
    assert not Path(child.run("echo", {}, limits=TIGHT)["cwd"]).exists()


def test_a_refusal_comes_back_as_it_was() -> None:
    with pytest.raises(SpeechError) as caught:
        child.run("refuse", {}, limits=TIGHT)
    assert (caught.value.code, caught.value.params) == ("audio_too_long", {"limit": "300"})
    assert type(caught.value) is SpeechError


def test_our_own_lack_comes_back_as_ours() -> None:
    with pytest.raises(NotReady):
        child.run("lack", {}, limits=TIGHT)


def test_a_child_that_the_machine_kills_is_no_fault_of_the_file() -> None:
    with pytest.raises(EngineError) as caught:
        child.run("sleep", {}, limits=TIGHT, progress=lambda pid, _: os.killpg(os.getpgid(pid), signal.SIGKILL))
    assert (caught.value.code, users_fault(caught.value)) == ("reader_killed", None)


def test_only_listed_tasks_run() -> None:
    with pytest.raises(KeyError):
        child.run("os:system", {}, limits=TIGHT)


def test_the_deadline_kills_the_whole_group() -> None:
    pids: list[int] = []
    started = time.monotonic()
    with pytest.raises(SpeechError) as caught:
        child.run("sleep", {}, limits=child.Limits(wall_seconds=1.5), progress=lambda pid, _: pids.append(pid))
    assert caught.value.code == "took_too_long"
    assert time.monotonic() - started < 5
    assert pids
    assert _ends(pids[0])


def _ends(pid: int) -> bool:
    """Whether ``pid`` is gone within two seconds: the kernel takes its time to carry out a kill."""
    deadline = time.monotonic() + 2
    while _is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not _is_running(pid)


def _is_running(pid: int) -> bool:
    """Whether ``pid`` runs; a killed grandchild may wait as a zombie for init to collect it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_caller_that_gives_up_leaves_nothing_running() -> None:
    pids: list[int] = []

    def stop(pid: int, total: int) -> None:
        pids.append(pid)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        child.run("sleep", {}, limits=TIGHT, progress=stop)
    assert _ends(pids[0])


@pytest.mark.parametrize(
    ("task", "limits", "code"),
    [
        ("spin", child.Limits(cpu_seconds=1, wall_seconds=30.0), "took_too_long"),
        ("hoard", TIGHT, "reader_crashed"),
        ("crash", TIGHT, "reader_crashed"),
        ("fail", TIGHT, "reader_crashed"),
        ("babble", child.Limits(output_bytes=1 << 20), "unpacks_too_large"),
        ("flood", child.Limits(file_bytes=8 << 20), "reader_crashed"),
    ],
)
def test_limits_end_in_a_code(task: str, limits: child.Limits, code: str) -> None:
    assert code_of(task, limits) == code


def test_a_bug_is_logged_with_its_place_but_not_its_words(caplog: pytest.LogCaptureFixture) -> None:
    code_of("fail")
    assert "KeyError at naughty.py:" in caplog.text
    assert "quoted from the document" not in caplog.text
    code_of("crash")
    assert "child ended with -11" in caplog.text


@pytest.mark.parametrize("task", ["mumble", "mistype", "nest"])
def test_a_child_that_was_taken_over_cannot_confuse_us(task: str) -> None:
    assert code_of(task) == "reader_crashed"


@pytest.mark.parametrize("refused", [[], ["unshare"]], ids=["both layers", "as in a container"])
def test_there_is_no_network(refused: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = _where_refused(refused, {"port": server.getsockname()[1]})
    assert answer == {"connected": False, "warned": False}


def test_a_kernel_that_refuses_both_layers_is_told_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = _where_refused(["unshare", "prctl"], {"port": server.getsockname()[1]})
    assert answer == {"connected": True, "warned": True}


def test_only_what_is_to_run_libreoffice_makes_local_sockets_and_connects_none(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "server"))
        server.listen()
        request = {"path": str(tmp_path / "server")}
        usual = child.run("sockets", request, limits=TIGHT)
        office = child.run("sockets", request, limits=replace(TIGHT, local_sockets=True))
    assert [name for name, can in usual.items() if can] == []
    assert [name for name, can in office.items() if can] == ["AF_UNIX SOCK_STREAM", "listens"]


def test_a_confined_child_opens_only_what_it_was_left(tmp_path: Path) -> None:
    """Where the kernel has no Landlock it says so."""
    (tmp_path / "left").mkdir()
    paths = [tmp_path / "left" / "a", tmp_path / "other"]
    for path in paths:
        path.write_text("x")
    request = {"reads": [str(tmp_path / "left"), "/no/such/place"], "paths": [str(path) for path in paths]}
    found = child.run("peek", request, limits=TIGHT)
    assert found["own"]
    if found["is_confined"]:
        assert (found["read"], found["written"]) == ([str(paths[0])], [])


def test_a_secret_goes_by_a_pipe() -> None:
    with child.private_directory() as room:
        answer = child.run("echo", {"name": "a"}, limits=TIGHT, directory=room, secret="mật khẩu\n'\"")
        files = b"".join(path.read_bytes() for path in room.iterdir())
    assert answer["request"] == {"name": "a", "secret": "mật khẩu\n'\""}
    assert "khẩu" not in str(answer["environment"])
    assert b"secret" not in files


def test_a_child_that_ends_before_it_hears_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "ROOT", Path("/no/such/place"))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    with pytest.raises(SpeechError) as caught:
        child.run("echo", {}, limits=TIGHT, secret="x" * 5000)
    assert caught.value.code == "reader_crashed"


REFUSABLE = {
    "x86_64": {"unshare": 272, "prctl": 157},
    "aarch64": {"unshare": 97, "prctl": 167},
}


def _where_refused(calls: list[str], request: dict[str, int]) -> dict[str, object]:
    """What ``connect`` answers to a process whose kernel refuses ``calls``, and whether it warned."""
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[dict[str, object]] = context.Queue()
    process = context.Process(target=_connect_without, args=(calls, request, queue.put))
    process.start()
    answer = queue.get(timeout=60)
    process.join(10)
    return answer


def _connect_without(calls: list[str], request: dict[str, int], put: Callable[[dict[str, object]], None]) -> None:
    numbers = REFUSABLE[os.uname().machine]
    if calls:
        assert refuse_calls([numbers[name] for name in calls], {})
    warnings: list[str] = []
    child.log.warning = lambda text, *facts: warnings.append(text % facts)  # type: ignore[method-assign]
    answers = [child.run("connect", request, limits=TIGHT) for _ in range(2)]
    put({**answers[1], "warned": len(warnings) == 1})


def test_works_from_a_thread() -> None:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(child.run("echo", {}, limits=TIGHT)["request"]))
    thread.start()
    thread.join(30)
    assert found == [{}]


def test_works_from_a_daemonic_process_as_celery_prefork_has() -> None:
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[object] = context.Queue()
    process = context.Process(target=_echo_into, args=(queue.put,), daemon=True)
    process.start()
    assert queue.get(timeout=30) == {"from": "daemon"}
    process.join(10)


def _echo_into(put: Callable[[object], None]) -> None:
    put(child.run("echo", {"from": "daemon"}, limits=TIGHT)["request"])
