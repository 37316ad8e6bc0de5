"""Kinds of sections beside paragraphs, as the programs write them: captions, formulas, contents, raised digits."""

from pathlib import Path

import pytest

from speech.errors import WARNINGS
from speech.extract import extract
from tests.speech.corpus import CORPUS, needs_corpus
from tests.speech.extract.made import docx, odt, paragraph

M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'


def kinds(path: Path) -> list[tuple[str, str]]:
    return [(section.kind, section.text) for section in extract(path).sections]


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_word_captions_by_style_and_by_their_words(tmp_path: Path) -> None:
    styles = '<w:style w:styleId="C"><w:name w:val="caption"/></w:style>'
    body = (
        paragraph("Ảnh chụp năm 1990", '<w:pStyle w:val="C"/>')
        + paragraph("Bảng 2.1: Doanh thu theo quý")
        + paragraph("Bảng 2 cho thấy doanh thu tăng.")
    )
    assert kinds(docx(tmp_path / "a.docx", body, styles=styles)) == [
        ("caption", "Ảnh chụp năm 1990"),
        ("caption", "Bảng 2.1: Doanh thu theo quý"),
        ("paragraph", "Bảng 2 cho thấy doanh thu tăng."),
    ]


def test_word_formulas_on_one_line(tmp_path: Path) -> None:
    text = "<m:r><m:t>{}</m:t></m:r>".format
    square = f"<m:sSup><m:e>{text('x')}</m:e><m:sup>{text('2')}</m:sup></m:sSup>"
    half = f"<m:f><m:num>{text('a+b')}</m:num><m:den>{text('2')}</m:den></m:f>"
    total = f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{text("i")}</m:sub><m:e>{text("i")}</m:e></m:nary>'
    root = f"<m:rad><m:deg/><m:e>{text('y')}</m:e></m:rad>"
    inline = f"<m:oMath {M}>{square}</m:oMath>"
    body = (
        f"<w:p>{run('Cho ')}{inline}{run(' là số.')}</w:p>"
        f"<w:p><m:oMathPara {M}><m:oMath>{half}{text('=')}{root}{total}</m:oMath></m:oMathPara></w:p>"
    )
    assert kinds(docx(tmp_path / "a.docx", body)) == [
        ("paragraph", "Cho x² là số."),
        ("formula", "(a+b)/2=√(y)∑_i i"),
    ]


def test_word_fields_of_contents_and_placeholders(tmp_path: Path) -> None:
    code = "<w:r><w:instrText> TOC \\o </w:instrText></w:r>"
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = (
        f"<w:p>{field('begin')}{code}{field('separate')}{run('Mở đầu 3')}</w:p>"
        f"<w:p>{run('Kết luận 9')}</w:p><w:p>{field('end')}</w:p>"
        f"<w:sdt>{gallery}<w:sdtContent>{paragraph('Chương 1 5')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('Gõ vào đây')}</w:sdtContent></w:sdt>"
        f"<w:p>{field('begin')}<w:r><w:instrText> REF </w:instrText></w:r>{field('separate')}"
        f"{run('Thân')}{field('end')}</w:p>"
    )
    assert kinds(docx(tmp_path / "a.docx", body)) == [
        ("toc", "Mở đầu 3"),
        ("toc", "Kết luận 9"),
        ("toc", "Chương 1 5"),
        ("paragraph", "Thân"),
    ]


def test_word_raised_digits_are_powers_or_marks_of_notes(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('Rộng 5 km')}{run('2', RAISED)}{run(', 10')}{run('6', RAISED)}{run(' người, đất')}"
        f"{run('3', RAISED)}{run(' mới')}{run('(*)', RAISED)}{run(', ngày 5')}{run('th', RAISED)}{run('.')}</w:p>"
    )
    assert kinds(docx(tmp_path / "a.docx", body)) == [("paragraph", "Rộng 5 km², 10⁶ người, đất mới, ngày 5th.")]


def test_word_counts_its_lists_as_word_does(tmp_path: Path) -> None:
    level = '<w:lvl w:ilvl="{}"><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/>{}</w:lvl>'.format
    goes_on = '<w:lvlRestart w:val="0"/>'
    levels = (
        level(0, "upperRoman", "Chương %1", "")
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + level(2, "decimal", "Điều %3.", goes_on)
    )
    counting = level(0, "vietnameseCounting", "Phần %1", "")
    shape = '<w:abstractNum w:abstractNumId="{}">{}</w:abstractNum>'.format
    entry = '<w:num w:numId="{}"><w:abstractNumId w:val="{}"/>{}</w:num>'.format
    from_five = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = shape(0, levels) + shape(1, counting) + entry(1, 0, "") + entry(3, 1, "") + entry(2, 0, from_five)
    item = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'.format
    gone = "<w:rPr><w:del/></w:rPr>"
    body = "".join(
        [
            *(paragraph(text, item(level, 1)) for text, level in (("một", 0), ("hai", 2), ("ba", 2))),
            paragraph("", item(0, 1)),
            paragraph("bốn", item(1, 1)),
            paragraph("năm", item(2, 1)),
            f"<w:p><w:pPr>{item(0, 1)}{gone}</w:pPr></w:p>",
            *(paragraph(text, item(0, number)) for text, number in (("sáu", 2), ("bảy", 1), ("tám", 3), ("chín", 3))),
        ]
    )
    assert [text for _, text in kinds(docx(tmp_path / "a.docx", body, numbering=numbering))] == [
        "Chương I một", "Điều 1. hai", "Điều 2. ba", "2.1 bốn", "Điều 3. năm", "Chương V sáu", "Chương VI bảy",
        "Phần một tám", "Phần hai chín",
    ]  # fmt: skip


