"""Documents that the tests draw."""

from datetime import UTC, datetime

from concord.core import documents as docs

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LETTER = docs.Document(
    "Decision on a request",
    (
        *docs.paragraphs("Dear Chief Rivers,\n\nThank you.\nWe have read it with care."),
        docs.Pairs((("Reference", "REQ-2026-0001"), ("Agency", "Alder Falls (fictional)"))),
        docs.Heading("What we decided"),
        docs.Bullets(("First point", "Second point")),
        docs.Heading("In order", 2),
        docs.Bullets(("One", "Two"), numbered=True),
        docs.Bullets(("Uno", "Due"), numbered=True),
        docs.Table("Activities", ("What", "Who"), (("Read the policies", "Ada"), ("Ride along", "Bo"))),
        docs.Signature("I concur.", "Jordan Rivers", "Chief of Police", "14 November 2026", "a1b2c3d4e5f6"),
        docs.Signature("I concur on paper."),
    ),
    subtitle="22 November 2026",
    mark="Fictional",
    author="Programme office",
    footer="REQ-2026-0001",
)
HOSTILE = "a\x00b\x08c\ufffed\ud800e\x0bf\u2028g <script>&amp; \u202eevil\u202c =1+1 'quote' \"double\""
SHOWN = "a\ufffdb\ufffdc\ufffdd\ufffde\nf\ng <script>&amp; \u202eevil\u202c =1+1 'quote' \"double\""
LONG = "W" * 10_000


def texts(document: docs.Document) -> list[str]:
    """Every text of a document in its reading order, as each format has to show it."""
    found = [document.mark, document.title, document.subtitle]
    for block in document.blocks:
        if isinstance(block, docs.Table):
            found += [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
        elif isinstance(block, docs.Pairs):
            found += [text for pair in block.pairs for text in pair]
        elif isinstance(block, docs.Signature):
            found += [block.statement, *(text for line in block.lines for text in line)]
        elif isinstance(block, docs.Bullets):
            found += block.items
        else:
            found.append(block.text)
    return [text for text in found if text]
