"""The work of an extraction: a file becomes sections."""

import logging
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any, TypeGuard

from accounts.limits import max_pages
from documents import originals, passwords, transitions
from documents.editing import locked_pages
from documents.editing.carrying import Carried, carry
from documents.editing.change import FOLLOW, settle
from documents.editing.history import forget_changes
from documents.editing.saving import save_sections
from documents.editing.transitions import record_text
from documents.models import Document, Extraction, PagePicture, PronunciationRule
from documents.progress import PageCount, phase_of
from documents.reading.marks import is_unmarked
from documents.recognising import forget_recognised, part_of
from documents.selectors import BODY_KINDS
from documents.states import Phase
from lib import storage
from lib.claims import guarded
from lib.hints import hint_on_commit
from lib.states import WorkState
from lib.work import Work
from speech.errors import NotReady, users_fault
from speech.extract.ocr.part import Unfinished
from speech.types import Extracted

log = logging.getLogger(__name__)

LOOKED_AT_SECTIONS = 50
LOCKED = frozenset({"password_required", "wrong_password"})


def extract(extraction: Extraction) -> None:
    """Read the file in limited children, save its sections, READY; FAILED where this machine lacks what reads it."""
    document = extraction.document
    try:
        with passwords.taken(extraction.public_id) as password:
            found = _read(document, extraction, password)
    except Unfinished:
        transitions.hand_on(extraction)  # whoever drains the queue goes on or hints the next
        return
    except NotReady as lack:
        log.error("no document of this kind can be read here: %s", lack.code)
        transitions.finish(extraction, WorkState.FAILED, error_code=lack.code, error_params=lack.params)
        return
    with guarded(extraction):
        save_sections(extraction, found.sections)
        before = transitions.locked(document)
        carried = carry(before, extraction) if _is_served(before, extraction) else Carried()
        done = transitions.finish(
            extraction, WorkState.READY, progress_percent=100, format=found.format, page_count=found.pages,
            word_count=found.word_count, language=found.language, is_unmarked=_is_unmarked(found.sections),
            recognised_pages=found.recognised_pages, warnings=list(found.warnings), edits_carried=carried.kept,
            edits_lost=carried.lost, is_locked=bool(password),
        )  # fmt: skip
        if done:
            _serve(document, before, extraction)
    if done and password:  # nobody has it later
        locked_pages.draw(Document.objects.get(pk=document.pk), password)


def _read(document: Document, extraction: Extraction, password: str) -> Extracted:
    from speech.extract import extract as read  # heavy: in workers only

    with storage.local_path(originals.original_of(document).key) as path:
        return read(
            path,
            filename=document.filename,
            max_pages=max_pages(extraction.organisation),
            plan=extraction.organisation.get_plan_display(),
            password=password,
            progress=PageCount(extraction, phase_of(document.filename)),
            recognising=PageCount(extraction, Phase.RECOGNISING),
            part=part_of(extraction),
        )


def _is_served(before: Extraction | None, extraction: Extraction) -> TypeGuard[Extraction]:
    return before is not None and before.pk != extraction.pk and before.status == WorkState.READY


def _serve(document: Document, before: Extraction | None, extraction: Extraction) -> None:
    """From now on it is this reading that people see, hear and change."""
    Document.objects.filter(pk=document.pk).update(current_extraction=extraction)
    settle(extraction)
    if _is_served(before, extraction):
        record_text(document, by=document.created_by)
        hint_on_commit(FOLLOW)
    if not document.keeps_original:
        originals.let_go(document)


def _is_unmarked(sections: Iterable[Any]) -> bool:
    spoken = (section.text for section in sections if section.kind in BODY_KINDS)
    return is_unmarked("\n".join(islice(spoken, LOOKED_AT_SECTIONS)))


def purge_deleted(before: datetime) -> None:
    """Documents and rules that were taken away before ``before`` go for good, and what nobody can undo any more."""
    transitions.purge(Document.objects.filter(deleted_at__lt=before))
    PronunciationRule.objects.filter(deleted_at__lt=before).delete()
    forget_recognised(before)
    forget_changes()


def forget_pictures(before: datetime) -> None:
    """Pictures of pages that were drawn before ``before``; they are drawn again for who looks again, but not those of
    a locked file."""
    old = PagePicture.objects.filter(created_at__lt=before)
    transitions.forget_pictures(old.exclude(document__current_extraction__is_locked=True))


def _reject(extraction: Extraction, code: str, params: dict[str, Any]) -> None:
    to = WorkState.NEEDS_PASSWORD if code in LOCKED else WorkState.REJECTED
    transitions.finish(extraction, to, error_code=code, error_params=params)


def _fail(extraction: Extraction, code: str) -> None:
    transitions.finish(extraction, WorkState.FAILED, error_code=code)


WORK = Work(transitions.claim_extraction, extract, _reject, _fail, users_fault)
