import pytest

from speech.cloning.phones import SILENCE, Phone, segments, sound_class


@pytest.mark.parametrize(
    ("name", "expected"),
    [("aː", "V"), ("ŋ", "N"), ("w", "L"), ("s", "F"), ("z", "Z"), ("tʃ", "P"), ("b", "B"), ("", SILENCE)],
)
def test_sounds_have_classes(name: str, expected: str) -> None:
    assert sound_class(name) == expected


def test_segments_cover_the_frames_in_order() -> None:
    phones = [Phone("", 0, 0.05), Phone("a", 0.05, 0.1), Phone("", 0.1, 0.101), Phone("n", 0.101, 0.2)]
    found = segments(phones, frames=50)
    assert [(each.start, each.end, each.name) for each in found] == [(0, 10, ""), (10, 20, "a"), (20, 50, "n")]
    assert [(each.before, each.after) for each in found] == [(SILENCE, "V"), (SILENCE, "N"), ("V", SILENCE)]


@pytest.mark.parametrize("frames", range(1, 9))
def test_thirds_split_a_phone_without_gaps(frames: int) -> None:
    (segment,) = segments([Phone("a", 0, 1)], frames=frames)
    covered = [frame for _, start, end in segment.thirds() for frame in range(start, end)]
    assert covered == list(range(frames))
    assert [third for third, _, _ in segment.thirds()] == sorted({third for third, _, _ in segment.thirds()})


def test_only_outer_thirds_touch_a_neighbour() -> None:
    middle = segments([Phone("m", 0, 0.05), Phone("a", 0.05, 0.1), Phone("s", 0.1, 0.2)], frames=40)[1]
    assert [middle.neighbour(third) for third in range(3)] == ["N", "", "F"]
