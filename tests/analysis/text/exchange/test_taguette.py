import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from concord.analysis.text.exchange import BadExchange, Finding, Limits, TooLarge, read_taguette
from concord.analysis.text.exchange.markup import plain_text
from concord.analysis.text.exchange.model import TextSource

TABLES = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT, created DATETIME);
CREATE TABLE project_members (project_id INTEGER, user_login TEXT, privileges TEXT);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, filename TEXT, created DATETIME,
    project_id INTEGER, contents TEXT, text_direction TEXT);
CREATE TABLE commands (id INTEGER PRIMARY KEY, project_id INTEGER, payload TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER,
    snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
INSERT INTO projects VALUES (1, 'Sessions', 'What was said', '2026-05-04 09:30:00.5');
INSERT INTO project_members VALUES (1, 'reader', 'ADMIN');
INSERT INTO tags VALUES (4, 1, 'trust.lost', 'No trust'), (5, 1, 'fear', '');
INSERT INTO commands VALUES (1, 1, '{}'), (2, 1, '{}'), (3, 9, '{}');
"""
HTML = "<h1>Söme 😀</h1><p>They <b>said &amp; left</b>.</p>\n<p>Früh.</p>"
BARE = "Söme 😀They said & left.\nFrüh."


def offsets(words: str) -> tuple[int, int]:
    start = len(BARE[: BARE.index(words)].encode())
    return start, start + len(words.encode())


@pytest.fixture
def base(tmp_path: Path) -> Callable[[str], Path]:
    def made(more: str = "") -> Path:
        path = tmp_path / "export.sqlite3"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(TABLES)
            connection.execute(
                "INSERT INTO documents VALUES (7,'One','','one.html','2026-05-04',1,?,'RIGHT_TO_LEFT')", (HTML,)
            )
            for number, words in enumerate(("said & left", "Früh", "😀They")):
                row = (number, *offsets(words), words.replace("&", "&amp;"))
                connection.execute("INSERT INTO highlights VALUES (?,7,?,?,?)", row)
            connection.execute("INSERT INTO highlight_tags VALUES (0,4),(0,5),(1,4)")
            connection.executescript(more)
            connection.commit()
        return path

    return made


def test_bytes_of_html_become_code_points_of_plain_text(base: Callable[..., Path]) -> None:
    made = read_taguette(base())
    (source,) = made.project.sources
    assert isinstance(source, TextSource)
    assert source.text == "Söme 😀\nThey said & left.\nFrüh."
    assert [source.text[s.start : s.end] for s in source.selections] == ["said & left", "Früh", "😀\nThey"]
    names = {code.guid: code.name for code in made.project.codes}
    assert [[names[c.code] for c in s.codings] for s in source.selections] == [
        ["trust.lost", "fear"],
        ["trust.lost"],
        [],
    ]
    assert [user.name for user in made.project.users] == ["reader"]
    assert (made.project.header.made_at, made.project.about.description) == ("2026-05-04T09:30:00.5Z", "What was said")
    assert source.counted is not None
    assert str(source.counted.counting) == "UTF-8 bytes"


def test_what_has_no_place_is_listed_and_ids_stay_the_same(base: Callable[..., Path]) -> None:
    path = base("UPDATE highlights SET snippet = 'other' WHERE id = 1")
    first, second = read_taguette(path), read_taguette(path)
    assert first == second
    assert first.findings == (
        Finding("lost", "the direction of a text", 1, ("One",)),
        Finding("lost", "an entry of the log", 2, ()),
        Finding("lost", "the rights of a member", 1, ()),
        Finding("changed", "documents become plain text: headings, lists, links and pictures are gone", 1, ()),
        Finding("note", "a highlight whose kept words differ from its document", 1,
                ("export.sqlite3, One, highlight 1",)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("DROP TABLE tags", "no table tags; expected a database of Taguette$"),
        ("DROP TABLE tags; CREATE VIEW tags AS SELECT 1 AS id", "no table tags"),
        ("ALTER TABLE tags DROP COLUMN path", "the table tags without path$"),
        ("INSERT INTO projects VALUES (2,'b','','')", "2 projects; expected one, or the number of one$"),
        (
            "UPDATE highlights SET start_offset = 2 WHERE id = 0",
            "highlight 0: bytes 2 to 26; expected whole characters of",
        ),
        (
            "UPDATE highlights SET end_offset = 999 WHERE id = 0",
            "bytes 15 to 999; expected whole characters of 34 bytes$",
        ),
        ("UPDATE highlights SET end_offset = NULL", "highlights: end_offset is None; expected a whole number$"),
        ("UPDATE tags SET path = x'00'", "tags: path is no text$"),
        ("UPDATE documents SET contents = x'00ff'", "documents: contents is no text$"),
    ],
)
def test_a_database_that_does_not_fit_is_refused(base: Callable[..., Path], change: str, message: str) -> None:
    with pytest.raises(BadExchange, match=message):
        read_taguette(base(change))


def test_one_of_several_projects_is_read_by_its_number(base: Callable[..., Path]) -> None:
    path = base("INSERT INTO projects VALUES (2,'Other','','')")
    assert read_taguette(path, project=2).project.header.name == "Other"
    assert read_taguette(path, project=2).project.sources == ()


def test_what_is_no_database_or_too_large_is_refused(base: Callable[..., Path], tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    other.write_bytes(b"no database")
    with pytest.raises(
        BadExchange, match=r"^other.sqlite3: it is no SQLite database; expected Taguette's .sqlite3 file$"
    ):
        read_taguette(other)
    other.write_bytes(b"SQLite format 3\0" + b"\7" * 4096)
    with pytest.raises(BadExchange, match=r"^other.sqlite3: the database is broken"):
        read_taguette(other)
    other.write_bytes(base().read_bytes().replace(b"CREATE TABLE tags", b"CREATE T\xffBLE tags"))
    with pytest.raises(BadExchange, match=r"^other.sqlite3: the database is broken"):
        read_taguette(other)
    (tmp_path / "export.sqlite3").unlink()
    with pytest.raises(TooLarge, match=r"^export.sqlite3: it is too large; expected at most 100 bytes$"):
        read_taguette(base(), limits=Limits(project=100))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>one</p>\n<p>two</p>\n", "one\ntwo\n"),
        ("one<br>two &lt;b&gt;", "one\ntwo <b>"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\nc"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_blocks_become_lines_and_only_real_characters_count(html: str, text: str) -> None:
    plain = plain_text(html)
    assert plain.text == text
    assert sum(plain.widths) == len(text) - sum(1 for c, w in zip(text, plain.widths, strict=True) if w == 0)
