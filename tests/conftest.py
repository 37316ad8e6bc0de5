"""The sealed test run: a standing cast, private storage, no network, warnings are errors."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient

from accounts.models import Membership, Organisation, User
from accounts.tokens import open_family

# Pages are tested without `collectstatic`; whitenoise only wants its folder to be there.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STATIC_ROOT = settings.VAR_DIR / "static"
settings.STATIC_ROOT.mkdir(exist_ok=True)
# The real hasher is slow on purpose; its choice is checked in tests/test_settings.py.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Trying a voice takes longer than most tests; those that are about it turn it on.
settings.VOICE_TRIALS = False

PASSWORD = "giong-noi-viet-2026"


@dataclass(frozen=True)
class Cast:
    """Who plays in every test: the owner of things, a colleague of theirs, a stranger, and staff."""

    owner: User
    colleague: User
    stranger: User
    staff: User

    def api(self, user: User) -> APIClient:
        """A program that speaks for ``user`` with a bearer token."""
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {open_family(user)['access']}")
        return client

    def browser(self, user: User) -> Client:
        """A browser that is signed in as ``user``."""
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """At the end nobody else uses the database: what a socket asked in a test stays open with its thread."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            cursor.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}")


@pytest.fixture
def cast(db: None) -> Cast:
    people = [User.objects.create_user(f"{name}@example.com", PASSWORD) for name in ("owner", "colleague", "stranger")]
    staff = User.objects.create_superuser("staff@example.com", PASSWORD)
    home = Organisation.home_of(people[0])
    Membership.objects.create(organisation=home, user=people[1])
    return Cast(*people, staff)


@pytest.fixture(autouse=True)
def _fresh_counters(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rate limits and cached health must not reach from one test into another."""
    yield
    marked = request.node.get_closest_marker("django_db") is not None
    if marked or "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()


def forget_storages() -> None:
    """Django keeps the stores that it made; the next use makes them anew from the settings."""
    storages._storages.clear()
    storages._backends = None
    vars(storages).pop("backends", None)


@pytest.fixture(autouse=True)
def _private_storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a test are its own."""
    monkeypatch.setitem(settings.STORAGES["default"]["OPTIONS"], "location", tmp_path / "media")
    monkeypatch.setattr(settings, "SCRATCH_DIR", tmp_path / "scratch")
    forget_storages()
