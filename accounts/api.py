"""/api/auth/: register, login, refresh, logout, me."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services, tokens
from accounts.asker import person
from accounts.serializers import (
    LoginIn,
    LoginOut,
    MessageOut,
    RefreshIn,
    RegisteredOut,
    RegisterIn,
    TokensOut,
    UserOut,
)
from lib.refusals import Refusal
from lib.throttle import check_rate, client_address


class PublicAuthView(APIView):
    """Open to strangers, so counted by address before anything else is looked at."""

    authentication_classes = []
    permission_classes = [AllowAny]
    rate = "20/m"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        group = f"auth.{type(self).__name__}"
        check_rate(request._request, group=group, who=client_address(request._request), rate=self.rate)
        super().initial(request, *args, **kwargs)


class Register(PublicAuthView):
    rate = "10/m"

    @extend_schema(request=RegisterIn, responses={201: RegisteredOut}, tags=["auth"])
    def post(self, request: Request) -> Response:
        wanted = RegisterIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        if services.must_verify():
            return self._neutral(request, wanted.validated_data)
        user = services.register(request._request, **wanted.validated_data)
        out = {**UserOut(user).data, **tokens.open_family(user)}
        out.pop("updated_at")
        return Response(out, status=201)

    def _neutral(self, request: Request, given: dict[str, str]) -> Response:
        """The same answer whether the address was known or not; tokens come with the first sign-in."""
        try:
            services.register(request._request, **given)
        except Refusal as refusal:
            if refusal.code != "email_taken":
                raise
        return Response({"message": _("Hãy mở liên kết chúng tôi đã gửi tới email của bạn.")}, status=201)


class Login(PublicAuthView):
    @extend_schema(request=LoginIn, responses={200: LoginOut}, tags=["auth"])
    def post(self, request: Request) -> Response:
        wanted = LoginIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        given = wanted.validated_data
        check_rate(request._request, group="auth.account", who=given["email"].lower(), rate="10/m")
        user = services.check_credentials(
            request._request, email=given["email"], password=given["password"], otp=given["otp"]
        )
        return Response({**tokens.open_family(user), "token_type": "bearer"})


class Refresh(PublicAuthView):
    rate = "60/m"

    @extend_schema(request=RefreshIn, responses={200: TokensOut}, tags=["auth"])
    def post(self, request: Request) -> Response:
        wanted = RefreshIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        return Response(tokens.rotate(wanted.validated_data["refresh"]))


class Logout(PublicAuthView):
    rate = "60/m"

    @extend_schema(request=RefreshIn, responses={200: MessageOut}, tags=["auth"])
    def post(self, request: Request) -> Response:
        wanted = RefreshIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        tokens.close_family(wanted.validated_data["refresh"])
        return Response({"message": _("Đã đăng xuất.")})


class Me(APIView):
    @extend_schema(responses={200: UserOut}, tags=["auth"])
    def get(self, request: Request) -> Response:
        return Response(UserOut(person(request)).data)
