"""What will be read, over the API: sentence by sentence, before anything is rendered, and as somebody chose."""

from time import process_time
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from accounts.models import User
from documents.models import Document, PronunciationRule, Section, SectionChoice
from documents.pronunciation.services import create_rule
from documents.reading import services as reading
from lib.refusals import Refusal
from synthesis.models import Job, Segment
from synthesis.services import Wish, create_preview
from tests import making
from tests.conftest import Cast
from tests.test_main_path import create, upload_document
from tests.working import work_all

pytestmark = pytest.mark.django_db
PREVIEW = "/api/v1/text/preview"
TEXT = "BTC họp ngày 20/11. Hello my friend, how are you today? Anh ấy có 15 quyển sách."
DIARY = "Nhật ký của tôi.\n\nHôm qua BTC họp lúc 8g.\n\nHôm nay BTC lại họp."


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


def look(api: APIClient, **asked: Any) -> dict[str, Any]:
    answer = api.post(PREVIEW, asked, format="json")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def give_diary(cast: Cast, text: str = DIARY) -> Document:
    sent = upload_document(cast.api(cast.owner), "a.txt", text.encode())
    work_all()
    document: Document = Document.objects.get(public_id=sent["document_id"])
    return document


def section_with(document: Document, words: str) -> Section:
    return Section.objects.get(extraction=document.current_extraction, text__contains=words)


def choose(api: APIClient, document: Document, words: str, spoken: str, within: str) -> Any:
    section = section_with(document, within)
    start = section.text.index(words)
    body = {"section": str(section.public_id), "start": start, "end": start + len(words), "written": words}
    return api.post(f"/api/v1/documents/{document.public_id}/choices", body | {"spoken": spoken}, format="json")


def test_sentences_and_their_tokens_cover_the_text(api: APIClient) -> None:
    found = look(api, text=TEXT)
    assert (found["language"], found["next"]) == ("vi", None)
    assert "".join(sentence["text"] for sentence in found["sentences"]) == TEXT
    for sentence in found["sentences"]:
        assert "".join(token["text"] for token in sentence["tokens"]) == sentence["text"]
        for token in sentence["tokens"]:
            assert TEXT[token["start"] : token["end"]] == token["text"]
    assert [sentence["language"] for sentence in found["sentences"]] == ["vi", "en", "vi"]
    assert found["sentences"][2]["spoken"] == "Anh ấy có mười lăm quyển sách."


def test_a_changed_token_says_by_what_and_plain_words_are_left_alone(api: APIClient) -> None:
    tokens = look(api, text="Anh ấy có 15 quyển sách.")["sentences"][0]["tokens"]
    assert [(token["text"], bool(token["by"])) for token in tokens] == [
        ("Anh ấy có ", False),
        ("15", True),
        (" quyển sách.", False),
    ]
    assert tokens[1]["spoken"] == "mười lăm"


def test_get_and_post_answer_the_same(api: APIClient) -> None:
    assert api.get(PREVIEW, {"text": TEXT, "region": "south"}).json() == look(api, text=TEXT, region="south")


def test_what_is_chosen_and_ruled_is_said(api: APIClient) -> None:
    chosen = {"start": 0, "end": 3, "written": "BTC", "spoken": "ban thử nghiệm"}
    found = look(api, text=TEXT, choices=[chosen])["sentences"][0]
    assert found["spoken"].startswith("ban thử nghiệm họp")
    assert found["tokens"][0]["by"] == "choice"
    found = look(api, text=TEXT, rules=[{"written": "btc", "spoken": "ban thử nghiệm", "language": "vi"}])["sentences"][
        0
    ]
    assert found["spoken"].startswith("ban thử nghiệm họp")
    assert found["tokens"][0]["by"] == "dictionary"
    assert PronunciationRule.objects.count() == SectionChoice.objects.count() == 0


def test_ones_own_rules_hold_and_nobody_elses(api: APIClient, cast: Cast) -> None:
    create_rule(by=cast.owner, written="BTC", spoken="ban thử nghiệm")
    assert look(api, text=TEXT)["sentences"][0]["spoken"].startswith("ban thử nghiệm")
    assert not look(cast.api(cast.stranger), text=TEXT)["sentences"][0]["spoken"].startswith("ban thử nghiệm")


