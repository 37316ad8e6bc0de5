"""Files made to hurt whoever opens them. Each is named by what it does; the suffix says what it claims to be."""

import io
import json
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from tempfile import NamedTemporaryFile

import numpy as np
import pymupdf

from tests import making

PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
CONCAT = "ffconcat version 1.0\nfile /etc/passwd\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
PROGRAM = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00This program cannot be run in DOS mode."


def wav(
    data: bytes, *, rate: int = 16000, channels: int = 1, bits: int = 16, code: int = 1, said: int | None = None
) -> bytes:
    """A WAV whose header says whatever it is told to."""
    block = max(1, channels * bits // 8) & 0xFFFF
    form = struct.pack("<IHHIIHH", 16, code, channels, rate & 0xFFFFFFFF, rate * block & 0xFFFFFFFF, block, bits)
    body = b"WAVEfmt " + form + b"data" + struct.pack("<I", len(data) if said is None else said) + data
    return b"RIFF" + struct.pack("<I", len(body) & 0xFFFFFFFF) + body


def floats(value: float) -> bytes:
    samples = 0.1 * np.sin(np.arange(16000 * 8) / 9).astype("<f4")
    samples[5000:5010] = value
    return wav(samples.tobytes(), bits=32, code=3)


@cache
def encoded(container: str, codec: str, seconds: float = 8.0) -> bytes:
    """A tone in ``container``, made by ffmpeg."""
    source = ["-f", "lavfi", "-i", f"sine=frequency=180:sample_rate=48000:duration={seconds}"]
    return _ffmpeg([*source, "-c:a", codec, "-f", container], container)


@cache
def silence(container: str, codec: str, hours: float) -> bytes:
    """Hours of silence: a minute is encoded, its packets repeated."""
    minute = ["-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "60", "-c:a", codec, "-f", container]
    once = _ffmpeg(minute, container)
    again = ["-stream_loop", str(round(hours * 60) - 1), "-f", container, "-i", "pipe:0", "-c", "copy", "-f", container]
    return _ffmpeg(again, container, once)


def _ffmpeg(arguments: list[str], container: str, given: bytes = b"") -> bytes:
    with NamedTemporaryFile(suffix=f".{container}") as source, NamedTemporaryFile(suffix=f".{container}") as target:
        source.write(given)
        source.flush()
        called = [source.name if word == "pipe:0" else word for word in arguments]
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *called, target.name], check=True)
        return target.read()


def mp4_by_reference() -> bytes:
    """An M4A that says its samples are in another file (``dref``)."""
    return encoded("ipod", "aac").replace(b"url \x00\x00\x00\x01", b"url \x00\x00\x00\x00")


def audio_files() -> dict[str, Callable[[], bytes]]:
    tone = (0.2 * 32767 * np.sin(np.arange(16000 * 8) / 9)).astype("<i2").tobytes()
    return {
        "4000 s at 1 Hz.wav": lambda: wav(tone[:8000], rate=1),
        "1 GHz.wav": lambda: wav(tone, rate=10**9),
        "rate 0.wav": lambda: wav(tone, rate=0),
        "no channels.wav": lambda: wav(tone, channels=0),
        "65535 channels.wav": lambda: wav(tone, channels=65535),
        "0 bits.wav": lambda: wav(tone, bits=0),
        "nan.wav": lambda: floats(float("nan")),
        "inf.wav": lambda: floats(float("inf")),
        "1e38.wav": lambda: floats(3e38),
        "says 4 GB.wav": lambda: wav(tone, said=0xFFFFFFF0),
        "unknown codec.wav": lambda: wav(tone, code=0x7777),
        "id3 of 256 MB.mp3": lambda: b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + encoded("mp3", "libmp3lame"),
        "by reference.m4a": mp4_by_reference,
        "playlist.mp3": lambda: PLAYLIST.encode(),
        "playlist.wav": lambda: wav(PLAYLIST.encode() * 50),
        "playlist after id3.mp3": lambda: b"ID3\x04\x00\x00\x00\x00\x00\x00" + PLAYLIST.encode() * 20,
        "concat.m4a": lambda: CONCAT.encode(),
        "concat in ftyp.m4a": lambda: b"\x00\x00\x00\x18ftypM4A " + CONCAT.encode() * 20,
        "program.wav": lambda: PROGRAM,
        "riff and program.wav": lambda: b"RIFF\x00\x00\x00\x00WAVE" + PROGRAM * 20,
        "nothing.wav": lambda: b"",
        **{f"random {number}.{kind}": _junk(magic, number) for number, (kind, magic) in enumerate(MAGIC.items())},
        **{f"cut.{kind}": _cut(kind) for kind in ("wav", "flac", "ogg", "mp3")},
    }


