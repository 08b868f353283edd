"""The three formats say what the model says, to eyes and to screen readers."""

import html
import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import docx
import pytest

from concord.core import documents as docs
from concord.core.documents import as_pdf
from concord.core.documents.as_word import word
from concord.core.errors import Unavailable
from tests.core.documents import reading
from tests.core.documents.samples import AT, HOSTILE, LETTER, LONG, texts


def squeezed(*found: str) -> str:
    """A text without its white space, which each format sets in its own way."""
    return "".join("".join(found).split())


def text_of_html(drawn: str) -> str:
    return squeezed(html.unescape(re.sub(r"<[^>]+>", " ", drawn)))


def everything_in_word(data: bytes) -> str:
    return squeezed(reading.word_text(data))


def test_each_format_says_the_same_in_the_same_order() -> None:
    shown = squeezed(*texts(LETTER))
    assert text_of_html(docs.html(LETTER)) == shown + squeezed(LETTER.footer)
    assert everything_in_word(docs.word(LETTER, at=AT)) == shown
    found = squeezed(reading.pdf(docs.pdf(LETTER, at=AT)).text)
    on_each_page = rf"{LETTER.mark}{LETTER.footer}[12]of2"
    assert re.subn(on_each_page, "", re.sub(r"[•\u200b]|[12]\.", "", found)) == (shown, 2)


def test_the_headings_of_the_html_follow_the_page_that_it_stands_in() -> None:
    found = [re.findall(r"<(h\d)", docs.html(LETTER, top=top)) for top in (1, 2)]
    assert found == [["h1", "h2", "h3"], ["h2", "h3", "h4"]]


def test_no_format_takes_markup_from_a_text() -> None:
    document = docs.Document("<b>x</b>", (docs.Paragraph('<a href="file:///etc/hostname">y</a><img src="//z">'),))
    assert re.findall(r"<(?:b|a|img)\b", docs.html(document)) == []
    assert "<b>x</b>" in everything_in_word(docs.word(document, at=AT))
    assert b"/URI" not in reading.pdf(docs.pdf(document, at=AT)).everything


@pytest.mark.parametrize("text", [HOSTILE, LONG, "مرحبا بالعالم"], ids=["hostile", "long", "from the right"])
def test_a_hostile_text_survives_in_every_place(text: str) -> None:
    blocks = (
        docs.Heading(text),
        docs.Paragraph(text),
        docs.Bullets((text,)),
        docs.Table("Table", ("A", "B"), ((text[:300], text[:300]),)),
        docs.Pairs((("Name", text[:300]),)),
        docs.Signature("Signed", text[:300]),
    )
    document = docs.Document(text, blocks, author=text, footer=text[:300], mark=text[:40])
    shown = squeezed(*texts(document))
    assert everything_in_word(docs.word(document, at=AT)) == shown
    assert squeezed(document.title) in text_of_html(docs.html(document))
    seen = Counter(letter for letter in shown if letter.isprintable())  # marks of direction have no shape
    assert seen - Counter(reading.pdf(docs.pdf(document, at=AT)).text) == Counter()


def test_the_pdf_is_tagged_and_says_title_language_and_conformance() -> None:
    found = reading.pdf(docs.pdf(LETTER, at=AT))
    catalog = next(body for body in found.objects.values() if body.startswith(b"<</Type /Catalog"))
    for said in (b"/Lang (en)", b"/StructTreeRoot", b"/MarkInfo <</Marked true>>", b"/DisplayDocTitle true"):
        assert said in catalog
    about = next(body.decode() for body in found.objects.values() if b"/Subtype /XML" in body)
    assert 'pdfuaid:part="1"' in about
    assert '<rdf:li xml:lang="x-default">Decision on a request</rdf:li>' in about
    assert b"/Title (Decision on a request)/Author (Programme office)" in found.everything
    kinds = {kind: found.elements(kind) for kind in ("H1", "H2", "H3", "Table", "TH", "TD", "L", "LI", "Caption")}
    assert kinds == {
        "H1": 1, "H2": 1, "H3": 1, "Table": 4, "TH": 14, "TD": 12, "L": 3, "LI": 6, "Caption": 1,
    }  # fmt: skip
    assert found.everything.count(b"/Scope /Column") == 2
    assert found.everything.count(b"/Scope /Row") == 12


