"""libespeak-ng through ctypes. Only the server imports this: the library is GPL-3 and keeps global state.

Source: speak_lib.h of espeak-ng 1.51.
"""

import ctypes
from typing import Any, Final

from speech.engines.espeak.protocol import Answer, Mark, Request

SONAME: Final = "libespeak-ng.so.1"

_SYNCHRONOUS: Final = 2
_PHONEME_EVENTS: Final = 1
_PHONEME_IPA: Final = 2
_DO_NOT_EXIT: Final = 0x8000
_UTF8: Final = 1
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_WORD_EVENT, _PHONEME_EVENT = 1, 7
_BUFFER_MS: Final = 500
_VOLUME_PERCENT: Final = 40  # klatt voices clip above 50
_MAX_SAMPLES: Final = 22_050 * 3_600  # an hour: far above any chunk, far below the memory limit


class LibraryError(Exception):
    """libespeak-ng is missing, or refused what it was asked."""


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Library:
    """The one libespeak-ng of this process. Raises ``LibraryError`` when it or its data is absent."""

    def __init__(self) -> None:
        try:
            self._lib = ctypes.CDLL(SONAME)
        except OSError as error:
            raise LibraryError(str(error)) from error
        flags = _PHONEME_EVENTS | _PHONEME_IPA | _DO_NOT_EXIT
        self.rate = int(self._lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, None, flags))
        if self.rate <= 0:
            raise LibraryError("espeak-ng-data is missing")
        self._pcm = bytearray()
        self._phones: list[Mark] = []
        self._words: list[Mark] = []
        self._callback = _Callback(self._collect)  # kept: the library holds a bare pointer to it
        self._lib.espeak_SetSynthCallback(self._callback)

    def version(self) -> str:
        info = self._lib.espeak_Info
        info.restype = ctypes.c_char_p
        return str(info(None).decode())

    def say(self, request: Request) -> Answer:
        """Speak once. Call it in a process of its own: what was said before changes klatt voices."""
        self._set(request)
        text = request.text.encode()
        status = self._lib.espeak_Synth(text, len(text) + 1, 0, 1, 0, _UTF8, None, None)
        if status != 0 or self._lib.espeak_Synchronize() != 0:
            raise LibraryError("espeak-ng could not say this")
        return Answer(self.rate, bytes(self._pcm), tuple(self._phones), tuple(self._words))

    def _set(self, request: Request) -> None:
        if self._lib.espeak_SetVoiceByName(request.voice.encode()) != 0:
            raise LibraryError(f"espeak-ng has no voice {request.voice}")
        settings = {
            _RATE: request.rate,
            _PITCH: request.pitch,
            _RANGE: request.pitch_range,
            _VOLUME: _VOLUME_PERCENT,
        }
        for parameter, value in settings.items():
            self._lib.espeak_SetParameter(parameter, value, 0)

    def _collect(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self._pcm += ctypes.string_at(samples, count * 2)
        index = 0
        while events[index].type != 0:
            self._note(events[index])
            index += 1
        return int(len(self._pcm) > 2 * _MAX_SAMPLES)  # anything but zero stops the library

    def _note(self, event: Any) -> None:
        if event.type == _PHONEME_EVENT:
            name = event.id.string.decode("utf-8", "ignore")
            self._phones.append(Mark(event.sample, name))
        elif event.type == _WORD_EVENT:
            # Characters are counted from one.
            self._words.append(Mark(event.sample, "", event.text_position - 1, event.length))
