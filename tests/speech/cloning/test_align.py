from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from speech.cloning.align import STRIDE, align

PENALTY = 0.15


def signatures(rows: int, columns: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    random = np.random.default_rng(seed)
    return (
        random.normal(size=(rows, 8)).astype(np.float32),
        random.normal(size=(columns, 8)).astype(np.float32),
    )


def cheapest(source: NDArray[np.float32], target: NDArray[np.float32]) -> float:
    """Cell by cell, as dynamic time warping is written in books."""
    cost = np.sqrt(((source[:, None] - target[None]) ** 2).sum(axis=2) / source.shape[1])
    total = np.full(cost.shape, np.inf)
    for row in range(cost.shape[0]):
        for column in range(cost.shape[1]):
            ways = [0.0] if row == column == 0 else []
            if row and column:
                ways.append(total[row - 1, column - 1])
            if row:
                ways.append(total[row - 1, column] + PENALTY)
            if column:
                ways.append(total[row, column - 1] + PENALTY)
            total[row, column] = min(ways) + cost[row, column]
    return float(total[-1, -1])


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 9), (9, 1), (40, 40), (60, 47), (33, 80)])
def test_the_path_is_as_cheap_as_the_book_s(rows: int, columns: int) -> None:
    source, target = signatures(rows, columns, seed=rows * columns)
    path = align(source, target)
    steps = list(pairwise(zip(path.source // STRIDE, path.target // STRIDE, strict=True)))
    straight = sum(one[0] < other[0] and one[1] < other[1] for one, other in steps)
    found = float(path.cost.sum()) + PENALTY * (len(steps) - straight)
    assert found == pytest.approx(cheapest(source, target), rel=1e-5)


def test_the_path_goes_from_corner_to_corner_step_by_step() -> None:
    source, target = signatures(60, 47, seed=1)
    path = align(source, target)
    rows, columns = path.source // STRIDE, path.target // STRIDE
    assert (rows[0], columns[0], rows[-1], columns[-1]) == (0, 0, 59, 46)
    for steps in (np.diff(rows), np.diff(columns)):
        assert set(steps.tolist()) <= {0, 1}


def test_a_stretched_copy_is_found_again() -> None:
    source, _ = signatures(600, 1, seed=2)
    stretched = source[np.sort(np.r_[0:600, 100:200])]
    path = align(source, stretched)
    assert path.cost.mean() < 0.01


def test_very_different_lengths_fit_the_band() -> None:
    source, target = signatures(1500, 60, seed=3)
    path = align(source, target)
    assert (path.source[-1], path.target[-1]) == (1499 * STRIDE, 59 * STRIDE)
