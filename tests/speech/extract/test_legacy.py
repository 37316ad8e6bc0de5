"""The old Vietnamese encodings: told apart by their text and by their fonts, and never seen where there are none."""

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from speech.extract import extract
from speech.extract.legacy.bytes import decode_bytes, page_of
from speech.extract.legacy.fonts import LegacyFonts, draws_capitals, encoding_of_font
from speech.extract.legacy.tables import TCVN3, TCVN5712, VISCII, VNI_LETTERS, VNI_PAIRS, VPS
from speech.extract.legacy.tcvn_vni import Encoding, decode
from speech.extract.legacy.text import encoding_of_text, repaired
from speech.extract.plain.encodings import decode_text
from tests.speech.corpus import CORPUS, needs_corpus
from tests.speech.extract.made import docx, pdf
from tests.speech.extract.old_encodings import ENCODERS, PROSE, tcvn3, vni

LETTERS = frozenset("àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ")
FRENCH = (
    "Été comme hiver, le garçon français déjeunait à la crêperie où sa mère était serveuse; Noël, ça, il l'aimait bien."
)
DOCUMENTS = CORPUS / "documents"


@pytest.mark.parametrize("table", [TCVN3, TCVN5712, VISCII, VPS], ids=["tcvn3", "tcvn5712", "viscii", "vps"])
def test_each_table_has_every_small_letter_once(table: dict[int, str]) -> None:
    found = [letter for letter in table.values() if letter in LETTERS]
    assert sorted(found) == sorted(LETTERS)


def test_vni_draws_every_letter() -> None:
    drawn = {*VNI_PAIRS.values(), *VNI_LETTERS.values()}
    assert not LETTERS - drawn
    assert not {letter.upper() for letter in LETTERS} - drawn


