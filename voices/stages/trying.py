"""The check of a learned voice: ten fixed sentences, said and listened to."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from accounts import blobs
from accounts.models import Blob
from lib import storage
from speech.errors import SpeechError
from speech.types import as_language
from voices.models import Trial, Voice, VoicePrint, VoiceVersion
from voices.stages.prints import consenting, keep, load_print, read_master
from voices.states import SampleSource, StepKind, Variant

if TYPE_CHECKING:  # heavy: in workers only
    from numpy.typing import NDArray

    from speech.types import Clip

KEPT_SENTENCES: Final = 2  # to be heard; of the others the figures stay
VARIED_SENTENCE: Final = 0  # said in every variant
NATURAL_SECONDS: Final = 6.0
LOWEST_THRESHOLD: Final = 0.4
LEAST_DEVIATION: Final = 0.01  # ten sentences that happen to be equal say nothing about the eleventh
DEVIATIONS: Final = 3


@dataclass(frozen=True)
class Fitness:
    """How a print did: of ten sentences ``understood``, how its tones were kept, and how near each clip is to the
    speaker (None: not measured)."""

    understood: int
    tone_median: float | None
    identities: tuple[float | None, ...]
    clips: "tuple[Clip, ...]"

    @property
    def measured(self) -> list[float]:
        return [one for one in self.identities if one is not None]

    @property
    def identity(self) -> float | None:
        return fmean(self.measured) if self.measured else None

    @property
    def threshold(self) -> float | None:
        """Below it a clip is less like the speaker than the trials were: it is marked."""
        if len(self.measured) < 2:
            return None
        spread = max(pstdev(self.measured), LEAST_DEVIATION)
        return max(LOWEST_THRESHOLD, fmean(self.measured) - DEVIATIONS * spread)

    def figures(self) -> dict[str, Any]:
        numbers = {
            "tone_median": self.tone_median,
            "identity": self.identity,
            "identity_lowest": min(self.measured, default=None),
            "threshold": self.threshold,
        }
        rounded = {name: None if value is None else round(value, 4) for name, value in numbers.items()}
        return {"understood": self.understood, "sentences": len(self.clips), **rounded}


def try_voice(learned: Any, engine_key: str, language: str, centre: "NDArray[Any] | None") -> Fitness:
    """Say the ten sentences with a print and listen to them."""
    from speech import identity
    from speech.engines import registry
    from speech.trial import try_print

    found = try_print(registry.get(engine_key), learned, as_language(language))
    near = [None if centre is None else identity.likeness(clip, centre) for clip in found.clips]
    return Fitness(found.understood, found.tone_median, tuple(near), found.clips)


def find_centre(version: VoiceVersion) -> dict[str, Any]:
    """Store the speaker's identity, from the person's own recordings, and how near those are to it. Where only clips
    that a machine made are learned, it is that of the version before. Raises ``too_little_speech``."""
    from speech import identity

    own = version.samples.exclude(source=SampleSource.TAKE).select_related("master")
    masters = [read_master(sample) for sample in own]
    if not masters and version.parent and load_centre(version.parent) is not None:
        return _take_over(version, version.parent)
    _name_centre(version, _store_centre(identity.centre(masters), version.voice))
    natural = _natural([piece for master in masters for piece in _pieces(master)])
    return {"encoder": identity.fingerprint(), "natural": None if natural is None else round(natural, 4)}


def _take_over(version: VoiceVersion, parent: VoiceVersion) -> dict[str, Any]:
    """The identity of the version before, and the figures of it."""
    _name_centre(version, parent.centre)
    figures = parent.steps.filter(step=StepKind.FEATURES).values_list("figures", flat=True)
    return dict(figures.get())


def _name_centre(version: VoiceVersion, centre: Blob | None) -> None:
    version.centre = centre
    with consenting(version, [centre]):
        version.save(update_fields=["centre"])


def _pieces(master: "Clip") -> "list[Clip]":
    """Stretches as long as a sentence."""
    from speech.types import Clip

    size = round(NATURAL_SECONDS * master.rate)
    whole = range(0, len(master.samples) - size // 2, size)
    return [Clip(master.samples[start : start + size], master.rate) for start in whole]


def _natural(pieces: "Sequence[Clip]") -> float | None:
    """How near a person is to themselves: each piece to the middle of the others. None where there is too little."""
    import numpy as np

    from speech import identity

    vectors = [vector for piece in pieces if (vector := _embedded(piece)) is not None]
    if len(vectors) < 2:
        return None
    others = np.sum(vectors, axis=0) - vectors
    middles = others / np.linalg.norm(others, axis=1, keepdims=True)
    return fmean(identity.similarity(one, middle) for one, middle in zip(vectors, middles, strict=True))


def _embedded(piece: "Clip") -> "NDArray[Any] | None":
    from speech import identity

    try:
        return identity.embed(piece)
    except SpeechError as error:
        if error.code != "too_little_speech":
            raise
        return None


def _store_centre(centre: "NDArray[Any]", voice: Voice) -> Blob:
    import numpy as np

    with storage.scratch(".npy") as path:
        with path.open("wb") as stream:
            np.save(stream, centre, allow_pickle=False)
        return keep(path, voice)


def load_centre(version: VoiceVersion) -> "NDArray[Any] | None":
    """The speaker's identity; None where it was not measured, or by another encoder than today's."""
    import numpy as np

    from speech import identity

    features = version.steps.filter(step="features").values_list("figures", flat=True).first() or {}
    if version.centre is None or features.get("encoder") != identity.fingerprint():
        return None
    with storage.local_path(version.centre.key) as path:
        centre: NDArray[Any] = np.load(path, allow_pickle=False)
        return centre


def check(row: VoicePrint) -> dict[str, Any]:
    """Try a print, keep what can be heard and the threshold for its clips; the figures of it."""
    version, learned = row.version, load_print(row)
    found = try_voice(learned, row.engine, row.language, load_centre(version))
    keep_trials(row, learned, found)
    VoicePrint.objects.filter(pk=row.pk).update(identity_threshold=found.threshold)
    return found.figures()


def threshold_of(row: VoicePrint) -> float | None:
    """Below which a clip of this print is marked; None where nothing is tried. A print that came after the check (of
    another language, of a newer engine) is tried first."""
    if row.identity_threshold is not None or not settings.VOICE_TRIALS or load_centre(row.version) is None:
        return row.identity_threshold
    check(row)
    row.refresh_from_db(fields=["identity_threshold"])
    return row.identity_threshold


def keep_trials(row: VoicePrint, learned: Any, found: Fitness) -> None:
    """A row for each sentence; of a few the sound, also in the engine's other variants. Those of an earlier try go."""
    from speech.engines import registry
    from speech.trial import SENTENCES

    texts = SENTENCES[as_language(row.language)]
    trials = [
        _trial(row, at, texts[at], clip, found.identities[at], Variant.NEUTRAL) for at, clip in enumerate(found.clips)
    ]
    for variant in registry.get(row.engine).card.variants:
        if Variant(variant) != Variant.NEUTRAL:
            clip = _varied(row, learned, texts[VARIED_SENTENCE], variant)
            trials.append(_trial(row, VARIED_SENTENCE, texts[VARIED_SENTENCE], clip, None, Variant(variant)))
    mine = Trial.objects.filter(
        version=row.version, engine=row.engine, fingerprint=row.fingerprint, language=row.language
    )
    with consenting(row.version, [trial.blob for trial in trials]):
        blobs.release(mine.filter(blob__isnull=False).values_list("blob", flat=True))
        mine.delete()
        Trial.objects.bulk_create(trials)


def _varied(row: VoicePrint, learned: Any, text: str, variant: str) -> "Clip":
    from speech.engines import registry
    from speech.types import Chunk

    chunk = Chunk(0, len(text), text, text, as_language(row.language), 0.0)
    return registry.get(row.engine).say(chunk, learned, knobs={"variant": variant}, seed=0)


def _trial(row: VoicePrint, at: int, text: str, clip: "Clip", identity: float | None, variant: Variant) -> Trial:
    is_kept = at < KEPT_SENTENCES and len(clip.samples)
    return Trial(
        version=row.version, engine=row.engine, fingerprint=row.fingerprint, language=row.language, sentence=at,
        text=text, variant=variant, identity=identity, duration_seconds=clip.seconds,
        blob=_store_clip(clip, row.version.voice) if is_kept else None,
    )  # fmt: skip


def _store_clip(clip: "Clip", voice: Voice) -> Blob:
    from speech.audio import encode_clip

    with storage.scratch(".flac") as path:
        encode_clip(clip, path, "flac")
        return keep(path, voice)
