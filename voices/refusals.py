"""Sentences of this app's refusals."""

from lib.refusals import Catalogue

SENTENCES: Catalogue = {
    "consent_required": {
        "vi": "Giọng này chưa có sự đồng ý của người nói, nên chưa thể học giọng hay tạo audio.",
        "en": "The speaker has not consented to this voice: it cannot be learned or used for audio yet.",
    },
    "consent_unknown": {
        "vi": "Lời đồng ý phải là `self` hoặc `permission`, theo mẫu hiện hành.",
        "en": "The consent must be `self` or `permission`, in the current wording.",
    },
    "voice_revoked": {"vi": "Giọng này đã bị thu hồi.", "en": "This voice was revoked."},
    "voice_not_ready": {"vi": "Giọng này chưa sẵn sàng.", "en": "This voice is not ready yet."},
    "name_required": {"vi": "Hãy đặt tên cho giọng.", "en": "Give the voice a name."},
    "transcript_too_long": {"vi": "Lời ghi âm quá dài.", "en": "The transcript is too long."},
    "not_retryable": {
        "vi": "Chỉ có thể thử lại việc bị lỗi của chúng tôi.",
        "en": "Only work that failed on our side can be tried again.",
    },
}
