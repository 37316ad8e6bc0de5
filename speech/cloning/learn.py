"""Learning a speaker from recordings.

With a transcript the base voice says the same words, the two are aligned, and each phone gets an offset.
Without one, or when the alignment does not hold, only the global transform is learned: it needs no words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter1d

from speech.cloning.convert import BASE_PITCH_FLOOR_HZ, convert
from speech.cloning.features import RATE, Floats, Frames, air, analyse, join, speech_span
from speech.cloning.mapping import learn_phones
from speech.cloning.phones import FRAME_SECONDS, Delivery, Say
from speech.cloning.speaker import LANGUAGES, Speaker, Statistics, measure
from speech.cloning.transcripts import check_transcript
from speech.errors import SpeechError
from speech.types import Language, Progress, Reference, Samples, no_progress

USUAL_WPM: Final = 175.0
_WPM_LIMITS: Final = (100.0, 260.0)  # an estimate outside them says the transcript or the recording is odd
_WPM_SPOKEN: Final = (130.0, 220.0)  # slower, the base voice drawls; faster, it swallows words
_LEVEL: Final = 0.06  # RMS of the reference before analysis, and of the speech that comes out
_SILENCE: Final = 1e-4  # RMS
_MIN_SPEECH_SECONDS: Final = 1.0
_MIN_MAPPED_SECONDS: Final = 3.0
_CLOSENESS_SECONDS: Final = (3.0, 8.0, 35.0)
_CLOSENESS: Final = (0.4, 0.6, 1.0)
_MAX_SECONDS: Final = 300.0  # more reference than this teaches nothing new
_CERTAIN_COST: Final = 0.64  # other words cost more; so do the right ones of a speaker who is hard to align
_MAX_COST: Final = 0.72  # whatever the words, so bad an alignment teaches nothing
_TWO_VOICES_SEMITONES: Final = 3.0
_TELLING_FRAMES: Final = 500  # less voiced speech differs by that much through intonation alone
_HIGH_VOICE_HZ: Final = 160.0
_REFERENCE_PITCH_FLOOR_HZ: Final = 60.0
_REFERENCE_SPEECH_DB: Final = 28.0  # the room and the breath between words lie lower
_SPEECH_DB: Final = 38.0  # below its loudest frame the base voice, which has no noise, is silent
_AIR_TO_SPARE_DB: Final = 0.5  # a sentence is not like the next
_MOST_AIR_DB: Final = 6.0
_DEFAULT_APERIODICITY_DB: Final = -15.0

SAMPLE_TEXTS: Final[dict[Language, tuple[str, ...]]] = {
    "vi": (
        "Hôm nay trời nắng đẹp, tôi muốn đi dạo quanh hồ với các bạn.",
        "Những quyển sách cũ trên kệ kể lại chuyện ngày xưa của một gia đình nhỏ.",
        "Chị ấy pha một ấm trà, rồi lặng lẽ ngồi nghe mưa rơi.",
    ),
    "en": (
        "When the sunlight strikes raindrops in the air, they act as a prism and form a rainbow.",
        "The boy was there when the sun rose, and a rod is used to catch pink salmon.",
        "She thought of the children who have gone away, just before the large clock chimed five.",
    ),
}


@dataclass(frozen=True)
class Lesson:
    """What was learned and how: ``method`` "full" or "a", ``cost`` of the alignment (0 without one),
    ``warnings`` as stable codes, ``transcript`` that was used."""

    speaker: Speaker
    method: str
    cost: float
    speech_seconds: float
    warnings: tuple[str, ...]
    transcript: str


@dataclass(frozen=True)
class _Heard:
    """One reference after analysis, cut to its speech."""

    frames: Frames
    reference: Reference

    @property
    def transcript(self) -> str:
        return self.reference.transcript.strip()


def learn(references: Sequence[Reference], language: Language, say: Say, progress: Progress = no_progress) -> Lesson:
    """Learn the speaker of ``references`` for books in ``language``.

    Raises ``too_little_speech``. The base voice is asked for the sample texts and for the transcript.
    """
    if not references:
        raise _too_little(0.0)
    steps = len(references) + 3
    heard = []
    for index, reference in enumerate(_within_limit(references)):
        heard.append(_hear(reference))
        progress(index + 1, steps)
    everything = join([each.frames for each in heard])
    if everything.speech_seconds < _MIN_SPEECH_SECONDS:
        raise _too_little(everything.speech_seconds)
    plain = _plain_speaker(everything, say)
    progress(steps - 2, steps)
    lesson = _lesson(heard, everything, plain, language, say)
    progress(steps - 1, steps)
    lesson = replace(lesson, speaker=_levelled(lesson.speaker, _own_air(references), say))
    progress(steps, steps)
    return lesson


def _too_little(seconds: float) -> SpeechError:
    return SpeechError("too_little_speech", seconds=round(seconds, 1), limit=_MIN_SPEECH_SECONDS)


def _within_limit(references: Sequence[Reference]) -> list[Reference]:
    kept: list[Reference] = []
    seconds = 0.0
    for reference in references:
        if kept and seconds + reference.clip.seconds > _MAX_SECONDS:
            break
        kept.append(reference)
        seconds += reference.clip.seconds
    return kept


def _hear(reference: Reference) -> _Heard:
    samples = reference.clip.samples
    level = _rms(samples) if len(samples) else 0.0
    if not _SILENCE < level < np.inf or reference.clip.seconds < _MIN_SPEECH_SECONDS:
        raise _too_little(0.0)
    frames = analyse(
        (samples * (_LEVEL / level)).astype(np.float32),
        reference.clip.rate,
        pitch_floor_hz=_REFERENCE_PITCH_FLOOR_HZ,
        aperiodicity=True,
        speech_db=_REFERENCE_SPEECH_DB,
    )
    return _Heard(frames.cut(*speech_span(frames)), reference)


def _plain_speaker(everything: Frames, say: Say) -> Speaker:
    """The speaker as far as the global transform goes."""
    target = measure(everything)
    high = bool(len(target.pitch) and target.pitch[0] > np.log(_HIGH_VOICE_HZ))
    voiced = everything.aperiodicity[everything.voiced]
    noise = np.median(voiced, axis=0) if len(target.pitch) else np.full(3, _DEFAULT_APERIODICITY_DB)
    bases = {each: _base(say, each, high) for each in LANGUAGES}
    gains, airs = dict.fromkeys(LANGUAGES, 1.0), dict.fromkeys(LANGUAGES, 0.0)
    return Speaker(target, noise, _loudest(everything), bases, {}, "", USUAL_WPM, high, gains, airs)


def _loudest(frames: Frames) -> Floats:
    """The level in dB that all but one in a hundred frames keep under: voiced, unvoiced."""
    kinds = (frames.voiced, frames.speech & (frames.f0 == 0))
    return np.array([np.percentile(frames.energy[kind if kind.any() else frames.speech], 99) for kind in kinds])


@cache
def _base(say: Say, language: Language, high: bool) -> Statistics:
    """The base voice's own statistics: a worker measures them once, they are no speaker's."""
    utterance = say(" ".join(SAMPLE_TEXTS[language]), Delivery(language, USUAL_WPM, high))
    return measure(analyse(utterance.samples, utterance.rate, pitch_floor_hz=BASE_PITCH_FLOOR_HZ))


def _lesson(heard: list[_Heard], everything: Frames, plain: Speaker, language: Language, say: Say) -> Lesson:
    warnings = ["two_voices"] if _two_voices(everything) else []
    if not len(plain.target.pitch):
        warnings.append("hardly_voiced")
    nothing_mapped = Lesson(plain, "a", 0.0, everything.speech_seconds, tuple(warnings), "")
    usable, spoken = _transcribed(heard, language)
    if not usable:
        return nothing_mapped
    frames, text = join([each.frames for each in usable]), _joined([each.transcript for each in usable])
    wpm, trusted = _rate(frames, text, Delivery(spoken, USUAL_WPM, plain.high), say)
    speaker = replace(plain, wpm=wpm)
    if not trusted:
        warnings.append("unusual_rate")
    if frames.speech_seconds < _MIN_MAPPED_SECONDS:
        warnings.append("short_reference")
        return replace(nothing_mapped, speaker=speaker, warnings=tuple(warnings))
    mapped, cost = learn_phones(frames, speaker, say(text, Delivery(spoken, wpm, plain.high)), spoken)
    if cost > _MAX_COST or (cost > _CERTAIN_COST and not _same_words(usable, say)):
        warnings.append("transcript_does_not_match")
        return replace(nothing_mapped, cost=cost, warnings=tuple(warnings))
    mapped = replace(mapped, closeness=_closeness(frames.speech_seconds))
    return Lesson(mapped, "full", cost, everything.speech_seconds, tuple(warnings), text)


def _closeness(speech_seconds: float) -> float:
    """How far the speaker's own frames are followed: of a short recording few fit, and words would suffer."""
    return float(np.interp(speech_seconds, _CLOSENESS_SECONDS, _CLOSENESS))


