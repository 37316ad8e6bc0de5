# Apart from 0012: PostgreSQL changes no table whose rows have just been written in the same transaction.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0012_changes"),
    ]

    operations = [
        migrations.RemoveConstraint("sectionedit", "edit_once_in_a_batch"),
        migrations.RemoveField("sectionedit", "batch"),
        migrations.RemoveField("sectionedit", "created_at"),
        migrations.RemoveField("sectionedit", "created_by"),
        migrations.RemoveField("sectionedit", "extraction"),
        migrations.AlterField(
            "sectionedit",
            "change",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="documents.documentchange"),
        ),
        migrations.AddConstraint(
            "sectionedit", models.UniqueConstraint(fields=("change", "section"), name="edit_once_in_a_change")
        ),
    ]
