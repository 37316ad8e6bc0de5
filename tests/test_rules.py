"""The dictionary: how rules are made, whose they are, which of them hold for a text."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Membership, Organisation, User
from documents.models import Document, PronunciationRule, RuleEvent
from documents.pronunciation import services
from documents.pronunciation.selectors import rules_for
from lib.refusals import Refusal
from synthesis.stages import keeping
from tests.conftest import Cast
from tests.ruling import RULES, add, book, refused, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


def spoken_for(user: User, document: Document | None = None) -> list[str]:
    return [rule.spoken for rule in rules_for(user, document)]


# --- create, read, change, delete


def test_a_rule_is_made_read_changed_and_deleted(api: APIClient) -> None:
    made = add(api, "  BTC ", "ban   tổ chức")
    assert (made["written"], made["spoken"]) == ("BTC", "ban tổ chức")
    assert (made["scope"], made["document_id"], made["language"]) == ("person", None, "auto")
    assert (made["whole_word"], made["case_sensitive"]) == (True, False)
    at = f"{RULES}/{made['id']}"
    changed = api.patch(at, {"spoken": "bộ tài chính", "language": "vi", "case_sensitive": True}, format="json").json()
    assert (changed["written"], changed["spoken"], changed["language"]) == ("BTC", "bộ tài chính", "vi")
    assert api.get(at).json() == changed
    assert api.delete(at).status_code == 204
    assert api.get(at).status_code == api.delete(at).status_code == 404
    assert api.post(f"{at}/restore").json() == changed
    refused(api.post(f"{at}/restore"), 409, "not_restorable")
    kinds = list(RuleEvent.objects.order_by("pk").values_list("new", "subject", flat=False))
    assert [new for new, _ in kinds] == ["CREATED", "CHANGED", "DELETED", "RESTORED"]
    assert {str(subject) for _, subject in kinds} == {made["id"]}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"written": "BTC", "spoken": "?!…"}, "rule_not_sayable"),
        ({"written": "\u200b", "spoken": "a"}, "rule_empty"),
        ({"written": "B\x00", "spoken": "a"}, "invalid"),
        ({"written": "B" * 201, "spoken": "a"}, "invalid"),
        ({"written": "B", "spoken": "a" * 401}, "invalid"),
        ({"written": "B", "spoken": "a", "language": "fr"}, "invalid"),
        ({"written": "B", "spoken": "a", "scope": "document"}, "rule_needs_document"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_with_its_code(api: APIClient, fields: dict[str, Any], code: str) -> None:
    refused(api.post(RULES, fields, format="json"), 400, code)
    assert not PronunciationRule.objects.exists()
    assert not RuleEvent.objects.exists()


def test_a_control_character_is_not_kept(api: APIClient) -> None:
    assert add(api, "B\x07T\u200bC", "a\nb")["written"] == "B T C"
    assert PronunciationRule.objects.get().spoken == "a b"


def test_one_rule_for_a_word_in_one_place(cast: Cast, api: APIClient) -> None:
    """Case counts only where the rule says so; another language or place is another rule."""
    document = book(api, "Một câu.")
    first = add(api, "Đăk Lăk", "đắc lắc")
    refused(api.post(RULES, {"written": "ĐĂK LĂK", "spoken": "x"}, format="json"), 409, "rule_exists")
    for more in ({"case_sensitive": True}, {"language": "en"}, {"scope": "organisation"},
                 {"document_id": str(document.public_id)}):  # fmt: skip
        add(api, "đăk lăk", "x", **more)
    add(cast.api(cast.colleague), "Đăk Lăk", "x")
    other = add(api, "Pleiku", "plây cu")
    taken = api.patch(f"{RULES}/{other['id']}", {"written": "đăk lăk"}, format="json")
    assert "written" in refused(taken, 409, "rule_exists")["errors"]
    api.delete(f"{RULES}/{first['id']}")
    add(api, "Đăk Lăk", "y")
    refused(api.post(f"{RULES}/{first['id']}/restore"), 409, "rule_exists")


def test_a_place_takes_so_many_rules(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_RULES", 2)
    document = book(api, "Một câu.")
    gone = add(api, "a1", "x")
    add(api, "a2", "x")
    refused(api.post(RULES, {"written": "a3", "spoken": "x"}, format="json"), 429, "too_many_rules")
    add(api, "a3", "x", scope="organisation")
    add(api, "a3", "x", document_id=str(document.public_id))
    api.delete(f"{RULES}/{gone['id']}")
    add(api, "a4", "x")
    refused(api.post(f"{RULES}/{gone['id']}/restore"), 429, "too_many_rules")


def test_lists_are_paged_searched_and_filtered(api: APIClient) -> None:
    document = book(api, "Một câu.")
    for number in range(5):
        add(api, f"từ {number}", "x")
    add(api, "chung", "x", scope="organisation")
    add(api, "riêng", "tất cả", document_id=str(document.public_id))
    page = api.get(f"{RULES}?limit=3").json()
    rest = api.get(f"{RULES}?limit=100&cursor={page['next']}").json()
    assert [rule["written"] for rule in page["results"]] == ["riêng", "chung", "từ 4"]
    assert [rule["written"] for rule in rest["results"]] == ["từ 3", "từ 2", "từ 1", "từ 0"]
    assert rest["next"] is None

    def found(query: str) -> list[str]:
        return [rule["written"] for rule in api.get(f"{RULES}?{query}").json()["results"]]

    assert found("scope=organisation") == ["chung"]
    assert found(f"document_id={document.public_id}") == found("q=tất cả") == ["riêng"]
    assert found("scope=person&q=từ 3") == ["từ 3"]
    refused(api.get(f"{RULES}?scope=world"), 400, "invalid")
    refused(api.get(f"{RULES}?cursor=x"), 400, "bad_cursor")


# --- who


def test_rules_of_an_organisation_are_its_members(cast: Cast, api: APIClient) -> None:
    shared = add(api, "BTC", "ban tổ chức", scope="organisation")
    own = add(api, "CLB", "câu lạc bộ")
    colleague, at = cast.api(cast.colleague), f"{RULES}/{shared['id']}"
    assert colleague.get(at).json()["spoken"] == "ban tổ chức"
    refused(colleague.patch(at, {"spoken": "x"}, format="json"), 403, "not_allowed")
    refused(colleague.delete(at), 403, "not_allowed")
    assert colleague.get(f"{RULES}/{own['id']}").status_code == 404
    for outsider in (cast.stranger, cast.staff):
        for rule in (shared, own):
            found = cast.api(outsider)
            assert found.get(f"{RULES}/{rule['id']}").status_code == 404
            assert found.patch(f"{RULES}/{rule['id']}", {"spoken": "x"}, format="json").status_code == 404
            assert found.delete(f"{RULES}/{rule['id']}").status_code == 404
        assert found.get(RULES).json()["results"] == []
    assert spoken_for(cast.colleague) == ["ban tổ chức"]
    Membership.objects.filter(user=cast.colleague, organisation=Organisation.home_of(cast.owner)).update(
        is_active=False
    )
    assert colleague.get(at).status_code == 404
    assert spoken_for(cast.colleague) == []


def test_rules_of_a_document_are_those_who_see_it(cast: Cast, api: APIClient) -> None:
    document = book(api, "Một câu.")
    rule = add(api, "BTC", "ban tổ chức", document_id=str(document.public_id))
    colleague, at = cast.api(cast.colleague), f"{RULES}/{rule['id']}"
    assert colleague.get(at).status_code == 404
    body = {"written": "a", "spoken": "b", "document_id": str(document.public_id)}
    refused(colleague.post(RULES, body, format="json"), 404, "not_found")
    share(document)
    assert colleague.get(at).status_code == 200
    refused(colleague.post(RULES, body, format="json"), 403, "not_allowed")
    refused(colleague.delete(at), 403, "not_allowed")
    assert spoken_for(cast.colleague, document) == ["ban tổ chức"]
    assert spoken_for(cast.colleague) == spoken_for(cast.stranger, document) == []
    api.delete(f"/api/documents/{document.public_id}")
    assert api.get(at).status_code == colleague.get(at).status_code == 404, "it is away with its document"
    api.post(f"/api/v1/documents/{document.public_id}/restore")
    assert api.get(at).status_code == 200


def test_the_nearest_rule_comes_first(cast: Cast, api: APIClient) -> None:
    document, other = book(api, "Một câu."), book(api, "Câu khác.", "khac.txt")
    add(api, "BTC", "nhóm", scope="organisation")
    add(api, "BTC", "tôi")
    add(api, "BTC", "sách", document_id=str(document.public_id))
    add(api, "BTC", "sách khác", document_id=str(other.public_id))
    add(api, "BTC", "tôi, tiếng Việt", language="vi")
    assert spoken_for(cast.owner, document) == ["sách", "tôi, tiếng Việt", "tôi", "nhóm"]
    assert spoken_for(cast.owner) == ["tôi, tiếng Việt", "tôi", "nhóm"]
    assert [rule.rank for rule in rules_for(cast.owner, document)] == [0, 1, 1, 2]


# --- the end


def test_a_deleted_rule_goes_for_good_after_a_day(cast: Cast, api: APIClient) -> None:
    rule = add(api, "BTC", "ban tổ chức")
    api.delete(f"{RULES}/{rule['id']}")
    assert spoken_for(cast.owner) == []
    keeping.expire_old_audio()
    assert PronunciationRule.objects.exists()
    PronunciationRule.objects.update(deleted_at=timezone.now() - timedelta(days=1, minutes=1))
    refused(api.post(f"{RULES}/{rule['id']}/restore"), 409, "not_restorable")
    keeping.expire_old_audio()
    assert not PronunciationRule.objects.exists()


def test_a_refused_change_leaves_no_event(cast: Cast, api: APIClient) -> None:
    add(api, "BTC", "ban tổ chức")
    with pytest.raises(Refusal, match="Đã có quy tắc"):
        services.create_rule(by=cast.owner, written="btc", spoken="x")
    assert RuleEvent.objects.count() == 1
    rule = PronunciationRule.objects.get()
    services.change_rule(by=cast.owner, rule=rule, spoken="ban tổ chức")
    assert RuleEvent.objects.count() == 1, "nothing changed"
