"""What espeak-ng is and can, readable without loading it."""

from typing import Final

from speech.engines.base import VARIANTS, EngineCard, Knob

CARD: Final = EngineCard(
    key="espeak",
    title="espeak-ng",
    sample_rate=None,
    code_licence="GPL-3.0-or-later (a separate program)",
    weights_licence="none",
    commercial=True,
    runs="process",
    clones=True,
    needs_transcript=False,
    ref_seconds=(3.0, 60.0),
    languages=("vi", "en"),
    mixes_languages=False,
    streams="piece",
    chunk_chars=500,
    parallel="serial",
    knobs={"speed": Knob(0.5, 2.0, 1.0, "times"), "pitch": Knob(-6.0, 6.0, 0.0, "semitones")},
    variants=VARIANTS,
)
