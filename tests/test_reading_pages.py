"""The pages of what will be read, as they work without scripts: every click is a button of a form."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from documents.models import Document, PronunciationRule, SectionChoice
from synthesis.models import Job, Segment
from tests.conftest import Cast
from tests.test_reading import DIARY, choose, give_diary, section_with
from tests.working import work_all

pytestmark = pytest.mark.django_db
READING = "/reading/"
TEXT = "BTC họp ngày 20/11.\nBTC nghỉ lúc 8g."


@pytest.fixture
def browser(cast: Cast) -> Client:
    return cast.browser(cast.owner)


def html_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return str(answer.content.decode())


def said(html: str) -> list[str]:
    """What each sentence will be said as, as the page shows it."""
    found = re.findall(r'<p class="said-spoken">(.*?)</p>', html, re.DOTALL)
    return [re.sub(r"<span class=\"sr-only\">.*?</span>|<[^>]+>", "", one).strip() for one in found]


def hidden(html: str, name: str) -> str:
    field = re.search(rf'<input type="hidden" name="{name}"(?: value="([^"]*)")?', html)
    assert field is not None
    return (field[1] or "").replace("&quot;", '"')


def press(browser: Client, button: str, value: str, **fields: str) -> str:
    return html_of(browser.post(READING, {"text": TEXT, button: value, **fields}))


def test_each_sentence_stands_beside_what_will_be_said(browser: Client) -> None:
    html = html_of(browser.post(READING, {"text": TEXT, "language": "auto", "first": "1"}))
    assert said(html)[0].endswith("họp ngày hai mươi tháng mười một.")
    assert 'popovertarget="w-.13.18"' in html, "the changed place is a button that needs no script"
    assert "ngày tháng, đọc là: hai mươi tháng mười một" in html, "who sees no colour is told too"
    assert "Ngôn ngữ: tiếng Việt" in html


def test_a_choice_for_one_place_stays_in_the_form_and_can_be_taken_back(browser: Client) -> None:
    html = press(browser, "here", ".20.23:ban thử nghiệm")
    first, second = said(html)
    assert (first.startswith("ban thử"), second.startswith("ban thử nghiệm")) == (False, True)
    kept = hidden(html, "choices")
    assert json.loads(kept) == [[20, 23, "BTC", "ban thử nghiệm"]]
    html = press(browser, "before", ".20.23", choices=kept)
    assert hidden(html, "choices") == "[]"
    assert not said(html)[1].startswith("ban thử nghiệm")
    assert not SectionChoice.objects.exists()


def test_enter_in_a_field_means_this_place(browser: Client) -> None:
    html = press(browser, "first", "1", **{"own.20.23": "", "own..20.23": "ban thử nghiệm"})
    assert json.loads(hidden(html, "choices")) == [[20, 23, "BTC", "ban thử nghiệm"]]


def test_a_choice_becomes_a_rule_and_holds_everywhere(browser: Client, cast: Cast) -> None:
    kept = json.dumps([[20, 23, "BTC", "một"]])
    html = press(browser, "rule-person", ".20.23:ban thử nghiệm", choices=kept)
    assert [one.startswith("ban thử nghiệm") for one in said(html)] == [True, True]
    assert "Đã thành quy tắc" in html
    rule = PronunciationRule.objects.get()
    assert (rule.created_by, rule.written, rule.spoken) == (cast.owner, "BTC", "ban thử nghiệm")


def test_a_choice_whose_text_was_edited_is_let_go_and_told(browser: Client) -> None:
    kept = json.dumps([[20, 23, "BTC", "một"], [0, 3, "BTC", "hai"]])
    html = html_of(browser.post(READING, {"text": TEXT.replace("\nBTC", "\nÔng BTC"), "choices": kept}))
    assert json.loads(hidden(html, "choices")) == [[0, 3, "BTC", "hai"]]
    assert "1 lựa chọn không còn khớp" in html


def test_line_ends_of_browsers_move_no_place(browser: Client) -> None:
    html = html_of(browser.post(READING, {"text": TEXT.replace("\n", "\r\n"), "here": ".20.23:ban thử nghiệm"}))
    assert said(html)[1].startswith("ban thử nghiệm")


def test_what_was_chosen_goes_to_the_job(browser: Client) -> None:
    kept = json.dumps([[20, 23, "BTC", "ban thử nghiệm"]])
    carried = {"voice": "vi-south", "speed": "1.5", "format": "wav"}
    html = html_of(browser.post("/generate/", {"text": TEXT, "choices": kept, "edit": "1", **carried}))
    assert 'value="vi-south" selected' in html
    assert TEXT in html
    assert json.loads(hidden(html, "choices")) == json.loads(kept)
    sent = {"text": TEXT, "choices": kept, "language": "auto", **carried}
    assert browser.post("/generate/", sent).status_code == 302
    work_all()
    assert Job.objects.get().choices == json.loads(kept)
    spoken = Segment.objects.order_by("position").values_list("spoken_text", flat=True)
    assert [text.startswith("ban thử nghiệm") for text in spoken] == [False, True]


def test_who_came_without_a_voice_goes_on_with_the_usual_one(browser: Client) -> None:
    bare = {"text": TEXT, "choices": "[]", "edit": "1", "voice": "", "speed": "", "format": "", "language": "auto"}
    form = browser.post("/generate/", bare).context["form"]
    assert (form["text"].value(), form["speed"].value(), form["format"].value()) == (TEXT, 1.0, "mp3")


def test_the_generate_page_leads_to_it_with_all_that_was_filled_in(browser: Client) -> None:
    assert f'formaction="{READING}"' in html_of(browser.get("/generate/"))
    html = html_of(browser.post(READING, {"text": TEXT, "voice": "vi-south", "speed": "1.5", "format": "wav"}))
    assert (hidden(html, "voice"), hidden(html, "speed"), hidden(html, "format")) == ("vi-south", "1.5", "wav")
    assert '<option value="south" selected>' in html, "numbers are said as where the voice is from"


def test_a_chosen_document_is_looked_at_instead(browser: Client, cast: Cast) -> None:
    document = give_diary(cast)
    answer = browser.post(READING, {"text": "", "document": str(document.public_id), "language": "vi"})
    assert answer["Location"] == f"/documents/{document.public_id}/reading/?language=vi"


@pytest.mark.parametrize("choices", ["{", "[[1]]", '[["a", 2, "b", "c"]]', "[" * 20_000])
def test_made_up_choices_are_refused_in_the_form(browser: Client, choices: str) -> None:
    html_of(browser.post(READING, {"text": TEXT, "choices": choices}), status=422)
    html_of(browser.post("/generate/", {"text": TEXT, "voice": "vi-north", "choices": choices}), status=422)


@pytest.mark.parametrize("value", ["", "x", ".1", ".5.2:a", ".0.999:a", ".0.3:...", "nothing.0.3:a", ".-1.3:a"])
def test_made_up_places_are_refused(browser: Client, cast: Cast, value: str) -> None:
    document = give_diary(cast)
    html_of(browser.post(READING, {"text": TEXT, "here": value}), status=422)
    assert browser.post(f"/documents/{document.public_id}/reading/", {"here": value}).status_code == 400
    assert not SectionChoice.objects.exists()


def test_a_documents_page_keeps_what_is_chosen(browser: Client, cast: Cast) -> None:
    document = give_diary(cast)
    path = f"/documents/{document.public_id}/reading/"
    assert path in html_of(browser.get(f"/documents/{document.public_id}/"))
    section = section_with(document, "8g")
    start = section.text.index("BTC")
    place = f"{section.public_id}.{start}.{start + 3}"
    answer = browser.post(f"{path}?language=vi", {"here": f"{place}:ban thử nghiệm"})
    assert answer["Location"] == f"{path}?language=vi&at={place}"
    html = html_of(browser.get(answer["Location"]))
    assert [("ban thử nghiệm" in one) for one in said(html)] == [False, True, False]
    assert re.search(rf'id="p-{place}"[^>]*autofocus', html), "the page comes back to the place"
    browser.post(path, {"before": place})
    assert not SectionChoice.objects.exists()


def test_a_rule_for_the_document_takes_the_place_of_its_choice(browser: Client, cast: Cast) -> None:
    document = give_diary(cast)
    choose(cast.api(cast.owner), document, "BTC", "một", within="8g")
    section = section_with(document, "8g")
    start = section.text.index("BTC")
    path = f"/documents/{document.public_id}/reading/"
    browser.post(path, {"rule-document": f"{section.public_id}.{start}.{start + 3}:ban thử nghiệm"})
    assert PronunciationRule.objects.get().document == document
    assert sum("ban thử nghiệm" in one for one in said(html_of(browser.get(path)))) == 2


def test_a_colleague_reads_it_and_makes_rules_of_their_own_only(cast: Cast) -> None:
    document = give_diary(cast)
    Document.objects.update(is_shared=True)
    browser, path = cast.browser(cast.colleague), f"/documents/{document.public_id}/reading/"
    html = html_of(browser.get(path))
    assert 'name="rule-person"' in html
    assert 'name="here"' not in html
    section = section_with(document, "8g")
    start = section.text.index("BTC")
    place = f"{section.public_id}.{start}.{start + 3}"
    for button in ("here", "rule-document", "before"):
        assert browser.post(path, {button: f"{place}:x"}).status_code == 403
    browser.post(path, {"rule-person": f"{place}:ban thử nghiệm"})
    assert PronunciationRule.objects.get().created_by == cast.colleague
    assert "ban thử nghiệm" not in html_of(cast.browser(cast.owner).get(path))


def test_what_people_write_is_shown_as_text(browser: Client) -> None:
    html = html_of(browser.post(READING, {"text": "<script>alert(1)</script> 5 & <b>6</b>", "first": "1"}))
    assert "<script>alert" not in html
    assert "&lt;b&gt;6" in html


def test_vietnamese_without_marks_is_told_before_it_is_rendered(browser: Client, cast: Cast) -> None:
    unmarked = "Hom nay troi nang dep, toi muon di dao quanh ho voi cac ban cua minh. Chung ta se doc sach."
    warning = "không dấu"
    assert warning in html_of(browser.post(READING, {"text": unmarked, "first": "1"}))
    wish = {"text": unmarked, "voice": "vi-north", "language": "auto", "speed": "1", "format": "mp3"}
    html = html_of(browser.post("/generate/", wish), status=422)
    assert (warning in html, 'name="anyway"' in html) == (True, True)
    assert not Job.objects.exists()
    assert browser.post("/generate/", {**wish, "anyway": "1"}).status_code == 302
    document = give_diary(cast, unmarked)
    assert warning in html_of(browser.get(f"/documents/{document.public_id}/"))
    html_of(browser.post("/generate/", {**wish, "text": "", "document": str(document.public_id)}), status=422)


def test_marked_vietnamese_and_english_are_not_warned_of(browser: Client) -> None:
    for text in (DIARY, "Hello my friend, how are you today? I like reading books."):
        html = html_of(browser.post(READING, {"text": text, "first": "1"}))
        assert "không dấu" not in html


def test_a_long_text_goes_on_at_the_next_page(browser: Client, settings: Any) -> None:
    settings.PREVIEW_CHARS = 60
    text = "\n".join(f"Dòng số {n} có vài chữ." for n in range(9))
    html = html_of(browser.post(READING, {"text": text, "first": "1"}))
    after = re.search(r'name="onward"\s+value="([^"]+)"', html)
    assert after is not None
    again = html_of(browser.post(READING, {"text": text, "onward": after[1]}))
    assert said(again)
    assert not set(said(html)) & set(said(again))
