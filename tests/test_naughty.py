"""Naughty values in every field, parameter, header and path of every route: never a 500, always a code or clean
acceptance, and what is taken is shown escaped. Routes, fields and parameters are read from the code itself."""

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from html.parser import HTMLParser
from itertools import count, product
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils.module_loading import import_string
from drf_spectacular.generators import SchemaGenerator

from documents.pronunciation.services import create_rule
from documents.services import upload_document
from synthesis.services import Wish, create_job
from tests import making, naughty
from tests.conftest import PASSWORD, Cast
from tests.routes import address, patterns
from tests.working import work_all
from voices.services import Said, upload_voice

SPREAD = 1 if os.environ.get("GIONG_FAULTS") == "full" else 24
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(3600 if SPREAD == 1 else 900)]
MOST_VALUES, SPREAD_PATHS = (None, 1) if SPREAD == 1 else (1, 4)
CODES = frozenset().union(*(import_string(path) for path in settings.REFUSAL_CATALOGUES))
OURS = ("config", "accounts", "voices", "documents", "synthesis", "analytics", "lib")
PARAMETER = re.compile(r"(?:GET|query_params)(?:\.get(?:list)?\(|\[)\s*\"(\w+)\"")
ROOM = ("MAX_VOICES", "MAX_DOCUMENTS", "MAX_UPLOADS_A_MINUTE", "MAX_JOBS_AT_ONCE", "MAX_CHARS_A_DAY", "MAX_RULES")
_turns = count()
FINE = {
    "email": "new@example.com", "username": "owner@example.com", "password": PASSWORD, "full_name": "Lan",
    "voice_profile_id": "vi-north", "text": "Xin chào.", "name": "Giọng", "consent": "self", "language": "vi",
    "written": "BTC", "spoken": "ban tổ chức",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Caps have tests of their own."""
    for name in ROOM:
        monkeypatch.setattr(settings, name, 10**9)


@pytest.fixture
def ids(cast: Cast) -> dict[str, str]:
    """One thing of each kind, all of them finished, by the first word of its addresses."""
    voice = upload_voice(
        by=cast.owner,
        stream=making.named("a.wav", making.recording()),
        filename="a.wav",
        name="G",
        consent=Said("self"),
    )
    document = upload_document(by=cast.owner, stream=making.named("a.txt", b"Xin chao."), filename="a.txt")
    job = create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Xin chào."))
    rule = create_rule(by=cast.owner, written="CLB", spoken="câu lạc bộ")
    work_all()
    found = {"voices": voice, "voice-profiles": voice, "documents": document, "jobs": job, "generation": job}
    found["pronunciations"] = rule
    return {word: str(row.public_id) for word, row in found.items()}


def some(values: Sequence[Any]) -> Sequence[Any]:
    """A part of ``values``, the next one at each call: every value goes somewhere. All of them in the full form."""
    return values[next(_turns) % SPREAD :: SPREAD]


def pairs(fields: Sequence[Any], values: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    return ((field, value) for field in fields for value in some(values))


def placed(path: str, ids: dict[str, str]) -> str:
    """A path of the schema with an identifier that its owner may use."""
    word = next((word for word in ids if f"/{word}/" in path), "jobs")
    return re.sub(r"{\w+}", ids[word], path)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of everything that the API offers, with the schemas filled in."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    shapes = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            contents = told.get("requestBody", {}).get("content", {})
            fields: dict[str, Any] = {}
            for content in contents.values():
                name = content["schema"].get("$ref", "").rpartition("/")[2]
                fields |= shapes[name]["properties"] if name else content["schema"].get("properties", {})
            queries = [one["name"] for one in told.get("parameters", []) if one["in"] == "query"]
            yield method, path, {"fields": fields, "kinds": list(contents), "queries": queries}


def ask(call: Callable[[], HttpResponseBase], what: object) -> HttpResponseBase:
    """The answer to one call that leaves nothing behind; never a 500, an API's refusal in a code of the catalogue."""
    with transaction.atomic():
        cache.clear()
        answer = call()
        transaction.set_rollback(True)
    assert answer.status_code < 500, (what, answer.status_code)
    said = b"" if getattr(answer, "streaming", False) else answer.content
    assert naughty.SCRIPT.encode() not in said or answer.headers["Content-Type"].startswith("application/"), what
    if answer.headers.get("Content-Type", "").startswith("application/problem+json"):
        assert json.loads(said)["code"] in CODES, (what, said)
    assert not any(ord(letter) < 32 for _, value in answer.items() for letter in value), what
    return answer


def quiet(client: Any) -> Any:
    client.raise_request_exception = False
    return client


def test_every_field_of_the_api(cast: Cast, ids: dict[str, str]) -> None:
    api, asked = quiet(cast.api(cast.owner)), 0
    for method, path, told in operations():
        fields = told["fields"]
        good = {name: FINE[name] for name in fields if name in FINE}
        has_file = "file" in fields
        values = naughty.STRINGS if has_file else (*naughty.STRINGS, *naughty.THINGS)
        for field, value in pairs([name for name in fields if name != "file"], values):
            body = {**good, field: value}
            if has_file:
                body["file"] = making.named("a.wav", making.recording()[:3000])
            send = _sender(api, method, placed(path, ids), body, "multipart" if has_file else "application/json")
            ask(send, (method, path, field, str(value)[:40]))
            asked += 1
    assert asked > 50


def _sender(api: Any, method: str, path: str, body: dict[str, Any], kind: str) -> Callable[[], HttpResponseBase]:
    if kind == "application/json":
        return partial(getattr(api, method), path, json.dumps(body), content_type=kind)
    whole = {name: as_sent(value) for name, value in body.items()}
    return partial(getattr(api, method), path, whole, format=kind)


def as_sent(value: Any) -> Any:
    """The bytes of a text in a form: nobody checks that they are UTF-8 before us."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def test_every_query_parameter(cast: Cast, ids: dict[str, str]) -> None:
    api, browser, staff = quiet(cast.api(cast.owner)), quiet(cast.browser(cast.owner)), quiet(cast.browser(cast.staff))
    names = sorted({name for _, _, told in operations() for name in told["queries"]} | set(read_parameters()))
    assert {"limit", "cursor", "format"} <= set(names)
    values = [quote(value.encode("utf-8", "surrogatepass")) for value in (*naughty.SHORT, "x" * 3000)]
    for path in our_addresses(ids):
        asking = staff if path.startswith("/admin/") else api if path.startswith("/api/") else browser
        known = ["q", "p", "o", "e", "_facets", *names] if path.startswith("/admin/") else names
        for value in some(values):
            query = "&".join(f"{name}={value}" for name in known)
            ask(partial(asking.get, f"{path}?{query}"), (path, value[:60]))
        for name in some(names):
            ask(partial(asking.get, f"{path}?{name}=%00&{name}=%ff"), (path, name))


def read_parameters() -> Iterator[str]:
    """The names of query parameters that our code reads."""
    for package in OURS:
        for file in Path(settings.BASE_DIR, package).rglob("*.py"):
            yield from PARAMETER.findall(file.read_text())


def our_addresses(ids: dict[str, str], **values: str) -> list[str]:
    """One address for each route, with identifiers that fit."""
    found = set()
    for route, _ in patterns():
        word = next((word for word in ids if f"{word}/" in route), "jobs")
        found.add(address(route, **{"public_id": ids[word], **values}))
    return sorted(path for path in found if "logout" not in path)


def test_every_path(cast: Cast) -> None:
    api, browser = quiet(cast.api(cast.owner)), quiet(cast.browser(cast.staff))
    holes = [(route, hole) for route, _ in patterns() for hole in re.findall(r"<(?:\w+:)?(\w+)>", route)]
    for (route, hole), value in pairs(holes, naughty.SHORT[1:]):
        path = address(route, **{hole: quote(value.encode("utf-8", "surrogatepass"), safe="")})
        asking = api if path.startswith("/api/") else browser
        ask(partial(asking.get, path), (path, hole))


def test_every_header(cast: Cast, ids: dict[str, str]) -> None:
    paths = [path for path in our_addresses(ids) if path.startswith(("/api/", "/documents", "/jobs", "/health"))]
    api, browser = quiet(cast.api(cast.owner)), quiet(cast.browser(cast.owner))
    values = [naughty.sendable(value) for value in (*naughty.SHORT, "x" * 3000)]
    for path, name in product(paths[::SPREAD_PATHS], naughty.HEADERS):
        ranges = naughty.RANGES if name == "Range" and "audio" in path else ()
        for value in [*some(values)[:MOST_VALUES], *ranges]:
            asking = api if path.startswith("/api/") else browser
            ask(partial(asking.get, path, headers={name: value}), (path, name, value[:60]))


def test_every_body(cast: Cast, ids: dict[str, str]) -> None:
    api = quiet(cast.api(cast.owner))
    for method, path, told in operations():
        if told["kinds"]:
            for body, kind in some(list(product(naughty.BODIES, naughty.CONTENT_TYPES))):
                send = partial(api.generic, method.upper(), placed(path, ids), body, content_type=kind)
                ask(send, (method, path, body[:40], kind))


class Forms(HTMLParser):
    """The forms of a page that post: where to, and what stands in their fields."""

    def __init__(self, page: str, path: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._open, self._path = False, path
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = told.get("method", "").lower() == "post" or "hx-post" in told
            if self._open:
                self.found.append((told.get("hx-post") or told.get("action") or self._path, {}))
        elif self._open and tag in {"input", "select", "textarea"} and told.get("type") != "file" and "name" in told:
            self.found[-1][1].setdefault(told["name"], told.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "form"


@pytest.mark.parametrize("who", ["owner", "anonymous", "staff"])
def test_every_field_of_every_page(cast: Cast, ids: dict[str, str], who: str) -> None:
    browser = Client() if who == "anonymous" else cast.browser(getattr(cast, who))
    known = {name: morsel.value for name, morsel in browser.cookies.items()}
    forms: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
    for path in our_addresses(ids):
        if who == "staff" or not path.startswith("/admin/"):
            page = quiet(browser).get(path)
            text = "" if page.streaming else page.content.decode(errors="replace")
            for target, fields in Forms(text, path).found:
                forms.setdefault((target.partition("#")[0], tuple(sorted(fields))), fields)
    assert len(forms) > 3
    for (target, _), fields in forms.items():
        good = {name: value or FINE.get(name, "a") for name, value in fields.items() if name != "csrfmiddlewaretoken"}
        for field, value in pairs(list(good), naughty.STRINGS[:: SPREAD_PATHS if who == "staff" else 1]):
            client = quiet(Client())
            client.cookies.load(known)
            body = {**good, field: as_sent(value)}
            ask(partial(client.post, target, body), (target, field, value[:40]))
