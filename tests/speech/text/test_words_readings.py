"""How words that are no words are read: abbreviations, names, codes, addresses. Every sentence is our own."""

import pytest

from speech.text import normalise
from speech.types import TextOptions

OWN = TextOptions(language="vi", backend="none")

CASES = {
    "offices": [
        ("UBND H. Củ Chi và UBND TX. Sơn Tây", "ủy ban nhân dân huyện Củ Chi và ủy ban nhân dân thị xã Sơn Tây"),
        ("Bộ LĐ-TB&XH, Bộ VHTT&DL", "Bộ lao động thương binh và xã hội, Bộ văn hóa thể thao và du lịch"),
        ("Bộ VH-TT-DL và Sở QH-KT", "Bộ văn hóa thể thao và du lịch và Sở quy hoạch kiến trúc"),
        ("Trường ĐHKHXH&NV", "Trường đại học khoa học xã hội và nhân văn"),
        ("PCCC&CNCH", "phòng cháy chữa cháy và cứu nạn cứu hộ"),
        ("Hội LHPN và Đoàn TNCS HCM", "Hội liên hiệp phụ nữ và Đoàn thanh niên cộng sản Hồ Chí Minh"),
        ("LĐBĐVN", "liên đoàn bóng đá Việt Nam"),
        ("TM. ỦY BAN NHÂN DÂN", "thay mặt ủy ban nhân dân"),
        ("ban R&D", "ban rờ và đê"),
    ],
    "titles": [
        ("PGS.TS.BS Nguyễn Lân khám", "phó giáo sư tiến sĩ bác sĩ Nguyễn Lân khám"),
        ("ThS.BS Trần Thị Hoa", "thạc sĩ bác sĩ Trần Thị Hoa"),
        ("TS-BS Vũ Minh", "tiến sĩ bác sĩ Vũ Minh"),
        ("KTS. Hồ Thiệu", "kiến trúc sư Hồ Thiệu"),
        ("BS CKII Trương Hữu", "bác sĩ chuyên khoa hai Trương Hữu"),
    ],
    "names": [
        ("truyện của H.G. Wells hay", "truyện của hát gờ Wells hay"),
        ("Chị N.T.M.H. cho biết", "Chị nờ tê mờ hát cho biết"),
        ("Bị cáo Nguyễn V. A. khai", "Bị cáo Nguyễn vê a khai"),
        ("Lê Văn T. trú tại đây", "Lê Văn tê trú tại đây"),
        ("ở phường X., quận Y.", "ở phường ích, quận Y."),
        ("cầu thủ C. Ronaldo", "cầu thủ xê Ronaldo"),
    ],
    "places": [
        ("Thôn 5, X.Ea Kao, TP.BMT", "Thôn năm, xã Ea Kao, thành phố Buôn Ma Thuột"),
        ("KP.5, Q. 12, P.201", "khu phố năm, quận mười hai, phòng hai trăm linh một"),
        ("Số 12/3B ngõ 45", "Số mười hai trên ba bê ngõ bốn mươi lăm"),
        ("123/4/5 Lê Văn Sỹ", "một trăm hai mươi ba trên bốn trên năm Lê Văn Sỹ"),
        ("tại Km 23+500", "tại ki lô mét hai mươi ba cộng năm trăm"),
        ("trên QL1A và ĐT741", "trên quốc lộ một a và đường tỉnh bảy trăm bốn mươi mốt"),
        ("cao tốc CT.01", "cao tốc xê tê không một"),
    ],
    "laws": [
        ("số 29-NQ/TW", "số hai mươi chín nờ quy trung ương"),
        ("Đ.12 k.3", "điều mười hai khoản ba"),
        ("ISO 9001:2015", "i ét ô chín nghìn không trăm linh một hai nghìn không trăm mười lăm"),
    ],
    "codes": [
        ("biển 29A1-123.45", "biển hai chín a một một hai ba bốn năm"),
        ("chuyến bay VJ123", "chuyến bay vê gi một hai ba"),
        ("chiếc Boeing 737-800", "chiếc Boeing bảy ba bảy tám trăm"),
        ("nhà ga T2", "nhà ga tê hai"),
        ("iOS 17.2, bản v2.1.3", "i ô ét mười bảy chấm hai, bản vê hai chấm một chấm ba"),
        ("cách mạng công nghiệp 4.0", "cách mạng công nghiệp bốn chấm không"),
        ("chip i7-12700H", "chip i bảy một hai bảy không không hát"),
        ("dịch COVID-19, chủng H5N1", "dịch cô vít mười chín, chủng hát năm nờ một"),
        ("HK1 và BN17", "học kỳ một và bệnh nhân mười bảy"),
        ("thuốc của AstraZeneca", "thuốc của AstraZeneca"),
        ("thẻ TPBank", "thẻ tê pê Bank"),
    ],
    "digit by digit": [
        ("Hotline: 18001090; 113, 114", "Hotline: một tám không không một không chín không; một một ba, một một bốn"),
        ("có 114 người", "có một trăm mười bốn người"),
        ("mã bưu chính 550000", "mã bưu chính năm năm không không không không"),
        ("4 số cuối 5678", "bốn số cuối năm sáu bảy tám"),
        ("mật khẩu là ab12cd", "mật khẩu là a bê một hai xê đê"),
        ("gọi 0912xxx345", "gọi không chín một hai ích ích ích ba bốn năm"),
        ("bấm *101#", "bấm sao một không một thăng"),
        ("nhấn phím * hoặc # để dừng", "nhấn phím sao hoặc thăng để dừng"),
    ],
    "roman": [
        ("Vua Louis XVI và thế kỷ XXI", "Vua Louis mười sáu và thế kỷ hai mươi mốt"),
        ("Elizabeth I", "Elizabeth một"),
        ("ii) Lệ phí; iii) Thời hạn", "hai, Lệ phí; ba, Thời hạn"),
        ("thế kỷ vi", "thế kỷ sáu"),
        ("số vi phạm tăng, khoản vi phạm", "số vi phạm tăng, khoản vi phạm"),
        ("VI PHẠM LUẬT", "vi phạm luật"),
        ("đĩa CD, chỉ số DI", "đĩa xê đê, chỉ số đê i"),
    ],
    "chemistry": [
        ("muối NaCl và CaCO3", "muối nờ a xê lờ và xê a xê ô ba"),
        ("2H2 + O2", "hai hát hai cộng ô hai"),
        ("bazơ Ca(OH)2", "bazơ xê a ô hát hai"),
    ],
    "net": [
        ("xem tại chinhphu.vn nhé", "xem tại chinhphu chấm vê nờ nhé"),
        ("mở tệp bao_cao.docx", "mở tệp bao gạch dưới cao chấm đê ô xê ích"),
        ("theo dõi @an_nhien", "theo dõi a còng an gạch dưới nhien"),
        ("ngôn ngữ C++, .NET", "ngôn ngữ xê cộng cộng, chấm net"),
    ],
    "chat": [
        ("mai mn đi cf k?", "mai mọi người đi cà phê không?"),
        ("điểm k nằm trên trục", "điểm ca nằm trên trục"),
        ("đc rồi, cty mình nghỉ", "được rồi, công ty mình nghỉ"),
    ],
    "slashes": [
        ("bố/mẹ và/hoặc người thân", "bố mẹ và hoặc người thân"),
        ("hệ số giá/lương", "hệ số giá trên lương"),
        ("nhiễm HIV/AIDS, cúm A/H3N2", "nhiễm hát i vê ết, cúm a hát ba nờ hai"),
        ("c/ Phạm vi", "xê, Phạm vi"),
    ],
    "products and places": [
        ("biến thể BA.2.75", "biến thể bê a chấm hai chấm bảy mươi lăm"),
        ("ống kính f/2.8", "ống kính ép hai phẩy tám"),
        ("mục III.4", "mục ba chấm bốn"),
        ("2.3 Kết quả đo", "hai chấm ba Kết quả đo"),
        ("nhóm máu AB+", "nhóm máu a bê cộng"),
        ("Km12+300 - Km15 rào chắn", "ki lô mét mười hai cộng ba trăm đến ki lô mét mười lăm rào chắn"),
        ("tàu BTh 98765 TS", "tàu bê tê hát chín tám bảy sáu năm tê ét"),
        ("máy bay ATR 72-500", "máy bay a tê rờ bảy hai năm trăm"),
        ("chủ TK TRAN THI HOA", "chủ tài khoản Tran Thi Hoa"),
        ("chuyển 1.250.000d", "chuyển một triệu hai trăm năm mươi nghìn đồng"),
        ("thẻ Visa 8812", "thẻ Visa tám tám một hai"),
        ("OTP kích hoạt là 660215", "ô tê pê kích hoạt là sáu sáu không hai một năm"),
        ("ĐT: 84-251-3847-111", "điện thoại: tám bốn hai năm một ba tám bốn bảy một một một"),
    ],
    "people in a chat": [
        ("Ok a, mai e gửi nha", "Ok anh, mai em gửi nha"),
        ("điểm a và đoạn e", "điểm a và đoạn e"),
        ("9h r mà chưa ngủ à", "chín giờ rồi mà chưa ngủ à"),
    ],
    "days": [("Thứ hai - thứ sáu mở cửa", "Thứ hai đến thứ sáu mở cửa")],
}


