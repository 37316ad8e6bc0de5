"""The Celery application: `celery -A config worker` and `celery -A config beat`."""

import os

from celery import Celery
from celery.signals import worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("giong")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_shutting_down.connect
def finish_what_runs(**kwargs: object) -> None:
    """A deploy waits for the rows that are in work, not for the rest of a slice."""
    from lib.drain import stop_draining  # the settings are not read yet when this module is

    stop_draining()
