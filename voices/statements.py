"""The words of consent. A wording is never edited: a new one gets a new version, the old ones stay here."""

from dataclasses import dataclass
from typing import Final

from voices.states import ConsentKind

CURRENT: Final = "2026-11"


@dataclass(frozen=True)
class Statement:
    kind: str
    version: str
    vi: str
    en: str


STATEMENTS: Final = (
    Statement(
        ConsentKind.SELF,
        "2026-11",
        "Đây là giọng của tôi. Tôi biết dữ liệu giọng nói là dữ liệu sinh trắc học nhạy cảm và đồng ý để hệ thống "
        "học giọng này nhằm tạo audio theo yêu cầu của tôi. Tôi có thể rút lại sự đồng ý bất cứ lúc nào.",
        "This is my voice. I know that voice data is sensitive biometric data, and I agree that it is learned in "
        "order to make audio that I ask for. I can withdraw this consent at any time.",
    ),
    Statement(
        ConsentKind.PERMISSION,
        "2026-11",
        "Tôi được người nói cho phép. Người đó biết dữ liệu giọng nói là dữ liệu sinh trắc học nhạy cảm và đồng ý "
        "để hệ thống học giọng này nhằm tạo audio theo yêu cầu của tôi, và có thể rút lại bất cứ lúc nào.",
        "I have the speaker's permission. They know that voice data is sensitive biometric data and agree that it "
        "is learned in order to make audio that I ask for; they can withdraw this consent at any time.",
    ),
)


def find(kind: str, version: str) -> Statement | None:
    """The statement of this kind in this wording."""
    return next((s for s in STATEMENTS if s.kind == kind and s.version == version), None)


def current(language: str) -> list[dict[str, str]]:
    """The current statements for a form, in ``language``."""
    label = {str(kind): str(text) for kind, text in ConsentKind.choices}
    return [
        {
            "kind": s.kind,
            "version": s.version,
            "label": label[s.kind],
            "text": s.en if language == "en" else s.vi,
        }
        for s in STATEMENTS
        if s.version == CURRENT
    ]
