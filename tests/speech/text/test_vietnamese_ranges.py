"""A dash between two numbers: range, score, date, subtraction; and what nobody can be sure of."""

import time

import pytest

from tests.speech.text.reading import doubts, said

RANGES = [
    ("Cần 3-4 người", "Cần ba đến bốn người"),
    ("Trang 12–15, câu 1—5", "Trang mười hai đến mười lăm, câu một đến năm"),
    ("Bãi bỏ các khoản 2-4 Điều 9", "Bãi bỏ các khoản hai đến bốn Điều chín"),
    ("Gió cấp 6-7", "Gió cấp sáu đến bảy"),
    ("Nghỉ 4-6 tuần", "Nghỉ bốn đến sáu tuần"),
    ("Khoảng 5.000-7.000 lượt", "Khoảng năm nghìn đến bảy nghìn lượt"),
    ("Chờ 4 - 5 lần", "Chờ bốn đến năm lần"),
    ("Từ -3 đến 5", "Từ âm ba đến năm"),
]
SCORES = [
    ("Đội nhà thắng 3-1", "Đội nhà thắng ba một"),
    ("Thua 0-2 ở hiệp 1", "Thua không hai ở hiệp một"),
    ("Nam Định 1-3 Thanh Hóa", "Nam Định một ba Thanh Hóa"),
    ("Tỷ số 2-2 sau 90 phút", "Tỷ số hai hai sau chín mươi phút"),
    ("Hạ đối thủ 6-3, 4-6, 7-6(4), 6-2", "Hạ đối thủ sáu ba, bốn sáu, bảy sáu, bốn, sáu hai"),
    ("Ở set 1: 25-20, set 2: 19-25", "Ở set một: hai mươi lăm hai mươi, set hai: mười chín hai mươi lăm"),
    ("Sơ đồ 4-4-2", "Sơ đồ bốn bốn hai"),
]


@pytest.mark.parametrize(("text", "spoken"), RANGES + SCORES)
def test_dashes(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Xem 3-5 rồi", ("ba đến năm", "ba năm", "ba tháng năm")),
        ("Xem 5-3 rồi", ("năm ba", "năm đến ba", "năm tháng ba")),
    ],
)
def test_two_small_numbers_alone_are_a_doubt(text: str, readings: tuple[str, ...]) -> None:
    assert list(doubts(text).values()) == [readings]


def test_what_the_words_decide_is_no_doubt() -> None:
    assert not doubts("Thắng 2-1, cần 3-5 người, trang 3-5, ngày 3-5, tỷ số 1-1, hạng 3-5.")


@pytest.mark.parametrize(
    "unit",
    [
        "1-",
        "1.",
        "1/",
        "1:",
        "1%",
        "5/3-",
        "12-15/3, ",
        "1tr2-",
        "1 000 ",
        "ngày 1, ",
        "1^2",
        "kg/",
        "5 m/",
        "1h30-",
        "T2-",
    ],
)
def test_endless_numbers_cost_no_more_than_long_ones(unit: str) -> None:
    """The cost grows with the length: eight times the text takes far less than the square of it."""

    def seconds(length: int) -> float:
        started = time.process_time()
        said((unit + "x ") * (length // len(unit)))
        return time.process_time() - started

    assert seconds(16_000) < 24 * max(seconds(2_000), 0.005)
