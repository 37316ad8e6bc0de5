"""A 20-page text from queued to READY against the same sentences said by the bare engine in a loop.

    python -m benchmarks.pipeline [ROUNDS [FORMAT [PAGES [clone]]]]

A private PostgreSQL (which writes to disk, as in production), Redis, and one Celery worker with as many processes as
there are cores. Bare engine, workers and one process that does everything itself take turns, so that whatever else
the machine does falls on all of them; an organisation of its own every time, so that no clip is known. Prints JSON
of medians: audio seconds per wall second; the workers' share of engine x cores, by the clock, against engines on all
cores at once, and by the CPU time of all processes together, the database's included (what the clock would say of a
machine with nothing else to do and no idle moment); and where one process spends its time. With ``clone`` a learned
voice reads, else a preset.
"""

import io
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from tests import services

services.POSTGRES_SETTINGS |= {"fsync": "on", "synchronous_commit": "on"}
SERVICES = services.start_for_run()
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "WARNING", "VOICE_TRIALS": "false"}

import django

django.setup()

from django.core.management import call_command
from django.db import connections

from accounts.models import User
from lib.states import WorkState
from speech.engines import registry
from speech.types import Chunk
from synthesis.models import Job, Segment
from synthesis.services import Wish, create_job
from synthesis.stages import assembling, planning, rendering
from synthesis.stages.voicing import speaker_of
from synthesis.states import JobState
from tests.making import recording
from voices.models import Voice
from voices.services import Said, upload_voice
from voices.stages import WORK as LEARN

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
FORMAT = sys.argv[2] if len(sys.argv) > 2 else "mp3"
PAGES = int(sys.argv[3]) if len(sys.argv) > 3 else 20
IS_CLONED = sys.argv[4:] == ["clone"]
PAGE_CHARS = 3000
CORES = len(os.sched_getaffinity(0))
DEADLINE_SECONDS = 600.0
TICKS = os.sysconf("SC_CLK_TCK")
SENTENCE = "Câu chuyện thứ {n} kể rằng ngày xưa, ở một ngôi làng bên sông, có người thợ mộc sống cùng {n} đứa con. "


def text(pages: int = PAGES) -> str:
    paragraphs, size = [], 0
    while size < pages * PAGE_CHARS:
        paragraphs.append("".join(SENTENCE.format(n=len(paragraphs) * 4 + i) for i in range(4)))
        size += len(paragraphs[-1])
    return "\n\n".join(paragraphs)


def queue(name: str, pages: int = PAGES) -> Job:
    user = User.objects.create_user(f"{name}@example.com")
    voice = str(learned(user).public_id) if IS_CLONED else "vi-north"
    return create_job(by=user, wish=Wish(voice=voice, text=text(pages), language="vi", format=FORMAT))


def learned(user: User) -> Voice:
    """A voice that has been checked and learned, here or by a worker."""
    stream = io.BytesIO(recording())
    voice = upload_voice(by=user, stream=stream, filename="a.wav", name="Giọng", consent=Said(kind="self"))
    while voice.status != WorkState.READY:
        LEARN.run_one()
        time.sleep(0.05)
        voice.refresh_from_db()
    return voice


@dataclass(frozen=True)
class Cost:
    wall: float
    cpu: float


def cost_of(work: Callable[[], object]) -> Cost:
    wall, cpu = time.perf_counter(), cpu_seconds()
    work()
    return Cost(time.perf_counter() - wall, cpu_seconds() - cpu)


