"""What the pipeline costs beside the bare engine: a 20-page text through plan, render and assemble in one process
(SQLite, local files), against the same chunks said by the engine in a loop in the same run.

    python -m benchmarks.pipeline

Prints JSON: audio seconds per wall second of both, their ratio, and where the pipeline's time went.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FOLDER = tempfile.mkdtemp(prefix="giong-bench-")
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": FOLDER, "SECRET_KEY": "x" * 50}
os.environ |= {"DATABASE_URL": "", "REDIS_URL": "", "STORAGE_TYPE": "local"}

import django

django.setup()

from django.core.management import call_command

from accounts.models import User
from speech.engines import registry
from speech.types import Chunk
from synthesis.models import Job, Segment
from synthesis.services import Wish, create_job
from synthesis.stages import assembling, planning, rendering

PAGE_CHARS = 3000
PAGES = 20
SENTENCE = "Câu chuyện thứ {n} kể rằng ngày xưa, ở một ngôi làng bên sông, có người thợ mộc sống cùng {n} đứa con. "


def text() -> str:
    paragraphs, size = [], 0
    while size < PAGES * PAGE_CHARS:
        paragraphs.append("".join(SENTENCE.format(n=len(paragraphs) * 4 + i) for i in range(4)))
        size += len(paragraphs[-1])
    return "\n\n".join(paragraphs)


def seconds_of(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def drain() -> None:
    while rendering.WORK.run_one():
        pass


def bare(job: Job) -> None:
    engine = registry.get("espeak")
    voice = engine.voice(job.preset)
    for segment in Segment.objects.filter(job=job).exclude(spoken_text="").order_by("position").iterator():
        chunk = Chunk(0, 1, segment.source_text, segment.spoken_text, "vi", 0.0)
        engine.say(chunk, voice, knobs={"speed": 1.0}, seed=segment.seed)


def main() -> None:
    call_command("migrate", verbosity=0)
    user = User.objects.create_user("bench@example.com")
    job = create_job(by=user, wish=Wish(voice="vi-north", text=text(), language="vi"))
    spent = {
        "plan": seconds_of(planning.WORK.run_one),
        "render": seconds_of(drain),
        "assemble": seconds_of(assembling.WORK.run_one),
    }
    job.refresh_from_db()
    audio = job.renditions.get(format="mp3").duration_seconds
    whole, alone = sum(spent.values()), seconds_of(lambda: bare(job))
    figures = {
        "audio_seconds": round(audio, 1),
        "segments": job.segments_total,
        "pipeline_audio_per_wall": round(audio / whole, 1),
        "bare_engine_audio_per_wall": round(audio / alone, 1),
        "pipeline_over_bare_time": round(whole / alone, 2),
        "seconds": {name: round(value, 2) for name, value in spent.items()},
        "cores": os.cpu_count(),
    }
    json.dump(figures, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(Path(FOLDER), ignore_errors=True)
