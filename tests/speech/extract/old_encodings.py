"""Vietnamese prose of our own, and ways to write it as the programs of the nineties did."""

import unicodedata
from collections.abc import Callable
from typing import Final

from speech.extract.legacy.tables import TCVN3, VISCII, VNI_LETTERS, VNI_PAIRS, VPS

PROSE: Final = (
    "Sáng hôm ấy trời trở lạnh, sương phủ kín cánh đồng và con đường làng vắng tanh không một bóng người. ",
    "Bà cụ ngồi bên bếp lửa, chậm rãi kể cho lũ trẻ nghe chuyện ngày xưa, thuở còn chiến tranh và đói kém. ",
    "Điều 12. Người sử dụng đất có nghĩa vụ đăng ký, nộp thuế và giữ gìn môi trường theo quy định của pháp luật. ",
    "Cửa hàng mở từ 7 giờ đến 21 giờ; giá mỗi ký là 35.000 đồng, mua 10 ký được giảm 5%. ",
    "Những chiếc thuyền nhỏ chở đầy hoa quả xuôi theo dòng sông, tiếng cười nói rộn rã cả một khúc chợ nổi. ",
    "Ông ấy bảo rằng muốn học giỏi thì phải đọc nhiều, viết nhiều và đừng ngại hỏi những điều mình chưa hiểu. ",
    "Hội đồng nhân dân tỉnh chịu trách nhiệm kiểm tra, hướng dẫn việc thực hiện kế hoạch sản xuất vụ đông xuân. ",
    "Mẹ tôi thường nấu canh chua cá lóc, kho thịt với nước dừa rồi gọi cả nhà xuống ăn khi cơm còn nóng hổi. ",
    "Kỹ sư trẻ đã thử nghiệm máy bơm suốt ba tháng trước khi lắp đặt ở vùng cao, nơi nước rất khan hiếm. ",
    "Lũ chim sẻ ríu rít trên mái ngói, báo hiệu một mùa hè nữa lại về cùng tiếng ve và phượng đỏ. ",
    "Giữa đêm khuya, tiếng đàn bầu vẳng lại nghe da diết, khiến người xa xứ bỗng thấy nhớ quê vô cùng. ",
    "Bộ trưởng Bộ Tài chính quy định chi tiết thủ tục hoàn thuế đối với hàng hóa xuất khẩu qua cửa khẩu. ",
)

_SMALL: Final = str.maketrans({c: c.lower() for c in "ÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ"})
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"


def _by_table(table: dict[int, str]) -> Callable[[str], bytes]:
    codes = {letter: code for code, letter in reversed(table.items())}
    return lambda text: bytes(
        codes.get(char) or ord(char.encode("cp1252", "replace").decode("latin-1")) for char in text
    )


def tcvn3(text: str) -> str:
    """As it looks in a font that is none of the ABC fonts."""
    letters = {ord(letter): chr(code) for code, letter in TCVN3.items()}
    return text.translate(_SMALL).translate(letters)


def vni(text: str) -> str:
    """The same of the VNI fonts."""
    pairs = {ord(letter): pair for pair, letter in VNI_PAIRS.items() if pair.islower() or pair.isupper()}
    singles = {ord(letter): old for old, letter in VNI_LETTERS.items()}
    return text.translate({**pairs, **singles})


def windows_1258(text: str) -> bytes:
    """Letters that the code page has as they are, of the others the tone apart."""
    return "".join(_parted(char) for char in text).encode("cp1258", "replace")


def _parted(char: str) -> str:
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in marks if mark in _TONES)
        return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES)) + tone
    return char


ENCODERS: Final[dict[str, Callable[[str], bytes]]] = {
    "tcvn3": lambda text: tcvn3(text).encode("cp1252", "replace"),
    "vni": lambda text: vni(text).encode("cp1252", "replace"),
    "windows-1258": windows_1258,
    "viscii": _by_table(VISCII),
    "vps": _by_table(VPS),
}
