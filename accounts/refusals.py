"""Sentences of this app's refusals."""

from lib.refusals import Catalogue

SENTENCES: Catalogue = {
    "email_taken": {"vi": "Email này đã có tài khoản.", "en": "This e-mail already has an account."},
    "weak_password": {"vi": "Mật khẩu quá yếu: {why}", "en": "The password is too weak: {why}"},
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
