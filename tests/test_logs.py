"""Nothing of people's in any log: secrets are planted in all that they type, send and own, and looked for.

The site runs as real processes with everything logged at DEBUG. Beside its own log a loud one is written, which
keeps nothing to itself: it shows that the secrets did come by the loggers.
"""

import gzip
import json
import re
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID, uuid4

import brotli
import pytest
import requests
from celery import current_app
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tests import making
from tests.breaking.apps import MARK
from tests.site import Site, running

PATIENCE_SECONDS = 90.0


class Mailbox(BaseHTTPRequestHandler):
    """Stands where Sentry would."""

    received: list[str] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers.get("Content-Encoding", ""))
        self.received.append((unpack(body) if unpack else body).decode())
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        return


@dataclass
class Walk:
    """One person walks the main path, and what they and the site hold is remembered as secret."""

    site: Site
    secrets: dict[str, str] = field(default_factory=dict)
    browser: requests.Session = field(default_factory=requests.Session)
    access: str = ""

    def plant(self, kind: str) -> str:
        """A word that stands nowhere else."""
        return self.secrets.setdefault(kind, unlike_hex() if "password" in kind else "q" + secrets.token_hex(8))

    def remember(self, kind: str, value: str) -> str:
        self.secrets[kind] = value
        return value

    def ask(self, method: str, path: str, **given: Any) -> requests.Response:
        """A call of a program; who it is and whence is secret too."""
        headers = {
            "Authorization": f"Bearer {self.access}", "X-Forwarded-For": self.plant("forwarded"),
            "User-Agent": self.plant("agent"), **given.pop("headers", {}),
        }  # fmt: skip
        return requests.request(method, self.site.address + path, headers=headers, timeout=30, **given)

    def post_form(self, path: str, **fields: str) -> requests.Response:
        page = self.browser.get(self.site.address + path, timeout=30)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token, path
        self.remember("form token", token[1])
        return self.browser.post(
            self.site.address + path, {**fields, "csrfmiddlewaretoken": token[1]}, timeout=30, allow_redirects=False
        )

    def until_done(self, task_id: str, *wanted: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (body := self.ask("GET", f"/api/jobs/{task_id}").json())["status"] not in wanted:
            assert time.monotonic() < deadline, body
            time.sleep(0.2)


def unlike_hex() -> str:
    """A password that no planted word resembles: one that is like the e-mail is refused."""
    return "".join(secrets.choice("ghjkmnprstvwxyz") for _ in range(24))


def register_and_sign_in(walk: Walk) -> None:
    account = {"email": f"{walk.plant('email')}@example.com", "password": walk.plant("password")}
    made = walk.ask("POST", "/api/auth/register", json={**account, "full_name": walk.plant("full name")})
    assert made.status_code == 201, made.text
    assert walk.ask("POST", "/api/auth/register", json=account).status_code == 400
    wrong = {**account, "password": walk.plant("wrong password"), "otp": walk.plant("otp")}
    assert walk.ask("POST", "/api/auth/login", json=wrong).status_code == 401
    pair = walk.ask("POST", "/api/auth/login", json=account).json()
    walk.access = walk.remember("access token", pair["access"])
    walk.remember("refresh token", pair["refresh"])
    assert walk.ask("GET", "/api/auth/me", headers={"Authorization": walk.plant("bad token")}).status_code == 401
    assert walk.post_form("/accounts/login/", login=account["email"], password="no").status_code == 200
    answer = walk.post_form("/accounts/login/", login=account["email"], password=account["password"])
    assert answer.status_code == 302
    walk.remember("session", walk.browser.cookies["sessionid"])
    assert walk.browser.get(f"{walk.site.address}/dashboard/", timeout=30).status_code == 200


def make_an_audiobook(walk: Walk, request_id: str) -> dict[str, str]:
    """Voice, document, job, audio; the task ids. All but the voice are asked for under ``request_id``."""
    mine = {"X-Request-ID": request_id}
    voice = walk.ask(
        "POST", "/api/voice-profiles/upload",
        files={"file": (f"{walk.plant('voice file')}.wav", making.recording())},
        data={"name": walk.plant("voice name"), "transcript": walk.plant("transcript"), "consent": "self"},
    ).json()  # fmt: skip
    text = f"{walk.plant('heading')}\n\nMột câu với {walk.plant('document text')} ở giữa.\n"
    files = {"file": (f"{walk.plant('document file')}.txt", text.encode())}
    document = walk.ask("POST", "/api/documents/upload", files=files, headers=mine).json()
    for made in (voice, document):
        walk.until_done(made["task_id"], "SUCCESS")
    assert walk.plant("document text") in walk.ask("GET", f"/api/documents/{document['document_id']}").text
    wish = {"voice_profile_id": voice["profile_id"], "text": f"Xin chào {walk.plant('job text')}."}
    job = walk.ask("POST", "/api/generation/create", json=wish, headers=mine).json()
    walk.until_done(job["task_id"], "SUCCESS")
    assert walk.ask("GET", f"/api/generation/{job['id']}/audio").status_code == 200
    assert walk.browser.get(f"{walk.site.address}/jobs/{job['id']}/", timeout=30).status_code == 200
    return {"voiceversion": voice["task_id"], "extraction": document["task_id"], "job": job["task_id"]}


def fail_in_all_ways(walk: Walk) -> dict[str, str]:
    """What goes wrong, for the user's fault and for ours; the request that fails on our side, and the work."""
    files = {"file": (f"{walk.plant('broken file')}.pdf", b"%PDF-1.7 " + walk.plant("broken content").encode())}
    broken = walk.ask("POST", "/api/documents/upload", files=files).json()
    walk.until_done(broken["task_id"], "FAILURE")
    content = MARK + b" " + walk.plant("unread content").encode()
    ours = walk.ask(
        "POST", "/api/documents/upload", files={"file": (f"{walk.plant('unread file')}.txt", content)}
    ).json()
    failed = str(uuid4())
    path = f"/broken/{walk.plant('path')}/"
    walk.browser.cookies["own"] = walk.plant("cookie")
    address = f"{walk.site.address}{path}?q={walk.plant('query')}"
    assert walk.browser.get(address, headers={"X-Request-ID": failed}, timeout=30).status_code == 500
    fields = {"typed": walk.plant("field"), "csrfmiddlewaretoken": walk.browser.cookies["csrftoken"]}
    assert walk.browser.post(address, data=fields, timeout=30).status_code == 500
    for odd in (f"/nowhere/{walk.plant('lost path')}", f"/api/generation/history?cursor={walk.plant('cursor')}"):
        assert walk.ask("GET", odd).status_code in {400, 404}
    assert walk.ask("GET", "/", headers={"Host": f"{walk.plant('host')}.example"}).status_code == 400
    json_type = {"Content-Type": "application/json"}
    assert walk.ask("POST", "/api/auth/login", data='{"' + walk.plant("json"), headers=json_type).status_code == 400
    knock_on_sockets(walk)
    current_app.send_task("broken", kwargs={"text": walk.plant("task argument")}, queue="default", ignore_result=True)
    wait_for(lambda: '"task": "broken"' in walk.site.said("worker") and ours["task_id"] in failures(walk.site))
    return {"request": failed, "extraction": ours["task_id"]}


def knock_on_sockets(walk: Walk) -> None:
    address = walk.site.address.replace("http:", "ws:")
    for path in (f"/ws/progress/{uuid4()}?token={walk.plant('socket query')}", f"/ws/{walk.plant('socket path')}"):
        try:
            with connect(address + path, additional_headers={"Authorization": f"Bearer {walk.access}"}) as socket:
                socket.recv(timeout=10)
        except WebSocketException:
            continue


def reset_the_password(walk: Walk) -> None:
    email = f"{walk.plant('email')}@example.com"
    stranger = Walk(walk.site, walk.secrets)
    assert stranger.post_form("/accounts/password/reset/", email=email).status_code == 302
    mails = "".join(mail.read_text() for mail in (walk.site.folder / "var" / "mail").iterdir())
    path, key = re.findall(r"https?://[^/]+(/accounts/password/reset/key/(\S+)/)", mails)[-1]
    walk.remember("reset key", key)
    page = stranger.browser.get(walk.site.address + path, timeout=30)
    assert page.status_code == 200
    password = walk.plant("new password")
    page_path = page.url.removeprefix(walk.site.address)
    assert stranger.post_form(page_path, password1=password, password2=password).status_code == 302
    assert walk.ask("POST", "/api/auth/refresh", json={"refresh": walk.secrets["refresh token"]}).status_code == 401


def failures(site: Site) -> str:
    return "".join(line for line in site.said("worker").splitlines() if '"exception"' in line)


def wait_for(is_so: Any) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.2)


