"""Rules are heard: in jobs that are planned after them, and by marking those that were planned before; and how many
places they change is told before they are saved."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.models import PronunciationRule
from documents.pronunciation import services
from synthesis.models import Job
from synthesis.services import Wish, create_preview
from synthesis.stages import following
from tests.conftest import Cast
from tests.ruling import RULES, add, book, refused, said, share, stale
from tests.test_main_path import create
from tests.working import work_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


# --- what is heard


def test_a_job_is_read_by_the_rules_of_its_day(cast: Cast, api: APIClient) -> None:
    document = book(api, "Ông Zephyr gặp KXQ.\n\nKXQ họp.")
    add(api, "Zephyr", "dê phia")
    rule = add(api, "kxq", "ban kiểm xét", document_id=str(document.public_id))
    job = create(api, voice_profile_id="vi-north", document_id=str(document.public_id))
    pasted = create(api, voice_profile_id="vi-north", text="Ông Zephyr gặp KXQ.")
    work_all()
    assert "dê phia" in said(job)
    assert said(job).count("ban kiểm xét") == 2
    assert "dê phia" in said(pasted)
    assert "ban kiểm xét" not in said(pasted), "a rule of one document"
    api.patch(f"{RULES}/{rule['id']}", {"spoken": "khoa quang học"}, format="json")
    following.follow_all()
    assert said(job).count("ban kiểm xét") == 2, "what was planned stays"
    again = create(api, voice_profile_id="vi-north", document_id=str(document.public_id))
    work_all()
    assert said(again).count("khoa quang học") == 2


def test_the_first_paragraph_of_a_document_is_heard_by_its_rules(cast: Cast, api: APIClient) -> None:
    document = book(api, "Ông KXQ đi.\n\nÔng về.")
    add(api, "KXQ", "ban kiểm xét", document_id=str(document.public_id))
    preview = create_preview(by=cast.owner, wish=Wish(voice="vi-north", document=str(document.public_id)))
    work_all()
    assert said({"id": str(preview.public_id)}) == "Ông ban kiểm xét đi."
    assert document.filename in cast.browser(cast.owner).get(f"/jobs/{preview.public_id}/").content.decode()


def test_a_rule_marks_what_was_read_without_it(cast: Cast, api: APIClient) -> None:
    hit = create(api, voice_profile_id="vi-north", text="Ông Zephyr đi.")
    missed = create(api, voice_profile_id="vi-north", text="Bà Lan đi.")
    theirs = create(cast.api(cast.colleague), voice_profile_id="vi-north", text="Cô Zephyr đi.")
    work_all()
    audio = Job.objects.get(public_id=hit["id"]).renditions.get(is_master=True).sha256
    add(api, "zephyr", "dê phia")
    assert following.follow_all() == 1
    assert [stale(api, hit), stale(api, missed), stale(cast.api(cast.colleague), theirs)] == [True, False, False]
    assert Job.objects.get(public_id=hit["id"]).renditions.get(is_master=True).sha256 == audio
    assert following.follow_all() == 0, "each event once"
    add(api, "boreas", "bô rê át")
    later = create(api, voice_profile_id="vi-north", text="Ông Boreas về.")
    work_all()
    assert following.follow_all() == 1
    assert not stale(api, later), "it was read by the rule already"
    add(api, "Cô", "cô giáo", scope="organisation")
    following.follow_all()
    assert stale(cast.api(cast.colleague), theirs), "members hear the organisation's rules"


def test_a_changed_word_marks_what_holds_the_old_one(api: APIClient) -> None:
    rule = add(api, "zephyr", "dê phia")
    old = create(api, voice_profile_id="vi-north", text="Ông Zephyr đi.")
    new = create(api, voice_profile_id="vi-north", text="Ông Boreas đi.")
    work_all()
    following.follow_all()
    api.patch(f"{RULES}/{rule['id']}", {"written": "boreas"}, format="json")
    following.follow_all()
    assert [stale(api, old), stale(api, new)] == [True, True]


def test_a_documents_rule_marks_the_audio_of_that_document(cast: Cast, api: APIClient) -> None:
    document, other = share(book(api, "Ông Zephyr đi.")), book(api, "Ông Zephyr ở.", "khac.txt")
    wish = {"voice_profile_id": "vi-north"}
    mine = create(api, document_id=str(document.public_id), **wish)
    theirs = create(cast.api(cast.colleague), document_id=str(document.public_id), **wish)
    apart = create(api, document_id=str(other.public_id), **wish)
    work_all()
    rule = add(api, "zephyr", "dê phia", document_id=str(document.public_id))
    following.follow_all()
    assert [stale(api, mine), stale(cast.api(cast.colleague), theirs), stale(api, apart)] == [True, True, False]
    later = create(api, document_id=str(document.public_id), **wish)
    work_all()
    api.delete(f"{RULES}/{rule['id']}")
    PronunciationRule.objects.all().delete()
    following.follow_all()
    assert stale(api, later), "the event knows what the rule was"
    assert not stale(api, mine), "it was read without the rule"


def test_a_rule_that_lands_while_a_job_is_planned_is_noticed(
    cast: Cast, api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its event is followed before the job has pieces; whoever planned the job looks again."""
    from synthesis.stages import planning

    job = create(api, voice_profile_id="vi-north", text="Ông Zephyr đi.")
    plain = planning._segments

    def slowly(*args: Any) -> Any:
        services.create_rule(by=cast.owner, written="zephyr", spoken="dê phia")
        following.follow_all()
        return plain(*args)

    monkeypatch.setattr(planning, "_segments", slowly)
    work_all()
    assert "dê phia" not in said(job)
    assert stale(api, job)


