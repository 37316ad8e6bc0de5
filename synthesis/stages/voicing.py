"""Who speaks a job and how: the engine, the voice, the options, and the key of a clip made with them."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings

from documents.reading.usual import usual_options
from speech.types import Choice, Pronunciation, as_language
from synthesis.models import Job, Segment
from voices.models import VoicePrint
from voices.stages import ensure_print, load_print
from voices.states import Variant


@dataclass(frozen=True)
class Voicing:
    engine_key: str
    engine_fingerprint: str
    voice_fingerprint: str
    organisation: str
    knobs: dict[str, float | str]
    options: Any
    print_row: VoicePrint | None

    def chunks(self, text: str, choices: tuple[Choice, ...] = ()) -> list[Any]:
        """``choices`` are for places of this very text."""
        from speech.text import chunks

        return chunks(text, replace(self.options, choices=choices))

    def seed(self, spoken: str, take: int = 0) -> int:
        from speech.pipeline import piece_seed

        return piece_seed(spoken, self.voice_fingerprint, take)

    def key(self, spoken: str, language: str, seed: int) -> str:
        """The name of the clip: equal keys are never rendered twice within an organisation."""
        from speech.pipeline import clip_key

        return clip_key(
            organisation=self.organisation, spoken=spoken, language=language,
            voice_fingerprint=self.voice_fingerprint, engine_fingerprint=self.engine_fingerprint,
            options=self.knobs, seed=seed,
        )  # fmt: skip


def knobs_of(job: Job) -> dict[str, float | str]:
    """What the listener turned; what is as usual goes unsaid, so that clips keep their names."""
    varied = {} if job.variant == Variant.NEUTRAL else {"variant": job.variant}
    return {"speed": job.speed, **varied}


def voicing_of(job: Job, language: str, rules: tuple[Pronunciation, ...], *, kept: VoicePrint | None = None) -> Voicing:
    """Engine, print (learned now if need be) and text options for a job in ``language``, read by ``rules``. ``kept``
    is the print of what the job revises: it speaks again if the engine still can."""
    from speech.engines import registry

    engine = registry.choose(settings.TTS_MODEL, as_language(language))
    print_row, fingerprint, region = None, f"preset:{job.preset}", engine.voices()[0].region
    if job.voice is not None and job.voice.current_version is not None:
        print_row = ensure_print(job.voice.current_version, engine.card.key, as_language(language))
        if kept is not None and (kept.engine, kept.fingerprint) == (print_row.engine, print_row.fingerprint):
            print_row = kept
        fingerprint = print_row.blob.sha256
    else:
        region = engine.voice(job.preset).region
    options = usual_options(
        engine.card,
        language=job.language,
        around=as_language(language),
        region=region or "north",
        max_chars=engine.card.chunk_chars,
        rules=rules,
    )
    return Voicing(
        engine.card.key, engine.fingerprint(), fingerprint, str(job.organisation.public_id), knobs_of(job),
        options, print_row,
    )  # fmt: skip


def speaker_of(segment: Segment) -> Any:
    """The preset or the learned print that says a segment."""
    from speech.engines import registry

    if segment.voice_print_id is None:
        return registry.get(segment.job.engine).voice(segment.job.preset)
    return _loaded_print(segment.voice_print_id)


@lru_cache(maxsize=4)
def _loaded_print(key: int) -> Any:
    """A few learned prints in memory; consent is checked at every claim, not here."""
    return load_print(VoicePrint.objects.select_related("blob").get(pk=key))


def forget_prints() -> None:
    """Biometric data stays in no worker's memory longer than the slice of work it was loaded for."""
    _loaded_print.cache_clear()
