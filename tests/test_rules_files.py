"""Rules come in and go out as CSV and PLS: all of it, or told row by row; and nothing that is none."""

import io
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from documents.models import PronunciationRule, RuleEvent
from documents.pronunciation.selectors import rules_for
from documents.states import RuleScope
from synthesis.stages import following
from tests.conftest import Cast
from tests.ruling import RULES, add, book, refused, share, stale
from tests.test_main_path import create
from tests.working import work_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


def send(api: APIClient, data: bytes, name: str = "rules.csv", **more: Any) -> Any:
    stream = io.BytesIO(data)
    stream.name = name
    return api.post(f"{RULES}/import", {"file": stream, **more}, format="multipart")


@pytest.mark.parametrize("wanted", ["csv", "pls"])
def test_what_goes_out_comes_in_again(cast: Cast, api: APIClient, wanted: str) -> None:
    add(api, "BTC", "ban tổ chức", language="vi")
    add(api, "=1+1", "hai", whole_word=False)
    add(api, "'=x", 'một "hai", <ba> & bốn;', case_sensitive=True, language="en")
    add(api, "Đăk Lăk", "đắc lắc")
    add(api, "-5", "âm năm")
    answer = api.get(f"{RULES}/export?format={wanted}")
    assert f'.{wanted}"' in answer["Content-Disposition"]
    before = [rule | {"id": 0, "user_id": 0, "created_at": 0, "updated_at": 0} for rule in everything(api)]
    there = cast.api(cast.stranger)
    report = send(there, answer.content, f"a.{wanted}").json()
    assert (report["created"], report["changed"], report["unchanged"], report["skipped"]) == (5, 0, 0, {}), report
    after = [rule | {"id": 0, "user_id": 0, "created_at": 0, "updated_at": 0} for rule in everything(there)]
    assert after == before
    assert send(there, answer.content).json()["unchanged"] == 5
    if wanted == "csv":
        cells = answer.content.decode("utf-8-sig").replace('"', "").split("\n")
        assert not [line for line in cells if line.startswith(("=", "+", "-", "@"))], "a spreadsheet works nothing out"


def everything(api: APIClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"{RULES}?limit=100").json()["results"]
    return found


def test_each_row_of_a_csv_comes_in_or_is_told(api: APIClient) -> None:
    add(api, "cũ", "cũ")
    add(api, "đúng", "rồi")
    rows = (
        "Written;Spoken;Language;Whole_word\n"
        "mới;mới tinh;vi;không\n"
        "CŨ;khác;;\n"
        "đúng;rồi;;\n"
        ";không có gì;;\n"
        "câm;...;;\n"
        "dài;" + "a" * 401 + ";;\n"
        "Pháp;pháp;fr;\n"
        "lạ;lạ;;có lẽ\n"
        "hai;một;;\n\nhai;hai;;\n"
    )
    report = send(api, rows.encode()).json()
    assert (report["created"], report["changed"], report["unchanged"]) == (2, 1, 1), report
    assert report["skipped"] == {
        "rule_empty": 1, "rule_not_sayable": 1, "rule_too_long": 1, "rule_language": 1, "rule_row": 1, "rule_twice": 1,
    }  # fmt: skip
    told = {row["number"]: (row["written"], row["code"]) for row in report["left_out"]}
    assert told[7] == ("dài", "rule_too_long")
    assert told[10] == ("hai", "rule_twice")
    assert "400" in next(row["detail"] for row in report["left_out"] if row["number"] == 7)
    kept = {rule["written"]: rule["spoken"] for rule in everything(api)}
    assert kept == {"mới": "mới tinh", "CŨ": "khác", "đúng": "rồi", "hai": "hai"}
    assert PronunciationRule.objects.get(written="mới").is_whole_word is False
    assert RuleEvent.objects.filter(kind="rules", new="IMPORTED").count() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_two_columns_without_names_will_do(api: APIClient, encoding: str) -> None:
    report = send(api, "BTC\tban tổ chức\nCLB\tcâu lạc bộ\n".encode(encoding)).json()
    assert (report["created"], report["skipped"]) == (2, {})