@dataclass
class Told:
    """What all told at the end of the walk."""

    secrets: dict[str, str]
    web: str
    worker: str
    loud: str
    sentry: str
    tasks: dict[str, str]
    failed: dict[str, str]
    request_id: str

    def lines(self, part: str) -> list[dict[str, Any]]:
        """The events. Celery says good-bye past all loggers."""
        said = [line for line in getattr(self, part).splitlines() if line.startswith("{")]
        assert {*getattr(self, part).splitlines()} - {*said} <= {"", "worker: Warm shutdown (MainProcess)"}
        return [json.loads(line) for line in said]


@pytest.fixture(scope="module")
def sentry() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mailbox)
    Mailbox.received.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://key@127.0.0.1:{server.server_port}/1"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, sentry: str) -> Told:
    folder, request_id = tmp_path_factory.mktemp("logs"), str(uuid4())
    env = {"DJANGO_SETTINGS_MODULE": "tests.breaking.settings", "LOG_LEVEL": "DEBUG", "LOG_FORMAT": "json"}
    with running(folder, "-P", "prefork", "-c", "2", SENTRY_DSN=sentry, **env) as site:
        walk = Walk(site)
        register_and_sign_in(walk)
        tasks = make_an_audiobook(walk, request_id)
        failed = fail_in_all_ways(walk)
        reset_the_password(walk)
        wait_for(lambda: len(events()) >= 4)
    loud = (folder / "var" / "loud.log").read_text(encoding="utf-8")
    sent = "\n".join(Mailbox.received)
    return Told(walk.secrets, site.said("web"), site.said("worker"), loud, sent, tasks, failed, request_id)


