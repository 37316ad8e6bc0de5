"""Refusals of the speech core: a stable code, facts for the sentence, and the sentence in Vietnamese and English.

``SpeechError`` is the user's fault (shown, never retried). ``EngineError`` and its kin are ours.
"""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[dict[str, dict[str, str]]] = {
    "empty_file": {"vi": "Tệp trống.", "en": "The file is empty."},
    "file_too_large": {
        "vi": "Tệp lớn hơn giới hạn {limit_mb} MB.",
        "en": "The file is larger than the limit of {limit_mb} MB.",
    },
    "unsupported_format": {
        "vi": "Định dạng tệp này chưa được hỗ trợ. Hãy dùng {formats}.",
        "en": "This file format is not supported. Use {formats}.",
    },
    "unreadable_audio": {
        "vi": "Không đọc được tệp âm thanh: tệp bị hỏng hoặc không phải âm thanh.",
        "en": "The audio file cannot be read: it is damaged or not audio.",
    },
    "truncated_audio": {
        "vi": "Tệp âm thanh bị cắt cụt: chỉ đọc được {seconds} giây.",
        "en": "The audio file is cut off: only {seconds} seconds can be read.",
    },
    "audio_too_short": {
        "vi": "Bản ghi dài {seconds} giây; cần ít nhất {limit} giây.",
        "en": "The recording has {seconds} seconds; at least {limit} are needed.",
    },
    "audio_too_long": {
        "vi": "Bản ghi dài hơn giới hạn {limit} giây.",
        "en": "The recording is longer than the limit of {limit} seconds.",
    },
    "silent_audio": {
        "vi": "Bản ghi không có tiếng (im lặng).",
        "en": "The recording is silent.",
    },
    "too_little_speech": {
        "vi": "Chỉ nghe thấy {seconds} giây tiếng nói; cần ít nhất {limit} giây.",
        "en": "Only {seconds} seconds of speech were heard; at least {limit} are needed.",
    },
    "unreadable_document": {
        "vi": "Không đọc được tài liệu: tệp bị hỏng.",
        "en": "The document cannot be read: the file is damaged.",
    },
    "password_required": {
        "vi": "Tài liệu có mật khẩu. Hãy nhập mật khẩu để mở.",
        "en": "The document is protected by a password. Enter it to open the document.",
    },
    "wrong_password": {
        "vi": "Mật khẩu không đúng. Hãy nhập lại.",
        "en": "The password is not right. Enter it again.",
    },
    "unsupported_lock": {
        "vi": "Tài liệu bị khóa theo cách chưa mở được ở đây. Hãy mở nó bằng Word hoặc LibreOffice, lưu lại không có "
        "mật khẩu rồi tải lên.",
        "en": "The document is locked in a way that cannot be opened here. Open it in Word or LibreOffice, save it "
        "without a password and upload that.",
    },
    "converter_not_ready": {
        "vi": "Máy chủ chưa mở được tệp đời cũ này (thiếu {converter}). Lỗi này của chúng tôi; hãy thử lại sau.",
        "en": "The server cannot open this old kind of file yet ({converter} is missing). This is our fault; please "
        "try again later.",
    },
    "locked_book": {
        "vi": "Sách bị khóa bản quyền (DRM) nên không đọc được.",
        "en": "The book is under a rights lock (DRM) and cannot be read.",
    },
    "too_many_pages": {
        "vi": "Tài liệu có {pages} trang, vượt giới hạn {limit} trang của gói {plan}.",
        "en": "The document has {pages} pages, over the limit of {limit} pages of the {plan} plan.",
    },
    "no_text": {
        "vi": "Không tìm thấy chữ trong tài liệu.",
        "en": "No text was found in the document.",
    },
    "ocr_failed": {
        "vi": "Không nhận dạng được trang nào của tài liệu. Hãy quét lại rõ hơn.",
        "en": "None of the document's pages could be recognised. Scan them again, more clearly.",
    },
    "picture_too_large": {
        "vi": "Ảnh có {megapixels} triệu điểm, quá lớn để nhận dạng. Hãy thu nhỏ rồi tải lại.",
        "en": "The picture has {megapixels} million dots, too many to be recognised. Make it smaller and upload again.",
    },
    "recogniser_not_ready": {
        "vi": "Máy chủ chưa nhận dạng được trang quét (thiếu {recogniser}). Lỗi này của chúng tôi; hãy thử lại sau.",
        "en": "The server cannot read scanned pages yet ({recogniser} is missing). This is our fault; please try again "
        "later.",
    },
    "no_such_page": {"vi": "Tài liệu không có trang này.", "en": "The document has no such page."},
    "unpacks_too_large": {
        "vi": "Tệp bung ra quá lớn (giới hạn {limit_mb} MB).",
        "en": "The file unpacks to too much (the limit is {limit_mb} MB).",
    },
    "took_too_long": {
        "vi": "Đọc tệp mất quá nhiều thời gian nên đã dừng.",
        "en": "Reading the file took too long and was stopped.",
    },
    "reader_crashed": {
        "vi": "Tệp làm hỏng bộ đọc nên không nhận được.",
        "en": "The file broke its reader and cannot be accepted.",
    },
    "reader_killed": {
        "vi": "Máy chủ thiếu bộ nhớ khi đọc tệp. Lỗi này của chúng tôi; hãy thử lại.",
        "en": "The server ran short of memory while it read the file. This is our fault; please try again.",
    },
    "nothing_to_say": {
        "vi": "Không có chữ nào đọc được.",
        "en": "There is nothing that can be read aloud.",
    },
    "text_too_long": {
        "vi": "Văn bản dài hơn giới hạn {limit} ký tự.",
        "en": "The text is longer than the limit of {limit} characters.",
    },
    "unknown_voice": {"vi": "Không có giọng “{voice}”.", "en": "There is no voice “{voice}”."},
    "unknown_engine": {
        "vi": "Không có bộ đọc “{engine}”.",
        "en": "There is no engine “{engine}”.",
    },
    "unknown_option": {
        "vi": "Tùy chọn “{name}” không hợp lệ: {value}.",
        "en": "The option “{name}” cannot be {value}.",
    },
    "engine_not_ready": {
        "vi": "Bộ đọc “{engine}” chưa sẵn sàng: {why}",
        "en": "The engine “{engine}” is not ready: {why}",
    },
    "engine_failed": {
        "vi": "Bộ đọc gặp lỗi. Lỗi này của chúng tôi; hãy thử lại.",
        "en": "The engine failed. This is our fault; please try again.",
    },
    "identity_not_ready": {
        "vi": "Máy chủ chưa đo được độ giống của giọng (thiếu bộ đo). Lỗi này của chúng tôi.",
        "en": "The server cannot measure yet how near a voice is (its encoder is missing). This is our fault.",
    },
    "voice_print_mismatch": {
        "vi": "Mẫu giọng này được tạo bởi phiên bản khác; hãy tạo lại.",
        "en": "This voice print was made by another version; enrol again.",
    },
    "bad_arguments": {
        "vi": "Lệnh không đúng: {detail}",
        "en": "The command is not right: {detail}",
    },
    "cannot_write": {"vi": "Không ghi được “{path}”.", "en": "“{path}” cannot be written."},
    "unreadable_rules": {
        "vi": "Không đọc được quy tắc trong “{path}”: cần tệp CSV (UTF-8) có cột written và spoken, không ô nào trống.",
        "en": "The rules in “{path}” cannot be read: a CSV file (UTF-8) with the columns written and spoken is wanted, "
        "none of them empty.",
    },
    "no_such_file": {"vi": "Không có tệp “{path}”.", "en": "There is no file “{path}”."},
}

