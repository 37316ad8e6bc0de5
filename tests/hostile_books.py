"""Books, pages, slides and subtitles made to hurt whoever opens them. See ``tests.hostile``."""

import zipfile
from collections.abc import Callable
from functools import cache

import numpy as np

from tests.hostile import PROGRAM, laughs, liar, packed

CONTAINER = (
    b"<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'>"
    b"<rootfiles><rootfile full-path='book.opf'/></rootfiles></container>"
)
OPENDOCUMENT = b"application/vnd.oasis.opendocument.text"
ODF = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SLIDES = f'<Types><Override ContentType="{P}.presentationml.main"/></Types>'.encode()
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def book(page: bytes, spine: str = '<itemref idref="p"/>', nav: str = "", doctype: str = "") -> bytes:
    """An EPUB of one page."""
    items = '<item id="p" href="p.xhtml" media-type="application/xhtml+xml"/>'
    items += '<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/>' if nav else ""
    opf = f'{doctype}<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{spine}</spine></package>'
    members = [("META-INF/container.xml", CONTAINER), ("book.opf", opf.encode()), ("p.xhtml", page)]
    return packed([*members, *([("n.xhtml", f"<nav epub:type='toc'><ol>{nav}</ol></nav>".encode())] if nav else [])])


def writer(body: str, doctype: str = "") -> bytes:
    """An ODT of this body."""
    content = f"{doctype}<office:document-content {ODF}><office:body><office:text>{body}</office:text></office:body>"
    members = [("mimetype", OPENDOCUMENT), ("content.xml", f"{content}</office:document-content>".encode())]
    return packed(members, zipfile.ZIP_STORED)


def slides(count: int, inside: str, doctype: str = "") -> bytes:
    """A presentation that shows one slide ``count`` times."""
    shown = '<p:sldId id="256" r:id="r1"/>' * count
    main = f'<p:presentation xmlns:p="{P}" xmlns:r="{R}"><p:sldIdLst>{shown}</p:sldIdLst></p:presentation>'
    one = f'{doctype}<p:sld xmlns:p="{P}"><p:cSld><p:spTree>{inside}</p:spTree></p:cSld></p:sld>'
    points = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{R}/slide" Target="s.xml"/></Relationships>'
    )
    return packed(
        [
            ("[Content_Types].xml", SLIDES),
            ("ppt/presentation.xml", main.encode()),
            ("ppt/_rels/presentation.xml.rels", points.encode()),
            ("ppt/_rels/s.xml.rels", points.encode()),
            ("ppt/s.xml", one.encode()),
        ],
        zipfile.ZIP_STORED,
    )


@cache
def bomb(megabytes: int) -> bytes:
    """An EPUB of blanks."""
    return book(b" " * (megabytes << 20))


def book_files(megabytes: int) -> dict[str, Callable[[], bytes]]:
    """Each by what it does; the suffix says what it claims to be."""
    line = "<li><a href='n.xhtml'>a</a><ol>" * 5000
    deep = "<div>" * 100_000
    return {
        "bomb.epub": lambda: bomb(megabytes),
        "bomb that lies.epub": lambda: liar(bomb(megabytes), b"p.xhtml"),
        "one page 50000 times.epub": lambda: book(b"<p>a</p>", '<itemref idref="p"/>' * 50_000),
        "contents in circles.epub": lambda: book(b"<p>a</p>", '<itemref idref="n"/><itemref idref="p"/>', line),
        "laughs in the package.epub": lambda: book(b"<p>a</p>", doctype=laughs()),
        "laughs in a page.epub": lambda: book(f"<?xml version='1.0'?>{laughs()}<html>&l9;</html>".encode()),
        "outside.epub": lambda: book(f"<?xml version='1.0'?>{OUTSIDE}<html>&x;</html>".encode()),
        "points outside.epub": lambda: packed(
            [("META-INF/container.xml", CONTAINER.replace(b"book.opf", b"../../../etc/passwd"))]
        ),
        "cut.epub": lambda: book(np.random.default_rng(5).bytes(5000))[:-100],
        "program.epub": lambda: PROGRAM,
        "100000 deep.odt": lambda: writer("<text:section>" * 100_000 + "</text:section>" * 100_000),
        "a billion blanks.odt": lambda: writer("<text:p>a<text:s text:c='1000000000'/>b</text:p>" * 1000),
        "laughs.odt": lambda: writer("<text:p>&l9;</text:p>", laughs()),
        "outside.odt": lambda: writer("<text:p>&x;</text:p>", OUTSIDE),
        "broken.odt": lambda: writer("<text:p>"),
        "one slide 50000 times.pptx": lambda: slides(50_000, ""),
        "100000 deep.pptx": lambda: slides(1, "<p:grpSp>" * 100_000 + "</p:grpSp>" * 100_000),
        "laughs.pptx": lambda: slides(1, "&l9;", laughs()),
        "100000 deep.html": lambda: f"<html>{deep}đáy".encode(),
        "3000000 deep.html": lambda: b"<html>" + b"<b>" * 3_000_000,
        "one line of 12 MB.html": lambda: b"<html><p>" + b"a " * 6_000_000,
        "a million tables.html": lambda: b"<html>" + b"<table><tr><td>a" * 300_000,
        "a million marks.html": lambda: b"<html>" + b"<!--" * 1_000_000,
        "a style of brackets.html": lambda: b"<html><style>" + b"@a{b{" * 200_000 + b"</style><p>a",
        "laughs.xhtml": lambda: f"<?xml version='1.0'?>{laughs()}<html>&l9;</html>".encode(),
        "nothing.html": lambda: b"<html></html>",
        "brackets.md": lambda: b"![a" * 100_000,
        "a wide table.md": lambda: b"|".join([b"a"] * 5000) + b"\n" + b"|".join([b"-"] * 5000) + b"\n" + b"|\n" * 5000,
        "quotes.md": lambda: b"> " * 100_000 + b"a",
        "arrows.srt": lambda: b"1\n00:00:00,000 --> 00:00:01,000\n" + b"a -->" * 500_000,
        "a million cues.vtt": lambda: b"WEBVTT\n\n" + b"00:00.000 --> 00:01.000\na\n\n" * 200_000,
    }
