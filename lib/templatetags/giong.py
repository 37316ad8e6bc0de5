"""What every template may say: icons, and numbers, times and sizes in the words of the page's language."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import numberformat
from django.utils.formats import date_format, get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, gettext, ngettext

register = template.Library()

MINUTE = 60
HOUR = 3600
BYTES_IN_KB = 10**3
BYTES_IN_MB = 10**6
BYTES_IN_GB = 10**9
A_DAY = timedelta(days=1)
Number = int | float


@register.simple_tag
def icon(name: str) -> SafeString:
    """A lucide icon of the sprite that Vite builds. It is silent: the words stand beside it."""
    url = static("dist/icons.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', url, name)


@register.filter
def duration(seconds: Number | None) -> str:
    """Seconds as people say them: "2 giờ 15 phút", "2 hours 15 minutes", "40 giây". Nothing for None."""
    if seconds is None:
        return ""
    whole = max(0, round(seconds))
    if whole < MINUTE:
        return ngettext("{n} giây", "{n} giây", whole).format(n=whole)
    hours, minutes = divmod(round(whole / MINUTE), 60)
    said = [ngettext("{n} giờ", "{n} giờ", hours).format(n=hours)] if hours else []
    if minutes:
        said.append(ngettext("{n} phút", "{n} phút", minutes).format(n=minutes))
    return " ".join(said)


@register.filter
def clock(seconds: Number | None) -> str:
    """Seconds as a player shows them: "4:07", "1:02:30"."""
    minutes, rest = divmod(max(0, int(seconds or 0)), MINUTE)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def decimal(value: Number | None, places: int = 0) -> str:
    """A number with the separators of the page's language: 1.234,5 or 1,234.5."""
    if value is None:
        return ""
    point, comma = get_format("DECIMAL_SEPARATOR"), get_format("THOUSAND_SEPARATOR")
    # Django's Vietnamese formats name the separators but no grouping; number_format would print 20345.
    return numberformat.format(value, point, places, grouping=3, thousand_sep=comma, force_grouping=True)


@register.filter
def plain(value: Number | None, places: int = 3) -> str:
    """A number for scripts and attributes: a point, no grouping, whatever the language."""
    return "" if value is None else f"{value:.{places}f}"


@register.filter
def percent_of(share: Number | None) -> str:
    """A share, 0-1, as a plain number of hundredths, for what is drawn."""
    return plain(100 * max(0.0, min(1.0, share or 0.0)), 1)


@register.filter
def human_size(size_bytes: int | None) -> str:
    """Bytes, kB, MB or GB (powers of ten): "900 byte", "512 kB", "12,4 MB"."""
    if size_bytes is None:
        return ""
    if size_bytes < BYTES_IN_KB:
        return ngettext("{n} byte", "{n} byte", size_bytes).format(n=size_bytes)
    if size_bytes < BYTES_IN_MB:
        return f"{decimal(round(size_bytes / BYTES_IN_KB))} kB"
    if size_bytes < BYTES_IN_GB:
        return f"{decimal(size_bytes / BYTES_IN_MB, 1)} MB"
    return f"{decimal(size_bytes / BYTES_IN_GB, 1)} GB"


@register.filter
def eta(seconds: Number | None) -> str:
    """ "còn khoảng 2 phút", or nothing when it is not known."""
    return gettext("còn khoảng {time}").replace("{time}", duration(seconds)) if seconds else ""


def _local_date(value: date | None, vietnamese: str, english: str) -> str:
    if value is None:
        return ""
    pattern = vietnamese if (get_language() or "vi").startswith("vi") else english
    return date_format(localtime(value) if isinstance(value, datetime) else value, pattern)


@register.filter
def day(value: date | None) -> str:
    """A day: 21/11/2026, or 21 Nov 2026."""
    return _local_date(value, "d/m/Y", "j M Y")


@register.filter
def moment(value: datetime | None) -> str:
    """A day and a time: 21/11/2026 14:05, or 21 Nov 2026, 14:05."""
    return _local_date(value, "d/m/Y H:i", "j M Y, H:i")


@register.filter
def deadline(value: datetime | None) -> str:
    """The end of something: an hour when that is today ("15:40"), a day and an hour within a day, else a day."""
    if value is None or value - now() > A_DAY:
        return day(value)
    return _local_date(value, "H:i", "H:i") if localtime(value).date() == localtime().date() else moment(value)


class UploadLimit(NamedTuple):
    bytes: int
    mb: int


@register.simple_tag
def upload_limit() -> UploadLimit:
    """The largest upload; 104857600 bytes are shown as 100 MB."""
    return UploadLimit(settings.MAX_UPLOAD_SIZE, settings.MAX_UPLOAD_SIZE >> 20)


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, cursor: str) -> str:
    """The address of the page of a list that begins after ``cursor``; what the list was asked for stays."""
    asked = context["request"].GET.copy()
    asked["cursor"] = cursor
    return f"?{asked.urlencode()}"
