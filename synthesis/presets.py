"""The voices that come with the engine, offered beside people's own."""

from dataclasses import dataclass

from django.conf import settings

from speech.engines import registry


@dataclass(frozen=True)
class Preset:
    id: str
    label: str
    language: str
    region: str


def listed() -> list[Preset]:
    """The presets of the engine that the site speaks with, the default one first."""
    voices = registry.presets(settings.TTS_MODEL)
    return [Preset(voice.id, voice.label, voice.language, voice.region) for voice in voices]


def find(preset_id: str) -> Preset | None:
    return next((preset for preset in listed() if preset.id == preset_id), None)