def _transcribed(heard: list[_Heard], language: Language) -> tuple[list[_Heard], Language]:
    """The references whose words are known, in the language of the book if there are any, and theirs."""
    for candidate in sorted(LANGUAGES, key=lambda each: each != language):
        usable = [each for each in heard if each.transcript and each.reference.language == candidate]
        if usable:
            return usable, candidate
    return [], language


def _joined(transcripts: list[str]) -> str:
    """As one text, with a pause where one recording ends and the next begins."""
    return " ".join(text if text[-1] in ".!?…" else f"{text}." for text in transcripts)


def _same_words(heard: list[_Heard], say: Say) -> bool:
    """A closer look at transcripts: the cost of an alignment depends on the speaker and the room too."""
    return all(check_transcript(each.reference, say).verdict == "matches" for each in heard)


def _rate(frames: Frames, text: str, delivery: Delivery, say: Say) -> tuple[float, bool]:
    """Words a minute at which the base voice takes as long as the speaker, and whether it is believable."""
    utterance = say(text, delivery)
    samples, rate = utterance.samples, utterance.rate
    hop = int(rate * FRAME_SECONDS)
    blocks = samples[: len(samples) // hop * hop].reshape(-1, hop).astype(np.float64)
    energy = gaussian_filter1d(10 * np.log10((blocks**2).mean(axis=1) + 1e-10), 2)
    wpm = delivery.wpm * float((energy > energy.max() - _SPEECH_DB).sum()) / float(frames.speech.sum())
    if not _WPM_LIMITS[0] <= wpm <= _WPM_LIMITS[1]:
        return USUAL_WPM, False
    return float(np.clip(wpm, *_WPM_SPOKEN)), True


def _two_voices(frames: Frames) -> bool:
    """Whether the halves of the recording differ in pitch as two people do."""
    middle = len(frames) // 2
    halves = [half.f0[half.voiced] for half in (frames.cut(0, middle), frames.cut(middle, len(frames)))]
    if any(len(half) < _TELLING_FRAMES for half in halves):
        return False
    first, second = (float(np.median(half)) for half in halves)
    return bool(abs(12 * np.log2(first / second)) > _TWO_VOICES_SEMITONES)


def _own_air(references: Sequence[Reference]) -> float:
    """How bright the recordings are, in dB; see ``features.air``."""
    return float(np.median([air(reference.clip.samples, reference.clip.rate) for reference in references]))


def _levelled(speaker: Speaker, own_air: float, say: Say) -> Speaker:
    """With the gains at which the first sample sentence comes out at the usual level, and no duller than the base voice
    where the recordings are not."""
    gains, airs = {}, {}
    for each in LANGUAGES:
        utterance = say(SAMPLE_TEXTS[each][0], Delivery(each, speaker.wpm, speaker.high))
        converted = convert(utterance, speaker, each)
        gains[each] = _LEVEL / max(_rms(converted), 1e-6)
        wanted = min(own_air, air(utterance.samples, utterance.rate) + _AIR_TO_SPARE_DB)
        airs[each] = float(np.clip(wanted - air(converted, RATE), 0, _MOST_AIR_DB))
    return replace(speaker, gains=gains, airs=airs)


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
