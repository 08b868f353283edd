"""The page of what is owed: each row of docs/owed.toml beside the tests that show it.

A test names the rows it shows: `@pytest.mark.owed("A45", "P6")`, on a function, on a class, or as `pytestmark` of a
class or module. The marks are read from the source of the tests, so the page needs no test run and no database.
A mark that pytest would not see, or that stands on no test, is an error: it would claim what nothing shows.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from concord.core.errors import BadInput

ROWS = Path("docs/owed.toml")
TESTS = Path("tests")
PAGE = Path("docs/reference/owed.md")

Tests = Mapping[str, set[str]]
"""Row number → the tests that show it, each as "tests/path.py::name"."""


@dataclass(frozen=True)
class Source:
    """Where the words of a row come from; `address` is empty where no public one is on record."""

    name: str
    publisher: str
    address: str


@dataclass(frozen=True)
class Row:
    """One thing owed. `number` is the letter of a family and a count from 1, such as "A45"."""

    number: str
    title: str
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Family:
    """The rows of one letter, in order of their numbers."""

    letter: str
    title: str
    about: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Mark:
    """One row named by one mark. `test` is "path::name", or the path alone where a whole module is marked."""

    number: str
    test: str
    path: str
    line: int


def generate(root: Path) -> dict[Path, str]:
    """Return the path of the page in the checkout `root`, and the text it should have. Raises BadInput."""
    return {root / PAGE: render(root / ROWS, root / TESTS)}


def render(rows_path: Path, tests_dir: Path) -> str:
    """Return the page as Markdown; the same files always give the same text.

    Raises BadInput when the register has a gap or an unknown word, or a mark names no row or stands on no test.
    """
    families = read_register(rows_path)
    tests: defaultdict[str, set[str]] = defaultdict(set)
    known = {row.number for family in families for row in family.rows}
    for mark in read_marks(tests_dir):
        if mark.number not in known:
            raise _bad(f"{mark.path}:{mark.line}", f"no row {mark.number!r}", f"a number from {rows_path.name}")
        tests[mark.number].add(mark.test)
    return "\n".join([*_head(families, tests), *(line for f in families for line in _section(f, tests))]) + "\n"


# The register


def read_register(path: Path) -> tuple[Family, ...]:
    """Read the families with their rows.

    Raises BadInput, naming the table, for a missing or unknown key, an empty text, a gap in the numbers, a row
    of no family, a source that is not listed, and a source that no row uses.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise _bad(path.name, str(error), "TOML") from error
    _check_keys(path.name, data, {"families", "sources", "rows"})
    sources = {key: _source(f"{path.name}, [sources.{key}]", table) for key, table in data["sources"].items()}
    rows = [_row(f"{path.name}, [rows.{key}]", key, table, sources) for key, table in data["rows"].items()]
    _check_numbers(path.name, [row.number for row in rows], list(data["families"]))
    unused = [key for key, source in sources.items() if not any(source in row.sources for row in rows)]
    if unused:
        raise _bad(path.name, f"no row uses the source {unused[0]!r}", "each source used by a row")
    return tuple(
        _family(f"{path.name}, [families.{letter}]", letter, table, rows) for letter, table in data["families"].items()
    )


def _source(where: str, table: Mapping[str, Any]) -> Source:
    _check_keys(where, table, {"name", "publisher"}, "address")
    address = _line(where, table, "address") if "address" in table else ""
    return Source(_line(where, table, "name"), _line(where, table, "publisher"), address)


def _row(where: str, number: str, table: Mapping[str, Any], sources: Mapping[str, Source]) -> Row:
    _check_keys(where, table, {"title", "text", "sources"})
    keys = table["sources"]
    if not isinstance(keys, list) or not keys:
        raise _bad(where, "sources is not a list, or is empty", "at least one key of [sources]")
    for key in keys:
        if key not in sources:
            raise _bad(where, f"no source {key!r}", "a key of [sources]")
    return Row(number, _line(where, table, "title"), _line(where, table, "text"), tuple(sources[k] for k in keys))


def _family(where: str, letter: str, table: Mapping[str, Any], rows: Iterable[Row]) -> Family:
    _check_keys(where, table, {"title", "about"})
    own = tuple(row for row in rows if row.number.startswith(letter))
    return Family(letter, _line(where, table, "title"), _line(where, table, "about"), own)


def _check_numbers(where: str, numbers: Sequence[str], letters: Sequence[str]) -> None:
    """Every row belongs to a family, families stand one after another, and each counts 1, 2, 3 without a gap."""
    counts = {letter: sum(number.startswith(letter) for number in numbers) for letter in letters}
    expected = [f"{letter}{count}" for letter in letters for count in range(1, counts[letter] + 1)]
    for place, number in enumerate(numbers):
        if expected[place : place + 1] != [number]:
            raise _bad(where, f"row {number!r} is out of place", "each family in turn, counted from 1 without a gap")


def _check_keys(where: str, table: object, needed: set[str], *optional: str) -> None:
    if not isinstance(table, dict) or not needed <= table.keys() <= needed.union(optional):
        found = ", ".join(table) if isinstance(table, dict) else repr(table)
        raise _bad(where, f"found {found or 'nothing'}", f"exactly {', '.join(sorted(needed))}")


