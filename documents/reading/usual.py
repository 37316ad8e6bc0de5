"""How a text is read when nobody says otherwise: as the site's engine will have it."""

from typing import Any

from django.conf import settings

from speech.engines import registry
from speech.engines.base import EngineCard
from speech.types import TextOptions


def usual_options(engine: EngineCard | None = None, **given: Any) -> TextOptions:
    """``given``, what the site's settings say, and what ``engine`` (the site's own if not given) can: English words
    are respelled for one that does not mix."""
    card = engine or registry.card(settings.TTS_MODEL)
    usual: dict[str, Any] = {
        "backend": settings.TEXT_BACKEND,
        "is_respelled": not card.mixes_languages,
        **settings.PAUSES,
    }
    return TextOptions(**usual | given)


def region_of(voice: str) -> str:
    """Where a voice that comes with the engine is from; people's own read as in the North."""
    found = (preset.region for preset in registry.presets(settings.TTS_MODEL) if preset.id == voice)
    return next(found, "") or "north"
