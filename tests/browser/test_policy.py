"""The strict policy of pages in a real browser: the fixture `page` fails the test when the browser complains."""

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import PASSWORD
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.slow]
STAFF = "staff@example.com"
ADMIN_PAGES = (
    "", "accounts/user/", "accounts/user/add/", "accounts/user/1/change/", "accounts/user/1/history/",
    "accounts/organisation/", "documents/document/", "voices/voice/", "synthesis/job/",
    "django_celery_beat/periodictask/", "django_celery_beat/periodictask/add/", "password_change/",
)  # fmt: skip


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/?next=/admin/")
    page.fill("input[name=login]", STAFF)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/admin/")


@pytest.fixture(scope="module")
def staffed_site(running_site: Site) -> Site:
    running_site.manage("createsuperuser", "--noinput", "--email", STAFF, DJANGO_SUPERUSER_PASSWORD=PASSWORD)
    return running_site


def test_the_admin_works_under_the_pages_policy(page: Page, staffed_site: Site) -> None:
    sign_in(page)
    for path in ADMIN_PAGES:
        answer = page.goto(f"/admin/{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert "unsafe" not in answer.headers["content-security-policy"]
    page.goto("/admin/accounts/user/")
    page.check("#action-toggle")
    assert page.locator("input.action-select:checked").count() == 1, "the admin's own scripts run"


def test_back_shows_nothing_after_signing_out(page: Page, staffed_site: Site) -> None:
    sign_in(page)
    page.goto("/dashboard/")
    page.goto("/accounts/logout/")
    page.click("main button[type=submit]")
    page.wait_for_url(staffed_site.address + "/")
    page.evaluate("history.go(-2)")
    page.wait_for_url("**/accounts/login/**")


def test_the_api_pages_work_without_inline_scripts(page: Page) -> None:
    answer = page.goto("/api/docs")
    assert answer is not None
    assert "unsafe" not in answer.headers["content-security-policy"]
    page.wait_for_selector(".opblock", timeout=20000)
    page.locator(".opblock-summary").first.click()
    page.wait_for_selector(".opblock-body")


def test_a_page_may_open_the_socket_of_its_own_host_only(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site)
    page = context.new_page()
    page.goto("/")
    opened = """address => new Promise(tell => {
        document.addEventListener("securitypolicyviolation", () => tell("refused"), { once: true });
        const socket = new WebSocket(address);
        socket.onopen = socket.onclose = () => tell("reached");
    })"""
    own = page.url.replace("http:", "ws:")
    assert page.evaluate(opened, f"{own}ws/progress/00000000-0000-4000-8000-000000000000") == "reached"
    assert page.evaluate(opened, "ws://elsewhere.example/ws/") == "refused"
    context.close()
