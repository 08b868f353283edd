"""A document as Word: real headings, lists and table heads, a language, and no macro, link or picture."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from concord.core.documents.model import (
    Block,
    Bullets,
    Document,
    Heading,
    Pairs,
    Paragraph,
    Signature,
    Table,
    right_to_left,
)

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.text.paragraph import Paragraph as WordParagraph

_INK, _QUIET, _ACT = "17211D", "53605A", "12352C"
_BODY, _HEADS = "Calibri", "Georgia"
_SIZES = {"Title": 22, "Heading 1": 14.5, "Heading 2": 11.5, "Heading 3": 11}
_FACTS_AT, _LINE_END = 1.9, 6.5  # inches from the left margin
_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP archive can write down


def word(document: Document, *, at: datetime) -> bytes:
    """Return a Word file (.docx); the same document and `at` (UTC) give the same bytes."""
    file = begin(document, at)
    made = io.BytesIO()
    file.save(made)
    return settled(made)


def begin(document: Document, at: datetime) -> "WordFile":
    """Return a file in which the document stands, to which more can be added."""
    file = _empty(document, at)
    if document.mark:
        file.add_paragraph().add_run(document.mark).bold = True
    _say(_new(file, "Title"), document.title)
    if document.subtitle:
        _say(_new(file, "Subtitle"), document.subtitle)
    for block in document.blocks:
        _DRAWN[type(block)](file, block)
    return file


def _empty(document: Document, at: datetime) -> "WordFile":
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
        _say(section.header.paragraphs[0], document.mark)
    _number_pages(section.footer.paragraphs[0], document.footer)
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
            fonts.attrib.pop(qualified(f"w:{theme}"), None)
        fonts.set(qualified("w:hAnsi"), style.font.name)
    file.styles["Normal"].paragraph_format.space_after = Pt(6)
    tongue = file.styles.element.find(f".//{qualified('w:docDefaults')}//{qualified('w:lang')}")
    tongue.set(qualified("w:val"), language)


def _number_pages(paragraph: "WordParagraph", footer: str) -> None:
    """Write the footer and “page of pages”, which Word counts itself."""
    _say(paragraph, f"{footer}\t\t" if footer else "\t\t")
    for code, after in (("PAGE", " of "), ("NUMPAGES", "")):
        field = element("w:fldSimple", instr=code)
        shown = element("w:r")
        shown.append(element("w:t"))
        field.append(shown)
        paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own
        if after:
            paragraph.add_run(after)


def _new(file: "WordFile", style: str) -> "WordParagraph":
    """Return a new paragraph in the style of this id; looking a style up by name takes longer than all the rest."""
    paragraph = file.add_paragraph()
    paragraph._p.style = style  # noqa: SLF001 - as above
    return paragraph


def _heading(file: "WordFile", block: Heading) -> None:
    _say(_new(file, f"Heading{block.level}"), block.text)


def _paragraph(file: "WordFile", block: Paragraph) -> None:
    _say(file.add_paragraph(), block.text)


def _bullets(file: "WordFile", block: Bullets) -> None:
    number = _new_numbering(file) if block.numbered else None
    for item in block.items:
        paragraph = _new(file, "ListNumber" if block.numbered else "ListBullet")
        _say(paragraph, item)
        if number is not None:
            place = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - as above
            place.get_or_add_ilvl().val, place.get_or_add_numId().val = 0, number


def _new_numbering(file: "WordFile") -> int:
    """Return a numbering that begins at 1; without one a second list would go on where the first ended."""
    numberings: Any = file.part.numbering_part.element
    style: Any = file.styles["List Number"].element
    begun = numberings.num_having_numId(style.pPr.numPr.numId.val)
    added = numberings.add_num(begun.abstractNumId.val)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(added.numId)


def _table(file: "WordFile", block: Table) -> None:
    caption = _new(file, "Caption")
    caption.paragraph_format.keep_with_next = True
    _say(caption, block.caption)
    table: Any = file.add_table(rows=0, cols=len(block.head))
    look = table._tblPr  # noqa: SLF001 - as above
    look.remove(look.find(qualified("w:tblLook")))
    look.append(_lines())
    look.append(element("w:tblLook", firstRow="1", firstColumn="1", noHBand="1", noVBand="1"))
    look.append(element("w:tblCaption", val=block.caption))
    for number, cells in enumerate((block.head, *block.rows)):
        row = table.add_row()
        rules = row._tr.get_or_add_trPr()  # noqa: SLF001 - as above
        rules.append(element("w:cantSplit"))
        if number == 0:
            rules.append(element("w:tblHeader"))
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            _say(cell.paragraphs[0], text, bold=number == 0 or column == 0)
    file.add_paragraph()


def _pairs(file: "WordFile", block: Pairs) -> None:
    for name, value in block.pairs:
        _fact(file, name, value)


def _signature(file: "WordFile", block: Signature) -> None:
    statement = file.add_paragraph()
    statement.paragraph_format.keep_with_next = True
    _say(statement, block.statement)
    for name, value in block.lines:
        _fact(file, name, value, keep=True)


def _fact(file: "WordFile", name: str, value: str, *, keep: bool = False) -> None:
    """Write one fact beside its name, or a line to write it on."""
    from docx.enum.text import WD_TAB_LEADER
    from docx.shared import Inches, Pt

    paragraph = file.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent = Inches(_FACTS_AT), -Inches(_FACTS_AT)
    form.space_after, form.keep_with_next = Pt(3 if value else 12), keep
    form.tab_stops.add_tab_stop(Inches(_FACTS_AT))
    paragraph.add_run(name).bold = True
    if value:
        _say(paragraph, f"\t{value}")
    else:
        form.tab_stops.add_tab_stop(Inches(_LINE_END), leader=WD_TAB_LEADER.LINES)
        paragraph.add_run("\t\t")


_DRAWN: dict[type[Block], Callable[[Any, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: _table,
    Pairs: _pairs,
    Signature: _signature,
}


def _say(paragraph: "WordParagraph", text: str, *, bold: bool = False) -> None:
    """Add a text to a paragraph; one whose letters run from the right is set from the right."""
    run = paragraph.add_run(text)
    run.bold = bold or None
    if right_to_left(text):
        paragraph._p.get_or_add_pPr().insert_element_before(element("w:bidi"), *_AFTER_BIDI)  # noqa: SLF001 - as above
        run.font.rtl = True


def _lines() -> Any:
    borders = element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="B9C6BF"))
    return borders


def qualified(prefixed: str) -> str:
    """Return a name ("w:id") with its namespace written out."""
    from docx.oxml.ns import qn

    return str(qn(prefixed))


def element(tag: str, **attributes: str) -> Any:
    """Return a new element ("w:p") with attributes of the same namespace."""
    from docx.oxml import OxmlElement

    return OxmlElement(tag, attrs={qualified(f"w:{name}"): value for name, value in attributes.items()})


def settled(made: io.BytesIO) -> bytes:
    """Write the archive again without the times at which its parts were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(zipfile.ZipInfo(part, _EARLIEST), old.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
