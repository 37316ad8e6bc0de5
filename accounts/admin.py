from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.http import HttpRequest

from accounts.models import Blob, Membership, Organisation, RefreshFamily, User
from accounts.services import give_home
from lib.admin import ReadOnlyAdmin


class PersonForm(AdminUserCreationForm[User]):
    class Meta:
        model = User
        fields = ("email",)

    def clean_email(self) -> str:
        """E-mails are kept in lower case; sign-in looks for them so."""
        return str(self.cleaned_data["email"]).strip().lower()


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
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

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        give_home(obj)


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
    list_display = ("public_id", "user", "expires_at", "ended_at", "end_reason")
    list_select_related = ("user",)
    exclude = ("token_hash",)
