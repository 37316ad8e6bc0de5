"""deploy/nginx/nginx.conf before a real nginx, with a small web server standing where the site stands."""

import http.client
import json
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deploy.local.system import SEARCH_PATH

CONF = Path(__file__).resolve().parents[2] / "deploy" / "nginx" / "nginx.conf"
AUDIO = bytes(range(256)) * 40
REQUEST_ID = "00000000-0000-4000-8000-000000000000"


class Site(BaseHTTPRequestHandler):
    """Answers a file by X-Accel, and everything else with the headers it was sent."""

    def do_GET(self) -> None:
        is_file = self.path == "/api/generation/1/audio"
        body = b"" if is_file else str(self.headers).encode()
        self.send_response(200)
        if is_file:
            self.send_header("X-Accel-Redirect", "/protected/audio/1.mp3")
            self.send_header("Content-Security-Policy", "sandbox; default-src 'none'")
            self.send_header("X-Frame-Options", "DENY")
            self.send_header("Cache-Control", "private, no-cache")
            self.send_header("Vary", "Cookie")
            self.send_header("Content-Type", "audio/mpeg")
            self.send_header("Content-Disposition", 'attachment; filename="Chuong 1.mp3"')
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Request-ID", REQUEST_ID)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        return


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Proxy:
    """A running nginx."""

    port: int
    folder: Path

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            names = [name for name, _ in answer.getheaders()]
            assert len(names) == len(set(names)), "a header came twice"
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def conf_for_here(folder: Path, port: int, site: int) -> Path:
    """The file as it is, but with this machine's folders and ports in place of the containers'."""
    text = CONF.read_text(encoding="utf-8")
    here = {
        "pid /tmp/": f"pid {folder}/",
        "_path /tmp/": f"_path {folder}/",
        "listen 8080": f"listen 127.0.0.1:{port}",
        "http://web:8000": f"http://127.0.0.1:{site}",
        "/var/lib/giong/media/": f"{folder}/media/",
        "/dev/stderr": f"{folder}/error.log",
        "/dev/stdout": f"{folder}/access.log",
    }
    for theirs, ours in here.items():
        assert theirs in text, theirs
        text = text.replace(theirs, ours)
    # Started by root it would drop to a user that may not read pytest's folders; its container has no root.
    path = folder / "nginx.conf"
    path.write_text(f"user root;\n{text}", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    (folder / "media" / "audio").mkdir(parents=True)
    (folder / "media" / "audio" / "1.mp3").write_bytes(AUDIO)
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    conf = conf_for_here(folder, port, site.server_port)
    program = shutil.which("nginx", path=SEARCH_PATH)
    assert program, "nginx is not installed: run `make test`"
    check = subprocess.run([program, "-t", "-q", "-c", str(conf)], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stderr
    process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", program, "-c", str(conf), "-g", "daemon off;"])
    try:
        wait_for(port)
        yield Proxy(port, folder)
    finally:
        process.terminate()
        process.wait(10)
        site.shutdown()
        site.server_close()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "nginx does not listen"
            time.sleep(0.05)


def test_files_come_only_through_the_site(proxy: Proxy) -> None:
    assert proxy.ask("GET", "/protected/audio/1.mp3").status == 404
    answer = proxy.ask("GET", "/api/generation/1/audio")
    assert (answer.status, answer.body) == (200, AUDIO)
    assert answer.headers["Content-Type"] == "audio/mpeg"
    assert "Chuong 1.mp3" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_audio_can_be_sought(proxy: Proxy) -> None:
    answer = proxy.ask("GET", "/api/generation/1/audio", {"Range": "bytes=100-199"})
    assert (answer.status, answer.body) == (206, AUDIO[100:200])
    assert answer.headers["Content-Range"] == f"bytes 100-199/{len(AUDIO)}"


def test_nothing_outside_of_the_files_can_be_named(proxy: Proxy) -> None:
    for path in ("/protected/../nginx.conf", "/protected/%2e%2e/nginx.conf", "/protected../nginx.conf"):
        assert b"worker_processes" not in proxy.ask("GET", path).body


def test_sockets_are_passed_on(proxy: Proxy) -> None:
    upgraded = proxy.ask("GET", "/ws/progress/1", {"Upgrade": "websocket", "Connection": "Upgrade"}).body.lower()
    assert b"upgrade: websocket" in upgraded
    assert b"connection: upgrade" in upgraded
    assert b"upgrade:" not in proxy.ask("GET", "/").body.lower()


def test_the_site_learns_who_asks(proxy: Proxy) -> None:
    headers = {"X-Forwarded-For": "10.9.9.9", "Host": "giong.example:8080"}
    seen = proxy.ask("GET", "/", headers).body.decode()
    assert re.search(r"^X-Forwarded-For: 10\.9\.9\.9, 127\.0\.0\.1\r?$", seen, re.MULTILINE)
    assert re.search(r"^Host: giong\.example:8080\r?$", seen, re.MULTILINE)
    assert re.search(r"^X-Forwarded-Proto: http\r?$", seen, re.MULTILINE)


def test_uploads_of_100_mb_pass_and_larger_ones_do_not(proxy: Proxy) -> None:
    declared = {"Content-Length": str(106 << 20)}
    assert proxy.ask("POST", "/api/documents/upload", declared).status == 413
    assert proxy.ask("POST", "/api/documents/upload", body=bytes(104857600 + 4096)).status == 200


def test_a_file_has_the_headers_of_the_sites_answer(proxy: Proxy) -> None:
    headers = proxy.ask("GET", "/api/generation/1/audio").headers
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Vary"] == "Cookie"
    assert headers["X-Request-ID"] == REQUEST_ID
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


def test_the_logs_say_how_it_went_and_not_what_was_asked(proxy: Proxy) -> None:
    words = {"path": "q1secretpath", "query": "q2secretquery", "agent": "q3secretagent", "method": "Q4SECRET"}
    path = f"/accounts/password/reset/key/{words['path']}/?token={words['query']}"
    assert proxy.ask("GET", path, {"User-Agent": words["agent"], "Referer": words["query"]}).status == 200
    proxy.ask(words["method"], path)
    proxy.ask("GET", f"/api/{words['path']}")
    proxy.ask("GET", f"/protected/{words['path']}")
    deadline = time.monotonic() + 5
    while len(lines := (proxy.folder / "access.log").read_text().splitlines()) < 4:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    said = "\n".join(lines) + (proxy.folder / "error.log").read_text()
    assert [word for word in (*words.values(), "127.0.0.1") if word.lower() in said.lower()] == []
    told = [json.loads(line) for line in lines]
    mine = [line for line in told if line["event"] == "page" and line["request_id"] == REQUEST_ID]
    assert {"method": "GET", "status": "200"}.items() <= mine[0].items()
    assert {line["event"] for line in told} >= {"page", "api"}
