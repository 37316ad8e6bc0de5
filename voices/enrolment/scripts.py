"""What a person reads aloud when they record here. What was read is the transcript, so a text is never edited: a new
one gets a new id, the old ones stay.

Each set of six holds every tone (Vietnamese) and the sounds of the language; about 45 seconds in all.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Script:
    id: str
    language: str
    text: str


SCRIPTS: Final = (
    Script(
        "vi-1",
        "vi",
        "Sáng sớm, bà ngoại mở cửa sổ, hít thở không khí mát lành rồi pha một ấm trà sen thật thơm. Ngoài vườn, mấy "
        "chú chim sẻ vẫn nhảy nhót trên cành khế.",
    ),
    Script(
        "vi-2",
        "vi",
        "Bạn có biết đường đến bưu điện không? Anh cứ đi thẳng, qua hai ngã tư, rẽ phải ở tiệm bánh mì, rồi hỏi thêm "
        "người bán vé số nhé.",
    ),
    Script(
        "vi-3",
        "vi",
        "Thủy thích quýt ngọt, còn Khuê lại thèm bưởi chua. Hai chị em vừa bóc vỏ vừa kể chuyện cười, quên khuấy cả "
        "nồi thịt kho đã sôi trên bếp.",
    ),
    Script(
        "vi-4",
        "vi",
        "Chiều ba mươi Tết, gió bấc thổi vù vù, nhưng trong nhà ấm áp lạ thường. Ông nội gói bánh chưng, bố quét sân, "
        "mẹ nghiền đỗ xanh.",
    ),
    Script(
        "vi-5",
        "vi",
        "Giữa tháng mười một, chúng tôi chèo thuyền ngược dòng, ngắm những vách đá dựng đứng, nghe tiếng suối chảy "
        "róc rách và tiếng ngựa hí xa xa.",
    ),
    Script(
        "vi-6",
        "vi",
        "Ôi, đẹp quá! Giá mà được ở lại thêm vài hôm nữa, tôi sẽ học cách phơi lưới, vá buồm, và gõ mõ gọi lũ trẻ về "
        "ăn bữa khuya.",
    ),
    Script(
        "en-1",
        "en",
        "Early each morning, my neighbour opens the window, pours a cup of strong tea and watches the sparrows "
        "quarrel over the garden wall.",
    ),
    Script(
        "en-2",
        "en",
        "Could you tell me the way to the post office? Go straight past the two bridges, turn right at the bakery, "
        "then ask the old man selling newspapers.",
    ),
    Script(
        "en-3",
        "en",
        "The judge spoke in a measured voice, yet everyone heard the pleasure in it when she announced that the poor "
        "shoemaker would keep his house.",
    ),
    Script(
        "en-4",
        "en",
        "The weather changed by Thursday: thick fog rolled over the valley, the church bells sounded far away, and "
        "nobody thought of leaving the fire.",
    ),
    Script(
        "en-5",
        "en",
        "On the eleventh of June, we rowed against the current for twenty-three miles, passing yellow cliffs, quiet "
        "villages and a huge waterwheel.",
    ),
    Script(
        "en-6",
        "en",
        "Oh, how beautiful! If only we could stay a few more days, I would learn to mend nets, bake brown bread and "
        "sing those strange northern songs.",
    ),
)


def of_language(language: str) -> list[Script]:
    """The texts to read in ``language``, in their order."""
    return [script for script in SCRIPTS if script.language == language]


def find(script_id: str) -> Script | None:
    return next((script for script in SCRIPTS if script.id == script_id), None)
