"""Measures as they are read in Vietnamese: prefixes, powers, quotients, split units, sizes."""

import pytest

from speech.text.vietnamese.units import CASELESS, PER_SHORT, UNITS
from tests.speech.text.reading import doubts, said

CASES = [
    ("Dài 12 km, 35cm, 4,5 mm", "Dài mười hai ki lô mét, ba mươi lăm xăng ti mét, bốn phẩy năm mi li mét"),
    ("Rộng 48m2, 3 km², 12.000 ha", "Rộng bốn mươi tám mét vuông, ba ki lô mét vuông, mười hai nghìn héc ta"),
    ("Chứa 3m3, 5 cm³", "Chứa ba mét khối, năm xăng ti mét khối"),
    ("Nặng 7.850 kg/m³", "Nặng bảy nghìn tám trăm năm mươi ki lô gam trên mét khối"),
    ("Bụi 55 µg/m³", "Bụi năm mươi lăm mi crô gam trên mét khối"),
    ("Đường 6,1 mmol/l", "Đường sáu phẩy một mi li mol trên lít"),
    ("Huyết áp 135/85 mmHg", "Huyết áp một trăm ba mươi lăm trên tám mươi lăm mi li mét thủy ngân"),
    ("Liều 10 mg/kg/ngày", "Liều mười mi li gam trên ki lô gam trên ngày"),
    ("Ăn 6,5 lít/100 km", "Ăn sáu phẩy năm lít trên một trăm ki lô mét"),
    ("Mưa 120mm/24h", "Mưa một trăm hai mươi mi li mét trên hai mươi tư giờ"),
    ("Dày 310 người/km2", "Dày ba trăm mười người trên ki lô mét vuông"),
    ("20 lượt/người/ngày", "hai mươi lượt trên người trên ngày"),
    ("Sản lượng 6 nghìn tấn/năm", "Sản lượng sáu nghìn tấn trên năm"),
    ("Gia tốc 9,8 m/s²", "Gia tốc chín phẩy tám mét trên giây bình phương"),
    ("Tốc độ 3×10^8 m/s", "Tốc độ ba nhân mười mũ tám mét trên giây"),
    ("Trồng 1,2 triệu ha", "Trồng một phẩy hai triệu héc ta"),
    ("Vài km nữa", "Vài ki lô mét nữa"),
    ("Lạnh -5°C, 20-25 °C, 38 độ C", "Lạnh âm năm độ xê, hai mươi đến hai mươi lăm độ xê, ba mươi tám độ xê"),
    (
        "Pin 4.500mAh, sạc 33W, 220V",
        "Pin bốn nghìn năm trăm mi li am pe giờ, sạc ba mươi ba oát, hai trăm hai mươi vôn",
    ),
    ("Nhà máy 1.200 MW, 3 kWh", "Nhà máy một nghìn hai trăm mê ga oát, ba ki lô oát giờ"),
    ("Mạng 300 Mbps, 2GB, 40 MB/s", "Mạng ba trăm mê ga bít trên giây, hai gi ga bai, bốn mươi mê ga bai trên giây"),
    ("Sóng 2,4GHz, 90 Hz", "Sóng hai phẩy bốn gi ga héc, chín mươi héc"),
    ("Áp suất 1.010 hPa, 2 atm", "Áp suất một nghìn không trăm mười héc tô pát can, hai át mốt phe"),
    ("Cao 1m68, 1m05, rộng 2m5", "Cao một mét sáu mươi tám, một mét không năm, rộng hai mét năm"),
    ("Trẻ 1m-1m3", "Trẻ một mét đến một mét ba"),
    ("Phòng 4x5m, 4 x 5 m", "Phòng bốn nhân năm mét, bốn nhân năm mét"),
    ("Thùng 20x30x40 cm", "Thùng hai mươi nhân ba mươi nhân bốn mươi xăng ti mét"),
    ('Tivi màn hình 6,7"', "Tivi màn hình sáu phẩy bảy inch"),
    ("Ở 21°02'30\"B", "Ở hai mươi mốt độ hai phút ba mươi giây Bắc"),
    ("Vĩ độ 15,5°N", "Vĩ độ mười lăm phẩy năm độ Bắc"),
    ("Uống 1/2 l, 3/4kg", "Uống một phần hai lít, ba phần tư ki lô gam"),
    ("Lớp 5A, nhà 12B", "Lớp năm a, nhà mười hai bê"),
    ("Dòng điện 5A", "Dòng điện năm am pe"),
]
SAID_BY_SENSE = [
    ("Mạch 82 l/p, bơm 82 l/p", "Mạch tám mươi hai lần trên phút, bơm tám mươi hai lít trên phút"),
    ("Siro 1v x 3 lần/ngày", "Siro một viên nhân ba lần trên ngày"),
    ("1 gói/lần x 2 lần/ngày", "một gói trên lần nhân hai lần trên ngày"),
    ("Phí bằng 2% x giá trị căn nhà", "Phí bằng hai phần trăm nhân giá trị căn nhà"),
    ("mua khăn x3, tã x2", "mua khăn nhân ba, tã nhân hai"),
    ("Sắt phi 12 (Ø12)", "Sắt phi mười hai, phi mười hai"),
    ('Ổ cứng 3,5" còn mới', "Ổ cứng ba phẩy năm inch còn mới"),
    ("mỗi ng 70k, 150k/ng", "mỗi người bảy mươi nghìn, một trăm năm mươi nghìn trên người"),
    ("Môn Lý 8,5đ, giá 500đ", "Môn Lý tám phẩy năm đồng, giá năm trăm đồng"),
    ("Em được 7,25đ Văn", "Em được bảy phẩy hai năm điểm Văn"),
    ("Anh Minh, 41t, và bố 70t", "Anh Minh, bốn mươi mốt tuổi, và bố bảy mươi tuổi"),
    ("dung dịch 0,5M", "dung dịch không phẩy năm mol trên lít"),
    ("cửa 0m8 x 2m2", "cửa không mét tám nhân hai mét hai"),
    ("lực kéo 10N", "lực kéo mười niu tơn"),
]
RANGES = [
    ("từ 3-5 kg", "từ ba đến năm ki lô gam"),
    ("0,5 – 1,2 mm", "không phẩy năm đến một phẩy hai mi li mét"),
    ("15~20 cm", "mười lăm đến hai mươi xăng ti mét"),
    ("5-7%/năm", "năm đến bảy phần trăm trên năm"),
    ("40% - 45%", "bốn mươi phần trăm đến bốn mươi lăm phần trăm"),
    ("800-1.500m", "tám trăm đến một nghìn năm trăm mét"),
]


