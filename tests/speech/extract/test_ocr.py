"""Pages that are pictures: what they say, in which order, how surely, and that no picture takes a worker with it."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PIL import Image, ImageDraw

from speech.child import ROOT
from speech.errors import NotReady, SpeechError
from speech.extract import extract, extracting
from speech.extract.limits import RECOGNISER
from speech.extract.ocr import crew
from speech.types import Extracted
from tests.speech.extract.made import pdf
from tests.speech.extract.scans import CSS, add_scan, askew, letter, noisy, printed, scan, sealed
from tests.speech.extract.test_extract import accuracy, code_of, text_of

LAW = (
    "Điều 5. Quyền và nghĩa vụ của người lao động",
    "Người lao động được làm việc, tự do lựa chọn việc làm và nơi làm việc theo quy định của pháp luật.",
    "Thỏa thuận về bảo hiểm thất nghiệp phải ghi rõ trong hợp đồng, trừ trường hợp có quy định khác.",
)
HTML = "".join(f"<p>{text}</p>" for text in LAW)


def spoken(document: Extracted) -> str:
    kinds = ("header", "footer", "page_number")
    return " ".join(section.text for section in document.sections if section.kind not in kinds)


def test_a_page_askew_noisy_and_under_a_seal_is_read_without_the_seal(tmp_path: Path) -> None:
    page = noisy(askew(sealed(printed(HTML), (500, 260)), 2.5), 20)
    found = extract(scan(tmp_path / "scan.pdf", page))
    assert accuracy(text_of(found), " ".join(LAW)) >= 0.98
    assert "SEAL" not in text_of(found)
    assert "1234" not in text_of(found)
    assert (found.pages, found.recognised_pages, found.language, found.warnings) == (1, 1, "vi", ())


def test_only_the_pages_without_text_are_recognised_and_all_keep_their_order(tmp_path: Path) -> None:
    with pymupdf.open(pdf(tmp_path / "text.pdf", "<p>Trang đầu có chữ sẵn trong tệp.</p>")) as document:
        add_scan(document, printed("<p>Trang hai là một bức ảnh.</p>"))
        with pymupdf.open(pdf(tmp_path / "more.pdf", "<p>Trang cuối lại có chữ sẵn.</p>")) as more:
            document.insert_pdf(more)
        document.save(tmp_path / "mixed.pdf")
    told: list[tuple[int, int]] = []
    found = extract(tmp_path / "mixed.pdf", progress=lambda done, total: told.append((done, total)))
    said = [(section.page, section.text) for section in found.sections]
    assert said == [
        (1, "Trang đầu có chữ sẵn trong tệp."),
        (2, "Trang hai là một bức ảnh."),
        (3, "Trang cuối lại có chữ sẵn."),
    ]
    assert found.recognised_pages == 1
    assert told == sorted(told)
    assert told[-1] == (3, 3)
    assert (3, 3) not in told[:-1]


def test_what_a_program_stamped_on_a_scan_is_not_read(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        page = add_scan(document, printed(HTML))
        page.add_stamp_annot(pymupdf.Rect(150, 20, 300, 60), stamp=0)  # "APPROVED"
        document.save(tmp_path / "signed.pdf")
    said = text_of(extract(tmp_path / "signed.pdf"))
    assert "Người lao động" in said
    assert "APPROVED" not in said.upper()


def test_slides_on_a_painted_ground_keep_their_own_text(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        page = add_scan(document, Image.new("RGB", (1000, 700), (250, 240, 220)))
        page.insert_htmlbox(pymupdf.Rect(40, 40, 340, 120), "<p>TẠI SAO? Mã số Q7x-Ø9 giữ nguyên.</p>")
        document.save(tmp_path / "slides.pdf")
    assert "Q7x-Ø9" in text_of(extract(tmp_path / "slides.pdf"))


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    texts = [f"Đoạn số {number} của bài viết này kể về dòng sông và con thuyền." for number in range(1, 11)]
    html = "".join(f"<p>{text}</p>" for text in texts)
    css = CSS.replace("12px", "11px")
    page = printed(html, css=css, places=[(40, 60, 200, 300), (220, 60, 380, 400)])
    found = spoken(extract(scan(tmp_path / "columns.pdf", page)))
    assert accuracy(found, " ".join(texts)) >= 0.97


def test_of_a_letters_head_the_left_block_comes_first(tmp_path: Path) -> None:
    left = "<p>BỘ CÔNG THƯƠNG</p><p>Số: 06/2024/TT-BCT</p><p>Về việc nhập khẩu gạo và lá thuốc lá khô</p>"
    right = "<p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Độc lập - Tự do - Hạnh phúc</p><p>Hà Nội, ngày 4 tháng 4</p>"
    page = letter(left, right, f"<p>Kính gửi: Bộ Tài chính.</p>{HTML}")
    said = spoken(extract(scan(tmp_path / "letter.pdf", page)))
    places = [said.find(words) for words in ("BỘ CÔNG THƯƠNG", "nhập khẩu gạo", "CỘNG HÒA", "Hà Nội, ngày", "Kính gửi")]
    assert -1 not in places
    assert places == sorted(places)


def test_a_table_of_rules_is_read_cell_by_cell(tmp_path: Path) -> None:
    page = Image.new("RGB", (1100, 800), "white")
    draw = ImageDraw.Draw(page)
    cells = (
        ("Tên tỉnh", "Dân số", "Diện tích"),
        ("Hà Giang", "887 nghìn", "7.927"),
        ("Cao Bằng", "543 nghìn", "6.700"),
    )
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            box = (100 + 300 * column, 150 + 120 * row, 400 + 300 * column, 270 + 120 * row)
            draw.rectangle(box, outline="black", width=4)
            word = printed(f"<p>{text}</p>", css=CSS.replace("12px", "13px"), places=[(5, 5, 100, 40)]).crop(
                (10, 10, 280, 90)
            )
            page.paste(word, (box[0] + 10, box[1] + 20))
    tables = [section.text for section in extract(scan(tmp_path / "t.pdf", page)).sections if section.kind == "table"]
    assert tables == ["\n".join("\t".join(row) for row in cells)]


def test_a_page_on_its_head_is_turned(tmp_path: Path) -> None:
    page = printed(HTML + HTML.replace("Điều 5", "Điều 6")).rotate(180)
    assert "Người lao động được làm việc" in text_of(extract(scan(tmp_path / "turned.pdf", page)))


def test_words_read_badly_are_flagged_where_they_stand(tmp_path: Path) -> None:
    page = printed(HTML)
    line = page.crop((130, 195, 1050, 235))
    smudged = line.resize((line.width // 5, line.height // 5)).resize(line.size)
    page.paste(smudged, (130, 195))
    found = extract(scan(tmp_path / "smudged.pdf", page))
    spans = [(section, span) for section in found.sections for span in section.doubts]
    assert spans
    for section, (start, end, surely) in spans:
        assert 0 <= start < end <= len(section.text)
        assert 0 <= surely < 0.9
        assert not section.text[start:end].isspace()


LINE = "Người lao động được làm việc, tự do lựa chọn việc làm."
SLIP = pymupdf.Rect(0, 0, 360, 110)


def slip(text: str = LINE) -> Image.Image:
    """A small piece of paper is read sooner."""
    return printed(f"<p>{text}</p>", paper=SLIP, places=[(20, 30, 345, 100)])


def picture(kind: str, **more: Any) -> bytes:
    file = BytesIO()
    slip().save(file, kind, **more)
    return file.getvalue()


@pytest.mark.parametrize(("kind", "key"), [("PNG", "png"), ("WEBP", "webp")])
def test_pictures_are_documents_by_their_content(tmp_path: Path, kind: str, key: str) -> None:
    (tmp_path / "letter.pdf").write_bytes(picture(kind))
    found = extract(tmp_path / "letter.pdf")
    assert (found.format, found.pages, found.recognised_pages) == (key, 1, 1)
    assert accuracy(text_of(found), LINE) >= 0.98


def test_a_photo_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    file = BytesIO()
    slip().rotate(90, expand=True).save(file, "JPEG", exif=exif.tobytes())
    (tmp_path / "photo.jpg").write_bytes(file.getvalue())
    found = extract(tmp_path / "photo.jpg")
    assert found.format == "jpeg"
    assert accuracy(text_of(found), LINE) >= 0.98


def test_every_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    first, second = (slip(f"Đây là trang {word} của bản fax.").convert("1") for word in ("một", "hai"))
    first.save(tmp_path / "fax.tif", save_all=True, append_images=[second], compression="group4")
    found = extract(tmp_path / "fax.tif")
    assert found.format == "tiff"
    assert [(section.page, section.text) for section in found.sections] == [
        (1, "Đây là trang một của bản fax."),
        (2, "Đây là trang hai của bản fax."),
    ]
    with pytest.raises(SpeechError) as caught:
        extract(tmp_path / "fax.tif", max_pages=1)
    assert caught.value.code == "too_many_pages"


def test_broken_and_boundless_pictures_end_in_a_code(tmp_path: Path) -> None:
    whole = picture("PNG")
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 3])
    (tmp_path / "head.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    wide = whole.replace(whole[16:24], (60000).to_bytes(4, "big") * 2, 1)
    (tmp_path / "wide.png").write_bytes(wide)
    Image.new("1", (20000, 20000)).save(tmp_path / "bomb.tif", compression="group4")
    assert code_of(tmp_path / "cut.png") == "ocr_failed"
    assert code_of(tmp_path / "head.jpg") == "unreadable_document"
    assert code_of(tmp_path / "wide.png") in ("picture_too_large", "unreadable_document")
    assert code_of(tmp_path / "bomb.tif") == "picture_too_large"


def test_a_white_page_has_no_text_and_snow_is_none_that_could_be_read(tmp_path: Path) -> None:
    assert code_of(scan(tmp_path / "white.pdf", Image.new("RGB", (900, 1200), "white"))) == "no_text"
    assert code_of(scan(tmp_path / "snow.pdf", Image.effect_noise((500, 650), 60).convert("RGB"))) == "ocr_failed"


def test_without_the_recogniser_only_scans_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotReady) as caught:
        extract(scan(tmp_path / "scan.pdf", printed(HTML)))
    assert caught.value.code == "recogniser_not_ready"
    assert "tesseract" in caught.value.message("vi")
    assert "Xin chào" in text_of(extract(pdf(tmp_path / "text.pdf", "<p>Xin chào các bạn.</p>")))


def test_a_page_that_takes_too_long_is_left_out_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hurried = partial(crew.recognise, limits=replace(RECOGNISER, cpu_seconds=1, wall_seconds=1.0))
    monkeypatch.setattr(extracting, "recognise", hurried)
    with pymupdf.open(pdf(tmp_path / "text.pdf", "<p>Trang đầu có chữ sẵn.</p>")) as document:
        add_scan(document, printed(HTML))
        document.save(tmp_path / "mixed.pdf")
    found = extract(tmp_path / "mixed.pdf")
    assert text_of(found) == "Trang đầu có chữ sẵn."
    assert (found.warnings, found.recognised_pages) == (("pages_unread",), 0)
    assert code_of(scan(tmp_path / "scan.pdf", printed(HTML))) == "ocr_failed"


def test_as_many_pages_are_recognised_at_a_time_as_there_are_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = threading.Barrier(3, timeout=20)

    def wait_for_two_more(task: str, request: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        meeting.wait()
        return {"lines": [{"text": str(request["number"])}]}

    monkeypatch.setattr(crew, "cores", lambda: 3)
    monkeypatch.setattr("speech.extract.ocr.crew.child.run", wait_for_two_more)
    found = crew.recognise(tmp_path / "a.pdf", "pdf", range(1, 7), password="", progress=lambda done, total: None)
    assert sorted(found.lines) == [1, 2, 3, 4, 5, 6]
    assert not found.failed


KEPT_BUSY = "from speech.extract.ocr.tesseract import _ended; _ended(['sleep', '60'])"


def children_of(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def runs(process: int) -> bool:
    """Whether it is there and not only waiting to be buried."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(told: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not told():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_recogniser_ends_with_whoever_started_it() -> None:
    parent = subprocess.Popen([sys.executable, "-c", KEPT_BUSY], cwd=ROOT)
    try:
        wait_until(lambda: children_of(parent.pid))
        (program,) = children_of(parent.pid)
        assert runs(program)
    finally:
        parent.kill()
        parent.wait()
    wait_until(lambda: not runs(program))
