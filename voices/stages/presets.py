"""Presets that can be heard: each says one sentence, once for every state of its engine."""

import hashlib
from typing import Final

from lib import storage
from speech.types import as_language
from voices import presets
from voices.models import PresetClip

PREFIX: Final = "presets"
SENTENCE: Final = 0


def say_one() -> bool:
    """Say the sentence of a preset that waits for it; False when there is none."""
    from speech.engines import registry

    wanted = PresetClip.objects.filter(key="").order_by("pk").first()
    if wanted is None:
        return False
    engine = registry.get(wanted.engine)
    if not engine.check().ready:
        return False
    _say(wanted)
    return True


def want_presets() -> bool:
    """Have every preset of the site's engine say its sentence, anew where the engine speaks otherwise now. Whether
    any waits."""
    from speech.engines import registry

    key = presets.engine()
    engine = registry.get(key)
    if not engine.check().ready:
        return False
    mine = PresetClip.objects.filter(engine=key)
    known = set(mine.values_list("preset", flat=True))
    new = [PresetClip(engine=key, preset=preset.id) for preset in presets.listed() if preset.id not in known]
    PresetClip.objects.bulk_create(new, ignore_conflicts=True)
    mine.exclude(key="").exclude(fingerprint=engine.fingerprint()).update(key="")
    return mine.filter(key="").exists()


def _say(wanted: PresetClip) -> None:
    from speech.audio import assemble
    from speech.engines import registry
    from speech.trial import SENTENCES
    from speech.types import Chunk

    engine = registry.get(wanted.engine)
    voice = engine.voice(wanted.preset)
    text = SENTENCES[as_language(voice.language)][SENTENCE]
    clip = engine.say(Chunk(0, len(text), text, text, voice.language, 0.0), voice, knobs={}, seed=0)
    fingerprint = engine.fingerprint()
    with storage.scratch(".mp3") as path:
        assemble([(clip.samples, 0.0)], [path], clip.rate)
        sha256 = storage.checksum(path)
        place = hashlib.sha256(f"{wanted.engine} {wanted.preset} {fingerprint}".encode()).hexdigest()
        stored = storage.put_file(path, f"{PREFIX}/{place[:32]}.mp3")
    PresetClip.objects.filter(pk=wanted.pk).update(
        fingerprint=fingerprint, key=stored.key, size_bytes=stored.size_bytes, sha256=sha256
    )
