"""The Celery application: `celery -A config worker` and `celery -A config beat`."""

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_postrun, task_prerun, worker_shutting_down
from django.conf import settings
from structlog.contextvars import bind_contextvars, clear_contextvars

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("giong")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_shutting_down.connect
def finish_what_runs(**kwargs: object) -> None:
    """A deploy waits for the rows that are in work, not for the rest of a slice."""
    from lib.drain import stop_draining  # the settings are not read yet when this module is

    stop_draining()


@setup_logging.connect
def log_like_the_site(**kwargs: object) -> None:
    """Celery sets up loggers of its own unless somebody listens here; then what is printed is left to him too."""
    from config.logs import apply  # as above

    apply(settings.LOGGING)
    app.log.redirect_stdouts_to_logger(logging.getLogger("celery.redirected"), logging.WARNING)


@task_prerun.connect
def know_whose_hint(task: Any, **kwargs: object) -> None:
    """Lines of a worker carry the request that hinted."""
    from lib.hints import CALLER
    from lib.request_log import as_request_id

    caller = as_request_id(task.request.get(CALLER))
    bind_contextvars(task=task.name, **({"request_id": caller} if caller else {}))


@task_postrun.connect
def forget_whose_hint(**kwargs: object) -> None:
    clear_contextvars()