WARNINGS: Final[dict[str, dict[str, str]]] = {
    "damaged_text": {
        "vi": "Nhiều chữ trong tệp đã hỏng từ trước (thay bằng “?” hoặc chữ khác) và sẽ được đọc sai. "
        "Hãy tìm một bản khác của tài liệu, hoặc sửa lại từng chỗ.",
        "en": "Many letters of this file were lost before it came here (“?” or others stand for them) and will be "
        "read wrongly. Find another copy of the document, or correct the places.",
    },
    "pages_unread": {
        "vi": "Một số trang quét không nhận dạng được và không có trong bản đọc.",
        "en": "Some scanned pages could not be recognised and are missing from what is read.",
    },
}
"""What a reader could not do well, by the codes of ``Extracted.warnings``: the document is read all the same."""


def sentence(code: str, params: Mapping[str, object], language: str = "vi") -> str:
    """The sentence for ``code`` in ``vi`` or ``en``; facts that are missing stay as their names."""
    texts = SENTENCES.get(code, {})
    text = texts.get(language) or texts.get("vi") or code
    for name, value in params.items():
        text = text.replace("{" + name + "}", str(value))
    return text


class SpeechError(Exception):
    """Something the user gave cannot be used. ``code`` is stable; ``params`` fill the sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, object] = params

    def message(self, language: str = "vi") -> str:
        return sentence(self.code, self.params, language)

    def __str__(self) -> str:
        return self.message("en")


class EngineError(SpeechError):
    """Our own failure: logged, shown as a general sentence, tried again when ``transient``."""

    transient = True


class NotReady(EngineError):
    """The engine lacks a package, a file or a key; ``why`` says which."""

    transient = False


def users_fault(error: Exception) -> tuple[str, dict[str, object]] | None:
    """Code and facts if ``error`` is the user's to mend; None when it is ours (or unknown)."""
    if isinstance(error, SpeechError) and not isinstance(error, EngineError):
        return error.code, error.params
    return None
