"""Sentences of this app's refusals."""

from lib.refusals import Catalogue

SENTENCES: Catalogue = {
    "voice_required": {"vi": "Hãy chọn một giọng nói.", "en": "Choose a voice."},
    "not_ready": {"vi": "Audio chưa sẵn sàng.", "en": "The audio is not ready yet."},
    "expired": {"vi": "Audio đã hết hạn và đã bị xóa.", "en": "The audio has expired and was removed."},
    "unknown_format": {
        "vi": "Định dạng phải là mp3, wav hoặc flac.",
        "en": "The format must be mp3, wav or flac.",
    },
    "not_cancellable": {"vi": "Việc này đã kết thúc.", "en": "This job has already ended."},
    "worker_lost": {
        "vi": "Máy xử lý bị ngắt nhiều lần. Lỗi này của chúng tôi; hãy thử lại.",
        "en": "The worker was lost several times. This is our fault; please try again.",
    },
    "all_failed": {
        "vi": "Không đọc được đoạn nào. Lỗi này của chúng tôi; hãy thử lại.",
        "en": "No part could be read aloud. This is our fault; please try again.",
    },
    "unknown_variant": {
        "vi": "Máy đọc này không có cách đọc đó.",
        "en": "The engine has no such way of speaking.",
    },
    "segments_required": {
        "vi": "Hãy chọn từ 1 đến {limit} đoạn của audio này để đọc lại.",
        "en": "Choose between 1 and {limit} segments of this audio to read again.",
    },
    "no_good_takes": {
        "vi": "Chưa có đoạn đọc mới nào của giọng này, dài từ 5 giây, được bạn đánh dấu là hay.",
        "en": "You have marked no new clips of this voice, of 5 seconds or more, as good yet.",
    },
}
