"""Sentences of this app's refusals."""

from lib.refusals import Catalogue

SENTENCES: Catalogue = {
    "email_taken": {"vi": "Email này đã có tài khoản.", "en": "This e-mail already has an account."},
    "weak_password": {"vi": "Mật khẩu quá yếu: {why}", "en": "The password is too weak: {why}"},
    "wrong_password": {"vi": "Mật khẩu không đúng.", "en": "The password is wrong."},
    "last_superuser": {
        "vi": "Đây là quản trị viên cuối cùng. Hãy trao quyền cho người khác trước.",
        "en": "This is the last superuser. Give somebody else the rights first.",
    },
    "account_deleted": {"vi": "Tài khoản này đã bị xóa.", "en": "This account has been deleted."},
    "storage_full": {
        "vi": "Kho lưu trữ đã đầy: đã dùng {used_gb} trên {limit_gb} GB. Hãy xóa bớt audio, tài liệu hoặc giọng nói; "
        "những gì vừa xóa mà còn hoàn tác được vẫn được tính thêm một ngày.",
        "en": "Your storage is full: {used_gb} of {limit_gb} GB are used. Delete audio, documents or voices; what can "
        "still be undone counts for another day.",
    },
    "too_many_voices": {
        "vi": "Bạn đã có {limit} giọng nói, mức tối đa. Hãy xóa một giọng trước khi thêm giọng mới.",
        "en": "You have {limit} voices, the most there may be. Delete one before you add another.",
    },
    "too_many_samples": {
        "vi": "Giọng này đã có {limit} bản ghi, mức tối đa. Hãy xóa một bản ghi trước khi thêm.",
        "en": "This voice has {limit} recordings, the most there may be. Delete one before you add another.",
    },
    "too_many_documents": {
        "vi": "Bạn đã có {limit} tài liệu, mức tối đa. Hãy xóa một tài liệu trước khi thêm tài liệu mới.",
        "en": "You have {limit} documents, the most there may be. Delete one before you add another.",
    },
    "too_many_jobs": {
        "vi": "Đang có {limit} việc chưa xong, mức tối đa cùng lúc. Hãy đợi một việc xong hoặc hủy một việc.",
        "en": "{limit} jobs are unfinished, the most there may be at once. Wait until one ends, or cancel one.",
    },
    "too_many_rules": {
        "vi": "Đã có {limit} quy tắc đọc ở đây, mức tối đa. Hãy xóa bớt trước khi thêm.",
        "en": "There are {limit} rules of pronunciation here, the most there may be. Delete some before you add more.",
    },
    "too_many_choices": {
        "vi": "Tài liệu này đã có {limit} chỗ chọn cách đọc, mức tối đa. Hãy dùng quy tắc đọc cho những từ lặp lại.",
        "en": "{limit} places of this document are read as you chose, the most there may be. "
        "Use rules for words that come again.",
    },
    "characters_today": {
        "vi": "Yêu cầu này cần {wanted} ký tự; hôm nay còn {left} trên {limit}. "
        "Được tính lại từ {again} (giờ Việt Nam).",
        "en": "This needs {wanted} characters; {left} of {limit} are left today. It starts again at {again} (Vietnam).",
    },
    "too_many_uploads": {
        "vi": "Tối đa {limit} lượt tải lên mỗi phút. Hãy thử lại sau {seconds} giây.",
        "en": "At most {limit} uploads a minute. Try again in {seconds} seconds.",
    },
    "wrong_credentials": {"vi": "Email hoặc mật khẩu không đúng.", "en": "Wrong e-mail or password."},
    "mfa_required": {
        "vi": "Tài khoản này dùng xác thực hai bước: gửi thêm mã `otp` cùng mật khẩu.",
        "en": "This account has a second factor: send the code `otp` with the password.",
    },
    "email_unverified": {
        "vi": "Email chưa được xác nhận. Hãy mở liên kết chúng tôi đã gửi.",
        "en": "The e-mail is not verified. Open the link that we sent.",
    },
    "token_invalid": {
        "vi": "Phiên đăng nhập đã hết hạn hoặc không hợp lệ. Hãy đăng nhập lại.",
        "en": "The session has ended or is not valid. Sign in again.",
    },
}
