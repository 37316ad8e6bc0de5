"""What is said about each part of a recording's score: when it is well, when it asks for something, when unknown."""

from collections.abc import Mapping
from typing import Final

Sentence = Mapping[str, str]

SENTENCES: Final[Mapping[str, Mapping[str, Sentence]]] = {
    "low_snr": {
        "good": {"vi": "Nền yên tĩnh.", "en": "The background is quiet."},
        "bad": {
            "vi": "Có nhiều tiếng ồn nền. Hãy ghi ở nơi yên tĩnh, tắt quạt và điều hòa, để micro gần miệng hơn.",
            "en": "There is background noise. Record in a quiet room, without fans, closer to the microphone.",
        },
    },
    "clipping": {
        "good": {"vi": "Âm thanh không bị vỡ.", "en": "The sound is not distorted."},
        "bad": {
            "vi": "Âm thanh bị vỡ vì thu quá to. Hãy giảm mức thu hoặc lùi xa micro một chút.",
            "en": "The sound is distorted: it was recorded too loud. Lower the level or step back from the microphone.",
        },
    },
    "reverberation": {
        "good": {"vi": "Phòng ít vang.", "en": "The room hardly echoes."},
        "bad": {
            "vi": "Phòng vang. Hãy ghi trong phòng có rèm, chăn đệm hoặc tủ quần áo, và nói gần micro hơn.",
            "en": "The room echoes. Record among curtains, bedding or clothes, closer to the microphone.",
        },
        "unknown": {
            "vi": "Chưa đo được độ vang của phòng: bản ghi có quá ít chỗ ngắt.",
            "en": "How much the room echoes was not measured: too few sounds end in the recording.",
        },
    },
    "short_speech": {
        "good": {"vi": "Đủ tiếng nói để học giọng.", "en": "There is enough speech to learn the voice."},
        "bad": {
            "vi": "Ít tiếng nói. Giọng sẽ giống hơn nếu có từ 10 đến 30 giây nói liên tục.",
            "en": "There is little speech. The voice gets closer with 10 to 30 seconds of continuous speech.",
        },
    },
    "second_speaker": {
        "good": {"vi": "Chỉ nghe thấy một người nói.", "en": "Only one person is heard."},
        "bad": {
            "vi": "Có vẻ hơn một người nói. Hãy cắt bỏ phần của người khác, hoặc ghi lại khi chỉ có một mình.",
            "en": "More than one person seems to speak. Cut the others out, or record again alone.",
        },
    },
    "quiet": {
        "good": {"vi": "Mức thu đủ lớn.", "en": "The recording is loud enough."},
        "bad": {
            "vi": "Tiếng quá nhỏ. Hãy nói gần micro hơn hoặc tăng mức thu.",
            "en": "The recording is very quiet. Speak closer to the microphone or raise the level.",
        },
    },
    "narrow_band": {
        "good": {"vi": "Âm thanh đủ trong.", "en": "The sound is bright enough."},
        "bad": {
            "vi": "Âm thanh bị đục như qua điện thoại, hoặc tiếng ồn lấp mất phần cao. "
            "Hãy dùng bản ghi gốc, chất lượng cao hơn.",
            "en": "The sound is dull, as over a telephone or under noise. "
            "Use the original recording in better quality.",
        },
    },
}
