from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models.people import Membership, Organisation, User
from lib.models import PublicRow


class TenantQuerySet(models.QuerySet[Any]):
    """The only way views get rows is ``for_user``."""

    def for_user(self, user: User | AnonymousUser) -> Self:
        """Rows of an organisation where ``user`` is an active member AND that are theirs or shared."""
        if not user.is_authenticated:
            return self.none()
        active = Membership.objects.filter(user=user, is_active=True, organisation=OuterRef("organisation"))
        return self.filter(Exists(active)).filter(Q(created_by=user) | Q(is_shared=True))

    def changeable_by(self, user: User | AnonymousUser) -> Self:
        """Until roles exist only the creator changes a row."""
        if not user.is_authenticated:
            return self.none()
        return self.for_user(user).filter(created_by=user)


class TenantRow(PublicRow):
    """A row of a tenant: whose it is, who made it, whether the organisation's members see it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="%(class)ss")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="%(class)ss")
    is_shared = models.BooleanField(default=False)

    class Meta:
        abstract = True