@pytest.mark.parametrize(
    ("old", "encoding", "plain"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "tcvn3", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("NGHÞ §ÞNH CñA CHÝNH PHñ", "tcvn3", "NGHỊ ĐỊNH CỦA CHÍNH PHỦ"),
        ("§· ký. Sè 5 ®­îc ­íc tÝnh", "tcvn3", "Đã ký. Số 5 được ước tính"),
        ("TH¤NG Tø Sè 5", "tcvn3", "THÔNG TỨ SỐ 5"),
        ("Thñ t−íng b¶o l∙nh", "tcvn3", "Thủ tướng bảo lãnh"),
        ("nhµ n-íc x-ëng t-¬ng tù", "tcvn3", "nhà nước xưởng tương tự"),
        ("\uf0a7iÒu 30° ± 5 m³", "tcvn3", "Điều 30° ± 5 m³"),
        ("Coäng hoaø xaõ hoäi chuû nghóa Vieät Nam", "vni", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("UÛY BAN NHAÂN DAÂN TÆNH BÌNH PHÖÔÙC", "vni", "ỦY BAN NHÂN DÂN TỈNH BÌNH PHƯỚC"),
        ("OÂng Ñoâ, ôû 12 Lyù Töï Troïng, tuyø yù quyû", "vni", "Ông Đô, ở 12 Lý Tự Trọng, tuỳ ý quỷ"),
        ("chiùnh saùch tiønh hiønh", "vni", "chính sách tình hình"),
    ],
)
def test_known_lines(old: str, encoding: Encoding, plain: str) -> None:
    assert decode(old, encoding) == plain


@pytest.mark.parametrize("page", ENCODERS)
def test_code_pages_are_told_from_200_characters(page: str) -> None:
    chance = random.Random(page)
    wrong = []
    for _ in range(200):
        text = "".join(chance.sample(PROSE, 4))
        start = chance.randrange(len(text) - 200)
        data = ENCODERS[page](text[start : start + 200])
        if page_of(data) != page or decode_bytes(data).lower() != text[start : start + 200].lower():
            wrong.append(text[start : start + 200])
    assert not wrong


def test_tcvn_5712_with_its_own_capitals() -> None:
    codes = {letter: code for code, letter in reversed(TCVN5712.items())}
    text = "QUYẾT ĐỊNH CỦA THỦ TƯỚNG CHÍNH PHỦ VỀ VIỆC QUẢN LÝ ĐẤT ĐAI TẠI CÁC TỈNH MIỀN NÚI".replace("Ú", "ú")
    capitals = text.replace("Ụ", "ụ").replace("Ủ", "Ủ").replace("Ý", "ý")
    data = bytes(codes.get(char, ord(char)) for char in capitals)
    assert page_of(data) == "tcvn5712"
    assert decode_bytes(data) == capitals


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16"])
def test_french_and_english_stay_what_they_are(encoding: str) -> None:
    for text in (
        FRENCH,
        "It’s a café — “nice”, isn’t it? Mac® costs £5, 3 µm, ©2009, naïve Zoë.",
        "Señor Núñez, mañana",
    ):
        assert decode_text(text.encode(encoding)) == text


def test_a_page_of_english_with_a_few_old_letters_is_not_utf_8() -> None:
    data = ("Nothing here but plain English words. " * 40 + "ViÖt Nam, Hµ Néi").encode("latin-1")
    assert "\ufffd" not in decode_text(data)


def test_unicode_is_never_taken_for_an_old_encoding() -> None:
    text = "\n".join(PROSE)
    assert decode_text(text.encode()) == decode_text(unicodedata.normalize("NFD", text).encode()) == text
    assert [text for text in (*PROSE, FRENCH) if encoding_of_text(text)] == []


@needs_corpus
def test_the_declaration_in_hundreds_of_languages_stays_as_it_is() -> None:
    text = (DOCUMENTS / "udhr_first_article_all_languages.txt").read_text(encoding="utf-8")
    lines = unicodedata.normalize("NFC", text).split("\n")
    assert repaired(lines) == lines


@pytest.mark.parametrize("old", [tcvn3, vni], ids=["tcvn3", "vni"])
def test_text_copied_out_of_an_old_document_is_told_by_its_words(old: Callable[[str], str]) -> None:
    assert decode_text(old("\n".join(PROSE)).encode()) == "\n".join(PROSE)


def test_old_and_new_paragraphs_side_by_side() -> None:
    texts = [PROSE[0], tcvn3(PROSE[1]), tcvn3("Điều 1."), PROSE[2], FRENCH, tcvn3("Bộ Y tế")]
    assert repaired(texts) == [PROSE[0], PROSE[1], "Điều 1.", PROSE[2], FRENCH, "Bộ Y tế"]


@pytest.mark.parametrize("old", [tcvn3, vni], ids=["tcvn3", "vni"])
def test_lines_that_tell_nothing_follow_a_document_that_is_old_as_a_whole(old: Callable[[str], str]) -> None:
    lines = ["Số: 5/QĐ", "TP. HCM, bộ", *PROSE, "(đã ký)", FRENCH]
    assert repaired([*map(old, lines[:-1]), FRENCH]) == lines


def test_old_words_beside_unicode_in_one_paragraph() -> None:
    text = f"{PROSE[0]}{tcvn3(PROSE[1])}"
    assert repaired([text]) == [f"{PROSE[0]}{PROSE[1]}"]


@pytest.mark.parametrize(
    ("name", "encoding", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        ("ABCDEF+.VnTimeH,BoldItalic", "tcvn3", True),
        ("GDNPME+VnTimeHBold", "tcvn3", True),
        (".VnArial NarrowH", "tcvn3", True),
        (".VnTimeH Tur", "tcvn3", True),
        (".VnBlack", "tcvn3", False),
        ("VNI-Times", "vni", False),
        ("ABCDEF+VNI-Helve-Condense", "vni", False),
        ("Times New Roman", None, False),
        ("Arial", None, False),
        ("ArialH", None, False),
        ("Verdana", None, False),
        ("", None, False),
    ],
)
def test_fonts_by_their_names(name: str, encoding: str | None, capitals: bool) -> None:
    assert (encoding_of_font(name), draws_capitals(name)) == (encoding, capitals)


def test_runs_of_one_document_each_in_its_font() -> None:
    runs = [
        (".VnTimeH", tcvn3("Quyết định số 5")),
        ("VNI-Times", vni("Ủy ban ")[:2]),
        ("VNI-Times", vni("Ủy ban ")[2:]),
        ("Arial", "Hà Nội, déjà vu "),
        (".VnTime", tcvn3("ước tính")),
    ]
    assert LegacyFonts(runs).decode(runs) == "QUYẾT ĐỊNH SỐ 5Ủy ban Hà Nội, déjà vu ước tính"


def test_fonts_that_lie_both_ways() -> None:
    runs = [(".VnTime", PROSE[0]), ("Times New Roman", tcvn3(PROSE[1])), ("Arial", FRENCH)]
    assert LegacyFonts(runs).decode(runs) == PROSE[0] + PROSE[1] + FRENCH


def test_word_with_old_fonts_by_run_by_style_and_by_default(tmp_path: Path) -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/></w:rPr>'
        "</w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:styleId="Old"><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
        "</w:style>"
    )
    run = '<w:r><w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}"/></w:rPr><w:t xml:space="preserve">{1}</w:t></w:r>'
    old, new = tcvn3("Điều 2. Hiệu lực"), "Hà Nội là thủ đô."
    body = (
        f"<w:p>{run.format('.VnTimeH', tcvn3('Chương i'))}</w:p>"
        f'<w:p><w:pPr><w:pStyle w:val="Old"/></w:pPr><w:r><w:t>{old}</w:t></w:r></w:p>'
        f'<w:p><w:r><w:t xml:space="preserve">{new} </w:t></w:r>{run.format("VNI-Times", vni("Huế, Đà Nẵng"))}</w:p>'
    )
    found = extract(docx(tmp_path / "a.docx", body, styles=styles)).sections
    assert [(section.kind, section.text) for section in found] == [
        ("heading", "CHƯƠNG I"),
        ("heading", "Điều 2. Hiệu lực"),
        ("paragraph", "Hà Nội là thủ đô. Huế, Đà Nẵng"),
    ]


@pytest.mark.parametrize("old", [tcvn3, vni], ids=["tcvn3", "vni"])
def test_a_pdf_whose_fonts_do_not_tell(tmp_path: Path, old: Callable[[str], str]) -> None:
    # MuPDF, which lays this out, keeps no soft hyphens; others that make PDFs name a minus for that byte too.
    html = "".join(f"<p>{old(line)}</p>" for line in ("Chương 1. Mở đầu", *PROSE)).replace("\u00ad", "\u2212")
    found = extract(pdf(tmp_path / "a.pdf", html)).sections
    assert found[0].title == "Chương 1. Mở đầu"
    assert " ".join(section.text for section in found[1:]) == "".join(PROSE).strip()


def test_old_text_in_any_other_format(tmp_path: Path) -> None:
    lines = "".join(f"<p>{tcvn3(line)}</p>" for line in ("Chương 1", *PROSE))
    (tmp_path / "a.html").write_text(f"<!doctype html><meta charset=utf-8><body>{lines}</body>", encoding="utf-8")
    found = extract(tmp_path / "a.html").sections
    assert (found[0].kind, found[0].title) == ("heading", "Chương 1")
    assert [section.text for section in found[1:]] == [line.strip() for line in PROSE]
