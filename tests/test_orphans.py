"""Files that no row knows go; what belongs to rows, to another site or to somebody else stays."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from accounts import blobs, orphans
from accounts.models import Blob, Organisation, User
from lib import storage
from tests.test_storage import put, s3_server, store  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
NOW = timedelta(0)


@pytest.fixture
def home() -> Organisation:
    return Organisation.home_of(User.objects.create_user("a@example.com"))


def keep(home: Organisation) -> Blob:
    with storage.spool(io.BytesIO(b"known")) as spooled:
        return blobs.keep(spooled.path, organisation=home, created_by=home.members.get(), prefix="audio")


def stray(organisation: str) -> str:
    key = f"audio/{organisation}/{uuid4().hex}"
    put(b"the process died before the row", key)
    return key


def is_there(key: str) -> bool:
    try:
        with storage.open_stream(key) as stream:
            return bool(stream.read())
    except storage.StorageFailed:
        return False


def test_a_file_without_a_row_goes_and_all_others_stay(store: str, home: Organisation) -> None:  # noqa: F811
    known, lost = keep(home), stray(home.public_id.hex)
    another_sites, not_ours = stray(uuid4().hex), "audio/notes"
    put(b"the owner's own", not_ours)
    assert orphans.sweep() == 0, "an upload may be under way"
    assert orphans.sweep(grace=NOW) == 1
    assert [is_there(key) for key in (known.key, lost, another_sites, not_ours)] == [True, False, True, True]


def test_all_of_an_erased_organisation_goes_whatever_its_age(store: str, home: Organisation) -> None:  # noqa: F811
    lost = stray(home.public_id.hex)
    assert orphans.remove_all_of(home) == 1
    assert not is_there(lost)


def test_a_half_written_file_goes_after_an_hour(home: Organisation) -> None:
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"]) / "audio" / home.public_id.hex
    folder.mkdir(parents=True)
    half = folder / f".{uuid4().hex}.{os.getpid()}.part"
    half.write_bytes(b"half")
    assert orphans.sweep() == 0
    two_hours_ago = time.time() - 7200
    os.utime(half, (two_hours_ago, two_hours_ago))
    assert orphans.sweep() == 1
    assert not half.exists()
