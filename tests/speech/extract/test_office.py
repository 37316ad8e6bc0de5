"""ODT and PPTX: what the file shows, in order, with changes accepted and nothing hidden."""

import re
import zipfile
from pathlib import Path

import pytest

from speech.errors import SpeechError
from speech.extract import extract
from tests.speech.corpus import CORPUS, needs_corpus
from tests.speech.extract.made import odt, pptx, relations, shape, slide

DOCUMENTS = CORPUS / "documents"
MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="content.xml"><m:encryption-data>'
    '<m:algorithm m:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>'
    '<m:key-derivation m:key-derivation-name="PBKDF2"/>'
    "</m:encryption-data></m:file-entry></m:manifest>"
)


def kinds(path: Path) -> list[tuple[str, int, str]]:
    return [(section.kind, section.level, section.text) for section in extract(path).sections]


def code_of(path: Path) -> str:
    with pytest.raises(SpeechError) as caught:
        extract(path)
    return caught.value.code


def p(text: str, style: str = "S") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def test_writer_headings_titles_and_what_hangs_on_paragraphs(tmp_path: Path) -> None:
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>"
    index = "<text:table-of-content-source/><text:index-body>{}</text:index-body>"
    body = (
        p("Tên sách", "Mine")
        + '<text:h text:outline-level="2">Đầu <text:span>đề</text:span></text:h>'
        + p(f"Thân<text:s text:c='2'/>một{note.format(p('Lời chú'))},<text:line-break/>hai<text:tab/>ba.")
        + p(f"Khung<draw:frame><draw:text-box>{p('trong khung')}</draw:text-box></draw:frame>")
        + f"<text:table-of-content>{index.format(p('Mục 1'))}</text:table-of-content>"
        + p("Chương I")
    )
    styles = '<style:style style:family="paragraph" style:name="Mine" style:parent-style-name="Title"/>'
    styles += '<style:style style:family="paragraph" style:name="Title"/>'
    assert kinds(odt(tmp_path / "a.odt", body, styles)) == [
        ("title", 0, "Tên sách"),
        ("heading", 2, "Đầu đề"),
        ("paragraph", 0, "Thân một,\nhai ba."),
        ("footnote", 0, "Lời chú"),
        ("paragraph", 0, "Khung"),
        ("paragraph", 0, "trong khung"),
        ("toc", 0, "Mục 1"),
        ("heading", 2, "Chương I"),
    ]


def test_writer_shows_changes_as_accepted_and_hides_the_hidden(tmp_path: Path) -> None:
    hidden = '<style:text-properties text:display="none"/>'
    styles = (
        f'<style:style style:family="text" style:name="T1">{hidden}</style:style>'
        '<style:style style:family="paragraph" style:name="P1" style:parent-style-name="P0"/>'
        f'<style:style style:family="paragraph" style:name="P0">{hidden}</style:style>'
    )
    gone = f"<text:changed-region><text:deletion>{p('xóa')}</text:deletion></text:changed-region>"
    body = (
        f"<text:tracked-changes>{gone}</text:tracked-changes>"
        + p(
            "Giữ <text:change-start/>thêm<text:change-end/><text:change/>"
            '<text:span text:style-name="T1">ẩn</text:span>.'
        )
        + p("ẩn", "P1")
        + p(f"Có<office:annotation>{p('bình luận')}</office:annotation> chữ<text:hidden-text>ẩn</text:hidden-text>")
        + f'<text:section text:display="none">{p("ẩn")}</text:section><text:section>{p("hiện")}</text:section>'
    )
    assert [text for _, _, text in kinds(odt(tmp_path / "a.odt", body, styles))] == ["Giữ thêm.", "Có chữ", "hiện"]


