"""A voice enrolled in a real browser: recorded with a microphone that plays a file, uploaded, refused, by keyboard."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import making
from tests.browser.test_pages import WORK_MS, sign_up, start_voice

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
READ_MS = 7_000


@pytest.fixture(scope="module")
def listening(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose microphone hears a person read, over and over."""
    heard = tmp_path_factory.mktemp("microphone") / "heard.wav"
    heard.write_bytes(making.recording(seconds=20.0))
    fake = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser = chromium.browser_type.launch(
        executable_path=shutil.which("chromium"),
        args=["--no-sandbox", *fake, f"--use-file-for-fake-audio-capture={heard}"],
    )
    yield browser
    browser.close()


@pytest.fixture
def booth(listening: Browser, site: str) -> Iterator[Page]:
    """A phone-sized page that may use the microphone; the test fails if the page's policy or scripts complained."""
    context = listening.new_context(
        viewport={"width": 360, "height": 740}, base_url=site, locale="vi-VN", permissions=["microphone"]
    )
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: "Content Security" in said.text and complaints.append(said.text))
    yield page
    context.close()
    assert complaints == []


def read_aloud(page: Page, milliseconds: int = READ_MS) -> None:
    page.get_by_role("button", name="Bắt đầu ghi").click()
    expect(page.get_by_text("Đang ghi", exact=True)).to_be_visible()
    page.wait_for_timeout(milliseconds)
    page.get_by_role("button", name="Dừng").click()


def test_a_voice_is_recorded_checked_and_learned(booth: Page) -> None:
    sign_up(booth, "ghi-am@example.com")
    start_voice(booth, "Giọng vừa ghi")
    text = booth.locator(".script-text:visible").inner_text()
    read_aloud(booth)
    assert booth.evaluate("() => document.querySelector('[data-take]').src.startsWith('blob:')")
    booth.get_by_role("button", name="Giữ bản này").click()
    expect(booth.locator(".wave-window")).to_be_visible(timeout=WORK_MS)
    booth.get_by_text("Lời trong bản ghi", exact=True).click()
    expect(booth.locator("textarea[id^=transcript]")).to_have_value(text)
    assert booth.locator(".script-text:visible").inner_text() != text, "the next text waits to be read"
    booth.reload()
    expect(booth.locator(".wave-window")).to_be_visible()
    learn = booth.get_by_role("button", name="Học giọng này")
    expect(learn).to_be_enabled()
    learn.click()
    expect(booth.locator("main .state").first).to_have_text("Sẵn sàng", timeout=WORK_MS)


def test_a_take_is_heard_made_again_and_too_short_ones_are_not_kept(booth: Page) -> None:
    sign_up(booth, "ghi-lai@example.com")
    start_voice(booth, "Giọng ghi lại")
    read_aloud(booth, 1500)
    expect(booth.get_by_role("alert").filter(visible=True)).to_contain_text("ngắn hơn 5 giây")
    expect(booth.get_by_role("button", name="Giữ bản này")).to_be_disabled()
    booth.get_by_role("button", name="Ghi lại").click()
    expect(booth.get_by_text("Đang ghi", exact=True)).to_be_visible()
    meter = booth.get_by_role("meter", name="Mức âm thanh")
    booth.wait_for_timeout(1500)
    assert 0 < int(meter.get_attribute("aria-valuenow") or 0) <= 100
    assert booth.get_by_role("alert").filter(visible=True).count() == 0
    booth.get_by_role("button", name="Dừng").press("Enter")
    booth.once("dialog", lambda dialog: dialog.accept())
    booth.goto("/dashboard/")


def without_microphone(chromium: Browser, site: str, script: str = "") -> tuple[BrowserContext, Page]:
    context = chromium.new_context(base_url=site, locale="vi-VN", permissions=[])
    page = context.new_page()
    if script:
        page.add_init_script(script)
    return context, page


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (
            "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError') }",
            "quyền",
        ),
        ("navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotFoundError') }", "cắm"),
        ("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })", "https"),
    ],
    ids=["refused", "none", "old"],
)
def test_without_a_microphone_a_sentence_says_what_to_do(
    chromium: Browser, site: str, tmp_path: Path, script: str, sentence: str
) -> None:
    context, page = without_microphone(chromium, site, script)
    sign_up(page, f"khong-micro-{sentence.encode().hex()}@example.com")
    start_voice(page, "Không micro")
    start = page.locator("#recorder .btn-accent")
    if start.is_enabled():
        start.click()
    expect(page.locator("#recorder").get_by_role("alert")).to_contain_text(sentence)
    expect(page.locator("#sample-files input[type=file]")).to_be_attached()
    context.close()


def test_several_files_go_up_with_their_words_and_a_bad_one_stays_with_its_reason(page: Page, tmp_path: Path) -> None:
    good, bad = tmp_path / "tốt.wav", tmp_path / "giả.mp3"
    good.write_bytes(making.recording())
    bad.write_bytes(b"not audio" * 100)
    sign_up(page, "nhieu-tep@example.com")
    start_voice(page, "Nhiều tệp")
    page.set_input_files("#sample-files input[type=file]", [good, bad])
    page.locator("#sample-files textarea").first.fill(making.READING)
    page.get_by_role("button", name="Tải lên để kiểm tra").click()
    expect(page.locator("#sample-files .field-error:visible")).to_contain_text("MP3, WAV")
    expect(page.locator("#sample-files [data-picked] li")).to_have_count(1)
    expect(page.locator("#samples article")).to_have_count(1)
    expect(page.locator(".wave-window")).to_be_visible(timeout=WORK_MS)


def test_it_all_works_without_script(chromium: Browser, site: str, tmp_path: Path) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=False, locale="vi-VN")
    page, file = context.new_page(), tmp_path / "a.wav"
    file.write_bytes(making.recording())
    sign_up(page, "khong-script@example.com")
    start_voice(page, "Không script")
    expect(page.get_by_role("button", name="Bắt đầu ghi")).to_be_hidden()
    page.set_input_files("#sample-files input[type=file]", file)
    page.get_by_role("button", name="Tải lên để kiểm tra").click()
    for _ in range(60):
        if page.locator(".wave-window").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator(".wave-window")).to_be_visible()
    page.get_by_role("button", name="Học giọng này").click()
    expect(page.get_by_role("heading", name="Không script")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_recordings_is_accessible_and_fits_a_phone(
    chromium: Browser, site: str, tmp_path: Path, scheme: str
) -> None:
    file = tmp_path / "a.wav"
    file.write_bytes(making.recording())
    # The checker is injected as a script, which the pages' own policy would refuse.
    context = chromium.new_context(
        bypass_csp=True, base_url=site, locale="vi-VN", viewport={"width": 360, "height": 740},
        color_scheme="dark" if scheme == "dark" else "light",
    )  # fmt: skip
    page = context.new_page()
    sign_up(page, f"axe-{scheme}@example.com")
    start_voice(page, "Dễ tiếp cận")
    page.set_input_files("#sample-files input[type=file]", file)
    page.get_by_role("button", name="Tải lên để kiểm tra").click()
    expect(page.locator(".wave-window")).to_be_visible(timeout=WORK_MS)
    page.set_input_files("#sample-files input[type=file]", file)
    for details in page.locator("#samples details > summary").all():
        details.click()
    violations = Axe().run(page).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in violations] == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()
