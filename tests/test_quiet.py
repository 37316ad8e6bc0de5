"""The rule of the logs: words that stand in the code, numbers and identifiers; an error is its type and its place."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import IntegrityError, connection

from config.logs import QuietFormatter
from lib import quiet
from lib.mail import FileMail
from lib.refusals import Refusal

SECRET = "q9f3secret"


def line(logger: str, message: Any, *values: Any, error: BaseException | None = None, **extra: Any) -> str:
    """What the site would write, as JSON."""
    kept: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(QuietFormatter("json").format(record))

    target, handler = logging.getLogger(logger), Keeping()
    target.addHandler(handler)
    target.propagate = False
    try:
        target.error(message, *values, exc_info=error, extra=extra)
    finally:
        target.removeHandler(handler)
        target.propagate = True
    return kept[0]


def test_words_of_the_code_and_numbers_are_said() -> None:
    assert json.loads(line("kombu", "retry %d of %s in %.1f s", 2, 5, 1.5))["event"] == "retry 2 of 5 in 1.5 s"
    assert json.loads(line("speech.child", "%s at %s:%s", "ValueError", "pymupdf/mupdf.py", 7))["event"].endswith(
        "py:7"
    )
    assert json.loads(line("lib.work", "%s %s waits: %s", "Job", 7, "StorageFailed"))["event"].startswith("Job 7 waits")


def test_what_came_from_elsewhere_is_not() -> None:
    assert json.loads(line("kombu", "cannot read %s", SECRET))["event"] == "cannot read …"
    assert json.loads(line("kombu", "wanted %d", SECRET))["event"] == "wanted %d"
    assert json.loads(line("lib.work", "a name: %s", f"{SECRET} và"))["event"] == "a name: …"
    for logger in ("kombu", "lib.work"):
        assert re.fullmatch(r"\([a-z._]+ tests/test_quiet\.py:\d+\)", json.loads(line(logger, f"x {SECRET}"))["event"])
    assert SECRET not in line("kombu", {"a": SECRET})
    assert SECRET not in line("kombu", "request", request=SECRET, data=SECRET, status=200)


def test_an_error_is_its_type_and_place(db: None) -> None:
    def fail() -> None:
        mine = SECRET
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM nowhere WHERE a = %s", [mine])
        except Exception as error:
            raise ValidationError(f"{mine}", code=mine) from error

    with pytest.raises(ValidationError) as caught:
        fail()
    said = line("kombu", "failed", error=caught.value)
    assert SECRET not in said
    assert "nowhere" not in said
    assert "tests/test_quiet.py" in said
    assert "ProgrammingError" in said or "OperationalError" in said
    assert SECRET in logging.Formatter().formatException(caught._excinfo), "the plain way would have told it"


def test_a_code_of_ours_is_said_and_a_librarys_is_not() -> None:
    assert quiet.named(Refusal("not_found", 404)) == "lib.refusals.Refusal [not_found]"
    assert SECRET not in quiet.named(ValidationError("x", code=SECRET))
    assert quiet.named(FileNotFoundError(2, SECRET)) == "FileNotFoundError [2]"
    assert SECRET not in quiet.named(IntegrityError(SECRET))


def test_a_warning_is_its_category_and_place() -> None:
    text = f"/x/site-packages/kombu/a.py:7: UserWarning: about {SECRET}\n  warn({SECRET})"
    assert json.loads(line("py.warnings", "%s", text))["event"] == "UserWarning at kombu/a.py:7"


def test_the_short_form_says_the_same() -> None:
    record = logging.LogRecord("kombu", logging.ERROR, __file__, 1, "cannot read %s", (SECRET,), None)
    said = QuietFormatter("plain").format(record)
    assert SECRET not in said
    assert "kombu" in said


def test_a_mail_that_is_kept_says_nothing_of_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    with caplog.at_level(logging.DEBUG):
        FileMail(file_path=tmp_path).send_messages([EmailMessage("a", f"http://x/{SECRET}", to=[f"{SECRET}@x.vn"])])
    assert SECRET in next(tmp_path.iterdir()).read_text()
    assert SECRET not in caplog.text + "".join(capfd.readouterr())
