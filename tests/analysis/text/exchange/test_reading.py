"""What other programs write is read; what cannot be kept is listed; what is broken or hostile is refused."""

import io
import stat
import zipfile
from typing import Any

import pytest

from concord.analysis.text.exchange import BadExchange, Counts, Finding, Limits, TooLarge, open_project
from tests.analysis.text.exchange.packages import guid, only_text, package, project, quotes, selections, with_text


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("internal://one.txt", "Sources"),
        ("internal://one.txt", "sources"),
        ("internal://ONE.TXT", "SOURCES"),
        ("one.txt", "sources"),
        ("sources/one.txt", "sources"),
        ("internal://%6Fne.txt", "sources"),
    ],
)
def test_a_text_is_found_however_the_program_spells_folder_and_path(path: str, folder: str) -> None:
    assert quotes(only_text(with_text(b"She said so.", (4, 8), path=path, folder=folder))) == ["said"]


def test_a_package_with_the_slashes_of_windows_is_read() -> None:
    target = with_text(b"She said so.", (4, 8), folder="Sources")
    content = target.getvalue().replace(b"Sources/one.txt", b"Sources\\one.txt")
    assert quotes(only_text(io.BytesIO(content))) == ["said"]


def test_what_cannot_be_kept_is_listed_with_its_places() -> None:
    source = (
        f'<TextSource guid="{guid(1)}" name="One" plainTextPath="relative:///far/one.txt" mood="glad">'
        f'{selections((0, 3))}</TextSource><TextSource guid="{guid(2)}" name="Two" plainTextPath="internal://two.txt"/>'
        f'<PictureSource guid="{guid(3)}" name="Map" path="internal://map.png"/>'
    )
    inner = f"<Sources>{source}</Sources><Paragraphs/><Users><User guid='{guid(9)}' shoe='41'/></Users>"
    with open_project(package(project(inner), {"sources/two.txt": b"caf\xe9"}), name="x.qdpx") as opened:
        survey = opened.survey()
    where = "x.qdpx, project.qde, line 1"
    assert survey.findings == (
        Finding("lost", "the attribute mood of TextSource", 1, (where,)),
        Finding("lost", "a source's file is not in the package", 2,
                ("One: relative:///far/one.txt", "PictureSource Map: internal://map.png")),
        Finding("lost", "a text with selections is missing; their positions stay as the file has them", 1, ("One",)),
        Finding("lost", "the attribute shoe of User", 1, (where,)),
        Finding("lost", "Paragraphs in Project", 1, (where,)),
        Finding("changed", "a text in windows-1252 is read as such", 1, ("sources/two.txt",)),
    )  # fmt: skip
    assert survey.counts == Counts(users=1, sources=3, selections=1)


def test_memos_are_read_alone_and_nothing_is_said_twice() -> None:
    text = f'<TextSource guid="{guid(1)}" plainTextPath="internal://gone.txt"/>'
    note = f'<Note guid="{guid(2)}"><PlainTextContent>A memo.</PlainTextContent></Note>'
    with open_project(package(project(f"<Sources>{text}</Sources><Notes>{note}</Notes>"))) as opened:
        assert [one.source.text for one in opened.memos()] == ["A memo."]
        assert opened.findings.all() == ()
        assert opened.survey().findings == (
            Finding("lost", "a source's file is not in the package", 1, (f"{guid(1)}: internal://gone.txt",)),
        )


