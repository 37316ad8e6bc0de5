"""How Vietnamese is read, class by class. No sentence is from a public test suite."""

import pytest

from speech.text import normalise
from speech.text.numbers import Numbers
from speech.types import TextOptions

OWN = TextOptions(language="vi", backend="none")


def said(text: str) -> str:
    return normalise(text, OWN).text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (44, "bốn mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (107, "một trăm linh bảy"),
        (1000, "một nghìn"),
        (1009, "một nghìn không trăm linh chín"),
        (2025, "hai nghìn không trăm hai mươi lăm"),
        (1_000_000, "một triệu"),
        (3_000_000_000, "ba tỷ"),
        (10**12, "một nghìn tỷ"),
        (10**18, "một tỷ tỷ"),
        (-8, "âm tám"),
        (2_000_050, "hai triệu không trăm năm mươi"),
    ],
)
def test_whole_numbers(number: int, words: str) -> None:
    assert Numbers().whole(number) == words


def test_the_south_has_its_own_words() -> None:
    assert Numbers("south").whole(4_404) == "bốn ngàn bốn trăm lẻ bốn"
    assert Numbers("south").whole(24) == "hai mươi bốn"
    south = TextOptions(language="vi", backend="none", region="south")
    assert normalise("Giá 35k, có 1.005 cái.", south).text == "Giá ba mươi lăm ngàn, có một ngàn không trăm lẻ năm cái."


