"""Sentences of this app's refusals."""

from lib.refusals import Catalogue

SENTENCES: Catalogue = {
    "document_not_ready": {"vi": "Tài liệu chưa đọc xong.", "en": "The document has not been read yet."},
    "document_failed": {"vi": "Tài liệu này không đọc được.", "en": "This document could not be read."},
    "no_password_wanted": {
        "vi": "Tài liệu này đang không chờ mật khẩu.",
        "en": "This document does not wait for a password.",
    },
    "too_many_passwords": {
        "vi": "Đã thử quá nhiều mật khẩu cho tài liệu này. Hãy thử lại sau {seconds} giây.",
        "en": "Too many passwords were tried for this document. Try again in {seconds} seconds.",
    },
    "original_deleted": {
        "vi": "Tệp gốc của tài liệu này đã được xóa; chữ đã đọc vẫn còn. Muốn đọc lại từ tệp, hãy tải tệp lên lần nữa.",
        "en": "The original file of this document was deleted; its text is still here. To read the file again, upload "
        "it once more.",
    },
    "original_needed": {
        "vi": "Tài liệu chưa đọc xong nên còn cần tệp gốc. Nếu không cần nữa, hãy xóa cả tài liệu.",
        "en": "The document has not been read, so its file is still needed. Delete the whole document if you no longer "
        "want it.",
    },
    "changed_meanwhile": {
        "vi": "Chỗ này đã được sửa ở nơi khác. Hãy xem bản mới rồi sửa lại.",
        "en": "This was changed elsewhere meanwhile. Look at it as it is now and change it again.",
    },
    "empty_text": {
        "vi": "Đoạn văn không thể trống. Nếu không muốn nghe, hãy bỏ qua đoạn này.",
        "en": "A section cannot be empty. Skip it if you do not want to hear it.",
    },
    "section_too_long": {
        "vi": "Đoạn văn dài quá {limit} ký tự.",
        "en": "The section is longer than {limit} characters.",
    },
    "unknown_kind": {"vi": "Không có loại đoạn văn này.", "en": "There is no such kind of section."},
    "nothing_to_split": {
        "vi": "Không tách được ở đây: một phần sẽ không còn gì.",
        "en": "It cannot be split here: one part would have nothing in it.",
    },
    "nothing_to_merge": {
        "vi": "Không có chương nào ở sau để gộp vào.",
        "en": "There is no chapter after this one to merge with it.",
    },
    "undo_in_order": {
        "vi": "Sau thay đổi này còn thay đổi khác ({what}). Hãy hoàn tác lần lượt, từ thay đổi mới nhất.",
        "en": "There are later changes ({what}). Undo them first, one after the other.",
    },
    "nothing_to_undo": {"vi": "Không có thay đổi nào để hoàn tác.", "en": "There is no change to undo."},
    "nothing_to_find": {
        "vi": "Hãy nhập chữ cần tìm, dài không quá {limit} ký tự; chữ thay thế cũng vậy.",
        "en": "Write what to find, at most {limit} characters; what replaces it can be no longer.",
    },
    "too_many_places": {
        "vi": "Có hơn {limit} chỗ. Hãy tìm cụ thể hơn, hoặc thay trong từng chương.",
        "en": "There are more than {limit} places. Look for something more special, or replace chapter by chapter.",
    },
    "already_reading": {"vi": "Tài liệu đang được đọc lại.", "en": "The document is being read again already."},
    "page_locked": {
        "vi": "Tệp có mật khẩu nên ảnh trang chỉ vẽ được trong lúc mở tệp để đọc: chỉ những trang đầu có ảnh. Muốn xem "
        "trang này, hãy mở tệp trên máy của bạn.",
        "en": "The file is locked, so pages can be drawn only while it is open to be read: only the first ones have a "
        "picture. Open the file on your own machine to see this page.",
    },
    "no_page_picture": {"vi": "Không có ảnh của trang này.", "en": "There is no picture of this page."},
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
