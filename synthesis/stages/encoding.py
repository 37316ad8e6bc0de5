"""Encode: another format of a finished job, on demand, from its lossless master."""

from typing import Any

from django.conf import settings

from accounts import blobs
from lib import storage
from lib.claims import guarded
from lib.refusals import Refusal
from lib.work import Work
from speech.errors import NotReady, users_fault
from synthesis import transitions
from synthesis.models import Rendition
from synthesis.states import RenditionState


def encode(rendition: Rendition) -> None:
    """Make the bytes of a rendition from its job's master, ACTIVE."""
    from speech.audio import encode_file

    masters = Rendition.objects.filter(job=rendition.job, is_master=True, status=RenditionState.ACTIVE)
    master = masters.select_related("blob").first()
    if master is None or master.blob is None:
        raise Refusal("expired", 410)
    with (
        storage.local_path(master.blob.key) as source,
        storage.scratch(f".{rendition.format}") as path,
    ):
        encode_file(source, path, rendition.format)
        blob = blobs.keep(
            path, organisation=rendition.organisation, created_by=rendition.job.created_by,
            prefix=settings.GENERATED_AUDIO_DIR,
        )  # fmt: skip
    with guarded(rendition):
        transitions.move_rendition(
            rendition, RenditionState.ACTIVE, owned=True, blob=blob, size_bytes=blob.size_bytes, sha256=blob.sha256,
            duration_seconds=master.duration_seconds, sample_rate=master.sample_rate, chapters=master.chapters,
        )  # fmt: skip


def _reject(rendition: Rendition, code: str, params: dict[str, Any]) -> None:
    transitions.move_rendition(rendition, RenditionState.FAILED, owned=True)


def _fail(rendition: Rendition, code: str) -> None:
    transitions.move_rendition(rendition, RenditionState.FAILED, owned=True)


WORK = Work(transitions.claim_rendition, encode, _reject, _fail, users_fault, away=(NotReady,))