def _line(where: str, table: Mapping[str, Any], key: str) -> str:
    text = table[key]
    if not isinstance(text, str) or not re.fullmatch(r"\S(.*\S)?", text):
        raise _bad(where, f"{key} is {text!r}", "one line of text without blanks around it")
    return text


# The marks


def read_marks(tests_dir: Path) -> list[Mark]:
    """Read the marks of all tests below a folder. Raises BadInput, naming file and line, for one on no test."""
    marks: list[Mark] = []
    for path in sorted(tests_dir.rglob("*.py")):
        name = path.relative_to(tests_dir.parent).as_posix()
        try:
            tree = ast.parse(path.read_bytes(), filename=name)
        except SyntaxError as error:
            raise _bad(f"{name}:{error.lineno}", error.msg, "Python") from error
        marks += _marks_in(name, tree)
    return marks


def _marks_in(path: str, tree: ast.Module) -> Iterator[Mark]:
    """Yield the marks of one file; a mark that stands on no test is refused."""
    strays = {node: node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _is_mark(node)}
    collected = re.fullmatch(r"(.*/)?(test_[^/]*|[^/]*_test)\.py", path) is not None
    for expression, test in _places(tree.body, path) if collected else ():
        for call in ast.walk(expression):
            if isinstance(call, ast.Call) and call.func in strays and call.args:
                del strays[call.func]
                yield from (Mark(number, test, path, call.lineno) for number in _numbers(path, call))
    if strays:
        raise _bad(
            f"{path}:{min(strays.values())}",
            "an owed mark that names no row or stands on no test",
            'pytest.mark.owed("A1") on a test, on a class of tests or in pytestmark, in a file that pytest collects',
        )


def _is_mark(node: ast.Attribute) -> bool:
    """Whether it reads `pytest.mark.owed` or, with mark imported, `mark.owed`."""
    marks = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return node.attr == "owed" and marks == "mark"


def _places(body: Sequence[ast.stmt], owner: str) -> Iterator[tuple[ast.expr, str]]:
    """Yield each expression in which pytest finds marks, with the test, class of tests or module it belongs to."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name.startswith("test"):
                yield from ((decorator, f"{owner}::{name}") for decorator in node.decorator_list)
            case ast.ClassDef(name=name) if _holds_tests([node]):
                yield from ((decorator, f"{owner}::{name}") for decorator in node.decorator_list)
                yield from _places(node.body, f"{owner}::{name}")
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value) if _holds_tests(body):
                yield value, owner


def _holds_tests(body: Iterable[ast.stmt]) -> bool:
    """Whether pytest finds a test here; a class that inherits is given the benefit of the doubt."""
    return any(
        (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"))
        or (isinstance(node, ast.ClassDef) and node.name.startswith("Test") and (node.bases or _holds_tests(node.body)))
        for node in body
    )


def _numbers(path: str, call: ast.Call) -> Iterator[str]:
    for argument in (*call.args, *call.keywords):
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            raise _bad(f"{path}:{call.lineno}", f"the mark holds {ast.unparse(argument)}", 'row numbers such as "A45"')
        yield argument.value


# The page


def _head(families: Sequence[Family], tests: Tests) -> Iterator[str]:
    yield "# What is owed"
    yield ""
    yield "<!-- Written by `concord docs` from docs/owed.toml and the marks on the tests. Do not edit. -->"
    yield ""
    yield (
        "Each row is something that the programme's published words ask of the software, or a pain of real"
        " programmes that software can relieve, told in Concord's own words. A test beside a row shows the row as"
        ' far as that test goes; "not yet" means that no test shows it.'
        " A test names its rows by the mark `pytest.mark.owed`."
    )
    yield ""
    yield "| Family | Rows | Shown by a test | Not yet |"
    yield "|---|--:|--:|--:|"
    for family in families:
        yield _counts(f"{family.letter}. {family.title}", family.rows, tests)
    yield _counts("All", [row for family in families for row in family.rows], tests)


def _counts(label: str, rows: Sequence[Row], tests: Tests) -> str:
    shown = sum(row.number in tests for row in rows)
    return f"| {label} | {len(rows)} | {shown} | {len(rows) - shown} |"


def _section(family: Family, tests: Tests) -> Iterator[str]:
    yield ""
    yield f"## {family.letter}. {family.title}"
    yield ""
    yield family.about
    yield ""
    yield "| No. | Title | What is asked | Source | Tests |"
    yield "|---|---|---|---|---|"
    for row in family.rows:
        cells = [row.number, row.title, row.text, "; ".join(map(_cite, row.sources)), _shown_by(row, tests)]
        yield "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _cite(source: Source) -> str:
    name = f"[{source.name}]({source.address})" if source.address else source.name
    return f"{name}, {source.publisher}"


def _shown_by(row: Row, tests: Tests) -> str:
    return "; ".join(map(_sentence, sorted(tests.get(row.number, ())))) or "not yet"


def _sentence(test: str) -> str:
    """A test's name is a sentence, so it is shown as one: it reads, and it wraps."""
    path, *names = test.split("::")
    words = ": ".join(name.removeprefix("test_").replace("_", " ") for name in names)
    return f"{words or 'every test'} (`{path}`)"


def _bad(where: str, what: str, expected: str) -> BadInput:
    return BadInput(f"{where}: {what}; expected {expected}.")
