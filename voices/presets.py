"""The voices that come with the engine, offered beside people's own."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, gettext_noop

from speech.engines import registry

LABELS = {
    "vi-north": gettext_noop("Tiếng Việt, miền Bắc"),
    "vi-central": gettext_noop("Tiếng Việt, miền Trung"),
    "vi-south": gettext_noop("Tiếng Việt, miền Nam"),
    "vi-north-female": gettext_noop("Tiếng Việt, miền Bắc, nữ"),
    "vi-central-female": gettext_noop("Tiếng Việt, miền Trung, nữ"),
    "vi-south-female": gettext_noop("Tiếng Việt, miền Nam, nữ"),
    "en": gettext_noop("Tiếng Anh"),
    "en-female": gettext_noop("Tiếng Anh, nữ"),
}


@dataclass(frozen=True)
class Preset:
    id: str
    label: str
    language: str
    region: str
    gender: str


def listed() -> list[Preset]:
    """The presets of the engine that the site speaks with, the default one first."""
    voices = registry.presets(settings.TTS_MODEL)
    return [Preset(v.id, gettext(LABELS.get(v.id, v.label)), v.language, v.region, v.gender) for v in voices]


def find(preset_id: str) -> Preset | None:
    return next((preset for preset in listed() if preset.id == preset_id), None)


def engine() -> str:
    """The key of the engine whose presets these are."""
    return registry.card(settings.TTS_MODEL).key


def variants() -> tuple[str, ...]:
    """The ways in which the site's engine can say everything."""
    return registry.card(settings.TTS_MODEL).variants