def test_a_place_that_says_something_else_is_refused(api: APIClient) -> None:
    wrong = {"start": 1, "end": 3, "written": "BT", "spoken": "a"}
    silent = {"start": 0, "end": 3, "written": "BTC", "spoken": "..."}
    for path in (PREVIEW, "/api/generation/create"):
        for place in (wrong, silent):
            wish = {"voice_profile_id": "vi-north", "text": TEXT, "choices": [place]}
            assert code_of(api.post(path, wish, format="json")) == (400, "bad_choice"), path
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({}, 400, "text_or_document"),
        ({"text": "a", "document": str(making.named)}, 400, "invalid"),
        ({"text": "a", "cursor": "1.x"}, 400, "bad_cursor"),
        ({"text": "a", "cursor": "0.99"}, 400, "bad_cursor"),
        ({"text": "a", "language": "fr"}, 400, "invalid"),
        ({"text": "a" * 50}, 413, "text_too_long"),
    ],
)
def test_what_cannot_be_looked_at_has_its_code(
    api: APIClient, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str], status: int, code: str
) -> None:
    monkeypatch.setattr(settings, "MAX_TEXT_CHARS", 40)
    assert code_of(api.post(PREVIEW, asked, format="json")) == (status, code)
    assert code_of(api.get(PREVIEW, asked)) == (status, code)


