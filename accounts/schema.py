"""What the API's description says beyond each view's own words: our tokens, and the problems that all answers share."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.permissions import AllowAny

from lib.owner_api import AnyAccept

CHANGES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
MEDIA_TYPE: Final = "application/problem+json"
WORDS: Final[Mapping[str, str]] = {
    "400": "what was sent is not valid",
    "401": "not signed in, or the token is not good any more",
    "403": "it is there, but this may not be done",
    "404": "not there, or somebody else's",
    "406": "no answer of the kind that `Accept` asks for",
    "409": "not in this state; `Retry-After` where waiting helps",
    "410": "it was there and its time is over",
    "413": "too large",
    "415": "a body of this kind is not read",
    "429": "too many requests; see `Retry-After`",
    "503": "something that we need is away; see `Retry-After`",
}
ONE = inline_serializer("FieldProblem", {"code": serializers.CharField(), "detail": serializers.CharField()}, many=True)
PROBLEM: Final = inline_serializer(
    "Problem",
    {
        "type": serializers.CharField(),
        "title": serializers.CharField(),
        "status": serializers.IntegerField(),
        "detail": serializers.CharField(help_text="a sentence in the reader's language"),
        "code": serializers.CharField(help_text="stable; never translated"),
        "errors": serializers.DictField(child=ONE, required=False, help_text="by field"),
    },
)


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself untyped
    target_class = "accounts.tokens.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class ProblemSchema(AutoSchema):
    """Adds to every operation the problems that it can answer, so that no view has to repeat them."""

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        told: dict[str, Any] = super()._get_response_bodies(direction)
        problem = self.resolve_serializer(PROBLEM, "response").ref
        for code in sorted(self._problems()):
            told.setdefault(code, {"description": WORDS[code], "content": {MEDIA_TYPE: {"schema": problem}}})
        return told

    def _problems(self) -> set[str]:
        """By what the operation is: who may call it, whether it names a row, takes a body, changes something."""
        is_open = any(isinstance(one, AllowAny) for one in self.view.get_permissions())
        names_a_row, changes = "{" in self.path, self.method in CHANGES
        codes = {"400", "401", "503", *getattr(self.view, "problems", ())}
        codes |= {"406"} if self.view.content_negotiation_class is not AnyAccept else set()
        codes |= {"404"} if names_a_row else set()
        codes |= {"413", "415", "429"} if changes else set()
        return codes | ({"403", "404", "409"} if changes and not is_open else set())


def without_slash(endpoints: list[tuple[str, str, str, Any]], **kwargs: Any) -> list[tuple[str, str, str, Any]]:
    """Paths as the owner wrote them; that one more slash does no harm need not be told."""
    return [(path.rstrip("/"), *rest) for path, *rest in endpoints]