@pytest.mark.parametrize(("text", "spoken"), SAID_BY_SENSE + CASES + RANGES)
def test_units(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize("written", ["5KM", "5Kg", "5ML", "5KWH", "5ghz", "5tb", "5KG"])
def test_letters_of_the_wrong_case_do_not_matter(written: str) -> None:
    assert said(f"khoảng {written}") == f"khoảng năm {CASELESS[written[1:].lower()]}"


def test_every_unit_is_read_behind_its_number_and_behind_a_slash() -> None:
    for written, words in UNITS.items():
        if len(written) > 1 and written.isascii() and " " not in written:
            assert said(f"đo được 12 {written}.") == f"đo được mười hai {words}."
            if written not in PER_SHORT:
                assert said(f"đo được 12 kg/{written}.") == f"đo được mười hai ki lô gam trên {words}."


def test_a_split_metre_may_be_an_area() -> None:
    assert doubts("rộng 1m2")["1m2"] == ("một mét hai", "một mét vuông")
    assert not doubts("rộng 48m2")


@pytest.mark.parametrize("text", ["anh/chị", "5 người trong nhà", "mẹ/con", "hai ha ha ha", "năm vạn nhà", "số má"])
def test_words_are_no_units(text: str) -> None:
    assert " mét" not in said(text)
    assert " héc ta" not in said(text)
