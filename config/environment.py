"""Every setting the environment can give, in one table: name, kind, default and what it is for.

``config.settings`` reads only what stands here; ``docs/settings.md`` is drawn from it and CI compares.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import environ

BASE_DIR: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Var:
    """One environment variable. ``kind`` is str, int, bool, float or list; ``secret`` ones show no default."""

    name: str
    kind: str
    default: Any
    purpose: str
    secret: bool = False


VARS: Final[tuple[Var, ...]] = (
    Var("APP_NAME", "str", "Giọng", "Name in pages and mails."),
    Var("DEBUG", "bool", False, "Tracebacks in the browser. Never in production."),
    Var(
        "SECRET_KEY",
        "str",
        "",
        "Signs sessions and tokens, seals second factors. `make run` writes one into `.env`.",
        secret=True,
    ),
    Var("SECRET_KEY_FALLBACKS", "list", [], "Older keys that still open what they signed or sealed.", secret=True),
    Var("ALLOWED_HOSTS", "list", ["localhost", "127.0.0.1", "[::1]"], "Host names the site answers to."),
    Var("CSRF_TRUSTED_ORIGINS", "list", [], "Origins behind a proxy that may post forms (https://...)."),
    Var("CORS_ORIGINS", "list", [], "Origins of other sites whose pages may call the API."),
    Var("HTTPS", "bool", False, "The site is served over HTTPS: secure cookies, HSTS, redirects."),
    Var("TRUSTED_PROXIES", "int", 0, "How many proxies of ours add X-Forwarded-For."),
    Var("VAR_DIR", "str", str(BASE_DIR / "var"), "Where the embedded default keeps database, files, mail."),
    Var(
        "DATABASE_URL",
        "str",
        "",
        "PostgreSQL (`postgres://`, also `postgresql+asyncpg://`); else SQLite in VAR_DIR.",
    ),
    Var("REDIS_URL", "str", "", "Redis (`redis://`, `rediss://`, `unix://`). `make run` starts one if empty."),
    Var("CELERY_BROKER_URL", "str", "", "Broker, if it is not REDIS_URL."),
    Var("FLOWER_PORT", "int", 5555, "Port of Flower in the compose file."),
    Var("STORAGE_TYPE", "str", "local", "`local` or `s3`."),
    Var("S3_BUCKET", "str", "", "Bucket, with STORAGE_TYPE=s3."),
    Var("S3_ACCESS_KEY", "str", "", "Access key of the bucket.", secret=True),
    Var("S3_SECRET_KEY", "str", "", "Secret key of the bucket.", secret=True),
    Var("S3_ENDPOINT", "str", "", "URL of an S3-speaking server that is not Amazon's."),
    Var("UPLOAD_DIR", "str", "uploads", "Prefix of uploaded documents in storage."),
    Var("VOICE_PROFILES_DIR", "str", "voices", "Prefix of voice samples and prints in storage."),
    Var("GENERATED_AUDIO_DIR", "str", "audio", "Prefix of clips and recordings in storage."),
    Var("X_ACCEL_PREFIX", "str", "", "Internal nginx location of local files, such as `/protected/`."),
    Var("TTS_MODEL", "str", "auto", "Engine: `auto` or an engine's key, such as `espeak`."),
    Var("TEXT_BACKEND", "str", "sea", "Reads what our rules leave: `sea`, `vinorm` (see its licence) or `none`."),
    Var("CLAUSE_PAUSE_SECONDS", "float", 0.2, "Pause where a long sentence is cut."),
    Var("SENTENCE_PAUSE_SECONDS", "float", 0.5, "Pause after a sentence."),
    Var("PARAGRAPH_PAUSE_SECONDS", "float", 0.8, "Pause after a paragraph."),
    Var("HEADING_PAUSE_SECONDS", "float", 1.0, "Pause after a heading."),
    Var("CHAPTER_PAUSE_SECONDS", "float", 2.0, "Pause before a chapter."),
    Var("TTS_DEVICE", "str", "auto", "`cuda`, `cpu` or `auto`."),
    Var("MAX_UPLOAD_SIZE", "int", 104857600, "Largest upload, bytes."),
    Var("MAX_AUDIO_DURATION", "int", 300, "Longest voice recording, seconds."),
    Var("MAX_DOCUMENT_PAGES", "int", 100, "Pages of a document on the free plan."),
    Var("MAX_TEXT_CHARS", "int", 1_000_000, "Longest text of one job, characters."),
    Var("MAX_STORAGE_BYTES", "int", 20_000_000_000, "What an organisation may store, bytes: uploads and audio."),
    Var("VOICE_TRIALS", "bool", True, "Try every learned voice on ten sentences (about 10 s of one CPU)."),
    Var("MAX_VOICES", "int", 100, "Voices of an organisation."),
    Var("MAX_SAMPLES", "int", 30, "Recordings of a voice."),
    Var("MAX_DOCUMENTS", "int", 2_000, "Documents of an organisation."),
    Var("MAX_RULES", "int", 5_000, "Rules of pronunciation of a person, of an organisation, of a document."),
    Var("MAX_CHOICES", "int", 20_000, "Places of a document that are read as somebody chose."),
    Var("PREVIEW_CHARS", "int", 5_000, "Characters on one page of what will be read."),
    Var("MAX_JOBS_AT_ONCE", "int", 100, "Unfinished jobs of an organisation."),
    Var("MAX_CHARS_A_DAY", "int", 10_000_000, "Characters that an organisation may have read aloud a day."),
    Var("MAX_UPLOADS_A_MINUTE", "int", 60, "Uploads of an organisation a minute."),
    Var("WORKER_PROCESSES", "int", 2, "Processes of the worker. Long books may keep half of them at once."),
    Var("AUDIO_EXPIRY_DAYS", "int", 30, "Days until generated audio expires."),
    Var("LEASE_SECONDS", "int", 60, "How long claimed work stays a worker's without a sign of life from it."),
    Var("SWEEP_SECONDS", "int", 15, "How often forgotten work is looked for."),
    Var(
        "EMAIL_URL",
        "str",
        "",
        "Mail server (`smtp://user:pw@host:587`); else mails are files in VAR_DIR.",
        secret=True,
    ),
    Var("DEFAULT_FROM_EMAIL", "str", "Giọng <giong@localhost>", "Sender of mails."),
    Var(
        "STAFF_SECOND_FACTOR",
        "str",
        "",
        "`optional` or `required` for the admin; if empty, required with HTTPS.",
    ),
    Var("EMAIL_VERIFICATION", "str", "optional", "`optional` or `mandatory` before the first sign-in."),
    Var("LOG_LEVEL", "str", "INFO", "`DEBUG`, `INFO`, `WARNING` or `ERROR`. No level tells anything of people's."),
    Var("LOG_FORMAT", "str", "auto", "`json`, `plain`, or `auto`: plain on a terminal and with DEBUG."),
    Var("SENTRY_DSN", "str", "", "Where failures are reported to, without anything of people's.", secret=True),
    Var("SITE_URL", "str", "http://localhost:8000", "Address of the site in mails."),
)

_DEFAULTS: Final = {var.name: var for var in VARS}
_env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def get(name: str) -> Any:
    """The value of a declared variable, of its kind. An empty string counts as not given."""
    var = _DEFAULTS[name]
    raw = _env.str(name, default="")
    if raw == "":
        return var.default
    return getattr(_env, var.kind)(name)
