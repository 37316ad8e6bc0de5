"""A person's whole way in a real browser: account, voice, document, preview, audiobook; and the pages' manners."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests import making

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
WORK_MS = 90_000
PASSWORD = "giong-noi-viet-2026"
SIGNED_IN = [
    "/dashboard/",
    "/voices/",
    "/voices/new/",
    "/documents/",
    "/generate/",
    "/history/",
    "/account/",
    "/reading/",
    "/pronunciations/",
    "/pronunciations/new/",
    "/pronunciations/import/",
]
PUBLIC = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]


def sign_up(page: Page, email: str) -> None:
    page.goto("/accounts/signup/")
    page.fill("[name=email]", email)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.locator("main").get_by_role("button", name="Tạo tài khoản").click()
    page.wait_for_url("**/dashboard/")


def start_voice(page: Page, name: str) -> None:
    page.goto("/voices/new/")
    page.fill("[name=name]", name)
    page.check("input[name=consent][value=self]")
    page.get_by_role("button", name="Tiếp tục: ghi âm").click()
    page.wait_for_url("**/samples/")


def give_voice(page: Page, recording: Path) -> None:
    start_voice(page, "Giọng của tôi")
    page.set_input_files("#sample-files input[type=file]", recording)
    page.get_by_role("button", name="Tải lên để kiểm tra").click()
    learn = page.get_by_role("button", name="Học giọng này")
    expect(learn).to_be_enabled(timeout=WORK_MS)
    learn.click()
    expect(page.locator("main audio").first).to_be_visible(timeout=WORK_MS)


def give_document(page: Page, document: Path) -> None:
    page.goto("/documents/")
    page.set_input_files("input[type=file]", document)
    page.get_by_role("button", name="Thêm tài liệu").click()
    expect(page.get_by_role("heading", name="Chương 1. Mở đầu")).to_be_visible(timeout=WORK_MS)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "giọng.wav"
    path.write_bytes(making.recording())
    return path


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "Sách.docx"
    path.write_bytes(making.word_file())
    return path


def test_from_a_new_account_to_an_audiobook(page: Page, recording: Path, document: Path) -> None:
    sign_up(page, "nghe@example.com")
    give_voice(page, recording)
    give_document(page, document)
    page.get_by_role("link", name="Tạo Audio", exact=True).click()
    expect(page.get_by_text("Văn bản được để sang một bên")).to_be_visible()
    page.select_option("[name=voice]", label="Giọng của tôi")
    page.get_by_role("button", name="Nghe thử đoạn đầu").click()
    expect(page.locator("#preview audio")).to_be_visible(timeout=WORK_MS)
    page.get_by_role("button", name="Tạo Audio").click()
    page.wait_for_url("**/jobs/**")
    expect(page.locator("main audio")).to_be_visible(timeout=WORK_MS)

    page.get_by_role("button", name="Chương 2. Ra đi").click()
    start = float(page.locator("[data-start]").nth(1).get_attribute("data-start") or 0)
    expect(page.locator("[data-start]").nth(1)).to_have_attribute("aria-current", "true")
    assert page.evaluate("() => document.querySelector('audio').currentTime") >= start > 0
    with page.expect_download(timeout=WORK_MS) as download:
        page.get_by_role("link", name="WAV").click()
    assert download.value.suggested_filename.endswith(".wav")

    page.select_option("[data-speed]", "1.5")
    page.reload()
    expect(page.locator("[data-speed]")).to_have_value("1.5")
    assert page.evaluate("() => document.querySelector('audio').playbackRate") == 1.5


def test_the_button_waits_for_a_voice_and_something_to_read(page: Page) -> None:
    sign_up(page, "nut@example.com")
    page.goto("/generate/")
    button = page.get_by_role("button", name="Tạo Audio")
    expect(button).to_be_disabled()
    page.select_option("[name=voice]", index=1)
    expect(button).to_be_disabled()
    page.fill("[name=text]", "Xin chào.")
    expect(button).to_be_enabled()


def test_a_refused_file_is_told_in_the_form(page: Page, tmp_path: Path) -> None:
    sign_up(page, "sai@example.com")
    wrong = tmp_path / "giả.mp3"
    wrong.write_bytes(b"not audio" * 100)
    start_voice(page, "Thử")
    page.set_input_files("#sample-files input[type=file]", wrong)
    page.fill("#sample-files textarea", "Lời của tệp")
    page.get_by_role("button", name="Tải lên để kiểm tra").click()
    expect(page.locator("#sample-files .field-error:visible")).to_contain_text("MP3, WAV")
    assert page.input_value("#sample-files textarea") == "Lời của tệp"


@pytest.mark.parametrize("script", [True, False])
def test_the_speaker_is_asked_for_with_a_permission_only(chromium: Browser, site: str, script: bool) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=script)
    page = context.new_page()
    sign_up(page, f"phep-{script}@example.com")
    page.goto("/voices/new/")
    page.fill("[name=name]", "Giọng của mẹ")
    expect(page.locator("[name=speaker_name]")).to_be_hidden()
    page.check("input[name=consent][value=permission]")
    expect(page.locator("[name=speaker_name]")).to_be_visible()
    page.get_by_role("button", name="Tiếp tục: ghi âm").click()
    expect(page.locator(".speaker .field-error")).to_be_visible()
    expect(page.locator("input[name=consent][value=permission]")).to_be_checked()
    context.close()


def start_long_job(page: Page, email: str) -> None:
    sign_up(page, email)
    page.goto("/generate/")
    page.select_option("[name=voice]", index=1)
    page.fill("[name=text]", "Một câu nữa của cuốn sách dài. " * 3000)
    page.get_by_role("button", name="Tạo Audio").click()
    page.wait_for_url("**/jobs/**")


def test_the_badge_says_what_the_socket_says(page: Page) -> None:
    body = {"progress": 7, "message": "Đang tạo audio...", "eta_seconds": None}
    sockets: list[WebSocketRoute] = []
    page.route_web_socket("**/ws/progress/**", lambda socket: sockets.append(socket))
    start_long_job(page, "huy-hieu@example.com")
    badge = page.locator("main [data-state]:visible")
    for status, words in [("PENDING", "Đang chờ"), ("PROCESSING", "Đang xử lý..."), ("RETRY", "Sắp thử lại")]:
        sockets[0].send(json.dumps({**body, "status": status}))
        expect(badge).to_have_text(words)


def test_cancelling_asks_first(page: Page) -> None:
    start_long_job(page, "dung@example.com")
    dialog = page.get_by_role("dialog", name="Hủy việc tạo audio này?")
    page.get_by_role("button", name="Hủy việc này").click()
    dialog.get_by_role("button", name="Làm tiếp").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Hủy việc này").click()
    dialog.get_by_role("button", name="Hủy việc này").click()
    expect(page.locator("main .state")).to_have_text("Đã hủy")


def test_who_was_signed_out_keeps_the_text_and_goes_on_after_signing_in(page: Page) -> None:
    sign_up(page, "het-phien@example.com")
    page.goto("/generate/")
    page.select_option("[name=voice]", index=1)
    page.fill("[name=text]", "Xin chào.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Nghe thử đoạn đầu").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập ở thẻ mới").click()
    other = opened.value
    other.fill("[name=login]", "het-phien@example.com")
    other.fill("[name=password]", PASSWORD)
    other.locator("main").get_by_role("button", name="Đăng nhập").click()
    other.wait_for_url("**/dashboard/")
    other.close()
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")  # headless pages never lose the focus
    assert page.input_value("[name=text]") == "Xin chào."
    page.get_by_role("button", name="Nghe thử đoạn đầu").click()
    expect(page.locator("#preview audio")).to_be_visible(timeout=WORK_MS)


def test_the_language_switch_holds(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/accounts/login/")
    expect(page.get_by_role("heading", name="Sign In")).to_be_visible()


def test_no_page_scrolls_sideways_on_a_phone(page: Page) -> None:
    widths = {path: _overflow(page, path) for path in PUBLIC}
    sign_up(page, "nho@example.com")
    widths |= {path: _overflow(page, path) for path in SIGNED_IN}
    assert {path: width for path, width in widths.items() if width > 0} == {}


def _overflow(page: Page, path: str) -> int:
    page.goto(path)
    return int(page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(chromium: Browser, site: str, scheme: str) -> None:
    # The checker is injected as a script, which the pages' own policy would refuse.
    context = chromium.new_context(bypass_csp=True, base_url=site, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    found = [fault for path in PUBLIC for fault in _faults(page, path)]
    sign_up(page, f"{scheme}@example.com")
    found += [fault for path in SIGNED_IN for fault in _faults(page, path)]
    context.close()
    assert found == []


def _faults(page: Page, path: str) -> list[str]:
    page.goto(path)
    violations = Axe().run(page).response["violations"]
    return [f"{path}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in violations]
