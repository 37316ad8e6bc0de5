"""Cardinals, decimals, signs, ordinals, fractions and mathematics as they are read in Vietnamese."""

import pytest

from speech.text.numbers import Numbers
from tests.speech.text.reading import doubts, said

CASES = [
    ("Kho còn 2.345.678 hộp.", "Kho còn hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám hộp."),
    ("Kho còn 2 345 678 hộp.", "Kho còn hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám hộp."),
    ("Kho còn 2,345,678 hộp.", "Kho còn hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám hộp."),
    ("Có 45 000 vé.", "Có bốn mươi lăm nghìn vé."),
    ("Quỹ có 3000000 đồng.", "Quỹ có ba triệu đồng."),
    ("Phòng 007", "Phòng không không bảy"),
    ("Thu 12,5 triệu tấn.", "Thu mười hai phẩy năm triệu tấn."),
    ("Thu 12.5 triệu tấn.", "Thu mười hai phẩy năm triệu tấn."),
    ("Bán 3 tỷ rưỡi.", "Bán ba tỷ rưỡi."),
    ("Hệ số 0,125", "Hệ số không phẩy một hai năm"),
    ("Lệch ±0,2 so với mốc", "Lệch cộng trừ không phẩy hai so với mốc"),
    ("Chỉ số giảm −4,5 điểm", "Chỉ số giảm âm bốn phẩy năm điểm"),
    ("Nước xếp thứ 1, rồi thứ 4.", "Nước xếp thứ nhất, rồi thứ tư."),
    ("Đứng hạng 1, hạng 5.", "Đứng hạng nhất, hạng năm."),
    ("Lần thứ 12 tổ chức", "Lần thứ mười hai tổ chức"),
    ("Gần 2/5 số hộ", "Gần hai phần năm số hộ"),
    ("Hơn 1/4 cử tri", "Hơn một phần tư cử tri"),
    ("Rót 2½ ly", "Rót hai và một phần hai ly"),
    ("Rót 1 1/2 cốc", "Rót một và một phần hai cốc"),
    ("Bài 3 1/2 trang", "Bài ba một phần hai trang"),
    ("Được 18/20 phiếu", "Được mười tám trên hai mươi phiếu"),
    ("Đạt 8,5/10 điểm", "Đạt tám phẩy năm trên mười điểm"),
    ("Trực 24/7", "Trực hai mươi tư trên bảy"),
    ("Tỷ lệ là 1/2.000", "Tỷ lệ là một trên hai nghìn"),
    ("Mặn 25‰, ngọt 3 %", "Mặn hai mươi lăm phần nghìn, ngọt ba phần trăm"),
    ("Tăng 0,75 điểm %", "Tăng không phẩy bảy năm điểm phần trăm"),
    ("Chừng ~70 người, khoảng ~80 xe", "Chừng bảy mươi người, khoảng tám mươi xe"),
    (
        "Từ >= 18 tuổi, ≤ 3 lần, > 5 năm",
        "Từ lớn hơn hoặc bằng mười tám tuổi, nhỏ hơn hoặc bằng ba lần, lớn hơn năm năm",
    ),
]
MATHS = [
    ("7 + 8 = 15", "bảy cộng tám bằng mười lăm"),
    ("9 - 4 = 5", "chín trừ bốn bằng năm"),
    ("6 x 7 = 42; 6×7=42; 6*7=42", "sáu nhân bảy bằng bốn mươi hai; " * 2 + "sáu nhân bảy bằng bốn mươi hai"),
    ("20 : 4 = 5", "hai mươi chia bốn bằng năm"),
    ("y² - 3y + 2 = 0", "y bình phương trừ ba y cộng hai bằng không"),
    ("Chừng 10^5 con, 10⁻⁴ mét", "Chừng mười mũ năm con, mười mũ trừ bốn mét"),
    ("√9 = 3", "căn bậc hai của chín bằng ba"),
    ("Lấy 4!×2 = 48", "Lấy bốn giai thừa nhân hai bằng bốn mươi tám"),
    ("π xấp xỉ 3,14", "pi xấp xỉ ba phẩy một bốn"),
    ("Bằng 1.5e-3", "Bằng một phẩy năm nhân mười mũ trừ ba"),
    ("g(x) = 2x", "gờ ích bằng hai ích"),
    ("Tỉ lệ trộn 2:5", "Tỉ lệ trộn hai trên năm"),
    ("Bản đồ 1:25.000", "Bản đồ một trên hai mươi lăm nghìn"),
    ("Khung 16:9", "Khung mười sáu chín"),
]


@pytest.mark.parametrize(("text", "spoken"), CASES + MATHS)
def test_numbers(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize(
    ("year", "spoken"),
    [
        (1975, "một chín bảy lăm"),
        (1990, "một chín chín mươi"),
        (1954, "một chín năm tư"),
        (2005, "hai không không năm"),
        (2021, "hai không hai mốt"),
        (2010, "hai không mười"),
        (2000, "hai nghìn"),
        (938, "chín trăm ba mươi tám"),
    ],
)
def test_short_years(year: int, spoken: str) -> None:
    assert Numbers(years="short").year(year) == spoken


def test_years_are_short_wherever_they_are_years() -> None:
    assert (
        said("Năm 1986, ngày 2/9/2024", years="short")
        == "Năm một chín tám sáu, ngày hai tháng chín năm hai không hai tư"
    )
    assert said("giai đoạn 1996-2005", years="short") == "giai đoạn một chín chín sáu đến hai không không năm"
    assert said("Có 1986 người", years="short") == "Có một nghìn chín trăm tám mươi sáu người"


@pytest.mark.parametrize(
    ("text", "place", "readings"),
    [
        ("Giá trị 1.2345 đó", "1.2345", ("một phẩy hai ba bốn năm", "mười hai nghìn ba trăm bốn mươi lăm")),
        ("Có 2,500 cuốn", "2,500", ("hai nghìn năm trăm", "hai phẩy năm không không")),
        ("Nặng 2,375 tấn", "2,375", ("hai phẩy ba bảy năm", "hai nghìn ba trăm bảy mươi lăm")),
    ],
)
def test_a_decimal_or_a_grouped_number_is_a_doubt(text: str, place: str, readings: tuple[str, ...]) -> None:
    assert doubts(text)[place] == readings


def test_plain_numbers_are_no_doubt() -> None:
    assert not doubts("Có 1.250 người, 3,5 tấn, 12.000.000 đồng và 7 ngày.")
