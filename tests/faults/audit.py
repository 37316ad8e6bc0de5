"""What the rows and the files of a site say: run in a process of its own, in the site's environment."""

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils import timezone

from accounts import blobs, orphans
from accounts.models import Blob
from documents.models import Extraction
from lib import storage
from synthesis.models import Job, Rendition, Segment, Take
from synthesis.stages import following
from voices.models import VoiceVersion


def sweep() -> None:
    """Draw the nets as if an hour and a day had passed."""
    following.follow_all()
    orphans.sweep(grace=timedelta(0))
    Blob.objects.exclude(blobs._named()).update(unnamed_since=None)
    blobs.sweep()
    Blob.objects.filter(unnamed_since__isnull=False).update(unnamed_since=timezone.now() - blobs.GRACE)
    blobs.sweep()


def audit() -> dict[str, Any]:
    jobs = {str(job): found for job, found in Job.objects.values_list("public_id", "status")}
    return {
        "jobs": jobs,
        "uploads": uploads(),
        "masters": masters(),
        "segments": Segment.objects.count(),
        "errors": Segment.objects.aggregate(n=Sum("errors"))["n"] or 0,
        "lost_leases": Segment.objects.aggregate(n=Sum("lost_leases"))["n"] or 0,
        "job_errors": Job.objects.aggregate(n=Sum("errors"))["n"] or 0,
        "missing": Job.objects.aggregate(n=Sum("missing_segments"))["n"] or 0,
        "done": Segment.objects.filter(status="DONE").count(),
        "wrongly_taken": wrongly_taken(),
        "blobs": Blob.objects.count(),
        "blobs_unnamed": Blob.objects.exclude(blobs._named()).count(),
        "files": len(files()),
        "files_without_rows": len(files() - set(Blob.objects.values_list("key", flat=True))),
        "rows_without_files": len(set(Blob.objects.values_list("key", flat=True)) - files()),
    }


def uploads() -> list[str]:
    """The states of all work on voices and documents."""
    return [
        *VoiceVersion.objects.values_list("status", flat=True),
        *Extraction.objects.values_list("status", flat=True),
    ]


def masters() -> dict[str, str]:
    """The text of each READY job and the checksum of what it became."""
    ready = Rendition.objects.filter(is_master=True, job__status="READY")
    return {str(job): sha for job, sha in ready.values_list("job__public_id", "sha256")}


def wrongly_taken() -> int:
    """Finished spoken segments that have not exactly one accepted clip."""
    accepted = Count("takes", filter=Q(takes__is_accepted=True))
    done = Segment.objects.filter(status="DONE").exclude(spoken_text="")
    return done.annotate(n=accepted).exclude(n=1).count() + Take.objects.filter(segment__status="PENDING").count()


def files() -> set[str]:
    prefixes = {settings.UPLOAD_DIR, settings.VOICE_PROFILES_DIR, settings.GENERATED_AUDIO_DIR}
    later = timezone.now() + timedelta(days=1)
    return {key for prefix in prefixes for key in storage.stored_before(prefix, later)}


def main(*, swept: bool) -> None:
    """Print one line of JSON."""
    if swept:
        sweep()
    print(json.dumps(audit()))
