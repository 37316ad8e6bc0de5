"""The encoder's weights: found in the wheel that brings them, read without importing it or torch.

The wheel (Resemblyzer 0.1.4, Apache-2.0) is installed without what it depends on: only its ``pretrained.pt`` is used.
That file is torch's format of before 2020: four pickles, the keys of the storages, then each storage's numbers. A
pickle can run code, so this reader knows the three names that such a file needs and refuses every other.
"""

import hashlib
import importlib.util
import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]

_PACKAGE: Final = "resemblyzer"
_FILE: Final = "pretrained.pt"
_HEADERS: Final = 3  # magic number, protocol, what the writing machine was like
_PREFIX: Final = "model_state"
LARGEST_BYTES: Final = 64 << 20


@dataclass(frozen=True)
class _Tensor:
    """Where the numbers of a tensor lie: in which storage, from which number on, in what shape."""

    storage: str
    offset: int
    shape: tuple[int, ...]


def path() -> Path | None:
    """The file, if the wheel that holds it is installed."""
    found = importlib.util.find_spec(_PACKAGE)
    folders = found.submodule_search_locations if found else None
    file = Path(folders[0]) / _FILE if folders else None
    return file if file and file.is_file() and file.stat().st_size <= LARGEST_BYTES else None


@cache
def digest(file: Path) -> str:
    """SHA-256 of a file that does not change while the process lives."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def read(file: Path) -> dict[str, Singles]:
    """The model's arrays by name. Raises ``pickle.UnpicklingError`` for what is no such file."""
    with file.open("rb") as stream:
        for _ in range(_HEADERS):
            _Pickle(stream).load()
        state: Mapping[str, _Tensor] = _Pickle(stream).load()[_PREFIX]
        storages = {key: _numbers(stream) for key in _Pickle(stream).load()}
    return {name: _array(tensor, storages) for name, tensor in state.items()}


def _numbers(stream: BinaryIO) -> Singles:
    count = int.from_bytes(stream.read(8), "little")
    return np.frombuffer(stream.read(4 * count), "<f4")


def _array(tensor: _Tensor, storages: Mapping[str, Singles]) -> Singles:
    size = int(np.prod(tensor.shape))
    return storages[tensor.storage][tensor.offset : tensor.offset + size].reshape(tensor.shape)


def _rebuild(storage: str, offset: int, shape: tuple[int, ...], *_: object) -> _Tensor:
    return _Tensor(storage, offset, shape)


_KNOWN: Final[Mapping[tuple[str, str], Callable[..., Any] | str]] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _rebuild,
    ("torch", "FloatStorage"): "float32",
}


class _Pickle(pickle.Unpickler):
    """Knows what a file of float32 tensors is made of, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a file of weights")
        return _KNOWN[module, name]

    def persistent_load(self, pid: tuple[str, str, str, str, int, None]) -> str:
        """(kind, number type, key, device, count, view): storages are named here and come behind."""
        return pid[2]
