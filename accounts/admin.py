from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.asker import person
from accounts.models import Blob, Erasure, Membership, Organisation, RefreshFamily, UsageCounter, User
from accounts.services import delete_account, give_home
from accounts.sessions import end_all
from lib.admin import ReadOnlyAdmin


class PersonForm(AdminUserCreationForm[User]):
    class Meta:
        model = User
        fields = ("email",)

    def clean_email(self) -> str:
        return _plain_email(self)


class PersonChangeForm(UserChangeForm[User]):
    def clean_email(self) -> str:
        return _plain_email(self)

    def clean_is_active(self) -> bool:
        """Whoever is being erased is not let in again meanwhile."""
        is_active = bool(self.cleaned_data["is_active"])
        if is_active and Erasure.objects.filter(user=self.instance).exists():
            raise forms.ValidationError(_("Tài khoản này đang được xóa."))
        return is_active


def _plain_email(form: "forms.ModelForm[User]") -> str:
    """E-mails are kept in lower case; sign-in looks for them so."""
    return str(form.cleaned_data["email"]).strip().lower()


RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


def _may_touch(request: HttpRequest, obj: User | None) -> bool:
    """Somebody's password or address is a way to their rights."""
    return obj is None or not obj.is_superuser or person(request).is_superuser


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    form = PersonChangeForm
    add_form = PersonForm
    ordering = ("-pk",)
    list_display = ("email", "full_name", "is_active", "is_staff", "created_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "full_name")
    readonly_fields = ("public_id", "last_login", "created_at", "updated_at")
    fieldsets = (
        (None, {"fields": ("email", "password", "full_name", "public_id")}),
        (
            "Mặc định",
            {"fields": ("language", "default_voice", "default_language", "default_format", "default_speed")},
        ),
        ("Quyền", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Thời gian", {"fields": ("last_login", "created_at", "updated_at")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "usable_password", "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Rights are given by those who have them all: whoever may edit people must not make themselves more."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if person(request).is_superuser else (*fixed, *RIGHTS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Everything of a person goes; the page need not list it row by row."""
        people = [str(user) for user in objs]
        return people, {str(self.opts.verbose_name_plural): len(people)}, set(), []

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[LogEntry]:
        """The log would keep the address; the row of the erasure tells that and when somebody was deleted."""
        return []

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        delete_account(by=person(request), user=obj)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[User]") -> None:
        """All or none of them: what the service refuses is shown, and nobody was deleted."""
        people = list(queryset)
        if not all(_may_touch(request, user) for user in people):
            raise PermissionDenied
        with transaction.atomic():
            for user in people:
                delete_account(by=person(request), user=user)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        give_home(obj)
        if change and "email" in form.changed_data:  # the old one signs nobody in and resets no password any more
            EmailAddress.objects.filter(user=obj, email__iexact=form.initial["email"]).delete()
        if not obj.is_active and "is_active" in form.changed_data:
            end_all(obj, "deactivated")


class MembershipInline(admin.TabularInline[Membership, Organisation]):
    model = Membership
    extra = 0
    raw_id_fields = ("user",)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    list_display = ("name", "plan", "is_personal", "created_at")
    list_filter = ("plan", "is_personal")
    search_fields = ("name", "memberships__user__email")
    readonly_fields = ("public_id", "created_at")
    inlines = (MembershipInline,)

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        """It goes with its person, so that its files go too."""
        return False


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin[Membership]):
    list_display = ("user", "organisation", "role", "is_active")
    list_select_related = ("user", "organisation")
    raw_id_fields = ("user", "organisation")


@admin.register(Blob)
class BlobAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "organisation", "size_bytes", "unnamed_since", "created_at")
    list_select_related = ("organisation",)


@admin.register(RefreshFamily)
class RefreshFamilyAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "user", "last_used_at", "expires_at", "ended_at", "end_reason")
    list_select_related = ("user",)
    exclude = ("token_hash", "mark")


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "status", "asked_by", "errors", "created_at", "finished_at")
    list_filter = ("status",)


admin.site.unregister(UserSession)


@admin.register(UserSession)
class UserSessionAdmin(ReadOnlyAdmin):
    """In place of allauth's, which looks for a field that our users have not and lets the rows be changed."""

    list_display = ("user", "created_at", "last_seen_at", "ip")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    fields = ("user", "created_at", "last_seen_at", "ip", "user_agent")


@admin.register(UsageCounter)
class UsageCounterAdmin(ReadOnlyAdmin):
    list_display = ("organisation", "kind", "period", "used")
    list_filter = ("kind",)
    list_select_related = ("organisation",)
