"""DOC: what LibreOffice makes of it is read as the DOCX would have been, and it can reach nothing else meanwhile."""

import contextlib
import os
import random
import socket
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from speech.errors import NotReady, SpeechError
from speech.extract import extract
from speech.extract.converted import converting as converted
from speech.extract.converted.office import SOCKETS
from speech.extract.limits import CONVERTER
from speech.extract.registry import could_be_ours
from tests.speech.corpus import CORPUS, needs_corpus
from tests.speech.extract.old_encodings import PROSE, tcvn3, vni
from tests.speech.extract.old_office import NO_NOTE, needs_libreoffice, p, run, saved_as, word

pytestmark = needs_libreoffice
DOCUMENTS = CORPUS / "documents"

CHANGED = 'w:author="a" w:date="2020-01-01T00:00:00Z"'
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
CELL = "<w:tc>{}</w:tc>".format
ROW = "<w:tr>{}</w:tr>".format
GRID = '<w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>'
BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:200pt;height:50pt"'
    f' type="#_x0000_t202"><v:textbox><w:txbxContent>{p(run("Trong khung"))}</w:txbxContent></v:textbox></v:shape>'
    "</w:pict></w:r>"
)
LAYERS = (
    p(run("Tên sách"), properties='<w:pStyle w:val="T"/>')
    + p(run("Chương một"), properties='<w:pStyle w:val="H"/>')
    + p(
        run("Giữ "),
        f'<w:del w:id="1" {CHANGED}><w:r><w:delText>xóa</w:delText></w:r></w:del>',
        f'<w:ins w:id="2" {CHANGED}><w:r><w:t>thêm</w:t></w:r></w:ins>',
        run("ẩn", more="<w:vanish/>"),
        run(" hết."),
    )
    + p(run("Có chú thích"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run(" ở giữa."))
    + p(run("Có bình luận."), '<w:r><w:commentReference w:id="0"/></w:r>')
    + f"<w:tbl>{GRID}{ROW(CELL(p(run('A'))) + CELL(p(run('B'))))}{ROW(CELL(p(run('1'))) + CELL(p(run('2'))))}</w:tbl>"
    + p(run("một"), properties=NUMBERED)
    + p(run("hai"), properties=NUMBERED)
    + p(run("Trước khung "), BOX)
    # The code page 1258 has the tones apart; such texts keep them so in Unicode.
    + p(run("Tie\u0302\u0301ng Vie\u0323\u0302t to\u0302\u0309 ho\u031b\u0323p ro\u031b\u0300i."))
    + '<w:sectPr><w:headerReference w:type="default" r:id="r5"/></w:sectPr>'
)
PARTS = {
    "styles": '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/>'
    '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>',
    "numbering": '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    "footnotes": f'{NO_NOTE}<w:footnote w:id="2">{p(run("Lời chú"))}</w:footnote>',
    "comments": f'<w:comment w:id="0" w:author="a">{p(run("lời bình"))}</w:comment>',
    "header": p(run("đầu trang")),
}
OLD = (
    p(run(vni(PROSE[0]), "VNI-Times"))
    + p(run(tcvn3(PROSE[1]), ".VnTime"))
    + p(run(tcvn3("Quyết định của chính phủ"), ".VnTimeH"))
    + p(run("Unicode, "), run(tcvn3("nghĩa vụ đăng ký, hướng dẫn"), ".VnTime"), run(" và lại Unicode: ưu đãi."))
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
).format
LINKED = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="x"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="image"/></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/>'
    "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``layers.doc``, ``old.doc`` and ``links.doc``; the last names a text and a picture."""
    folder = tmp_path_factory.mktemp("doc")
    secret = folder / "secret.txt"
    secret.write_text("BÍ MẬT")
    picture = folder / "picture.png"
    pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 9, 9)).save(picture)
    links = (
        p(run("Đầu"))
        + p(FIELD(f'INCLUDETEXT "{secret}"', run("thấy trước")))
        + p(FIELD(f'DDEAUTO soffice "{secret}" x', run("trao đổi")))
        + p(LINKED)
        + p(run("Cuối"))
    )
    sources = [
        word(folder / "layers.docx", LAYERS, **PARTS),
        word(folder / "old.docx", OLD),
        word(folder / "links.docx", links, image=picture.as_uri()),
    ]
    saved_as("doc", sources, folder)
    picture.unlink()
    os.mkfifo(picture)
    return folder


