"""Optimise: the cheapest form of a print that loses nothing measurable."""

import time
from typing import Any, Final

from accounts import blobs
from voices.models import VoicePrint
from voices.stages.prints import consenting, load_print, store_print
from voices.stages.trying import Fitness, keep_trials, load_centre, try_voice

Figures = dict[str, Any]
# What the figures of a few sentences move by when the numbers of a print are rounded.
SAME_IDENTITY: Final = 0.005
SAME_TONES: Final = 0.01


def slim(row: VoicePrint, before: Figures) -> Figures:
    """Try the cheaper forms of a print on the sentences on which the whole one did as ``before`` says, the cheapest
    first, and keep the first that is as near and as clear. Nothing is chosen for being nearer: who listens here may
    only refuse. The figures of what was kept."""
    from speech.cloning.slim import forms

    whole, centre = load_print(row), load_centre(row.version)
    seconds, refused = _cost(whole, row), list[str]()
    size: Figures = {"bytes_before": row.blob.size_bytes, "cpu_per_second_before": seconds, "refused": refused}
    for name, form in forms(whole):
        found = try_voice(form, row.engine, row.language, centre)
        if _loses(found.figures(), before):
            refused.append(name)
            continue
        _replace(row, form, found)
        kept: Figures = {"kept": name, "bytes": row.blob.size_bytes, "cpu_per_second": _cost(form, row)}
        return kept | size | found.figures()
    return {"kept": "whole", "bytes": row.blob.size_bytes, "cpu_per_second": seconds} | size | before


def _cost(learned: Any, row: VoicePrint) -> float:
    """CPU seconds for a second of sound with a form of the print."""
    from speech.engines import registry
    from speech.trial import SENTENCES
    from speech.types import Chunk, as_language

    language = as_language(row.language)
    text = SENTENCES[language][0]
    chunk = Chunk(0, len(text), text, text, language, 0.0)
    engine = registry.get(row.engine)
    engine.say(chunk, learned, knobs={}, seed=0)  # the first time, tables are made
    began = time.process_time()
    clip = engine.say(chunk, learned, knobs={}, seed=0)
    return round((time.process_time() - began) / max(clip.seconds, 0.1), 4)


def _loses(now: Figures, before: Figures) -> bool:
    falls = {"understood": 0.0, "tone_median": SAME_TONES, "identity": SAME_IDENTITY}
    return any(_fell(now[name], before[name], same) for name, same in falls.items())


def _fell(now: float | None, before: float | None, same: float) -> bool:
    return now is not None and before is not None and now < before - same


def _replace(row: VoicePrint, form: Any, found: Fitness) -> None:
    """The slim form takes the place of the whole one, which nobody has spoken with yet."""
    old, blob = row.blob_id, store_print(form, row.version.voice)
    with consenting(row.version, [blob]):
        VoicePrint.objects.filter(pk=row.pk).update(blob=blob, identity_threshold=found.threshold)
        if old != blob.pk:
            blobs.release([old])
    row.blob = blob
    keep_trials(row, form, found)
