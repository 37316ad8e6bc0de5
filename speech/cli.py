"""The speech core from a terminal: ``python -m speech --help``.

Each command imports what it needs, so that help and mistakes answer at once.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TextIO

from speech.cli_options import add_text_options, text_options
from speech.errors import EngineError, SpeechError

if TYPE_CHECKING:
    from speech.audio import Prepared
    from speech.engines.base import Engine, Voice
    from speech.types import Spoken, VoicePrint

EXIT_OURS: Final = 1
EXIT_BAD_INPUT: Final = 2
LONGEST_NAME_BYTES: Final = 255
DEFAULT_VOICE: Final = "vi-north"
DESCRIPTION: Final = "Read text, documents and recordings, and speak: the core of Giọng without its site."
_OTHER_LINE_ENDS: Final = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What some readers take for the end of a line; ours is the line feed alone."""


class _Parser(argparse.ArgumentParser):
    """Mistakes are told in the same form as all bad input."""

    def error(self, message: str) -> NoReturn:
        raise SpeechError("bad_arguments", detail=message)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it worked, 2 for bad input, 1 when the fault is ours."""
    try:
        arguments = _parser().parse_args(_with_references(sys.argv[1:] if argv is None else argv))
        arguments.command(arguments)
    except BrokenPipeError:
        # Whoever read our output has enough. Python flushes once more when it ends: give it somewhere to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except SpeechError as error:
        language = "vi" if _locale().startswith("vi") else "en"
        _print_json({"code": error.code, "message": error.message(language)}, sys.stderr)
        return EXIT_OURS if isinstance(error, EngineError) else EXIT_BAD_INPUT
    return 0


def _print_json(value: object, stream: TextIO | None = None, indent: int | None = None) -> None:
    _print(json.dumps(value, ensure_ascii=False, indent=indent), stream)


def _print(text: str, stream: TextIO | None = None) -> None:
    """A line in UTF-8 whatever the terminal's locale says."""
    binary = (stream or sys.stdout).buffer
    binary.write(text.encode("utf-8", "replace") + b"\n")
    binary.flush()


def _locale() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m speech", description=DESCRIPTION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_text_commands(commands)
    _add_enrol(commands)
    _add_say(commands)
    engines = commands.add_parser("engines", help="what can speak here, as JSON")
    engines.set_defaults(command=_engines)
    return parser


def _add_text_commands(commands: Any) -> None:
    normalise = commands.add_parser("normalise", help="lines of stdin as they are spoken, one line of stdout for each")
    add_text_options(normalise)
    normalise.add_argument(
        "--json", action="store_true", help="for each line an object: spoken text, language, alignment, flags"
    )
    normalise.set_defaults(command=_normalise)

    chunks = commands.add_parser("chunks", help="a text in the pieces that engines get, as JSON lines")
    _add_text_source(chunks, required=False)
    add_text_options(chunks)
    chunks.set_defaults(command=_chunks)

    extract = commands.add_parser("extract", help="what a document says")
    extract.add_argument("file", type=Path, metavar="FILE")
    extract.add_argument("--json", action="store_true", help="meta and sections instead of plain text")
    extract.set_defaults(command=_extract)


def _add_text_source(parser: argparse.ArgumentParser, *, required: bool) -> None:
    source = parser.add_mutually_exclusive_group(required=required)
    source.add_argument("--text", help="the text itself" + ("" if required else " (default: stdin)"))
    source.add_argument("--file", type=Path, help="a text file (UTF-8)")


def _add_enrol(commands: Any) -> None:
    enrol = commands.add_parser(
        "enrol",
        help="learn a speaker from recordings",
        usage="%(prog)s REF [--transcript TEXT] [REF ...] [--language vi|en] -o VOICE.npz",
        description="Learn a speaker; prints what was measured on the recordings as JSON.",
    )
    # Both go to one list, which keeps their order.
    enrol.add_argument("--reference", dest="references", action="append", type=Path, help=argparse.SUPPRESS)
    enrol.add_argument(
        "--transcript",
        dest="references",
        action="append",
        type=str,
        metavar="TEXT",
        help="the words of the REF before it",
    )
    enrol.add_argument("--language", choices=("vi", "en"), default="vi", help="what is spoken (default: vi)")
    enrol.add_argument("-o", "--output", type=Path, required=True, metavar="VOICE.npz")
    enrol.add_argument("--engine", default="auto")
    enrol.set_defaults(command=_enrol)


