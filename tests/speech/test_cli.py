"""The command line as people and programs use it."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from speech.cli import main
from tests.speech.cloning.speakers import OTHER_WORDS, WORDS, made
from tests.speech.corpus import CORPUS, needs_corpus

COMMAND = [sys.executable, "-m", "speech"]


def run(*arguments: str, stdin: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([*COMMAND, *arguments], input=stdin, capture_output=True, timeout=120)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "giọng.wav"
    clip = made("vi").clip
    soundfile.write(path, clip.samples, clip.rate)
    return path


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, str]:
    """What stderr says, after checking that the exit status is 2 and stdout is empty."""
    assert main([str(argument) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    told: dict[str, str] = json.loads(err)
    assert set(told) == {"code", "message"}
    assert told["message"]
    return told


def test_help_names_every_command_and_is_quick() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in (b"normalise", b"chunks", b"extract", b"enrol", b"say", b"engines"):
        assert command in done.stdout


def test_help_imports_nothing_heavy() -> None:
    script = "import sys, speech.cli; print([name for name in ('numpy', 'scipy', 'torch') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", ["normalise", "chunks", "extract", "enrol", "say", "engines"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert "usage" in capsys.readouterr().out


LINES = [
    b"Ng\xc3\xa0y 20/11 c\xc3\xb3 3 ng\xc6\xb0\xe1\xbb\x9di.",
    b"",
    b"   ",
    b"one\rtwo\x0bthree\x0cfour\x85",
    "tách\u2028dòng\u2029đoạn\x1c\x1d\x1e\x85".encode(),
    b"\xff\xfe\x00broken",
    "😀 ...".encode(),
    b"\r",
    b"x" * 2000,
    b"last",
]


def test_normalise_as_json_says_where_each_word_comes_from() -> None:
    done = run("normalise", "--json", stdin="Anh có 15 quyển.\n\nHai\u200b.".encode())
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [line["text"] for line in lines] == ["Anh có mười lăm quyển.", "", "Hai."]
    said = {
        line["source"][piece["source_start"] : piece["source_end"]]: line["text"][
            piece["spoken_start"] : piece["spoken_end"]
        ]
        for line in lines
        for piece in line["alignment"]
    }
    assert said["15"] == "mười lăm"
    assert lines[2]["flags"][0]["code"] == "invisible_character"


def test_normalise_by_a_dictionary_and_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "rules.csv"
    rules.write_text("written,spoken,case_sensitive\nBTC,ban thử,1\n", encoding="utf-8-sig")
    done = run("normalise", "--rules", str(rules), "--region", "south", stdin="BTC có 2000 người.".encode())
    assert done.stdout.decode() == "ban thử có hai ngàn người."
    rules.write_text("written,spoken\n'=1+1,'-hai\n", encoding="utf-8")
    done = run("normalise", "--rules", str(rules), stdin="Có =1+1 người.".encode())
    assert done.stdout.decode() == "Có -hai người.", "the site's mark against formulas is none of the words"
    for wrong in ("written\nBTC\n", "written,spoken\nBTC,\n", "written,spoken,language\nBTC,ban thử,fr\n"):
        rules.write_text(wrong, encoding="utf-8")
        assert refusal(capsys, "normalise", "--rules", rules)["code"] == "unreadable_rules"
    rules.write_bytes(b"\xff\xfe\xff")
    assert refusal(capsys, "normalise", "--rules", rules)["code"] == "unreadable_rules"
    assert refusal(capsys, "normalise", "--rules", tmp_path / "none.csv")["code"] == "no_such_file"


@pytest.mark.parametrize("ending", [b"\n", b""])
def test_normalise_gives_one_line_for_each(ending: bytes) -> None:
    done = run("normalise", stdin=b"\n".join(LINES) + ending)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(b"\n") == len(LINES) - 1 + len(ending)
    text = done.stdout.decode("utf-8")
    assert len(text.splitlines()) == len(LINES)
    first, empty, *_, last = text.split("\n")[: len(LINES)]
    assert "ba người" in first
    assert (empty, last) == ("", "last")


def test_normalise_of_nothing_is_nothing() -> None:
    done = run("normalise")
    assert (done.returncode, done.stdout) == (0, b"")


def test_chunks_are_json_lines_that_cover_the_text() -> None:
    text = "Xin chào.\n\nHôm nay có 3 người."
    for done in (run("chunks", "--text", text), run("chunks", stdin=text.encode())):
        chunks = [json.loads(line) for line in done.stdout.splitlines()]
        assert "".join(chunk["text"] for chunk in chunks) == text
        assert set(chunks[0]) == {"start", "end", "text", "spoken", "language", "pause_after"}


def test_extract_as_json_and_as_text(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sách.txt"
    path.write_text("Chương một\n\nHôm nay trời nắng đẹp.\n", encoding="utf-8")
    assert main(["extract", str(path), "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert {"pages", "language", "word_count"} <= set(told["meta"])
    assert {"kind", "level", "title", "text", "page"} <= set(told["sections"][0])
    assert main(["extract", str(path)]) == 0
    assert "Hôm nay trời nắng đẹp." in capfd.readouterr().out


def test_engines_are_listed_with_their_voices(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["engines"]) == 0
    (espeak,) = json.loads(capfd.readouterr().out)
    assert (espeak["key"], espeak["ready"]) == ("espeak", True)
    assert "vi-north" in [voice["id"] for voice in espeak["voices"]]


def test_enrol_then_say_in_that_voice(recording: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    voice, out = tmp_path / "voice.npz", tmp_path / "out.mp3"
    assert main(["enrol", str(recording), "--transcript", WORDS["vi"], "-o", str(voice)]) == 0
    report = json.loads(capfd.readouterr().out)
    measured = ("duration_seconds", "speech_seconds", "snr_db", "clipping_ratio", "quality_score", "reasons")
    assert set(measured) <= set(report)
    assert report["duration_seconds"] == pytest.approx(made("vi").clip.seconds, abs=0.1)
    assert report["voice"]["method"] == "full"

    said = ["say", "--text", "Xin chào các bạn. It is late.", "--voice", str(voice), "-o", str(out)]
    assert main(said) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["chunks"] == 2
    samples, _ = soundfile.read(out)
    assert 1.5 < told["duration_seconds"] < 6
    assert np.abs(samples).max() < 1


def test_enrol_takes_several_recordings_with_their_own_words(
    recording: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "b.wav"
    clip = made("vi", words=OTHER_WORDS["vi"]).clip
    soundfile.write(other, clip.samples, clip.rate)
    arguments = [str(recording), "--transcript", WORDS["vi"], str(other), f"--transcript={OTHER_WORDS['vi']}"]
    assert main(["enrol", *arguments, "--language", "vi", "-o", str(tmp_path / "v.npz")]) == 0
    report = json.loads(capfd.readouterr().out)
    assert report["voice"]["method"] == "full"
    assert report["duration_seconds"] == pytest.approx(made("vi").clip.seconds + clip.seconds, abs=0.2)


def test_say_repeats_itself_and_another_seed_does_not(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.wav", "b.wav", "c.wav")]
    for path, seed in zip(files, ("5", "5", "6"), strict=True):
        assert main(["say", "--text", "Xin chào các bạn.", "--seed", seed, "-o", str(path)]) == 0
    one, same, other = (path.read_bytes() for path in files)
    assert one == same
    assert one != other


def test_say_from_a_file_faster(tmp_path: Path) -> None:
    source = tmp_path / "text.txt"
    source.write_bytes("\ufeffXin chào các bạn, hôm nay trời đẹp.".encode())
    lengths = []
    for speed in ("1", "2"):
        target = tmp_path / f"{speed}.wav"
        assert main(["say", "--file", str(source), "--speed", speed, "-o", str(target)]) == 0
        lengths.append(soundfile.info(target).duration)
    assert lengths[1] < 0.65 * lengths[0]


def test_a_closed_pipe_is_quiet() -> None:
    done = subprocess.run(
        ["bash", "-c", f"yes 'xin chào' | head -20000 | {sys.executable} -m speech normalise | head -1"],
        capture_output=True,
        timeout=120,
    )
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "bad_arguments"),
        (["sing"], "bad_arguments"),
        (["say", "--text", "a"], "bad_arguments"),
        (["say", "-o", "a.wav"], "bad_arguments"),
        (["say", "--text", "a", "--speed", "fast", "-o", "a.wav"], "bad_arguments"),
        (["say", "--text", "a", "--language", "fr", "-o", "a.wav"], "bad_arguments"),
        (["say", "--text", "a", "-o", "a.ogg"], "unsupported_format"),
        (["say", "--text", "a", "-o", "nowhere/a.wav"], "cannot_write"),
        (["say", "--text", "a", "-o", "a.wav", "--voice", "vi-west"], "unknown_voice"),
        (["say", "--text", "a", "-o", "a.wav", "--voice", "nothing.npz"], "no_such_file"),
        (["say", "--text", "a", "-o", "a.wav", "--engine", "parrot"], "unknown_engine"),
        (["say", "--text", "a", "-o", "a.wav", "--speed", "9"], "unknown_option"),
        (["say", "--text", "...", "-o", "a.wav"], "nothing_to_say"),
        (["say", "--file", "nothing.txt", "-o", "a.wav"], "no_such_file"),
        (["extract", "nothing.pdf"], "no_such_file"),
        (["extract", "."], "no_such_file"),
        (["extract", "x" * 300], "no_such_file"),
        (["say", "--text", "a", "-o", "x" * 300 + ".wav"], "cannot_write"),
        (["chunks", "--file", "nothing.txt"], "no_such_file"),
        (["enrol", "-o", "v.npz"], "bad_arguments"),
        (["enrol", "nothing.wav", "-o", "v.npz"], "no_such_file"),
        (["enrol", "--transcript", "words", "nothing.wav", "-o", "v.npz"], "bad_arguments"),
        (["enrol", "nothing.wav", "--transcript", "a", "--transcript", "b", "-o", "v.npz"], "bad_arguments"),
    ],
)
def test_bad_input_is_told_in_json(
    arguments: list[str],
    code: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert refusal(capsys, *arguments)["code"] == code
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_recording_and_one_that_is_no_voice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = tmp_path / "fake.npz"
    fake.write_bytes(b"nothing of the kind")
    wave = tmp_path / "fake.wav"
    wave.write_bytes(b"nothing of the kind")
    said = refusal(capsys, "say", "--text", "a", "--voice", fake, "-o", tmp_path / "a.wav")
    assert said["code"] == "voice_print_mismatch"
    assert refusal(capsys, "enrol", wave, "-o", tmp_path / "v.npz")["code"] in (
        "unsupported_format",
        "unreadable_audio",
    )


@pytest.mark.parametrize(("locale", "word"), [("vi_VN.UTF-8", "Không"), ("en_US.UTF-8", "no voice")])
def test_messages_follow_the_locale(
    locale: str, word: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    told = refusal(capsys, "say", "--text", "a", "--voice", "vi-west", "-o", tmp_path / "a.wav")
    assert word in told["message"]


@needs_corpus
def test_a_real_recording_and_a_real_document(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    voice, out = tmp_path / "voice.npz", tmp_path / "out.mp3"
    reference = CORPUS / "speech" / "en" / "vctk_p226_008.wav"
    assert main(["enrol", str(reference), "--language", "en", "-o", str(voice)]) == 0
    assert json.loads(capfd.readouterr().out)["voice"]["method"] == "a"
    document = CORPUS / "documents" / "udhr_Vietnamese-UTF8.txt"
    assert main(["extract", str(document)]) == 0
    text = capfd.readouterr().out[:300]
    assert main(["say", "--text", text, "--voice", str(voice), "-o", str(out)]) == 0
    assert json.loads(capfd.readouterr().out)["duration_seconds"] > 10
