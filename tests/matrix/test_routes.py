"""Every route x everyone x every method: who gets what, nothing of the owner's in it, and no row changed."""

import pytest
from django.db import transaction

from tests.matrix.expected import TABLE, allows, kinds_of
from tests.matrix.world import VIEWERS, World, ask, dump, leaks
from tests.routes import address, patterns

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
HOLES = {"public_id": "{id}", "object_id": "{key}", "key": "{key}", "uidb36": "{uid}"}


def routes() -> list[str]:
    """All routes but the admin's, which have a test of their own."""
    found = {address(route, **HOLES) for route, _ in patterns()}
    return sorted(route for route in found if not route.startswith("/admin/"))


def test_every_route_is_in_the_table_and_the_table_has_no_dead_rows() -> None:
    assert sorted(set(routes()) - set(TABLE)) == [], "write what these answer into tests/matrix/expected.py"
    assert sorted(set(TABLE) - set(routes())) == []


def paths_of(route: str, ids: dict[str, str]) -> list[str]:
    if "{id}" not in route:
        return [route.replace("{uid}", "1").replace("{key}", "x")]
    return [route.replace("{id}", ids[kind]) for kind in kinds_of(route)]


def methods_of(route: str, viewer: str) -> tuple[str, ...]:
    """All of them for those who have nothing to look for here; for the others those that the route has."""
    return METHODS if viewer in {"anonymous", "stranger"} else tuple(TABLE[route])


def is_fine(route: str, method: str, viewer: str, status: int) -> bool:
    rows = TABLE[route]
    if method in rows:
        return allows(rows[method].split()[VIEWERS.index(viewer)], status)
    if method == "HEAD" and "GET" in rows:
        return allows(rows["GET"].split()[VIEWERS.index(viewer)], status)
    if route.startswith("/accounts/") or route in {"/", "/healthz", "/healthz/", "/i18n/setlang/"}:
        return status < 500  # class views take PUT for POST and answer OPTIONS
    if method == "OPTIONS" and route.startswith("/api/"):
        return status in {200, 401}
    return status in ({302, 401, 405, 403} if viewer == "anonymous" else {405})


@pytest.mark.parametrize("viewer", [viewer for viewer in VIEWERS if viewer != "owner"])
def test_others_get_what_the_table_says_and_nothing_of_the_owners(viewer: str, world: World) -> None:
    world.stage(viewer)
    user = None if viewer == "anonymous" else world.user(viewer)
    secrets, before, wrong = world.secrets(), dump(user), []
    for route in TABLE:
        client = world.client(viewer, route)
        for path in paths_of(route, world.ids):
            for method in methods_of(route, viewer):
                answer = ask(client, method, path)
                if not is_fine(route, method, viewer, answer.status_code):
                    wrong.append((method, path, answer.status_code))
                may_see = viewer == "sharing" and answer.status_code in {200, 422}
                if found := leaks(answer, never_shown(secrets, world) if may_see else secrets, asked=path):
                    wrong.append((method, path, answer.status_code, found))
    assert not wrong, "\n".join(map(str, wrong))
    assert dump(user) == before


def never_shown(secrets: set[str], world: World) -> set[str]:
    """What is not even shown to whom the rows are shared with: who the owner is, and where bytes are kept."""
    return {one for one in secrets if "/" in one or "@" in one}


def test_the_owner_gets_in_everywhere(world: World) -> None:
    wrong = []
    for route, rows in TABLE.items():
        for path in paths_of(route, world.ids):
            for method in rows:
                with transaction.atomic():
                    status = ask(world.client("owner", route), method, path).status_code
                    transaction.set_rollback(True)
                if not is_fine(route, method, "owner", status):
                    wrong.append((method, path, status))
    assert not wrong, "\n".join(map(str, wrong))
