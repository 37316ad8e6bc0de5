"""What this app holds of one person: documents, what was read from them, and what happened to them."""

from itertools import chain
from typing import Final

from accounts.models import User
from documents import transitions
from documents.models import Document, DocumentEvent, Extraction, PronunciationRule, RuleEvent

HOLDS: Final = (
    "documents.Document",
    "documents.Extraction",
    "documents.Chapter",
    "documents.Section",
    "documents.DocumentChange",
    "documents.SectionEdit",
    "documents.SectionChoice",
    "documents.RecognisedPage",
    "documents.PagePicture",
    "documents.DocumentEvent",
    "documents.PronunciationRule",
    "documents.RuleEvent",
)


def stop(user: User) -> None:
    """What is being read is left."""
    transitions.stop(Extraction.objects.filter(document__created_by=user), code="account_deleted")


def erase(user: User) -> int:
    """Every document and rule of the person, also those in an organisation that stays."""
    documents = Document.objects.filter(created_by=user)
    readings = Extraction.objects.filter(document__in=documents)
    subjects = chain(documents.values_list("public_id", flat=True), readings.values_list("public_id", flat=True))
    events = DocumentEvent.objects.filter(subject__in=list(subjects)).delete()[0]
    rules = RuleEvent.objects.filter(created_by=user).delete()[0]
    rules += PronunciationRule.objects.filter(created_by=user).delete()[0]
    return events + rules + transitions.purge(documents)
