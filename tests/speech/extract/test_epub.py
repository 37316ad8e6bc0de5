"""EPUB 2 and 3: the order of the spine, chapters from the contents, what is not the book, and broken packages."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as naive_html

from speech.errors import SpeechError
from speech.extract import extract
from speech.extract.docx.numbering import numeral
from speech.extract.registry import PAGE_FURNITURE
from tests.speech.corpus import CORPUS, needs_corpus
from tests.speech.extract.made import epub, xhtml

DOCUMENTS = CORPUS / "documents"
POINT = '<navPoint><navLabel><text>{}</text></navLabel><content src="{}"/>{}</navPoint>'


def kinds(path: Path) -> list[tuple[str, int, str]]:
    return [(section.kind, section.level, section.text) for section in extract(path).sections]


def code_of(path: Path) -> str:
    with pytest.raises(SpeechError) as caught:
        extract(path)
    return caught.value.code


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "a.epub"


def entry(title: str, target: str, inside: str = "") -> str:
    return f'<li><a href="{target}">{title}</a>{f"<ol>{inside}</ol>" if inside else ""}</li>'


def test_chapters_come_from_the_contents_and_the_body_keeps_its_words(book: Path) -> None:
    pages = {
        "one": "<p>Lời đề tặng</p>",
        "two": "<p class='no'>Chương 1</p><p>MỞ ĐẦU</p><p>Thân một.</p><h2 id='s'>1.1 Mục nhỏ</h2><h1>Trong mục</h1>",
        "three": "<p>Thân hai.</p><p id='x'>Phụ lục</p><p>Thân ba.</p>",
    }
    contents = (
        entry("Chương 1: Mở đầu", "two.xhtml", entry("Mục nhỏ", "two.xhtml#s"))
        + entry("Chương 2", "three.xhtml")
        + entry("Phụ lục", "three.xhtml#x")
        + entry("Không có", "nowhere.xhtml")
    )
    assert kinds(epub(book, pages, contents)) == [
        ("paragraph", 0, "Lời đề tặng"),
        ("heading", 1, "Chương 1\nMỞ ĐẦU"),
        ("paragraph", 0, "Thân một."),
        ("heading", 2, "1.1 Mục nhỏ"),
        ("heading", 3, "Trong mục"),
        ("heading", 1, "Chương 2"),
        ("paragraph", 0, "Thân hai."),
        ("heading", 1, "Phụ lục"),
        ("paragraph", 0, "Thân ba."),
    ]


def test_a_part_and_its_first_chapter_may_begin_at_the_same_place(book: Path) -> None:
    contents = entry("Phần một", "one.xhtml", entry("Chương 1", "one.xhtml")) + entry("Hình", "two.xhtml")
    pages = {"one": "<h1>Chương 1</h1><p>Thân.</p>", "two": "<img alt='Hình'/>"}
    assert kinds(epub(book, pages, contents)) == [
        ("heading", 1, "Phần một"),
        ("heading", 2, "Chương 1"),
        ("paragraph", 0, "Thân."),
        ("heading", 1, "Hình"),
    ]


def test_an_old_book_has_its_contents_in_an_ncx(book: Path) -> None:
    inner = POINT.format("Hồi trong", "one.xhtml#b", "")
    points = POINT.format("Hồi một", "one.xhtml#a", inner) + POINT.format("Hồi hai", "two.xhtml", "")
    doctype = '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
    ncx = f'<?xml version="1.0"?>{doctype}<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'
    pages = {
        "one": "<p id='a'>HỒI MỘT</p><p>Chữ.</p><p id='b'>Hồi trong</p><p>Chữ.</p>",
        "two": "<h3>Hồi hai</h3><p>Chữ.</p>",
    }
    assert [each for each in kinds(epub(book, pages, ncx=ncx)) if each[0] == "heading"] == [
        ("heading", 1, "HỒI MỘT"),
        ("heading", 2, "Hồi trong"),
        ("heading", 1, "Hồi hai"),
    ]


def test_the_spine_is_the_order_and_asides_come_after_it(book: Path) -> None:
    pages = {"a": "<p>Một</p>", "b": "<p>Hai</p>", "c": "<p>Chú giải</p>"}
    spine = '<itemref idref="c" linear="no"/>' + "".join(f'<itemref idref="{name}"/>' for name in "babx")
    assert [text for _, _, text in kinds(epub(book, pages, spine=spine))] == ["Hai", "Một", "Chú giải"]


def test_covers_imprints_contents_and_the_licence_are_not_read(book: Path) -> None:
    pages = {
        "cover": "<p>Ảnh bìa</p>",
        "title": "<section epub:type='titlepage'><h1>Tên sách</h1></section>",
        "legal": "<section epub:type='copyright-page'><p>© 2020</p></section>",
        "toc": "<h2>Mục lục</h2><p><a href='one.xhtml'>Chương 1</a></p>",
        "licence": "<div>Licence.</div><div>*** START OF THE PROJECT GUTENBERG EBOOK X ***</div>",
        "one": "<h1>Chương 1</h1><p>Thân.</p><p>*** END OF THE PROJECT GUTENBERG EBOOK X ***</p><p>More licence.</p>",
    }
    found = extract(
        epub(book, pages, entry("Bìa", "cover.xhtml"), guide='<reference type="cover" href="cover.xhtml"/>')
    )
    read = [section.text for section in found.sections if section.kind not in PAGE_FURNITURE | {"toc"}]
    assert read == ["Chương 1", "Thân."]
    assert [section.kind for section in found.sections[:3]] == ["front_matter"] * 3


def test_notes_ruby_and_hidden_words(book: Path) -> None:
    style = '<link rel="stylesheet" href="../css/a.css"/>'
    pages = {
        "one": xhtml(
            "<p>Câu<a epub:type='noteref' href='two.xhtml#n'>1</a> <span class='off'>ẩn</span>"
            "<ruby>漢<rt>hán</rt></ruby>.<span epub:type='pagebreak'>12</span></p><script/><p>Sau.</p>",
            style,
        ),
        "two": "<aside epub:type='footnote' id='n'><p>Chú.</p></aside>",
    }
    assert kinds(epub(book, pages, **{"css/a.css": ".off { display : none }"})) == [
        ("paragraph", 0, "Câu 漢."),
        ("paragraph", 0, "Sau."),
        ("footnote", 0, "Chú."),
    ]


CONTAINER = "META-INF/container.xml"


def cipher(algorithm: str) -> str:
    data = f'<EncryptedData><EncryptionMethod Algorithm="{algorithm}"/></EncryptedData>'
    return f'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">{data}</encryption>'


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"META-INF/encryption.xml": cipher("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}, "locked_book"),
        ({"META-INF/license.lcpl": "{}"}, "locked_book"),
        ({"META-INF/encryption.xml": cipher("http://www.idpf.org/2008/embedding")}, ""),
        ({"META-INF/encryption.xml": "<broken"}, "unreadable_document"),
        ({CONTAINER: "<container><rootfile full-path='../../etc/passwd'/></container>"}, "unreadable_document"),
        ({CONTAINER: "<container><rootfile full-path='OPS/book.opf'/>"}, "unreadable_document"),
        ({"OPS/book.opf": "<package><manifest/></package>"}, "unreadable_document"),
        ({"OPS/book.opf": "<package><manifest/><spine/></package>"}, "no_text"),
        ({"OPS/book.opf": "<!DOCTYPE p [<!ENTITY a 'ha'>]><package>&a;</package>"}, "unreadable_document"),
        ({"OPS/one.xhtml": xhtml("&a;").replace("html>", "html [<!ENTITY a 'ha'>]>", 1)}, "unreadable_document"),
        ({"OPS/one.xhtml": " " * 5_000_000}, "unpacks_too_large"),
    ],
)
def test_locked_broken_and_hostile_books(book: Path, more: Mapping[str, str], code: str) -> None:
    path = epub(book, {"one": "<p>Chữ.</p>"}, **more)
    if code:
        assert code_of(path) == code
    else:
        assert [text for _, _, text in kinds(path)] == ["Chữ."]


def test_contents_that_lead_nowhere_or_in_circles_cost_nothing(book: Path) -> None:
    deep = "<li><a href='one.xhtml'>Chương</a><ol>" * 500
    circle = entry("A", "nav.xhtml") + entry("B", "#b") + entry("C", "http://127.0.0.1/") + entry("D", "//[") + deep
    pages = {"one": "<p>Một.</p>", "nav": xhtml(f'<nav epub:type="toc"><ol>{circle}</ol></nav>')}
    found = kinds(epub(book, pages, circle))
    assert [text for kind, _, text in found if kind != "toc"] == ["Chương", "Một."]


def words_of(path: Path) -> str:
    """All letters of the pages of the spine by an independent way: no kinds, no places, no notes."""
    with zipfile.ZipFile(path) as archive:
        opf = next(name for name in archive.namelist() if name.endswith(".opf"))
        root = etree.fromstring(archive.read(opf))
        paths = {each.get("id"): f"{opf.rpartition('/')[0]}/{each.get('href')}" for each in root.iter("{*}item")}
        refs = sorted(root.iter("{*}itemref"), key=lambda each: each.get("linear") == "no")
        pages = [naive_html.document_fromstring(archive.read(paths[each.get("idref")])) for each in refs]
    for page in pages:
        for unread in page.xpath("//head|//script|//style"):
            unread.drop_tree()
    return "".join("".join(page.text_content().split()) for page in pages)


@needs_corpus
@pytest.mark.parametrize("name", ["robinson_crusoe_en.epub", "tika_testEPUB.epub"])
def test_every_letter_of_a_real_book_is_there_once_and_in_order(name: str) -> None:
    found = extract(DOCUMENTS / name)
    assert "".join("".join(section.text.split()) for section in found.sections) == words_of(DOCUMENTS / name)


@needs_corpus
def test_robinson_crusoe_has_his_chapters_and_no_licence() -> None:
    found = extract(DOCUMENTS / "robinson_crusoe_en.epub")
    read = [section for section in found.sections if section.kind not in PAGE_FURNITURE]
    chapters = [section.title for section in read if section.kind == "heading" and section.level == 1]
    assert chapters[0] == "The Life and Adventures of Robinson Crusoe"
    assert [title.split(".")[0] for title in chapters[1:]] == [
        f"CHAPTER {numeral(n, 'upperRoman')}" for n in range(1, 21)
    ]
    text = "\n".join(section.text for section in read)
    assert "Project Gutenberg" not in text
    assert found.sections[-1].kind == "front_matter"


@needs_corpus
def test_ids_in_japanese_lead_to_their_chapters() -> None:
    found = extract(DOCUMENTS / "idpf_internallinks.epub")
    levels = [section.level for section in found.sections if section.kind == "heading"]
    assert levels[:16] == [1, 2, 2, 2, 1, 2, 2, 1, 2, 2, 2, 1, 2, 2, 2, 2]