def test_word_moves_and_cells_that_are_gone(tmp_path: Path) -> None:
    body = (
        f"<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom>{run('cũ')}</w:moveFrom></w:p>"
        f"<w:p><w:moveTo>{run('mới')}</w:moveTo></w:p>"
        f"<w:tbl><w:tr><w:tc>{paragraph('A')}</w:tc><w:tc><w:tcPr><w:cellDel/></w:tcPr>{paragraph('B')}</w:tc>"
        f"<w:tc>{paragraph('C')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('Bài 1. Mở')}</w:tc><w:tc>{paragraph('2 tiết')}</w:tc></w:tr></w:tbl>"
    )
    assert kinds(docx(tmp_path / "a.docx", body)) == [("paragraph", "mới"), ("table", "A\tC\nBài 1. Mở\t2 tiết")]


def test_writer_captions_formulas_raised_digits_and_placeholders(tmp_path: Path) -> None:
    styles = (
        '<style:style style:family="paragraph" style:name="Caption"/>'
        '<style:style style:family="paragraph" style:name="Table" style:parent-style-name="Caption"/>'
        '<style:style style:family="text" style:name="T1">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
    )
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="./Object 1"'
    body = (
        '<text:p text:style-name="Table">Số liệu</text:p>'
        '<text:p>Rộng 5 m<text:span text:style-name="T1">2</text:span>, nhà'
        '<text:span text:style-name="T1">1</text:span>'
        "<text:placeholder>gõ vào</text:placeholder>.</text:p>"
        f"<text:p><draw:frame><draw:object {link}/></draw:frame></text:p>"
    )
    formula = "<math><semantics><mfrac><mi>a</mi><mn>2</mn></mfrac><annotation>a over 2</annotation></semantics></math>"
    path = odt(tmp_path / "a.odt", body, styles, **{"Object 1/content.xml": formula})
    assert kinds(path) == [("caption", "Số liệu"), ("paragraph", "Rộng 5 m², nhà."), ("formula", "a/2")]


def test_web_formulas_are_said_on_one_line(tmp_path: Path) -> None:
    square = "<math><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><msqrt><mi>y</mi></msqrt></math>"
    page = f"<!doctype html><p>Cho {square} và H<sub>2</sub>O.<p>{square}<p>Hình 3. Sơ đồ"
    (tmp_path / "a.html").write_text(page)
    assert kinds(tmp_path / "a.html") == [
        ("paragraph", "Cho x² + √(y) và H2O."),
        ("formula", "x² + √(y)"),
        ("caption", "Hình 3. Sơ đồ"),
    ]


def test_rtf_captions_moves_and_raised_digits(tmp_path: Path) -> None:
    text = (
        rb"{\rtf1\ansi{\stylesheet{\s1 caption;}}\pard\s1 A picture\par\pard Ten 10{\super 6} men{\super 2} came."
        rb"{\mvf  Gone.}\par}"
    )
    (tmp_path / "a.rtf").write_bytes(text)
    assert kinds(tmp_path / "a.rtf") == [("caption", "A picture"), ("paragraph", "Ten 10⁶ men came.")]


def test_hundred_thousand_brackets_are_read_in_time(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Sách\n\nXem [bài](b.md) và [[c]].\n\n" + "![a" * 100_000)
    found = kinds(tmp_path / "a.md")
    assert found[:2] == [("heading", "Sách"), ("paragraph", "Xem bài và [[c]].")]
    assert found[2][1].count("[a") == 100_000


def test_formulas_without_end_end_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!doctype html><p>Chữ <math>" + "<mrow>" * 50_000 + "<mi>x</mi>")
    assert kinds(tmp_path / "a.html")[0][1].startswith("Chữ")
    nested = f"<m:oMath {M}>" + "<m:box><m:e>" * 3000 + "</m:e></m:box>" * 3000 + "</m:oMath>"
    assert kinds(docx(tmp_path / "a.docx", f"<w:p>{run('Chữ')}{nested}</w:p>")) == [("paragraph", "Chữ")]


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Nh?ng ng??i ?? m?t ch? đ?u bi?t r?ng vi?c này. " * 5, True),
        ("Viec quyOn lii cna mxi ngNi đOu thO. " * 8, True),
        ("Anh đi đâu? Tôi hỏi. Ở kia? Vâng, ở https://a.vn/x?y=1&b?c. " * 20, False),
        ("Dùng iPhone, eBook và macOS ở tần số 5 kHz. " + "Mọi người đều có quyền sống. " * 30, False),
    ],
)
def test_text_that_lost_letters_is_read_with_a_warning(tmp_path: Path, text: str, warned: bool) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert extract(tmp_path / "a.txt").warnings == (("damaged_text",) if warned else ())
    assert set(WARNINGS["damaged_text"]) == {"vi", "en"}


@needs_corpus
def test_only_the_damaged_declaration_is_warned_of() -> None:
    texts = sorted((CORPUS / "documents").glob("udhr*.txt"))
    assert [path.name for path in texts if extract(path).warnings] == ["udhr_Vietnamese-TCVN.txt"]
