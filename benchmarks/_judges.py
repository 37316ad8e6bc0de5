"""Who judges a clone: the identity encoder, a recogniser with a closed vocabulary, a model of listeners' scores.

The last two come with ``requirements-bench.in`` and may be absent; what they would say is then "not measured".
"""

import math
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import soxr
from numpy.typing import NDArray

from speech import identity
from speech.types import Clip

_RATE: Final = 16_000
_LEVEL: Final = 0.06
_PADDING_SECONDS: Final = 0.25
NOT_MEASURED: Final = "not measured"


@dataclass(frozen=True)
class Likeness:
    """Where plain espeak-ng and the speaker's own sentences lie on the encoder's scale."""

    centre: NDArray[np.float32]
    plain: float
    natural: float

    @classmethod
    def of(cls, natural: Sequence[Clip], plain: Sequence[Clip]) -> "Likeness":
        """Each natural sentence is compared with the mean of the others."""
        vectors = [identity.embed(clip) for clip in natural]
        own = [
            identity.similarity(vector, _unit(vectors[:index] + vectors[index + 1 :]))
            for index, vector in enumerate(vectors)
        ]
        centre = _unit(vectors)
        return cls(centre, cls._mean(plain, centre), float(np.mean(own)))

    @staticmethod
    def _mean(clips: Iterable[Clip], centre: NDArray[np.float32]) -> float:
        return float(np.mean([identity.similarity(identity.embed(clip), centre) for clip in clips]))

    def share(self, clips: Iterable[Clip]) -> float:
        """How much of the gap between plain and natural the clips close."""
        return (self._mean(clips, self.centre) - self.plain) / (self.natural - self.plain)


class Recogniser:
    """pocketsphinx that knows only the words of ``texts``, all equally likely."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = sorted({word for text in texts for word in words_of(text)})

    @staticmethod
    def is_here() -> bool:
        return find_spec("pocketsphinx") is not None

    def errors(self, clips: Sequence[Clip], texts: Sequence[str]) -> float:
        """Wrong, missing and added words for each word that was to be said."""
        wrong = sum(_distance(words_of(text), self._hear(clip)) for clip, text in zip(clips, texts, strict=True))
        return wrong / sum(len(words_of(text)) for text in texts)

    def _hear(self, clip: Clip) -> list[str]:
        pcm = (np.clip(_levelled(clip), -1, 1) * 32767).astype(np.int16)
        quiet = np.zeros(round(_PADDING_SECONDS * _RATE), np.int16)
        self._decoder.start_utt()
        self._decoder.process_raw(np.concatenate([quiet, pcm, quiet]).tobytes(), full_utt=True)
        self._decoder.end_utt()
        heard = self._decoder.hyp()
        return heard.hypstr.split() if heard else []

    @cached_property
    def _decoder(self) -> Any:
        sphinx = import_module("pocketsphinx")
        model = Path(sphinx.get_model_path()) / "en-us"
        known = _pronunciations(model / "cmudict-en-us.dict", self._words)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "words.dict").write_text("".join(f"{word} {phones}\n" for word, phones in known))
            (folder / "words.lm").write_text(_equally_likely(sorted({word.split("(")[0] for word, _ in known})))
            files = {"hmm": str(model / "en-us"), "dict": str(folder / "words.dict"), "lm": str(folder / "words.lm")}
            return sphinx.Decoder(**files, loglevel="FATAL", lw=6.5)


def listeners_score(clips: Iterable[Clip]) -> float | None:
    """DNSMOS P.835 overall, the mean; None where speechmos is not installed."""
    if find_spec("speechmos") is None:
        return None
    judge = import_module("speechmos.dnsmos")
    return float(np.mean([judge.run(np.clip(_levelled(clip), -1, 1), _RATE)["ovrl_mos"] for clip in clips]))


def _unit(vectors: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    mean = np.mean(vectors, axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def _levelled(clip: Clip) -> NDArray[np.float64]:
    samples = np.asarray(soxr.resample(clip.samples, clip.rate, _RATE), np.float64)
    return samples * (_LEVEL / max(float(np.sqrt(np.mean(samples**2))), 1e-9))


def _pronunciations(dictionary: Path, words: Sequence[str]) -> list[tuple[str, str]]:
    wanted = set(words)
    lines = (line.strip().split(None, 1) for line in dictionary.read_text().splitlines())
    return [(name, phones) for name, phones in lines if name.split("(")[0] in wanted]


def _equally_likely(words: Sequence[str]) -> str:
    each = math.log10(1 / (len(words) + 1))
    lines = [f"{each:.4f} {word} 0" for word in words]
    head = ["\\data\\", f"ngram 1={len(words) + 2}", "", "\\1-grams:", "-99 <s> 0", f"{each:.4f} </s>"]
    return "\n".join([*head, *lines, "", "\\end\\", ""])


def _distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """Levenshtein's, in words."""
    row = list(range(len(heard) + 1))
    for index, word in enumerate(said, 1):
        before, row[0] = row[0], index
        for place, other in enumerate(heard, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != other))
    return row[-1]
