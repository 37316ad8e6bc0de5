import pytest

from tests.conftest import Cast
from tests.matrix.world import World, build


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)
