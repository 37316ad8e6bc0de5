from rest_framework import serializers

from accounts.models import User


class RegisterIn(serializers.Serializer[None]):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=256, trim_whitespace=False)
    full_name = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")


class LoginIn(serializers.Serializer[None]):
    """``username`` is accepted for ``email`` (OAuth2 password forms send it)."""

    email = serializers.CharField(max_length=254, required=False)
    username = serializers.CharField(max_length=254, required=False)
    password = serializers.CharField(max_length=256, trim_whitespace=False)
    otp = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, str]) -> dict[str, str]:
        attrs["email"] = attrs.get("email") or attrs.get("username") or ""
        if not attrs["email"]:
            raise serializers.ValidationError({"email": self.fields["email"].error_messages["required"]})
        return attrs


class ConfirmIn(serializers.Serializer[None]):
    """That it is really this person."""

    password = serializers.CharField(max_length=256, trim_whitespace=False)
    otp = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")


class RefreshIn(serializers.Serializer[None]):
    refresh = serializers.CharField(max_length=4096)


class TokensOut(serializers.Serializer[None]):
    access = serializers.CharField()
    refresh = serializers.CharField()


class LoginOut(TokensOut):
    token_type = serializers.CharField(default="bearer")


class MessageOut(serializers.Serializer[None]):
    message = serializers.CharField()


class UserOut(serializers.ModelSerializer[User]):
    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = User
        fields = ["id", "email", "full_name", "is_active", "created_at", "updated_at"]


class RegisteredOut(UserOut):
    access = serializers.CharField()
    refresh = serializers.CharField()

    class Meta(UserOut.Meta):
        fields = ["id", "email", "full_name", "is_active", "created_at", "access", "refresh"]
