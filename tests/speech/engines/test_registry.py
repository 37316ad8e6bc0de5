import os
from pathlib import Path

import pytest

from speech.engines import registry
from speech.engines.base import Engine, Readiness
from speech.engines.espeak.engine import EspeakEngine
from speech.errors import NotReady, SpeechError
from speech.types import Language

LANGUAGES: tuple[Language, ...] = ("vi", "en")


def test_one_instance_per_process() -> None:
    assert registry.get("espeak") is registry.get("espeak")


def test_a_fork_gets_an_instance_of_its_own() -> None:
    before = registry.get("espeak")
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write_end, b"own" if registry.get("espeak") is not before else b"same")
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        assert pipe.read() == b"own"
    os.waitpid(child, 0)


def test_unknown_engine() -> None:
    with pytest.raises(SpeechError) as caught:
        registry.get("parrot")
    assert caught.value.code == "unknown_engine"


def test_every_engine_has_a_complete_card_and_voices() -> None:
    for card, readiness in registry.available():
        engine = registry.get(card.key)
        assert isinstance(engine, Engine)
        assert engine.card is card
        assert readiness.ready or readiness.why
        assert {voice.language for voice in engine.voices()} <= set(card.languages)
        for knob in card.knobs.values():
            assert knob.low <= knob.default <= knob.high


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["auto", "espeak"])
def test_choose(key: str, language: Language) -> None:
    assert registry.choose(key, language).card.key == "espeak"


def test_choose_tells_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EspeakEngine, "check", lambda self: Readiness(False, "apt-get install it"))
    with pytest.raises(NotReady) as caught:
        registry.choose("auto", "vi")
    assert caught.value.code == "engine_not_ready"
    assert "apt-get install it" in caught.value.message("en")


def test_listing_engines_loads_no_model_library() -> None:
    """The card and the check are shown in the web process, which must stay small."""
    sources = Path(registry.__file__).parent.rglob("*.py")
    importers = {path.name for path in sources if 'import_module("torch' in path.read_text()}
    assert importers == {"torchaudio_cpu.py"}
