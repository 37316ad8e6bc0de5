"""How good a recording is for learning a voice: 0-100, and in words what cost how much."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from speech.types import Reason

WORST_COST: Final = 5
"""Findings that cost less are not worth a sentence."""


@dataclass(frozen=True)
class Findings:
    """What the score is made from: seconds of speech, dB, share of samples, LUFS, Hz."""

    speech_seconds: float
    snr_db: float
    clipping_ratio: float
    loudness_lufs: float
    bandwidth_hz: float


@dataclass(frozen=True)
class _Rule:
    code: str
    cost: Callable[[Findings], float]
    vi: str
    en: str


RULES: Final = (
    _Rule(
        "low_snr",
        lambda found: min(55.0, (35 - found.snr_db) * 1.8),
        "Có nhiều tiếng ồn nền. Hãy ghi ở nơi yên tĩnh, tắt quạt và điều hòa, để micro gần miệng hơn.",
        "There is background noise. Record in a quiet room, without fans, closer to the microphone.",
    ),
    _Rule(
        "clipping",
        lambda found: min(40.0, 8 + found.clipping_ratio * 4000) if found.clipping_ratio > 2e-4 else 0.0,
        "Âm thanh bị vỡ vì thu quá to. Hãy giảm mức thu hoặc lùi xa micro một chút.",
        "The sound is distorted: it was recorded too loud. Lower the level or step back from the microphone.",
    ),
    _Rule(
        "short_speech",
        lambda found: (10 - found.speech_seconds) * 3,
        "Ít tiếng nói. Giọng sẽ giống hơn nếu có từ 10 đến 30 giây nói liên tục.",
        "There is little speech. The voice gets closer with 10 to 30 seconds of continuous speech.",
    ),
    _Rule(
        "quiet",
        lambda found: min(20.0, (-35 - found.loudness_lufs) * 1.5),
        "Tiếng quá nhỏ. Hãy nói gần micro hơn hoặc tăng mức thu.",
        "The recording is very quiet. Speak closer to the microphone or raise the level.",
    ),
    _Rule(
        "narrow_band",
        lambda found: min(25.0, (6500 - found.bandwidth_hz) / 100),
        "Âm thanh bị đục như qua điện thoại. Hãy dùng bản ghi gốc, chất lượng cao hơn.",
        "The sound is dull, as over a telephone. Use the original recording in better quality.",
    ),
)


def judge(found: Findings) -> tuple[int, tuple[Reason, ...]]:
    """The score and its reasons, the dearest first."""
    costs = list(_costs(found))
    reasons = [Reason(rule.code, cost, rule.vi, rule.en) for rule, cost in costs if cost >= WORST_COST]
    reasons.sort(key=lambda reason: -reason.cost)
    return max(0, 100 - sum(cost for _, cost in costs)), tuple(reasons)


def _costs(found: Findings) -> Iterator[tuple[_Rule, int]]:
    for rule in RULES:
        yield rule, max(0, round(rule.cost(found)))