MAGIC = {
    "wav": b"RIFF\xff\xff\xff\x7fWAVE",
    "flac": b"fLaC",
    "ogg": b"OggS\x00\x02" + bytes(22) + b"\x01vorbis",
    "opus": b"OggS\x00\x02" + bytes(22) + b"OpusHead",
    "m4a": b"\x00\x00\x00\x20ftypM4A ",
    "webm": b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fwebm",
    "mp3": b"\xff\xfb\x90\x00" + bytes(413) + b"\xff\xfb\x90\x00",
}


def _junk(magic: bytes, seed: int) -> Callable[[], bytes]:
    return lambda: magic + np.random.default_rng(seed).bytes(60_000)


def _cut(kind: str) -> Callable[[], bytes]:
    codecs = {"wav": "pcm_s16le", "flac": "flac", "ogg": "libvorbis", "mp3": "libmp3lame"}
    return lambda: encoded(kind, codecs[kind], 12.0)[: len(encoded(kind, codecs[kind], 12.0)) // 2]


def long_silences(hours: float) -> dict[str, Callable[[], bytes]]:
    return {
        "hours.ogg": lambda: silence("ogg", "libvorbis", hours),
        "hours.opus": lambda: silence("ogg", "libopus", hours),
        "hours.flac": lambda: silence("flac", "flac", hours),
    }


def packed(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


def word(document: bytes, extra: list[tuple[str, bytes]] | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    parts = [("[Content_Types].xml", TYPES.encode()), ("word/document.xml", document), *(extra or [])]
    return packed(parts, method)


def body(inner: str, doctype: str = "") -> bytes:
    text = f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'
    return text.encode()


def said(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def laughs() -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{lines}]>'


def liar(data: bytes, name: bytes = b"word/document.xml") -> bytes:
    """The archive with a central directory that says its document unpacks to a hundred bytes."""
    at = data.index(name, data.index(b"PK\x01\x02"))
    entry = data.rindex(b"PK\x01\x02", 0, at)
    return data[: entry + 24] + struct.pack("<I", 100) + data[entry + 28 :]


def word_files(bomb_megabytes: int) -> dict[str, Callable[[], bytes]]:
    fine = body(said("Xin chào"))
    return {
        "bomb.docx": lambda: bomb(bomb_megabytes),
        "bomb that lies.docx": lambda: liar(bomb(bomb_megabytes)),
        "100000 members.docx": lambda: word(fine, [(f"word/m{n}", b"") for n in range(100_000)], zipfile.ZIP_STORED),
        "zip in zip.docx": lambda: word(fine, [("word/embeddings/inner.docx", word(fine))]),
        "two documents.docx": lambda: _twice(fine),
        "zip slip.docx": lambda: word(fine, [("../../../tmp/giong-slipped", b"slipped")]),
        "absolute.docx": lambda: word(fine, [("/etc/cron.d/giong", b"slipped")]),
        "xxe.docx": lambda: word(body(said("&x;"), '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
        "outside dtd.docx": lambda: word(body(said("a"), '<!DOCTYPE d SYSTEM "http://127.0.0.1/x.dtd">')),
        "billion laughs.docx": lambda: word(body(said("&l9;"), laughs())),
        "100000 deep.docx": lambda: word(body("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000), None, zipfile.ZIP_STORED),
        "100000 attributes.docx": lambda: word(body("<w:p " + " ".join(f'a{n}="x"' for n in range(100_000)) + "/>")),
        "accents.docx": lambda: word(body(said("a" + "\u0301\u0323" * 200_000))),
        "controls.docx": lambda: word(body(said("a\x01b"))),
        "lzma.docx": lambda: word(fine, None, zipfile.ZIP_LZMA),
        "points at a folder.docx": lambda: word(fine, [("_rels/.rels", _relations("../../../etc/passwd"))]),
        "cut.docx": lambda: making.word_file()[: len(making.word_file()) // 2],
        "not a zip.docx": lambda: b"PK\x03\x04" + np.random.default_rng(3).bytes(5000),
        "program.docx": lambda: PROGRAM,
        "program.exe": lambda: PROGRAM,
        "nothing.docx": lambda: b"",
    }


@cache
def bomb(megabytes: int) -> bytes:
    """A DOCX of blanks: 2.4 MB unpack to a gigabyte."""
    blank = body(said(" " * ((megabytes << 20) - 300)))
    return word(blank)


def _twice(fine: bytes) -> bytes:
    stream = io.BytesIO(word(fine))
    with zipfile.ZipFile(stream, "a") as archive:
        info = zipfile.ZipInfo("word/document.xmm")
        archive.writestr(info, body(said("Another document")))
    return stream.getvalue().replace(b"word/document.xmm", b"word/document.xml")


def _relations(target: str) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="{target}"/></Relationships>'
    ).encode()


def pdf(objects: list[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Objects as a PDF with a right table of where they are."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, text in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer <</Size %d %b>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %b>>\nstream\n%b\nendstream" % (len(data), entries, data)


def page(content: bytes, resources: bytes = b"", media: bytes = b"[0 0 612 792]") -> list[bytes]:
    """Catalogue, tree, one page and its content: objects 1 to 4; 5 is the font."""
    fonts = b"<</Font <</F1 5 0 R>> %b>>" % resources
    one = b"<</Type /Page /Parent 2 0 R /MediaBox %b /Contents 4 0 R /Resources %b>>" % (media, fonts)
    font = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
    return [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>", one, content, font]


def nested_flate(times: int) -> bytes:
    """A content stream packed again and again: 665 bytes that unpack to more than any memory."""
    data = zlib.compress(b" " * (1 << 20), 9)
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return pdf(page(stream(data, b"/Filter [%b]" % (b"/FlateDecode " * times))))


def flate_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    blanks = b" " * (1 << 20)
    data = b"".join(packer.compress(blanks) for _ in range(megabytes)) + packer.flush()
    return pdf(page(stream(zlib.compress(data, 9), b"/Filter [/FlateDecode /FlateDecode]")))


def pdf_files(pages: int, megabytes: int) -> dict[str, Callable[[], bytes]]:
    text = stream(b"BT /F1 12 Tf 72 700 Td (Xin chao) Tj ET")
    form = stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 6 0 R>>>>")
    catalogue = b"<</Type /Catalog /Pages 2 0 R>>"
    ways = b"/XObject <</X 6 0 R>>"
    picture = stream(b"x", b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 "
                     b"/ColorSpace /DeviceRGB /Filter /FlateDecode")  # fmt: skip
    return {
        "nested flate.pdf": lambda: nested_flate(12),
        "flate bomb.pdf": lambda: flate_bomb(megabytes),
        "form in itself.pdf": lambda: pdf([*page(stream(b"/X Do"), ways), form]),
        "huge picture.pdf": lambda: pdf([*page(stream(b"q 500 0 0 700 0 0 cm /X Do Q"), ways), picture]),
        "huge page.pdf": lambda: pdf(page(text, media=b"[0 0 1e30 1e30]")),
        "many pages.pdf": lambda: pdf(_tree(pages)),
        "tree in itself.pdf": lambda: pdf([catalogue, b"<</Type /Pages /Kids [2 0 R] /Count 9>>"]),
        "tree 20000 deep.pdf": lambda: pdf(_deep_tree(20_000)),
        "brackets.pdf": lambda: pdf(page(stream(b"[" * 2_000_000))),
        "saves.pdf": lambda: pdf(page(stream(b"q " * 2_000_000))),
        "a million letters.pdf": lambda: pdf(page(stream(b"BT /F1 1 Tf " + b"1 0 Td (a) Tj " * 300_000 + b"ET"))),
        "says 2 billion pages.pdf": lambda: pdf([catalogue, b"<</Type /Pages /Kids [] /Count 2147483647>>"]),
        "encrypted.pdf": encrypted_pdf,
        "cut.pdf": lambda: making.pdf_file()[: len(making.pdf_file()) // 2],
        "junk.pdf": lambda: b"%PDF-1.7\n" + np.random.default_rng(4).bytes(50_000),
        "script.pdf": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "page.pdf": lambda: b"<!doctype html><script>alert(1)</script>",
        "pdf and zip.pdf": lambda: making.pdf_file() + word(body(said("Xin chào"))),
        "pdf and zip.docx": lambda: making.pdf_file() + word(body(said("Xin chào"))),
        "pdf and page.txt": lambda: b"<html>" + making.pdf_file(),
        "nothing.pdf": lambda: b"",
    }  # fmt: skip


def _tree(count: int) -> list[bytes]:
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    one = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>"
    return [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [%b] /Count %d>>" % (kids, count),
        *[one] * count,
    ]


def _deep_tree(depth: int) -> list[bytes]:
    levels = [b"<</Type /Pages /Kids [%d 0 R] /Count 1>>" % (number + 3) for number in range(depth)]
    return [b"<</Type /Catalog /Pages 2 0 R>>", *levels, b"<</Type /Page /MediaBox [0 0 9 9]>>"]


def encrypted_pdf() -> bytes:
    with pymupdf.open(stream=making.pdf_file(), filetype="pdf") as opened:
        done: bytes = opened.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner")
    return done


def text_files() -> dict[str, Callable[[], bytes]]:
    return {
        "one line of 12 MB.txt": lambda: b"a" * 12_000_000,
        "20 MB.txt": lambda: "Xin chào các bạn.\n\n".encode() * 1_000_000,
        "hashes.txt": lambda: b"# a" + b"#" * 300_000 + b"x",
        "blank lines.txt": lambda: (b"\n" + b" " * 2000) * 2000,
        "accents.txt": lambda: ("a" + "\u0301\u0323" * 300_000).encode(),
        "nuls.txt": lambda: b"a\x00b" * 1000,
        "half letters.txt": lambda: ("Xin chào " * 9).encode()[:-3] + b"\xed\xa0\x80",
        "json.txt": lambda: json.dumps({"a": 1}).encode(),
        "page.txt": lambda: b"<!doctype html><script>alert(1)</script>",
        "nothing.txt": lambda: b"",
    }


def rich_text_files() -> dict[str, Callable[[], bytes]]:
    return {
        "100000 deep.rtf": lambda: b"{\\rtf1 " + b"{" * 100_000 + b"a",
        "bin of 2 GB.rtf": lambda: b"{\\rtf1 abc \\bin2147483647 x}",
        "a million braces.rtf": lambda: b"{\\rtf1 a" + b"{}" * 500_000,
        "notes in notes.rtf": lambda: b"{\\rtf1 a" + b"{\\footnote b" * 3000 + b"}" * 3001,
        "one row of cells.rtf": lambda: b"{\\rtf1 a\\intbl" + b"x\\cell " * 100_000 + b"\\row}",
        "half a letter.rtf": lambda: b"{\\rtf1 abc \\u-10179?\\'",
        "program.rtf": lambda: PROGRAM,
    }


def documents(*, full: bool) -> dict[str, Callable[[], bytes]]:
    megabytes, pages = (1024, 500_000) if full else (256, 50_000)
    return {**word_files(megabytes), **pdf_files(pages, megabytes), **text_files(), **rich_text_files()}


def recordings(*, full: bool) -> dict[str, Callable[[], bytes]]:
    return {**audio_files(), **long_silences(24 if full else 1)}


def mutants(data: bytes, count: int, seed: int = 1) -> Iterator[bytes]:
    """``count`` copies of ``data`` with bytes changed, cut out and put in; the same ones for one seed."""
    chance = np.random.default_rng(seed)
    for _ in range(count):
        changed = bytearray(data)
        for _ in range(int(chance.integers(1, 12))):
            at, length = int(chance.integers(0, len(changed))), int(chance.integers(1, 40))
            match int(chance.integers(0, 4)):
                case 0:
                    changed[at] ^= 1 << int(chance.integers(0, 8))
                case 1:
                    changed[at : at + length] = chance.bytes(len(changed[at : at + length]))
                case 2:
                    del changed[at : at + length]
                case _:
                    changed[at:at] = chance.choice([b"\x00", b"\xff", b"<", b"%"]) * length
            if not changed:
                changed = bytearray(b"\x00")
        yield bytes(changed)