def test_looks_are_counted(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LOOKS", "2/m")
    statuses = [api.post(PREVIEW, {"text": "a"}, format="json").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


@pytest.mark.parametrize("is_document", [True, False])
def test_pages_of_it_joined_are_the_whole(
    cast: Cast, api: APIClient, monkeypatch: pytest.MonkeyPatch, is_document: bool
) -> None:
    monkeypatch.setattr(settings, "PREVIEW_CHARS", 200)
    text = "\n\n".join(f"Đoạn {n} có một câu. " * (1 + 20 * (n == 3)) for n in range(8)).strip()
    asked: dict[str, Any] = {"document": str(give_diary(cast, text).public_id)} if is_document else {"text": text}
    read, pages, cursor = "", 0, ""
    while pages == 0 or cursor:
        found = look(api, **asked, cursor=cursor or "")
        part = " ".join(sentence["text"] for sentence in found["sentences"])
        assert part.strip(), "no page is empty"
        read, cursor, pages = read + " " + part, found["next"], pages + 1
    assert read.split() == text.split()
    assert pages >= 3


def test_a_section_that_fits_a_page_is_never_cut(cast: Cast, api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PREVIEW_CHARS", 40)
    document = give_diary(cast, "Hôm nay là ngày đầu tiên.\n\nHôm sau là ngày 20/11/2025 rồi.")
    found = look(api, document=str(document.public_id))
    assert [sentence["text"] for sentence in found["sentences"]] == ["Hôm nay là ngày đầu tiên."]
    again = look(api, document=str(document.public_id), cursor=found["next"])
    assert ([one["text"] for one in again["sentences"]], again["next"]) == (["Hôm sau là ngày 20/11/2025 rồi."], None)


def test_a_documents_choice_is_kept_for_one_place_and_heard(cast: Cast, api: APIClient) -> None:
    document = give_diary(cast)
    assert choose(api, document, "BTC", "ban thử nghiệm", within="8g").status_code == 201
    said = [sentence["spoken"] for sentence in look(api, document=str(document.public_id))["sentences"]]
    assert [("ban thử nghiệm" in spoken) for spoken in said] == [False, True, False]
    made = create(api, voice_profile_id="vi-north", document_id=str(document.public_id))
    work_all()
    spoken = (
        Segment.objects.filter(job__public_id=made["id"]).order_by("position").values_list("spoken_text", flat=True)
    )
    assert [("ban thử nghiệm" in text) for text in spoken] == [False, True, False]


def test_a_choice_takes_the_place_of_those_that_it_touches(cast: Cast, api: APIClient) -> None:
    document = give_diary(cast)
    choose(api, document, "BTC", "một", within="8g")
    choose(api, document, "BTC họp", "hai họp", within="8g")
    path = f"/api/v1/documents/{document.public_id}/choices"
    kept = api.get(path).json()
    assert [row["spoken"] for row in kept["results"]] == ["hai họp"]
    assert api.delete(f"/api/v1/choices/{kept['results'][0]['id']}").status_code == 204
    assert api.get(path).json() == {"results": [], "next": None}


def test_a_choice_rests_while_something_else_stands_there(cast: Cast, api: APIClient) -> None:
    document = give_diary(cast)
    choose(api, document, "BTC", "ban thử nghiệm", within="8g")
    section = section_with(document, "8g")
    Section.objects.filter(pk=section.pk).update(text=section.text.replace("BTC", "ABC"))
    assert not any(
        "ban thử nghiệm" in one["spoken"] for one in look(api, document=str(document.public_id))["sentences"]
    )
    Section.objects.filter(pk=section.pk).update(text=section.text)
    assert any("ban thử nghiệm" in one["spoken"] for one in look(api, document=str(document.public_id))["sentences"])


def test_only_who_made_the_document_chooses(cast: Cast, api: APIClient) -> None:
    document = give_diary(cast)
    choice = choose(api, document, "BTC", "ban thử nghiệm", within="8g").json()
    refused = {cast.colleague: (404, "not_found"), cast.stranger: (404, "not_found"), cast.staff: (404, "not_found")}
    for is_shared in (False, True):
        Document.objects.update(is_shared=is_shared)
        refused[cast.colleague] = (403, "not_allowed") if is_shared else (404, "not_found")
        for person, expected in refused.items():
            theirs = cast.api(person)
            assert code_of(choose(theirs, document, "BTC", "x", within="lại")) == expected
            assert code_of(theirs.delete(f"/api/v1/choices/{choice['id']}")) == expected
    assert SectionChoice.objects.get().spoken == "ban thử nghiệm"
    seen = look(cast.api(cast.colleague), document=str(document.public_id))["sentences"]
    assert any("ban thử nghiệm" in sentence["spoken"] for sentence in seen), "who sees the document hears it so"


def test_a_document_that_is_not_read_yet_is_409(cast: Cast, api: APIClient) -> None:
    sent = upload_document(api, "a.txt", DIARY.encode())
    assert code_of(api.post(PREVIEW, {"document": sent["document_id"]}, format="json")) == (409, "document_not_ready")


def test_choices_end_with_their_limit_and_their_document(
    cast: Cast, api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = give_diary(cast)
    monkeypatch.setattr(settings, "MAX_CHOICES", 1)
    assert choose(api, document, "BTC", "một", within="8g").status_code == 201
    assert code_of(choose(api, document, "BTC", "hai", within="lại")) == (429, "too_many_choices")
    document.delete()
    assert not SectionChoice.objects.exists()


def test_a_pasted_texts_choices_go_with_its_job_and_its_first_paragraph(cast: Cast, api: APIClient) -> None:
    text = "\n\nBTC họp.\n\nBTC lại họp."
    places = [(2, "một"), (12, "hai")]
    choices = [{"start": at, "end": at + 3, "written": "BTC", "spoken": spoken} for at, spoken in places]
    made = create(api, voice_profile_id="vi-north", text=text, choices=choices)
    work_all()
    spoken = (
        Segment.objects.filter(job__public_id=made["id"]).order_by("position").values_list("spoken_text", flat=True)
    )
    assert list(spoken) == ["một họp.", "hai lại họp."]
    picked = tuple(reading.Pick(at, at + 3, "BTC", said) for at, said in places)
    job = create_preview(by=cast.owner, wish=Wish(voice="vi-north", text=text, choices=picked))
    assert (job.text_input, job.choices) == ("BTC họp.", [[0, 3, "BTC", "một"]])


def test_a_documents_first_paragraph_is_heard_as_chosen(cast: Cast, api: APIClient) -> None:
    document = give_diary(cast, "Hôm qua BTC họp lúc 8g.")
    choose(api, document, "BTC", "ban thử nghiệm", within="8g")
    create_preview(by=cast.owner, wish=Wish(voice="vi-north", document=str(document.public_id)))
    work_all()
    assert "ban thử nghiệm" in Segment.objects.get().spoken_text


def test_a_rule_for_words_that_have_one_changes_it(cast: Cast) -> None:
    def say(spoken: str, by: User = cast.owner) -> str:
        words = {"written": "BTC", "spoken": spoken}
        return reading.say_always(by=by, scope="person", document=None, **words).spoken

    assert [say("một"), say("hai"), say("ba", by=cast.stranger)] == ["một", "hai", "ba"]
    assert list(PronunciationRule.objects.order_by("pk").values_list("spoken", flat=True)) == ["hai", "ba"]


def test_nothing_to_say_is_no_choice(cast: Cast, api: APIClient) -> None:
    document = give_diary(cast)
    assert code_of(choose(api, document, "BTC", "...", within="8g")) == (400, "bad_choice")
    section = section_with(document, "8g")
    with pytest.raises(Refusal, match="khớp"):
        reading.keep_choice(by=cast.owner, document=document, section=section, pick=reading.Pick(0, 3, "xxx", "một"))


def test_a_page_of_five_thousand_characters_takes_little(api: APIClient) -> None:
    sentence = "Ngày 20/11/2025, BTC cho biết 3-5 xe chạy 120 km/h, giá 1,2 triệu đồng, {}% tăng. Câu này không có số. "
    text = "".join(sentence.format(n) for n in range(60))[:5000]
    look(api, text="Lần đầu nạp những gì cần để đọc 1 câu.")
    taken = []
    for part in range(3):
        start = process_time()
        look(api, text=text.replace("xe", f"xe{part}"))
        taken.append(process_time() - start)
    assert min(taken) < 0.3, "seconds; 0.12 were measured, a slow machine may take twice as long"