def test_a_lexicon_of_others_comes_in(api: APIClient) -> None:
    lexicon = """<?xml version="1.0" encoding="UTF-8"?>
    <lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-US">
      <meta name="author" content="somebody"/>
      <lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme>
      <lexeme><grapheme>colour</grapheme><grapheme>color</grapheme>
        <alias>one</alias><alias prefer="true">kolor</alias></lexeme>
      <lexeme><grapheme>judgment</grapheme><phoneme>ˈdʒʌdʒ.mənt</phoneme></lexeme>
      <lexeme><grapheme>nothing</grapheme></lexeme>
    </lexicon>"""
    report = send(api, lexicon.encode(), "en.pls").json()
    assert report["created"] == 3
    assert report["skipped"] == {"rule_phoneme_only": 1, "rule_not_sayable": 1}
    assert {row["written"] for row in report["left_out"]} == {"judgment", "nothing"}
    kept = {rule["written"]: (rule["spoken"], rule["language"]) for rule in everything(api)}
    assert kept["color"] == kept["colour"] == ("kolor", "en")


BOMB = (
    '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><lexicon><lexeme><grapheme>&b;</grapheme></lexeme></lexicon>'
)
STEALS = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><lexicon><lexeme><grapheme>a</grapheme><alias>&x;</alias></lexeme></lexicon>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "rule_file_empty"),
        (b"written,spoken\n", "rule_file_empty"),
        (b"\xff\xfe\x00", "rule_file_unreadable"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "rule_file_unreadable"),
        (b"<lexicon><lexeme></lexicon>", "rule_file_unreadable"),
        (b"<html></html>", "rule_file_unreadable"),
        (b'<?xml version="1.0" encoding="x-none"?><lexicon/>', "rule_file_unreadable"),
        (BOMB.encode(), "rule_file_unreadable"),
        (STEALS.encode(), "rule_file_unreadable"),
        (("a," + "b" * 200_000).encode(), "rule_file_unreadable"),
    ],
)
def test_files_that_are_none_are_refused(api: APIClient, data: bytes, code: str) -> None:
    refused(send(api, data), 400, code)
    assert not PronunciationRule.objects.exists()


def test_a_file_is_measured_before_it_is_read(api: APIClient) -> None:
    refused(send(api, b"a,b\n" * 1_300_000), 413, "file_too_large")
    refused(send(api, b"a,b\n" * 1_000_100), 413, "file_too_large")


def test_what_has_no_room_is_left_out_and_told(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_RULES", 3)
    add(api, "a0", "x")
    report = send(api, "".join(f"a{number},y\n" for number in range(6)).encode()).json()
    assert (report["created"], report["changed"], report["skipped"]) == (2, 1, {"too_many_rules": 3})
    assert PronunciationRule.objects.count() == 3


def test_a_file_goes_where_it_is_sent(cast: Cast, api: APIClient) -> None:
    document = share(book(api, "Một câu."))
    data = "BTC,ban tổ chức\n".encode()
    assert send(api, data, document_id=str(document.public_id)).json()["created"] == 1
    assert send(api, data, scope="organisation").json()["created"] == 1
    assert {rule.scope for rule in PronunciationRule.objects.all()} == {RuleScope.DOCUMENT, RuleScope.ORGANISATION}
    refused(send(cast.api(cast.colleague), data, document_id=str(document.public_id)), 403, "not_allowed")
    refused(send(cast.api(cast.stranger), data, document_id=str(document.public_id)), 404, "not_found")
    only = api.get(f"{RULES}/export?scope=document").content.decode("utf-8-sig").splitlines()
    assert len(only) == 2
    assert cast.api(cast.stranger).get(f"{RULES}/export").content.decode("utf-8-sig").splitlines()[1:] == []
    refused(api.get(f"{RULES}/export?format=exe"), 400, "invalid")


def test_five_thousand_rules_come_in_and_mark_what_they_touch(cast: Cast, api: APIClient) -> None:
    job = create(api, voice_profile_id="vi-north", text="Ông Zephyr đi chợ.")
    work_all()
    rows = "".join(f"từ số {number},x\n" for number in range(4_999)) + "zephyr,dê phia\n"
    assert send(api, rows.encode()).json()["created"] == 5_000
    refused(api.post(RULES, {"written": "thêm", "spoken": "x"}, format="json"), 429, "too_many_rules")
    following.follow_all()
    assert stale(api, job)
    assert len(rules_for(cast.owner)) == 5_000
