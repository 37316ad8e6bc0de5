"""Sizes of functions, files and templates: what the house holds to, and where it stops."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "accounts", "voices", "documents", "synthesis", "analytics", "lib", "speech", "deploy")
FACES = ("views", "api")  # modules or packages whose functions translate and make one call inward

FUNCTION_MEDIAN, FUNCTION_P95, FUNCTION_STOP = 10, 40, 60
FILE_P95, FILE_STOP = 300, 400
FACE_STOP = 30
TEMPLATE_STOP = 150


@dataclass(frozen=True)
class Sized:
    """Something with a length in lines, and where it stands."""

    where: str
    lines: int
    is_face: bool = False


def python_files(*folders: str) -> list[Path]:
    """Our Python files below `folders`; migrations are generated."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[Sized]:
    """Every function and method of a file, from its `def` to its last line."""
    face = any(part.removesuffix(".py") in FACES for part in path.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Sized(f"{path.name}:{node.lineno} {node.name}", lines, face)


def whole(path: Path) -> Sized:
    """A file and its length."""
    return Sized(path.name, len(path.read_text(encoding="utf-8").splitlines()))


def over(limit: int, things: Iterable[Sized]) -> list[str]:
    """What is longer than `limit`, longest first, as a failing test should say it."""
    long = sorted((thing for thing in things if thing.lines > limit), key=lambda thing: -thing.lines)
    return [f"{thing.where}: {thing.lines} lines" for thing in long]


def p95(things: Iterable[Sized]) -> float:
    """The length that 95 of 100 do not pass."""
    return quantiles([thing.lines for thing in things], n=20)[-1]


@pytest.fixture(scope="module")
def code() -> list[Sized]:
    return [function for path in python_files(*PACKAGES) for function in functions(path)]


def test_functions_are_short(code: list[Sized]) -> None:
    assert over(FUNCTION_STOP, code) == []
    assert median(function.lines for function in code) <= FUNCTION_MEDIAN
    assert p95(code) <= FUNCTION_P95


def test_faces_are_thin(code: list[Sized]) -> None:
    assert over(FACE_STOP, (function for function in code if function.is_face)) == []


def test_files_are_short() -> None:
    files = [whole(path) for path in python_files(*PACKAGES)]
    assert over(FILE_STOP, files) == []
    assert p95(files) <= FILE_P95


def test_tests_keep_the_stops() -> None:
    paths = python_files("tests", "benchmarks")
    assert over(FILE_STOP, map(whole, paths)) == []
    assert over(FUNCTION_STOP, (function for path in paths for function in functions(path))) == []


def test_templates_are_short() -> None:
    assert over(TEMPLATE_STOP, map(whole, sorted((ROOT / "templates").rglob("*.html")))) == []


def test_the_measure_sees_long_functions_and_faces(tmp_path: Path) -> None:
    body = "\n".join("        x = 1" for _ in range(FUNCTION_STOP))
    module = tmp_path / "api" / "jobs.py"
    module.parent.mkdir()
    module.write_text(f"def short():\n    return 1\n\n\nclass View:\n    async def long(self):\n{body}\n")
    sized = list(functions(module))
    assert over(FUNCTION_STOP, sized) == [f"jobs.py:6 long: {FUNCTION_STOP + 1} lines"]
    assert [function.is_face for function in sized] == [True, True]
