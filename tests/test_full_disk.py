"""A disk that is really full: a clear answer, nothing half-written, and all goes on when there is room again."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Blob
from documents.models import Document
from lib import storage
from speech.engines import registry
from synthesis.models import Job
from synthesis.stages import planning, rendering
from tests import making
from tests.conftest import Cast, forget_storages
from tests.enrolling import samples_page
from tests.test_main_path import create
from tests.working import work_all
from voices.models import Sample

SIZE_BYTES = 8 << 20
pytestmark = pytest.mark.django_db


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Media and temporary files are on a disk of 8 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_BYTES}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not allowed here")
    monkeypatch.setitem(settings.STORAGES["default"]["OPTIONS"], "location", folder / "media")
    monkeypatch.setattr(settings, "SCRATCH_DIR", folder / "scratch")
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(folder))
    forget_storages()
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with pytest.raises(OSError, match="No space"), ballast.open("wb", buffering=0) as out:
        while True:
            out.write(bytes(1 << 12))
    return ballast


def files(disk: Path) -> list[Path]:
    return [path for path in disk.rglob("*") if path.is_file() and path.name != "ballast"]


def long_recording() -> bytes:
    return making.recording(seconds=90)  # over what Django keeps of an upload in memory


def test_uploads_are_refused_with_a_code_and_leave_nothing(cast: Cast, small_disk: Path) -> None:
    samples = samples_page(cast.owner)
    fill(small_disk)
    api, browser = cast.api(cast.owner), cast.browser(cast.owner)
    for data in (making.recording(), long_recording()):
        voice = {"file": making.named("a.wav", data), "name": "Giọng", "consent": "self"}
        answer = api.post("/api/voice-profiles/upload", voice, format="multipart")
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")
        assert int(answer["Retry-After"]) > 0
        page = browser.post(samples, {"file": SimpleUploadedFile("a.wav", data)})
        assert page.status_code == 503
    document = {"file": making.named("a.docx", making.word_file())}
    assert api.post("/api/documents/upload", document, format="multipart").status_code == 503
    assert (Sample.objects.count(), Document.objects.count(), Blob.objects.count()) == (0, 0, 0)
    assert files(small_disk) == []


def test_work_on_a_full_disk_waits_and_ends_well_when_there_is_room(
    cast: Cast, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "ROOM_BYTES", 1 << 20)
    create(cast.api(cast.owner), voice_profile_id="vi-north", text="Câu một. Câu hai.")
    assert planning.WORK.run_one()
    engine = registry.get("espeak")
    with monkeypatch.context() as filling:
        filling.setattr(engine, "say", lambda *args, **kwargs: (fill(small_disk), say(*args, **kwargs))[1])
        say = type(engine).say.__get__(engine)
        assert rendering.WORK.run_one(), "the disk filled up after the claim"
    job = Job.objects.get()
    assert job.status == "RENDERING"
    assert set(job.segments.values_list("errors", flat=True)) == {0}
    assert files(small_disk) == []
    assert work_all() == 0
    (small_disk / "ballast").unlink()
    job.segments.update(lease_until=None)
    work_all()
    job.refresh_from_db()
    assert (job.status, job.missing_segments) == ("READY", 0)