def test_writer_lists_are_numbered_as_they_are_shown(tmp_path: Path) -> None:
    level = "text:list-level-style-number"
    styles = (
        f'<text:list-style style:name="L"><{level} text:level="1" style:num-format="1" style:num-suffix="."/>'
        f'<{level} text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="2"/></text:list-style>'
        '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>'
    )
    item = "<text:list-item>{}</text:list-item>".format
    inner = f"<text:list>{item(p('hai a'))}{item(p('hai b'))}</text:list>"
    body = (
        f'<text:list text:style-name="L">{item(p("một"))}{item(p("hai") + p("tiếp") + inner)}</text:list>{p("giữa")}'
        f'<text:list text:style-name="L" text:continue-numbering="true">{item(p("ba"))}</text:list>'
        f'<text:list text:style-name="L">{item(p("lại một"))}</text:list>'
        f'<text:list text:style-name="B">{item(p("gạch"))}</text:list>'
    )
    assert [text for _, _, text in kinds(odt(tmp_path / "a.odt", body, styles))] == [
        "1. một", "2. hai", "tiếp", "2.a) hai a", "2.b) hai b", "giữa", "3. ba", "1. lại một", "gạch",
    ]  # fmt: skip


def test_writer_tables(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        inside = "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in cells)
        return f"<table:table-row>{inside}<table:covered-table-cell/></table:table-row>"

    body = (
        f"<table:table><table:table-header-rows>{row('A', 'B')}</table:table-header-rows>{row('1', '2')}</table:table>"
        f"<table:table>{row('một ô')}</table:table>"
    )
    assert kinds(odt(tmp_path / "a.odt", body)) == [("table", 0, "A\tB\n1\t2"), ("paragraph", 0, "một ô")]


@pytest.mark.parametrize(
    ("body", "members", "code"),
    [
        (p("Chữ"), {"META-INF/manifest.xml": MANIFEST}, "password_required"),
        ("<text:section>" * 5000 + p("Chữ") + "</text:section>" * 5000, {}, "no_text"),
        (p("Chữ"), {"content.xml": "<broken"}, "unreadable_document"),
        (p("Chữ"), {"content.xml": "<!DOCTYPE a [<!ENTITY l 'ha'>]><a>&l;</a>"}, "unreadable_document"),
        (p("Chữ"), {"content.xml": "<a/>"}, "unreadable_document"),
    ],
)
def test_writer_files_that_are_refused(tmp_path: Path, body: str, members: dict[str, str], code: str) -> None:
    assert code_of(odt(tmp_path / "a.odt", body, **members)) == code


@needs_corpus
def test_writer_files_of_others() -> None:
    assert kinds(DOCUMENTS / "pandoc_footnote.odt") == [
        ("paragraph", 0, "Some text with a footnote."),
        ("footnote", 0, "Footnote text"),
    ]
    assert [level for _, level, _ in kinds(DOCUMENTS / "pandoc_headers.odt")] == [1, 0, 2, 0, 1]


CHAR = '<a:buChar char="•"/>'
NONE = "<a:buNone/>"


def test_slides_in_order_with_titles_first(tmp_path: Path) -> None:
    slides = {
        "one": shape("Chân", place="ftr") + shape("ý một", "ý hai", place="") + shape("Trang", "đầu", place="ctrTitle"),
        "two": shape("Chương 2", place="title") + shape("Lời", place="subTitle") + shape("3", place="sldNum"),
        "gone": "hidden:" + shape("ẩn", place="title"),
        "three": shape("tự do", bullet=CHAR) + shape("a", "b", place="body", bullet=NONE) + shape("ẩn", hidden="1"),
    }
    found = extract(pptx(tmp_path / "a.pptx", slides, shown="r2 r1 r3 r4 r2 r9"))
    assert found.pages == 3
    assert [(section.page, section.kind, section.level, section.text) for section in found.sections] == [
        (1, "heading", 2, "Chương 2"),
        (1, "paragraph", 0, "Lời"),
        (1, "page_number", 0, "3"),
        (2, "heading", 1, "Trang đầu"),
        (2, "footer", 0, "Chân"),
        (2, "list_item", 0, "ý một"),
        (2, "list_item", 0, "ý hai"),
        (3, "list_item", 0, "tự do"),
        (3, "paragraph", 0, "a"),
        (3, "paragraph", 0, "b"),
    ]


def test_groups_tables_diagrams_and_notes_of_slides(tmp_path: Path) -> None:
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>".format
    table = f"<a:tbl><a:tr>{cell('A')}{cell('B')}</a:tr><a:tr>{cell('1')}{cell('2')}</a:tr></a:tbl>"
    both = f"<mc:Choice>{shape('chọn')}</mc:Choice><mc:Fallback>{shape('chọn')}</mc:Fallback>"
    choice = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    inside = (
        f"<p:grpSp><p:grpSp>{shape('trong nhóm')}</p:grpSp></p:grpSp>{choice}<p:graphicFrame>{table}</p:graphicFrame>"
        '<p:graphicFrame><dgm:relIds r:dm="r1"/></p:graphicFrame>'
    )
    point = (
        "<dgm:pt><dgm:t><a:p><a:r><a:t>{}</a:t></a:r><a:br/><a:r><a:t>tiếp</a:t></a:r></a:p></dgm:t></dgm:pt>".format
    )
    space = re.search(r'xmlns:a="[^"]*"', slide("")), re.search(r'xmlns:dgm="[^"]*"', slide(""))
    names = " ".join(found[0] for found in space if found)
    members = {
        "ppt/slides/_rels/one.xml.rels": relations(("diagramData", "../diagrams/d.xml"), ("notesSlide", "../n.xml")),
        "ppt/diagrams/d.xml": f"<dgm:dataModel {names}><dgm:ptLst>{point('ô một')}</dgm:ptLst></dgm:dataModel>",
        "ppt/n.xml": slide(shape("Lời", "nói", place="body") + shape("9", place="sldNum"), root="notes"),
    }
    assert kinds(pptx(tmp_path / "a.pptx", {"one": inside}, **members)) == [
        ("paragraph", 0, "trong nhóm"),
        ("paragraph", 0, "chọn"),
        ("table", 0, "A\tB\n1\t2"),
        ("list_item", 0, "ô một\ntiếp"),
        ("speaker_note", 0, "Lời\nnói"),
    ]


def test_slides_are_counted_before_they_are_read(tmp_path: Path) -> None:
    path = pptx(tmp_path / "a.pptx", {f"s{number}": shape("chữ") for number in range(3)})
    with pytest.raises(SpeechError) as caught:
        extract(path, max_pages=2)
    assert (caught.value.code, caught.value.params["pages"]) == ("too_many_pages", 3)


@pytest.mark.parametrize(
    ("slides", "members", "code"),
    [
        ({}, {}, "no_text"),
        ({"one": "<p:grpSp>" * 5000 + shape("chữ") + "</p:grpSp>" * 5000}, {}, "no_text"),
        ({"one": ""}, {"ppt/slides/one.xml": "<broken"}, "unreadable_document"),
        ({"one": ""}, {"ppt/slides/one.xml": "<!DOCTYPE a [<!ENTITY l 'ha'>]><a>&l;</a>"}, "unreadable_document"),
        ({"one": ""}, {"_rels/.rels": relations(("officeDocument", "../../../etc/passwd"))}, "unreadable_document"),
    ],
)
def test_slides_that_are_refused(tmp_path: Path, slides: dict[str, str], members: dict[str, str], code: str) -> None:
    assert code_of(pptx(tmp_path / "a.pptx", slides, **members)) == code


@needs_corpus
def test_every_word_of_a_real_slide_is_there_once() -> None:
    path = DOCUMENTS / "unstr_fake-power-point-table.pptx"
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("ppt/slides/slide1.xml").decode()
    words = " ".join(re.findall(r"<a:t>([^<]*)</a:t>", xml)).split()
    assert [word for _, _, text in kinds(path) for word in text.split()] == words
