from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from accounts import schema  # noqa: F401 - registers the token scheme
        from config import checks  # noqa: F401 - registers the system checks
