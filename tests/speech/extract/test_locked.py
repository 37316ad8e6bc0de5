"""Documents under a password: opened with the right one, refused with a code otherwise; nobody sees the password."""

import base64
import hashlib
import json
import os
import threading
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pymupdf
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.format.ooxml import OOXMLFile

from speech import child
from speech.errors import SpeechError
from speech.extract import extract
from tests.speech.corpus import CORPUS, needs_corpus
from tests.speech.extract.made import SENTENCE, docx, odt, paragraph, pdf, zipped
from tests.speech.extract.old_office import box, needs_libreoffice, slides

HERE = Path(__file__).resolve().parents[2] / "data" / "locked"
HOSTILE = CORPUS / "documents" / "hostile"
PASSWORD: Final = "Mật khẩu 1"
OTHERS: Final = "Password1234_"
AES_256 = 5
"""MuPDF's number of the cipher (PDF_ENCRYPT_AES_256)."""


def code_of(path: Path, password: str = "") -> str:
    with pytest.raises(SpeechError) as caught:
        extract(path, password=password)
    return caught.value.code


def text_of(path: Path, password: str = "") -> str:
    return " ".join(section.text for section in extract(path, password=password).sections)


def locked_office(path: Path, plain: Path) -> Path:
    """The package needs some length: the library puts short ones where nobody finds them."""
    with zipfile.ZipFile(plain, "a") as archive:
        archive.writestr("media/picture.png", os.urandom(5000))
    with plain.open("rb") as file, path.open("wb") as out:
        OOXMLFile(file).encrypt(PASSWORD, out)
    return path


def locked_pdf(path: Path, **passwords: str) -> Path:
    with pymupdf.open(pdf(path.with_suffix(".open"), f"<p>{SENTENCE}</p>")) as document:
        document.save(path, encryption=AES_256, **passwords)
    return path


