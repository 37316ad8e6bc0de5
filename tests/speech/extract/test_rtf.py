"""RTF: what Word shows, nothing that it hides, and an end for every file made to hurt."""

from pathlib import Path

import pytest

from speech.errors import SENTENCES, SpeechError
from speech.extract import extract
from speech.types import Section
from tests.speech.extract.old_encodings import PROSE, tcvn3, vni

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fswiss\fcharset0 .VnTime;}{\f2\fnil .VnTimeH Tur;}"
    r"{\f3\fnil\fcharset0{\*\panose 02020603}VNI-Times;}{\f4\fcharset163 Arial;}{\f5\fcharset128 MS Mincho;}"
    r"{\f6\fcharset2 Symbol;}}"
)
STYLES = (
    r"{\stylesheet{\f1 Normal;}{\s1\outlinelevel0 Muc;}{\s2 heading 2;}{\s3 Title;}{\s4 toc 1;}{\*\cs10 Default;}"
    r"{\s5\sbasedon0 footer;}}"
)


def rtf(path: Path, body: str, head: str = FONTS + STYLES) -> Path:
    path.write_bytes((r"{\rtf1\ansi\ansicpg1252\deff0" + head + body + "}").encode("latin-1"))
    return path


def escaped(text: str) -> str:
    """Latin letters as the bytes that Word writes."""
    return "".join(char if char.isascii() else rf"\'{char.encode('cp1252').hex()}" for char in text)


def read(tmp_path: Path, body: str) -> list[Section]:
    return list(extract(rtf(tmp_path / "a.rtf", body)).sections)


def texts(tmp_path: Path, body: str) -> list[str]:
    return [section.text for section in read(tmp_path, body)]


def test_fonts_of_every_kind_run_by_run(tmp_path: Path) -> None:
    body = (
        rf"\pard\plain\f1 {escaped(tcvn3('Điều lệ '))}{{\f2 {escaped(tcvn3('quỹ'))}}} 5\par "
        rf"\f3 {escaped(vni('Uỷ ban'))}\par \f0 caf\'e9 \'93na\'efve\'94 \u7879\'3f\par "
        r"\f4 Vi\'ea\'f2t\par \f5 \'93\'fa\'96\'7b\par \f6\'b7\f0  xong\par"
    )
    assert texts(tmp_path, body) == ["Điều lệ QUỸ 5", "Uỷ ban", "café “naïve” ệ", "Việt", "日本", "xong"]


def test_unicode_with_its_stand_ins(tmp_path: Path) -> None:
    body = r"\uc1 Vi\u7879?t \u272\'d0\u432\'75\'fc{\uc0 \u7879}x{\uc2 \u7879ab}y \u-10179?\u-8704? \u8364 \u7879\par"
    assert texts(tmp_path, body) == ["Việt Đưüệxệy 😀 €ệ"]


def test_what_word_hides_is_not_read(tmp_path: Path) -> None:
    body = (
        r"{\info{\title Ten}{\author Ai}}{\header\pard Dau trang\par}{\footerf Chan trang\par}{\*\generator Word;}"
        r"Giu{\v an}{\deleted xoa}{\revised  them}{\*\bkmkstart dau}{\field{\*\fldinst HYPERLINK x}{\fldrslt  noi}}"
        r"{\pict\wmetafile8 0102}{\*\shppict{\pict 01}}{\object{\*\objdata 0102}}{\xe muc}"
        r"{\upr{\'3f}{\*\ud{ \u7879\'3f}}}{\*\annotation loi ban}\par {\deleted het\par }tron\par"
    )
    assert texts(tmp_path, body) == ["Giu them noi ệ", "tron"]


def test_binary_data_is_stepped_over(tmp_path: Path) -> None:
    assert texts(tmp_path, r"truoc {\pict\bin6 }}{{\\} \bin3 }}}sau\par") == ["truoc sau"]