# --- how many places


def hits(api: APIClient, **fields: Any) -> dict[str, Any]:
    answer = api.post(f"{RULES}/hits", fields, format="json")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_places_are_counted_before_a_rule_is_saved(cast: Cast, api: APIClient) -> None:
    first = book(api, "BTC họp. btc về. ABTC không.\n\nKhông có gì.")
    book(api, "BTC nghỉ.", "hai.txt")
    book(cast.api(cast.stranger), "BTC của người lạ.", "la.txt")
    found = hits(api, written="BTC")
    assert (found["places"], found["document_count"], found["complete"]) == (3, 2, True)
    assert [(one["filename"], one["places"]) for one in found["documents"]] == [("sach.txt", 2), ("hai.txt", 1)]
    assert hits(api, written="BTC", case_sensitive=True)["places"] == 2
    assert hits(api, written="BTC", whole_word=False)["places"] == 4
    assert hits(api, written="BTC", document_id=str(first.public_id))["places"] == 2
    assert hits(api, written="zephyr") == {"places": 0, "document_count": 0, "documents": [], "complete": True}
    assert not PronunciationRule.objects.exists()
    refused(api.post(f"{RULES}/hits", {"written": "\u200b"}, format="json"), 400, "rule_empty")


def test_places_of_one_language_are_in_its_sentences(api: APIClient) -> None:
    book(api, "Hôm nay chúng tôi đi chợ mua data cho các bạn.\n\nThe house is old and the data are all wrong.")
    assert hits(api, written="data")["places"] == 2
    assert hits(api, written="data", language="vi")["places"] == 1
    assert hits(api, written="data", language="en")["places"] == 1


def test_counting_ends_in_time_and_says_so(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from documents.pronunciation import hits as counting

    book(api, "BTC họp. " * 50)
    book(api, "BTC nghỉ.", "hai.txt")
    monkeypatch.setattr(counting, "MOST_SECONDS", -1.0)
    found = hits(api, written="BTC")
    assert (found["places"], found["complete"]) == (1, False)


def test_looks_are_counted(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from documents.pronunciation import hits as counting

    monkeypatch.setattr(counting, "LOOKS", "1/m")
    hits(api, written="BTC")
    refused(api.post(f"{RULES}/hits", {"written": "BTC"}, format="json"), 429, "too_many_looks")
