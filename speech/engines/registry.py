"""Which engines there are. Their modules are imported on use, so that nobody pays for what is not used."""

import os
from importlib import import_module
from typing import Any, Final

from speech.engines.base import Engine, EngineCard, Readiness, Voice
from speech.errors import NotReady, SpeechError
from speech.types import Language

# The order is the preference of "auto".
PATHS: Final = {
    "espeak": "speech.engines.espeak.engine.EspeakEngine",
}
# The card and the presets of each engine, where they can be read without importing its packages (for the web process).
CARDS: Final = {
    "espeak": "speech.engines.espeak.card.CARD",
}
PRESETS: Final = {
    "espeak": "speech.engines.espeak.voices.PRESETS",
}

_instances: dict[str, tuple[int, Engine]] = {}


def get(key: str) -> Engine:
    """This process's instance of an engine. Raises ``unknown_engine``.

    An instance made before a fork is not used after it: threads, locks and pipes do not survive one.
    """
    if key not in PATHS:
        raise SpeechError("unknown_engine", engine=key)
    pid, engine = _instances.get(key, (0, None))
    if engine is None or pid != os.getpid():
        engine = _load_class(PATHS[key])()
        _instances[key] = (os.getpid(), engine)
    return engine


def presets(key: str) -> tuple[Voice, ...]:
    """The presets of an engine ("auto": of the first), cheaply. Raises ``unknown_engine``."""
    name = next(iter(PRESETS)) if key == "auto" else key
    if name not in PRESETS:
        raise SpeechError("unknown_engine", engine=key)
    found: tuple[Voice, ...] = _load(PRESETS[name])
    return found


def card(key: str) -> EngineCard:
    """The card of an engine ("auto": of the first), cheaply. Raises ``unknown_engine``."""
    name = next(iter(CARDS)) if key == "auto" else key
    if name not in CARDS:
        raise SpeechError("unknown_engine", engine=key)
    found: EngineCard = _load(CARDS[name])
    return found


def available() -> list[tuple[EngineCard, Readiness]]:
    """Every engine with whether it can speak here and now."""
    return [(engine.card, engine.check()) for engine in map(get, PATHS)]


def choose(key: str, language: Language) -> Engine:
    """The engine called ``key``, or for "auto" the first ready one that speaks ``language``.

    Raises ``unknown_engine``, or ``NotReady`` with the cure.
    """
    candidates = [get(name) for name in (PATHS if key == "auto" else (key,))]
    speaking = [engine for engine in candidates if language in engine.card.languages]
    if not speaking:
        raise SpeechError("unknown_option", name="language", value=language)
    reasons = []
    for engine in speaking:
        readiness = engine.check()
        if readiness.ready:
            return engine
        reasons.append(readiness.why)
    raise NotReady("engine_not_ready", engine=key, why=" ".join(reasons))


def _load_class(path: str) -> type[Engine]:
    found = _load(path)
    if not (isinstance(found, type) and issubclass(found, Engine)):
        raise TypeError(f"{path} is not an Engine")
    return found


def _load(path: str) -> Any:
    module, name = path.rsplit(".", 1)
    return getattr(import_module(module), name)
