from django.db import models


class Role(models.TextChoices):
    OWNER = "owner", "Chủ"
    MEMBER = "member", "Thành viên"


class Plan(models.TextChoices):
    """Plans by name; what each allows is in ``accounts.limits`` until plan rows come."""

    FREE = "free", "Miễn phí"
    PREMIUM = "premium", "Cao cấp"
    BUSINESS = "business", "Doanh nghiệp"
