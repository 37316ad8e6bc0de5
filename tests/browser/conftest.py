"""The site of ``tests.site`` and a real browser."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.site import ROOT, Site, running


@pytest.fixture(scope="module")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if not (ROOT / "static" / "dist" / ".vite" / "manifest.json").exists():
        pytest.fail("the front end is not built: run `make setup`")
    with running(tmp_path_factory.mktemp("site"), VOICE_TRIALS="false") as site:
        yield site


@pytest.fixture(scope="module")
def site(running_site: Site) -> str:
    """The address of a running site that nobody has used yet."""
    return running_site.address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("browser tests need chromium: run `make test`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def _is_policy(complaint: str) -> bool:
    return "Content Security Policy" in complaint


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A phone-sized page of a new visitor; the test fails if the page's policy or scripts complained."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=site, locale="vi-VN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: _is_policy(said.text) and complaints.append(f"{page.url} {said.text}"))
    yield page
    context.close()
    assert complaints == []
