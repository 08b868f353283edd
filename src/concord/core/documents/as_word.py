"""A document as Word: real headings, lists and table heads, a language, and no macro, link or picture."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from concord.core.documents.model import (
    Block,
    Bullets,
    Document,
    Heading,
    Pairs,
    Paragraph,
    Picture,
    Signature,
    Table,
    right_to_left,
)

if TYPE_CHECKING:
    from docx.document import Document as WordFile

_INK, _QUIET, _ACT = "17211D", "53605A", "12352C"
_BODY, _HEADS = "Calibri", "Georgia"
_SIZES = {"Title": 22, "Heading 1": 14.5, "Heading 2": 11.5, "Heading 3": 11}
_WIDTH = 9360  # of the text, as all lengths in the twentieths of a point that the format counts in
_FACTS_AT, _LINE_END = "2736", str(_WIDTH)  # from the left margin
_LINE = {"val": "single", "sz": "4", "space": "0", "color": "B9C6BF"}
_PREFIX = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
_W = f"{{{_PREFIX['w']}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNS = {"\t": "tab", "\n": "br"}
_TABS_AND_BREAKS = re.compile(r"([\t\n])")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP archive can write down


def word(document: Document, *, at: datetime, more: Iterable[Any] = ()) -> bytes:
    """Return a Word file (.docx); the same document and `at` (UTC) give the same bytes.

    `more` are elements of WordprocessingML that stand below the document, made with `element`."""
    file = _begin(document, at)
    body: Any = file.element.body
    for part in chain(_parts(file, document), more):
        body.sectPr.addprevious(part)
    made = io.BytesIO()
    file.save(made)
    return _settled(made)


def _parts(file: "WordFile", document: Document) -> Iterator[Any]:
    if document.mark:
        yield _text(document.mark, bold=True)
    yield _text(document.title, style="Title")
    if document.subtitle:
        yield _text(document.subtitle, style="Subtitle")
    for block in document.blocks:
        yield from _DRAWN[type(block)](file, block)


def _begin(document: Document, at: datetime) -> "WordFile":
    """Return an empty file with its properties, language, styles, and what stands on every page."""
    import docx
    from docx.shared import Inches

    file = docx.Document()
    about = file.core_properties
    about.title, about.author, about.language = document.title[:255], document.author[:255], document.language
    about.comments, about.last_modified_by, about.revision = "", document.author[:255], 1
    about.created = about.modified = at.replace(tzinfo=None)
    section = file.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(1)
    _set_styles(file, document.language)
    if document.mark:
        _replace(section.header, _text(document.mark, style="Header"))
    _replace(section.footer, _numbered(document.footer))
    return file


def _set_styles(file: "WordFile", language: str) -> None:
    from docx.shared import Pt, RGBColor

    for name, size in {"Normal": 11, "Subtitle": 12, "Caption": 10, **_SIZES}.items():
        style: Any = file.styles[name]
        heading = name in _SIZES
        style.font.name, style.font.size = (_HEADS if name in {"Title", "Heading 1"} else _BODY), Pt(size)
        style.font.color.rgb = RGBColor.from_string(
            _ACT if heading else _QUIET if name in {"Subtitle", "Caption"} else _INK
        )
        style.font.bold = name in {"Heading 2", "Heading 3"}
        style.font.italic = False
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(f"{_W}{theme}", None)
        fonts.set(f"{_W}hAnsi", style.font.name)
    file.styles["Normal"].paragraph_format.space_after = Pt(6)
    tongue = file.styles.element.find(f".//{_W}docDefaults//{_W}lang")
    tongue.set(f"{_W}val", language)


def _replace(on_each_page: Any, paragraph: Any) -> None:
    """Let a header or footer be this paragraph."""
    empty = on_each_page.paragraphs[0]._p  # noqa: SLF001 - python-docx has no fields of its own
    empty.getparent().replace(empty, paragraph)


def _numbered(footer: str) -> Any:
    """Return the footer with “page of pages”, which Word counts itself."""
    page, pages = (element("fldSimple", element("r", element("t")), instr=code) for code in ("PAGE", "NUMPAGES"))
    runs = (_run(f"{footer}\t\t"), page, _run(" of "), pages)
    return _in_paragraph(*runs, style="Footer", from_right=right_to_left(footer))


def _heading(_file: "WordFile", block: Heading) -> Iterator[Any]:
    yield _text(block.text, style=f"Heading{block.level}")


def _paragraph(_file: "WordFile", block: Paragraph) -> Iterator[Any]:
    yield _text(block.text)


def _bullets(file: "WordFile", block: Bullets) -> Iterator[Any]:
    if not block.numbered:
        yield from (_text(item, style="ListBullet") for item in block.items)
        return
    number = _new_numbering(file)
    for item in block.items:
        place = element("numPr", element("ilvl", val="0"), element("numId", val=number))
        yield _text(item, style="ListNumber", place=(place,))


def _new_numbering(file: "WordFile") -> str:
    """Return a numbering that begins at 1; without one a second list would go on where the first ended."""
    numberings: Any = file.part.numbering_part.element
    style: Any = file.styles["List Number"].element
    begun = numberings.num_having_numId(style.pPr.numPr.numId.val)
    added = numberings.add_num(begun.abstractNumId.val)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    return str(added.numId)


def _table(_file: "WordFile", block: Table) -> Iterator[Any]:
    yield _text(block.caption, style="Caption", keep=True)
    width = str(_WIDTH // len(block.head))
    yield element(
        "tbl",
        element(
            "tblPr",
            element("tblW", type="auto", w="0"),
            element("tblBorders", *(element(side, **_LINE) for side in ("top", "bottom", "insideH"))),
            element("tblLook", firstRow="1", firstColumn="1", noHBand="1", noVBand="1"),
            element("tblCaption", val=block.caption),
        ),
        element("tblGrid", *(element("gridCol", w=width) for _ in block.head)),
        _row(block.head, width, element("tblHeader")),
        *(_row(cells, width) for cells in block.rows),
    )
    yield element("p")


def _row(cells: tuple[str, ...], width: str, *head: Any) -> Any:
    """Return a row that no page breaks; `head` says that it is repeated on each page, and sets all of it bold."""
    made = (
        element(
            "tc",
            element("tcPr", element("tcW", type="dxa", w=width)),
            _text(cell, bold=bool(head) or column == 0),
        )
        for column, cell in enumerate(cells)
    )
    return element("tr", element("trPr", element("cantSplit"), *head), *made)


def _pairs(_file: "WordFile", block: Pairs) -> Iterator[Any]:
    for name, value in block.pairs:
        yield _fact(name, value)


def _picture(file: "WordFile", block: Picture) -> Iterator[Any]:
    from docx.shared import Inches

    inline: Any = file.part.new_pic_inline(io.BytesIO(block.png), width=Inches(_WIDTH / 1440))
    inline.docPr.set("descr", block.says)
    run = element("r")
    run.add_drawing(inline)
    yield _in_paragraph(run, from_right=False)


def _signature(_file: "WordFile", block: Signature) -> Iterator[Any]:
    yield _text(block.statement, keep=True)
    for name, value in block.lines:
        yield _fact(name, value, keep=True)


def _fact(name: str, value: str, *, keep: bool = False) -> Any:
    """Return one fact beside its name, or a line to write it on."""
    stops = [element("tab", pos=_FACTS_AT, val="left")]
    if not value:
        stops.append(element("tab", pos=_LINE_END, val="left", leader="underscore"))
    return _in_paragraph(
        _run(name, bold=True),
        _run(f"\t{value}" if value else "\t\t"),
        keep=keep,
        place=(element("tabs", *stops),),
        space=(element("spacing", after="60" if value else "240"), element("ind", left=_FACTS_AT, hanging=_FACTS_AT)),
        from_right=right_to_left(value),
    )


_DRAWN: dict[type[Block], Callable[[Any, Any], Iterator[Any]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: _table,
    Pairs: _pairs,
    Picture: _picture,
    Signature: _signature,
}


def _text(text: str, *, bold: bool = False, style: str = "", keep: bool = False, place: Iterable[Any] = ()) -> Any:
    """Return a paragraph that says one text; one whose letters run from the right is set from the right."""
    run = _run(text, bold=bold)
    return _in_paragraph(run, style=style, keep=keep, place=place, from_right=right_to_left(text))


def _in_paragraph(
    *runs: Any,
    from_right: bool,
    style: str = "",
    keep: bool = False,
    place: Iterable[Any] = (),
    space: Iterable[Any] = (),
) -> Any:
    """Return a paragraph; what is said about it stands in the order that the format asks for."""
    said = [element("pStyle", val=style)] if style else []
    said += [element("keepNext")] if keep else []
    said += place
    said += [element("bidi")] if from_right else []
    said += space
    return element("p", *([element("pPr", *said)] if said else []), *runs)


def _run(text: str, *, bold: bool = False) -> Any:
    """Return a run of text, in which a line break stays one and so does a tab."""
    said = [element("b")] if bold else []
    said += [element("rtl")] if right_to_left(text) else []
    run = element("r", *([element("rPr", *said)] if said else []))
    for piece in _TABS_AND_BREAKS.split(text):
        if piece in _SIGNS:
            run.append(element(_SIGNS[piece]))
        elif piece:
            shown = element("t")
            shown.text = piece
            if piece != piece.strip():
                shown.set(_SPACE, "preserve")
            run.append(shown)
    return run


def element(tag: str, *inside: Any, **attributes: str) -> Any:
    """Return an element, made whole: by python-docx's own methods, which look for its place, a report takes four times
    as long."""
    from docx.oxml.parser import oxml_parser

    named = {f"{_W}{name}": value for name, value in attributes.items()}
    made: Any = oxml_parser.makeelement(f"{_W}{tag}", named, nsmap=_PREFIX)
    made.extend(inside)
    return made


def _settled(made: io.BytesIO) -> bytes:
    """Write the archive again without the times at which its parts were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(zipfile.ZipInfo(part, _EARLIEST), old.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
