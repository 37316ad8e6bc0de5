"""The score of a clone: what it is made of, and that nothing is made up."""

from dataclasses import replace

import pytest

from speech.quality import Measured, clone_score

GOOD = Measured(identity=0.86, natural=0.92, understood=10, tone_median=0.97, recording=96)


def test_it_is_what_its_parts_leave() -> None:
    found = clone_score(GOOD)
    assert found.score == 100 - sum(part.cost for part in found.parts)
    assert [part.code for part in found.parts] == ["near", "clear", "tones", "recording"]
    assert [part.figure for part in found.parts] == [0.86, 10, 0.97, 96]
    assert all(part.vi and part.en for part in found.parts)


@pytest.mark.parametrize(
    "worse",
    [
        replace(GOOD, identity=0.7),
        replace(GOOD, understood=7),
        replace(GOOD, tone_median=0.85),
        replace(GOOD, recording=40),
        replace(GOOD, natural=0.97),
    ],
    ids=["identity", "understood", "tones", "recording", "natural"],
)
def test_it_falls_with_each_figure(worse: Measured) -> None:
    before, after = clone_score(GOOD).score, clone_score(worse).score
    assert before is not None
    assert after is not None
    assert after < before


def test_the_ends_of_the_scale() -> None:
    perfect = clone_score(Measured(identity=0.99, understood=10, tone_median=1.0, recording=100))
    nothing = clone_score(Measured(identity=0.3, understood=0, tone_median=0.0, recording=0))
    assert (perfect.score, nothing.score) == (100, 0)


def test_what_was_not_measured_says_so_and_counts_neither_way() -> None:
    found = clone_score(Measured(identity=None, understood=10, recording=100))
    assert found.score == 100
    near = found.parts[0]
    assert (near.code, near.cost, near.figure) == ("near", 0, None)
    assert near.en != clone_score(GOOD).parts[0].en
    assert clone_score(Measured(identity=None)).score is None


def test_a_voice_without_tones_has_no_such_part() -> None:
    found = clone_score(replace(GOOD, tone_median=None))
    assert "tones" not in {part.code for part in found.parts}


def test_it_says_honestly_what_would_do_better() -> None:
    absent, ready = clone_score(GOOD).better, clone_score(GOOD, is_better_ready=True).better
    assert absent is not None
    assert ready is not None
    assert absent.vi != ready.vi
    assert clone_score(GOOD, is_embedded=False).better is None
