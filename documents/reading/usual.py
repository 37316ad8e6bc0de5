"""How a text is read when nobody says otherwise: as the site's engine will have it."""

from typing import Any

from django.conf import settings

from speech.engines import registry
from speech.types import TextOptions


def usual_options(**given: Any) -> TextOptions:
    """``given``, and what the engine decides by what it can: English words are respelled for one that does not mix."""
    return TextOptions(**{"is_respelled": not registry.card(settings.TTS_MODEL).mixes_languages, **given})


def region_of(voice: str) -> str:
    """Where a voice that comes with the engine is from; people's own read as in the North."""
    found = (preset.region for preset in registry.presets(settings.TTS_MODEL) if preset.id == voice)
    return next(found, "") or "north"