def locked_odt(path: Path, turns: int = 100_000, cipher: str = "aes256-cbc", kdf: str = "PBKDF2") -> Path:
    """As LibreOffice locks a text: deflated, padded, AES-256 under a key from PBKDF2."""
    with zipfile.ZipFile(odt(path, "<text:p>Chữ kín</text:p>")) as archive:
        plain = archive.read("content.xml")
    salt, start = os.urandom(16), os.urandom(16)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(plain) + packer.flush()
    padded = packed + bytes(-len(packed) % 16 or 16)
    padded = padded[:-1] + bytes([len(padded) - len(packed)])
    first = hashlib.sha256(PASSWORD.encode()).digest()
    key = hashlib.pbkdf2_hmac("sha1", first, salt, min(turns, 100_000), 32)
    lock = Cipher(algorithms.AES(key), modes.CBC(start)).encryptor()
    b64 = {name: base64.b64encode(data).decode() for name, data in (("salt", salt), ("start", start))}
    total = base64.b64encode(hashlib.sha256(packed[:1024]).digest()).decode()
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="content.xml"><m:encryption-data m:checksum-type="urn:x#sha256-1k" '
        f'm:checksum="{total}"><m:algorithm m:algorithm-name="http://www.w3.org/2001/04/xmlenc#{cipher}" '
        f'm:initialisation-vector="{b64["start"]}"/><m:start-key-generation '
        'm:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256" m:key-size="32"/>'
        f'<m:key-derivation m:key-derivation-name="{kdf}" m:key-size="32" m:iteration-count="{turns}" '
        f'm:salt="{b64["salt"]}"/></m:encryption-data></m:file-entry></m:manifest>'
    )
    members = {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": manifest}
    zipped(path, members)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("content.xml", lock.update(padded) + lock.finalize())
    return path


def test_a_docx_and_a_pptx(tmp_path: Path) -> None:
    word = locked_office(tmp_path / "a.docx", docx(tmp_path / "plain.docx", paragraph("Chữ kín")))
    deck = locked_office(tmp_path / "a.pptx", slides(tmp_path / "plain.pptx", box("Trang kín")))
    assert (text_of(word, PASSWORD), text_of(deck, PASSWORD)) == ("Chữ kín", "Trang kín")
    assert (code_of(word), code_of(word, "sai")) == ("password_required", "wrong_password")
    assert extract(word, password=PASSWORD).format == "docx"


def test_a_sheet_is_refused_as_what_it_is(tmp_path: Path) -> None:
    sheet = zipped(tmp_path / "plain.xlsx", {"[Content_Types].xml": TYPES, "xl/workbook.xml": "<workbook/>"})
    locked = locked_office(tmp_path / "a.xlsx", sheet)
    assert code_of(locked, PASSWORD) == "unsupported_format"


TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def test_a_pdf_by_either_of_its_passwords(tmp_path: Path) -> None:
    path = locked_pdf(tmp_path / "a.pdf", user_pw=PASSWORD, owner_pw="chủ")
    assert text_of(path, PASSWORD) == text_of(path, "chủ") == SENTENCE.strip()
    assert (code_of(path), code_of(path, "sai")) == ("password_required", "wrong_password")


def test_a_pdf_that_may_only_not_be_printed_is_open(tmp_path: Path) -> None:
    path = locked_pdf(tmp_path / "a.pdf", owner_pw="chủ")
    assert text_of(path) == SENTENCE.strip()


def test_an_odt(tmp_path: Path) -> None:
    path = locked_odt(tmp_path / "a.odt")
    assert text_of(path, PASSWORD) == "Chữ kín"
    assert (code_of(path), code_of(path, "sai")) == ("password_required", "wrong_password")


def test_a_password_that_nobody_asked_for_is_not_used(tmp_path: Path) -> None:
    assert text_of(docx(tmp_path / "a.docx", paragraph("Chữ")), PASSWORD) == "Chữ"


@needs_libreoffice
@pytest.mark.parametrize("name", ["rc4cryptoapi_password.doc", "rc4cryptoapi_password.ppt"])
def test_what_office_2003_locked(name: str) -> None:
    assert text_of(HERE / name, OTHERS).lower() == "lorem ipsum"
    assert (code_of(HERE / name), code_of(HERE / name, "sai")) == ("password_required", "wrong_password")


def test_what_office_2007_locked() -> None:
    path = HERE / "ecma376standard_password.docx"
    assert text_of(path, OTHERS) == "lorem ipsum"
    assert (code_of(path), code_of(path, "sai")) == ("password_required", "wrong_password")


def test_how_often_to_hash_is_bounded(tmp_path: Path) -> None:
    """Ten million turns would keep a core busy for half a minute; whether the password is right does not matter."""
    path = locked_office(tmp_path / "a.docx", docx(tmp_path / "plain.docx", paragraph("Chữ")))
    data = path.read_bytes()
    written, claimed = b'spinCount="100000" saltSize="16"', b'spinCount="9000000" saltSize="9"'
    assert written in data
    path.write_bytes(data.replace(written, claimed))
    assert code_of(path, PASSWORD) == "unsupported_lock"
    assert code_of(locked_odt(tmp_path / "a.odt", turns=50_000_000), PASSWORD) == "unsupported_lock"


def with_header(path: Path, change: Callable[[bytearray], None]) -> Path:
    """A locked DOC of Word 97 whose header is changed."""
    data = bytearray((HERE / "rc4cryptoapi_password.doc").read_bytes())
    start = data.index(WORD_97)
    header = data[start : start + 12]
    change(header)
    data[start : start + 12] = header
    path.write_bytes(data)
    return path


WORD_97: Final = bytes.fromhex("eca5c10009060904")


def as_word_95(header: bytearray) -> None:
    header[0] = 0xDC


def obfuscated(header: bytearray) -> None:
    header[11] |= 0x80


def wrapped_odt(path: Path) -> Path:
    """As LibreOffice from 24.8 on locks a text: the whole of it is one encrypted part."""
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="encrypted-package" m:size="9"><m:encryption-data>'
        '<m:algorithm m:algorithm-name="http://www.w3.org/2009/xmlenc11#aes256-gcm"/>'
        '<m:key-derivation m:key-derivation-name="urn:org:documentfoundation:names:experimental:office:xmlns:'
        'loext:argon2id"/></m:encryption-data></m:file-entry></m:manifest>'
    )
    kind = "application/vnd.oasis.opendocument.text"
    return zipped(path, {"mimetype": kind, "META-INF/manifest.xml": manifest, "encrypted-package": "x" * 9})


