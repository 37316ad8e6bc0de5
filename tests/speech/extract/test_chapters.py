"""Where chapters begin and what they are called: made books with the chapters a person wrote down, and real ones."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from speech.extract import extract
from speech.extract.chapters.finding import with_chapters
from speech.extract.chapters.titles import with_titles
from speech.types import Section
from tests.speech.corpus import CORPUS, needs_corpus
from tests.speech.extract.books import BOOKS, chapters_of, made
from tests.speech.extract.made import epub, pptx, relations, shape

DOCUMENTS = CORPUS / "documents"
MADE = sorted(f"{path.parent.name}/{path.stem}" for path in BOOKS.glob("*/*.txt"))
PARAGRAPH = "Trời vừa hửng sáng, bà cụ đã dậy nhóm bếp và đun một ấm nước đầy. " * 10


def titles(sections: Sequence[Section]) -> list[str]:
    return [section.title for section in sections if section.begins_chapter]


def of_lines(*lines: str) -> list[Section]:
    """Headings (``#`` for each level) and paragraphs."""
    sections = []
    for line in lines:
        level = len(line) - len(line.lstrip("#"))
        text = line[level:].strip()
        sections.append(Section("heading", text, level, text) if level else Section("paragraph", text))
    return sections


@pytest.mark.parametrize("name", MADE)
def test_made_books_have_the_chapters_that_a_person_would_make(tmp_path: Path, name: str) -> None:
    assert titles(extract(made(name, tmp_path)).sections) == chapters_of(name)


def test_there_are_as_many_made_books_as_we_think() -> None:
    assert len(MADE) >= 30


@needs_corpus
def test_the_labour_code_has_its_seventeen_chapters() -> None:
    found = titles(extract(DOCUMENTS / "bo_luat_lao_dong_congbao.docx").sections)
    assert found[0] == "BỘ LUẬT LAO ĐỘNG"
    assert [title.split(".")[0] for title in found[1:4]] == ["Chương I", "Chương II", "Chương III"]
    assert found[-1] == "Chương XVII. ĐIỀU KHOẢN THI HÀNH"
    assert len(found) == 18


@needs_corpus
def test_robinson_has_twenty_chapters_and_his_title() -> None:
    found = titles(extract(DOCUMENTS / "robinson_crusoe_en.epub").sections)
    assert found[:2] == ["The Life and Adventures of Robinson Crusoe", "CHAPTER I. START IN LIFE"]
    assert found[-1] == "CHAPTER XX. FIGHT BETWEEN FRIDAY AND A BEAR"
    assert len(found) == 21


@needs_corpus
@pytest.mark.parametrize(
    ("name", "first", "count"),
    [
        ("trinh_bay_vi.md", "Thuyết trình: Vietnamese Speech Emotion Recognition", 9),
        ("udhr2_vie_NFD.txt", "Tuyên ngôn toàn thế giới về nhân quyền của Liên Hợp Quốc", 1),
        ("tcvn3-rtf_2003-A-15.rtf", "NGHỊ ĐỊNH", 1),
        ("tcvn3-doc_2004-19Z9A_Luat_hop_tac_xasuadoi.doc", "LUẬT HỢP TÁC XÃ", 11),
        ("unstr_fake-power-point-table.pptx", "A Slide with a Table", 1),
        ("idpf_internallinks.epub", "1 EPUBリーダの数式サポート―iBooks3.0のMathML表示がかなり進化", 6),
    ],
)
def test_documents_of_the_corpus(name: str, first: str, count: int) -> None:
    found = titles(extract(DOCUMENTS / name).sections)
    assert found[0].casefold().startswith(first.casefold())
    assert len(found) == count


def test_what_a_reader_marked_is_kept_and_the_front_is_a_chapter(tmp_path: Path) -> None:
    pages = {"a": "<h1>Sách</h1><p>Lời đầu.</p>", "b": f"<h3>Một</h3><p>{PARAGRAPH}</p>", "c": f"<p>{PARAGRAPH}</p>"}
    contents = "<li><a href='b.xhtml'>Một</a></li><li><a href='c.xhtml'>Hai</a></li>"
    assert titles(extract(epub(tmp_path / "a.epub", pages, contents)).sections) == ["Sách", "Một", "Hai"]


def test_contents_that_stop_at_the_parts_do_not_hide_the_chapters() -> None:
    text = of_lines(
        "# PHẦN I", "## Chương 1", PARAGRAPH, "## Chương 2", PARAGRAPH, "# PHẦN II", "## Chương 3", PARAGRAPH
    )
    marked = [Section(each.kind, each.text, each.level, each.title, begins_chapter=each.level == 1) for each in text]
    assert titles(with_chapters(marked)) == ["PHẦN I – Chương 1", "Chương 2", "PHẦN II – Chương 3"]


def test_furniture_before_the_first_word_makes_no_chapter() -> None:
    sections = [
        Section("header", "CÔNG BÁO"),
        Section("toc", "Chương 1 ... 3"),
        *of_lines("# Chương 1", "A.", "# Chương 2", "B."),
    ]
    assert [section.begins_chapter for section in with_chapters(sections)] == [False, False, True, False, True, False]


def test_a_text_without_headings_is_one_chapter_or_parts_of_half_an_hour() -> None:
    short = with_chapters(of_lines(PARAGRAPH))
    assert titles(short) == [""]
    assert short[0].begins_chapter
    long = with_chapters(of_lines(*[PARAGRAPH] * 90))
    assert titles(long) == [f"Phần {number}" for number in range(1, 5)]
    assert titles(with_chapters(of_lines(*[PARAGRAPH] * 90), "en"))[0] == "Part 1"
    at = [place for place, section in enumerate(long) if section.begins_chapter]
    assert max(after - before for before, after in zip(at, [*at[1:], 90], strict=True)) <= 24


def test_a_file_with_one_chapter_of_a_book_is_called_after_it() -> None:
    assert titles(with_chapters(of_lines("# Chương 7. Ngày về", PARAGRAPH))) == ["Chương 7. Ngày về"]


def test_a_long_title_is_cut_at_a_word() -> None:
    title = "Chương 1. " + "dài lắm " * 60
    (first, second) = titles(with_chapters([Section("heading", title, 1, title), *of_lines("a", "# Chương 2", "b")]))
    assert first.endswith(("dài…", "lắm…"))
    assert len(first) <= 300
    assert second == "Chương 2"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["# Chương II:", "# NHIỆM VỤ, QUYỀN HẠN", "# CỦA CƠ QUAN"], "Chương II. NHIỆM VỤ, QUYỀN HẠN CỦA CƠ QUAN"),
        (["# Chương 1", "Ngày đầu tiên"], "Chương 1. Ngày đầu tiên"),
        (["# Chương 1", "– Ai đấy?"], "Chương 1"),
        (["# Chương 1", "Trời mưa."], "Chương 1"),
        (["# Điều 1:", "Phạm vi điều chỉnh"], "Điều 1:"),
    ],
)
def test_number_and_title_on_two_lines_are_one_heading(lines: list[str], title: str) -> None:
    assert with_titles(of_lines(*lines, PARAGRAPH))[0].title == title


