"""A locked file in a real browser: it is asked for its password, opened, and its original let go of."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_pages import WORK_MS, sign_up
from tests.test_locked_documents import PASSWORD, locked_pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def give(page: Page, document: Path) -> None:
    page.goto("/documents/")
    page.set_input_files("input[type=file]", document)
    page.get_by_role("button", name="Thêm tài liệu").click()


def look(page: Page, name: str) -> None:
    """Nothing runs out of the page, and a screen reader finds its way."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def open_with(page: Page, password: str) -> None:
    page.get_by_label("Mật khẩu của tài liệu").fill(password)
    page.get_by_role("button", name="Mở tài liệu").click()


def test_a_locked_file_is_opened_and_its_original_deleted(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "Hợp đồng mật.pdf"
    path.write_bytes(locked_pdf())
    sign_up(page, "khoa@example.com")
    give(page, path)
    asked = page.get_by_label("Mật khẩu của tài liệu")
    expect(asked).to_be_visible(timeout=WORK_MS)
    look(page, "asked")
    open_with(page, "sai rồi")
    expect(page.get_by_text("Mật khẩu không đúng")).to_be_visible(timeout=WORK_MS)
    expect(asked).to_have_value("")
    open_with(page, PASSWORD)
    expect(page.get_by_text("Một câu tiếng Việt").first).to_be_visible(timeout=WORK_MS)
    page.get_by_text("Chú thích và bảng").click()
    page.get_by_label("Chú thích cuối trang").select_option("end")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu cách đọc.")).to_be_visible()
    page.get_by_text("Chú thích và bảng").click()
    expect(page.get_by_label("Chú thích cuối trang")).to_have_value("end")
    look(page, "choices")
    page.get_by_role("button", name="Xóa tệp gốc").click()
    look(page, "original")
    page.get_by_role("dialog").get_by_role("button", name="Xóa tệp gốc").click()
    expect(page.get_by_text("Tệp gốc đã được xóa lúc")).to_be_visible()
    expect(page.get_by_role("link", name="Tải tệp gốc")).to_have_count(0)
    expect(page.get_by_text("Một câu tiếng Việt").first).to_be_visible()
    look(page, "gone")


def test_the_same_file_again_says_where_it_is(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "sach.txt"
    path.write_text("Một câu tiếng Việt trong sách.")
    sign_up(page, "hailan@example.com")
    for _ in range(2):
        give(page, path)
        expect(page.get_by_text("Một câu tiếng Việt")).to_be_visible(timeout=WORK_MS)
    expect(page.get_by_text("Bạn đã có tài liệu này:")).to_be_visible()
    look(page, "twice")
    page.locator(".note").get_by_role("link", name="sach.txt").click()
    expect(page.get_by_text("Bạn đã có tài liệu này:")).to_have_count(0)