def test_references_that_lead_nowhere_are_listed_and_two_spellings_of_an_id_are_one() -> None:
    coding = (
        f'<Coding guid="{guid(5)}" creatingUser="{guid(77)}"><CodeRef targetGUID="{{{guid(10).lower()}}}"/></Coding>'
    )
    lost = f'<Coding guid="{guid(6)}"><CodeRef targetGUID="{guid(88)}"/></Coding>'
    codes = f'<CodeBook><Codes><Code guid="{guid(10)}" name="Trust" isCodable="true"/></Codes></CodeBook>'
    text = f'<TextSource guid="{guid(1)}"><PlainTextContent>a</PlainTextContent>{coding}{lost}</TextSource>'
    with open_project(package(project(f"{codes}<Sources>{text}</Sources>"))) as opened:
        survey = opened.survey()
    assert survey.findings == (
        Finding("note", "a reference to codes that are not there", 1, (guid(88).lower(),)),
        Finding("note", "a reference to users that are not there", 1, (guid(77).lower(),)),
    )


def test_a_project_is_read_piece_by_piece_and_tells_how_far_it_is() -> None:
    text = "words " * 2000
    many = "".join(
        f'<TextSource guid="{guid(n)}"><PlainTextContent>{text}</PlainTextContent></TextSource>' for n in range(50)
    )
    shares: list[float] = []
    with open_project(package(project(f"<Sources>{many}</Sources>"))) as opened:
        count = sum(1 for _ in opened.parts(progress=shares.append))
    assert count == 51  # with what the project says of itself at the end
    assert (shares == sorted(shares), shares[0] < 0.2, shares[-1] > 0.9) == (True, True, True)


def test_a_project_without_a_name_and_with_ids_of_its_own_kind_is_read_and_said() -> None:
    xml = '<Project xmlns="urn:QDA-XML:project:1.0"><Users><User guid="7"/></Users></Project>'
    with open_project(package(xml, name="PROJECT.QDE"), name="x") as opened:
        findings = opened.survey().findings
        assert opened.header.name == ""
    assert [(f.severity, f.what) for f in findings] == [
        ("note", "Project without name"),
        ("note", "guid of User is not valid by the schema"),
    ]


BOMB = (
    '<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<Project xmlns="urn:QDA-XML:project:1.0" name="&b;"/>'
)
OUTSIDE = (
    '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    '<Project xmlns="urn:QDA-XML:project:1.0" name="a"><Description>&x;</Description></Project>'
)
START = f'<Project xmlns="urn:QDA-XML:project:1.0" name="a"><Users><User guid="{guid(1)}"/>'
TEXT = f'<TextSource guid="{guid(1)}">'


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (BOMB, "a document type; expected XML without <!DOCTYPE>"),
        (OUTSIDE, "a document type; expected XML without <!DOCTYPE>"),
        ("<Project name='a'/>", "the root Project of the namespace ''; expected Project of urn:QDA-XML:project:1.0"),
        ("<html/>", "the XML has another root; expected <Project>"),
        ("no xml", "broken XML: Start tag expected"),
        (START, "broken XML: "),
        ("", "broken XML: |the XML has another root"),
        (project("<Users><User/></Users>"), "line 1: User without guid"),
        (
            project(f"<Sources>{TEXT}{selections((1, 2)).replace('endPosition', 'x')}</TextSource></Sources>"),
            "line 1: PlainTextSelection without endPosition",
        ),
        (
            project(f"<Sources>{TEXT}{selections((1, 2)).replace('2', 'two')}</TextSource></Sources>"),
            "endPosition='two' of PlainTextSelection; expected a whole number",
        ),
        (project(f"<Sources>{TEXT}<Coding guid='x'/></TextSource></Sources>"), "line 1: Coding without CodeRef"),
        (
            project(f"<Sources>{TEXT}<NoteRef/></TextSource></Sources>"),
            "line 1: NoteRef that points to nothing",
        ),
        (
            project(f"<CodeBook><Codes><Code guid='{guid(1)}' name='A' isCodable='perhaps'/></Codes></CodeBook>"),
            "isCodable='perhaps' of Code; expected true or false",
        ),
        (
            project("<CodeBook><Codes>" + "<Code guid='x' name='A' isCodable='1'>" * 400 + "</Code>" * 400),
            "broken XML: ",
        ),
    ],
)
def test_a_broken_or_hostile_project_is_refused_with_its_place(xml: str, message: str) -> None:
    with pytest.raises(BadExchange, match=message), open_project(package(xml), name="x.qdpx") as opened:
        opened.load()


