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
    engine = registry.choose(settings.TTS_MODEL, "vi")
    return [Preset(v.id, v.label, v.language, v.region) for v in engine.voices() if v.kind == "preset"]


def find(preset_id: str) -> Preset | None:
    return next((preset for preset in listed() if preset.id == preset_id), None)