@pytest.mark.parametrize(("text", "spoken"), [case for cases in CASES.values() for case in cases])
def test_readings(text: str, spoken: str) -> None:
    assert normalise(text, OWN).text == spoken


@pytest.mark.parametrize(
    "text",
    [
        "Số vi mạch, xi măng và mi mắt đều là chữ thường.",
        "Ông Văn Cao vào năm ấy, ai cũng vui; bà Tư hỏi han mãi.",
        "Tổ trưởng dân phố đi từng nhà, hỏi từng người.",
        "Chú Mười Hai ở xã bên, anh Ba ở phường này.",
    ],
)
def test_plain_words_are_never_changed(text: str) -> None:
    assert normalise(text, TextOptions(language="vi")).text == text


@pytest.mark.parametrize("text", ["phải g ửi bản sao", "tạm ng ừng hoạt động", "thành viên r út khỏi"])
def test_words_torn_by_a_broken_file_are_not_spelled(text: str) -> None:
    assert normalise(text, OWN).text == text


def test_the_points_d_and_đ_of_a_law_are_told_apart() -> None:
    assert normalise("Theo điểm d và điểm đ khoản 2.", OWN).text == "Theo điểm dê và điểm đê khoản hai."
    assert normalise("d) Cá nhân", OWN).text.split(",")[0] == "dê"
