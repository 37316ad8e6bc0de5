from django.apps import AppConfig
from django.conf import settings


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from accounts import schema  # noqa: F401 - registers the token scheme
        from config import (
            checks,  # noqa: F401 - registers the system checks
            sentry,
        )

        sentry.start(settings.SENTRY_DSN)
