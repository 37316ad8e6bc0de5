"""Money as it is read in Vietnamese: signs and codes before and after, k, tr, tỷ, what it is paid for."""

import pytest

from tests.speech.text.reading import kinds, said

CASES = [
    ("Giá 75.000đ, 75.000 đ, 75.000₫, 75.000 VNĐ", "Giá " + ", ".join(["bảy mươi lăm nghìn đồng"] * 4)),
    ("Lương 18tr, thưởng 500k", "Lương mười tám triệu, thưởng năm trăm nghìn"),
    ("Trả 3tr5, 1tr250, 2tỷ4", "Trả ba triệu năm trăm nghìn, một triệu hai trăm năm mươi nghìn, hai tỷ bốn trăm triệu"),
    ("Vay 3 triệu 2", "Vay ba triệu hai"),
    ("Từ 300k-1tr", "Từ ba trăm nghìn đến một triệu"),
    ("Góp 100-200k thôi", "Góp một trăm đến hai trăm nghìn thôi"),
    ("Khoảng 1 - 1,5 tỷ USD", "Khoảng một đến một phẩy năm tỷ đô la"),
    ("Thưởng 8-12 triệu đồng/năm", "Thưởng tám đến mười hai triệu đồng trên năm"),
    ("Trả $25, US$30, 40$, 50 USD", "Trả hai mươi lăm đô la, ba mươi đô la, bốn mươi đô la, năm mươi đô la"),
    ("Mua $3.2 million, €1,5 triệu", "Mua ba phẩy hai triệu đô la, một phẩy năm triệu ơ rô"),
    ("Gọi vốn $2-3 million", "Gọi vốn hai đến ba triệu đô la"),
    ("Đổi USD 500 lấy 12.500.000 VND", "Đổi năm trăm đô la lấy mười hai triệu năm trăm nghìn đồng"),
    ("Phí £20, ¥3.000, ₩50.000", "Phí hai mươi bảng, ba nghìn yên, năm mươi nghìn won"),
    ("Số dư -250.000 đồng, -$40", "Số dư âm hai trăm năm mươi nghìn đồng, âm bốn mươi đô la"),
    ("32 triệu/m², 3.000 đồng/kWh", "ba mươi hai triệu trên mét vuông, ba nghìn đồng trên ki lô oát giờ"),
    ("80 USD/thùng, 2.200 USD/ounce", "tám mươi đô la trên thùng, hai nghìn hai trăm đô la trên ao xơ"),
    ("phí 3.300đ/giao dịch", "phí ba nghìn ba trăm đồng trên giao dịch"),
    ("24.000 đồng/cp", "hai mươi tư nghìn đồng trên cổ phiếu"),
    ("5 nghìn tỷ đồng", "năm nghìn tỷ đồng"),
    ("Ông 5 đồng chí", "Ông năm đồng chí"),
    ("Màn hình 4K", "Màn hình bốn ca"),
    ("Kênh có 2.5M lượt xem", "Kênh có hai phẩy năm triệu lượt xem"),
]


@pytest.mark.parametrize(("text", "spoken"), CASES)
def test_money(text: str, spoken: str) -> None:
    assert said(text) == spoken


def test_the_south_says_ngan() -> None:
    assert said("Giá 35k, 2tr5", region="south") == "Giá ba mươi lăm ngàn, hai triệu năm trăm ngàn"


def test_tokens_are_named_by_what_they_are() -> None:
    found = kinds("Trả 75.000đ, tăng 3%, dài 5 km, từ 3-5 kg, thắng 2-0, ngày 5/6/2024, lúc 8h.")
    assert found == {
        "75.000đ": "money",
        "3%": "percent",
        "5 km": "unit",
        "3-5 kg": "range",
        "2-0": "score",
        "5/6/2024": "date",
        "8h": "time",
    }
