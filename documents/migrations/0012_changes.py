from typing import Any

import django.core.serializers.json
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models
from django.db.models import Min


def name_changes(apps: Any, schema_editor: Any) -> None:
    """Texts that were changed together become one change, which can still be undone."""
    edits, changes = apps.get_model("documents", "SectionEdit").objects, apps.get_model("documents", "DocumentChange").objects
    batches = edits.filter(change=None).values("batch", "extraction", "created_by")
    for batch in batches.annotate(first=Min("pk"), at=Min("created_at")).order_by("first"):
        change = changes.create(
            public_id=batch["batch"], extraction_id=batch["extraction"], created_by_id=batch["created_by"],
            kind="replace",
        )  # fmt: skip
        changes.filter(pk=change.pk).update(created_at=batch["at"])
        edits.filter(batch=batch["batch"]).update(change=change)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("documents", "0011_recognised_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("edit", "sửa một đoạn"),
                            ("restore", "trả một đoạn về như lúc đọc"),
                            ("cut", "tách một đoạn"),
                            ("replace", "tìm và thay"),
                            ("rename", "đổi tên chương"),
                            ("skip", "bỏ qua hay đọc một chương"),
                            ("move", "chuyển chỗ một chương"),
                            ("merge", "gộp chương"),
                            ("split", "bắt đầu chương mới"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "undo",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="what was there before",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "extraction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="documents.extraction"
                    ),
                ),
            ],
            options={
                "verbose_name": "lần sửa",
                "verbose_name_plural": "lần sửa",
                "indexes": [models.Index(fields=["extraction", "created_by", "-id"], name="change_newest")],
            },
        ),
        migrations.AddField(
            "sectionedit", "doubts", models.JSONField(blank=True, default=list, help_text="of the text before")
        ),
        migrations.AddField(
            "sectionedit",
            "change",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="documents.documentchange"
            ),
        ),
        migrations.RunPython(name_changes, migrations.RunPython.noop),
    ]
