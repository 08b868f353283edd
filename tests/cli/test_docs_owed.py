"""The page of what is owed: what it shows, and what it refuses to claim."""

import re
from pathlib import Path
from textwrap import dedent

import pytest

from concord.cli.docs_owed import generate, read_marks, read_register, render
from concord.core.errors import BadInput

REGISTER = """\
    [families.A]
    title = "From a page"
    about = "What a page asks."

    [families.B]
    title = "From a leaflet"
    about = "What a leaflet asks."

    [sources.page]
    name = "A page"
    publisher = "An office"
    address = "https://example.org/page"

    [sources.leaflet]
    name = "A leaflet"
    publisher = "An office"

    [rows.A1]
    title = "First"
    text = "It does this | or that."
    sources = ["page"]

    [rows.A2]
    title = "Second"
    text = "It does more."
    sources = ["page", "leaflet"]

    [rows.B1]
    title = "Third"
    text = "It does the rest."
    sources = ["leaflet"]
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """An empty checkout with a register of three rows."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "docs/owed.toml").write_text(dedent(REGISTER), "utf-8")
    return tmp_path


def write_test(house: Path, text: str, name: str = "test_it.py") -> None:
    path = house / "tests" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), "utf-8")


def shown(house: Path) -> set[tuple[str, str]]:
    return {(mark.number, mark.test) for mark in read_marks(house / "tests")}


def page(house: Path) -> str:
    return render(house / "docs/owed.toml", house / "tests")


def change_register(house: Path, old: str, new: str) -> None:
    path = house / "docs/owed.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def refusal(house: Path) -> str:
    with pytest.raises(BadInput) as caught:
        page(house)
    return caught.value.reason


# What the page shows


def test_the_whole_page_of_a_small_house(house: Path) -> None:
    write_test(house, '@pytest.mark.owed("A2", "B1")\ndef test_it_rests(): ...\n', "test_c.py")
    write_test(house, '@pytest.mark.owed("A2")\ndef test_it_does_more(): ...\n', "a/test_b.py")
    page_cited = "[A page](https://example.org/page), An office"
    both = "it does more (`tests/a/test_b.py`); it rests (`tests/test_c.py`)"
    text = page(house)
    assert text[text.index("| Family") :] == dedent(f"""\
        | Family | Rows | Shown by a test | Not yet |
        |---|--:|--:|--:|
        | A. From a page | 2 | 1 | 1 |
        | B. From a leaflet | 1 | 1 | 0 |
        | All | 3 | 2 | 1 |

        ## A. From a page

        What a page asks.

        | No. | Title | What is asked | Source | Tests |
        |---|---|---|---|---|
        | A1 | First | It does this \\| or that. | {page_cited} | not yet |
        | A2 | Second | It does more. | {page_cited}; A leaflet, An office | {both} |

        ## B. From a leaflet

        What a leaflet asks.

        | No. | Title | What is asked | Source | Tests |
        |---|---|---|---|---|
        | B1 | Third | It does the rest. | A leaflet, An office | it rests (`tests/test_c.py`) |
        """)


def test_generate_names_the_page_below_the_root_and_gives_its_text(house: Path) -> None:
    assert generate(house) == {house / "docs/reference/owed.md": page(house)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('@pytest.mark.owed("A1")\nclass TestAll:\n    def test_x(self): ...\n', "TestAll (`tests/test_it.py`)"),
        ('class TestOne:\n    @pytest.mark.owed("A1")\n    def test_x(self): ...\n', "TestOne: x (`tests/test_it.py`)"),
        ('pytestmark = pytest.mark.owed("A1")\ndef test_x(): ...\n', "every test (`tests/test_it.py`)"),
    ],
)
def test_a_class_a_method_and_a_module_are_told_apart(house: Path, text: str, words: str) -> None:
    write_test(house, text)
    row = next(line for line in page(house).splitlines() if line.startswith("| A1 "))
    assert row.split(" | ")[-1] == f"{words} |"


def test_a_row_marked_twice_on_one_test_is_listed_once(house: Path) -> None:
    write_test(
        house,
        """\
        @pytest.mark.owed("A1")
        @pytest.mark.owed("A1")
        def test_one(): ...
        """,
    )
    assert page(house).count("one (`tests/test_it.py`)") == 1


# Where marks are found


def test_marks_are_found_on_functions_classes_methods_and_modules(house: Path) -> None:
    write_test(
        house,
        """\
        import pytest
        from pytest import mark

        pytestmark = [pytest.mark.browser, pytest.mark.owed("A1")]

        @mark.owed("A2")
        async def test_function(): ...

        @pytest.mark.owed("B1")
        class TestClass:
            pytestmark = pytest.mark.owed("A3")

            @pytest.mark.owed("A4", "A5")
            def test_method(self): ...

        @pytest.mark.owed("A6")
        class TestHeir(TestClass): ...
        """,
    )
    assert shown(house) == {
        ("A1", "tests/test_it.py"),
        ("A2", "tests/test_it.py::test_function"),
        ("B1", "tests/test_it.py::TestClass"),
        ("A3", "tests/test_it.py::TestClass"),
        ("A4", "tests/test_it.py::TestClass::test_method"),
        ("A5", "tests/test_it.py::TestClass::test_method"),
        ("A6", "tests/test_it.py::TestHeir"),
    }


def test_a_mark_on_one_parameter_counts_for_the_whole_test(house: Path) -> None:
    write_test(
        house,
        """\
        @pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.owed("A1"))])
        def test_one(n): ...
        """,
    )
    assert shown(house) == {("A1", "tests/test_it.py::test_one")}


