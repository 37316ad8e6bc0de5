"""A document is seen and corrected in a real browser: by keyboard, on a phone, beside its pages, without scripts."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests import making
from tests.browser.test_pages import WORK_MS, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def open_document(page: Page, name: str, data: bytes, folder: Path) -> None:
    file = folder / name
    file.write_bytes(data)
    page.goto("/documents/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Thêm tài liệu").click()
    page.get_by_role("link", name="Xem và sửa").click(timeout=WORK_MS)


def test_a_section_is_corrected_by_keyboard_only(page: Page, tmp_path: Path) -> None:
    sign_up(page, "ban-phim@example.com")
    open_document(page, "sach.docx", making.word_file(), tmp_path)
    page.locator("[data-edit]").nth(1).focus()
    page.keyboard.press("Enter")
    field = page.locator(".edit-form textarea")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(page.locator("[data-edit]").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    field.fill("Ngày xưa có một bác thợ mộc.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".edit-words").nth(1)).to_have_text("Ngày xưa có một bác thợ mộc.")
    expect(page.locator("#edit-facts")).to_contain_text("từ")
    page.locator(".toast-note").get_by_role("button", name="Lấy lại").click()
    expect(page.locator(".edit-words").nth(1)).to_contain_text("Ông làm việc từ sáng đến tối.")


def test_what_was_typed_survives_a_failure_and_the_end_of_the_session(page: Page, tmp_path: Path) -> None:
    sign_up(page, "con-chu@example.com")
    open_document(page, "sach.docx", making.word_file(), tmp_path)
    page.locator(".edit-words").nth(1).click()
    field = page.locator(".edit-form textarea")
    field.fill("Chữ gõ lâu lắm.")
    page.route("**/sections/**", lambda route: route.fulfill(status=503, body="away"))
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-edit-failed]")).to_be_visible()
    page.unroute("**/sections/**")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".edit-form #signed-out")).to_be_visible()
    expect(field).to_have_value("Chữ gõ lâu lắm.")


def test_chapters_are_a_sheet_on_a_phone(page: Page, tmp_path: Path) -> None:
    sign_up(page, "chuong@example.com")
    open_document(page, "sach.docx", making.word_file(), tmp_path)
    sheet = page.locator("#edit-chapters")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="Các chương").click()
    expect(sheet).to_be_visible()
    page.get_by_role("switch", name="Đọc chương “Chương 1. Mở đầu”").click()
    expect(page.get_by_role("switch", name="Đọc chương “Chương 1. Mở đầu”")).not_to_be_checked()
    expect(page.locator("#edit-facts")).to_contain_text("bỏ qua 1 chương")
    page.get_by_role("button", name="Đưa xuống sau: Chương 1. Mở đầu").click()
    expect(page.locator(".chapter-name").first).to_contain_text("Chương 2")
    expect(sheet).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_page_follows_the_text(chromium: Browser, site: str, tmp_path: Path) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=site)
    page = context.new_page()
    sign_up(page, "anh-trang@example.com")
    open_document(page, "trang.pdf", making.pdf_file(2), tmp_path)
    picture = page.locator("#edit-page img")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 1240, timeout=WORK_MS)
    page.locator("[data-page='2'] [data-edit]").first.focus()
    expect(picture).to_have_attribute("alt", "Ảnh chụp trang 2 của tài liệu")
    expect(picture).to_have_js_property("naturalWidth", 1240, timeout=WORK_MS)
    page.get_by_text("Ẩn ảnh trang").click()
    expect(picture).to_be_hidden()
    page.reload()
    expect(picture).to_be_hidden()
    context.close()


def test_words_are_replaced_everywhere_from_the_panel(page: Page, tmp_path: Path) -> None:
    sign_up(page, "tim-thay@example.com")
    open_document(page, "sach.docx", making.word_file(), tmp_path)
    page.get_by_role("link", name="Tìm và thay").click()
    page.get_by_label("Tìm (bắt buộc)").press_sequentially("làng")
    expect(page.locator("#find-results")).to_contain_text("Có 2 chỗ.")
    page.get_by_label("Thay bằng").press_sequentially("bản")
    expect(page.get_by_role("button", name="Xóa tất cả những chỗ này")).to_have_count(0)
    page.get_by_role("button", name="Thay tất cả bằng “bản”").click()
    expect(page.locator(".toast-note")).to_contain_text("Đã thay 2 chỗ.")
    expect(page.locator("#sections")).to_contain_text("ở bản bên sông")


def test_all_of_it_works_without_scripts(chromium: Browser, site: str, tmp_path: Path) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    sign_up(page, "ban-phim-khong@example.com")
    file = tmp_path / "sach.docx"
    file.write_bytes(making.word_file())
    page.goto("/documents/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Thêm tài liệu").click()
    for _ in range(60):
        if page.get_by_role("link", name="Xem và sửa").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    page.get_by_role("link", name="Xem và sửa").click()
    page.locator("[data-edit]").nth(1).click()
    page.locator(".edit-form textarea").fill("Không cần script.")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".edit-words").nth(1)).to_have_text("Không cần script.")
    page.get_by_role("button", name="Gộp với chương sau").click()
    expect(page.locator(".chapter-name")).to_have_count(1)
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_the_page_is_accessible(chromium: Browser, site: str, scheme: str, width: int, tmp_path: Path) -> None:
    context = chromium.new_context(
        bypass_csp=True, base_url=site, viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )  # fmt: skip
    page = context.new_page()
    sign_up(page, f"sua-{scheme}@example.com")
    open_document(page, "trang.pdf", making.pdf_file(2), tmp_path)
    page.locator("[data-edit]").first.click()
    expect(page.locator(".edit-form")).to_be_visible()
    if width < 1024:
        page.get_by_role("button", name="Các chương").click()
    violations = Axe().run(page).response["violations"]
    context.close()
    assert [f"{one['id']}: {json.dumps(one['nodes'][0]['html'])[:160]}" for one in violations] == []
