"""A breaker for calls that may be left out: after one failed, nobody else of this process waits for a while."""

import logging
import time

log = logging.getLogger(__name__)
REST_SECONDS = 10.0


class Breaker:
    def __init__(self, name: str) -> None:
        self.name = name
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self._open_until

    def trip(self, error: Exception) -> None:
        """The other side is away: leave it alone for a while."""
        self._open_until = time.monotonic() + REST_SECONDS
        log.warning("%s are off for %.0f s: %s", self.name, REST_SECONDS, type(error).__name__)

    def reset(self) -> None:
        self._open_until = 0.0
