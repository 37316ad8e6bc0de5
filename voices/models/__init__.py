"""Voices: what a person recorded, what was learned from it, how it does, and the consent that allows all of it."""

from voices.models.library import Consent, Sample, SampleCheck, Voice, VoiceEvent, VoiceTag
from voices.models.presets import PresetClip
from voices.models.versions import Trial, VoicePrint, VoiceStep, VoiceVersion
from voices.models.watching import Comparison, VoiceDay, VoiceNotice

__all__ = [
    "Comparison", "Consent", "PresetClip", "Sample", "SampleCheck", "Trial", "Voice", "VoiceDay", "VoiceEvent",
    "VoiceNotice", "VoicePrint", "VoiceStep", "VoiceTag", "VoiceVersion",
]  # fmt: skip
