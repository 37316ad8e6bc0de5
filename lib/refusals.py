"""Named refusals: what the user did cannot be done, told with a stable code and a sentence in their language.

A face (page, API, socket) catches ``Refusal`` and translates it; a task never retries it. Sentences live in
catalogues, one per package, listed by dotted path in ``settings.REFUSAL_CATALOGUES``.
"""

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import get_language

Catalogue = Mapping[str, Mapping[str, str]]
VIETNAMESE = str.maketrans(",.", ".,")


class Refusal(Exception):
    """``code`` is stable; ``status`` is what HTTP answers; ``params`` fill the sentence; ``field`` is of a form."""

    def __init__(self, code: str, status: int = 400, *, field: str = "", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.field = field
        self.params: dict[str, object] = params

    @property
    def sentence(self) -> str:
        return sentence(self.code, self.params)

    def __str__(self) -> str:
        return self.sentence


@cache
def _catalogue() -> dict[str, Mapping[str, str]]:
    merged: dict[str, Mapping[str, str]] = {}
    for path in settings.REFUSAL_CATALOGUES:
        merged.update(import_string(path))
    return merged


def sentence(code: str, params: Mapping[str, object] | None = None, language: str | None = None) -> str:
    """The sentence of ``code`` in ``language`` (else the active one): Vietnamese unless English is asked for."""
    wanted = (language or get_language() or "vi")[:2]
    catalogue = _catalogue()
    texts = catalogue.get(code) or catalogue["server_error"]
    text = texts.get(wanted) or texts["vi"]
    for name, value in (params or {}).items():
        text = text.replace("{" + name + "}", _written(value, wanted))
    return text


def _written(value: object, language: str) -> str:
    """A fact as people of ``language`` write it: 1,9 and 10.000 in Vietnamese, 1.9 and 10,000 in English."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    return f"{value:,}".translate(VIETNAMESE) if language == "vi" else f"{value:,}"


SENTENCES: Catalogue = {
    "server_error": {
        "vi": "Có lỗi của chúng tôi. Xin thử lại sau ít phút.",
        "en": "Something failed on our side. Please try again in a few minutes.",
    },
    "not_found": {"vi": "Không tìm thấy.", "en": "Not found."},
    "not_signed_in": {"vi": "Hãy đăng nhập.", "en": "Sign in first."},
    "not_allowed": {"vi": "Bạn không có quyền làm việc này.", "en": "You may not do this."},
    "invalid": {"vi": "Dữ liệu gửi lên không hợp lệ.", "en": "What was sent is not valid."},
    "method_not_allowed": {"vi": "Phương thức không được hỗ trợ.", "en": "This method is not supported."},
    "unsupported_media_type": {
        "vi": "Kiểu nội dung không được hỗ trợ.",
        "en": "This media type is not supported.",
    },
    "parse_error": {"vi": "Không đọc được nội dung gửi lên.", "en": "The request body cannot be read."},
    "too_many_requests": {
        "vi": "Quá nhiều yêu cầu. Hãy thử lại sau {seconds} giây.",
        "en": "Too many requests. Try again in {seconds} seconds.",
    },
    "try_later": {
        "vi": "Dịch vụ tạm thời quá tải. Hãy thử lại sau ít giây.",
        "en": "The service is overloaded for the moment. Try again in a few seconds.",
    },
    "storage_unavailable": {
        "vi": "Kho lưu trữ tạm thời không dùng được. Không có gì bị mất; hãy thử lại.",
        "en": "Storage is unavailable for the moment. Nothing was lost; try again.",
    },
    "not_restorable": {
        "vi": "Không lấy lại được nữa: đã quá một ngày, hoặc nội dung không còn.",
        "en": "This cannot be restored any more: a day has passed, or its content is gone.",
    },
    "bad_cursor": {"vi": "Con trỏ trang không hợp lệ.", "en": "The page cursor is not valid."},
    "not_acceptable": {
        "vi": "Không có câu trả lời ở dạng được yêu cầu.",
        "en": "There is no answer of the kind that was asked for.",
    },
    "body_too_large": {"vi": "Nội dung gửi lên quá lớn.", "en": "The request body is too large."},
}
