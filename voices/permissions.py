"""May this voice be used, and changed? ``check_x`` raises the sentence that a greyed button shows."""

from accounts.models import User
from lib.refusals import Refusal
from lib.states import WorkState
from voices.models import Voice


def check_consent(voice: Voice) -> None:
    """Raises ``voice_revoked`` or ``consent_required`` (403): nothing is learned or rendered without consent."""
    if voice.revoked_at:
        raise Refusal("voice_revoked", 403)
    if voice.consent is None:
        raise Refusal("consent_required", 403)


def check_usable(voice: Voice) -> None:
    """Consent, and a version that is ready (409 ``voice_not_ready``)."""
    check_consent(voice)
    if voice.status != WorkState.READY:
        raise Refusal("voice_not_ready", 409)


def check_owner(by: User, voice: Voice) -> None:
    """Until roles exist only the creator changes a row (403 ``not_allowed``)."""
    if voice.created_by_id != by.pk:
        raise Refusal("not_allowed", 403)
