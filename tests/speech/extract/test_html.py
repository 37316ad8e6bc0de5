"""HTML and Markdown: what is text and of which kind, what is never read, and pages made to hurt."""

import re
from pathlib import Path

import pytest
from lxml import html as naive_html

from speech.errors import SpeechError
from speech.extract import extract
from speech.extract.html.markdown import to_html
from tests.speech.corpus import CORPUS, needs_corpus

PAGE = "<!DOCTYPE html><html><head><meta charset=utf-8><title>Tên trang</title>{head}</head><body>{body}</body></html>"


def kinds(path: Path, body: str, head: str = "") -> list[tuple[str, int, str]]:
    path.write_text(PAGE.format(head=head, body=body), encoding="utf-8")
    return [(section.kind, section.level, section.text) for section in extract(path).sections]


def texts(path: Path, body: str, head: str = "") -> list[str]:
    return [text for _, _, text in kinds(path, body, head)]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "a.html"


def test_blocks_headings_lists_and_captions(page: Path) -> None:
    body = (
        "<h1>Một <em>cuốn</em><br>sách</h1><p>Chữ&nbsp;đậm <b>l</b>iền.<p>Hai\n dòng<br>ba.<br><br>Đoạn khác."
        "<ul><li>gạch<li><p>đầu</p><p>dòng</p></ul><ol start=3 type=a><li>c<li value=7>g</ol>"
        "<figure><img alt='ảnh'><figcaption>Hình 1</figcaption></figure><div>Điều 5. Phạm vi</div>"
    )
    assert kinds(page, body) == [
        ("heading", 1, "Một cuốn sách"),
        ("paragraph", 0, "Chữ đậm liền."),
        ("paragraph", 0, "Hai dòng\nba."),
        ("paragraph", 0, "Đoạn khác."),
        ("list_item", 0, "gạch"),
        ("list_item", 0, "đầu"),
        ("list_item", 0, "dòng"),
        ("list_item", 0, "c. c"),
        ("list_item", 0, "g. g"),
        ("caption", 0, "Hình 1"),
        ("heading", 5, "Điều 5. Phạm vi"),
    ]


def test_tables_are_one_section_and_layouts_are_none(page: Path) -> None:
    cells = "<tr><th>A<th>B<tr><td><p>1</p><td>2<sup><a href='#n'>*</a></sup>"
    body = (
        f"<p>Trước <table><caption>Bảng 1</caption>{cells}</table> sau"
        f"<table><tr><td><h2>Cột trái</h2><p>chữ<td><table>{cells}</table></table>"
        "<table><tr><td>một ô</table>"
    )
    assert kinds(page, body) == [
        ("paragraph", 0, "Trước"),
        ("caption", 0, "Bảng 1"),
        ("table", 0, "A\tB\n1\t2"),
        ("paragraph", 0, "sau"),
        ("heading", 2, "Cột trái"),
        ("paragraph", 0, "chữ"),
        ("table", 0, "A\tB\n1\t2"),
        ("paragraph", 0, "một ô"),
    ]


def test_what_is_hidden_or_code_is_never_read(page: Path) -> None:
    head = (
        "<style>.secret, p.gone{color:red;display: none} #off{visibility:hidden} .back{display:none}"
        ".back{display:block}@media print{.paper{display:none}}</style><script>var head = 1</script>"
    )
    body = (
        "<p hidden>ẩn 1</p><p style='DISPLAY:none'>ẩn 2</p><div class='a secret'>ẩn 3<p>ẩn 4</p></div>"
        "<p class=gone>ẩn 5<p id=off>ẩn 6</p><script>if (a < b) ẩn()</script><noscript>ẩn 7</noscript>"
        "<template>ẩn 8</template><svg><title>ẩn 9</title></svg>"
        "<select><option>ẩn</select><textarea>ẩn</textarea>"
        "<!-- ẩn --><span aria-hidden=true>ẩn</span>"
        "<p>thấy <ruby>漢<rt>hán</rt></ruby>, <span class=paper>trên màn hình</span>"
        "<p class=back>hiện lại<p>từ&shy;ng"
    )
    assert texts(page, body, head) == ["thấy 漢, trên màn hình", "hiện lại", "từng"]


