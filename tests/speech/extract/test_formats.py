"""Each format's own matters: encodings, Word's layers, the geometry of PDF."""

import codecs
import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from speech.extract import extract
from speech.extract.chapters.headings import heading_level, is_list_item
from speech.extract.chapters.titles import with_titles
from speech.extract.docx.numbering import numeral
from speech.types import Section
from tests.speech.corpus import CORPUS, needs_corpus
from tests.speech.extract.made import SENTENCE, docx, paragraph, pdf

VIETNAMESE = "Lời nói đầu\n\nTuyên ngôn toàn thế giới về nhân quyền: mọi người sinh ra đều tự do. Ưu ái, đổi mới.\n"


def kinds(path: Path) -> list[tuple[str, int, str]]:
    return [(section.kind, section.level, section.text) for section in extract(path).sections]


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_in_every_dress(tmp_path: Path, bom: bytes, encoding: str, form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, VIETNAMESE).replace("\n", "\r\n")
    (tmp_path / "a.txt").write_bytes(bom + text.encode(encoding))
    heading, body = VIETNAMESE.strip().split("\n\n")
    assert kinds(tmp_path / "a.txt") == [("heading", 2, heading), ("paragraph", 0, body)]


def test_windows_1258_is_told_by_its_syllables(tmp_path: Path) -> None:
    # The code page has ê, ơ and đ as letters and the tones as marks after them.
    spelled = "Tuyên ngôn thê\u0301 giơ\u0301i vê\u0300 nhân quyê\u0300n"
    (tmp_path / "a.txt").write_bytes(spelled.encode("cp1258"))
    assert kinds(tmp_path / "a.txt") == [("paragraph", 0, "Tuyên ngôn thế giới về nhân quyền")]


def test_wrapped_lines_are_joined_and_verses_are_not(tmp_path: Path) -> None:
    words = (SENTENCE * 6).split()
    wrapped = "\n".join(" ".join(words[at : at + 12]) for at in range(0, len(words), 12))
    (tmp_path / "a.txt").write_text(f"{wrapped}\n\nTrăm năm trong cõi người ta,\nChữ tài chữ mệnh khéo là ghét nhau.\n")
    texts = [text for _, _, text in kinds(tmp_path / "a.txt")]
    assert texts[0] == " ".join(words)
    assert texts[1:] == ["Trăm năm trong cõi người ta,", "Chữ tài chữ mệnh khéo là ghét nhau."]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Phần thứ nhất", 1),
        ("PHẦN I: NHỮNG VẤN ĐỀ CHUNG", 1),
        ("Chương II. Việc làm", 2),
        ("CHƯƠNG 3 NGƯỜI LAO ĐỘNG", 2),
        ("Chapter One", 2),
        ("Mục 2", 3),
        ("Bài 5: Ôn tập", 3),
        ("Điều 12. Hợp đồng", 5),
        ("Điều 12a. Hợp đồng", 5),
        ("Kết luận", 2),
        ("Điều 5 Luật này quy định về việc làm.", 0),
        ("Chương trình hành động của Chính phủ", 0),
        ("Mục tiêu của chúng ta", 0),
        ("Section 8 describes the results.", 0),
        ("Chương I " + "dài " * 80, 0),
    ],
)
def test_headings_by_their_words(line: str, level: int) -> None:
    assert heading_level(line) == level


def test_a_bare_number_takes_the_capitals_below_as_title() -> None:
    law = [
        Section("heading", "Chương I", 2, "Chương I"),
        Section("paragraph", "NHỮNG QUY ĐỊNH CHUNG"),
        Section("paragraph", "Bộ luật này."),
    ]
    heading, body = with_titles(law)
    assert (heading.text, heading.title) == ("Chương I\nNHỮNG QUY ĐỊNH CHUNG", "Chương I. NHỮNG QUY ĐỊNH CHUNG")
    assert body.text == "Bộ luật này."


def test_list_items() -> None:
    assert all(map(is_list_item, ("- một", "• hai", "a) ba", "1. bốn", "đ) năm", "(ii) sáu")))
    assert not any(map(is_list_item, ("1990 là năm", "-5 độ", "a b c")))


def test_word_shows_changes_as_accepted_and_hides_the_hidden(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Giữ </w:t></w:r><w:del><w:r><w:delText>xóa</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
        "<w:r><w:instrText> PAGE </w:instrText></w:r><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Hai đoạn </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>thành một</w:t></w:r></w:p>"
    )
    texts = [text for _, _, text in kinds(docx(tmp_path / "a.docx", body))]
    assert texts == ["Giữ thêm", "Hai đoạn thành một"]