def test_the_word_file_has_real_headings_lists_and_heads_of_tables() -> None:
    file = docx.Document(io.BytesIO(docs.word(LETTER, at=AT)))
    about = file.core_properties
    assert (about.title, about.language, about.author, about.created) == (
        "Decision on a request",
        "en",
        "Programme office",
        AT,
    )
    styles = [(p.style.name, p.text) for p in file.paragraphs if p.style and p.style.name != "Normal"]
    assert styles == [
        ("Title", "Decision on a request"),
        ("Subtitle", "22 November 2026"),
        ("Heading 1", "What we decided"),
        ("List Bullet", "First point"),
        ("List Bullet", "Second point"),
        ("Heading 2", "In order"),
        ("List Number", "One"),
        ("List Number", "Two"),
        ("List Number", "Uno"),
        ("List Number", "Due"),
        ("Caption", "Activities"),
    ]
    assert [[cell.text for cell in row.cells] for row in file.tables[0].rows] == [
        ["What", "Who"],
        ["Read the policies", "Ada"],
        ["Ride along", "Bo"],
    ]
    body = reading.parts(docs.word(LETTER, at=AT))["word/document.xml"]
    assert len(list(body.iter(f"{reading.W}tblHeader"))) == 1
    numbers = [node.get(f"{reading.W}val") for node in body.iter(f"{reading.W}numId")]
    assert numbers == [numbers[0]] * 2 + [numbers[2]] * 2
    assert numbers[0] != numbers[2]  # the second list begins at 1 again
    assert (file.sections[0].header.paragraphs[0].text, file.sections[0].footer.paragraphs[0].text) == (
        "Fictional",
        "REQ-2026-0001\t\t of ",
    )


def test_what_runs_from_the_right_is_set_from_the_right() -> None:
    document = docs.Document("Title", (docs.Paragraph("مرحبا"), docs.Paragraph("Hello")))
    body = reading.parts(docs.word(document, at=AT))["word/document.xml"]
    assert len(list(body.iter(f"{reading.W}bidi"))) == 1
    assert re.findall(r'<p( dir="rtl")?>', docs.html(document)) == [' dir="rtl"', ""]


@pytest.mark.parametrize("draw", [docs.word, docs.pdf])
def test_the_same_document_and_moment_give_the_same_bytes(draw: Callable[..., bytes]) -> None:
    first = draw(LETTER, at=AT)
    assert draw(LETTER, at=AT) == first
    assert draw(LETTER, at=AT + timedelta(seconds=1)) != first


def test_another_process_at_another_time_gives_the_same_bytes() -> None:
    program = (
        "import sys, django; django.setup()\n"
        "from concord.core import documents as docs; from tests.core.documents.samples import AT, LETTER\n"
        "sys.stdout.buffer.write(docs.pdf(LETTER, at=AT) + docs.word(LETTER, at=AT))"
    )
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
    assert made == docs.pdf(LETTER, at=AT) + docs.word(LETTER, at=AT)


def test_nothing_is_fetched_for_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a style sheet of ours that named another place would get nothing from there."""
    monkeypatch.setattr(
        as_pdf, "_style", lambda: "h1{background:url(file:///etc/hostname)} @import 'https://x.invalid';"
    )
    assert reading.pdf(docs.pdf(LETTER, at=AT)).elements("H1") == 1


def test_without_pango_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def find_spec(self, name: str, *_more: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(Unavailable) as refused:
        docs.pdf(LETTER, at=AT)
    assert str(refused.value) == as_pdf.NO_PANGO
    assert word(LETTER, at=AT)[:2] == b"PK"


@pytest.mark.parametrize(
    ("kind", "begins", "content_type"),
    [
        (docs.Format.PDF, b"%PDF-1.7", "application/pdf"),
        (docs.Format.WORD, b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_a_download_is_a_file_with_a_plain_name(kind: docs.Format, begins: bytes, content_type: str) -> None:
    answer = docs.download(LETTER, kind, name='Decision "REQ-2026-0001"\r\nX: y', at=AT)
    assert answer.content.startswith(begins)
    assert answer.headers["Content-Type"] == content_type
    name = f"decision-req-2026-0001-x-y.{kind.value}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == "private, no-store"
