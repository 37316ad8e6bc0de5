import numpy as np
import pytest

from speech.cloning import offsets
from speech.cloning.features import ORDER
from speech.cloning.offsets import Evidence
from speech.cloning.phones import Phone, segments

WIDTH = ORDER + 1


def evidence(names: list[str], difference: float, neighbour: str = "", third: int = 1) -> Evidence:
    count = len(names)
    return Evidence(
        names=np.array(names, "U8"),
        thirds=np.full(count, third),
        neighbours=np.full(count, neighbour, "U4"),
        differences=np.full((count, WIDTH), difference),
        weights=np.ones(count),
    )


def test_much_evidence_is_believed_and_little_is_not() -> None:
    often = offsets.learn(evidence(["a"] * 2000, 1.0))
    once = offsets.learn(evidence(["a"] * 2, 1.0))
    assert often["a/1"] == pytest.approx(np.ones(WIDTH), abs=0.05)
    assert np.all(np.abs(once["a/1"]) < 0.25)


def test_what_was_not_heard_follows_its_kin() -> None:
    learned = offsets.learn(evidence(["a"] * 500, 1.0))
    heard, *_ = segments([Phone("a", 0, 0.5)], frames=100)
    kin, *_ = segments([Phone("e", 0, 0.5)], frames=100)
    stranger, *_ = segments([Phone("s", 0, 0.5)], frames=100)
    tracks = [offsets.track(learned, [each], (100, WIDTH))[50, 0] for each in (heard, kin, stranger)]
    assert tracks[0] > tracks[1] > 0.5
    assert tracks[2] == 0


def test_a_neighbour_has_its_own_offset_in_the_outer_thirds_only() -> None:
    learned = offsets.learn(evidence(["a"] * 50, 1.0, neighbour="N", third=0))
    assert "a/0/N" in learned
    assert "a/1/N" not in offsets.learn(evidence(["a"] * 50, 1.0))
    assert learned["a/0/N"][0] > learned["a/0"][0]


def test_frames_without_weight_teach_nothing() -> None:
    loud, silent = evidence(["a"] * 50, 1.0), evidence(["a"] * 50, -1.0)
    both = Evidence(
        names=np.concatenate([loud.names, silent.names]),
        thirds=np.concatenate([loud.thirds, silent.thirds]),
        neighbours=np.concatenate([loud.neighbours, silent.neighbours]),
        differences=np.concatenate([loud.differences, silent.differences]),
        weights=np.concatenate([np.ones(50), np.zeros(50)]),
    )
    assert offsets.learn(both)["a/1"] == pytest.approx(offsets.learn(loud)["a/1"])


def test_labels_follow_the_segments() -> None:
    spans = segments([Phone("m", 0, 0.015), Phone("a", 0.015, 0.045)], frames=9)
    names, thirds, neighbours = offsets.label(spans, 9)
    assert names.tolist() == ["m"] * 3 + ["a"] * 6
    assert thirds.tolist() == [0, 1, 2, 0, 0, 1, 1, 2, 2]
    assert neighbours.tolist() == ["sil", "", "V", "N", "N", "", "", "sil", "sil"]


def test_a_track_is_smooth_over_boundaries() -> None:
    learned = {"class/V": np.ones(WIDTH), "class/F": -np.ones(WIDTH)}
    spans = segments([Phone("a", 0, 0.25), Phone("s", 0.25, 0.5)], frames=100)
    track = offsets.track(learned, spans, (100, WIDTH))
    assert np.abs(np.diff(track[:, 0])).max() < 0.3
    assert (track[5, 0], track[95, 0]) == pytest.approx((1, -1))
