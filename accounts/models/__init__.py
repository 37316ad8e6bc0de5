"""Who there is: people, their organisations, what an organisation stores, and signed-in devices."""

from accounts.models.blobs import Blob
from accounts.models.erasures import Erasure
from accounts.models.people import Membership, Organisation, User
from accounts.models.tenancy import TenantQuerySet, TenantRow
from accounts.models.tokens import RefreshFamily
from accounts.models.usage import UsageCounter

__all__ = [
    "Blob",
    "Erasure",
    "Membership",
    "Organisation",
    "RefreshFamily",
    "TenantQuerySet",
    "TenantRow",
    "UsageCounter",
    "User",
]