def _add_say(commands: Any) -> None:
    say = commands.add_parser("say", help="speak a text into a file")
    _add_text_source(say, required=True)
    add_text_options(say)
    say.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.mp3|OUT.wav")
    say.add_argument(
        "--voice",
        default=DEFAULT_VOICE,
        help=f"a preset or the file that enrol wrote (default: {DEFAULT_VOICE})",
    )
    say.add_argument("--engine", default="auto", help="see the command engines")
    say.add_argument("--seed", type=int, default=0, help="another number, another take")
    say.add_argument("--speed", type=float, default=1.0, help="0.5 to 2.0")
    say.add_argument("--pitch", type=float, default=0.0, help="semitones, -6 to 6")
    say.set_defaults(command=_say)


def _with_references(argv: Sequence[str]) -> list[str]:
    """``enrol``'s bare words as ``--reference WORD``: argparse cannot mix repeated words with options."""
    if not argv or argv[0] != "enrol":
        return list(argv)
    marked = ["enrol"]
    is_value = False
    for word in argv[1:]:
        is_option = word.startswith("-") and not is_value
        if not is_option and not is_value:
            marked.append("--reference")
        marked.append(word)
        is_value = is_option and "=" not in word and word not in ("-h", "--help")
    return marked


def _normalise(arguments: argparse.Namespace) -> None:
    from speech.text import normalise

    options = text_options(arguments)
    for line in sys.stdin.buffer:  # bytes end lines at the line feed only
        read = normalise(line.removesuffix(b"\n").decode("utf-8", "replace"), options)
        if arguments.json:
            _print_json(_spoken_facts(read))
            continue
        spoken = _OTHER_LINE_ENDS.sub(" ", read.text).replace("\n", " ")
        ending = b"\n" if line.endswith(b"\n") else b""
        sys.stdout.buffer.write(spoken.encode("utf-8", "replace") + ending)
    sys.stdout.buffer.flush()


def _spoken_facts(read: "Spoken") -> dict[str, object]:
    alignment = [asdict(piece) for piece in read.alignment]
    flags = [asdict(flag) for flag in read.flags]
    return {
        "source": read.source, "text": read.text, "language": read.language, "alignment": alignment, "flags": flags
    }  # fmt: skip


def _chunks(arguments: argparse.Namespace) -> None:
    from speech.text import chunks

    for chunk in chunks(_text(arguments), text_options(arguments)):
        _print_json(asdict(chunk))


def _extract(arguments: argparse.Namespace) -> None:
    from speech.extract import extract

    _check_file(arguments.file)
    document = extract(arguments.file, filename=arguments.file.name)
    if not arguments.json:
        _print("\n\n".join(section.text for section in document.sections))
        return
    meta = {name: getattr(document, name) for name in ("pages", "language", "word_count", "format")}
    sections = [asdict(section) for section in document.sections]
    _print_json({"meta": meta, "sections": sections}, indent=1)


def _enrol(arguments: argparse.Namespace) -> None:
    from speech.audio import decode, prepare
    from speech.cloning.prints import write_print
    from speech.engines import registry
    from speech.types import Reference

    recordings = _paired(arguments.references or [])
    _check_target(arguments.output)
    engine = registry.choose(arguments.engine, arguments.language)
    for path, _ in recordings:
        _check_file(path)
    prepared = [prepare(decode(path)) for path, _ in recordings]
    references = [
        Reference(each.master, transcript, arguments.language)
        for each, (_, transcript) in zip(prepared, recordings, strict=True)
    ]
    voice = engine.enrol(references, language=arguments.language)
    write_print(arguments.output, voice)
    _print_json(_report(prepared, voice), indent=1)


