"""Documents: files and their readings, what people changed, pages as they look, and how words are read."""

from documents.models.changes import DocumentChange, SectionEdit
from documents.models.library import Chapter, Document, DocumentEvent, Extraction, Section
from documents.models.pages import PagePicture, RecognisedPage
from documents.models.pronunciation import PronunciationRule, RuleEvent, SectionChoice

__all__ = [
    "Chapter", "Document", "DocumentChange", "DocumentEvent", "Extraction", "PagePicture", "PronunciationRule",
    "RecognisedPage", "RuleEvent", "Section", "SectionChoice", "SectionEdit",
]  # fmt: skip
