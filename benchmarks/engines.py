"""How fast the engines speak and learn, bare: one thread, no site, no queue.

    PYTHONPATH=. python benchmarks/engines.py [REFERENCE.wav "its words"]

Prints JSON: seconds of audio for each second of wall and CPU clock, the time to the first sentence in a fresh
process and in a warm one, and, with a reference, what learning it cost. CPU includes the engine's own
processes once they have ended.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from speech.audio import decode
from speech.engines import registry
from speech.engines.base import Engine, Voice
from speech.types import Chunk, Language, Reference, VoicePrint

SENTENCES: dict[Language, tuple[str, ...]] = {
    "vi": (
        "Hôm qua, bà nội kể cho chúng tôi nghe câu chuyện về một chú mèo nhỏ sống trong ngôi làng ven sông.",
        "Những năm tháng ấy chúng tôi không bao giờ quên được, dù đã trải qua rất nhiều thăng trầm.",
        "Buổi sáng, sương mù phủ kín những ngọn đồi, chỉ còn nghe tiếng chim hót xa xa.",
    ),
    "en": (
        "Nobody in the village seemed to mind the noise of the early train at all.",
        "A large basket of apples stood on the kitchen table beside the open window.",
        "He closed the book, put out the light, and listened to the rain for a long time.",
    ),
}
ROUNDS = 5


@dataclass(frozen=True)
class Cost:
    wall_seconds: float
    cpu_seconds: float


def cost_of(work: Callable[[], object]) -> Cost:
    wall, cpu = time.perf_counter(), _cpu()
    work()
    return Cost(time.perf_counter() - wall, _cpu() - cpu)


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def speaking(engine: Engine, voice: Voice | VoicePrint, language: Language) -> dict[str, float]:
    """Audio seconds for each second of wall and CPU clock over all sentences."""
    chunks = [Chunk(0, len(text), text, text, language, 0.0) for text in SENTENCES[language]] * ROUNDS
    engine.say(chunks[0], voice, knobs={}, seed=0)
    audio = 0.0

    def work() -> None:
        nonlocal audio
        for seed, chunk in enumerate(chunks):
            audio += engine.say(chunk, voice, knobs={}, seed=seed).seconds
        engine.close()

    cost = cost_of(work)
    return {
        "audio_seconds": round(audio, 1),
        "audio_per_wall_second": round(audio / cost.wall_seconds, 1),
        "cpu_per_audio_second": round(cost.cpu_seconds / audio, 4),
    }


def first_sentence(engine: Engine, voice: Voice | VoicePrint) -> dict[str, float]:
    """Seconds to the first clip: with the engine to start, and with it running."""
    text = SENTENCES["vi"][0]
    chunk = Chunk(0, len(text), text, text, "vi", 0.0)
    engine.close()
    cold = cost_of(lambda: engine.say(chunk, voice, knobs={}, seed=0))
    warm = cost_of(lambda: engine.say(chunk, voice, knobs={}, seed=0))
    return {"cold": round(cold.wall_seconds, 3), "warm": round(warm.wall_seconds, 3)}


def learning(engine: Engine, reference: Reference) -> tuple[VoicePrint, dict[str, float]]:
    learned: list[VoicePrint] = []
    cost = cost_of(lambda: learned.append(engine.enrol([reference], language="vi")))
    facts = {"reference_seconds": reference.clip.seconds, "learning_cpu_seconds": cost.cpu_seconds}
    return learned[0], {name: round(value, 2) for name, value in facts.items()}


def measure(engine: Engine, arguments: Sequence[str]) -> dict[str, object]:
    preset = engine.voices()[0]
    found: dict[str, object] = {
        "first_sentence_seconds": first_sentence(engine, preset),
        **{f"preset_{language}": speaking(engine, preset, language) for language in SENTENCES},
    }
    if arguments and engine.card.clones:
        path, words = arguments
        voice, found["learning"] = learning(engine, Reference(decode(Path(path)), words, "vi"))
        found["clone_first_sentence_seconds"] = first_sentence(engine, voice)
        found |= {f"clone_{language}": speaking(engine, voice, language) for language in SENTENCES}
    engine.close()
    return found


def main() -> None:
    results = {
        card.key: measure(registry.get(card.key), sys.argv[1:])
        for card, readiness in registry.available()
        if readiness.ready
    }
    sys.stdout.write(json.dumps(results, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