def test_no_entity_reaches_a_text() -> None:
    with pytest.raises(BadExchange) as refused, open_project(package(OUTSIDE), name="x.qdpx"):
        pass
    assert str(refused.value) == "x.qdpx, project.qde: a document type; expected XML without <!DOCTYPE>"


def entry(name: str, *, mode: int = 0o100644, flags: int = 0) -> io.BytesIO:
    """A package with one strange file."""
    target = package(project(""))
    with zipfile.ZipFile(target, "a") as file:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        file.writestr(info, b"content")
    if flags:
        content = bytearray(target.getvalue())
        content[content.rindex(b"PK\x01\x02") + 8] |= flags
        return io.BytesIO(bytes(content))
    return target


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (io.BytesIO(b"no zip"), "^x: it is no zip file, or a broken one; expected a .qdpx file$"),
        (io.BytesIO(package(project("")).getvalue()[:-30]), "^x: it is no zip file, or a broken one"),
        (package("a", name="other.xml"), "^x: 0 project files; expected a file project.qde at the top$"),
        (entry("../evil.txt"), "^x, ../evil.txt: a name that leads out of the package"),
        (entry("/etc/evil.txt"), "^x, /etc/evil.txt: a name that leads out of the package"),
        (entry("C:evil.txt"), "^x, C:evil.txt: a name that leads out of the package"),
        (entry("sources/link", mode=stat.S_IFLNK | 0o777), "^x, sources/link: a link; expected a file$"),
        (
            entry("sources/secret", flags=1),
            "^x, sources/secret: it is encrypted; expected a package without a password$",
        ),
        (entry("PROJECT.qde"), "^x: the file 'PROJECT.qde' twice; expected each name once$"),
    ],
)
def test_a_package_that_is_none_or_leads_elsewhere_is_refused(content: io.BytesIO, message: str) -> None:
    with pytest.raises(BadExchange, match=message), open_project(content, name="x"):
        pass


def test_a_file_that_is_broken_inside_the_package_is_refused() -> None:
    content = bytearray(with_text(b"She said so, and then more." * 40, (4, 8)).getvalue())
    at = content.index(b"sources/one.txt") + len("sources/one.txt") + 4
    content[at : at + 4] = b"\xff\xff\xff\xff"
    with (
        pytest.raises(BadExchange, match=r"^x, sources/one.txt: it cannot be unpacked"),
        open_project(io.BytesIO(bytes(content)), name="x") as opened,
    ):
        opened.load()


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"entries": 1}, "^x: 2 files; expected at most 1$"),
        ({"text": 10}, "^x, sources/one.txt: it is too large; expected at most 10 bytes$"),
        ({"project": 50}, "^x, project.qde: it is too large; expected at most 50 bytes$"),
        ({"part": 50}, r"^x, project.qde: a part of it is too large; expected at most 50 bytes$"),
        ({"package": 50}, "^x: [0-9,]+ bytes when unpacked; expected at most 50$"),
    ],
)
def test_more_than_the_limits_allow_is_refused(limits: Any, message: str) -> None:
    content = with_text(b"She said so, and then more.", (4, 8))
    with pytest.raises(TooLarge, match=message), open_project(content, limits=Limits(**limits), name="x") as opened:
        opened.load()


def test_a_file_far_larger_than_it_is_packed_is_refused_before_it_is_unpacked() -> None:
    content = package(project(""), {"sources/zeros.txt": bytes(11 * 2**20)})
    with (
        pytest.raises(
            TooLarge, match=r"^x, sources/zeros.txt: 11,534,336 bytes from [0-9,]+; expected at most 200 times"
        ),
        open_project(content, name="x"),
    ):
        pass
