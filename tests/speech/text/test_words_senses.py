"""What can mean several things: the words around decide; where they do not, every meaning is offered."""

import re

import pytest

from speech.text import normalise
from speech.text.english.reading import RULES as ENGLISH_RULES
from speech.text.rules import Kind
from speech.text.vietnamese.reading import LAST_RULES, OWN_RULES
from speech.text.vietnamese.senses import SENSES
from speech.types import Flag, TextOptions

OWN = TextOptions(language="vi", backend="none")


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("BTC giải chạy hoãn giờ", "ban tổ chức giải chạy hoãn giờ"),
        ("thông tư của BTC", "thông tư của bộ tài chính"),
        ("giá BTC lập đỉnh", "giá bê tê xê lập đỉnh"),
        ("nghỉ T7 và CN.", "nghỉ thứ bảy và chủ nhật."),
        ("hơn 500 CN đình công", "hơn năm trăm công nhân đình công"),
        ("CN Hà Nội khai trương", "chi nhánh Hà Nội khai trương"),
        ("cụm CN Từ Sơn", "cụm công nghiệp Từ Sơn"),
        ("CN. Lê Lan", "cử nhân Lê Lan"),
        ("SN 1990", "sinh năm một nghìn chín trăm chín mươi"),
        ("GĐ 2 của dự án", "giai đoạn hai của dự án"),
        ("CT HĐND huyện", "chủ tịch hội đồng nhân dân huyện"),
        ("chụp CT não", "chụp xê tê não"),
        ("BTV Tỉnh ủy", "ban thường vụ Tỉnh ủy"),
        ("120 TS dự thi", "một trăm hai mươi thí sinh dự thi"),
        ("điểm TB cả năm", "điểm trung bình cả năm"),
        ("lưu: VT", "lưu: văn thư"),
        ("hạ LS huy động", "hạ lãi suất huy động"),
        ("LS bào chữa", "luật sư bào chữa"),
        ("nghĩa trang LS", "nghĩa trang liệt sĩ"),
        ("DT 40m2, DT thuần tăng", "diện tích bốn mươi mét vuông, doanh thu thuần tăng"),
        ("DS tỉnh ta, DS cả nước", "dược sĩ tỉnh ta, dân số cả nước"),
        ("hướng ĐN, về ĐN", "hướng đông nam, về Đà Nẵng"),
        ("từ TK 15 đến TK XVIII", "từ thế kỷ mười lăm đến thế kỷ mười tám"),
        ("giá 2,1 tỷ (TL)", "giá hai phẩy một tỷ, thương lượng"),
        ("xe BS 63C-123.45", "xe biển số sáu ba xê một hai ba bốn năm"),
        ("em ck trước 200k", "em chuyển khoản trước hai trăm nghìn"),
        (
            "ĐT Pháp thắng, ĐT: 0912345678",
            "đội tuyển Pháp thắng, điện thoại: không chín một hai ba bốn năm sáu bảy tám",
        ),
        ("BH 12 tháng", "bảo hành mười hai tháng"),
        ("Phó Bí thư TT Huyện ủy", "Phó Bí thư thường trực Huyện ủy"),
        ("ở Q.BT, P.GĐ và P. TCHC", "ở quận Bình Thạnh, phó giám đốc và phòng tổ chức hành chính"),
        ("số TK 123456", "số tài khoản một hai ba bốn năm sáu"),
    ],
)
def test_the_words_around_decide(text: str, spoken: str) -> None:
    read = normalise(text, OWN)
    assert read.text == spoken


def doubts(text: str) -> list[Flag]:
    return [flag for flag in normalise(text, OWN).flags if flag.code == "ambiguous"]


def test_where_nothing_decides_every_meaning_is_offered() -> None:
    text = "Ông ấy nhắc đến BTC nhiều lần."
    (doubt,) = doubts(text)
    assert text[doubt.start : doubt.end] == "BTC"
    assert doubt.readings == ("ban tổ chức", "bộ tài chính", "bê tê xê")


def test_what_the_words_decide_can_still_be_changed() -> None:
    (doubt,) = doubts("thông tư của BTC về thuế")
    assert doubt.readings == ("bộ tài chính", "ban tổ chức", "bê tê xê")


def test_a_number_of_another_clause_is_not_an_amount() -> None:
    (doubt,) = doubts("ngày 3/5, BTC họp")
    assert doubt.readings[0] == "ban tổ chức"


@pytest.mark.parametrize("text", ["mai ko đi", "xem phần II nhé, còn II thì thôi"])
def test_guesses_of_other_rules_are_offered_too(text: str) -> None:
    assert doubts(text)


def test_every_sense_has_cues_that_compile_and_something_to_say() -> None:
    for written, senses in SENSES.items():
        assert senses, written
        for sense in senses:
            assert sense.spoken
            re.compile(sense.before)
            re.compile(sense.after)


def test_rules_say_what_they_are_in_a_closed_set_of_words() -> None:
    kinds = set(Kind.__args__)
    assert {rule.name for rule in (*OWN_RULES, *LAST_RULES, *ENGLISH_RULES)} <= kinds
    spoken = normalise("UBND có 5 xe ở ngõ 3/4, xem abc.vn", OWN)
    said = {spoken.source[part.source_start : part.source_end]: part.by for part in spoken.alignment if part.by}
    assert said["UBND"] == "abbreviation" or said["UBND"] == "acronym"
    assert (said["5"], said["3/4"], said["abc.vn"]) == ("number", "code", "web")
