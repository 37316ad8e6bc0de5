"""Numbers, times and sizes as pages say them, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from lib.templatetags import giong


@pytest.mark.parametrize(
    ("seconds", "vietnamese", "english"),
    [
        (None, "", ""),
        (0.4, "0 giây", "0 seconds"),
        (1, "1 giây", "1 second"),
        (59.6, "1 phút", "1 minute"),
        (3599, "1 giờ", "1 hour"),
        (8100, "2 giờ 15 phút", "2 hours 15 minutes"),
    ],
)
def test_durations_are_said_in_words(seconds: float | None, vietnamese: str, english: str) -> None:
    with override("vi"):
        assert giong.duration(seconds) == vietnamese
    with override("en"):
        assert giong.duration(seconds) == english


def test_numbers_and_sizes_follow_the_language() -> None:
    with override("vi"):
        assert (giong.decimal(1234.5, 1), giong.human_size(12_400_000)) == ("1.234,5", "12,4 MB")
    with override("en"):
        assert (giong.decimal(1234.5, 1), giong.human_size(900)) == ("1,234.5", "900 bytes")


def test_numbers_for_scripts_ignore_the_language() -> None:
    with override("vi"):
        assert giong.plain(12345.5) == "12345.500"


def test_days_are_those_of_vietnam() -> None:
    late = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    with override("vi"):
        assert (giong.day(late), giong.moment(late)) == ("21/11/2026", "21/11/2026 01:30")
    with override("en"):
        assert giong.day(late) == "21 Nov 2026"


@pytest.mark.parametrize(("hours", "said"), [(1, "16:40"), (10, "22/11/2026 01:40"), (48, "23/11/2026"), (0, "15:40")])
def test_a_deadline_within_a_day_has_an_hour(monkeypatch: pytest.MonkeyPatch, hours: int, said: str) -> None:
    moment = datetime(2026, 11, 21, 8, 40, tzinfo=UTC)  # 15:40 in Vietnam
    monkeypatch.setattr(timezone, "now", lambda: moment)
    monkeypatch.setattr(giong, "now", lambda: moment)
    with override("vi"):
        assert giong.deadline(moment + timedelta(hours=hours)) == said


def test_players_show_a_clock() -> None:
    assert [giong.clock(seconds) for seconds in (None, 7.9, 247, 3750)] == ["0:00", "0:07", "4:07", "1:02:30"]


def test_time_left_is_said_only_when_known() -> None:
    with override("en"):
        assert (giong.eta(None), giong.eta(125)) == ("", "about 2 minutes left")
