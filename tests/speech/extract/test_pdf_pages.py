"""What a page of a PDF is made of: words, columns, notes, tables, and what nobody sees."""

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from speech.extract.pdf.reader import read
from speech.extract.pdf.words import mended
from speech.extract.registry import Order
from speech.types import Section

PROSE = "The river runs past the old mill and the children watch the slow boats go down to the sea. "
BODY = 11.0
Draw = Callable[[pymupdf.Page], object]


def made(path: Path, *pages: Draw) -> list[Section]:
    """The sections of an A4 document, each page drawn by a function."""
    with pymupdf.open() as document:
        for draw in pages:
            draw(document.new_page())
        document.save(path)
    return read(path, Order()).sections


def put(page: pymupdf.Page, x: float, y: float, *lines: str, size: float = BODY, **how: object) -> None:
    for at, line in enumerate(lines):
        page.insert_text((x, y + 1.25 * size * at), line, fontsize=size, **how)


def wrapped(text: str, letters: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def prose(page: pymupdf.Page, x: float = 60, y: float = 100, lines: int = 20, letters: int = 85) -> None:
    put(page, x, y, *wrapped(PROSE * 40, letters)[:lines])


def kinds(sections: list[Section], *wanted: str) -> list[tuple[str, str]]:
    return [(section.kind, section.text) for section in sections if section.kind in wanted]


def letters(page: pymupdf.Page, word: str, x: float, y: float, step: float, font: pymupdf.Font) -> float:
    """The letters one by one, each ``step`` points after the end of the last; returns where the last one ends."""
    writer = pymupdf.TextWriter(page.rect)
    for letter in word:
        writer.append((x, y), letter, font=font, fontsize=12)
        x += font.text_length(letter, 12) + step
    writer.write_text(page)
    return x - step


SERIF = pymupdf.Font("tiro")


def test_a_gap_narrower_than_the_blanks_parts_no_word(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        x = 60.0
        for parts in (
            ("ông",),
            ("g", "ùi"),
            ("th", "à"),
            ("nhà",),
            ("cho",),
            ("tôi",),
            ("nghe",),
            ("b", "ài"),
            ("ca",),
        ):
            for at, part in enumerate(parts):
                x = letters(page, part, x, 100, 0, SERIF) + (2.1 if at + 1 < len(parts) else 4.5)

    sections = made(tmp_path / "a.pdf", draw)
    assert [section.text for section in sections] == ["ông gùi thà nhà cho tôi nghe bài ca"]


def test_a_blank_that_mupdf_misses_is_seen_by_its_gap() -> None:
    def chars(word: str, x: float) -> list[dict[str, object]]:
        return [{"c": letter, "bbox": (x + 5 * at, 0, x + 5 * at + 5, 10)} for at, letter in enumerate(word)]

    apart = {"spans": [{"chars": [*chars("(phụ", 0), *chars("âm", 23), *chars(" đơn", 33)]}]}
    close = {"spans": [{"chars": chars("phụâm đơn", 0)}]}  # no gap: as it was written
    mended([apart, close])
    assert str(apart["spans"][0]["text"]).strip() == "(phụ âm đơn"
    assert str(close["spans"][0]["text"]).strip() == "phụâm đơn"


def test_an_initial_or_an_abbreviation_is_not_torn(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        put(page, 60, 100, "Giá 5.000 d ít ai mua, lô c ông giao cho anh b ông nhà")

    (section,) = made(tmp_path / "a.pdf", draw)
    assert section.text == "Giá 5.000 d ít ai mua, lô c ông giao cho anh b ông nhà"


@pytest.mark.parametrize(("wide", "narrow"), [(12.0, 4.0), (4.0, 4.0)], ids=["by the gaps", "by spelling"])
def test_spaced_letters_are_words(tmp_path: Path, wide: float, narrow: float) -> None:
    def draw(page: pymupdf.Page) -> None:
        x = letters(page, "NHÀ", 150, 80, narrow, SERIF)
        letters(page, "TRÙNG", x + wide, 80, narrow, SERIF)
        prose(page)

    assert "NHÀ TRÙNG" in [section.text for section in made(tmp_path / "a.pdf", draw)]


def test_three_columns_below_a_title_are_read_one_after_the_other(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        put(page, 180, 60, "A title over all the columns", size=18)
        for column, first in enumerate(("Alpha", "Beta", "Gamma")):
            put(page, 50 + 175 * column, 110, *wrapped(f"{first} {PROSE * 4}", 26))

    sections = made(tmp_path / "a.pdf", draw)
    assert sections[0].kind in ("title", "heading")
    text = " ".join(section.text for section in sections[1:])
    assert text.split() == " ".join(f"{first} {PROSE * 4}" for first in ("Alpha", "Beta", "Gamma")).split()


def test_a_letterhead_is_the_left_block_then_the_right(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        put(page, 70, 60, "THE MINISTRY", "OF WORKS", "No. 12/2024")
        put(page, 320, 60, "REPUBLIC OF THE NORTH", "Freedom and Bread", "The Hill, 2 May 2024")
        prose(page, y=140)

    text = " ".join(section.text for section in made(tmp_path / "a.pdf", draw))
    assert text.startswith(
        "THE MINISTRY OF WORKS No. 12/2024 REPUBLIC OF THE NORTH Freedom and Bread The Hill, 2 May 2024 The river"
    )


def test_notes_stand_under_their_rule_and_their_marks_are_not_read(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        put(page, 60, 100, "The mill was built in the year of the flood")
        page.insert_text(
            (60 + pymupdf.get_text_length("The mill was built in the year of the flood", fontsize=11), 96),
            "1",
            fontsize=6,
        )
        put(page, 60, 113.75, "by the men of the valley [12] who had lost their homes.", "They built well.")
        prose(page, y=170)
        page.draw_line((60, 740), (200, 740))
        put(page, 60, 752, "1 See the book of the parish,", "which burned later.", size=8)

    sections = made(tmp_path / "a.pdf", draw)
    assert sections[0].text.startswith("The mill was built in the year of the flood by the men of the valley [12] who")
    assert kinds(sections, "footnote") == [("footnote", "1 See the book of the parish, which burned later.")]


def test_a_paragraph_goes_on_behind_notes_furniture_and_a_page(tmp_path: Path) -> None:
    def first(page: pymupdf.Page) -> None:
        put(page, 60, 40, "THE MILL", size=9)
        prose(page, lines=30)
        page.draw_line((60, 740), (200, 740))
        put(page, 60, 752, "1 A note.", size=8)
        put(page, 290, 810, "1", size=9)

    def second(page: pymupdf.Page) -> None:
        put(page, 60, 40, "THE MILL", size=9)
        put(page, 60, 100, "and so the story ends.")
        put(page, 290, 810, "2", size=9)

    sections = made(tmp_path / "a.pdf", first, second)
    assert [section.kind for section in sections].count("paragraph") == 1
    assert next(section for section in sections if section.kind == "paragraph").text.endswith("and so the story ends.")
    assert kinds(sections, "page_number") == [("page_number", "1"), ("page_number", "2")]
    assert kinds(sections, "header") == [("header", "THE MILL")] * 2


def test_a_word_is_whole_where_the_document_writes_it_whole(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        put(
            page,
            60,
            100,
            "We have built the engine that everybody in this house calls Trace-",
            "Monkey for short, a well-",
        )
        put(
            page,
            60,
            100 + 2 * 1.25 * BODY,
            "known name, and the compi-",
            "ler is part of it. A well-known engine, TraceMonkey.",
        )

    text = " ".join(section.text for section in made(tmp_path / "a.pdf", draw))
    assert "calls TraceMonkey for short, a well-known name, and the compiler is part" in text


def test_ruled_tables_are_read_row_by_row(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        prose(page, lines=4)
        for y in (200, 220, 250, 270):
            page.draw_line((60, y), (420, y))
        for x in (60, 180, 300, 420):
            page.draw_line((x, 200), (x, 270))
        for row, (y, cells) in enumerate(
            ((214, ("Name", "Year", "Sum")), (234, ("The old", "1990", "7")), (264, ("Barn", "1991", "8")))
        ):
            for column, cell in enumerate(cells):
                put(page, 64 + 120 * column, y, cell)
            if row == 1:
                put(page, 64, y + 12, "mill")
        prose(page, y=320, lines=4)

    sections = made(tmp_path / "a.pdf", draw)
    assert kinds(sections, "table") == [("table", "Name\tYear\tSum\nThe old mill\t1990\t7\nBarn\t1991\t8")]
    assert [section.kind for section in sections] == ["paragraph", "table", "paragraph"]


def test_tables_without_rules_down_and_without_any(tmp_path: Path) -> None:
    def rows(page: pymupdf.Page, y: float, columns: int) -> None:
        for row in range(4):
            for column in range(columns):
                put(page, 80 + 130 * column, y + 16 * row, f"r{row}c{column}")

    def draw(page: pymupdf.Page) -> None:
        prose(page, lines=4)
        for y in (188, 206, 262):
            page.draw_line((70, y), (320, y))
        rows(page, 202, 2)
        prose(page, y=310, lines=4)
        rows(page, 410, 3)
        prose(page, y=520, lines=4)

    def cells(columns: int) -> str:
        return "\n".join("\t".join(f"r{row}c{column}" for column in range(columns)) for row in range(4))

    tables = kinds(made(tmp_path / "a.pdf", draw), "table")
    assert tables == [("table", cells(2)), ("table", cells(3))]


def test_two_columns_of_prose_are_no_table(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        prose(page, x=50, letters=42, lines=40)
        prose(page, x=310, letters=42, lines=40)

    assert not kinds(made(tmp_path / "a.pdf", draw), "table")


def test_what_nobody_sees_is_not_read(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        prose(page, lines=5)
        put(page, 60, 300, "white on white", color=(1, 1, 1))
        put(page, 60, 330, "never painted", render_mode=3)
        put(page, 60, 360, "as small as dust", size=1)
        page.draw_rect((50, 380, 300, 410), fill=(0, 0, 0.4))
        put(page, 60, 400, "White on blue", color=(1, 1, 1))
        put(page, 60, 830, "cut off below")
        put(page, 20, 500, "stamped up the margin", rotate=90)
        page.set_cropbox(pymupdf.Rect(0, 0, 595, 815))

    sections = made(tmp_path / "a.pdf", draw)
    spoken = [section.text for section in sections if section.kind == "paragraph"]
    assert spoken[1:] == ["White on blue"]
    assert kinds(sections, "header") == [("header", "stamped up the margin")]
    assert "dust" not in " ".join(section.text for section in sections)


def test_unpainted_text_over_a_picture_is_its_text(tmp_path: Path) -> None:
    picture = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 60, 80), False)
    picture.clear_with(200)

    def draw(page: pymupdf.Page) -> None:
        page.insert_image((0, 100, 595, 700), pixmap=picture, keep_proportion=False)
        for at, line in enumerate(wrapped(PROSE * 5, 60)):
            put(page, 60, 150 + 14 * at, line, render_mode=3)

    sections = made(tmp_path / "a.pdf", draw)
    assert " ".join(section.text for section in sections) == (PROSE * 5).strip()


def test_each_section_says_where_it_stands(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        prose(page, x=59.5, y=100, lines=3)
        prose(page, x=59.5, y=421, lines=2)

    first, second = made(tmp_path / "a.pdf", draw)
    assert first.box is not None
    assert second.box is not None
    assert first.box[0] == pytest.approx(0.1, abs=0.01)
    assert second.box[1] == pytest.approx(0.486, abs=0.01)
    assert first.box[3] < second.box[1] < second.box[3] < 0.6
