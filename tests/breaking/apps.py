import logging
import warnings
from typing import Any

from celery import shared_task
from django.apps import AppConfig

MARK = b"this document breaks the stage"


@shared_task(name="broken")
def broken(text: str) -> None:
    print(f"a library prints {text}")
    warnings.warn(f"a library warns of {text}", stacklevel=1)
    logging.getLogger("some.library").error(f"cannot read {text}")
    logging.getLogger("lib.storage").warning("a careless line of ours about %s", f"file {text}")
    try:
        raise KeyError(text)
    except KeyError as error:
        raise ValueError(f"Key (email)=({text}) already exists") from error


class Breaking(AppConfig):
    name = "tests.breaking"

    def ready(self) -> None:
        from speech import extract

        read = extract.extract

        def breaking(path: Any, **order: Any) -> Any:
            content = path.read_bytes()
            if MARK in content:
                raise UnicodeDecodeError("utf-8", content, 0, 9, f"{order['filename']}: {content!r}")
            return read(path, **order)

        extract.extract = breaking
