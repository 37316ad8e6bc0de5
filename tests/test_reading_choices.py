"""What its owner says of a document: whether footnotes, tables and captions are read, and what it is called."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.models import Document, RuleEvent, Section
from synthesis.models import Segment
from synthesis.stages import following
from tests import making
from tests.conftest import Cast
from tests.ruling import stale
from tests.test_main_path import create, upload_document
from tests.working import work_all

pytestmark = pytest.mark.django_db
PAGE = """<!doctype html><html lang="vi"><body>
<h1>Chương một</h1><p>Câu đầu của chương một.</p>
<table><tr><td>Năm</td><td>Dân số</td></tr><tr><td>2024</td><td>trăm người</td></tr></table>
<figure><img src="a.png"><figcaption>Hình một: bến sông.</figcaption></figure>
<p class="footnote">Câu cuối của chương một.</p>
<h1>Chương hai</h1><p>Câu đầu của chương hai.</p>
</body></html>"""


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


@pytest.fixture
def document(api: APIClient) -> str:
    sent = upload_document(api, "sach.html", PAGE.encode())
    work_all()
    return str(sent["document_id"])


def change(api: APIClient, document: str, **wanted: Any) -> Any:
    return api.patch(f"/api/v1/documents/{document}", wanted, format="json")


def heard(api: APIClient, document: str) -> list[str]:
    """The beginnings of what is read aloud, in order."""
    text = api.get(f"/api/documents/{document}").json()["text_content"]
    return [part[:9].strip() for part in text.split("\n\n")]


def test_tables_and_captions_are_read_and_footnotes_are_not_unless_somebody_says_so(
    api: APIClient, document: str
) -> None:
    body = api.get(f"/api/documents/{document}").json()
    assert [body[name] for name in ("footnotes", "tables", "captions")] == ["skip", "read", "read"]
    read = heard(api, document)
    assert (read[0], read[1], read[-2:]) == ("Chương mộ", "Câu đầu c", ["Chương ha", "Câu đầu c"])
    assert not any(part.startswith("Câu cuối") for part in read)
    assert any(part.startswith("Hình một") for part in read)


def test_what_goes_to_the_end_goes_to_the_end_of_its_chapter(api: APIClient, document: str) -> None:
    answer = change(api, document, footnotes="end", tables="end", captions="skip")
    assert answer.status_code == 200
    assert [answer.json()[name] for name in ("footnotes", "tables", "captions")] == ["end", "end", "skip"]
    read = heard(api, document)
    second = read.index("Chương ha")
    assert read[:2] == ["Chương mộ", "Câu đầu c"]
    assert [part[:3] for part in read[2:second]] == ["Năm", "Câu"], "in the order of the file"
    assert not any(part.startswith("Hình") for part in read)
    change(api, document, footnotes="read", tables="skip", captions="read")
    read = heard(api, document)
    assert [part[:4].strip() for part in read[:4]] == ["Chươ", "Câu", "Hình", "Câu"]
    ranks = list(Section.objects.order_by("position").values_list("rank", flat=True))
    assert ranks == sorted(set(ranks)), "as in the file again"


def test_audio_made_before_says_that_it_is_old_and_no_longer_than_it_is(api: APIClient, document: str) -> None:
    job = create(api, voice_profile_id="vi-north", document_id=document)
    work_all()
    assert Segment.objects.filter(source_text__contains="Hình một").exists()
    change(api, document, captions="skip")
    following.follow_all()
    assert stale(api, job)
    change(api, document, captions="read")
    following.follow_all()
    assert not stale(api, job)


def test_the_same_choice_again_is_no_event(api: APIClient, document: str) -> None:
    before = RuleEvent.objects.count()
    assert change(api, document, footnotes="skip", tables="read").status_code == 200
    assert change(api, document).status_code == 200
    assert RuleEvent.objects.count() == before
    change(api, document, footnotes="read")
    assert RuleEvent.objects.count() == before + 1


def test_it_can_be_chosen_before_the_document_has_been_read(api: APIClient) -> None:
    sent = upload_document(api, "sach.html", PAGE.encode())["document_id"]
    assert change(api, sent, tables="skip", captions="end").status_code == 200
    work_all()
    read = heard(api, sent)
    assert not any(part.startswith("Năm") for part in read)
    assert read.index("Hình một:") == read.index("Chương ha") - 1


@pytest.mark.parametrize("wanted", [{"footnotes": "maybe"}, {"tables": ""}, {"captions": None}, {"filename": ""}])
def test_what_is_no_choice_is_refused_and_changes_nothing(
    api: APIClient, document: str, wanted: dict[str, Any]
) -> None:
    answer = change(api, document, **wanted)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, list(wanted))


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("Sách của tôi.html", "Sách của tôi.html"),
        ("Sách của tôi", "Sách của tôi.html"),
        ("Sách.pdf", "Sách.pdf.html"),
        ("../../etc/Sa\u0301ch", "Sách.html"),
        ("dài" * 66, "dài" * 65 + ".html"),
    ],
)
def test_a_document_gets_another_name_and_keeps_its_suffix(
    api: APIClient, document: str, said: str, called: str
) -> None:
    assert change(api, document, filename=said).json()["filename"] == called


def test_only_its_owner_says_what_is_read(cast: Cast, document: str) -> None:
    Document.objects.update(is_shared=True)
    for person, status in ((cast.stranger, 404), (cast.colleague, 403)):
        assert change(cast.api(person), document, footnotes="read").status_code == status
        form = {"footnotes": "read", "tables": "read", "captions": "read"}
        assert cast.browser(person).post(f"/documents/{document}/asides/", form).status_code == status
    assert "Chú thích và bảng" not in cast.browser(cast.colleague).get(f"/documents/{document}/").content.decode()
    assert Document.objects.get().footnotes == "skip"


def test_the_page_says_how_it_is_and_keeps_what_is_chosen(cast: Cast, document: str) -> None:
    browser, page = cast.browser(cast.owner), f"/documents/{document}/"
    html = browser.get(page).content.decode()
    assert '<option value="skip" selected>Bỏ qua</option>' in html
    form = {"footnotes": "end", "tables": "skip", "captions": "read"}
    answer = browser.post(f"{page}asides/", form)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert Document.objects.values_list("footnotes", "tables", "captions").get() == ("end", "skip", "read")
    assert browser.post(f"{page}asides/", {**form, "tables": "perhaps"}).status_code == 400


def test_the_page_names_every_format(cast: Cast) -> None:
    from speech.extract.registry import REGISTRY

    html = cast.browser(cast.owner).get("/documents/").content.decode()
    assert [entry.name for entry in REGISTRY if entry.name not in html] == []


def test_too_many_pages_are_told_with_the_plan_before_any_work(api: APIClient) -> None:
    sent = upload_document(api, "dai.pdf", making.pdf_file(pages=101))
    work_all()
    error = api.get(f"/api/documents/{sent['document_id']}").json()["error"]
    assert error["code"] == "too_many_pages"
    assert error["detail"].startswith("Tài liệu có 101 trang, vượt giới hạn 100 trang của gói ")