CASES = {
    "numbers": [
        ("Có 1.250,5 mẫu.", "Có một nghìn hai trăm năm mươi phẩy năm mẫu."),
        ("Còn 0,05 giây", "Còn không phẩy không năm giây"),
        ("Bằng 3.14 thôi", "Bằng ba phẩy một bốn thôi"),
        ("Lỗ -7 điểm", "Lỗ âm bảy điểm"),
        ("Đạt 7,000,000 lượt", "Đạt bảy triệu lượt"),
        ("Nộp trong 05 ngày", "Nộp trong năm ngày"),
        ("Đề án 06", "Đề án không sáu"),
        ("xếp thứ 4, hạng 1", "xếp thứ tư, hạng nhất"),
        ("ăn 3/4 cái bánh", "ăn ba phần tư cái bánh"),
        ("uống ½ ly", "uống một phần hai ly"),
    ],
    "dates": [
        ("Sinh ngày 03/02/1930.", "Sinh ngày ba tháng hai năm một nghìn chín trăm ba mươi."),
        ("Họp 5.6.2024", "Họp ngày năm tháng sáu năm hai nghìn không trăm hai mươi tư"),
        ("Hẹn ngày 8/3 nhé", "Hẹn ngày tám tháng ba nhé"),
        ("Tối 12-7, mưa", "Tối mười hai tháng bảy, mưa"),
        ("tháng 4/2023", "tháng tư năm hai nghìn không trăm hai mươi ba"),
        ("từ 3-5/9", "từ ba đến năm tháng chín"),
        ("quý IV/2023", "quý tư năm hai nghìn không trăm hai mươi ba"),
        ("Ngày 32/1/2020", "Ngày ba mươi hai trên một trên hai nghìn không trăm hai mươi"),
    ],
    "times": [
        ("Lúc 8h30 sáng", "Lúc tám giờ ba mươi phút sáng"),
        ("Tàu chạy 14:05", "Tàu chạy mười bốn giờ năm phút"),
        ("mở cửa 7h-21h", "mở cửa bảy giờ đến hai mươi mốt giờ"),
        ("đúng 9g", "đúng chín giờ"),
        ("lúc 10:20:30", "lúc mười giờ hai mươi phút ba mươi giây"),
    ],
    "money": [
        ("Giá 45.000đ.", "Giá bốn mươi lăm nghìn đồng."),
        ("bán 120k", "bán một trăm hai mươi nghìn"),
        ("thu 2tr5", "thu hai triệu năm trăm nghìn"),
        ("lãi 3,5 tỷ đồng", "lãi ba phẩy năm tỷ đồng"),
        ("vé $20 và 15€", "vé hai mươi đô la và mười lăm ơ rô"),
        ("gói 99.000₫/tháng", "gói chín mươi chín nghìn đồng trên tháng"),
        ("trả $1,200", "trả một nghìn hai trăm đô la"),
        ("từ 10-12 triệu", "từ mười đến mười hai triệu"),
    ],
    "measures": [
        ("giảm 12,5%", "giảm mười hai phẩy năm phần trăm"),
        ("chạy 80 km/h", "chạy tám mươi ki lô mét trên giờ"),
        ("rộng 75m2", "rộng bảy mươi lăm mét vuông"),
        ("nặng 3kg", "nặng ba ki lô gam"),
        ("sốt 38,5°C", "sốt ba mươi tám phẩy năm độ xê"),
        ("trồng 6 ha", "trồng sáu héc ta"),
        ("cao 1m68", "cao một mét sáu mươi tám"),
        ("từ 20-25 kg", "từ hai mươi đến hai mươi lăm ki lô gam"),
    ],
    "dashes": [
        ("ăn 2-3 bát", "ăn hai đến ba bát"),
        ("năm 2019-2021", "năm hai nghìn không trăm mười chín đến hai nghìn không trăm hai mươi mốt"),
        ("đội nhà thắng 4-0", "đội nhà thắng bốn không"),
        ("Hà Nội 1-2 Nam Định", "Hà Nội một hai Nam Định"),
    ],
    "codes": [
        ("gọi 0905 123 456", "gọi không chín không năm một hai ba bốn năm sáu"),
        ("gọi +84 28 3822 1234", "gọi cộng tám bốn hai tám ba tám hai hai một hai ba bốn"),
        ("gọi 115 ngay", "gọi một một năm ngay"),
        ("Luật 45/2019/QH14", "Luật bốn mươi lăm trên hai nghìn không trăm mười chín trên quy hát mười bốn"),
        ("số 63 /2002/NQ/UB", "số sáu mươi ba trên hai nghìn không trăm linh hai trên nờ quy u bê"),
        ("một triệu ha rừng", "một triệu héc ta rừng"),
        ("hãng SAMSUNG và đội BTVQHX", "hãng Samsung và đội bê tê vê quy hát ích"),
        ("số 15/NQ-TW", "số mười lăm trên nờ quy trung ương"),
        ("bản 2.10.1", "bản hai chấm mười chấm một"),
        ("đội U19 đá", "đội u mười chín đá"),
        ("khí CO2", "khí xê ô hai"),
        ("mã số thuế 0301234567", "mã số thuế không ba không một hai ba bốn năm sáu bảy"),
        ("viết cho an@abc.vn", "viết cho an a còng abc chấm vê nờ"),
        ("vào abc.com.vn xem", "vào abc chấm com chấm vê nờ xem"),
    ],
    "roman": [
        ("chương IX", "chương chín"),
        ("thế kỷ XX", "thế kỷ hai mươi"),
        ("phần III, mục V", "phần ba, mục năm"),
        ("Đại hội XIII", "Đại hội mười ba"),
    ],
    "abbreviations": [
        ("TP. Đà Nẵng", "thành phố Đà Nẵng"),
        ("ở Q.3, TP.HCM", "ở quận ba, thành phố Hồ Chí Minh"),
        ("P. Bến Thành", "phường Bến Thành"),
        ("TS. Lê An và GS Trần Bình", "tiến sĩ Lê An và giáo sư Trần Bình"),
        ("UBND xã", "ủy ban nhân dân xã"),
        ("cam, quýt, v.v.", "cam, quýt, vân vân"),
        ("Sở GD&ĐT", "Sở giáo dục và đào tạo"),
        ("kênh VTC", "kênh vê tê xê"),
        ("ông John P. Smith", "ông John pê Smith"),
    ],
    "marks": [
        ("“Đi thôi” (anh nói) – rồi đi", "Đi thôi, anh nói, rồi đi"),
        ("Tom & Jerry", "Tom và Jerry"),
        ("2 + 3 = 5", "hai cộng ba bằng năm"),
        ("# Lời mở đầu", "Lời mở đầu"),
        ("anh/chị", "anh chị"),
        ("GIẤY KHAI SINH", "giấy khai sinh"),
    ],
}


@pytest.mark.parametrize(("text", "spoken"), [case for cases in CASES.values() for case in cases])
def test_readings(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "Mẹ tôi đi chợ từ sáng sớm, mua rau và cá.",
        "Ai bảo thế? Ừ, thì ra là vậy!",
        "Hà Nội, thủ đô của Việt Nam; Huế, cố đô.",
        "Ông Nguyễn Văn A đã đến.",
        "Tỉ mỉ, kĩ càng, hoà thuận, quý hoá.",
    ],
)
def test_plain_sentences_are_not_touched(text: str) -> None:
    assert said(text) == text


@pytest.mark.parametrize("text", ["中文 và tiếng Việt", "Привет các bạn", "Ελλάδα và tiếng Việt"])
def test_other_scripts_are_kept_for_the_engine(text: str) -> None:
    assert said(text) == text
