"""Abstract model bases that say one thing each."""

import uuid

from django.db import models


class PublicRow(models.Model):
    """A row that the outside names by ``public_id`` (UUID), never by its key."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
