"""The API against its own description: whatever is sent, no answer that the description does not know, and no 5xx.

Schemathesis makes the calls (also broken ones) in this process, over WSGI. Short in every run; ``GIONG_FAULTS=full``
makes more of them. The seed is fixed.
"""

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error
from schemathesis.core import NotSet
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.tokens import open_family
from tests.conftest import Cast
from tests.matrix.expected import kinds_of
from tests.matrix.world import World, build

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]
EXAMPLES = 150 if os.environ.get("GIONG_FAULTS") == "full" else 6
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)


@pytest.fixture
def api(world: World, settings: Any) -> Iterator[Any]:
    """The description as the site serves it, with no cap that would hide everything behind 429."""
    settings.MAX_UPLOADS_A_MINUTE = settings.MAX_DOCUMENTS = settings.MAX_VOICES = settings.MAX_JOBS_AT_ONCE = 10**6
    for signal in (request_started, request_finished):  # as Django's own test client: the test's connection stays
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/schema?format=json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def can_be_sent(case: Any) -> bool:
    """A form is fields: schemathesis makes forms that are a number or a list, and then cannot write them down."""
    return "form" not in (case.media_type or "") or isinstance(case.body, dict | bytes | NotSet)


def at_a_row(case: Any, ids: dict[str, str], wanted: int) -> None:
    """Every other call names a row that is there; what a description makes up never is."""
    if "public_id" in (case.path_parameters or {}) and wanted % 2:
        kinds = kinds_of(case.operation.path)
        case.path_parameters["public_id"] = ids[kinds[wanted % len(kinds)]]


def play(operation: Any, mode: GenerationMode, world: World, headers: dict[str, str]) -> list[str]:
    """Make calls of one operation; each is undone. What went wrong, in words."""
    wrong: list[str] = []

    @hypothesis.settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode), wanted=hypothesis.strategies.integers(0, 11))
    def calls(case: Any, wanted: int) -> None:
        hypothesis.assume(can_be_sent(case))
        at_a_row(case, world.ids, wanted)
        cache.clear()
        with transaction.atomic():
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        try:
            case.validate_response(answer, checks=CHECKS)
        except (schemathesis.core.failures.FailureGroup, schemathesis.core.failures.Failure) as failure:
            wrong.append(f"{operation.label}: {answer.status_code}: {[str(one) for one in failure.exceptions]}")

    calls()
    return wrong


@pytest.mark.parametrize("viewer", ["owner", "anonymous"])
def test_no_answer_is_a_server_error_or_undocumented(viewer: str, api: Any, world: World) -> None:
    token = open_family(world.cast.owner)["access"] if viewer == "owner" else ""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    wrong, operations = list[str](), 0
    for result in api.get_all_operations():
        operation = result.ok()
        operations += 1
        for mode in MODES:
            wrong += play(operation, mode, world, headers)
    assert operations >= 20
    assert not wrong, "\n".join(wrong)
