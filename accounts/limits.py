"""What a plan allows. Settings now, plan rows later; asked here only."""

from typing import Final

from django.conf import settings

from accounts.models import Organisation
from accounts.states import Plan

PAGES: Final = {Plan.PREMIUM.value: 500, Plan.BUSINESS.value: 3000}


def max_pages(organisation: Organisation) -> int:
    """Pages that one document may have."""
    return PAGES.get(organisation.plan, settings.MAX_DOCUMENT_PAGES)
