"""/api/auth/: register, login, refresh, logout, me."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.utils.translation import gettext as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services, tokens
from accounts.asker import person
from accounts.doors import check_account, check_address
from accounts.serializers import (
    ConfirmIn,
    LoginIn,
    LoginOut,
    MessageOut,
    RefreshIn,
    RegisteredOut,
    RegisterIn,
    TokensOut,
    UserOut,
)
from lib.owner_api import told
from lib.refusals import Refusal

# Only a message where the address has to be verified first.
WELCOME = PolymorphicProxySerializer("Welcome", [RegisteredOut, MessageOut], resource_type_field_name=None)


class PublicAuthView(APIView):
    """Open to strangers, so counted by address before anything else is looked at."""

    authentication_classes = []
    permission_classes = [AllowAny]
    door: str

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        check_address(request._request, self.door)
        super().initial(request, *args, **kwargs)


class Register(PublicAuthView):
    door = "register"

    @extend_schema(request=RegisterIn, responses={201: WELCOME}, tags=["auth"])
    def post(self, request: Request) -> Response:
        wanted = RegisterIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        check_account(request._request, self.door, wanted.validated_data["email"])
        if services.must_verify():
            return self._neutral(request, wanted.validated_data)
        user = services.register(request._request, **wanted.validated_data)
        out = {**UserOut(user).data, **tokens.open_family(user, request._request)}
        out.pop("updated_at")
        return Response(out, status=201)

    def _neutral(self, request: Request, given: dict[str, str]) -> Response:
        """The same answer whether the address was known or not; tokens come with the first sign-in."""
        try:
            services.register(request._request, **given)
        except Refusal as refusal:
            if refusal.code != "email_taken":
                raise
            get_adapter().send_account_already_exists_mail(given["email"])  # whose it is should know; as long a wait
        return Response({"message": _("Hãy mở liên kết chúng tôi đã gửi tới email của bạn.")}, status=201)


class Login(PublicAuthView):
    door = "login"

    @extend_schema(request=LoginIn, responses={200: LoginOut}, tags=["auth"])
    def post(self, request: Request) -> Response:
        wanted = LoginIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        given = wanted.validated_data
        check_account(request._request, self.door, given["email"])
        user = services.check_credentials(
            request._request, email=given["email"], password=given["password"], otp=given["otp"]
        )
        return Response({**tokens.open_family(user, request._request), "token_type": "bearer"})


class Refresh(PublicAuthView):
    door = "refresh"

    @extend_schema(request=RefreshIn, responses={200: TokensOut}, tags=["auth"])
    def post(self, request: Request) -> Response:
        wanted = RefreshIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        refresh = wanted.validated_data["refresh"]
        check_account(request._request, self.door, tokens.family_named_in(refresh))
        return Response(tokens.rotate(refresh, request._request))


class Logout(PublicAuthView):
    door = "logout"

    @extend_schema(request=RefreshIn, responses={200: MessageOut}, tags=["auth"])
    def post(self, request: Request) -> Response:
        wanted = RefreshIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        tokens.close_family(wanted.validated_data["refresh"])
        return Response({"message": _("Đã đăng xuất.")})


class Me(APIView):
    @extend_schema(responses={200: UserOut}, tags=["auth"])
    def get(self, request: Request) -> Response:
        return Response(told(UserOut, person(request)))


class Account(APIView):
    @extend_schema(request=ConfirmIn, responses={202: MessageOut}, tags=["account"])
    def delete(self, request: Request) -> Response:
        user = person(request)
        wanted = ConfirmIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        services.confirm_person(request._request, user=user, **wanted.validated_data)
        services.delete_account(by=user, user=user)
        return Response({"message": _("Tài khoản đã đóng. Mọi thứ của bạn đang được xóa.")}, status=202)
