"""The encoder's forward pass in numpy: three LSTM layers of 256, a linear layer, a rectifier, length one.

Source: Resemblyzer (Jemine 2019) after Wan et al. 2018, "Generalized End-to-End Loss for Speaker Verification".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]

LAYERS: Final = 3
HIDDEN: Final = 256
WINDOW_FRAMES: Final = 160
"""1.6 s: what the encoder was trained on."""
_AT_ONCE: Final = 32
"""Windows in one go: the products get no faster with more, the memory would grow with the clip."""


@dataclass(frozen=True)
class _Layer:
    """``across`` (in, 1024) and ``back`` (256, 1024) are transposed weights, ``bias`` (1024,)."""

    across: Singles
    back: Singles
    bias: Singles


@dataclass(frozen=True)
class Encoder:
    """The weights, laid out for ``forward``."""

    layers: Sequence[_Layer]
    linear: Singles
    linear_bias: Singles

    def forward(self, windows: Singles) -> Singles:
        """Unit vectors (n, 256) of windows of mel bands (n, 160, 40)."""
        starts = range(0, len(windows), _AT_ONCE)
        return np.concatenate([self._block(windows[start : start + _AT_ONCE]) for start in starts])

    def _block(self, windows: Singles) -> Singles:
        course = np.ascontiguousarray(windows.swapaxes(0, 1))
        for layer in self.layers:
            course = _run(layer, course)
        raw = np.maximum(course[-1] @ self.linear + self.linear_bias, 0)
        return np.asarray(raw / (np.linalg.norm(raw, axis=1, keepdims=True) + 1e-9), np.float32)


def encoder(arrays: Mapping[str, Singles]) -> Encoder:
    """From the arrays of the weights' file."""
    layers = [_layer(*(arrays[f"lstm.{kind}_l{number}"] for kind in _KINDS)) for number in range(LAYERS)]
    return Encoder(layers, np.ascontiguousarray(arrays["linear.weight"].T), arrays["linear.bias"])


_KINDS: Final = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def _layer(across: Singles, back: Singles, bias: Singles, other_bias: Singles) -> _Layer:
    # sigmoid(x) = tanh(x / 2) / 2 + 1/2: with the three gates' weights halved here, one tanh does all four.
    scale = np.full((4 * HIDDEN, 1), 0.5, np.float32)
    scale[2 * HIDDEN : 3 * HIDDEN] = 1
    return _Layer(
        np.ascontiguousarray((across * scale).T),
        np.ascontiguousarray((back * scale).T),
        (bias + other_bias) * scale[:, 0],
    )


def _run(layer: _Layer, course: Singles) -> Singles:
    """Hidden states (steps, n, 256) of inputs (steps, n, in). Gates stand in torch's order: in, forget, cell, out."""
    driven = course @ layer.across + layer.bias
    hidden = np.zeros((course.shape[1], HIDDEN), np.float32)
    cell = np.zeros_like(hidden)
    states = np.empty((*course.shape[:2], HIDDEN), np.float32)
    for step, drive in enumerate(driven):
        gates = np.tanh(drive + hidden @ layer.back)
        let_in, forget, new, out = (gates[:, start : start + HIDDEN] for start in range(0, 4 * HIDDEN, HIDDEN))
        cell = (forget + 1) * 0.5 * cell + (let_in + 1) * 0.5 * new
        hidden = (out + 1) * 0.5 * np.tanh(cell)
        states[step] = hidden
    return states
