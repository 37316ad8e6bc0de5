"""What the tests of enrolment share: a draft, and recordings of it."""

from typing import Any

from rest_framework.test import APIClient

from accounts.models import User
from tests import making
from tests.working import work_all
from voices.enrolment.services import start_draft
from voices.services import Said


def start(api: APIClient, **fields: Any) -> str:
    """A draft with consent; its id."""
    wanted = {"name": "Giọng của Lan", "language": "vi", "consent": "self", **fields}
    answer = api.post("/api/v1/voices/new", wanted, format="json")
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def send(api: APIClient, voice: str, data: bytes = b"", **fields: Any) -> Any:
    wanted = {"file": making.named("giọng.wav", data or making.recording()), **fields}
    return api.post(f"/api/v1/voices/{voice}/samples", wanted, format="multipart")


def add(api: APIClient, voice: str, data: bytes = b"", **fields: Any) -> dict[str, Any]:
    """A recording, checked by a worker; as the API shows it."""
    answer = send(api, voice, data, **fields)
    assert answer.status_code == 201, answer.content
    work_all()
    shown: dict[str, Any] = api.get(f"/api/v1/samples/{answer.json()['id']}").json()
    return shown


def samples_page(user: User) -> str:
    """The page of a new draft of ``user``'s, that takes recordings."""
    voice = start_draft(by=user, name="Giọng của Lan", language="vi", consent=Said("self"))
    return f"/voices/{voice.public_id}/samples/"