def test_a_joined_heading_keeps_what_was_doubtful_in_both_lines() -> None:
    lines = [
        Section("heading", "Chương I", 2, doubts=((7, 8, 0.4),)),
        Section("paragraph", "ĐẤT ĐAI", doubts=((0, 3, 0.5),)),
    ]
    (joined,) = with_titles(lines)
    assert [joined.text[start:end] for start, end, _ in joined.doubts] == ["I", "ĐẤT"]


def test_numbers_that_do_not_count_or_break_sentences_are_no_headings() -> None:
    def kinds(*lines: str) -> set[str]:
        return {section.kind for section in with_titles(of_lines(*lines))}

    assert kinds("1", PARAGRAPH, "2", PARAGRAPH, "3", PARAGRAPH) == {"heading", "paragraph"}
    assert kinds("1", PARAGRAPH, "3", PARAGRAPH, "7", PARAGRAPH) == {"paragraph"}
    assert kinds("1", PARAGRAPH + "và", "2", PARAGRAPH + "và", "3", PARAGRAPH) == {"paragraph"}
    assert kinds("1", "a.", "2", "b.", "3", "c.") == {"paragraph"}


def test_slides_make_no_chapter_each_but_sections_of_slides_do(tmp_path: Path) -> None:
    slides = {f"s{number}": shape(f"Trang {number}", place="title") + shape("Ý.", place="body") for number in range(4)}
    assert titles(extract(pptx(tmp_path / "a.pptx", slides)).sections) == ["Trang 0"]
    ids = "".join(f'<p:sldId id="{number + 256}" r:id="r{number + 1}"/>' for number in range(4))
    listed = "".join(
        f'<p14:section name="{name}"><p14:sldIdLst><p14:sldId id="{first}"/></p14:sldIdLst></p14:section>'
        for name, first in (("Mở đầu", 256), ("Kết quả", 258))
    )
    spaces = (
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
    )
    more = f"<p:extLst><p:ext><p14:sectionLst>{listed}</p14:sectionLst></p:ext></p:extLst>"
    main = f"<p:presentation {spaces}><p:sldIdLst>{ids}</p:sldIdLst>{more}</p:presentation>"
    path = pptx(tmp_path / "b.pptx", slides, **{"ppt/presentation.xml": main})
    assert titles(extract(path).sections) == ["Mở đầu", "Kết quả"]


def test_a_slide_whose_layout_announces_a_part_begins_a_chapter(tmp_path: Path) -> None:
    slides = {f"s{number}": shape(f"Trang {number}", place="title") for number in range(3)}
    members = {
        "ppt/slides/_rels/s2.xml.rels": relations(("slideLayout", "../layout.xml")),
        "ppt/layout.xml": '<p:sldLayout xmlns:p="x" type="secHead"/>',
    }
    assert titles(extract(pptx(tmp_path / "a.pptx", slides, **members)).sections) == ["Trang 0", "Trang 2"]


def test_the_head_and_foot_of_an_official_letter_make_no_chapters() -> None:
    """They are printed large, and a scan or a PDF tells headings by their size alone."""
    body = [Section("paragraph", "Thủ tướng Chính phủ có ý kiến như sau về đề nghị của các cơ quan. " * 20, page=1)] * 3
    letter = [
        Section("heading", "THỦ TƯỚNG CHÍNH PHỦ", level=1, page=1),
        Section("paragraph", "Số: 225/TTg-NN", page=1),
        Section("heading", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc", level=1, page=1),
        *body,
        Section("heading", "KT. THỦ TƯỚNG\nPHÓ THỦ TƯỚNG", level=1, page=2),
        Section("paragraph", "Trần Hồng Hà", page=2),
    ]
    begin = [section for section in with_chapters(letter) if section.begins_chapter]
    assert len(begin) == 1


def test_a_chapter_may_be_called_like_an_office() -> None:
    book = [
        section
        for title in ("Bộ máy nhà nước", "Ban đêm ở Hà Nội", "CHỦ TỊCH XÃ")
        for section in (Section("heading", title, level=1), *[Section("paragraph", "Trời đã tối hẳn. " * 60)] * 20)
    ]
    begin = [section.title for section in with_chapters(book) if section.begins_chapter]
    assert begin == ["Bộ máy nhà nước", "Ban đêm ở Hà Nội", "CHỦ TỊCH XÃ"]
