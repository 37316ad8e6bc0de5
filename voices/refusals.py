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
    "unknown_script": {
        "vi": "Không có bài đọc mẫu “{script}”.",
        "en": "There is no text to read called “{script}”.",
    },
    "sample_in_use": {
        "vi": "Giọng đã học từ bản ghi này nên chưa xóa riêng được. Hãy bỏ nó khỏi lần học sau, hoặc xóa cả giọng.",
        "en": "The voice was learned from this recording, so it cannot be deleted alone. Leave it out of the next "
        "learning, or delete the voice.",
    },
    "samples_unchecked": {
        "vi": "Còn bản ghi đang được kiểm tra. Hãy đợi một chút rồi thử lại.",
        "en": "Some recordings are still being checked. Wait a moment and try again.",
    },
    "nothing_to_learn": {
        "vi": "Chưa có bản ghi nào dùng được. Hãy ghi âm hoặc tải lên ít nhất một bản.",
        "en": "No recording can be used yet. Record or upload at least one.",
    },
    "nothing_new": {
        "vi": "Giọng này đã học đúng những bản ghi đang chọn.",
        "en": "This voice was learned from just these recordings.",
    },
    "too_much_to_learn": {
        "vi": "Các bản ghi đang chọn dài {seconds} giây, nhiều hơn {limit} giây mà một lần học nhận. Hãy bỏ bớt, giữ "
        "những bản rõ nhất.",
        "en": "The chosen recordings have {seconds} seconds, over the {limit} that one learning takes. Leave some out "
        "and keep the clearest.",
    },
    "already_learning": {
        "vi": "Giọng này đang được học. Hãy đợi xong rồi học tiếp.",
        "en": "The voice is being learned. Wait until that is done.",
    },
    "samples_required": {
        "vi": "Hãy chọn ít nhất một bản ghi của giọng này.",
        "en": "Choose at least one recording of this voice.",
    },
    "two_versions": {"vi": "Hãy chọn hai bản khác nhau của giọng này.", "en": "Choose two versions of this voice."},
    "nothing_to_hear": {
        "vi": "Hai bản này chưa có cùng một câu thử để nghe.",
        "en": "These two versions have no test sentence in common to hear yet.",
    },
    "already_chosen": {"vi": "Lần so sánh này đã có câu trả lời.", "en": "This comparison was answered already."},
    "voice_unclear": {
        "vi": "Chỉ nghe rõ {understood} trong 10 câu thử. Hãy ghi thêm bản rõ tiếng, có kèm lời, rồi học lại.",
        "en": "Only {understood} of the 10 test sentences are clear. Add a clearer recording with its words and learn "
        "again.",
    },
    "voice_drifts": {
        "vi": "Những đoạn đọc gần đây kém giống giọng này: trung bình {identity}, dưới ngưỡng {threshold}. "
        "Hãy nghe lại, hoặc học lại giọng.",
        "en": "Recent clips sound less like this voice: {identity} on average, below {threshold}. Listen to them, or "
        "have the voice learned again.",
    },
    "engine_changed": {
        "vi": "Máy đọc đã đổi từ khi học giọng này. Học lại để thử và so với bản cũ.",
        "en": "The engine has changed since this voice was learned. Have it learned again to try it against the old "
        "version.",
    },
    "trials_off": {
        "vi": "Máy chủ này không thử giọng sau khi học.",
        "en": "This server does not try voices after learning.",
    },
    "preset_not_ready": {
        "vi": "Câu nghe thử của giọng này đang được chuẩn bị.",
        "en": "The sample sentence of this voice is being prepared.",
    },
}
