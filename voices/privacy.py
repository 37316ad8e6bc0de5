"""What this app holds of one person: voices with all that was recorded, learned and measured. Voice data is
biometric."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from voices import transitions
from voices.models import Comparison, Consent, SampleCheck, Voice, VoiceEvent, VoiceVersion

HOLDS: Final = (
    "voices.Voice", "voices.VoiceTag", "voices.Sample", "voices.SampleCheck", "voices.VoiceVersion",
    "voices.VoiceVersion_samples", "voices.VoicePrint", "voices.VoiceStep", "voices.Trial", "voices.Comparison",
    "voices.VoiceDay", "voices.VoiceNotice", "voices.Consent", "voices.VoiceEvent",
)  # fmt: skip
REASON: Final = "account_deleted"


def stop(user: User) -> None:
    """Consent ends with the account: from this moment nothing is learned or said with the person's voices."""
    voices = Voice.objects.filter(created_by=user)
    Consent.objects.filter(voice__in=voices, revoked_at__isnull=True).update(revoked_at=timezone.now())
    for voice in voices:
        transitions.revoke(voice, by=None, reason=REASON)
    transitions.stop(VoiceVersion.objects.filter(voice__in=voices), code=REASON)
    transitions.stop_checks(SampleCheck.objects.filter(sample__voice__in=voices), code=REASON)


def erase(user: User) -> int:
    """Every voice of the person with all that hangs on it, and consents that they gave to others' voices and what they
    chose between versions of them."""
    gone = sum(_destroy(voice) for voice in Voice.objects.filter(created_by=user))
    gone += Comparison.objects.filter(by=user).delete()[0]
    return gone + Consent.objects.filter(given_by=user).delete()[0]


def _destroy(voice: Voice) -> int:
    subjects = [voice.public_id, *voice.versions.values_list("public_id", flat=True)]
    with transaction.atomic():
        transitions.destroy(voice, by=None, reason=REASON)
        return 1 + VoiceEvent.objects.filter(subject__in=subjects).delete()[0]
