from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from lib.names import fold


def make_searchable(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Voices that were there before the search; none of them has tags."""
    voices = apps.get_model("voices", "Voice").objects
    for key, name, speaker in voices.values_list("pk", "name", "speaker_name").iterator():
        voices.filter(pk=key).update(search_text=fold(f"{name} {speaker}"))


class Migration(migrations.Migration):
    dependencies = [("voices", "0004_life")]

    operations = [migrations.RunPython(make_searchable, migrations.RunPython.noop)]
