"""The ten sentences in each language that every learned voice is tried on. Changing one changes every figure."""

from collections.abc import Mapping
from typing import Final

from speech.types import Language

SENTENCES: Final[Mapping[Language, tuple[str, ...]]] = {
    "vi": (
        "Buổi sáng mùa thu, những chiếc lá vàng rơi nhẹ xuống mặt hồ phẳng lặng như gương.",
        "Người thợ mộc già cẩn thận gọt từng thanh gỗ nhỏ để ghép thành một chiếc ghế vững chãi.",
        "Chuyến tàu cuối cùng rời ga lúc chín giờ tối, mang theo hàng trăm hành khách mệt mỏi.",
        "Cô giáo trẻ kiên nhẫn giảng lại bài toán khó cho đến khi cả lớp đều hiểu.",
        "Bác sĩ khuyên ông nên đi bộ mỗi ngày và bớt uống cà phê đặc vào buổi tối.",
        "Ngoài khơi, sóng vỗ dữ dội vào mạn thuyền, nhưng thuyền trưởng vẫn giữ vững tay lái.",
        "Giá gạo trên thị trường thế giới đã tăng mạnh trong quý đầu của năm nay.",
        "Mẹ tôi thường nấu nồi canh chua cá lóc thơm phức mỗi khi cả nhà sum họp.",
        "Thư viện thành phố vừa nhận được hơn hai nghìn quyển sách quý từ một nhà sưu tầm.",
        "Đêm khuya, tiếng đàn bầu ngân nga bên bến vắng khiến ai nghe cũng thấy bâng khuâng.",
    ),
    "en": (
        "The old bridge across the valley was rebuilt in stone after the great flood of that spring.",
        "She folded the letter twice, hid it inside her coat, and walked quickly towards the harbour.",
        "Every child in the village knew the story of the fox that could speak with the moon.",
        "Heavy rain is expected in the north tomorrow, with strong winds along most of the coast.",
        "The engineer checked each valve again before he allowed the pressure to rise any further.",
        "Nobody could explain why the clock in the tower always stopped exactly one hour before dawn.",
        "Fresh bread, a piece of cheese and two ripe pears were all that they had for lunch.",
        "Over the years the museum has gathered thousands of maps, drawings and early photographs.",
        "He laughed so loudly at his own joke that the whole theatre turned around to look at him.",
        "A narrow path leads through the orchard and down to the quiet garden behind the church.",
    ),
}