def kinds(path: Path) -> list[tuple[str, int, str]]:
    return [(section.kind, section.level, section.text) for section in extract(path).sections]


def code_of(path: Path) -> str:
    with pytest.raises(SpeechError) as caught:
        extract(path)
    return caught.value.code


def test_word_97_is_read_as_the_docx_is(made: Path) -> None:
    found = extract(made / "layers.doc")
    assert (found.format, found.pages) == ("doc", 1)
    assert [(section.kind, section.level, section.text) for section in found.sections] == [
        ("title", 0, "Tên sách"),
        ("heading", 1, "Chương một"),
        ("paragraph", 0, "Giữ thêm hết."),
        ("paragraph", 0, "Có chú thích ở giữa."),
        ("footnote", 0, "Lời chú"),
        ("paragraph", 0, "Có bình luận."),
        ("table", 0, "A\tB\n1\t2"),
        ("list_item", 0, "1. một"),
        ("list_item", 0, "2. hai"),
        ("paragraph", 0, "Trước khung"),
        ("paragraph", 0, "Trong khung"),
        ("paragraph", 0, "Tiếng Việt tổ hợp rời."),
    ]


def test_old_fonts_are_told_by_their_names_also_in_one_line(made: Path) -> None:
    assert [text for _, _, text in kinds(made / "old.doc")] == [
        PROSE[0].strip(),
        PROSE[1].strip(),
        "QUYẾT ĐỊNH CỦA CHÍNH PHỦ",
        "Unicode, nghĩa vụ đăng ký, hướng dẫn và lại Unicode: ưu đãi.",
    ]


def test_no_other_file_is_read(made: Path) -> None:
    """The picture is a pipe that nobody writes into: who opens it waits until the deadline."""
    texts = [text for _, _, text in kinds(made / "links.doc")]
    assert texts == ["Đầu", "thấy trước", "Cuối"]


def test_a_doc_is_known_by_its_content(made: Path, tmp_path: Path) -> None:
    (tmp_path / "thư").write_bytes((made / "old.doc").read_bytes())
    assert extract(tmp_path / "thư", filename="sách.txt").format == "doc"


def test_two_at_once_do_not_wait_for_each_other(made: Path) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(extract(made / "old.doc").format)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert found == ["doc", "doc"]


