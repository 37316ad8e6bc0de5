"""How much of what the plan allows is used."""

from django import template

from accounts import limits
from accounts.models import Organisation, User

register = template.Library()


@register.inclusion_tag("components/usage.html")
def usage_of(user: User) -> dict[str, int]:
    """Storage, and the characters of today, of a person's organisation."""
    home = Organisation.home_of(user)
    return {
        "stored_bytes": limits.stored_bytes(home),
        "storage_limit": limits.allowed(home, "MAX_STORAGE_BYTES"),
        "chars_today": limits.chars_today(home),
        "chars_limit": limits.allowed(home, "MAX_CHARS_A_DAY"),
    }
