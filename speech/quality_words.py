"""What is said about each part of a clone's score, and about what would do better."""

from collections.abc import Mapping
from typing import Final

Sentence = Mapping[str, str]

SENTENCES: Final[Mapping[str, Mapping[str, Sentence]]] = {
    "near": {
        "good": {"vi": "Giọng học được rất gần giọng gốc.", "en": "The clone is very near to the voice."},
        "bad": {
            "vi": "Giọng học được gợi nhớ giọng gốc nhưng nghe vẫn khác. Hãy thêm mẫu giọng kèm lời đã đọc, "
            "tốt nhất đủ 45 giây.",
            "en": "The clone recalls the voice but is still heard apart from it. Add samples with the words that were "
            "read, best of all 45 seconds.",
        },
        "unknown": {
            "vi": "Chưa đo được độ giống: máy chủ thiếu bộ đo, hoặc mẫu quá ngắn.",
            "en": "How near it is was not measured: the server lacks the encoder, or the samples are too short.",
        },
    },
    "clear": {
        "good": {"vi": "Nghe rõ lời.", "en": "The words are clear."},
        "bad": {
            "vi": "Một số câu khó nghe. Hãy kiểm tra lời đã nhập có đúng với bản ghi, rồi học lại từ mẫu sạch hơn.",
            "en": "Some sentences are hard to understand. Check that the transcript is what was said, then learn again "
            "from a cleaner sample.",
        },
        "unknown": {"vi": "Chưa đo độ rõ lời.", "en": "How clear it is was not measured."},
    },
    "tones": {
        "good": {"vi": "Thanh điệu được giữ đúng.", "en": "The tones are kept."},
        "bad": {
            "vi": "Thanh điệu bị lệch. Hãy học lại từ mẫu đọc đều giọng, ít ngân nga.",
            "en": "The tones drift. Learn again from a sample that is read evenly.",
        },
    },
    "recording": {
        "good": {"vi": "Bản ghi tốt.", "en": "The recording is good."},
        "bad": {
            "vi": "Bản ghi chưa tốt. Hãy làm theo lời khuyên của từng mẫu rồi ghi lại.",
            "en": "The recording could be better. Follow the advice for each sample and record again.",
        },
        "unknown": {"vi": "Bản ghi chưa được chấm.", "en": "The recording was not judged."},
    },
}

BETTER: Final[Mapping[str, Sentence]] = {
    "ready": {
        "vi": "Giọng này được học bằng xử lý tín hiệu, không dùng mô hình. Máy chủ đang có bộ đọc dùng mô hình, "
        "thường giống hơn: hãy chọn bộ đọc đó.",
        "en": "This clone is made by signal processing, without a model. An engine with a model is ready on this "
        "server and mostly gets nearer: choose that one.",
    },
    "absent": {
        "vi": "Giọng này được học bằng xử lý tín hiệu, không dùng mô hình. Bộ đọc dùng mô hình thường giống hơn, "
        "nhưng máy chủ chưa có bộ nào sẵn sàng.",
        "en": "This clone is made by signal processing, without a model. An engine with a model mostly gets nearer, "
        "but none is ready on this server.",
    },
}
