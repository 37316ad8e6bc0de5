"""What the owner's settings mean for Django, Celery and Channels: from URLs to their dictionaries."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

Getter = Callable[[str], Any]
# A worker that froze in the middle of a transaction must not hold its locks for ever, nor must anybody wait that long.
PATIENCE = "-c idle_in_transaction_session_timeout=60s -c lock_timeout=15s"
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA temp_store=MEMORY;PRAGMA cache_size=-20000;"


def required(name: str, value: str) -> str:
    """``value``, or a stop at start-up that says the cure."""
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. `make run` writes one into .env; else export {name}=...")
    return value


def database(url: str, var_dir: Path) -> dict[str, Any]:
    """PostgreSQL with a pool where a URL is given (asyncpg's spelling too), else SQLite in WAL mode."""
    if not url or url.startswith("sqlite"):
        return _sqlite(url, var_dir)
    config: dict[str, Any] = environ.Env.db_url_config(url.replace("postgresql+asyncpg://", "postgres://", 1))
    pool = {"min_size": 0, "max_size": 8, "timeout": 10}
    config["OPTIONS"] = {"connect_timeout": 5, "options": PATIENCE, **config.get("OPTIONS", {}), "pool": pool}
    return config


def _sqlite(url: str, var_dir: Path) -> dict[str, Any]:
    var_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = environ.Env.db_url_config(url)["NAME"] if url else var_dir / "db.sqlite3"
    # IMMEDIATE: a transaction that reads and then writes would fail at once under DEFERRED (measured).
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}


def _with_database(url: str, number: int) -> str:
    if url.startswith("unix://"):
        return f"{url.split('?')[0]}?db={number}"
    parts = urlsplit(url)
    return parts._replace(path=f"/{number}").geturl()


def broker(url: str) -> str:
    """The broker's URL as kombu wants it; in memory where there is no Redis (commands, checks)."""
    if not url:
        return "memory://"
    if url.startswith("unix://"):
        return "redis+socket://" + url.removeprefix("unix://").split("?")[0] + "?virtual_host=0"
    return url


def cache(url: str) -> dict[str, Any]:
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _with_database(url, 1),
        "OPTIONS": _impatient(),
    }


def _impatient() -> dict[str, Any]:
    """How long a client of Redis waits. The retry is spelled out: by default a client waits several times as long."""
    return {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 0)}


def channel_layer(url: str) -> dict[str, Any]:
    if not url:
        return {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    return {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": _with_database(url, 2), "socket_connect_timeout": 1}]},
    }


def file_store(get: Getter, var_dir: Path) -> dict[str, Any]:
    if get("STORAGE_TYPE") != "s3":
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": var_dir / "media", "file_permissions_mode": 0o600},
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": get("S3_BUCKET"),
            "access_key": get("S3_ACCESS_KEY"),
            "secret_key": get("S3_SECRET_KEY"),
            "endpoint_url": get("S3_ENDPOINT") or None,
            "file_overwrite": True,
            "default_acl": None,
            "querystring_auth": True,
            "signature_version": "s3v4",
        },
    }


def key_prefix(folder: str) -> str:
    """The owner's folder setting as a prefix of storage keys: ``./Uploads/`` means ``uploads``."""
    return re.sub(r"[^a-z0-9_-]+", "-", folder.lower()).strip("-") or "files"


def media_origins(get: Getter) -> list[str]:
    """Where the browser may be sent for audio besides ourselves: the store's own origin."""
    if get("STORAGE_TYPE") != "s3":
        return []
    if not get("S3_ENDPOINT"):
        return [f"https://{get('S3_BUCKET')}.s3.amazonaws.com"]
    parts = urlsplit(get("S3_ENDPOINT"))
    return [f"{parts.scheme}://{parts.netloc}"]


def mail(url: str, var_dir: Path) -> dict[str, Any]:
    if url:
        settings: dict[str, Any] = environ.Env.email_url_config(url)
        return {**settings, "EMAIL_TIMEOUT": 10}
    return {"EMAIL_BACKEND": "lib.mail.FileMail", "EMAIL_FILE_PATH": var_dir / "mail"}
