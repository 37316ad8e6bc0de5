"""Pictures of pages: drawn in a limited child when somebody looks, kept for a while, gone with their document."""

import io
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from django.core.cache import cache
from django.utils import timezone
from PIL import Image

from accounts import blobs
from accounts.models import Blob, Organisation
from documents import transitions
from documents.editing import locked_pages, pages
from documents.models import Document, PagePicture
from documents.services import delete_document, purge_document
from documents.stages import forget_pictures
from lib import storage
from lib.refusals import Refusal
from lib.seats import seat
from speech import child
from speech.errors import SpeechError
from speech.extract.pictures.drawing import page_picture
from tests import making
from tests.conftest import Cast
from tests.erasing import files
from tests.test_main_path import body_of, upload_document
from tests.working import work_all

pytestmark = pytest.mark.django_db


def give(cast: Cast, name: str = "trang.pdf", data: bytes | None = None) -> Document:
    told = upload_document(cast.api(cast.owner), name, making.pdf_file() if data is None else data)
    work_all()
    return Document.objects.get(public_id=told["document_id"])


def api_path(document: Document, number: int = 1) -> str:
    return f"/api/v1/documents/{document.public_id}/pages/{number}"


def page_path(document: Document, number: int = 1) -> str:
    return f"/documents/{document.public_id}/pages/{number}.webp"


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tasks that children were started for, while they really run."""
    started: list[str] = []
    run = child.run

    def told(task: str, *arguments: Any, **options: Any) -> dict[str, Any]:
        started.append(task)
        return run(task, *arguments, **options)

    monkeypatch.setattr(child, "run", told)
    return started


def test_a_page_is_drawn_once_and_kept_for_its_browser_only(cast: Cast, children: list[str]) -> None:
    document, browser = give(cast), cast.browser(cast.owner)
    children.clear()
    answer = browser.get(page_path(document, 2))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"].startswith("private")
    picture = Image.open(io.BytesIO(body_of(answer)))
    assert (picture.format, picture.width) == ("WEBP", 1240)
    assert picture.convert("L").getextrema()[0] < 100, "there is writing on it"
    again = browser.get(page_path(document, 2), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert body_of(cast.api(cast.owner).get(api_path(document, 2)))[:4] == b"RIFF"
    assert children == ["page_picture"]
    other = body_of(browser.get(page_path(document, 1)))
    assert Image.open(io.BytesIO(other)).tobytes() != picture.tobytes()


def test_the_picture_is_in_what_its_owner_stores(cast: Cast) -> None:
    document = give(cast)
    assert cast.api(cast.owner).get(api_path(document)).status_code == 200
    blob = PagePicture.objects.get().blob
    assert blob.key.split("/")[1] == Organisation.home_of(cast.owner).public_id.hex
    assert blob.created_by == cast.owner


@pytest.mark.parametrize(("name", "data", "number"), [
    ("sach.docx", making.word_file(), 1),
    ("a.txt", making.TEXT.encode(), 1),
    ("trang.pdf", making.pdf_file(), 3),
    ("trang.pdf", making.pdf_file(), 0),
    ("trang.pdf", making.pdf_file(), 999_999),
])  # fmt: skip
def test_what_has_no_such_page_has_no_picture(cast: Cast, name: str, data: bytes, number: int) -> None:
    answer = cast.api(cast.owner).get(api_path(give(cast, name, data), number))
    assert (answer.status_code, answer.json()["code"]) == (404, "no_page_picture")
    assert not PagePicture.objects.exists()


def test_strangers_see_no_page_and_draw_none(cast: Cast, children: list[str]) -> None:
    document = give(cast)
    children.clear()
    for person in (cast.stranger, cast.colleague, cast.staff):
        assert cast.api(person).get(api_path(document)).json()["code"] == "not_found"
        assert cast.browser(person).get(page_path(document)).status_code == 404
    assert children == []
    Document.objects.update(is_shared=True)
    assert cast.api(cast.colleague).get(api_path(document)).status_code == 200
    assert PagePicture.objects.get().blob.created_by == cast.owner


def test_a_page_that_cannot_be_drawn_is_not_tried_again_and_again(cast: Cast, children: list[str]) -> None:
    document = give(cast)
    good = b"".join(storage.read_range(document.blob.key, 0, document.blob.size_bytes - 1))
    spoil(document, b"%PDF-1.7 spoiled")
    children.clear()
    for _ in range(3):
        assert cast.api(cast.owner).get(api_path(document)).json()["code"] == "no_page_picture"
    assert children == ["page_picture"]
    spoil(document, good)
    cache.clear()
    assert cast.api(cast.owner).get(api_path(document)).status_code == 200


def spoil(document: Document, data: bytes) -> None:
    with storage.scratch() as path:
        path.write_bytes(data)
        storage.delete(document.blob.key)
        storage.put_file(path, document.blob.key)


def test_one_person_has_a_few_pages_drawn_at_a_time(cast: Cast, children: list[str]) -> None:
    document = give(cast, data=making.pdf_file(4))
    children.clear()
    group = f"page-pictures:{cast.owner.pk}"
    with seat(group, seats=2, seconds=60), seat(group, seats=2, seconds=60):
        refused = [cast.api(cast.owner).get(api_path(document, number)) for number in (1, 2, 3)]
    assert {(one.status_code, one["Retry-After"]) for one in refused} == {(429, "2")}
    assert children == []
    assert cast.api(cast.owner).get(api_path(document)).status_code == 200


def test_no_more_than_the_seats_are_taken_and_each_is_given_back() -> None:
    together, most, taken, lock = 0, 0, 0, threading.Lock()
    begin = threading.Barrier(20)

    def come() -> None:
        nonlocal together, most, taken
        begin.wait()
        with seat("test-of-seats", seats=3, seconds=60) as mine:
            if mine:
                with lock:
                    together, taken = together + 1, taken + 1
                    most = max(most, together)
                waited.wait(0.2)
                with lock:
                    together -= 1

    waited = threading.Event()
    threads = [threading.Thread(target=come) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (most, together) == (3, 0)
    assert taken >= 3
    with seat("test-of-seats", seats=1, seconds=60) as mine:
        assert mine
    cache.clear()


def test_without_its_original_a_document_has_no_pictures(cast: Cast) -> None:
    document = give(cast)
    assert cast.api(cast.owner).get(api_path(document)).status_code == 200
    assert pages.has_pages(document)
    Document.objects.update(blob=None)
    transitions.forget_pictures(PagePicture.objects.filter(document=document))
    assert cast.api(cast.owner).get(api_path(document)).json()["code"] == "no_page_picture"
    blobs.collect()
    assert not Blob.objects.filter(key__in=files()).exclude(unnamed_since=None).exists()


def test_what_was_drawn_while_the_document_went_is_not_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    document = give(cast)
    run = child.run

    def slow(*arguments: Any, **options: Any) -> dict[str, Any]:
        Document.objects.update(deleted_at=timezone.now())
        return run(*arguments, **options)

    monkeypatch.setattr(child, "run", slow)
    assert cast.api(cast.owner).get(api_path(document)).json()["code"] == "no_page_picture"
    assert not PagePicture.objects.exists()
    assert set(files()) == {document.blob.key}


def test_pictures_go_with_their_document_and_after_a_week(cast: Cast) -> None:
    document = give(cast)
    api = cast.api(cast.owner)
    assert api.get(api_path(document)).status_code == 200
    PagePicture.objects.update(created_at=timezone.now() - timedelta(days=8))
    forget_pictures(timezone.now() - timedelta(days=7))
    blobs.collect()
    assert set(files()) == {document.blob.key}
    assert api.get(api_path(document)).status_code == 200, "and is drawn again"
    assert len(files()) == 2
    delete_document(by=cast.owner, document=document)
    assert api.get(api_path(document)).status_code == 404
    purge_document(by=cast.owner, document=document)
    blobs.collect()
    assert set(files()) == set()


def drawn_size(path: Path, file_format: str, number: int) -> tuple[int, int]:
    with page_picture(path, file_format=file_format, number=number) as picture, Image.open(picture) as page:
        assert page.format == "WEBP"
        return page.size


def test_pictures_are_pages_too(tmp_path: Path) -> None:
    sheet, small = Image.new("RGB", (2480, 3508), "white"), Image.new("RGB", (600, 800), "white")
    turned = Image.Exif()
    turned[0x0112] = 6  # lying on its side, as a telephone held upright writes it
    sheet.save(tmp_path / "a.jpg", exif=turned)
    sheet.save(tmp_path / "a.tiff", save_all=True, append_images=[small])
    assert drawn_size(tmp_path / "a.jpg", "jpeg", 1) == (1240, 877)
    assert drawn_size(tmp_path / "a.tiff", "tiff", 1) == (1240, 1754)
    assert drawn_size(tmp_path / "a.tiff", "tiff", 2) == (600, 800), "never larger than it is"


def test_a_page_of_a_mile_is_drawn_small(tmp_path: Path) -> None:
    with pymupdf.open() as pdf:
        pdf.new_page(width=200, height=14_000)
        pdf.save(tmp_path / "long.pdf")
    width, height = drawn_size(tmp_path / "long.pdf", "pdf", 1)
    assert width * height <= 4_010_000


def test_what_is_no_page_is_refused(tmp_path: Path) -> None:
    with pymupdf.open() as pdf:
        pdf.new_page()
        locked = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": "x", "owner_pw": "y"}
        pdf.save(tmp_path / "locked.pdf", **locked)
    (tmp_path / "page.pdf").write_text("<html><body><img src='file:///etc/hostname'>một trang</body></html>")
    Image.new("1", (30_000, 30_000)).save(tmp_path / "huge.png")
    codes = []
    for name, file_format in (("locked.pdf", "pdf"), ("page.pdf", "pdf"), ("huge.png", "png")):
        with pytest.raises(SpeechError) as refused:
            drawn_size(tmp_path / name, file_format, 1)
        codes.append(refused.value.code)
    assert codes == ["password_required", "unreadable_document", "picture_too_large"]


# --- of a locked file


def locked(pages: int = 3) -> bytes:
    with pymupdf.open(stream=making.pdf_file(pages=pages)) as pdf:
        return bytes(pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="bí mật"))


def give_locked(cast: Cast, pages: int = 3) -> Document:
    document = give(cast, "mat.pdf", locked(pages))
    path = f"/api/v1/documents/{document.public_id}/password"
    assert cast.api(cast.owner).post(path, {"password": "bí mật"}, format="json").status_code == 202
    work_all()
    document.refresh_from_db()
    assert document.status == "READY"
    return document


def test_a_locked_file_has_its_pictures_from_when_it_was_open(cast: Cast, children: list[str]) -> None:
    document, browser = give_locked(cast), cast.browser(cast.owner)
    assert children.count("page_picture") == 3
    children.clear()
    answer = browser.get(page_path(document, 3))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    forget_pictures(timezone.now() + timedelta(days=1))
    assert browser.get(page_path(document, 3)).status_code == 200, "nobody could draw it again"
    assert children == []
    html = browser.get(f"/documents/{document.public_id}/edit/").content.decode()
    assert "data-page-missing hidden" in html


def test_what_was_not_drawn_of_a_locked_file_is_told_in_its_place(
    cast: Cast, children: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locked_pages, "MOST_PAGES", 1)
    document, api = give_locked(cast, pages=2), cast.api(cast.owner)
    assert api.get(api_path(document, 1)).status_code == 200
    children.clear()
    answer = api.get(api_path(document, 2))
    assert (answer.status_code, answer.json()["code"]) == (404, "page_locked")
    assert children == [], "no child is asked what it cannot do"
    PagePicture.objects.all().delete()
    html = cast.browser(cast.owner).get(f"/documents/{document.public_id}/edit/").content.decode()
    assert "Tệp có mật khẩu nên ảnh trang chỉ vẽ được trong lúc mở tệp" in html
    assert "data-page-missing hidden" not in html


def test_a_locked_file_that_is_not_kept_leaves_no_pictures(cast: Cast) -> None:
    document = give(cast, "mat.pdf", locked())
    Document.objects.update(keeps_original=False)
    path = f"/api/v1/documents/{document.public_id}/password"
    cast.api(cast.owner).post(path, {"password": "bí mật"}, format="json")
    work_all()
    assert Document.objects.get().status == "READY"
    assert not PagePicture.objects.exists()


def test_no_room_for_pictures_costs_no_text(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise Refusal("storage_full", 413)

    monkeypatch.setattr(locked_pages, "keep", full)
    assert give_locked(cast).current_extraction is not None
    assert not PagePicture.objects.exists()
