"""Audio that would be read otherwise now says so: after a choice for one place too, and no longer than it is true."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from documents.models import Document, RuleEvent, Section, SectionChoice
from documents.reading import services as reading
from documents.reading.picks import Pick
from documents.reading.selectors import picks_in
from synthesis.models import Job
from synthesis.services import Wish, create_preview
from synthesis.stages import following, planning
from tests.conftest import Cast
from tests.ruling import RULES, add, book, refused, share, stale
from tests.test_main_path import create
from tests.working import work_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


def section_of(document: Document) -> Section:
    return Section.objects.filter(extraction=document.current_extraction).earliest("position")


def choose(cast: Cast, document: Document, spoken: str, start: int = 4, end: int = 7) -> SectionChoice:
    section = section_of(document)
    pick = Pick(start, end, section.text[start:end], spoken)
    return reading.keep_choice(by=cast.owner, document=document, section=section, pick=pick)


def heard(api: APIClient, **wish: Any) -> dict[str, Any]:
    job = create(api, voice_profile_id="vi-north", **wish)
    work_all()
    return job


def test_a_choice_marks_the_finished_audio_of_its_document(cast: Cast, api: APIClient) -> None:
    document, other = share(book(api, "Ông BTC đi.")), book(api, "Ông BTC về.", "hai.txt")
    mine = heard(api, document_id=str(document.public_id))
    theirs = heard(cast.api(cast.colleague), document_id=str(document.public_id))
    apart = heard(api, document_id=str(other.public_id))
    first = create_preview(by=cast.owner, wish=Wish(voice="vi-north", document=str(document.public_id)))
    work_all()
    choice = choose(cast, document, "ban thử")
    assert following.follow_all() == 1
    assert [stale(api, mine), stale(cast.api(cast.colleague), theirs), stale(api, apart)] == [True, True, False]
    assert not stale(api, {"id": str(first.public_id)}), "it copied its choices"
    again = heard(api, document_id=str(document.public_id))
    following.follow_all()
    assert not stale(api, again), "it was read so already"
    reading.drop_choice(by=cast.owner, choice=choice)
    following.follow_all()
    assert [stale(api, mine), stale(api, again)] == [False, True], "as before for the first, otherwise for the second"
    assert following.follow_all() == 0


def test_the_same_words_chosen_again_mark_nothing(cast: Cast, api: APIClient) -> None:
    document = book(api, "Ông BTC đi.")
    choose(cast, document, "ban thử")
    job = heard(api, document_id=str(document.public_id))
    choose(cast, document, "ban thử")
    following.follow_all()
    assert not stale(api, job)
    choose(cast, document, "ban khác")
    following.follow_all()
    assert stale(api, job)


def test_dropping_nothing_is_no_event(cast: Cast, api: APIClient) -> None:
    document = book(api, "Ông BTC đi.")
    assert reading.drop_choices(by=cast.owner, document=document, section=section_of(document), start=0, end=3) == 0
    assert not RuleEvent.objects.exists()


def test_what_changed_elsewhere_keeps_no_mark(api: APIClient) -> None:
    rule = add(api, "zephyr", "dê phia")
    job = heard(api, text="Ông Zephyr đi.")
    api.delete(f"{RULES}/{rule['id']}")
    following.follow_all()
    assert stale(api, job)
    add(api, "khác", "gì đó")
    following.follow_all()
    assert stale(api, job), "another rule is no undo"
    shadowed = add(api, "zephyr", "gió", scope="organisation")
    following.follow_all()
    api.post(f"{RULES}/{rule['id']}/restore")
    following.follow_all()
    assert not stale(api, job), "the other rules say nothing of its text, or nothing while the nearer one does"
    api.delete(f"{RULES}/{shadowed['id']}")
    following.follow_all()
    assert not stale(api, job)


def test_an_undone_change_takes_the_mark_away(api: APIClient) -> None:
    rule = add(api, "zephyr", "dê phia")
    job = heard(api, text="Ông Zephyr đi.")
    api.patch(f"{RULES}/{rule['id']}", {"spoken": "sai"}, format="json")
    following.follow_all()
    assert stale(api, job)
    api.patch(f"{RULES}/{rule['id']}", {"spoken": "dê phia"}, format="json")
    following.follow_all()
    assert not stale(api, job)
    api.delete(f"{RULES}/{rule['id']}")
    api.post(f"{RULES}/{rule['id']}/restore")
    following.follow_all()
    assert not stale(api, job)


def test_an_event_from_a_slow_transaction_is_not_missed(api: APIClient) -> None:
    """It was written before the plan landed and seen after it."""
    job = heard(api, text="Ông Zephyr đi.")
    add(api, "zephyr", "dê phia")
    planned_at = Job.objects.get().rendering_at
    assert planned_at is not None
    RuleEvent.objects.update(at=planned_at - timedelta(seconds=2))
    following.follow_all()
    assert stale(api, job)


def test_a_choice_that_lands_while_a_job_is_planned_is_noticed(
    cast: Cast, api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = book(api, "Ông BTC đi.")
    job = create(api, voice_profile_id="vi-north", document_id=str(document.public_id))
    plain = planning._segments

    def slowly(*args: Any) -> Any:
        choose(cast, document, "ban thử")
        following.follow_all()
        return plain(*args)

    monkeypatch.setattr(planning, "_segments", slowly)
    work_all()
    assert stale(api, job)


def test_a_place_can_be_chosen_anew_when_no_other_can(
    cast: Cast, api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = book(api, "Ông BTC đi, ông KXQ về.")
    monkeypatch.setattr(settings, "MAX_CHOICES", 1)
    choose(cast, document, "một")
    choose(cast, document, "hai")
    assert SectionChoice.objects.get().spoken == "hai"
    section = section_of(document)
    body = {"section": str(section.public_id), "start": 16, "end": 19, "written": "KXQ", "spoken": "ba"}
    assert section.text[16:19] == "KXQ"
    refused(api.post(f"/api/v1/documents/{document.public_id}/choices", body, format="json"), 429, "too_many_choices")


def test_choices_are_fetched_without_the_text_around_them(cast: Cast, api: APIClient) -> None:
    document = book(api, "Ông BTC đi.")
    choose(cast, document, "ban thử")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert picks_in(document) == {section_of(document).pk: [Pick(4, 7, "BTC", "ban thử")]}
    assert '"text"' not in asked[0]["sql"]


def test_whose_rule_it_is_comes_before_what_is_wrong_with_the_change(cast: Cast, api: APIClient) -> None:
    rule = add(api, "BTC", "ban tổ chức", scope="organisation")
    wrong = {"spoken": ""}
    refused(cast.api(cast.colleague).patch(f"{RULES}/{rule['id']}", wrong, format="json"), 403, "not_allowed")
    refused(api.patch(f"{RULES}/{rule['id']}", wrong, format="json"), 400, "invalid")
