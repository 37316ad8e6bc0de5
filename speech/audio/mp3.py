"""MP3 by LAME, on all cores: a recording is cut where it is silent, and its pieces are encoded side by side.

A piece begins and ends in digital silence, where an MPEG-2 frame of LAME's stands alone: it takes no bits from the
frame before it, and silence leaves nothing in a decoder's filters. So the frames of two encoders can follow each
other as if one had made them. Where to cut depends on the samples alone: the file is the same on any machine.
"""

import os
import shutil
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Final, cast

import lameenc
import numpy as np
from numpy.typing import NDArray

KBPS: Final = {48000: 128, 44100: 128}
KBPS_LOW_RATE: Final = 96
"""At 24 kHz the standard's tables end at 160 kbit/s, and 96 is past what mono speech needs."""
QUALITY: Final = 7
"""LAME's 0 (slow) to 9; 5 takes half as long again, 2 three times as long, and no listener hears it on speech."""

CUT_RATES: Final = frozenset({16000, 22050, 24000})
"""MPEG-2. At higher rates silent frames do share bits; what is spoken there is encoded as one piece."""
FRAME: Final = 576
PIECE_FRAMES: Final = 1500
"""About 40 seconds: enough for every core to have a piece, long enough not to notice the extra silence."""
SILENCE: Final = 12
LEAD: Final = 4
"""Frames of silence that an encoder hears before its piece, and that are left out again."""
MOST_WAITING: Final = 64
SPOOL_BYTES: Final = 1 << 20

Pcm = NDArray[np.int16]


class _Piece:
    """One encoder and what it made. ``frames`` counts what it was fed; its last ``SILENCE / 2`` belong to the next."""

    def __init__(self, made: IO[bytes], rate: int, lead: int) -> None:
        self._encoder = _encoder(rate)
        self._bytes_per_frame = 72_000 * _kbps(rate) // rate
        self._made = made
        self._lead, self.frames = lead, 0
        self.ended: Future[None] | None = None

    def encode(self, data: bytes) -> None:
        self._made.write(self._encoder.encode(data))

    def flush(self) -> None:
        """The last piece: all that is left, from the lead on."""
        self._made.write(self._encoder.flush())
        self._made.seek(self._offset(self._lead))

    def cut_off(self) -> None:
        self._made.truncate(self._offset(self.frames - SILENCE // 2))
        self._made.seek(self._offset(self._lead))

    def write_to(self, file: IO[bytes]) -> None:
        shutil.copyfileobj(self._made, file)
        self._made.close()

    def _offset(self, frames: int) -> int:
        """Where a frame begins. All have one length, or are a byte longer where their header says so."""
        self._made.seek(0)
        made, at = self._made.read() if frames else b"", 0
        for _ in range(frames):
            at += self._bytes_per_frame + (made[at + 2] >> 1 & 1)
        return at


class Mp3Stream:
    """Takes mono 16-bit samples and writes frames to ``file``, which stays the caller's."""

    def __init__(self, file: IO[bytes], rate: int) -> None:
        self._file, self._rate = file, rate
        self._lanes = [ThreadPoolExecutor(1, "mp3") for _ in os.sched_getaffinity(0)]
        self._waiting: deque[Future[None]] = deque()
        self._spools = ExitStack()
        self._pieces = deque([self._new_piece(lead=0)])
        self._rest = np.zeros(0, np.int16)
        self._silent = 0  # frames of silence that ``_pieces[-1]`` ends with so far

    def write(self, pcm: Pcm) -> None:
        pcm = np.concatenate([self._rest, pcm])
        whole = len(pcm) // FRAME * FRAME
        frames, self._rest = pcm[:whole].reshape(-1, FRAME), pcm[whole:]
        while end := self._end_of_piece(frames):
            self._feed(frames[:end])
            self._next_piece()
            frames = frames[end:]
        self._feed(frames)

    def close(self) -> None:
        """Encode what is left and wait for it. Raises what any piece ran into."""
        try:
            self._feed(self._rest)
            if self._waiting:  # LAME refuses to flush what never began
                self._end_piece(self._pieces[-1].flush)
                self._wait(at_most=0)
                self._join()
        finally:
            for lane in self._lanes:
                lane.shutdown(cancel_futures=True)
            self._spools.close()

    def _end_of_piece(self, frames: Pcm) -> int:
        """How many of ``frames`` the piece still gets: up to where it has been silent for long; 0 while it goes on."""
        if not len(frames) or self._rate not in CUT_RATES:
            return 0
        at = np.arange(len(frames))
        loud = np.maximum.accumulate(np.where(frames.any(axis=1), at, -1 - self._silent))
        silent = at - loud
        ends = np.flatnonzero((silent >= SILENCE) & (at + self._pieces[-1].frames >= PIECE_FRAMES))
        self._silent = int(silent[-1])
        return int(ends[0]) + 1 if len(ends) else 0

    def _next_piece(self) -> None:
        """The cut is in the middle of the silence, of which both pieces hear more than they keep."""
        self._end_piece(self._pieces[-1].cut_off)
        self._join()
        self._lanes.append(self._lanes.pop(0))
        self._pieces.append(self._new_piece(LEAD))
        self._silent = 0
        self._feed(np.zeros((LEAD + SILENCE // 2, FRAME), np.int16))

    def _new_piece(self, lead: int) -> _Piece:
        spool = self._spools.enter_context(SpooledTemporaryFile(max_size=SPOOL_BYTES))  # noqa: SIM115 (the stack closes it)
        return _Piece(cast(IO[bytes], spool), self._rate, lead)

    def _feed(self, pcm: Pcm) -> None:
        piece, data = self._pieces[-1], pcm.tobytes()
        piece.frames += pcm.size // FRAME
        if data:
            self._submit(lambda: piece.encode(data))

    def _end_piece(self, how: Callable[[], None]) -> None:
        self._pieces[-1].ended = self._submit(how)

    def _submit(self, work: Callable[[], None]) -> Future[None]:
        """A lane is one thread, so that the parts of a piece stay in order."""
        future = self._lanes[0].submit(work)
        self._waiting.append(future)
        self._wait(at_most=MOST_WAITING)
        return future

    def _wait(self, *, at_most: int) -> None:
        while len(self._waiting) > at_most:
            self._waiting.popleft().result()

    def _join(self) -> None:
        """Write out the pieces that are ready, in order."""
        while self._pieces and (ended := self._pieces[0].ended) and ended.done():
            self._pieces.popleft().write_to(self._file)


def _kbps(rate: int) -> int:
    return KBPS.get(rate, KBPS_LOW_RATE)


def _encoder(rate: int) -> lameenc.Encoder:
    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(rate)
    encoder.set_channels(1)
    encoder.set_bit_rate(_kbps(rate))
    encoder.set_quality(QUALITY)
    encoder.silence()
    return encoder
