"""Dates, their ranges, months, quarters, years and weekdays as they are read in Vietnamese."""

import pytest

from tests.speech.text.reading import doubts, said

CASES = [
    ("Ký ngày 7/5/2024.", "Ký ngày bảy tháng năm năm hai nghìn không trăm hai mươi tư."),
    ("Ký 07-05-2024", "Ký ngày bảy tháng năm năm hai nghìn không trăm hai mươi tư"),
    ("Ký ngày 7.5.2024", "Ký ngày bảy tháng năm năm hai nghìn không trăm hai mươi tư"),
    ("Hạn: 2024-05-07", "Hạn: ngày bảy tháng năm năm hai nghìn không trăm hai mươi tư"),
    ("Sáng 7/5 trời mưa", "Sáng bảy tháng năm trời mưa"),
    ("Chiều 7-5 trời mưa", "Chiều bảy tháng năm trời mưa"),
    ("Tối 7.5 trời mưa", "Tối bảy tháng năm trời mưa"),
    ("Nghỉ lễ 30/4, 1/5 và 2/9", "Nghỉ lễ ba mươi tháng tư, một tháng năm và hai tháng chín"),
    ("Các ngày 4, 5 và 6/7", "Các ngày bốn, năm và sáu tháng bảy"),
    ("Nộp ngày 3/8 và 9/8", "Nộp ngày ba tháng tám và chín tháng tám"),
    ("20-11 và 8-3", "hai mươi tháng mười một và tám tháng ba"),
    ("Thứ Ba, 14/5, họp", "Thứ Ba, mười bốn tháng năm, họp"),
    ("Chủ nhật 19/5 lớp nghỉ", "Chủ nhật mười chín tháng năm lớp nghỉ"),
    ("Giỗ 12/3 âm lịch", "Giỗ mười hai tháng ba âm lịch"),
    ("Hạn dùng 09/2026", "Hạn dùng tháng chín năm hai nghìn không trăm hai mươi sáu"),
    (
        "tháng 4/2024 và tháng 12-2023",
        "tháng tư năm hai nghìn không trăm hai mươi tư và tháng mười hai năm hai nghìn không trăm hai mươi ba",
    ),
    ("Xuất khẩu T9/2024", "Xuất khẩu tháng chín năm hai nghìn không trăm hai mươi tư"),
    ("Lãi 9T/2024", "Lãi chín tháng năm hai nghìn không trăm hai mươi tư"),
    (
        "quý 2/2024, quý 3-2024, quý IV/2024",
        "quý hai năm hai nghìn không trăm hai mươi tư, quý ba năm hai nghìn không trăm hai mươi tư, "
        "quý tư năm hai nghìn không trăm hai mươi tư",
    ),
    ("Q2/2025 có lãi", "quý hai năm hai nghìn không trăm hai mươi lăm có lãi"),
    ("lương T8 tăng", "lương tháng tám tăng"),
    (
        "Q.2/2023 và quý IV.2023",
        "quý hai năm hai nghìn không trăm hai mươi ba và quý tư năm hai nghìn không trăm hai mươi ba",
    ),
    ("cuối Q3/22", "cuối quý ba năm hai nghìn không trăm hai mươi hai"),
    ("H2/2023 lãi lớn", "nửa cuối năm hai nghìn không trăm hai mươi ba lãi lớn"),
    ("tính chung 8T đạt kế hoạch", "tính chung tám tháng đạt kế hoạch"),
    ("bảo hành 24T", "bảo hành hai mươi tư tháng"),
    ("tổng thu T11", "tổng thu tháng mười một"),
    ("Lịch khám: 18.07 và 25.07", "Lịch khám: mười tám tháng bảy và hai mươi lăm tháng bảy"),
    ("nước rút lúc 16h/3/8", "nước rút lúc mười sáu giờ ngày ba tháng tám"),
    ("chiều t6 họp, t3 tuần sau nghỉ", "chiều thứ sáu họp, thứ ba tuần sau nghỉ"),
    ("học T3-5-7", "học thứ ba năm bảy"),
    ("ca 2 học thứ 2-4-6", "ca hai học thứ hai tư sáu"),
    ("Sáng 11-12 có sương", "Sáng mười một tháng mười hai có sương"),
    ("Sáng 4 người đi", "Sáng bốn người đi"),
]
RANGES = [
    ("từ 4-6/7", "từ bốn đến sáu tháng bảy"),
    ("từ 04-06/7/2024", "từ bốn đến sáu tháng bảy năm hai nghìn không trăm hai mươi tư"),
    ("từ 28/4 - 3/5", "từ hai mươi tám tháng tư đến ba tháng năm"),
    ("từ ngày 28/4 đến 3/5", "từ ngày hai mươi tám tháng tư đến ba tháng năm"),
    (
        "28/12/2024-5/1/2025",
        "ngày hai mươi tám tháng mười hai năm hai nghìn không trăm hai mươi tư đến "
        "ngày năm tháng một năm hai nghìn không trăm hai mươi lăm",
    ),
    ("tháng 3-5/2024", "tháng ba đến tháng năm năm hai nghìn không trăm hai mươi tư"),
    ("tháng 6 - tháng 8", "tháng sáu đến tháng tám"),
    ("quý I-III/2024", "quý một đến quý ba năm hai nghìn không trăm hai mươi tư"),
    ("Giai đoạn 2016–2020", "Giai đoạn hai nghìn không trăm mười sáu đến hai nghìn không trăm hai mươi"),
    ("mùa giải 2021-22", "mùa giải hai nghìn không trăm hai mươi mốt đến hai mươi hai"),
    ("năm học 2021/2022", "năm học hai nghìn không trăm hai mươi mốt hai nghìn không trăm hai mươi hai"),
    ("Mở cửa T2-T6", "Mở cửa thứ hai đến thứ sáu"),
    ("thứ 2 - thứ 7", "thứ hai đến thứ bảy"),
    ("Thứ hai - Chủ nhật", "Thứ hai đến Chủ nhật"),
    ("Q2-Q3/2023", "quý hai đến quý ba năm hai nghìn không trăm hai mươi ba"),
    ("từ 2012-nay", "từ hai nghìn không trăm mười hai đến nay"),
    ("từ 1965-73", "từ một nghìn chín trăm sáu mươi lăm đến bảy mươi ba"),
    ("thế kỷ XVII - XVIII", "thế kỷ mười bảy đến mười tám"),
]
NOT_DATES = [
    ("Nhà số 7/5 phố Huế", "Nhà số bảy trên năm phố Huế"),
    ("Hơn 3/4 khán giả", "Hơn ba phần tư khán giả"),
    ("giảm từ 1/3 xuống 1/5", "giảm từ một phần ba xuống một phần năm"),
    ("từ 3-5 tuổi", "từ ba đến năm tuổi"),
    ("1/2 + 1/3 = 5/6", "một phần hai cộng một phần ba bằng năm phần sáu"),
    ("Vòng 1/8", "Vòng một phần tám"),
    ("Thắng 9/12 trận, đúng 3/7 câu", "Thắng chín trên mười hai trận, đúng ba trên bảy câu"),
    ("ở tầng 7/20, xếp hạng 4/30", "ở tầng bảy trên hai mươi, xếp hạng bốn trên ba mươi"),
]


@pytest.mark.parametrize(("text", "spoken"), CASES + RANGES + NOT_DATES)
def test_dates(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize(
    ("text", "place", "readings"),
    [
        ("Mốc 10/3 đó", "10/3", ("mười tháng ba", "mười phần ba")),
        ("Còn lại 2/7 thôi", "2/7", ("hai phần bảy", "hai tháng bảy")),
        ("Trường nghỉ T7", "T7", ("thứ bảy", "tháng bảy")),
        ("Doanh thu T7 tăng", "T7", ("tháng bảy", "thứ bảy")),
    ],
)
def test_what_may_be_a_date_is_a_doubt(text: str, place: str, readings: tuple[str, ...]) -> None:
    assert doubts(text)[place] == readings


def test_a_named_date_is_no_doubt() -> None:
    assert not doubts("Ngày 10/3, sáng 2/7, tối 8/12/2024 và dịp 30/4.")
