"""Settings that cannot work fail at start-up, each with its cure."""

from typing import Any, get_args, get_type_hints

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from config.environment import get
from speech.engines import registry
from speech.types import TextOptions


@register(Tags.security)
def storage_is_complete(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.STORAGE_TYPE not in {"local", "s3"}:
        return [Error("STORAGE_TYPE is neither local nor s3.", hint="Set STORAGE_TYPE=local.", id="giong.E001")]
    needed = ("S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY")
    missing = [name for name in needed if settings.STORAGE_TYPE == "s3" and not get(name)]
    if missing:
        return [Error("STORAGE_TYPE=s3 is incomplete.", hint=f"Set {', '.join(missing)}.", id="giong.E002")]
    return []


@register(Tags.security)
def second_factor_is_a_choice(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.STAFF_SECOND_FACTOR in {"optional", "required"}:
        return []
    hint = "Unset it for its default."
    return [Error("STAFF_SECOND_FACTOR is neither optional nor required.", hint=hint, id="giong.E005")]


@register(Tags.compatibility)
def engine_is_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.TTS_MODEL == "auto" or settings.TTS_MODEL in registry.PATHS:
        return []
    hint = f"Set TTS_MODEL to auto or one of: {', '.join(registry.PATHS)}."
    return [Error(f"TTS_MODEL={settings.TTS_MODEL} is not an engine of this version.", hint=hint, id="giong.E003")]


@register(Tags.compatibility)
def text_backend_is_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    known = get_args(get_type_hints(TextOptions)["backend"])
    if settings.TEXT_BACKEND in known:
        return []
    hint = f"Set it to one of: {', '.join(known)}."
    return [Error(f"TEXT_BACKEND={settings.TEXT_BACKEND} is not a backend.", hint=hint, id="giong.E007")]


@register(Tags.compatibility)
def limits_make_sense(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    names = (
        "MAX_UPLOAD_SIZE", "MAX_AUDIO_DURATION", "MAX_DOCUMENT_PAGES", "MAX_TEXT_CHARS", "LEASE_SECONDS",
        "SWEEP_SECONDS", "MAX_STORAGE_BYTES", "MAX_VOICES", "MAX_SAMPLES", "MAX_DOCUMENTS", "MAX_JOBS_AT_ONCE",
        "MAX_CHARS_A_DAY", "MAX_UPLOADS_A_MINUTE", "MAX_RULES", "MAX_CHOICES", "PREVIEW_CHARS", "WORKER_PROCESSES",
    )  # fmt: skip
    return [
        Error(f"{name} must be above zero.", hint=f"Unset {name} for its default.", id="giong.E004")
        for name in names
        if getattr(settings, name) <= 0
    ]


@register(Tags.security, deploy=True)
def production_has_its_services(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not settings.REDIS_URL:
        found.append(Error("REDIS_URL is not set.", hint="redis://host:6379/0", id="giong.E010"))
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        found.append(Warning("SQLite serves one machine.", hint="Set DATABASE_URL.", id="giong.W010"))
    if not get("EMAIL_URL"):
        lost = "Mails with links that open accounts are files in VAR_DIR/mail and reach nobody."
        found.append(Warning(lost, hint="Set EMAIL_URL to a mail server.", id="giong.W011"))
    return found
