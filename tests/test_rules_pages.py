"""Pages of the dictionary: what they show, what they refuse in its place, and that all of it works without a script."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from documents.models import PronunciationRule
from documents.pronunciation.services import create_rule
from documents.states import RuleScope
from synthesis.models import Job
from synthesis.stages import following
from tests.conftest import Cast
from tests.ruling import book, share
from tests.test_main_path import create
from tests.working import work_all

pytestmark = pytest.mark.django_db
LIST, NEW = "/pronunciations/", "/pronunciations/new/"
RULE = {"written": "KXQ", "spoken": "ban kiểm xét", "scope": "person", "is_whole_word": "on"}


@pytest.fixture
def browser(cast: Cast) -> Client:
    return cast.browser(cast.owner)


def page_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    html: str = answer.content.decode()
    return html


def test_a_rule_is_written_changed_deleted_and_taken_back(browser: Client) -> None:
    assert "Chưa có quy tắc nào" in page_of(browser.get(LIST))
    assert browser.post(NEW, RULE)["Location"] == LIST
    rule = PronunciationRule.objects.get()
    assert "ban kiểm xét" in page_of(browser.get(LIST))
    at = f"{LIST}{rule.public_id}/"
    assert 'value="KXQ"' in page_of(browser.get(at))
    assert browser.post(at, {"written": "KXQ", "spoken": "khoa"}).status_code == 302
    rule.refresh_from_db()
    assert (rule.spoken, rule.is_whole_word, rule.scope) == ("khoa", False, RuleScope.PERSON)
    after = browser.post(f"{at}delete/", follow=True)
    assert f'action="{at}restore/"' in page_of(after), "the toast takes it back"
    assert "Chưa có quy tắc nào" in page_of(browser.get(LIST))
    assert "khoa" in page_of(browser.post(f"{at}restore/", follow=True))


def test_what_is_refused_stands_at_its_field(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.post(NEW, RULE)
    again = page_of(browser.post(NEW, RULE), 422)
    assert "Đã có quy tắc cho từ này" in again
    assert 'value="ban kiểm xét"' in again, "what was typed stays"
    assert "ít nhất một chữ" in page_of(browser.post(NEW, RULE | {"spoken": "..."}), 422)
    assert "Hãy chọn tài liệu" in page_of(browser.post(NEW, RULE | {"scope": "document"}), 422)
    monkeypatch.setattr(settings, "MAX_RULES", 1)
    assert "1 quy tắc" in page_of(browser.post(NEW, RULE | {"written": "khác"}), 422)
    assert PronunciationRule.objects.count() == 1


def test_a_rule_is_tried_before_it_is_saved(cast: Cast, browser: Client) -> None:
    book(cast.api(cast.owner), "KXQ họp. KXQ nghỉ.", "họp.txt")
    book(cast.api(cast.stranger), "KXQ lạ.", "lạ.txt")
    html = page_of(browser.post(NEW, RULE | {"trial": "Sáng nay KXQ họp lúc 8h30.", "look": "1"}))
    assert '<mark class="word-dictionary">ban kiểm xét</mark>' in html
    assert "tám giờ ba mươi" in html
    assert "2 chỗ" in html
    assert "họp.txt: 2" in html
    assert "lạ.txt" not in html
    assert not PronunciationRule.objects.exists()
    rule = create_rule(by=cast.owner, written="KXQ", spoken="cũ")
    edited = browser.post(f"{LIST}{rule.public_id}/", RULE | {"spoken": "mới", "look": "1"})
    assert '<mark class="word-dictionary">mới</mark>' in page_of(edited)
    rule.refresh_from_db()
    assert rule.spoken == "cũ"


def test_the_trial_still_reads_when_nobody_may_count_any_more(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from documents.pronunciation import hits

    monkeypatch.setattr(hits, "LOOKS", "1/m")
    for _ in range(2):
        html = page_of(browser.post(NEW, RULE | {"look": "1"}))
        assert '<mark class="word-dictionary">ban kiểm xét</mark>' in html
    assert "Quá nhiều lần xem thử" in html


def test_lists_are_searched_filtered_and_paged(cast: Cast, browser: Client) -> None:
    document = book(cast.api(cast.owner), "Một câu.", "họp.txt")
    create_rule(by=cast.owner, written="riêng", spoken="x", scope=RuleScope.DOCUMENT, document=document)
    create_rule(by=cast.owner, written="chung", spoken="x", scope=RuleScope.ORGANISATION)
    for number in range(21):
        create_rule(by=cast.owner, written=f"từ {number:02}", spoken="x")
    first = page_of(browser.get(f"{LIST}?scope=person&q=từ"))
    assert "từ 20" in first
    assert "từ 00" not in first
    older = str(PronunciationRule.objects.get(written="từ 01").public_id)
    link = f"?scope=person&amp;q=t%E1%BB%AB&amp;cursor={older}"
    assert link in first, "the next page is of the same list"
    assert "từ 00" in page_of(browser.get(LIST + link.replace("&amp;", "&")))
    only = page_of(browser.get(f"{LIST}?document={document.public_id}"))
    assert "riêng" in only
    assert "chung" not in only
    assert page_of(browser.get(f"{LIST}?scope=x&document=x")), "nonsense is not asked for"
    assert browser.get(f"{LIST}?cursor=x").status_code == 400


def test_a_member_sees_shared_rules_and_changes_none(cast: Cast, browser: Client) -> None:
    document = share(book(cast.api(cast.owner), "Một câu.", "họp.txt"))
    rule = create_rule(by=cast.owner, written="KXQ", spoken="ban", scope=RuleScope.ORGANISATION)
    create_rule(by=cast.owner, written="KXR", spoken="bộ", scope=RuleScope.DOCUMENT, document=document)
    theirs = cast.browser(cast.colleague)
    html = page_of(theirs.get(LIST))
    assert "KXQ" in html
    assert "KXR" in html
    assert f"{rule.public_id}/delete/" not in html
    assert theirs.get(f"{LIST}{rule.public_id}/").status_code == 403
    assert "họp.txt" not in page_of(theirs.get(NEW)), "a rule can be made for one's own documents only"
    wanted = RULE | {"scope": "document", "document": str(document.public_id)}
    assert theirs.post(NEW, wanted).status_code == 422
    assert "KXQ" not in page_of(cast.browser(cast.stranger).get(LIST))


def test_a_link_fills_the_form_in(cast: Cast, browser: Client) -> None:
    document = book(cast.api(cast.owner), "Một câu.", "họp.txt")
    html = page_of(browser.get(f"{NEW}?written=KXQ&spoken=ban&document={document.public_id}"))
    assert 'value="KXQ"' in html
    assert '<option value="document" selected>' in html
    assert f'<option value="{document.public_id}" selected>' in html
    saved = browser.post(NEW, RULE | {"scope": "document", "document": str(document.public_id)})
    assert saved["Location"] == f"{LIST}?document={document.public_id}"
    assert f"{LIST}?document={document.public_id}" in page_of(browser.get(f"/documents/{document.public_id}/"))


def test_a_file_comes_in_and_says_what_did_not(cast: Cast, browser: Client) -> None:
    file = io.BytesIO("written,spoken\nKXQ,ban kiểm xét\ncâm,...\n".encode())
    file.name = "a.csv"
    html = page_of(browser.post("/pronunciations/import/", {"file": file, "scope": "person"}))
    assert "Thêm mới: 1" in html
    assert "Bỏ qua: 1" in html
    assert "Dòng 3" in html
    assert "ít nhất một chữ" in html
    empty = io.BytesIO(b"")
    empty.name = "a.csv"
    answer = browser.post("/pronunciations/import/", {"file": empty, "scope": "person"})
    assert "không có quy tắc nào" in page_of(answer, 422)
    exported = browser.get("/pronunciations/export/?format=pls&q=KXQ")
    assert exported["Content-Type"] == "application/pls+xml"
    assert "<alias>ban kiểm xét</alias>" in exported.content.decode()


def test_the_page_of_audio_says_that_a_rule_changed_since(cast: Cast, browser: Client) -> None:
    document = book(cast.api(cast.owner), "KXQ họp.")
    job = create(cast.api(cast.owner), voice_profile_id="vi-north", document_id=str(document.public_id))
    work_all()
    at = f"/jobs/{job['id']}/"
    assert "Cách đọc bạn đặt đã đổi" not in page_of(browser.get(at))
    create_rule(by=cast.owner, written="kxq", spoken="ban")
    following.follow_all()
    html = page_of(browser.get(at))
    assert "Cách đọc bạn đặt đã đổi" in html
    assert f"/generate/?document={document.public_id}" in html
    assert Job.objects.get().status == "READY"


@pytest.mark.parametrize("path", [LIST, NEW, "/pronunciations/import/"])
def test_every_word_is_there_in_english(browser: Client, path: str) -> None:
    browser.cookies["django_language"] = "en"
    html = page_of(browser.get(path)).split("<main", 1)[1].split("</main", 1)[0]
    assert not {
        letter
        for letter in html.replace("Tiếng Việt", "").replace("“BTC”, said “ban tổ chức”", "").lower()
        if letter in "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
    }, html
