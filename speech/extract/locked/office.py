"""Microsoft Office under a password ([MS-OFFCRYPTO]): DOCX and PPTX in a compound file, DOC and PPT of 97 to 2003."""

from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError

import msoffcrypto
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError
from msoffcrypto.format.ooxml import OOXMLFile

from speech.errors import SpeechError
from speech.extract.locked.turns import counted
from speech.extract.ole import BROKEN, PACKAGE, POWERPOINT, WORD, head_of, streams

AGILE: Final = b"\x04\x00\x04\x00"
KEY_ELEMENT: Final = "{http://schemas.microsoft.com/office/2006/keyEncryptor/password}encryptedKey"
INFO_BYTES: Final = 1 << 16
FLAGS_AT, IS_ENCRYPTED, IS_OBFUSCATED = 11, 0x01, 0x80
"""In the header of a Word document, since Word 6 ([MS-DOC] 2.5.2)."""
WORD_97: Final = b"\xec\xa5"
READ_ONLY: Final = "/01Hannes Ruescher/01"
"""What PowerPoint locks a presentation with that may be read but not changed ([MS-PPT] 2.3.7)."""


def unlocked(path: Path, password: str, target: Path) -> Path:
    """See ``locked.unlocked``."""
    inside = streams(path)
    if PACKAGE in inside:
        _check_turns(path)
        usual = ""
    elif WORD in inside and _is_locked_word(path):
        usual = ""
    elif POWERPOINT in inside and _is_locked_powerpoint(path):
        usual = READ_ONLY
    else:
        return path
    if not (password or usual):
        raise SpeechError("password_required")
    _open(path, password, usual, target)
    return target


def _is_locked_word(path: Path) -> bool:
    """By the flag in its header. Raises ``unsupported_lock`` for the lock of Word 6 and 95 and for XOR obfuscation,
    before anybody is asked for a password that would open nothing."""
    head = head_of(path, WORD, FLAGS_AT + 1)
    if len(head) <= FLAGS_AT or not head[FLAGS_AT] & IS_ENCRYPTED:
        return False
    if not head.startswith(WORD_97) or head[FLAGS_AT] & IS_OBFUSCATED:
        raise SpeechError("unsupported_lock")
    return True


def _is_locked_powerpoint(path: Path) -> bool:
    """A presentation too damaged to say so has no lock: LibreOffice may still read it."""
    try:
        with path.open("rb") as file:
            return bool(msoffcrypto.OfficeFile(file).is_encrypted())
    except (DecryptionError, FileFormatError, *BROKEN):
        return False


def _check_turns(path: Path) -> None:
    """Before the library reads the same description: it hashes as often as that says, and expands its entities."""
    info = head_of(path, "EncryptionInfo", INFO_BYTES)
    if not info.startswith(AGILE):
        return
    try:
        root = fromstring(info[8:].rstrip(b"\0"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise SpeechError("unreadable_document") from None
    for key in root.iter(KEY_ELEMENT):
        counted(key.get("spinCount"))


def _open(path: Path, password: str, usual: str, target: Path) -> None:
    try:
        with path.open("rb") as file, target.open("wb") as out:
            document = msoffcrypto.OfficeFile(file)
            if isinstance(document, OOXMLFile):
                document.load_key(password=password, verify_password=True)
            else:
                document.load_key(password=password or usual)
            document.decrypt(out)
    except InvalidKeyError:
        raise SpeechError("wrong_password" if password else "password_required") from None
    except (DecryptionError, FileFormatError):
        raise SpeechError("unsupported_lock") from None
    except BROKEN:
        raise SpeechError("unreadable_document") from None