def test_notes_are_footnotes_and_their_marks_are_not_read(page: Path) -> None:
    body = (
        "<p>Câu<sup><a href='#n1'>1</a></sup> có <a href='#n2' role=doc-noteref>[2]</a>chú"
        "<a href='#n3'><sup>3</sup></a>."
        "<p>x<sup>2</sup><aside role=doc-footnote id=n1>Một <a href='#r' role=doc-backlink>về</a></aside>"
        "<section class=footnotes><ol><li id=n2><p>Hai <a href='#r'>↩︎</a></ol></section>"
    )
    assert kinds(page, body) == [
        ("paragraph", 0, "Câu có chú."),
        ("paragraph", 0, "x²"),
        ("footnote", 0, "Một"),
        ("footnote", 0, "Hai"),
    ]


def test_the_site_around_the_text_is_furniture(page: Path) -> None:
    body = (
        "<div>Đầu trang<h2>Tên trang</h2></div><nav><a href='/'>Trang chủ</a></nav>"
        "<main><article><header><h1>Bài báo</h1></header><ul><li><a href='#m1'>Mục 1</a></ul><p>Nội dung bài."
        "<footer>Tác giả</footer></article></main><p>Bài liên quan</p><footer>Bản quyền</footer>"
    )
    assert kinds(page, body) == [
        ("header", 0, "Đầu trang"),
        ("header", 0, "Tên trang"),
        ("toc", 0, "Trang chủ"),
        ("heading", 1, "Bài báo"),
        ("toc", 0, "Mục 1"),
        ("paragraph", 0, "Nội dung bài."),
        ("paragraph", 0, "Tác giả"),
        ("footer", 0, "Bài liên quan"),
        ("footer", 0, "Bản quyền"),
    ]


def test_code_and_formulas_are_kinds_of_their_own_and_verse_is_not(page: Path) -> None:
    body = (
        "<pre><code>a = 1\n  b</code></pre><pre>Trăm năm\ntrong cõi</pre>"
        "<math display=block><mi>x</mi><annotation>x-tex</annotation></math><p>và <math><mi>y</mi></math>"
    )
    assert kinds(page, body) == [
        ("code", 0, "a = 1\n  b"),
        ("paragraph", 0, "Trăm năm\ntrong cõi"),
        ("formula", 0, "x"),
        ("paragraph", 0, "và y"),
    ]


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", ""), ("utf-8", "iso-8859-1"), ("utf-16", ""), ("cp1252", "windows-1252")]
)
def test_the_encoding_is_found_by_mark_or_by_what_the_page_says(page: Path, encoding: str, said: str) -> None:
    page.write_bytes(
        f'<html><meta http-equiv="Content-Type" content="text/html; charset={said}"><p>café</p>'.encode(encoding)
    )
    assert [section.text for section in extract(page).sections] == ["café"]


@pytest.mark.parametrize("said", ["windows-1258", "x-user-defined"])
def test_a_vietnamese_page_of_the_nineties(page: Path, said: str) -> None:
    spelled = "Tuyên ngôn thê\u0301 giơ\u0301i vê\u0300 nhân quyê\u0300n cu\u0309a mo\u0323i ngươ\u0300i " * 3
    text = f"<html><meta http-equiv=Content-Type content='text/html; charset={said}'><p>{spelled}</p>"
    page.write_bytes(text.encode("cp1258"))
    assert "thế giới về nhân quyền" in extract(page).sections[0].text


