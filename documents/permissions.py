"""Who may change a document."""

from accounts.models import User
from documents.models import Document
from lib.refusals import Refusal


def check_owner(by: User, document: Document) -> None:
    """Until roles exist only the creator changes a row. Raises ``not_allowed`` (403)."""
    if document.created_by_id != by.pk:
        raise Refusal("not_allowed", 403)
