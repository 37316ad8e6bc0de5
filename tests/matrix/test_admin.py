"""Every route of the admin x everyone: staff with the right, staff without it, and those who are no staff."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from synthesis.models import Job
from tests.matrix.world import World, dump, leaks
from tests.routes import address, patterns
from voices.models import Voice

pytestmark = pytest.mark.django_db
OPEN_TO_STAFF = {"login", "logout", "password_change", "password_change_done", "jsi18n", "index", "autocomplete", None}
FRONT = {"/admin/", "/admin/login", "/admin/login/", "/admin/logout/"}


def admin_addresses(key: object) -> list[str]:
    """Each of the admin's addresses, about the row ``key`` where it names one."""
    found = {address(route, object_id=str(key), id=str(key), url="x") for route, _ in patterns()}
    return sorted(path for path in found if path.startswith("/admin/"))


def staff(name: str, *rights: str) -> Client:
    user = User.objects.create_user(f"{name}@example.com", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("viewer", ["anonymous", "stranger", "colleague", "owner"])
def test_who_is_no_staff_gets_nowhere(viewer: str, world: World) -> None:
    client, secrets, before = world.client(viewer, "/admin/"), world.secrets(), dump()
    if viewer == "owner":
        secrets -= {world.cast.owner.email, str(world.cast.owner.public_id)}
    wrong = []
    for path in admin_addresses(world.cast.owner.pk):
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            refused = {302, 403, 404} if path not in FRONT else {200, 302, 403}
            if answer.status_code not in refused or leaks(answer, secrets, asked=path):
                wrong.append((method, path, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))
    assert dump() == before


def test_staff_without_rights_see_no_row_and_change_none(world: World) -> None:
    client, secrets, before, wrong = staff("bare"), world.secrets(), dump(), []
    for path in admin_addresses(world.cast.owner.pk):
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            if answer.status_code >= 500 or leaks(answer, secrets, asked=path):
                wrong.append((method, path, answer.status_code))
            if path.count("/") > 4 and answer.status_code not in {302, 403, 404}:
                wrong.append((method, path, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))
    assert dump() == before


def test_who_may_only_look_changes_nothing(world: World) -> None:
    views = Permission.objects.filter(codename__startswith="view_").values_list("codename", flat=True)
    client, before, wrong = staff("looks", *views), dump(), []
    for path in admin_addresses(world.cast.owner.pk):
        if "/password" in path or "/logout" in path or "/login" in path:
            continue
        answer = client.post(
            path, {"action": "delete_selected", "_selected_action": ["1"], "post": "yes", "_save": "1"}
        )
        if answer.status_code >= 500 or (
            path.endswith(("/add/", "/delete/", "/change/")) and answer.status_code == 200
        ):
            wrong.append((path, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))
    assert dump() == before


@pytest.mark.parametrize(
    ("path", "action", "right"),
    [
        ("/admin/voices/voice/", "revoke", "change_voice"),
        ("/admin/synthesis/job/", "cancel", "change_job"),
        ("/admin/synthesis/job/", "retry", "change_job"),
        ("/admin/voices/voiceversion/", "retry", "change_voiceversion"),
        ("/admin/documents/extraction/", "retry", "change_extraction"),
    ],
)
def test_an_action_is_for_those_who_may_change_such_rows(path: str, action: str, right: str, world: World) -> None:
    look = right.replace("change_", "view_")
    chosen = {"action": action, "_selected_action": [Voice.objects.get().pk, *Job.objects.values_list("pk", flat=True)]}
    offered = f'<option value="{action}"'
    before = dump()
    for rights, is_offered in (((look,), False), ((look, right), True)):
        client = staff(f"staff-{len(rights)}", *rights)
        assert (offered in client.get(path).content.decode()) is is_offered
        if not is_offered:
            client.post(path, chosen)
            assert dump()["Job"] == before["Job"]
            assert dump()["Voice"] == before["Voice"]


def test_staff_see_others_rows_in_the_admin_only(world: World) -> None:
    client = world.client("staff", "/admin/")
    for path, word in (
        ("/admin/voices/voice/", "zqvoice"),
        ("/admin/documents/document/", "zqfile"),
        ("/admin/synthesis/job/", "Zqpasted"),
    ):
        assert word in client.get(path).content.decode(), path
    for path in ("/voices/", "/documents/", "/history/", "/dashboard/"):
        assert leaks(client.get(path), world.secrets(), asked=path) == []
