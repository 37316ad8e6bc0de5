from datetime import datetime

from django.db import transaction

from voices import transitions
from voices.models import Voice

BATCH = 200


def purge_unconsented(before: datetime) -> None:
    """Voices that nobody consented to since ``before`` are destroyed."""
    for key in Voice.objects.filter(created_at__lt=before, consents__isnull=True).values_list("pk", flat=True)[:BATCH]:
        with transaction.atomic():
            voice = Voice.objects.select_for_update().get(pk=key)
            if not voice.consents.exists():  # it may have been given meanwhile
                transitions.destroy(voice, by=None, reason="unconsented")
