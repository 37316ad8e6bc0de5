"""Sentences of this app's refusals."""

from lib.refusals import Catalogue

SENTENCES: Catalogue = {
    "document_not_ready": {"vi": "Tài liệu chưa đọc xong.", "en": "The document has not been read yet."},
    "document_failed": {"vi": "Tài liệu này không đọc được.", "en": "This document could not be read."},
    "text_or_document": {
        "vi": "Hãy nhập văn bản hoặc chọn một tài liệu, không phải cả hai.",
        "en": "Give a text or a document, not both and not neither.",
    },
    "bad_choice": {
        "vi": "Lựa chọn cách đọc không khớp với văn bản, dài quá {limit} ký tự, hoặc không có gì để đọc.",
        "en": "A choice does not fit the text, is longer than {limit} characters, or says nothing.",
    },
    "rule_empty": {"vi": "Hãy viết từ hay cụm từ cần đọc khác đi.", "en": "Write the word or phrase to be said."},
    "rule_not_sayable": {
        "vi": "Cách đọc phải có ít nhất một chữ hay một số.",
        "en": "What is said needs at least one letter or digit.",
    },
    "rule_too_long": {"vi": "Dài quá {limit} ký tự.", "en": "Longer than {limit} characters."},
    "rule_needs_document": {"vi": "Hãy chọn tài liệu của quy tắc này.", "en": "Choose the document of this rule."},
    "rule_exists": {
        "vi": "Đã có quy tắc cho từ này ở đây. Hãy sửa quy tắc đó.",
        "en": "There is a rule for this word here already. Change that one.",
    },
    "rule_phoneme_only": {
        "vi": "Chỉ có phiên âm, không có chữ để đọc thay.",
        "en": "It has phonemes only, no words to say instead.",
    },
    "rule_language": {
        "vi": "Ngôn ngữ không phải tiếng Việt hay tiếng Anh.",
        "en": "Its language is neither Vietnamese nor English.",
    },
    "rule_twice": {
        "vi": "Có hai lần trong tệp; dòng sau được dùng.",
        "en": "It is in the file twice; the later one counts.",
    },
    "rule_row": {"vi": "Không hiểu dòng này.", "en": "This row cannot be understood."},
    "rule_file_unreadable": {
        "vi": "Không đọc được tệp. Hãy dùng CSV (UTF-8) hoặc PLS 1.0 (XML không có DOCTYPE).",
        "en": "The file cannot be read. Use CSV (UTF-8) or PLS 1.0 (XML without a DOCTYPE).",
    },
    "rule_file_empty": {"vi": "Tệp không có quy tắc nào.", "en": "There is no rule in the file."},
    "too_many_looks": {
        "vi": "Quá nhiều lần xem thử. Hãy thử lại sau {seconds} giây.",
        "en": "Too many tries. Try again in {seconds} seconds.",
    },
}
