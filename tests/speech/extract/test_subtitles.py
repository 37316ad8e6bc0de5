"""SRT and VTT: each cue with its times, and only what is said."""

from pathlib import Path

import pytest

from speech.errors import SpeechError
from speech.extract import extract
from tests.speech.corpus import CORPUS, needs_corpus


def cues(path: Path) -> list[tuple[float | None, float | None, str]]:
    return [(section.start_seconds, section.end_seconds, section.text) for section in extract(path).sections]


def test_srt(tmp_path: Path) -> None:
    text = (
        "\ufeff1\n00:00:01,500 --> 00:00:03,000 X1:40 X2:600\n<i>Xin</i> chào,\n{\\an8}các bạn &amp; tôi.\n\n"
        "2\n00:00:03,000 --> 00:00:02,000\nDòng một\n\ndòng sau chỗ trống\n3\n01:00:00,5 --> 01:00:01\n1984\n\n"
        "4\n01:00:02,000 --> 01:00:03,000\n\n5\n01:00:04,000 --> 01:00:05,000\n5 < 6 và <b>7</b> > 3"
    )
    (tmp_path / "a.srt").write_text(text.replace("\n", "\r\n"), encoding="utf-8")
    assert extract(tmp_path / "a.srt").format == "srt"
    assert cues(tmp_path / "a.srt") == [
        (1.5, 3.0, "Xin chào, các bạn & tôi."),
        (3.0, 3.0, "Dòng một dòng sau chỗ trống"),
        (3600.5, 3601.0, "1984"),
        (3604.0, 3605.0, "5 < 6 và 7 > 3"),
    ]


def test_vtt(tmp_path: Path) -> None:
    text = (
        "WEBVTT - Tên\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE không đọc\n\nmột\n"
        "00:01.000 --> 00:02.000 line:0\n"
        "<v.loud An>Xin <00:01.500><c.vàng>chào</c></v>\n- Vâng\n\nNOTE\nkhông đọc\n\n00:02.000 --> 00:03.250\n"
        "<ruby>漢<rt>hán</rt></ruby>&nbsp;tự\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert extract(tmp_path / "a.txt").format == "vtt"
    assert cues(tmp_path / "a.txt") == [(1.0, 2.0, "Xin chào - Vâng"), (2.0, 3.25, "漢 tự")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1258"])
def test_srt_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a").write_bytes("1\n00:00:01,000 --> 00:00:02,000\nXin chao\n".encode(encoding))
    assert cues(tmp_path / "a") == [(1.0, 2.0, "Xin chao")]


@pytest.mark.parametrize("text", ["WEBVTT\n\nkhông có gì", "1\n00:00:01,000 --> hỏng\nchữ"])
def test_files_without_a_cue_are_damaged(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.srt").write_text(text, encoding="utf-8")
    with pytest.raises(SpeechError) as caught:
        extract(tmp_path / "a.srt")
    assert caught.value.code == "unreadable_document"


def test_many_arrows_and_marks_take_no_time(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\na" + "<" * 500_000 + "-->" * 300_000)
    ((_, _, text),) = cues(tmp_path / "a.srt")
    assert text == "a" + "<" * 500_000 + "-->" * 300_000


@needs_corpus
def test_real_subtitles() -> None:
    found = cues(CORPUS / "srt" / "idpf_cc-en.vtt")
    assert found[0] == (0.0, 5.0, "What does it mean to be human if we don't have a shared culture?")
    raw = (CORPUS / "srt" / "aeneas_sonnet001.srt").read_text(encoding="utf-8").split("\n\n")
    said = [" ".join(block.split("\n")[2:]).strip() for block in raw if "-->" in block]
    assert [text for _, _, text in cues(CORPUS / "srt" / "aeneas_sonnet001.srt")] == said
