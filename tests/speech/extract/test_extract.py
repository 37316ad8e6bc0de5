"""What every format has in common: who is refused, and that the text comes out whole."""

import difflib
import unicodedata
import zipfile
from pathlib import Path

import pymupdf
import pytest

from speech import child
from speech.errors import SENTENCES, SpeechError
from speech.extract import FORMATS, extract
from speech.types import Extracted
from tests.speech.corpus import CORPUS, needs_corpus
from tests.speech.extract.made import SENTENCE, docx, paragraph, pdf

DOCUMENTS = CORPUS / "documents"
HOSTILE = sorted((DOCUMENTS / "hostile").glob("*"))
AES_256 = 5
"""MuPDF's number of the cipher (PDF_ENCRYPT_AES_256)."""
LIMITS = child.Limits(memory_bytes=1 << 30, cpu_seconds=20, wall_seconds=20.0)


def code_of(path: Path, filename: str = "") -> str:
    with pytest.raises(SpeechError) as caught:
        extract(path, filename=filename)
    return caught.value.code


def text_of(document: Extracted) -> str:
    return "\n".join(section.text for section in document.sections)


def accuracy(found: str, truth: str) -> float:
    """The share of the truth's letters that were found, in order; white space does not count."""
    one, other = ("".join(text.split()) for text in (found, truth))
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(len(one), len(other))


def test_wrong_content_behind_a_right_name_is_refused(tmp_path: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(100)
    program = b"MZ\x90\x00" + bytes(range(256)) * 10
    for name, data in (("a.txt", png), ("b.pdf", png), ("c.docx", program), ("d.txt", program), ("e.epub", b"text")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(SpeechError) as caught:
            extract(tmp_path / name)
        if data is png:  # a picture, whatever it is called, but none that can be read
            assert caught.value.code == "unreadable_document"
        else:
            assert caught.value.code == "unsupported_format"
            assert caught.value.params == {"formats": FORMATS}


def test_zips_that_are_no_documents_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.docx", "w") as archive:
        archive.writestr("a.txt", "text")
    assert code_of(tmp_path / "book.docx") == "unsupported_format"
    (tmp_path / "cut.docx").write_bytes(b"PK\x03\x04" + bytes(100))
    assert code_of(tmp_path / "cut.docx") == "unreadable_document"
    assert code_of(tmp_path / "cut.docx", filename="cut.zip") == "unsupported_format"


def test_bombs_are_refused_before_they_unpack(tmp_path: Path) -> None:
    bomb = docx(tmp_path / "bomb.docx", paragraph(" " * (8 << 20)))
    many = docx(tmp_path / "many.docx", paragraph("Một"))
    with zipfile.ZipFile(many, "a") as archive:
        for number in range(2001):
            archive.writestr(f"word/media/{number}", "")
    assert code_of(bomb) == "unpacks_too_large"
    assert code_of(many) == "unpacks_too_large"


def test_a_zip_that_lies_about_its_size_is_counted_while_it_unpacks(tmp_path: Path) -> None:
    path = docx(tmp_path / "liar.docx", paragraph(" " * (8 << 20)))
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        real = archive.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    path.write_bytes(data.replace(real, (1000).to_bytes(4, "little")))
    assert code_of(path) in ("unpacks_too_large", "unreadable_document")


def test_empty_missing_and_wordless_files(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "blank.txt").write_text(" \n\n... — !\n")
    assert code_of(tmp_path / "empty.txt") == "empty_file"
    assert code_of(tmp_path / "blank.txt") == "no_text"
    assert code_of(tmp_path / "none.txt") == "no_such_file"
    assert code_of(docx(tmp_path / "wordless.docx", paragraph(" "))) == "no_text"


def test_pages_over_the_plan_are_refused_with_the_facts(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(SENTENCE * 200)
    pages = -(-len(SENTENCE * 200) // 3000)
    with pytest.raises(SpeechError) as caught:
        extract(tmp_path / "long.txt", max_pages=2, plan="Miễn phí")
    assert caught.value.code == "too_many_pages"
    assert caught.value.params == {"pages": pages, "limit": 2, "plan": "Miễn phí"}
    assert extract(tmp_path / "long.txt", max_pages=pages).pages == pages


def test_a_text_of_a_megabyte_without_a_space(tmp_path: Path) -> None:
    (tmp_path / "wall.txt").write_text("a" * 1_000_000)
    assert text_of(extract(tmp_path / "wall.txt")) == "a" * 1_000_000


def test_counts_and_language_are_of_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "Chương 1. Mở đầu").write_text("Chương 1. Mở đầu\n\nTiếng Việt có sáu thanh.\n")
    found = extract(tmp_path / "Chương 1. Mở đầu")
    assert (found.language, found.word_count, found.pages, found.format) == ("vi", 9, 1, "txt")


def test_a_locked_pdf_asks_for_its_password(tmp_path: Path) -> None:
    with pymupdf.open(pdf(tmp_path / "open.pdf", f"<p>{SENTENCE}</p>")) as document:
        document.save(tmp_path / "locked.pdf", encryption=AES_256, user_pw="x", owner_pw="y")
    assert code_of(tmp_path / "locked.pdf") == "password_required"


@needs_corpus
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_hostile_files_end_in_text_or_in_a_known_code(path: Path) -> None:
    code = ""
    try:
        sections = extract(path, limits=LIMITS).sections
    except SpeechError as error:
        sections, code = (), error.code
    assert sections or code in SENTENCES
    assert code not in ("took_too_long", "reader_crashed")


@needs_corpus
@pytest.mark.parametrize("name", ["udhr2_vie_NFD.txt", "udhr2_vie_utf16be_nobom.txt"])
def test_unicode_texts_come_out_whole(name: str) -> None:
    data = (DOCUMENTS / name).read_bytes()
    truth = data.decode("utf-16-be" if "utf16" in name else "utf-8")
    found = text_of(extract(DOCUMENTS / name))
    assert "".join(found.split()) == "".join(unicodedata.normalize("NFC", truth).split())


@needs_corpus
def test_a_law_survives_the_way_through_a_pdf(tmp_path: Path) -> None:
    law = extract(DOCUMENTS / "bo_luat_lao_dong_congbao.docx")
    truth = [section.text for section in law.sections if section.kind != "table"][:150]
    html = "".join(f"<p>{text}</p>" for text in truth)
    found = extract(pdf(tmp_path / "law.pdf", html, header="CÔNG BÁO"))
    read = "\n".join(section.text for section in found.sections if section.kind not in ("header", "page_number"))
    assert accuracy(read, "\n".join(truth)) >= 0.995