def events() -> list[dict[str, Any]]:
    """What Sentry was told: the items of its envelopes that are events."""
    lines = [json.loads(line) for body in Mailbox.received for line in body.splitlines() if line.startswith("{")]
    return [line for line in lines if "event_id" in line and "level" in line]


@pytest.mark.slow
@pytest.mark.xdist_group("logs")
class TestTheWalk:
    def test_no_secret_is_in_any_log_or_report(self, told: Told) -> None:
        found = [
            (kind, part)
            for kind, secret in told.secrets.items()
            for part in ("web", "worker", "sentry")
            if secret.lower() in getattr(told, part).lower()
        ]
        assert found == []

    def test_the_secrets_did_come_by_the_loggers(self, told: Told) -> None:
        came = {kind for kind, secret in told.secrets.items() if secret in told.loud}
        assert {
            "email", "full name", "document text", "document file", "voice name", "transcript", "job text", "session",
            "path", "query", "cookie", "lost path", "host", "task argument", "unread content", "reset key",
        } <= came  # fmt: skip

    def test_every_line_is_structured(self, told: Told) -> None:
        for part in ("web", "worker"):
            lines = told.lines(part)
            assert len(lines) > 30
            assert {"timestamp", "level", "logger", "event"} <= set.intersection(*(set(line) for line in lines))

    def test_a_request_has_one_line_with_its_route_and_who_asked(self, told: Told) -> None:
        lines = [line for line in told.lines("web") if line["logger"] == "lib.request_log"]
        assert {line["route"] for line in lines} >= {"documents:api_upload", "api_login", "account_reset_password", "-"}
        mine = [line for line in lines if line.get("request_id") == told.request_id]
        assert [(line["method"], line["status"]) for line in mine] == [("POST", 200), ("POST", 200)]
        assert all(UUID(line["user"]) and line["ms"] >= 0 for line in mine)
        assert len({line["request_id"] for line in lines}) > 10

    def test_the_identifier_goes_on_into_the_workers_lines(self, told: Told) -> None:
        lines = told.lines("worker")
        done = {(line.get("kind"), line.get("id")) for line in lines if line["event"] == "worked"}
        assert done >= set(told.tasks.items())
        hinted = {(line.get("kind"), line.get("id")) for line in lines if line.get("request_id") == told.request_id}
        assert ("extraction", told.tasks["extraction"]) in hinted
        assert ("segment", told.tasks["job"]) in hinted

    def test_a_failure_says_where_it_was(self, told: Told) -> None:
        page = [line for line in told.lines("web") if line.get("request_id") == told.failed["request"]]
        failures = [line["exception"] for line in page if line["level"] == "error"]
        assert len(failures) == 1
        assert failures[0].startswith("ValueError\n")
        assert re.search(r"^  tests/breaking/urls\.py:\d+ broken$", failures[0], re.MULTILINE)
        work = [line for line in told.lines("worker") if line.get("id") == told.failed["extraction"]]
        assert any(line.get("exception", "").startswith("UnicodeDecodeError\n") for line in work)
        task = [
            line["exception"] for line in told.lines("worker") if line.get("task") == "broken" and "exception" in line
        ]
        assert "KeyError\n  tests/breaking/apps.py" in task[0]

    def test_sentry_is_told_the_kind_the_place_and_our_identifiers(self, told: Told) -> None:
        found = events()
        kinds = {one["type"] for event in found for one in event.get("exception", {}).get("values", [])}
        assert {"ValueError", "UnicodeDecodeError", "KeyError"} <= kinds
        assert {event["tags"].get("request_id") for event in found} >= {told.failed["request"]}
        assert {event["tags"].get("id") for event in found} >= {told.failed["extraction"]}
        assert any("user" in event and UUID(event["user"]["id"]) for event in found)
        allowed = {
            "event_id",
            "timestamp",
            "level",
            "platform",
            "logger",
            "sdk",
            "tags",
            "user",
            "exception",
            "logentry",
        }
        assert {name for event in found for name in event} <= allowed | {"environment", "release"}
