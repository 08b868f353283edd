"""Nothing grows too large to read, and nothing is left for later: files, functions, marks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import ROOT

FILE, TEST_FILE, SETTINGS, FUNCTION = 400, 600, 250, 40
LISTS = {"src/concord/core/permissions/listing.py": 600}  # one entry after another, and nothing to follow
CODE = ("src", "tests", "scripts", "benchmarks")
PROSE = (*CODE, "docs", "examples")
READ = frozenset({".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".sql", ".yml", ".yaml", ".in", ".cfg", ".sh"})
NOT_OURS = re.compile(r"(^|/)(vendor|_build|migrations|__pycache__|node_modules)/|\.min\.|/assets/uswds")
MARK = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")


def files(folders: tuple[str, ...], endings: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each file of ours with one of the endings: its path in the repository, and its text."""
    beside = (p for p in ROOT.iterdir() if p.is_file())
    for place in sorted([*beside, *(p for folder in folders for p in (ROOT / folder).rglob("*"))]):
        path = place.relative_to(ROOT).as_posix()
        if place.suffix in endings and place.is_file() and not NOT_OURS.search(path):
            yield path, place.read_text("utf-8")


def limit_of(path: str) -> int:
    if path == "src/concord/config/settings.py":
        return SETTINGS
    return LISTS.get(path, TEST_FILE if path.startswith("tests/") else FILE)


def is_too_long(path: str, text: str) -> Iterator[str]:
    """A file beyond its limit, or a function beyond its own; what builds data for tests is as long as its data."""
    lines = text.count("\n") + (not text.endswith("\n") and text != "")
    if lines > limit_of(path):
        yield f"{path}: {lines} lines, {limit_of(path)} at most"
    for node in ast.walk(ast.parse(text, path)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        counts = not path.startswith("tests/") or node.name.startswith("test_")
        if counts and (length := _length(node)) > FUNCTION:
            yield f"{path}:{node.lineno}: {node.name}() has {length} lines, {FUNCTION} at most"


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines a function's work has: what it is given and what it says of itself do not count."""
    work = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (work[-1].end_lineno or 0) - work[0].lineno + 1 if work else 0


def leaves_for_later(path: str, text: str) -> Iterator[str]:
    """A mark that promises work."""
    for number, line in enumerate(text.splitlines(), 1):
        if MARK.search(line):
            yield f"{path}:{number}: {line.strip()}"


def test_no_file_and_no_function_is_too_long() -> None:
    assert [fault for path, text in files(CODE, frozenset({".py"})) for fault in is_too_long(path, text)] == []


def test_nothing_is_left_for_later() -> None:
    assert [fault for path, text in files(PROSE, READ) for fault in leaves_for_later(path, text)] == []


def test_the_rules_look_at_everything_there_is() -> None:
    seen = {path for path, _ in files(CODE, frozenset({".py"}))}
    assert {"src/concord/core/actions.py", "tests/house/test_size.py", "docs/conf.py"} - seen == {"docs/conf.py"}
    assert Path("CONTRIBUTING.md").name in {path for path, _ in files(PROSE, READ)}


def test_what_is_too_long_is_found() -> None:
    head = 'def f(\n    *,\n    by,\n    at,\n):\n    """Do.\n\n    Raises."""\n'
    assert list(is_too_long("src/concord/x.py", head + "    pass\n" * 40)) == []
    assert list(is_too_long("src/concord/x.py", head + "    pass\n" * 41)) == [
        "src/concord/x.py:1: f() has 41 lines, 40 at most"
    ]
    body = "def sample():\n" + "    pass\n" * 41
    assert list(is_too_long("tests/x.py", body)) == []
    assert list(is_too_long("tests/x.py", body.replace("sample", "test_it"))) == [
        "tests/x.py:1: test_it() has 41 lines, 40 at most"
    ]
    assert list(is_too_long("src/concord/x.py", "\n" * 401)) == ["src/concord/x.py: 401 lines, 400 at most"]
    assert list(is_too_long("tests/x.py", "\n" * 600)) == []
    assert list(is_too_long("tests/x.py", "\n" * 601)) == ["tests/x.py: 601 lines, 600 at most"]
    assert list(is_too_long("src/concord/config/settings.py", "\n" * 251)) == [
        "src/concord/config/settings.py: 251 lines, 250 at most"
    ]


def test_a_mark_for_later_is_found() -> None:
    text = "one\n# " + "TO" + "DO: two\nTODOS\n"
    assert list(leaves_for_later("docs/x.md", text)) == ["docs/x.md:2: # " + "TO" + "DO: two"]
