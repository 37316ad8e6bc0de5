"""OpenDocument under a password (ODF 1.2 part 3, 3.4): each part is deflated, then encrypted, as the manifest says."""

import base64
import binascii
import hashlib
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from speech.errors import SpeechError
from speech.extract.locked.opening import MANIFEST
from speech.extract.locked.turns import counted
from speech.extract.xml_parts import PART_BYTES, local, needed
from speech.extract.zips import open_zip, read_member, too_large

PARTS: Final = ("content.xml", "styles.xml")
"""What our reader wants; nothing else of the document is opened."""
SAMPLE_BYTES: Final = 1024
"""The sum that tells a right password from a wrong one is of so many bytes."""
LONGEST_KEY: Final = 64
BLOWFISH: Final = "blowfish"
CBC: Final = re.compile(r"aes.*-cbc$")


def unlocked(path: Path, password: str, target: Path) -> Path:
    """A copy of a locked text, with the parts that our reader wants; see ``locked.unlocked``."""
    with open_zip(path) as archive:
        locks = _locks(archive)
        _check_known(locks)
        if not password:
            raise SpeechError("password_required")
        parts = {name: read_member(archive, name) for name in PARTS if name in archive.namelist()}
        kind = read_member(archive, "mimetype")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("mimetype", kind)
        for name, data in parts.items():
            opened.writestr(name, _opened(data, locks[name], password) if name in locks else data)
    return target


def _locks(archive: zipfile.ZipFile) -> dict[str, Element]:
    """How each part is encrypted, by its name. The document type of a manifest is harmless."""
    found: dict[str, Element] = {}
    for entry in needed(archive, MANIFEST, forbid_dtd=False):
        lock = next((each for each in entry if local(each.tag) == "encryption-data"), None)
        if lock is not None:
            found[_said(entry, "full-path")] = lock
    if not set(found) & set(PARTS):  # LibreOffice from 24.8 on locks the package as one, with Argon2
        raise SpeechError("unsupported_lock")
    return found


def _check_known(locks: Mapping[str, Element]) -> None:
    """Nobody is asked for a password that would open nothing: raises ``unsupported_lock`` first."""
    for lock in (locks[name] for name in PARTS if name in locks):
        derivation = _said(_child(lock, "key-derivation"), "key-derivation-name").lower()
        cipher = _said(_child(lock, "algorithm"), "algorithm-name").lower()
        if not derivation.endswith("pbkdf2") or not (BLOWFISH in cipher or CBC.search(cipher)):
            raise SpeechError("unsupported_lock")


def _opened(data: bytes, lock: Element, password: str) -> bytes:
    packed = _decrypted(data, lock, _key(lock, password))
    _check(packed, lock)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        plain = inflater.decompress(packed, PART_BYTES + 1)
    except zlib.error:
        raise SpeechError("wrong_password") from None
    if len(plain) > PART_BYTES:
        raise too_large()
    return plain


def _key(lock: Element, password: str) -> bytes:
    """PBKDF2 over a hash of the password."""
    first = "sha256" if "sha256" in _said(_child(lock, "start-key-generation"), "start-key-generation-name") else "sha1"
    how = _child(lock, "key-derivation")
    size = counted(_said(how, "key-size") or "16")
    if size > LONGEST_KEY:
        raise SpeechError("unsupported_lock")
    start = hashlib.new(first, password.encode("utf-8", "surrogatepass")).digest()
    return hashlib.pbkdf2_hmac("sha1", start, _bytes(how, "salt"), counted(_said(how, "iteration-count")), size)


def _decrypted(data: bytes, lock: Element, key: bytes) -> bytes:
    how = _child(lock, "algorithm")
    name, start = _said(how, "algorithm-name").lower(), _bytes(how, "initialisation-vector")
    try:
        if BLOWFISH in name:
            opener = Cipher(Blowfish(key), CFB(start)).decryptor()
            return opener.update(data) + opener.finalize()
        opener = Cipher(algorithms.AES(key), modes.CBC(start)).decryptor()
        plain = opener.update(data) + opener.finalize()
        return plain[: -plain[-1]] if plain else plain
    except ValueError:
        raise SpeechError("unreadable_document") from None


def _check(packed: bytes, lock: Element) -> None:
    """Raises ``wrong_password`` where the sum of the beginning is another. What has no sum is taken as it is."""
    kind = _said(lock, "checksum-type").lower()
    if kind:
        found = hashlib.new("sha256" if "sha256" in kind else "sha1", packed[:SAMPLE_BYTES]).digest()
        if found != _bytes(lock, "checksum"):
            raise SpeechError("wrong_password")


def _child(parent: Element, name: str) -> Element:
    """An empty element where there is none: what it does not say is asked later."""
    return next((each for each in parent if local(each.tag) == name), Element(name))


def _said(element: Element, name: str) -> str:
    return next((value for key, value in element.items() if local(key) == name), "")


def _bytes(element: Element, name: str) -> bytes:
    try:
        return base64.b64decode(_said(element, name))
    except (binascii.Error, ValueError):
        raise SpeechError("unreadable_document") from None
