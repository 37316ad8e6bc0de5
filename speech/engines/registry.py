"""Which engines there are. Their modules are imported on use, so that nobody pays for what is not used."""

import os
from importlib import import_module
from typing import Final

from speech.engines.base import Engine, EngineCard, Readiness
from speech.errors import NotReady, SpeechError
from speech.types import Language

# The order is the preference of "auto".
PATHS: Final = {
    "espeak": "speech.engines.espeak.engine.EspeakEngine",
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
    module, name = path.rsplit(".", 1)
    found = getattr(import_module(module), name)
    if not (isinstance(found, type) and issubclass(found, Engine)):
        raise TypeError(f"{path} is not an Engine")
    return found
