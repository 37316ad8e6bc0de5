"""What espeak-ng says, as the utterances that ``speech.cloning`` learns from and converts."""

from typing import Final

import numpy as np

from speech.cloning.phones import Delivery, Phone, Utterance
from speech.engines.espeak import client, voices
from speech.engines.espeak.clicks import soften
from speech.engines.espeak.protocol import Answer
from speech.types import Samples

EDGE_SECONDS: Final = 0.02  # kept around speech, faded, so that joins do not click


def say_as_base(text: str, delivery: Delivery) -> Utterance:
    """The base voice that ``speech.cloning`` learns from and converts."""
    high = delivery.high and delivery.language == "vi"  # measured: a raised English base loses words
    request = voices.converted_base(delivery.language).request(text, delivery.wpm, high=high)
    return utterance_of(client.shared().say(request))


def utterance_of(answer: Answer) -> Utterance:
    """What was said, without the silence around it: pauses are the assembly's."""
    first, end = voices.spoken_span(answer)
    if end <= first:
        return Utterance(np.zeros(0, np.float32), answer.rate, ())
    edge = round(EDGE_SECONDS * answer.rate)
    pcm = np.frombuffer(answer.pcm, dtype="<i2").astype(np.float32) / np.float32(32768)
    start = max(0, first - edge)
    samples = faded(soften(pcm[start : end + edge], answer.rate), edge)
    return Utterance(samples, answer.rate, _phones(answer, start, len(samples)))


def _phones(answer: Answer, start: int, length: int) -> tuple[Phone, ...]:
    """The phones inside the cut, in seconds from its beginning; pauses in a row are one."""
    marks = [(max(0, mark.sample - start), voices.phone_name(mark)) for mark in answer.phones]
    marks = [(0, ""), *((at, name) for at, name in marks if at < length)]
    phones: list[Phone] = []
    for index, (at, name) in enumerate(marks):
        end = marks[index + 1][0] if index + 1 < len(marks) else length
        if end <= at:
            continue
        if phones and phones[-1].name == name == "":
            phones[-1] = Phone("", phones[-1].start, end / answer.rate)
        else:
            phones.append(Phone(name, at / answer.rate, end / answer.rate))
    return tuple(phones)


def faded(samples: Samples, edge: int) -> Samples:
    ramp = np.linspace(0, 1, min(edge, len(samples) // 2), dtype=np.float32)
    faded = samples.copy()
    faded[: len(ramp)] *= ramp
    faded[len(faded) - len(ramp) :] *= ramp[::-1]
    return faded
