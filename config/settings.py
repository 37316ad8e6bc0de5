"""Settings of the site. What the environment can change stands in ``config.environment``."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import django_stubs_ext

from config import logs, services
from config.environment import BASE_DIR, get

django_stubs_ext.monkeypatch()

APP_NAME: str = get("APP_NAME")
DEBUG: bool = get("DEBUG")
SECRET_KEY: str = services.required("SECRET_KEY", get("SECRET_KEY"))
SECRET_KEY_FALLBACKS: list[str] = get("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS: list[str] = get("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS: list[str] = get("CSRF_TRUSTED_ORIGINS")
VAR_DIR = Path(get("VAR_DIR"))
SCRATCH_DIR = VAR_DIR / "scratch"
SITE_URL: str = get("SITE_URL")
HTTPS: bool = get("HTTPS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_vite",
    "corsheaders",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "django_celery_beat",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "config",
    "lib",
    "accounts",
    "voices",
    "documents",
    "synthesis",
    "analytics",
]

MIDDLEWARE = [
    "config.headers.HeadersMiddleware",
    "lib.middleware.AliveMiddleware",
    "lib.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "accounts.middleware.SignInMiddleware",
    "accounts.middleware.DoorMiddleware",
    "accounts.middleware.StaffMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lib.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.site",
            ]
        },
    }
]

# --- data: database, Redis, files
DATABASES: dict[str, Any] = {"default": services.database(get("DATABASE_URL"), VAR_DIR)}
REDIS_URL: str = get("REDIS_URL")
CACHES: dict[str, Any] = {"default": services.cache(REDIS_URL)}
CHANNEL_LAYERS: dict[str, Any] = {"default": services.channel_layer(REDIS_URL)}
STORAGE_TYPE: str = get("STORAGE_TYPE")
STORAGES: dict[str, Any] = {
    "default": services.file_store(get, VAR_DIR),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
X_ACCEL_PREFIX: str = get("X_ACCEL_PREFIX")
UPLOAD_DIR: str = services.key_prefix(get("UPLOAD_DIR"))
VOICE_PROFILES_DIR: str = services.key_prefix(get("VOICE_PROFILES_DIR"))
GENERATED_AUDIO_DIR: str = services.key_prefix(get("GENERATED_AUDIO_DIR"))
FILE_UPLOAD_TEMP_DIR = str(SCRATCH_DIR)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler", "lib.uploads.TidyUploadHandler"]
SCRATCH_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

# --- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_FORMS = {"add_email": "accounts.addresses.AddressForm"}
ACCOUNT_EMAIL_VERIFICATION = get("EMAIL_VERIFICATION")
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{APP_NAME}] "
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
# accounts.doors counts exactly; allauth's own limits stay only where a mail would be sent again too soon.
ACCOUNT_RATE_LIMITS = dict.fromkeys(
    [
        "change_password",
        "manage_email",
        "reset_password",
        "reset_password_from_key",
        "reauthenticate",
        "signup",
        "login",
        "login_failed",
    ]
)
STAFF_SECOND_FACTOR: str = get("STAFF_SECOND_FACTOR") or ("required" if HTTPS else "optional")
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = APP_NAME
MFA_ADAPTER = "accounts.sealing.SealedFactors"

# --- languages and time
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# --- static files and the front end
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_ALLOW_ALL_ORIGINS = False
FRONT_END = BASE_DIR / "static" / "dist"  # what Vite builds; nothing else of ours is served
FRONT_END.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [("dist", FRONT_END)]
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "static_url_prefix": "dist",
        "manifest_path": FRONT_END / ".vite" / "manifest.json",
    }
}

# --- mail
MAILER = services.mail(get("EMAIL_URL"), VAR_DIR)
EMAIL_BACKEND: str = MAILER.pop("EMAIL_BACKEND")
globals().update(MAILER)
DEFAULT_FROM_EMAIL: str = get("DEFAULT_FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.tokens.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "lib.parsers.JSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_SCHEMA_CLASS": "accounts.schema.ProblemSchema",
    "EXCEPTION_HANDLER": "lib.problems.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,  # `?format=` is ours: the format of audio
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "USER_ID_FIELD": "public_id",
    "USER_ID_CLAIM": "sub",
    "ALGORITHM": "HS256",
    "AUTH_HEADER_TYPES": ("Bearer",),
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{APP_NAME} API",
    "DESCRIPTION": "A document and a few seconds of speech in, an audiobook in that voice out.",
    "VERSION": "1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "PREPROCESSING_HOOKS": ["accounts.schema.without_slash"],
    "SCHEMA_PATH_PREFIX": "/api/",
    "ENUM_NAME_OVERRIDES": {
        "AsideEnum": "documents.states.Aside",
        "ConsentKindEnum": "voices.states.ConsentKind",
        "LanguageEnum": ["vi", "en"],
        "LanguageOrAutoEnum": ["vi", "en", "auto"],
        "RuleScopeEnum": ["document", "person", "organisation"],
    },
}
CORS_ALLOWED_ORIGINS: list[str] = get("CORS_ORIGINS")
CORS_URLS_REGEX = r"^/api/.*$"
CORS_EXPOSE_HEADERS = ["Link", "Retry-After", "X-Request-ID"]
REFUSAL_CATALOGUES = [
    "speech.errors.SENTENCES",
    "lib.refusals.SENTENCES",
    "accounts.refusals.SENTENCES",
    "voices.refusals.SENTENCES",
    "documents.refusals.SENTENCES",
    "synthesis.refusals.SENTENCES",
]
PRIVACY = ["synthesis.privacy", "documents.privacy", "voices.privacy", "accounts.privacy"]  # from the top down
RATELIMIT_USE_CACHE = "default"
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.W001", "django_ratelimit.E003"]  # Redis' incr is atomic: verified
TRUSTED_PROXIES: int = get("TRUSTED_PROXIES")

# --- limits and engines
MAX_UPLOAD_SIZE: int = get("MAX_UPLOAD_SIZE")
MAX_AUDIO_DURATION: int = get("MAX_AUDIO_DURATION")
MAX_DOCUMENT_PAGES: int = get("MAX_DOCUMENT_PAGES")
TEXT_BACKEND: str = get("TEXT_BACKEND")
PAUSES: dict[str, float] = {
    f"{after}_pause_seconds": get(f"{after.upper()}_PAUSE_SECONDS")
    for after in ("clause", "sentence", "paragraph", "heading", "chapter")
}
MAX_TEXT_CHARS: int = get("MAX_TEXT_CHARS")
MAX_STORAGE_BYTES: int = get("MAX_STORAGE_BYTES")
VOICE_TRIALS: bool = get("VOICE_TRIALS")
MAX_VOICES: int = get("MAX_VOICES")
MAX_SAMPLES: int = get("MAX_SAMPLES")
MAX_DOCUMENTS: int = get("MAX_DOCUMENTS")
MAX_RULES: int = get("MAX_RULES")
MAX_CHOICES: int = get("MAX_CHOICES")
PREVIEW_CHARS: int = get("PREVIEW_CHARS")
MAX_JOBS_AT_ONCE: int = get("MAX_JOBS_AT_ONCE")
MAX_CHARS_A_DAY: int = get("MAX_CHARS_A_DAY")
MAX_UPLOADS_A_MINUTE: int = get("MAX_UPLOADS_A_MINUTE")
WORKER_PROCESSES: int = get("WORKER_PROCESSES")
AUDIO_EXPIRY = timedelta(days=get("AUDIO_EXPIRY_DAYS"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # a million characters of Vietnamese fit; files stream to disk
TTS_MODEL: str = get("TTS_MODEL")
TTS_DEVICE: str = get("TTS_DEVICE")

# --- queues: the message is a hint, the row decides (docs/adr/0001, 0002)
LEASE_SECONDS: int = get("LEASE_SECONDS")
SWEEP_SECONDS: int = get("SWEEP_SECONDS")
CELERY_BROKER_URL: str = services.broker(get("CELERY_BROKER_URL") or REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 1500
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    "queue_order_strategy": "round_robin",
}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "sweep", "schedule": float(SWEEP_SECONDS), "options": {"queue": "default", "expires": 60}},
    "expire": {"task": "expire_audio", "schedule": 3600.0, "options": {"queue": "default", "expires": 3600}},
}

# --- safety of the browser
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
# "__Host-": the browser takes such a cookie from this very host only, not from a neighbour under the same domain.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "django_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Of pages; what else the site answers may do nothing at all (config.headers).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:", *services.media_origins(get)],
        "media-src": ["'self'", "blob:", *services.media_origins(get)],
        "connect-src": ["'self'"],  # also the socket of this host
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}

# --- what the site tells its keepers: nothing of people's (lib.quiet)
LOGGING_CONFIG = "config.logs.apply"
LOGGING = logs.table(get("LOG_LEVEL"), get("LOG_FORMAT"), debug=DEBUG)
SENTRY_DSN: str = get("SENTRY_DSN")