def test_nothing_is_left_behind(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = _dead_sockets()
    kinds(made / "old.doc")
    assert _dead_sockets() <= before
    assert not list(tmp_path.iterdir())


def _dead_sockets() -> set[Path]:
    """Where a LibreOffice that is gone has listened."""
    return {path for path in SOCKETS.glob("OSL_PIPE_*") if not _listens(path)}


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


@pytest.mark.parametrize(
    ("limits", "codes"),
    [
        ({"wall_seconds": 1.0}, {"took_too_long"}),
        ({"memory_bytes": 300 << 20}, {"reader_crashed", "unreadable_document"}),
    ],
)
def test_limits_end_in_a_code_and_with_nothing_running(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: dict[str, Any], codes: set[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(converted, "LIMITS", replace(CONVERTER, **limits))
    assert code_of(made / "old.doc") in codes
    assert not _running(tmp_path)
    assert not list(tmp_path.iterdir())


def _running(room: Path) -> list[Path]:
    """The processes that have a path of ``room`` among their arguments, LibreOffice in the first place."""
    time.sleep(0.2)  # the kernel takes its time to carry out a kill
    return [path for path in Path("/proc").glob("[0-9]*/cmdline") if bytes(room) in _read(path)]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_without_libreoffice_it_is_our_failure(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotReady) as caught:
        extract(made / "old.doc")
    assert caught.value.code == "converter_not_ready"


def test_what_is_no_document_is_refused_and_damaged_ones_end_in_a_code(made: Path, tmp_path: Path) -> None:
    whole = (made / "layers.doc").read_bytes()
    empty = whole.replace("WordDocument".encode("utf-16-le"), "OtherThings!".encode("utf-16-le"))
    for name, data, code in (
        ("sheet.doc", empty, "unsupported_format"),
        ("head.doc", whole[:8], "unreadable_document"),
        ("cut.doc", whole[:1500], "unreadable_document"),
    ):
        (tmp_path / name).write_bytes(data)
        assert code_of(tmp_path / name) == code
    assert could_be_ours(whole[:64], "bảng.xls")


@pytest.mark.parametrize("seed", range(4))
def test_flipped_bytes_end_in_text_or_in_a_known_code(made: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray((made / "old.doc").read_bytes())
    for _ in range(40):
        data[dice.randrange(512, len(data))] = dice.randrange(256)
    (tmp_path / "a.doc").write_bytes(data)
    with contextlib.suppress(SpeechError):
        assert extract(tmp_path / "a.doc").sections


PAGE = "<html><body><p>{}</p></body></html>"


def test_other_formats_under_the_name_of_a_doc(tmp_path: Path) -> None:
    message = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
        '--x\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        "<html><body><p>Ti=E1=BA=BFng Vi=E1=BB=87t</p></body></html>\r\n--x--\r\n"
    )
    for name, text, key, words in (
        ("a.doc", message, "mhtml", "Tiếng Việt"),
        ("b.doc", PAGE.format("Trang"), "html", "Trang"),
        ("c.doc", r"{\rtf1\ansi Gi\u7885?ng\par}", "rtf", "Giọng"),
    ):
        (tmp_path / name).write_text(text)
        found = extract(tmp_path / name)
        assert (found.format, [section.text for section in found.sections]) == (key, [words])
    (tmp_path / "d.doc").write_text("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n")
    assert code_of(tmp_path / "d.doc") == "unreadable_document"


WORDML = (
    '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>{}<w:wordDocument '
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint">'
    '<w:lists><w:listDef w:listDefId="7"><w:lvl w:ilvl="0"><w:start w:val="2"/><w:nfc w:val="3"/>'
    '<w:lvlText w:val="%1)"/></w:lvl></w:listDef><w:list w:ilfo="1"><w:ilst w:val="7"/></w:list></w:lists>'
    '<w:styles><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style></w:styles>'
    "<w:body><wx:sect>{}<w:sectPr><w:hdr><w:p><w:r><w:t>đầu trang</w:t></w:r></w:p></w:hdr></w:sectPr></wx:sect>"
    "</w:body></w:wordDocument>"
).format


def old_p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def test_word_2003_xml(tmp_path: Path) -> None:
    change = '<aml:annotation w:type="Word.{}"><aml:content>{}</aml:content></aml:annotation>'.format
    body = (
        old_p("<w:r><w:t>Mở đầu</w:t></w:r>", '<w:pStyle w:val="H"/>')
        + old_p(
            "<w:r><w:t>Giữ </w:t></w:r>"
            + change("Deletion", "<w:r><w:delText>xóa</w:delText></w:r>")
            + change("Insertion", "<w:r><w:t>thêm</w:t></w:r>")
            + change("Comment", old_p("<w:r><w:t>lời bình</w:t></w:r>"))
            + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
            + f"<w:r><w:footnote>{old_p('<w:r><w:t>Lời chú</w:t></w:r>')}</w:footnote></w:r>"
        )
        + old_p("<w:r><w:t>hai</w:t></w:r>", '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/></w:listPr>')
        + old_p(f'<w:r><w:rPr><w:rFonts w:h-ansi=".VnTimeH"/></w:rPr><w:t>{tcvn3("nghĩa vụ đăng ký")}</w:t></w:r>')
    )
    (tmp_path / "a.doc").write_text(WORDML("", body))
    found = extract(tmp_path / "a.doc")
    assert (found.format, [(section.kind, section.text) for section in found.sections]) == (
        "wordml",
        [
            ("heading", "Mở đầu"),
            ("paragraph", "Giữ thêm"),
            ("footnote", "Lời chú"),
            ("list_item", "B) hai"),
            ("paragraph", "NGHĨA VỤ ĐĂNG KÝ"),
        ],
    )
    (tmp_path / "b.xml").write_text(WORDML('<!DOCTYPE a [<!ENTITY l SYSTEM "/etc/passwd">]>', old_p("&l;")))
    assert code_of(tmp_path / "b.xml") == "unreadable_document"


@needs_corpus
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("poi_Word95.doc", "The quick brown fox jumps over the lazy dog Paragraph 2 Paragraph 3."),
        ("poi_FancyFoot.doc", "This is a sample word document. It has two pages."),
    ],
)
def test_documents_of_others(name: str, words: str) -> None:
    assert " ".join(text for _, _, text in kinds(DOCUMENTS / name)).startswith(words)