def cpu_seconds() -> float:
    """Of this process and all that descend from it, those that have ended included."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = path.read_text().split(" (", 1)
        except OSError:  # it has just ended
            continue
        fields = rest.rpartition(") ")[2].split()
        stats[int(pid)] = (int(fields[1]), sum(map(int, fields[11:15])))
    family, grown = {os.getpid()}, True
    while grown:
        children = {pid for pid, (parent, _) in stats.items() if parent in family} - family
        family, grown = family | children, bool(children)
    return sum(stats[pid][1] for pid in family if pid in stats) / TICKS


@contextmanager
def workers() -> Iterator[None]:
    queues = "voice_processing,document_processing,tts_generation,default"
    options = ["-P", "prefork", "-c", str(CORES), "-Q", queues, "--prefetch-multiplier", "1", "--loglevel", "error"]
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", *options, "--without-mingle"]
    worker = subprocess.Popen(command)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def wait_for(job: Job) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while Job.objects.values_list("status", flat=True).get(pk=job.pk) != JobState.READY:
        if time.monotonic() > deadline:
            raise TimeoutError(f"job {job.pk} is not READY")
        time.sleep(0.02)


def bare(job: Job, each: int = 0, of: int = 1) -> None:
    """The bare engine says every ``of``-th of the job's sentences from ``each`` on."""
    engine = registry.get("espeak")
    voice = speaker_of(Segment.objects.select_related("job").filter(job=job).earliest("position"))
    for segment in Segment.objects.filter(job=job).exclude(spoken_text="").order_by("position")[each::of]:
        chunk = Chunk(0, 1, segment.source_text, segment.spoken_text, "vi", 0.0)
        engine.say(chunk, voice, knobs={"speed": 1.0}, seed=segment.seed)


def bare_on_all_cores(job: Job) -> None:
    """An engine on each core at once, each with its share: what "engine x cores" comes to on this machine."""
    for connection in connections.all():
        connection.close()
        connection.close_pool()  # its sockets are not to be shared with the forks
    fork = get_context("fork")
    engines = [fork.Process(target=bare, args=(job, each, CORES)) for each in range(CORES)]
    for engine in engines:
        engine.start()
    for engine in engines:
        engine.join()
        if engine.exitcode:
            raise RuntimeError(f"a bare engine ended with {engine.exitcode}")


def in_one_process() -> dict[str, Cost]:
    return {
        "plan": cost_of(planning.WORK.run_one),
        "render": cost_of(drain),
        "assemble": cost_of(assembling.WORK.run_one),
    }


def drain() -> None:
    while rendering.WORK.run_one():
        pass


def measure() -> dict[str, list[Cost]]:
    found: dict[str, list[Cost]] = {name: [] for name in ("engine", "engines", "workers", "plan", "render", "assemble")}
    for number in range(ROUNDS):
        with workers():
            wait_for(queue(f"warm{number}", 2))
            job = queue(f"many{number}")
            found["workers"].append(cost_of(partial(wait_for, job)))
        found["engines"].append(cost_of(partial(bare_on_all_cores, job)))
        found["engine"].append(cost_of(partial(bare, job)))
        queue(f"one{number}")
        for step, cost in in_one_process().items():
            found[step].append(cost)
    return found


def main() -> None:
    call_command("migrate", verbosity=0)
    found = measure()
    wall = {name: statistics.median(cost.wall for cost in costs) for name, costs in found.items()}
    cpu = {name: statistics.median(cost.cpu for cost in costs) for name, costs in found.items()}
    steps = ("plan", "render", "assemble")
    job = Job.objects.filter(status=JobState.READY).latest("pk")
    audio = job.renditions.get(format=FORMAT).duration_seconds
    figures = {
        "audio_seconds": round(audio, 1),
        "segments": job.segments_total,
        "format": FORMAT,
        "cores": CORES,
        "engine_audio_per_second": round(audio / wall["engine"], 1),
        "workers_audio_per_second": round(audio / wall["workers"], 1),
        "workers_to_engine_x_cores": round(wall["engine"] / wall["workers"] / CORES, 3),
        "workers_to_engines_on_all_cores": round(wall["engines"] / wall["workers"], 3),
        "engine_cpu_to_workers_cpu": round(cpu["engine"] / cpu["workers"], 3),
        "one_process_to_engine": round(wall["engine"] / sum(wall[step] for step in steps), 3),
        "wall_seconds": {name: round(value, 2) for name, value in wall.items()},
        "cpu_seconds": {name: round(value, 2) for name, value in cpu.items()},
        "rounds": {name: [round(cost.wall, 2) for cost in found[name]] for name in ("engine", "engines", "workers")},
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
