"""Packages as other programs write them, made in the test."""

import io
import zipfile

from concord.analysis.text.exchange import Project, open_project
from concord.analysis.text.exchange import model as m

NAMESPACE = 'xmlns="urn:QDA-XML:project:1.0"'


def guid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012X}"


def package(xml: str | bytes, files: dict[str, bytes] | None = None, *, name: str = "project.qde") -> io.BytesIO:
    """A zip file with a project and files beside it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, xml)
        for path, content in (files or {}).items():
            file.writestr(path, content)
    return target


def project(inner: str, *, origin: str = "Example 1.0", attributes: str = "") -> str:
    """The XML of a project around some elements."""
    head = f'<Project {NAMESPACE} name="Listening sessions" origin="{origin}" {attributes}>'
    return f'<?xml version="1.0" encoding="utf-8"?>{head}{inner}</Project>'


def selections(*spans: tuple[int, int] | tuple[int, int, str]) -> str:
    """Selections of a text; a third part is what they say of their words."""
    return "".join(
        f'<PlainTextSelection guid="{guid(1000 + n)}" startPosition="{s[0]}" endPosition="{s[1]}"'
        f'{f""" name="{s[2]}" """ if len(s) > 2 else ""}/>'
        for n, s in enumerate(spans)
    )


def with_text(content: bytes, *spans: tuple[int, int] | tuple[int, int, str], origin: str = "Example 1.0",
              path: str = "internal://one.txt", folder: str = "sources") -> io.BytesIO:  # fmt: skip
    """A package with one text in a file and selections in it."""
    source = f'<TextSource guid="{guid(1)}" name="One" plainTextPath="{path}">{selections(*spans)}</TextSource>'
    return package(project(f"<Sources>{source}</Sources>", origin=origin), {f"{folder}/one.txt": content})


def only_text(content: io.BytesIO) -> m.TextSource:
    """The one text of a package."""
    with open_project(content) as opened:
        (source,) = opened.load().sources
    assert isinstance(source, m.TextSource)
    return source


def quotes(source: m.TextSource) -> list[str]:
    """What the selections of a text hold."""
    assert source.text is not None
    return [source.text[s.start : s.end] for s in source.selections]


def full() -> Project:
    """A project with something of every kind that the standard knows."""
    made = {"made_by": guid(1), "made_at": "2026-05-04T09:30:00Z", "changed_by": guid(1),
            "changed_at": "2026-05-05T10:00:00+02:00"}  # fmt: skip
    coding = m.Coding(guid=guid(20), code=guid(11), user=guid(1), at="2026-05-04T09:31:00Z", notes=(guid(60),))
    value = m.Value(variable=guid(30), kind="Integer", value="41")
    text = m.TextSource(
        guid=guid(40), name="Session 1", description="Evening", text="Ünder the 😀 bridge.\r\nThey said no.\n",
        selections=(m.TextSelection(guid=guid(41), name="bridge", description="a place", start=12, end=18,
                                    codings=(coding,), notes=(guid(60),), **made),
                    m.TextSelection(guid=guid(42), start=21, end=21)),
        codings=(m.Coding(guid=guid(43), code=guid(10)),), notes=(guid(60),), values=(value,), **made,
    )  # fmt: skip
    page_text = m.TextSource(guid=guid(44), text="On the page", selections=(
        m.TextSelection(guid=guid(45), start=3, end=6),))  # fmt: skip
    transcript = m.Transcript(
        guid=guid(50), name="Transcript", text="Hello. Goodbye.", notes=(guid(60),), **made,
        points=(m.SyncPoint(guid=guid(51), time=0, position=0), m.SyncPoint(guid=guid(52), time=900, position=7),
                m.SyncPoint(guid=guid(53))),
        selections=(m.TranscriptSelection(guid=guid(54), first=guid(51), last=guid(52), codings=(coding,)),),
    )  # fmt: skip
    box = {"first_x": 1, "first_y": 2, "second_x": 30, "second_y": 40}
    return Project(
        header=m.Header(name="Listening sessions", origin="Concord", base_path="", **made),
        users=(m.User(guid=guid(1), name="Reader One", initials="R1"), m.User(guid=guid(2))),
        codes=(
            m.Code(guid=guid(10), name="Trust", codable=False, color="#0a6", description="Two\nlines",
                   notes=(guid(60),), codes=(m.Code(guid=guid(11), name="Lost & <found>", color="#00AA66"),)),
            m.Code(guid=f"{{{guid(12)}}}", name="Fear"),
        ),
        variables=(m.Variable(guid=guid(30), name="Age", kind="Integer", description="in years"),),
        cases=(m.Case(guid=guid(70), name="Ward 3", description="d", codes=(guid(10),),
                      values=(value, m.Value(variable=guid(30))), sources=(guid(40),), selections=(guid(41),)),),
        sources=(
            text,
            m.PictureSource(guid=guid(46), name="Map", path="internal://map.png", text=page_text,
                            selections=(m.PictureSelection(guid=guid(47), **box),), codings=(coding,)),
            m.PdfSource(guid=guid(48), path="internal://report.pdf", current_path="relative:///report.pdf",
                        selections=(m.PdfSelection(guid=guid(49), page=0, **box, codings=(coding,),
                            text=m.TextSource(guid=guid(55), text="said")),),
                        text=m.TextSource(guid=guid(56), text="All of it"), notes=(guid(60),)),
            m.AudioSource(guid=guid(57), path="internal://call.mp3", transcripts=(transcript,),
                          selections=(m.AudioSelection(guid=guid(58), begin=0, end=900),)),
            m.VideoSource(guid=guid(59), path="internal://talk.mp4",
                          selections=(m.VideoSelection(guid=guid(61), begin=5, end=6),), values=(value,)),
        ),
        notes=(m.Note(source=m.TextSource(guid=guid(60), name="Memo", text="Ask again.")),),
        links=(m.Link(guid=guid(80), name="contradicts", direction="OneWay", color="#123456", origin=guid(41),
                      target=guid(42), notes=(guid(60),)),),
        sets=(m.Set(guid=guid(81), name="First round", description="d", codes=(guid(10),), sources=(guid(40),),
                    notes=(guid(60),)),),
        graphs=(m.Graph(guid=guid(90), name="Map of codes",
            vertices=(m.Vertex(guid=guid(91), represents=guid(10), name="Trust", **box, shape="Oval", color="#fff"),
                      m.Vertex(guid=guid(92), first_x=5, first_y=6)),
            edges=(m.Edge(guid=guid(93), source=guid(91), target=guid(92), direction="Associative", line="dashed"),)),),
        about=m.About(description="What residents said", notes=(guid(60),)),
    )  # fmt: skip
