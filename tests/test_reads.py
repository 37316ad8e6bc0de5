"""Reads stay cheap: a fixed number of queries whatever the number of rows, through an index, page after page."""

import json
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.models import Blob, Membership, Organisation, User
from documents.models import Document, Extraction
from documents.selectors import documents_for
from synthesis.models import Job, Rendition
from synthesis.selectors import jobs_for
from tests.conftest import Cast
from voices.models import Consent, Voice, VoiceVersion
from voices.selectors import voices_for

pytestmark = pytest.mark.django_db
MANY = 20_000
QUERIES = {  # the first one is who asks
    "/api/auth/me": 1,
    "/api/documents": 2,
    "/api/voice-profiles": 3,
    "/api/generation/history": 3,
    "/api/documents/{document}": 3,
    "/api/voice-profiles/{voice}": 3,
    "/api/generation/{job}": 4,
    "/api/jobs/{job}": 3,
}
PAGES = {"/api/documents": Document, "/api/voice-profiles": Voice, "/api/generation/history": Job}


def fill(user: User, rows: int) -> dict[str, str]:
    """Finished things of ``user``, without the work that makes them."""
    home = Organisation.home_of(user)
    mine = {"organisation": home, "created_by": user}
    blob, _ = Blob.objects.get_or_create(**mine, sha256="0" * 64, size_bytes=1, key=f"reads/{user.pk}")
    voices = Voice.objects.bulk_create([Voice(**mine, name=f"Giọng {n}") for n in range(rows)])
    documents = Document.objects.bulk_create([Document(**mine, filename=f"{n}.txt", blob=blob) for n in range(rows)])
    jobs = Job.objects.bulk_create(
        [Job(**mine, title="Sách", text_input="Xin chào.", preset="vi-north", document=one) for one in documents]
    )
    ready = {"organisation": home, "status": "READY", "number": 1}
    for voice, document in list(zip(voices, documents, strict=True))[:50]:
        version = VoiceVersion.objects.create(**ready, voice=voice)
        reading = Extraction.objects.create(**ready, document=document, page_count=1, word_count=1, format="txt")
        Consent.objects.create(voice=voice, kind="self", given_by=user)
        Voice.objects.filter(pk=voice.pk).update(current_version=version)
        Document.objects.filter(pk=document.pk).update(current_extraction=reading)
    for job in jobs[:50]:
        Rendition.objects.create(organisation=home, job=job, format="mp3", filename="a.mp3", mime_type="audio/mpeg")
    last = {"voice": voices, "document": documents, "job": jobs}
    return {name: str(rows[0].public_id) for name, rows in last.items()}


@pytest.mark.parametrize("rows", [1, 15])
def test_a_read_asks_the_database_as_often_for_many_rows_as_for_one(cast: Cast, rows: int) -> None:
    ids, api = fill(cast.owner, rows), cast.api(cast.owner)
    for path, allowed in QUERIES.items():
        with CaptureQueriesContext(connection) as asked:
            answer = api.get(path.format(**ids))
        assert answer.status_code == 200
        assert len(asked) <= allowed, (path, [one["sql"][:120] for one in asked.captured_queries])
        assert path not in PAGES or len(answer.json()) == rows


def test_pages_follow_each_other_without_a_gap_or_an_offset(cast: Cast) -> None:
    fill(cast.owner, 25)
    fill(cast.stranger, 5)
    api = cast.api(cast.owner)
    for path, model in PAGES.items():
        seen, at = list[str](), f"{path}?limit=10"
        while at:
            with CaptureQueriesContext(connection) as asked:
                answer = api.get(at)
            assert not any(" OFFSET " in one["sql"] for one in asked.captured_queries)
            seen += [row["id"] for row in answer.json()]
            at = answer["Link"].partition("<")[2].partition(">")[0] if "Link" in answer else ""
        mine = model.objects.filter(created_by=cast.owner).order_by("-pk")
        assert seen == [str(one) for one in mine.values_list("public_id", flat=True)]
    assert len(api.get("/api/documents?limit=1000").json()) == 25
    assert [api.get(f"/api/documents?limit={n}").status_code for n in ("0", "-5", "x", "1e9")] == [200, 200, 400, 400]


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for part in plan.get("Plans", []) for node in nodes(part))]


def looked_at(rows: "QuerySet[Any]") -> tuple[int, list[str]]:
    """How many rows of its own table the database touched for the first page, and how it got to them."""
    sql, params = rows.order_by("-pk")[:21].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        found = cursor.fetchone()[0]
    plan = (found if isinstance(found, list) else json.loads(found))[0]["Plan"]
    own = [node for node in nodes(plan) if node.get("Relation Name") == rows.model._meta.db_table]
    touched = sum((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"] for node in own)
    return touched, [node["Node Type"] for node in own]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="plans of PostgreSQL")
def test_a_page_of_many_rows_is_found_through_an_index(cast: Cast) -> None:
    fill(cast.colleague, 30)
    fill(cast.owner, MANY)
    fill(cast.stranger, 30)
    Membership.objects.get_or_create(organisation=Organisation.home_of(cast.owner), user=cast.colleague)
    with connection.cursor() as cursor:
        for model in (Document, Voice, Job, Membership, User, Extraction, VoiceVersion):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    for list_of in (documents_for, voices_for, jobs_for):
        for person in (cast.owner, cast.colleague, cast.stranger, cast.staff):
            touched, ways = looked_at(list_of(person))
            assert touched < 200, (list_of.__name__, str(person), touched, ways)
            assert "Seq Scan" not in ways
