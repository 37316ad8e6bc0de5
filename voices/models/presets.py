from django.db import models


class PresetClip(models.Model):
    """A preset of an engine, saying one sentence; without ``key`` it is still to be said. It is nobody's, so it lies
    beside what tenants store."""

    engine = models.CharField(max_length=32)
    preset = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=64, blank=True, help_text="of the engine that said it")
    key = models.CharField(max_length=200, blank=True)
    size_bytes = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "câu của giọng có sẵn"
        verbose_name_plural = "câu của giọng có sẵn"
        constraints = [models.UniqueConstraint(fields=["engine", "preset"], name="preset_clip_once")]

    def __str__(self) -> str:
        return f"{self.engine} {self.preset}"