@pytest.mark.parametrize("password", ["", PASSWORD])
@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("a.odt", wrapped_odt),
        ("a.odt", lambda path: locked_odt(path, kdf="urn:x:argon2id")),
        ("a.odt", lambda path: locked_odt(path, cipher="aes256-gcm")),
        ("a.doc", lambda path: with_header(path, obfuscated)),
        ("a.doc", lambda path: with_header(path, as_word_95)),
    ],
    ids=["odt of 24.8", "argon2", "gcm", "xor", "word 95"],
)
def test_of_a_lock_that_nobody_opens_no_password_is_asked(
    tmp_path: Path, name: str, made: Callable[[Path], Path], password: str
) -> None:
    with pytest.raises(SpeechError) as caught:
        extract(made(tmp_path / name), password=password)
    assert caught.value.code == "unsupported_lock"
    assert "lưu lại không có mật khẩu" in caught.value.message("vi")
    assert "save it without a password" in caught.value.message("en")


@needs_corpus
def test_documents_of_others() -> None:
    assert text_of(HOSTILE / "testODTEncrypted.odt", "tika") == "Shhhhhhhhhhh! This should be encrypted."
    assert code_of(HOSTILE / "testODTEncrypted.odt", "sai") == "wrong_password"
    for name in ("arturt_encrypted.pdf", "encrypted-attachment.pdf", "PasswordProtected.doc"):
        assert code_of(HOSTILE / name) == "password_required"
        assert code_of(HOSTILE / name, "sai") == "wrong_password"


@needs_corpus
@needs_libreoffice
def test_a_doc_of_others() -> None:
    assert text_of(HOSTILE / "testWORD_protected_passtika.doc", "tika") == "This is an encrypted Word 2007 File."


def test_damaged_locks_end_in_a_code(tmp_path: Path) -> None:
    whole = locked_office(tmp_path / "a.docx", docx(tmp_path / "plain.docx", paragraph("Chữ"))).read_bytes()
    (tmp_path / "cut.docx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "entity.docx").write_bytes(whole.replace(b"<?xml version", b"<!DOCTYPE a []", 1))
    assert code_of(tmp_path / "cut.docx", PASSWORD) in ("unreadable_document", "wrong_password")
    assert code_of(tmp_path / "entity.docx", PASSWORD) == "unreadable_document"


def test_the_password_is_in_no_argument_file_or_environment(tmp_path: Path) -> None:
    """Looked for in everything of the child that can be seen while it works."""
    path = locked_odt(tmp_path / "a.odt", turns=1_000_000)
    seen: list[bytes] = []
    found: list[str] = []
    with child.private_directory() as room:
        worker = threading.Thread(target=lambda: found.append(_code_in(path, room)))
        worker.start()
        while worker.is_alive():
            seen += [file.read_bytes() for file in room.rglob("*") if file.is_file()]
            seen += [_read(each / name) for each in _children(room) for name in ("cmdline", "environ")]
            time.sleep(0.02)
        worker.join()
    assert found == ["wrong_password"]
    assert any(b"speech.child_main" in each for each in seen)
    assert any(b"max_pages" in each for each in seen)
    assert not [each for each in seen if PASSWORD.encode() in each or json.dumps(PASSWORD)[1:-1].encode() in each]


def _code_in(path: Path, room: Path) -> str:
    request = {"path": str(path), "filename": path.name, "max_pages": None, "plan": "free"}
    try:
        child.run("extract", request, limits=child.Limits(), directory=room, secret=PASSWORD)
    except SpeechError as error:
        return error.code
    return ""


def _children(room: Path) -> list[Path]:
    return [each for each in Path("/proc").glob("[0-9]*") if _link(each / "cwd") == str(room)]


def _link(path: Path) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
