"""What is written is read again, and stands in the schema's order."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from concord.analysis.text.exchange import (
    Counts,
    NotWritable,
    Project,
    collect,
    open_project,
    write_parts,
    write_project,
)
from concord.analysis.text.exchange import model as m
from tests.analysis.text.exchange.packages import full, guid, only_text, quotes, with_text

LOOKED_AT = ("Case", "TextSource", "PDFSource", "PDFSelection", "Transcript", "Set")
FILES = ("map.png", "report.pdf", "call.mp3", "talk.mp4")


def attachments() -> list[tuple[str, Callable[[Any], None]]]:
    return [(f"sources/{name}", lambda file, name=name: file.write(name.encode())) for name in FILES]


def written(project: Project) -> io.BytesIO:
    target = io.BytesIO()
    write_project(project, target, attachments=attachments())
    return target


def bare(record: Any) -> Any:
    """A record without where its texts are kept and how they were counted."""
    if isinstance(record, tuple):
        return tuple(bare(each) for each in record)
    if not hasattr(record, "__dataclass_fields__"):
        return record
    kept = {name: bare(getattr(record, name)) for name in record.__dataclass_fields__}
    return replace(record, **kept | {name: None for name in ("plain_path", "counted") if name in kept})


def test_a_project_with_everything_is_the_same_after_writing_and_reading() -> None:
    with open_project(written(full())) as package:
        again = package.load()
        counts = package.survey().counts
        assert package.findings.all() == ()
    assert bare(again) == bare(full())
    assert counts == Counts(
        users=2, codes=3, variables=1, cases=1, sources=5, selections=8, codings=5, notes=1, values=4, links=1, sets=1,
        graphs=1,
    )  # fmt: skip


def test_the_same_project_always_gives_the_same_bytes_and_a_second_round_changes_nothing() -> None:
    first = written(full())
    assert first.getvalue() == written(full()).getvalue()
    with open_project(first) as package:
        again = package.load()
    assert written(again).getvalue() == first.getvalue()


def test_elements_stand_in_the_order_of_the_schema() -> None:
    with zipfile.ZipFile(written(full())) as file:
        root = etree.fromstring(file.read("project.qde"))
    assert [local(each) for each in root] == [
        *("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs"),
        *("Description", "NoteRef"),
    ]
    assert {tag: inside(root, tag) for tag in LOOKED_AT} == {
        "Case": ["Description", "CodeRef", "VariableValue", "VariableValue", "SourceRef", "SelectionRef"],
        "TextSource": ["Description", "PlainTextSelection", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"],
        "PDFSource": ["PDFSelection", "Representation", "NoteRef"],
        "PDFSelection": ["Representation", "Coding"],
        "Transcript": ["SyncPoint", "SyncPoint", "SyncPoint", "TranscriptSelection", "NoteRef"],
        "Set": ["Description", "MemberCode", "MemberSource", "MemberNote"],
    }  # fmt: skip


def local(element: Any) -> str:
    return etree.QName(element).localname


def inside(root: Any, tag: str) -> list[str]:
    return [local(each) for each in next(root.iter(f"{{*}}{tag}"))]


def test_texts_stand_in_files_without_a_mark_and_positions_count_code_points() -> None:
    with zipfile.ZipFile(written(full())) as file:
        content = file.read(f"sources/{guid(40)}.txt")
        root = etree.fromstring(file.read("project.qde"))
    assert content == "Ünder the 😀 bridge.\r\nThey said no.\n".encode()
    source = next(root.iter("{*}TextSource"))
    assert source.get("plainTextPath") == f"internal://{guid(40)}.txt"
    selection = next(root.iter("{*}PlainTextSelection"))
    assert content.decode()[int(selection.get("startPosition")) : int(selection.get("endPosition"))] == "bridge"


def test_a_project_streams_from_one_package_into_another_with_its_files() -> None:
    first, second = written(full()), io.BytesIO()
    with open_project(first) as package:
        write_parts(package.header, package.parts(), second, attachments=package.attachments())
        files = package.files
    with open_project(second) as package:
        assert bare(package.load()) == bare(full())
        assert sorted(package.files) == sorted(files)
        picture = io.BytesIO()
        package.copy("sources/map.png", picture)
        assert picture.getvalue() == b"map.png"
        assert sorted(name for name, _ in package.attachments()) == sorted(f"sources/{name}" for name in FILES)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\r\n😀é"), max_size=40)


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT, st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=4))
def test_every_text_and_every_position_survives(texts: list[tuple[str, int, int]]) -> None:
    sources = tuple(
        m.TextSource(guid=guid(n), text=text, selections=(
            m.TextSelection(guid=guid(100 + n), start=min(a, b, len(text)), end=min(max(a, b), len(text))),))
        for n, (text, a, b) in enumerate(texts)
    )  # fmt: skip
    made = Project(header=m.Header(name="x"), sources=sources)
    target = io.BytesIO()
    write_project(made, target)
    with open_project(target) as package:
        again = collect(package.header, package.parts())
    for was, now in zip(sources, again.sources, strict=True):
        assert isinstance(now, m.TextSource)
        assert now.text == was.text
        assert now.selections == was.selections


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"users": (m.User(guid="7"),)}, r"^User 7: guid='7'; expected a GUID$"),
        ({"codes": (m.Code(guid=guid(1), name="A", color="red"),)}, r"^Code A: color='red'; expected #RRGGBB$"),
        ({"codes": (m.Code(guid=guid(1), name="A\0"),)}, r"^Code A\0, name: the character U\+0000; expected"),
        (
            {"variables": (m.Variable(guid=guid(1), name="A", kind="Number"),)},
            r"typeOfVariable='Number'; expected Bool",
        ),
        (
            {"cases": (m.Case(guid=guid(1), values=(m.Value(variable=guid(2), kind="Integer", value="x"),)),)},
            r"^VariableValue of .*: the value 'x'; expected Integer$",
        ),
        (
            {"sources": (m.TextSource(guid=guid(1), text="a", made_at="yesterday"),)},
            r"^TextSource .*: creationDateTime='yesterday'; expected a date with time$",
        ),
        ({"sources": (m.TextSource(guid=guid(1), text="\ud800"),)}, r"half a character at 0; expected whole"),
        (
            {"sources": (m.TextSource(guid=guid(1), text="a"), m.TextSource(guid=guid(1), text="b"))},
            r"the file 'sources/.*\.txt' twice; expected each name once$",
        ),
    ],
)
def test_what_the_schema_does_not_allow_is_not_written(change: Any, message: str) -> None:
    with pytest.raises(NotWritable, match=message):
        write_project(replace(Project(header=m.Header(name="x")), **change), io.BytesIO())


def test_a_project_of_nvivo_for_windows_is_written_as_our_own_so_that_its_positions_are_read_as_written() -> None:
    text = "So 😀 we met.\r\nThe officer 😀 listened.\r\n"
    start = len(text[: text.index("listened")].encode("utf-16-le")) // 2
    target = io.BytesIO()
    with open_project(with_text(text.encode(), (start, start + 8), origin="NVivo 14.23.0")) as package:
        write_parts(package.header, package.parts(), target)
    source = only_text(target)
    assert (quotes(source), source.text) == (["listened"], text)
    assert source.counted is not None
    assert source.counted.why == "Concord counts as the standard does"


def test_parts_out_of_order_are_not_written() -> None:
    parts = (m.Variable(guid=guid(1), name="Age", kind="Text"), m.User(guid=guid(2)))
    with pytest.raises(NotWritable, match=r"^parts: User after Variable; expected the standard's order$"):
        write_parts(m.Header(name="x"), parts, io.BytesIO())