def test_headings_titles_lists_and_notes(tmp_path: Path) -> None:
    body = (
        r"\pard\s3 Ten sach\par\pard\s4 Muc luc\par\pard\s1 Mot\par\pard\s2 Hai\par\pard\outlinelevel2 Ba\par\pard "
        rf"{{\listtext\f6\'b7\tab}}gach\par {{\pntext\f0 a)\tab}}chu\par\pard {escaped('than')}"
        r"{\super\chftn}{\footnote\pard\plain \chftn  loi chu\par} bai\par {\shp{\*\shpinst{\sp{\sn x}{\sv 1}}"
        r"{\shptxt\pard trong khung\par}}{\shprslt trong khung}}cuoi\par"
    )
    found = [(section.kind, section.level, section.text) for section in read(tmp_path, body)]
    assert found == [
        ("title", 0, "Ten sach"),
        ("toc", 0, "Muc luc"),
        ("heading", 1, "Mot"),
        ("heading", 2, "Hai"),
        ("heading", 3, "Ba"),
        ("list_item", 0, "gach"),
        ("list_item", 0, "a) chu"),
        ("paragraph", 0, "than bai"),
        ("footnote", 0, "loi chu"),
        ("paragraph", 0, "cuoi"),
        ("paragraph", 0, "trong khung"),
    ]


def test_tables_are_lines_and_frames_are_text(tmp_path: Path) -> None:
    row = r"\trowd\cellx1\cellx2\pard\intbl %s\cell %s\cell\row "
    frame = r"\pard giua\par\trowd\pard\intbl mot o\par hai\cell\row\pard"
    body = row % ("A", "B") + row % ("1", r"2\par 3") + frame
    found = [(section.kind, section.text) for section in read(tmp_path, body)]
    assert found == [
        ("table", "A\tB\n1\t2 3"),
        ("paragraph", "giua"),
        ("paragraph", "mot o"),
        ("paragraph", "hai"),
    ]


def test_a_font_table_without_braces_and_text_that_tells_by_itself(tmp_path: Path) -> None:
    body = "".join(rf"\f1 {escaped(tcvn3(line))}\par" for line in PROSE)
    path = rtf(tmp_path / "a.rtf", body, r"{\fonttbl\f0\fnil Times;\f1\fnil Arial;}")
    assert [section.text for section in extract(path).sections] == [line.strip() for line in PROSE]


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    path = rtf(tmp_path / "a.rtf", r"xin chao\par")
    for name in ("a.rtf", "a.doc", "a.txt", "a"):
        assert extract(path, filename=name).format == "rtf"


HOSTILE = {
    "deep": b"{\\rtf1 " + b"{" * 300_000 + b"a",
    "closers": b"{\\rtf1 abc}" + b"}" * 300_000,
    "pairs": b"{\\rtf1 a" + b"{}" * 500_000,
    "hex": b"{\\rtf1 " + b"\\'e1 " * 500_000 + b"}",
    "unicode": b"{\\rtf1 a" + b"\\u7879?" * 300_000 + b"}",
    "half pairs": b"{\\rtf1 a " + b"\\u55357?" * 50_000 + b"}",
    "bin beyond the end": b"{\\rtf1 abc \\bin2147483647 x}",
    "bin below nothing": b"{\\rtf1 abc \\bin-9 x}",
    "paragraphs": b"{\\rtf1 " + b"a\\par " * 300_000 + b"}",
    "cells": b"{\\rtf1 a\\intbl" + b"x\\cell " * 150_000 + b"\\row}",
    "notes in notes": b"{\\rtf1 a" + b"{\\footnote b" * 3000 + b"}" * 3001,
    "fonts": b"{\\rtf1{\\fonttbl" + b"".join(b"{\\f%d x;}" % number for number in range(100_000)) + b"}abc}",
    "endless name": b"{\\rtf1{\\fonttbl{\\f0 " + b"{\\b }a" * 100_000 + b"}}abc}",
    "numbers": b"{\\rtf1\\uc999999999\\f999999999\\s-99999\\outlinelevel-7\\ansicpg99999 abc\\u999999999 x}",
    "cut in a picture": b"{\\rtf1 abc {\\pict 0011",
    "cut in a byte": b"{\\rtf1 abc\\'",
    "backslashes": b"{\\rtf1 abc" + b"\\" * 500_001,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_files_made_to_hurt_end_in_text_or_a_code(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.rtf").write_bytes(HOSTILE[name])
    code, found = "", False
    try:
        found = bool(extract(tmp_path / "a.rtf").sections)
    except SpeechError as error:
        code = error.code
    assert found or code in SENTENCES
    assert code not in ("took_too_long", "reader_crashed")
