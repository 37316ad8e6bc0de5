"""The one seam to files, on local disk and on a server that speaks S3."""

import hashlib
import io
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from django.conf import settings
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from accounts import blobs
from accounts.models import Blob, Organisation, User
from lib import storage
from lib.refusals import Refusal
from tests import making
from tests.conftest import Cast, forget_storages
from tests.test_main_path import create, upload_document, upload_voice
from tests.working import work_all

DATA = bytes(range(256)) * 9000


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "s3":
        endpoint = request.getfixturevalue("s3_server")
        given = {"S3_BUCKET": "giong", "S3_ACCESS_KEY": "k", "S3_SECRET_KEY": "s", "S3_ENDPOINT": endpoint}
        from config.services import file_store

        made = file_store(lambda name: {"STORAGE_TYPE": "s3", **given}[name], settings.VAR_DIR)
        boto3.client(
            "s3", endpoint_url=endpoint, aws_access_key_id="k", aws_secret_access_key="s", region_name="us-east-1"
        ).create_bucket(Bucket="giong")
        monkeypatch.setitem(settings.STORAGES, "default", made)
        forget_storages()
    return str(request.param)


def put(data: bytes, key: str) -> storage.Stored:
    with storage.spool(io.BytesIO(data)) as spooled:
        return storage.put_file(spooled.path, key)


def test_what_was_put_comes_back_whole_and_by_ranges(store: str) -> None:
    stored = put(DATA, "audio/a/b")
    assert stored.size_bytes == len(DATA)
    with storage.open_stream("audio/a/b") as stream:
        assert stream.read() == DATA
    assert b"".join(storage.read_range("audio/a/b", 100, 70_000)) == DATA[100:70_001]
    with storage.local_path("audio/a/b") as path:
        assert storage.checksum(path) == hashlib.sha256(DATA).hexdigest()
    storage.delete("audio/a/b")
    with pytest.raises(storage.StorageFailed):
        storage.open_stream("audio/a/b").read()


def test_deleting_what_is_not_there_is_fine_and_health_is_told(store: str) -> None:
    storage.delete("audio/nothing")
    assert storage.is_healthy()


def test_only_the_store_that_can_signs_urls(store: str) -> None:
    put(DATA, "audio/c")
    url = storage.signed_url("audio/c", filename="Sách nói.mp3", mime_type="audio/mpeg", inline=False)
    if store == "local":
        assert url is None
    else:
        assert url is not None
        assert "Signature" in url
        assert "S%25C3%25A1ch" in url
        assert type(storages["default"]).__name__ == "S3Storage"


@pytest.mark.parametrize("key", ["../x", "/etc/x", "a/../../b", "A b", "", "a" * 300])
def test_keys_that_we_would_not_make_are_refused(key: str) -> None:
    with pytest.raises(ValueError, match="storage keys"):
        put(b"x", key)


def test_a_stream_over_the_limit_leaves_nothing_behind() -> None:
    with pytest.raises(Refusal) as refused, storage.spool(io.BytesIO(DATA), limit_bytes=1000):
        raise AssertionError("it was let through")
    assert (refused.value.code, refused.value.status) == ("file_too_large", 413)
    assert list(storage.scratch_dir().iterdir()) == []


def test_a_full_disk_is_a_clear_failure_and_leaves_nothing_half_written(monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import shutil

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(storage.StorageFailed):
        put(DATA, "audio/d")
    location = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    assert [path for path in location.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
class TestBlobs:
    def home(self, name: str = "a") -> Organisation:
        return Organisation.home_of(User.objects.create_user(f"{name}@example.com"))

    def keep(self, home: Organisation, data: bytes = DATA) -> Blob:
        with storage.spool(io.BytesIO(data)) as spooled:
            return blobs.keep(spooled.path, organisation=home, created_by=home.members.get(), prefix="audio")

    def test_equal_bytes_are_stored_once_in_an_organisation_and_never_across(self) -> None:
        home, other = self.home(), self.home("b")
        first, again, theirs = self.keep(home), self.keep(home), self.keep(other)
        assert first == again
        assert first.key != theirs.key
        assert Blob.objects.count() == 2

    def test_unnamed_blobs_go_after_a_day_and_named_ones_stay(self, django_capture_on_commit_callbacks: object) -> None:
        from documents.models import Document

        home = self.home()
        named, unnamed = self.keep(home), self.keep(home, b"nobody names me")
        owner = home.members.get()
        Document.objects.create(organisation=home, created_by=owner, filename="a.txt", blob=named)
        assert blobs.sweep() == 0, "marked only"
        Blob.objects.update(unnamed_since=blobs.timezone.now() - timedelta(days=2))
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            assert blobs.sweep() == 1
        assert list(Blob.objects.all()) == [named]
        with pytest.raises(storage.StorageFailed):
            storage.open_stream(unnamed.key)
        with storage.open_stream(named.key) as stream:
            assert stream.read() == DATA


@pytest.mark.django_db
@pytest.mark.parametrize("store", ["s3"], indirect=True)
def test_the_whole_path_on_s3_ends_at_a_signed_url(cast: Cast, store: str) -> None:
    api = cast.api(cast.owner)
    voice = upload_voice(api, consent="self")
    document = upload_document(api, "sach.docx", making.word_file())
    work_all()
    made = create(api, voice_profile_id=voice["profile_id"], document_id=document["document_id"])
    work_all()
    answer = api.get(f"/api/generation/{made['id']}/audio")
    assert answer.status_code == 302
    with urllib.request.urlopen(answer["Location"], timeout=10) as audio:
        assert audio.headers["Content-Type"] == "audio/mpeg"
        assert len(audio.read()) > 10_000
    stranger = cast.api(cast.stranger).get(f"/api/generation/{made['id']}/audio")
    assert stranger.status_code == 404
