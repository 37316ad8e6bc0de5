"""The admin: every model is there and opens, hands break nothing, actions call the services."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Membership, Organisation, User
from synthesis.models import Job
from tests.conftest import PASSWORD, Cast
from tests.test_main_path import create, upload_voice
from tests.test_pages import fill
from tests.test_sign_in import edit_in_admin
from tests.working import work_all
from voices.models import Voice

pytestmark = pytest.mark.django_db
OURS = [
    model
    for name in ("accounts", "voices", "documents", "synthesis")
    for model in apps.get_app_config(name).get_models()
]
WRITABLE = {User, Organisation, Membership}


@pytest.fixture
def clerk(cast: Cast) -> User:
    """Staff who may edit people, and no more."""
    clerk = User.objects.create_user("clerk@example.com", password=PASSWORD, is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts", codename__endswith="user"))
    return clerk


def test_who_may_edit_people_gives_nobody_rights(cast: Cast, clerk: User) -> None:
    edit_in_admin(cast, by=clerk, user=cast.owner, full_name="Chủ", is_active="on", is_staff="on", is_superuser="on")
    cast.owner.refresh_from_db()
    assert (cast.owner.full_name, cast.owner.is_staff, cast.owner.is_superuser) == ("Chủ", False, False)


def test_who_has_all_rights_is_edited_by_their_like(cast: Cast, clerk: User) -> None:
    browser = cast.browser(clerk)
    change = reverse("admin:accounts_user_change", args=[cast.staff.pk])
    assert browser.post(change, {"email": "mine@example.com"}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[cast.staff.pk])
    assert browser.post(password, {"password1": PASSWORD + "x", "password2": PASSWORD + "x"}).status_code == 403
    listed = {"action": "delete_selected", "_selected_action": [cast.staff.pk], "post": "yes"}
    assert browser.post(reverse("admin:accounts_user_changelist"), listed).status_code == 403
    cast.staff.refresh_from_db()
    assert cast.staff.is_active


def act(cast: Cast, model: type, action: str) -> None:
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    rows = model._default_manager.values_list("pk", flat=True)
    answer = cast.browser(cast.staff).post(path, {"action": action, "_selected_action": list(rows)}, follow=True)
    assert answer.status_code == 200


def test_every_model_is_registered_and_its_list_and_rows_open(cast: Cast) -> None:
    fill(cast)
    browser = cast.browser(cast.staff)
    for model in OURS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert browser.get(reverse(f"{name}_changelist")).status_code == 200, name
        row = model._default_manager.first()
        if row is not None:
            assert browser.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200, name


@pytest.mark.parametrize("model", [model for model in OURS if model not in WRITABLE], ids=lambda model: model.__name__)
def test_what_a_hand_would_break_is_read_only(cast: Cast, model: type, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = cast.staff
    page = admin.site._registry[model]
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


def test_actions_call_the_services(cast: Cast) -> None:
    api = cast.api(cast.owner)
    upload_voice(api, consent="self")
    work_all()
    create(api, voice_profile_id="vi-north", text="Xin chào.")
    act(cast, Job, "cancel")
    assert Job.objects.get().status == "CANCELLED"
    act(cast, Job, "retry")
    assert Job.objects.get().status == "CANCELLED", "the service refused, and the page said so"
    act(cast, Voice, "revoke")
    assert Voice.objects.get().revoked_at is not None


def test_only_staff_come_in(cast: Cast, client: Client) -> None:
    assert cast.browser(cast.owner).get("/admin/").status_code in {302, 403}
    assert client.get("/admin/").status_code == 302
    assert cast.browser(cast.staff).get("/admin/").status_code == 200


def test_an_email_that_staff_change_signs_in_and_the_old_one_does_not(cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.owner, email=cast.owner.email, primary=True, verified=True)
    edit_in_admin(cast, email="New@Example.com", is_active="on")
    given = {"password": PASSWORD}
    emails = ("new@example.com", "New@Example.com", "owner@example.com")
    answers = [APIClient().post("/api/auth/login", {"email": email, **given}).status_code for email in emails]
    assert answers == [200, 200, 401]
    Client().post("/accounts/password/reset/", {"email": "owner@example.com"})
    assert "/reset/key/" not in str(mail.outbox[-1].body)


def test_a_user_made_in_the_admin_has_a_home(cast: Cast) -> None:
    given = {"email": "moi@example.com", "password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    answer = cast.browser(cast.staff).post("/admin/accounts/user/add/", given)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert Organisation.objects.filter(members__email="moi@example.com", is_personal=True).count() == 1
