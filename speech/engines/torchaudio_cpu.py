"""The one door to torchaudio: its PyPI wheel links CUDA and does not import beside CPU torch.

A stand-in for its extension module makes everything written in Python work (resampling, spectrograms, MFCC).
``load``/``save`` and ``forced_align`` do not, and ``pitch_shift`` is far too slow to use. Call it in workers
only, never in a process that forks afterwards: torch's thread pool does not survive a fork.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any, Final, NoReturn

_EXTENSION: Final = "torchaudio._extension"


def torchaudio() -> ModuleType:
    """The torchaudio module, whatever torch it stands beside. Raises ``ImportError`` without either."""
    torch = import_module("torch")
    if torch.version.cuda is None and "torchaudio" not in sys.modules:
        sys.modules.setdefault(_EXTENSION, _stand_in())
    return import_module("torchaudio")


def _stand_in() -> ModuleType:
    """What torchaudio asks of its extension, answered as if it had been built without one."""
    names: dict[str, Any] = {
        "__path__": [],
        "_IS_TORCHAUDIO_EXT_AVAILABLE": False,
        "_IS_ALIGN_AVAILABLE": False,
        "_check_cuda_version": lambda: None,
        "fail_if_no_align": _refuse,
    }
    module = ModuleType(_EXTENSION)
    module.__dict__.update(names)
    return module


def _refuse(function: Callable[..., Any]) -> Callable[..., NoReturn]:
    def refused(*_: object, **__: object) -> NoReturn:
        raise RuntimeError(f"{function.__name__} needs torchaudio's compiled extension")

    return refused
