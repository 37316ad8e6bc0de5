"""Documents that were read before get chapters as they were made from headings until then, and words by section."""

from django.db import migrations, transaction
from django.db.models import F

BATCH = 1000
CHAPTER_KINDS = {"title", "heading"}
CHAPTER_LEVEL = 2


def number_sections(apps, schema_editor):
    sections = apps.get_model("documents", "Section").objects
    after = 0
    while last := list(sections.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])[-1:]:
        sections.filter(pk__gt=after, pk__lte=last[0]).update(rank=F("position"))
        after = last[0]


def make_chapters(apps, schema_editor):
    extractions = apps.get_model("documents", "Extraction").objects.filter(chapters__isnull=True)
    for key in list(extractions.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            make_chapters_of(apps, key)


def make_chapters_of(apps, extraction):
    """A chapter at each heading; what stands before the first is one without a title."""
    Chapter, Section = apps.get_model("documents", "Chapter"), apps.get_model("documents", "Section")
    sections = Section.objects.filter(extraction=extraction).order_by("position")
    chapter, number, after = None, 0, -1
    while batch := list(sections.filter(position__gt=after).only("pk", "position", "kind", "level", "text")[:BATCH]):
        for section in batch:
            begins = section.kind in CHAPTER_KINDS and section.level <= CHAPTER_LEVEL
            if begins or chapter is None:
                title = " ".join(section.text.split())[:300] if begins else ""
                chapter = Chapter.objects.create(
                    extraction_id=extraction, position=number, title=title, source_title=title
                )
                number += 1
            section.chapter, section.word_count = chapter, len(section.text.split())
        Section.objects.bulk_update(batch, ["chapter", "word_count"])
        after = batch[-1].position


class Migration(migrations.Migration):
    atomic = False  # batch after batch: nobody waits for a long transaction, and what was done stays done

    dependencies = [
        ("documents", "0007_chapters_and_edits"),
    ]

    operations = [
        migrations.RunPython(number_sections, migrations.RunPython.noop),
        migrations.RunPython(make_chapters, migrations.RunPython.noop),
    ]