def _paired(words: Sequence[Path | str]) -> list[tuple[Path, str]]:
    """Recordings (paths) and transcripts (strings) as (path, transcript or "")."""
    pairs: list[tuple[Path, str]] = []
    for word in words:
        if isinstance(word, Path):
            pairs.append((word, ""))
        elif pairs and not pairs[-1][1]:
            pairs[-1] = (pairs[-1][0], word)
        else:
            raise SpeechError("bad_arguments", detail="--transcript belongs after the recording it is of")
    if not pairs:
        raise SpeechError("bad_arguments", detail="give at least one recording")
    return pairs


def _report(prepared: "Sequence[Prepared]", voice: "VoicePrint") -> dict[str, object]:
    """Several recordings as one: lengths add up, otherwise the worst counts."""
    reports = [each.report for each in prepared]
    reasons = {reason.code: asdict(reason) for report in reports for reason in report.reasons}
    hidden = ("offset_keys",)
    return {
        "duration_seconds": round(sum(report.duration_seconds for report in reports), 3),
        "speech_seconds": round(sum(report.speech_seconds for report in reports), 3),
        "snr_db": min(report.snr_db for report in reports),
        "clipping_ratio": max(report.clipping_ratio for report in reports),
        "quality_score": min(report.quality_score for report in reports),
        "reasons": list(reasons.values()),
        "voice": {name: fact for name, fact in voice.facts.items() if name not in hidden},
    }


def _say(arguments: argparse.Namespace) -> None:
    from speech.engines import registry
    from speech.pipeline import format_of, render_to_file

    format_of(arguments.output)
    _check_target(arguments.output)
    text = _text(arguments)
    options = text_options(arguments)
    engine = registry.choose(arguments.engine, "en" if arguments.language == "en" else "vi")
    done = render_to_file(
        text,
        arguments.output,
        engine=engine,
        voice=_voice(arguments.voice, engine),
        options=replace(options, is_respelled=not engine.card.mixes_languages),
        knobs={"speed": arguments.speed, "pitch": arguments.pitch},
        take=arguments.seed,
    )
    facts = {"path": str(done.path), "duration_seconds": round(done.seconds, 3), "chunks": done.chunks}
    _print_json(facts)


def _voice(name: str, engine: "Engine") -> "Voice | VoicePrint":
    from speech.cloning.prints import read_print

    if not name.endswith(".npz"):
        return engine.voice(name)
    _check_file(Path(name))
    return read_print(Path(name), engine.fingerprint())


def _engines(_: argparse.Namespace) -> None:
    from speech.engines import registry

    facts = [
        {
            **asdict(card),
            "ready": readiness.ready,
            "why": readiness.why,
            "voices": [asdict(voice) for voice in registry.get(card.key).voices()],
        }
        for card, readiness in registry.available()
    ]
    _print_json(facts, indent=1)


def _text(arguments: argparse.Namespace) -> str:
    """The text that was given; bytes that are not UTF-8 are replaced, not refused."""
    if arguments.text is not None:
        # Arguments that are no UTF-8 come with halves of surrogate pairs.
        return str(arguments.text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if arguments.file is not None:
        _check_file(arguments.file)
        return str(arguments.file.read_bytes().decode("utf-8-sig", "replace"))
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def _check_file(path: Path) -> None:
    # Not ``path.is_file()``, which fails on names that are too long for a file.
    if not (os.path.isfile(path) and os.access(path, os.R_OK)):
        raise SpeechError("no_such_file", path=path)


def _check_target(path: Path) -> None:
    """Before the work, not after it."""
    too_long = len(os.fsencode(path.name)) > LONGEST_NAME_BYTES
    if too_long or os.path.isdir(path) or not os.access(path if os.path.exists(path) else path.parent, os.W_OK):
        raise SpeechError("cannot_write", path=path)
