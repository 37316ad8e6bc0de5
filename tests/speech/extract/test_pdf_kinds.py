"""What the paragraphs of a printed page are: captions, formulas, contents, code, furniture."""

import pytest

from speech.extract.line import Line
from speech.extract.pdf.furniture import mark_furniture
from speech.extract.pdf.kinds import has_leaders, is_caption, is_formula, is_imprint
from speech.extract.pdf.paragraphs import paragraphs

WIDTH, HEIGHT = 595.0, 842.0
PROSE = "Một dòng chữ dài của quyển sách kể về con sông và những người sống bên bờ suốt bốn mùa"


def line(text: str, page: int = 1, y: float = 400, x: float = 60, **other: object) -> Line:
    width = min(475.0, 5.2 * len(text))
    return Line(
        text, page, x, y, x + width, y + 12, other.pop("size", 11.0), page_height=HEIGHT, page_width=WIDTH, **other
    )


@pytest.mark.parametrize(
    "text",
    ["Hình 3.1", "Hình 3.1. Sơ đồ khối", "Bảng 2: Số dân", "Biểu đồ 4 – Tăng trưởng", "Figure 4: The mill", "Fig. 2",
     "TABLE II. RESULTS", "Bảng số 5. Chi phí", "Sơ đồ 1 Cơ cấu tổ chức", "Ảnh 12. Nhà máy"],
)  # fmt: skip
def test_captions(text: str) -> None:
    assert is_caption(text)


@pytest.mark.parametrize(
    "text",
    ["Bảng 2 cho thấy dân số tăng.", "Figure 3 shows our process.", "Hình thức xử lý", "Bảng lương của công ty",
     "Table manners are taught at home.", "Ảnh hưởng của thời tiết", "Biểu 3 của báo cáo này nêu rõ"],
)  # fmt: skip
def test_sentences_about_figures_are_no_captions(text: str) -> None:
    assert not is_caption(text)


@pytest.mark.parametrize("text", ["Chương 1. Mở đầu ........ 12", "Lời nói đầu . . . . . . . v", "2.1 Đất đai…………34"])
def test_leaders_make_a_table_of_contents(text: str) -> None:
    assert has_leaders(text)


@pytest.mark.parametrize("text", ["Anh ấy im lặng... 12 năm sau mới nói.", "Và rồi ...", "Trang 12"])
def test_dots_alone_make_none(text: str) -> None:
    assert not has_leaders(text)


def test_formulas_are_told_by_fonts_and_by_signs() -> None:
    assert is_formula([line("E = mc2", math=0.9)], "E = mc2")
    assert is_formula([line("x² + y² = z²")], "x² + y² = z²")
    assert not is_formula(
        [line("Giá trị x = 5 là nghiệm của phương trình")], "Giá trị x = 5 là nghiệm của phương trình"
    )
    assert not is_formula([line("1990 – 2000")], "1990 – 2000")
    assert not is_formula([line("where the sum of all costs is", math=0.6)], "where the sum of all costs is")


def test_an_imprint_is_front_matter_at_the_front_only() -> None:
    assert is_imprint("Copyright © 2009 ACM 978-1-60558-392-1", 1)
    assert is_imprint("ISBN 978-604-1-00000-0", 2)
    assert not is_imprint("Copyright © 2009 ACM", 9)


@pytest.mark.parametrize("number", ["Trang {}/20", "- {} -", "{}", "Page {} of 20", "[{}]"])
def test_page_numbers_are_furniture(number: str) -> None:
    pages = [
        [line(f"Đoạn văn thứ {page} của quyển sách này.", page), line(number.format(page), page, 800)]
        for page in range(1, 6)
    ]
    marked = mark_furniture(pages)
    assert [each.kind for each in marked] == ["", "page_number"] * 5


def test_left_and_right_pages_have_heads_of_their_own() -> None:
    heads = ("12 QUYỀN LÀM VIỆC", "CHƯƠNG MỘT 13")
    pages = [
        [line(heads[page % 2].replace("1", str(page)), page, 30), line(f"Trang này nói về điều {page}.", page)]
        for page in range(1, 9)
    ]
    assert [each.kind for each in mark_furniture(pages)] == ["header", ""] * 8


def test_numbers_of_a_column_are_no_ruler() -> None:
    years = [line(str(year), 1, 100 + 20 * at, x=280) for at, year in enumerate(range(1990, 2005))]
    ruler = [line(str(number), 2, 100 + 20 * number, x=20) for number in range(1, 16)]
    kinds = {each.page: each.kind for each in mark_furniture([years, ruler])}
    assert kinds == {1: "", 2: "line_number"}


def test_contents_with_and_without_leaders() -> None:
    lines = [
        line("MỤC LỤC", y=100, size=14.0),
        line("Chương 1. Đất .......... 3", y=140),
        line("Chương 2. Nước ......... 9", y=156),
        *(line(f"{PROSE} {at}.", 2, 100 + 14 * at) for at in range(20)),
    ]
    sections = paragraphs(lines)
    assert [section.kind for section in sections[:3]] == ["heading", "toc", "toc"]
    plain = paragraphs([line("Contents", y=100, size=14.0), line("Earth 3", y=140), line("Water 9", y=156), *lines[3:]])
    assert plain[1].kind == "toc"


def test_code_keeps_its_lines_and_is_not_joined_to_text() -> None:
    code = [line("for k in range(3):", y=200, mono=True), line("    run(k)", y=214, mono=True)]
    text = [line(f"{PROSE} {at}.", 1, 300 + 14 * at) for at in range(20)]
    sections = paragraphs([*code, *text])
    assert (sections[0].kind, sections[0].text) == ("code", "for k in range(3):\n    run(k)")
    assert {section.kind for section in sections[1:]} == {"paragraph"}
