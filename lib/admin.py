"""Admin pages that only look: where a hand would break something, nothing can be typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from lib.refusals import Refusal


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Everything can be seen, nothing added, changed or deleted by hand; actions call services."""

    show_full_result_count = False

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Actions are for staff who may change such rows, not for those who only look."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def call_each(request: HttpRequest, rows: "QuerySet[Any]", use_case: Callable[[Any], None]) -> None:
    """Call a service for each chosen row; what it refuses is told, the rest goes on."""
    done = 0
    for row in rows:
        try:
            use_case(row)
            done += 1
        except Refusal as refusal:
            messages.warning(request, f"{row}: {refusal.sentence}")
    if done:
        messages.success(request, f"{done} ✓")
