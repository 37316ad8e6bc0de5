"""What the tests of the dictionary share: rules over the API, books to read, what is said."""

from typing import Any

from rest_framework.test import APIClient

from documents.models import Document
from synthesis.models import Segment
from tests.test_main_path import upload_document
from tests.working import work_all

RULES = "/api/v1/pronunciations"


def add(api: APIClient, written: str, spoken: str, **more: Any) -> dict[str, Any]:
    answer = api.post(RULES, {"written": written, "spoken": spoken, **more}, format="json")
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), body
    return body


def book(api: APIClient, text: str, name: str = "sach.txt") -> Document:
    found = upload_document(api, name, text.encode())
    work_all()
    return Document.objects.get(public_id=found["document_id"])


def share(document: Document) -> Document:
    Document.objects.filter(pk=document.pk).update(is_shared=True)
    document.refresh_from_db()
    return document


def said(job: dict[str, Any]) -> str:
    return " ".join(Segment.objects.filter(job__public_id=job["id"]).values_list("spoken_text", flat=True))


def stale(api: APIClient, job: dict[str, Any]) -> bool:
    found: bool = api.get(f"/api/generation/{job['id']}").json()["stale"]
    return found
