"""The owner's settings mean what they say, and wrong ones stop the start with their cure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import services
from config.environment import VARS

ROOT = Path(__file__).resolve().parent.parent
OWNERS = {
    "APP_NAME", "DEBUG", "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "STORAGE_TYPE", "S3_BUCKET", "S3_ACCESS_KEY",
    "S3_SECRET_KEY", "S3_ENDPOINT", "UPLOAD_DIR", "VOICE_PROFILES_DIR", "GENERATED_AUDIO_DIR", "TTS_MODEL",
    "TTS_DEVICE", "MAX_UPLOAD_SIZE", "MAX_AUDIO_DURATION", "MAX_DOCUMENT_PAGES", "CORS_ORIGINS", "CELERY_BROKER_URL",
    "FLOWER_PORT",
}  # fmt: skip


def ask(program: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run ``program`` in a fresh process whose settings come from ``env``."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "VAR_DIR") if name in os.environ}
    given = {"SECRET_KEY": "s" * 50, "DJANGO_SETTINGS_MODULE": "config.settings", **keep, **env}
    return subprocess.run([sys.executable, "-c", program], env=given, cwd=ROOT, capture_output=True, text=True)


def setting(expression: str, **env: str) -> str:
    done = ask(f"from django.conf import settings; print({expression})", **env)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_all_of_the_owners_settings_are_known() -> None:
    assert {var.name for var in VARS} >= OWNERS


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_postgresql_by_any_of_its_names(scheme: str) -> None:
    url = f"{scheme}://u:p@db:5433/giong"
    assert setting("settings.DATABASES['default']['ENGINE']", DATABASE_URL=url) == "django.db.backends.postgresql"
    assert setting("settings.DATABASES['default']['PORT']", DATABASE_URL=url) == "5433"


def test_without_settings_it_is_sqlite_and_local_files() -> None:
    assert setting("settings.DATABASES['default']['ENGINE']") == "django.db.backends.sqlite3"
    assert "FileSystemStorage" in setting("settings.STORAGES['default']['BACKEND']")
    assert setting("settings.PASSWORD_HASHERS[0]").endswith("Argon2PasswordHasher")
    assert setting("settings.CORS_ALLOWED_ORIGINS") == "[]"
    assert setting("settings.DEBUG") == "False"


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("redis://r:6379/0", "redis://r:6379/0", "redis://r:6379/1"),
        ("rediss://:pw@r:6380", "rediss://:pw@r:6380", "rediss://:pw@r:6380/1"),
        ("unix:///run/r.sock", "redis+socket:///run/r.sock?virtual_host=0", "unix:///run/r.sock?db=1"),
    ],
)
def test_one_redis_url_serves_broker_cache_and_channels(url: str, broker: str, cache: str) -> None:
    assert services.broker(url) == broker
    assert services.cache(url)["LOCATION"] == cache
    assert services.channel_layer(url)["BACKEND"].endswith("RedisPubSubChannelLayer")


@pytest.mark.parametrize(
    ("env", "cure"),
    [
        ({"SECRET_KEY": ""}, "make run"),
        ({"STORAGE_TYPE": "s3"}, "S3_BUCKET"),
        ({"STORAGE_TYPE": "ftp"}, "STORAGE_TYPE=local"),
        ({"TTS_MODEL": "no-such-engine"}, "espeak"),
        ({"MAX_UPLOAD_SIZE": "0"}, "MAX_UPLOAD_SIZE"),
    ],
)
def test_wrong_settings_stop_the_start_and_say_the_cure(env: dict[str, str], cure: str) -> None:
    program = "from django.core.management import execute_from_command_line as run; run(['manage.py', 'check'])"
    done = ask(program, **env)
    assert done.returncode != 0
    assert cure in done.stderr


def test_cors_is_only_for_the_origins_of_the_setting() -> None:
    program = (
        "import django; django.setup(); from django.test import Client;"
        "print([Client().options('/api/auth/me', headers={'Origin': o, 'Access-Control-Request-Method': 'GET'})"
        ".get('Access-Control-Allow-Origin') for o in ('https://good.example', 'https://evil.example')])"
    )
    done = ask(program, CORS_ORIGINS="https://good.example", ALLOWED_HOSTS="testserver")
    assert done.stdout.strip() == "['https://good.example', None]", done.stderr
