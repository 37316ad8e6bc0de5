"""Recordings in and out: decode, prepare, measure, join, encode."""

from speech.audio.assemble import AssemblyReport, Part, assemble
from speech.audio.decode import Recording, decode
from speech.audio.loudness import loudness
from speech.audio.measure import Measures, measure
from speech.audio.outline import outline
from speech.audio.prepare import Prepared, prepare
from speech.audio.writers import (
    MIME_TYPES,
    Writer,
    encode,
    encode_clip,
    encode_file,
    open_writer,
    read_clip,
)
from speech.containers import FORMATS, sniff
from speech.types import Report

__all__ = [
    "FORMATS",
    "MIME_TYPES",
    "AssemblyReport",
    "Measures",
    "Part",
    "Prepared",
    "Recording",
    "Report",
    "Writer",
    "assemble",
    "decode",
    "encode",
    "encode_clip",
    "encode_file",
    "loudness",
    "measure",
    "open_writer",
    "outline",
    "prepare",
    "read_clip",
    "sniff",
]
