"""Times of day and durations as they are read in Vietnamese."""

import pytest

from tests.speech.text.reading import doubts, said

CASES = [
    ("7h00-7h45: Điểm danh", "bảy giờ đến bảy giờ bốn mươi lăm phút: Điểm danh"),
    ("13:15 – 14:00: Nghỉ", "mười ba giờ mười lăm phút đến mười bốn giờ: Nghỉ"),
    ("hầm 45' - 1h", "hầm bốn mươi lăm phút đến một giờ"),
    ("chạy pace 6:15", "chạy pace sáu phút mười lăm giây"),
    ("Lúc 7h15, 7g15, 07:15", "Lúc bảy giờ mười lăm phút, bảy giờ mười lăm phút, bảy giờ mười lăm phút"),
    ("Đúng 7h15'", "Đúng bảy giờ mười lăm phút"),
    ("Đúng 7h15 phút", "Đúng bảy giờ mười lăm phút"),
    ("Nổ lúc 21:05:40", "Nổ lúc hai mươi mốt giờ năm phút bốn mươi giây"),
    ("Từ 00h00 ngày 1/6", "Từ không giờ ngày một tháng sáu"),
    ("Mở 7h-19h, 8h30 - 17h", "Mở bảy giờ đến mười chín giờ, tám giờ ba mươi phút đến mười bảy giờ"),
    ("Học 7:00 – 11:15", "Học bảy giờ đến mười một giờ mười lăm phút"),
    ("Giao trong 2-4h", "Giao trong hai đến bốn giờ"),
    ("Về đích sau 1h5'20\"", "Về đích sau một giờ năm phút hai mươi giây"),
    ("Luộc 3-4', ủ 10p", "Luộc ba đến bốn phút, ủ mười phút"),
    ("Phút 35', phút 90+2, phút 45'+1", "Phút ba mươi lăm, phút chín mươi cộng hai, phút bốn mươi lăm cộng một"),
    ('Kỷ lục 9"81 và 1\'43"20', "Kỷ lục chín giây tám mươi mốt và một phút bốn mươi ba giây hai mươi"),
    ("Chuyến 4N3Đ", "Chuyến bốn ngày ba đêm"),
    ("Bài hát dài 04:20", "Bài hát dài bốn phút hai mươi giây"),
    ("Bay lúc 9:30 PM", "Bay lúc chín giờ ba mươi phút tối"),
    ("Chạy 90' mỗi buổi", "Chạy chín mươi phút mỗi buổi"),
    ("Ghi lúc 2024-03-09T08:05:00", "Ghi lúc ngày chín tháng ba năm hai nghìn không trăm hai mươi tư tám giờ năm phút"),
]


@pytest.mark.parametrize(("text", "spoken"), CASES)
def test_times(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Hẹn lúc 8g nhé", ("tám giờ", "tám gam")),
        ("8g sáng mai", ("tám giờ", "tám gam")),
        ("Thêm 8g muối", ("tám gam", "tám giờ")),
        ("Chất đạm 8g", ("tám gam", "tám giờ")),
    ],
)
def test_hours_or_grams(text: str, readings: tuple[str, ...]) -> None:
    assert doubts(text)["8g"] == readings


def test_a_large_or_spaced_g_is_a_weight() -> None:
    assert said("Cân 250g bột, 8 g men") == "Cân hai trăm năm mươi gam bột, tám gam men"
    assert not doubts("Cân 250g bột, 8 g men")
