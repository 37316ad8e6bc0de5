"""The server as a program: what it survives, and that it never outlives us."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from speech.engines.espeak import client, server
from speech.engines.espeak.client import Client
from speech.engines.espeak.protocol import MAX_TEXT_BYTES, Request
from speech.errors import EngineError, NotReady, SpeechError

SENTENCE = "Xin chào các bạn, hôm nay trời đẹp."


def ask(text: str = SENTENCE, voice: str = "vi+klatt4") -> Request:
    return Request(text, voice, 175, 75, 60)


@pytest.fixture
def ours() -> Iterator[Client]:
    made = Client()
    yield made
    made.close()


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def server_of(ours: Client) -> int:
    before = set(children_of(os.getpid()))
    ours.start()
    (pid,) = set(children_of(os.getpid())) - before
    return pid


def gone(pid: int, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_the_same_sentence_gives_the_same_bytes_whatever_was_said_before(ours: Client) -> None:
    first = ours.say(ask())
    ours.say(ask("Một câu khác hẳn."))
    assert ours.say(ask()) == first
    ours.close()
    assert ours.say(ask()) == first


def test_phones_and_words_lie_in_order_inside_the_audio(ours: Client) -> None:
    answer = ours.say(ask())
    samples = len(answer.pcm) // 2
    for marks in (answer.phones, answer.words):
        places = [mark.sample for mark in marks]
        assert places == sorted(places)
        assert 0 <= places[0] <= places[-1] <= samples
    assert [SENTENCE[mark.start :][: mark.length] for mark in answer.words] == [
        word.strip(",.") for word in SENTENCE.split()
    ]


def test_two_threads_get_their_own_answers(ours: Client) -> None:
    sentences = [f"Câu số {number}." for number in range(8)]
    alone = {sentence: ours.say(ask(sentence)).pcm for sentence in sentences}
    together: dict[str, bytes] = {}

    def say(part: list[str]) -> None:
        for sentence in part:
            together[sentence] = ours.say(ask(sentence)).pcm

    threads = [threading.Thread(target=say, args=(sentences[start::2],)) for start in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


def test_a_killed_server_is_one_transient_error(ours: Client) -> None:
    pid = server_of(ours)
    expected = ours.say(ask())
    os.kill(pid, signal.SIGSTOP)  # so that it is killed with the request in its hands
    killer = threading.Timer(0.3, os.kill, (pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(EngineError) as caught:
        ours.say(ask())
    killer.join()
    assert caught.value.transient
    assert ours.say(ask()) == expected


def test_a_server_that_died_idle_is_not_even_noticed(ours: Client) -> None:
    pid = server_of(ours)
    os.kill(pid, signal.SIGKILL)
    assert gone(pid)
    assert ours.say(ask()).pcm


def test_a_hanging_server_ends_at_the_deadline() -> None:
    slow = Client(deadline_seconds=0.5)
    pid = server_of(slow)
    os.kill(pid, signal.SIGSTOP)
    started = time.monotonic()
    with pytest.raises(EngineError):
        slow.say(ask())
    assert time.monotonic() - started < 5
    assert gone(pid)
    slow.close()


def test_an_unknown_voice_is_an_error_and_the_server_lives(ours: Client) -> None:
    with pytest.raises(EngineError) as caught:
        ours.say(ask(voice="no-such-voice"))
    assert "no-such-voice" in str(caught.value.params["why"])
    assert ours.say(ask()).pcm


def test_a_text_that_would_fill_the_pipe_is_refused(ours: Client) -> None:
    with pytest.raises(SpeechError) as caught:
        ours.say(ask("a" * MAX_TEXT_BYTES))
    assert caught.value.code == "text_too_long"


def test_a_missing_library_names_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_COMMAND", (sys.executable, "-c", "raise SystemExit(1)"))
    monkeypatch.setattr(client, "_version", "")
    with pytest.raises(NotReady) as probed:
        client.probe()
    assert "libespeak-ng1" in probed.value.message("en")
    with pytest.raises(NotReady):
        Client().say(ask())


def test_the_probe_tells_the_version() -> None:
    assert client.probe()[0].isdigit()


def test_a_missing_library_is_a_status_and_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("speech.engines.espeak.library.SONAME", "libnowhere.so.1")
    assert server.main(["--probe"]) == 1
    assert "libnowhere" in capsys.readouterr().err


def test_the_server_has_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch, ours: Client) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    environment = Path(f"/proc/{server_of(ours)}/environ").read_bytes()
    assert b"PATH=" in environment
    assert b"hush" not in environment


ORPHAN = """
    import os
    from speech.engines.espeak.client import Client
    from speech.engines.espeak.protocol import Request
    made = Client()
    made.say(Request("Xin chào.", "vi", 175, 50, 50))
    listed = open(f"/proc/self/task/{os.getpid()}/children").read()
    print(listed, flush=True)
    if os.fork() == 0:          # a fork that holds a copy of the pipe and goes on living
        import time
        time.sleep(30)
        os._exit(0)
    os.kill(os.getpid(), 9)
"""


def test_the_server_ends_with_its_parent_even_when_a_fork_keeps_the_pipe_open() -> None:
    dying = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(ORPHAN)], stdout=subprocess.PIPE, start_new_session=True
    )
    assert dying.stdout is not None
    pid = int(dying.stdout.readline())
    assert dying.wait() == -signal.SIGKILL
    dying.stdout.close()
    try:
        assert gone(pid, seconds=server.PARENT_CHECK_SECONDS + 5)
    finally:
        os.killpg(dying.pid, signal.SIGKILL)
