"""Sentences of this app's refusals."""

from lib.refusals import Catalogue

SENTENCES: Catalogue = {
    "document_not_ready": {"vi": "Tài liệu chưa đọc xong.", "en": "The document has not been read yet."},
    "document_failed": {"vi": "Tài liệu này không đọc được.", "en": "This document could not be read."},
}