def test_html_is_known_by_its_content_under_any_name(tmp_path: Path) -> None:
    for name, text in (
        ("a.txt", "<!-- c --><!DOCTYPE html><p>Một trang</p>"),
        ("b", "\ufeff<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'><p>Một trang</p></html>"),
        ("c.htm", "<p>Một trang"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        found = extract(tmp_path / name)
        assert (found.format, [section.text for section in found.sections]) == ("html", ["Một trang"])


DIVS = "<div>" * 100_000 + "đáy" + "</div>" * 100_000
XML = "<?xml version='1.0'?>"


@pytest.mark.parametrize(
    ("name", "text", "ends"),
    [
        ("deep.html", f"<html>{DIVS}<p>sau", ["đáy", "sau"]),
        ("deep.xhtml", f"{XML}<html>{DIVS}</html>", ["đáy"]),
        ("line.html", "<html><p>" + "chữ " * 250_000, [("chữ " * 250_000).strip()]),
        ("marks.html", "<html>chữ " + "<" * 500_000, ["chữ " + "<" * 500_000]),
        ("attributes.html", "<html><p " + " ".join(f"a{n}=x" for n in range(100_000)) + ">chữ", ["chữ"]),
        ("unclosed.html", "<html><b><i><p>một<div></p>hai</b>", ["một", "hai"]),
        ("outside.xhtml", f"{XML}<!DOCTYPE html SYSTEM 'file:///etc/passwd'><html>a&nbsp;&eacute;</html>", ["a é"]),
        ("broken.xhtml", f"{XML}<html><p>một<p>hai &qqq; <br></html>", ["một", "hai &qqq;"]),
        ("tables.html", "<html>" + "<table><tr><td>" * 2000 + "đáy", ["đáy"]),
        ("rules.html", "<html><style>" + "@a{" * 100_000 + "</style><p>chữ", ["chữ"]),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_pages_made_to_hurt_end_in_their_text(tmp_path: Path, name: str, text: str, ends: list[str]) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert [section.text for section in extract(tmp_path / name).sections] == ends


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{XML}<!DOCTYPE html [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><html>&b;</html>", "unreadable_document"),
        (f"{XML}<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><html>&a;</html>", "unreadable_document"),
        ("<html><script>chỉ có mã</script>", "no_text"),
        ("<html>" + "\0" * 1000, "no_text"),
        ("<html>" + "<b>" * 3_000_000, "unreadable_document"),
    ],
)
def test_pages_that_are_refused(page: Path, text: str, code: str) -> None:
    page.write_text(text, encoding="utf-8")
    with pytest.raises(SpeechError) as caught:
        extract(page)
    assert caught.value.code == code


def test_markdown(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Không đọc\n---\n\n# Chương 1\n\nMột **đoạn** có [liên kết](https://a.vn) và `mã`[^1].\n\n"
        "- [x] xong\n- hai\n\n3. ba\n4. bốn\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n```py\nx = 1\n```\n\n"
        "<!-- ghi chú -->\n\n> Trích\n> dẫn ~~bỏ~~\n\nTiêu đề hai\n---\n\n[^1]: Lời chú.\n"
    )
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    found = extract(tmp_path / "a.md")
    assert found.format == "md"
    assert [(section.kind, section.level, section.text) for section in found.sections] == [
        ("heading", 1, "Chương 1"),
        ("paragraph", 0, "Một đoạn có liên kết và mã."),
        ("list_item", 0, "xong"),
        ("list_item", 0, "hai"),
        ("list_item", 0, "3. ba"),
        ("list_item", 0, "4. bốn"),
        ("table", 0, "A\tB\n1\t2"),
        ("code", 0, "x = 1"),
        ("paragraph", 0, "Trích dẫn bỏ"),
        ("heading", 2, "Tiêu đề hai"),
        ("footnote", 0, "Lời chú."),
    ]


@pytest.mark.parametrize("text", ["---\ntitle: T\n---\n*chữ*", "# Sách\n\nchữ\n\n## Chương\n\n*chữ*"])
def test_markdown_is_known_by_its_content_too(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = extract(tmp_path / "a.txt")
    assert (found.format, found.sections[-1].text) == ("md", "chữ")


@needs_corpus
def test_scripts_of_a_real_page_are_not_read() -> None:
    path = CORPUS / "documents" / "hostile" / "example-with-scripts.html"
    found = extract(path)
    text = "\n".join(section.text for section in found.sections)
    heading = next(section.title for section in found.sections if section.kind == "heading")
    assert heading.startswith("Russian Offensive")
    assert "Click here to see ISW" in text
    for never in ("function", "{", "drupalSettings"):
        assert never not in text


@needs_corpus
def test_every_word_of_a_real_markdown_file_is_there_once() -> None:
    path = CORPUS / "documents" / "trinh_bay_vi.md"
    expected = naive_html.document_fromstring(to_html(path.read_text(encoding="utf-8"))).text_content()
    found = "".join(
        re.sub(r"^\d+\. ", "", section.text) if section.kind == "list_item" else section.text
        for section in extract(path).sections
    )
    assert "".join(found.split()) == "".join(expected.split())
