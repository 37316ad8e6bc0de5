"""What will be read, in a real browser: by keyboard, on a phone, and without scripts."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_pages import WORK_MS, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
TEXT = "Hôm qua họp lúc 8g.\nGiá 120.000 đồng một quyển."


def look_at_text(page: Page) -> None:
    page.goto("/reading/")
    page.fill("[name=text]", TEXT)
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.locator(".said-line")).to_have_count(2)


def say_otherwise(page: Page) -> None:
    """Another reading for the first changed place, by keyboard only."""
    page.locator(".word").first.focus()
    page.keyboard.press("Enter")
    panel = page.locator(".word-panel:popover-open")
    expect(panel).to_be_visible()
    panel.get_by_label("Đọc cách khác").fill("tám giờ đúng")
    page.keyboard.press("Enter")
    expect(page.locator(".said-spoken").first).to_contain_text("tám giờ đúng")
    expect(page.locator("button.word-choice")).to_be_focused()


def test_a_place_of_a_pasted_text_is_read_as_one_likes(page: Page) -> None:
    sign_up(page, "xem-truoc@example.com")
    look_at_text(page)
    page.locator(".word").first.click()
    page.keyboard.press("Escape")
    expect(page.locator(".word-panel:popover-open")).to_have_count(0)
    say_otherwise(page)
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_role("button", name="Sang trang tạo audio").click()
    page.wait_for_url("**/generate/")
    assert page.input_value("[name=text]") == TEXT
    assert "tám giờ đúng" in page.input_value("[name=choices]")


def test_it_works_without_scripts(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    sign_up(page, "khong-script@example.com")
    look_at_text(page)
    page.locator(".word").nth(1).click()
    panel = page.locator(".word-panel").nth(1)
    expect(panel).to_be_visible()
    panel.get_by_label("Đọc cách khác").fill("một trăm hai mươi ngàn")
    panel.get_by_role("button", name="Luôn luôn").click()
    expect(page.locator(".said-spoken").nth(1)).to_contain_text("một trăm hai mươi ngàn")
    page.goto("/pronunciations/")
    expect(page.locator("main")).to_contain_text("một trăm hai mươi ngàn")
    context.close()


def test_a_documents_choices_stay_with_it(page: Page, tmp_path: Path) -> None:
    document = tmp_path / "so-tay.txt"
    document.write_text(TEXT)
    sign_up(page, "tai-lieu@example.com")
    page.goto("/documents/")
    page.set_input_files("input[type=file]", document)
    page.get_by_role("button", name="Thêm tài liệu").click()
    page.get_by_role("link", name="Sẽ đọc thế nào").click(timeout=WORK_MS)
    say_otherwise(page)
    page.reload()
    expect(page.locator(".said-spoken").first).to_contain_text("tám giờ đúng")
    page.locator("button.word-choice").click()
    page.locator(".word-panel:popover-open").get_by_role("button", name="Đọc như trước").click()
    expect(page.locator("button.word-choice")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_place_is_accessible(chromium: Browser, site: str, scheme: str) -> None:
    context = chromium.new_context(bypass_csp=True, base_url=site, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    sign_up(page, f"doc-{scheme}@example.com")
    look_at_text(page)
    page.locator(".word").first.click()
    violations = Axe().run(page).response["violations"]
    context.close()
    assert [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations] == []
