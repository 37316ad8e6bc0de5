from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.states import Plan, Role
from lib.models import PublicRow


class UserManager(BaseUserManager["User"]):
    """Django asks for these two by name; people who register go through ``accounts.services``."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            Organisation.home_of(user)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(PublicRow, AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail (kept in lower case)."""

    email = models.EmailField(unique=True, max_length=254)
    full_name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    sign_in_round = models.PositiveIntegerField(default=0, editable=False, help_text="grows when all sign-ins end")
    updated_at = models.DateTimeField(auto_now=True)

    language = models.CharField(
        max_length=2,
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
        default="vi",
        help_text="of the pages",
    )
    default_voice = models.CharField(max_length=64, blank=True, help_text="public_id of a voice, or a preset")
    default_language = models.CharField(
        max_length=4, choices=[("auto", _("Tự nhận")), ("vi", "Tiếng Việt"), ("en", "English")], default="auto"
    )
    default_format = models.CharField(max_length=4, choices=[("mp3", "MP3"), ("wav", "WAV")], default="mp3")
    default_speed = models.FloatField(default=1.0, validators=[MinValueValidator(0.5), MaxValueValidator(2.0)])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(default_speed__gte=0.5, default_speed__lte=2.0), name="user_speed_range"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def sign_in_mark(self, secret: str | bytes | None = None) -> str:
        """Changes with the password and whenever all sign-ins end: sessions and tokens with another mark are dead,
        also those that nobody found to delete."""
        given = f"{self.password}|{self.sign_in_round}"
        return salted_hmac("accounts.sign_in", given, secret=secret, algorithm="sha256").hexdigest()

    def get_session_auth_hash(self) -> str:
        return self.sign_in_mark()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self.sign_in_mark(secret)

    def get_full_name(self) -> str:
        return self.full_name or self.email

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[-1] if self.full_name else self.email.split("@")[0]


class Organisation(PublicRow):
    """The tenant: owns every voice, document, job and file. A personal one is made with the user."""

    name = models.CharField(max_length=150)
    is_personal = models.BooleanField(default=True)
    plan = models.CharField(max_length=16, choices=Plan.choices, default=Plan.FREE)
    members = models.ManyToManyField(User, through="accounts.Membership", related_name="organisations")

    class Meta:
        verbose_name = "tổ chức"
        verbose_name_plural = "tổ chức"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def home_of(cls, user: User) -> "Organisation":
        """The user's personal organisation, made if it is not there: nobody is without one."""
        home = cls.objects.filter(is_personal=True, memberships__user=user, memberships__role=Role.OWNER).first()
        if home is None:
            with transaction.atomic():  # who is being erased meanwhile gets none
                home = cls.objects.create(name=user.get_full_name())
                Membership.objects.create(organisation=home, user=user, role=Role.OWNER)
        return home


class Membership(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.MEMBER)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "thành viên"
        verbose_name_plural = "thành viên"
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} @ {self.organisation}"