def test_a_mark_inside_a_text_is_no_mark(house: Path) -> None:
    write_test(house, "def test_one():\n    assert '@pytest.mark.owed(\"Z9\")'\n")
    assert shown(house) == set()


# What the marks may not claim


def test_a_mark_with_an_unknown_row_names_file_line_and_row(house: Path) -> None:
    write_test(house, '\n\n@pytest.mark.owed("A1", "A3")\ndef test_one(): ...\n', "cli/test_more.py")
    assert refusal(house) == "tests/cli/test_more.py:3: no row 'A3'; expected a number from owed.toml."


STRAY = (
    'an owed mark that names no row or stands on no test; expected pytest.mark.owed("A1") on a test, '
    "on a class of tests or in pytestmark, in a file that pytest collects."
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('\n@pytest.mark.owed("A1")\ndef helper(): ...\n', id="a helper"),
        pytest.param('\n@pytest.mark.owed("A1")\nclass Helper:\n    def test_one(self): ...\n', id="a class not Test"),
        pytest.param('\n@pytest.mark.owed("A1")\nclass TestNothing: ...\n', id="a class without a test"),
        pytest.param('\npytestmark = pytest.mark.owed("A1")\n', id="a module without a test"),
        pytest.param("\n@pytest.mark.owed\ndef test_one(): ...\n", id="a mark without brackets"),
        pytest.param("\n@pytest.mark.owed()\ndef test_one(): ...\n", id="a mark without a row"),
        pytest.param('\nshows = pytest.mark.owed("A1")\n@shows\ndef test_one(): ...\n', id="another name for a mark"),
        pytest.param('def test_one():\n    pytest.mark.owed("A1")\n', id="a mark inside a test"),
    ],
)
def test_a_mark_on_no_test_is_refused(house: Path, text: str) -> None:
    write_test(house, text)
    assert refusal(house) == f"tests/test_it.py:2: {STRAY}"


@pytest.mark.parametrize("name", ["conftest.py", "factories/test_data/agencies.py"])
def test_a_mark_in_a_file_that_pytest_does_not_collect_is_refused(house: Path, name: str) -> None:
    write_test(house, '@pytest.mark.owed("A1")\ndef test_one(): ...\n', name)
    assert refusal(house) == f"tests/{name}:1: {STRAY}"


@pytest.mark.parametrize("argument", ["A1", "*ROWS", "1", "rows='A1'"])
def test_a_mark_that_is_not_written_out_is_refused(house: Path, argument: str) -> None:
    write_test(house, f'@pytest.mark.owed("A1", {argument})\ndef test_one(): ...\n')
    assert refusal(house) == f'tests/test_it.py:1: the mark holds {argument}; expected row numbers such as "A45".'


def test_a_test_file_that_is_not_python_names_file_and_line(house: Path) -> None:
    write_test(house, "x = 1\ndef test_one(:\n")
    assert refusal(house) == "tests/test_it.py:2: invalid syntax; expected Python."


# What the register may not hold


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            "[rows.A2]",
            "[rows.A3]",
            "owed.toml: row 'A3' is out of place; expected each family in turn, counted from 1 without a gap.",
        ),
        (
            "[rows.B1]",
            "[rows.C1]",
            "owed.toml: row 'C1' is out of place; expected each family in turn, counted from 1 without a gap.",
        ),
        (
            "[rows.A1]",
            "[rows.A01]",
            "owed.toml: row 'A01' is out of place; expected each family in turn, counted from 1 without a gap.",
        ),
        (
            'title = "Third"',
            'titel = "Third"',
            "owed.toml, [rows.B1]: found titel, text, sources; expected exactly sources, text, title.",
        ),
        (
            'title = "Third"',
            'title = " "',
            "owed.toml, [rows.B1]: title is ' '; expected one line of text without blanks around it.",
        ),
        (
            'title = "Third"',
            'title = "One\\ntwo"',
            "owed.toml, [rows.B1]: title is 'One\\ntwo'; expected one line of text without blanks around it.",
        ),
        (
            'sources = ["leaflet"]',
            'sources = ["letter"]',
            "owed.toml, [rows.B1]: no source 'letter'; expected a key of [sources].",
        ),
        (
            'sources = ["leaflet"]',
            "sources = []",
            "owed.toml, [rows.B1]: sources is not a list, or is empty; expected at least one key of [sources].",
        ),
        (
            "[sources.page]",
            '[sources.other]\nname = "Other"\npublisher = "Nobody"\n\n[sources.page]',
            "owed.toml: no row uses the source 'other'; expected each source used by a row.",
        ),
    ],
)
def test_a_flaw_of_the_register_is_named_with_its_place(house: Path, old: str, new: str, reason: str) -> None:
    change_register(house, old, new)
    assert refusal(house) == reason


def test_the_same_row_twice_is_refused(house: Path) -> None:
    change_register(house, "[rows.A2]", "[rows.A1]")
    assert refusal(house).startswith("owed.toml: Cannot declare ('rows', 'A1') twice")


# The register of this house


def test_the_register_holds_every_row_that_the_programmes_words_and_the_public_record_give() -> None:
    families = read_register(Path(__file__).parents[2] / "docs/owed.toml")
    assert {family.letter: len(family.rows) for family in families} == {"A": 60, "B": 20, "T": 14, "P": 27}


def test_each_row_is_said_in_one_or_two_sentences() -> None:
    families = read_register(Path(__file__).parents[2] / "docs/owed.toml")
    rows = [row for family in families for row in family.rows]
    assert {len(re.findall(r"[.!?](?= |$)", row.text)) for row in rows} == {1, 2}
