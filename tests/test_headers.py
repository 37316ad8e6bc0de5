"""What every answer of every route says to the browser, and what a form or a call without its token gets."""

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from channels.testing import HttpCommunicator, WebsocketCommunicator
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client

from config.asgi import application
from config.headers import ALWAYS, RECORDING
from tests import making
from tests.conftest import Cast
from tests.routes import address, addresses, patterns
from tests.test_main_path import create, upload_document, upload_voice
from tests.test_settings import ask
from tests.working import work_all

pytestmark = pytest.mark.django_db
UNSAFE = ("post", "put", "patch", "delete")
WHERE_ONE_RECORDS = re.compile(r"/voices/[^/]+/samples/")
# Calls whose caller is known by what they send, not by a cookie; and the sign of life, which does nothing.
WITHOUT_SESSION = {"api_register", "api_login", "api_refresh", "api_logout", "schema", "docs"}


class Page(HTMLParser):
    """What a strict policy and a form need to know of a page."""

    def __init__(self, answer: HttpResponseBase) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._open_form: str | None = None
        self._has_token = False
        self.feed(answer.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.faults += [f"<{tag} {name}>" for name in given if name.startswith("on") or name == "style"]
        self.faults += [f"{value}" for value in given.values() if (value or "").lower().startswith("javascript:")]
        is_data = given.get("type") in {"application/json", "application/ld+json"}
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.faults.append(f"inline <{tag}>")
        if tag == "form":
            self._open_form = (given.get("method") or "get").lower()
            self._has_token = False
        self._has_token |= given.get("name") == "csrfmiddlewaretoken" and bool(given.get("value"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            if (self._open_form == "post") != self._has_token:
                self.faults.append(f"a {self._open_form} form and its token")
            self._open_form = None


@pytest.fixture
def ids(cast: Cast) -> list[str]:
    """A ready voice, document and job of the owner."""
    api = cast.api(cast.owner)
    voice = upload_voice(api, consent="self")
    document = upload_document(api, "sach.docx", making.word_file())
    work_all()
    job = create(api, voice_profile_id=voice["profile_id"], text="Xin chào.")
    work_all()
    return [voice["profile_id"], document["document_id"], job["id"]]


def people(cast: Cast) -> dict[str, Client]:
    """Browsers that send no form's token."""
    found = {"anonymous": Client(enforce_csrf_checks=True)}
    for name in ("owner", "staff"):
        found[name] = Client(enforce_csrf_checks=True)
        found[name].force_login(getattr(cast, name), backend="django.contrib.auth.backends.ModelBackend")
    return found


def every_address(ids: list[str]) -> list[str]:
    """Each route with an object that is there and with one that is not, and what is no route."""
    found = {address(route, public_id=fitting(route, ids)) for route, _ in patterns()}
    return sorted({*found, *addresses(), "/nowhere", "/api/nowhere", "/health", "/static/nowhere.css"})


def fitting(route: str, ids: list[str]) -> str:
    """The voice, document or job that ``route`` speaks of."""
    return ids[0] if "voice" in route else ids[1] if "document" in route else ids[2]


def faults_of(answer: HttpResponseBase, path: str) -> list[str]:
    """What is missing or too loose in the headers of ``answer``."""
    always = ALWAYS | ({"Permissions-Policy": RECORDING} if WHERE_ONE_RECORDS.fullmatch(path) else {})
    faults = [name for name, value in always.items() if answer.headers.get(name) != value]
    policy = answer.headers.get("Content-Security-Policy", "")
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    wanted = ["default-src 'self'" if is_page else "default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]
    if "Content-Disposition" in answer.headers:
        wanted += ["sandbox"]
    faults += [f"policy without {one}" for one in wanted if one not in policy.split("; ")]
    if re.search(r"unsafe|nonce|\*|\bws:|\bhttps?:(?!//)|data:(?!.*blob)", policy):
        faults.append(policy)
    faults += faults_of_caching(answer)
    if path not in {"/health"} and not is_uuid(answer.headers.get("X-Request-ID", "")):
        faults.append("X-Request-ID")
    if "Access-Control-Allow-Origin" in answer.headers:
        faults.append("CORS without a setting")
    return faults


def faults_of_caching(answer: HttpResponseBase) -> list[str]:
    caching = answer.headers.get("Cache-Control", "")
    varies = {part.strip().lower() for part in answer.headers.get("Vary", "").split(",")}
    is_file = answer.headers.get("Content-Type", "").startswith("audio/") or "ETag" in answer.headers
    is_fine = "no-store" in caching or (is_file and "private" in caching and "no-cache" in caching)
    return [*([] if is_fine else [caching or "no Cache-Control"]), *({"cookie", "authorization"} - varies)]


def is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def test_every_answer_of_every_route_is_strict(cast: Cast, ids: list[str]) -> None:
    """Headers of everything; in pages no inline code either, and in each form its token."""
    wrong, pages, statuses = [], 0, set()
    for name, client in people(cast).items():
        client.raise_request_exception = False
        for path in every_address(ids):
            for method in ("get", "options", "post"):
                answer = getattr(client, method)(path)
                statuses.add(answer.status_code)
                faults = faults_of(answer, path)
                if method == "get" and answer.headers.get("Content-Type", "").startswith("text/html"):
                    faults += Page(answer).faults
                    pages += answer.status_code == 200
                wrong += [(name, method, path, answer.status_code, fault) for fault in faults]
    assert wrong == []
    assert pages > 60
    assert {200, 302, 400, 401, 403, 404, 405} <= statuses


def test_the_page_check_sees_faults() -> None:
    from django.http import HttpResponse

    bad = '<form method="post"></form><a onclick="x()" href="javascript:y()">z</a><script>1</script><p style="x">'
    assert len(Page(HttpResponse(bad)).faults) == 5
    good = '<form method="post"><input name="csrfmiddlewaretoken" value="t"></form><script src="/a.js"></script>'
    assert Page(HttpResponse(good)).faults == []


def test_a_signed_in_call_without_its_token_is_refused_on_every_route(cast: Cast) -> None:
    clients = people(cast)
    wrong, seen = [], 0
    for path in sorted({address(route) for route, pattern in patterns() if pattern.name not in WITHOUT_SESSION}):
        client = clients["staff" if path.startswith("/admin/") else "owner"]
        for method in UNSAFE if path.startswith("/api/") else ("post", "delete"):
            status = getattr(client, method)(path).status_code
            seen += 1
            wrong += [(method, path, status)] if status != 403 else []
    assert wrong == []
    assert seen > 300


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"<html><script>alert(document.cookie)</script>"),
        ("b.txt", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("c.txt", "Một câu. <b>đậm</b>".encode()),
    ],
)
def test_an_upload_never_comes_back_as_a_page(cast: Cast, name: str, data: bytes) -> None:
    api = cast.api(cast.owner)
    answer = api.post("/api/documents/upload", {"file": making.named(name, data)}, format="multipart")
    if answer.status_code != 200:
        assert answer.json()["code"]
        return
    file = f"/api/documents/{answer.json()['document_id']}/file"
    for query in ("", "?format=html", "?format=text/html", "?type=text/html"):
        got = api.get(file + query, headers={"Accept": "text/html"})
        assert got.status_code == 200
        assert got["Content-Type"].partition(";")[0] in {"text/plain", "application/octet-stream"}
        assert got["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in got["Content-Security-Policy"]


def test_audio_has_a_type_of_audio_and_a_name(cast: Cast, ids: list[str]) -> None:
    api = cast.api(cast.owner)
    for path in (f"/api/voice-profiles/{ids[0]}/audio", f"/api/generation/{ids[2]}/audio"):
        got = api.get(path)
        assert got["Content-Type"].startswith("audio/"), path
        assert re.match("(inline|attachment); filename=", got["Content-Disposition"])
        assert api.get(path, {"format": "text/html"}).headers["Content-Type"] != "text/html"


def test_the_callers_identifier_is_echoed_only_when_it_is_one(client: Client) -> None:
    mine = str(uuid4())
    assert client.get("/", headers={"X-Request-ID": mine})["X-Request-ID"] == mine
    for bad in ("no-uuid", "x" * 300, f"{mine}\tx"):
        got = client.get("/", headers={"X-Request-ID": bad})["X-Request-ID"]
        assert is_uuid(got)
        assert got != mine


def test_other_origins_get_only_the_api_and_never_with_cookies(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CORS_ALLOWED_ORIGINS", ["https://good.example"])

    def asked(path: str, origin: str) -> Mapping[str, Any]:
        wish = {"Origin": origin, "Access-Control-Request-Method": "DELETE"}
        answer = client.options(path, headers=wish)
        assert "Access-Control-Allow-Credentials" not in answer.headers
        return answer.headers

    allowed = asked("/api/documents", "https://good.example")
    assert allowed["Access-Control-Allow-Origin"] == "https://good.example"
    assert "origin" in allowed["Vary"].lower()
    for origin in ("null", "https://evil.example", "https://good.example.evil.example", "http://good.example", ""):
        assert "Access-Control-Allow-Origin" not in asked("/api/documents", origin)
    for path in ("/", "/accounts/login/", "/admin/", "/static/x.js"):
        assert "Access-Control-Allow-Origin" not in asked(path, "https://good.example")


EVIL = ("https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)")


@pytest.mark.parametrize("target", EVIL)
def test_nobody_is_sent_elsewhere_after_a_form(cast: Cast, target: str) -> None:
    signed_in = cast.browser(cast.owner)
    given = {"login": "owner@example.com", "password": "giong-noi-viet-2026", "next": target}
    answers = [
        Client().post("/accounts/login/", given),
        Client().post(f"/accounts/login/?next={target}", given),
        signed_in.post("/i18n/setlang/", {"language": "en", "next": target}),
        signed_in.get("/accounts/login/", {"next": target}),
        signed_in.post("/accounts/logout/", {"next": target}),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert re.match(r"/(?![/\\])", answer["Location"]), answer["Location"]


def test_a_method_in_a_header_or_field_is_not_listened_to(cast: Cast, ids: list[str]) -> None:
    api = cast.api(cast.owner)
    path = f"/api/documents/{ids[1]}"
    for header in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        api.get(path, headers={header: "DELETE"})
        api.post(path, {"_method": "DELETE"}, headers={header: "DELETE"})
    assert api.get(path).status_code == 200


def test_mails_lead_to_the_site_whatever_host_was_asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core import mail

    monkeypatch.setattr(settings, "SITE_URL", "https://giong.example")
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["giong.example", "other.example"])
    wish = {"email": "owner@example.com"}
    headers = {"X-Forwarded-Host": "evil.example", "Host": "other.example"}
    assert Client().post("/accounts/password/reset/", wish, headers=headers).status_code == 302
    links = re.findall(r"https?://\S+", str(mail.outbox[0].body))
    assert links
    assert [link for link in links if not link.startswith("https://giong.example/")] == []
    assert Client().get("/", headers={"Host": "evil.example"}).status_code == 400


def test_static_files_may_be_cached_and_are_for_our_pages_only() -> None:
    (settings.STATIC_ROOT / "ours.css").write_text("p { color: red }")
    answer = Client().get("/static/ours.css")
    assert answer.status_code == 200
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert "public" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    answer.close()


OVER_HTTPS = """
import django, json; django.setup()
from django.test import Client
shown = Client().get("/accounts/login/", secure=True)
cookies = [str(cookie.OutputString()) for cookie in shown.cookies.values()]
print(json.dumps([shown["Strict-Transport-Security"], Client().get("/accounts/login/").status_code, cookies]))
from django.conf import settings
print(settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME)
"""


def test_over_https_cookies_are_this_hosts_own_and_http_is_left(tmp_path: Path) -> None:
    # DEBUG: static files need not have been collected.
    done = ask(
        OVER_HTTPS, DEBUG="true", HTTPS="true", ALLOWED_HOSTS="testserver", DATABASE_URL="", VAR_DIR=str(tmp_path)
    )
    assert done.returncode == 0, done.stderr
    first, names = done.stdout.strip().splitlines()[-2:]
    transport, plain_status, cookies = json.loads(first)
    assert transport.startswith("max-age=31536000; includeSubDomains")
    assert plain_status == 301
    assert [cookie for cookie in cookies if not cookie.startswith("__Host-")] == []
    assert cookies
    for cookie in cookies:
        assert {"Secure", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
        assert "Domain" not in cookie
    assert all(name.startswith("__Host-") for name in names.split())


def test_a_site_that_sends_no_mail_is_told_so() -> None:
    program = (
        "from django.core.management import execute_from_command_line as run; run(['manage.py', 'check', '--deploy'])"
    )
    assert "giong.W011" in ask(program, HTTPS="true").stderr
    assert "giong.W011" not in ask(program, HTTPS="true", EMAIL_URL="smtp://mail:25").stderr


async def test_a_socket_where_there_is_none_is_refused_and_no_error_of_ours() -> None:
    for path in ("/ws/nowhere", "/", "/ws/progress/1"):
        connected, _ = await WebsocketCommunicator(application, path).connect()
        assert not connected


async def test_a_body_that_is_refused_before_the_site_has_its_headers_too() -> None:
    told = [(b"host", b"localhost"), (b"content-length", b"999999999999")]
    communicator = HttpCommunicator(application, "POST", "/api/auth/login", headers=told)
    answer = await communicator.get_response()
    headers = {name.decode(): value.decode() for name, value in answer["headers"]}
    assert (answer["status"], headers["x-content-type-options"], headers["cache-control"]) == (
        413,
        "nosniff",
        "no-store",
    )
    assert "default-src 'none'" in headers["content-security-policy"]