def test_word_headings_titles_lists_and_their_numbers(tmp_path: Path) -> None:
    styles = (
        '<w:style w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Mine"><w:basedOn w:val="H"/><w:name w:val="Của tôi"/></w:style>'
        '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="C"><w:name w:val="toc 1"/></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="Khoản %1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    item = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    body = "".join(
        [
            paragraph("Tên sách", '<w:pStyle w:val="T"/>'),
            paragraph("Mục lục 1", '<w:pStyle w:val="C"/>'),
            paragraph("Theo kiểu", '<w:pStyle w:val="Mine"/>'),
            paragraph("Theo cấp", '<w:outlineLvl w:val="0"/>'),
            *(paragraph(text, item.format(level)) for text, level in (("một", 0), ("hai", 1), ("ba", 1), ("tư", 0))),
        ]
    )
    assert kinds(docx(tmp_path / "a.docx", body, styles=styles, numbering=numbering)) == [
        ("title", 0, "Tên sách"),
        ("toc", 0, "Mục lục 1"),
        ("heading", 2, "Theo kiểu"),
        ("heading", 1, "Theo cấp"),
        ("list_item", 0, "Khoản 5. một"),
        ("list_item", 0, "5.a) hai"),
        ("list_item", 0, "5.b) ba"),
        ("list_item", 0, "Khoản 6. tư"),
    ]


def test_word_tables_notes_and_boxes(tmp_path: Path) -> None:
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>Lời chú</w:t></w:r></w:p></w:footnote>'
    cell = "<w:tc>{}</w:tc>".format
    row = "<w:tr>{}</w:tr>".format
    table = "".join(row("".join(cell(paragraph(text)) for text in line)) for line in (("A", "B"), ("1", "2")))
    box = f"<w:txbxContent>{paragraph('Trong khung')}</w:txbxContent>"
    fallback = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    body = (
        f'<w:p><w:r><w:t>Thân</w:t><w:footnoteReference w:id="2"/>{fallback}</w:r></w:p><w:tbl>{table}</w:tbl>'
        f"<w:tbl>{row(cell(paragraph('Một ô')))}</w:tbl>"
    )
    assert kinds(docx(tmp_path / "a.docx", body, footnotes=notes)) == [
        ("paragraph", 0, "Thân"),
        ("paragraph", 0, "Trong khung"),
        ("footnote", 0, "Lời chú"),
        ("table", 0, "A\tB\n1\t2"),
        ("paragraph", 0, "Một ô"),
    ]


@pytest.mark.parametrize(
    ("count", "shape", "written"),
    [(4, "upperRoman", "IV"), (28, "lowerLetter", "bb"), (7, "decimalZero", "07"), (3, "decimal", "3")],
)
def test_numerals(count: int, shape: str, written: str) -> None:
    assert numeral(count, shape) == written


def test_pdf_paragraphs_headings_and_furniture(tmp_path: Path) -> None:
    html = "".join(f"<h2>Chương {number}. Tên chương</h2>" + f"<p>{SENTENCE * 12}</p>" * 3 for number in range(1, 5))
    found = extract(pdf(tmp_path / "a.pdf", html, header="BAO CAO NAM 2024"))
    body = [section for section in found.sections if section.kind == "paragraph"]
    headings = [section.title for section in found.sections if section.kind == "heading"]
    assert headings == [f"Chương {number}. Tên chương" for number in range(1, 5)]
    assert " ".join(section.text for section in body) == (SENTENCE * 12 * 12).strip()
    # A page that ends with a sentence looks like the end of a paragraph.
    assert 12 <= len(body) < 12 + found.pages
    assert found.pages > 3
    furniture = [section.kind for section in found.sections if section.page == 2]
    assert {"header", "page_number"} <= set(furniture)
    assert body[-1].page in (found.pages - 1, found.pages)


def test_pdf_hyphens_at_line_ends_go(tmp_path: Path) -> None:
    html = "<p>We study exam-<br/>ples of well-known words. The well-<br/>known ones stay.</p>"
    (section,) = extract(pdf(tmp_path / "a.pdf", html)).sections
    assert section.text == "We study examples of well-known words. The well-known ones stay."


@needs_corpus
def test_a_paper_in_two_columns_reads_down_the_columns() -> None:
    found = extract(CORPUS / "documents" / "twocolumn_en_tracemonkey.pdf")
    text = " ".join(section.text for section in found.sections)
    at = [text.index(words) for words in ("Abstract", "1. Introduction", "2. Overview", "References")]
    assert at == sorted(at)
    assert any("values to types. When the VM executes" in section.text for section in found.sections)


@needs_corpus
def test_a_paper_under_review_loses_its_ruler_and_header() -> None:
    found = extract(CORPUS / "documents" / "twocolumn_linenumbers_underthesea.pdf")
    spoken = " ".join(
        each.text for each in found.sections if each.kind not in ("header", "footer", "page_number", "line_number")
    )
    assert "Text normalization is a fundamental task in Vietnamese natural language processing." in spoken
    assert "Confidential" not in spoken
    assert "001 002" not in spoken
    assert " 042 " not in spoken


@needs_corpus
def test_the_labour_code_in_word() -> None:
    found = extract(CORPUS / "documents" / "bo_luat_lao_dong_congbao.docx")
    text = "\n".join(section.text for section in found.sections)
    assert text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    for never in ("CÔNG BÁO/Số", "MARKER_START_FILE", "304418919685"):
        assert never not in text
    assert sum(section.kind == "footnote" for section in found.sections) == 6
    articles = [section.title for section in found.sections if section.level == 5]
    assert [title.split(".")[0] for title in articles] == [f"Điều {number}" for number in range(1, 221)]
