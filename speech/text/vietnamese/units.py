"""Units of measure and money, as written and as said: bases with their prefixes, and the ways people spell them."""

from typing import Final

PREFIXES: Final = {
    "k": "ki lô",
    "M": "mê ga",
    "G": "gi ga",
    "T": "tê ra",
    "P": "pê ta",
    "h": "héc tô",
    "d": "đề xi",
    "c": "xăng ti",
    "m": "mi li",
    "µ": "mi crô",
    "μ": "mi crô",
    "n": "na nô",
    "p": "pi cô",
}
LENGTHS: Final = {"km": "ki lô mét", "m": "mét", "dm": "đề xi mét", "cm": "xăng ti mét", "mm": "mi li mét"}
# What a unit is called, and the prefixes it takes.
BASES: Final = {
    "m": ("mét", "kdcmµμn"),
    "g": ("gam", "kmµμn"),
    "l": ("lít", "dcmµμ"),
    "L": ("lít", "dcmµμ"),
    "s": ("giây", "mµμn"),
    "W": ("oát", "kMGTm"),
    "Wh": ("oát giờ", "kMGT"),
    "Wp": ("oát pích", "kM"),
    "V": ("vôn", "kmM"),
    "VA": ("vôn am pe", "kM"),
    "A": ("am pe", "kmµμ"),
    "Ah": ("am pe giờ", "mk"),
    "Hz": ("héc", "kMGT"),
    "Pa": ("pát can", "hkMG"),
    "J": ("jun", "kMG"),
    "N": ("niu tơn", "kM"),
    "Nm": ("niu tơn mét", "k"),
    "cal": ("ca lo", "k"),
    "eV": ("ê lếch trôn vôn", "kMGT"),
    "B": ("bai", "kMGTP"),
    "bps": ("bít trên giây", "kMGT"),
    "bit": ("bít", "kMG"),
    "byte": ("bai", "kMG"),
    "mol": ("mol", "mµμnk"),
    "Ω": ("ôm", "kM"),
    "F": ("pha ra", "µμnp"),
    "Sv": ("xi vớt", "mµμ"),
    "Bq": ("béc cơ ren", "kM"),
    "bar": ("ba", "m"),
    "ohm": ("ôm", "kM"),
}
PREFIXED: Final = {
    prefix + symbol: f"{PREFIXES[prefix]} {said}" for symbol, (said, taken) in BASES.items() for prefix in taken
}
# What stands alone.
PLAIN: Final = {
    "ha": "héc ta",
    "gr": "gam",
    "gram": "gam",
    "h": "giờ",
    "p": "phút",
    "ph": "phút",
    "min": "phút",
    "rpm": "vòng trên phút",
    "fps": "khung hình trên giây",
    "°": "độ",
    "%": "phần trăm",
    "‰": "phần nghìn",
    "hp": "mã lực",
    "HP": "mã lực",
    "Hp": "mã lực",
    "dB": "đề xi ben",
    "dBA": "đề xi ben a",
    "dBm": "đề xi ben mi li oát",
    "mmHg": "mi li mét thủy ngân",
    "cmH2O": "xăng ti mét nước",
    "atm": "át mốt phe",
    "psi": "pê ét i",
    "ppm": "phần triệu",
    "ppb": "phần tỷ",
    "lux": "lux",
    "lm": "lu men",
    "lx": "lux",
    "IU": "đơn vị quốc tế",
    "UI": "đơn vị quốc tế",
    "cc": "xê xê",
    "BTU": "bê tê u",
    "%vol": "phần trăm vol",
    "inch": "inch",
    "ft": "phít",
    "oz": "ao xơ",
    "ounce": "ao xơ",
    "lb": "pao",
    "lbs": "pao",
    "px": "pích xeo",
    "MP": "mê ga pích xeo",
    "Mpx": "mê ga pích xeo",
    "sqm": "mét vuông",
    "gsm": "gam trên mét vuông",
    "s²": "giây bình phương",
    "s2": "giây bình phương",
    "Kbps": "ki lô bít trên giây",
    "KB": "ki lô bai",
}
DEGREES: Final = {"C": "độ xê", "F": "độ ép", "K": "độ ca"}
UNITS: Final = {
    **{symbol: said for symbol, (said, _) in BASES.items()},
    **PREFIXED,
    **{f"{length}{mark}": f"{said} vuông" for length, said in LENGTHS.items() for mark in "2²"},
    **{f"{length}{mark}": f"{said} khối" for length, said in LENGTHS.items() for mark in "3³"},
    **{f"{sign}{scale}": said for sign in ("°", "º", "độ ") for scale, said in DEGREES.items()},
    "℃": "độ xê",
    "℉": "độ ép",
    "K": "độ ca",
    **PLAIN,
}
ANY_CASE: Final = """
km dm cm mm m² m³ m2 m3 km² km2 cm² cm2 cm³ cm3 kg mg gr ml kW kWh kV kVA mAh Hz kHz GHz kB GB Gbps kbps dB kcal kJ
ha ohm psi rpm fps mmHg °C °F °K ºC ºF
"""
CASELESS: Final = {written.lower(): UNITS[written] for written in ANY_CASE.split()} | {
    "mb": "mê ga bai",
    "tb": "tê ra bai",
    "mw": "mê ga oát",
    "tw": "tê ra oát",
    "mhz": "mê ga héc",
    "mbps": "mê ga bít trên giây",
    "v": "vôn",
    "w": "oát",
}
"""The same units in other letters: "25°c", "2gb", "5KM"; where two differ by the case only, what people mean."""
LETTERS_APART: Final = frozenset(("m", "g", "l", "L", "V", "W", "Ω", "°", "%", "‰"))
"""The one-letter units that can stand apart from their number: "5 m" is a length, "5 A" may be a class."""
CURRENCIES: Final = {
    "đ": "đồng",
    "₫": "đồng",
    "Đ": "đồng",
    "đồng": "đồng",
    "vnđ": "đồng",
    "vnd": "đồng",
    "VND": "đồng",
    "VNĐ": "đồng",
    "Vnđ": "đồng",
    "$": "đô la",
    "usd": "đô la",
    "USD": "đô la",
    "US$": "đô la",
    "A$": "đô la Úc",
    "C$": "đô la Ca-na-đa",
    "S$": "đô la Xinh-ga-po",
    "HK$": "đô la Hồng Kông",
    "€": "ơ rô",
    "EUR": "ơ rô",
    "eur": "ơ rô",
    "euro": "ơ rô",
    "Euro": "ơ rô",
    "£": "bảng",
    "GBP": "bảng",
    "¥": "yên",
    "JPY": "yên",
    "₩": "won",
    "KRW": "won",
    "CNY": "nhân dân tệ",
    "RMB": "nhân dân tệ",
    "NDT": "nhân dân tệ",
    "₹": "ru pi",
    "INR": "ru pi",
    "xu": "xu",
    "cent": "xu",
    "AUD": "đô la Úc",
    "CAD": "đô la Ca-na-đa",
    "HKD": "đô la Hồng Kông",
    "NZD": "đô la Niu Di-lân",
    "SGD": "đô la Xinh-ga-po",
    "TWD": "đô la Đài Loan",
    "CHF": "phrăng Thụy Sĩ",
    "RUB": "rúp",
    "₽": "rúp",
    "THB": "bạt",
    "฿": "bạt",
    "MYR": "ringgit",
    "LAK": "kíp",
    "USDT": "u ét đê tê",
}
CURRENCY_SIGNS: Final = frozenset("$€£¥₩₫₹₽฿")
MULTIPLES: Final = {
    "k": "nghìn",
    "K": "nghìn",
    "nghìn": "nghìn",
    "ngàn": "ngàn",
    "trăm": "trăm",
    "vạn": "vạn",
    "tr": "triệu",
    "Tr": "triệu",
    "TR": "triệu",
    "triệu": "triệu",
    "ty": "tỷ",
    "tỷ": "tỷ",
    "tỉ": "tỷ",
    "Tỷ": "tỷ",
}
GLUED_MULTIPLES: Final = {"t": "tỷ", "ng": "nghìn"}
"""Only right behind the digits: "5t", "20ng"."""
ENGLISH_MULTIPLES: Final = {
    "m": "triệu",
    "M": "triệu",
    "mn": "triệu",
    "million": "triệu",
    "b": "tỷ",
    "B": "tỷ",
    "bn": "tỷ",
    "billion": "tỷ",
    "trillion": "nghìn tỷ",
}
"""Only beside foreign money, or after a decimal ("3.2M")."""
COUNTED_BY: Final = """
giờ phút giây ngày đêm tuần tháng quý năm người lượng chỉ cây lít tấn tạ yến sào mẫu công héc ta cái chiếc con bộ đôi
lần suất phòng hộ căn thùng hộp gói chai lon ly tô bát phần vé vụ học khách trang từ tín thuê lô kiện mét đồng cổ oz
ounce mỗi nhà xe chuyến bao kí ký cân số bài đơn sản mũi viên quả trái buổi tiết vòng lượt trận mùa điểm bàn ca cặp tập
kỳ tour pax giường bệnh phiên container barrel user gallon usd
"""
PER_WORDS: Final = frozenset(COUNTED_BY.split())
"""What a quantity is counted by, behind a slash: "đồng/bao", "lượt/người"."""
PER_SHORT: Final = {
    "c": "cái",
    "cp": "cổ phiếu",
    "CP": "cổ phiếu",
    "TP": "trái phiếu",
    "sp": "sản phẩm",
    "hs": "học sinh",
    "sv": "sinh viên",
    "ng": "người",
    "th": "tháng",
}
"""The same, cut short: "68.500 đồng/cp"."""
