from collections.abc import Callable
from dataclasses import fields, replace

import pytest

from concord.core import documents as docs
from concord.workplans.content import SECTIONS, Content, rows_of
from concord.workplans.export import document
from concord.workplans.wording import said
from tests.core.documents.samples import AT, texts
from tests.workplans.contents import NAMES, PLAN

TITLES = [section.title for section in SECTIONS]


def exported(content: Content = PLAN) -> docs.Document:
    return document(
        content,
        NAMES,
        title="Work plan, version 2",
        subtitle="Alder Falls Police Department",
        standing=(("State", "Proposed"),),
        short_hash="a1b2c3d4e5f6",
        signature=docs.Signature("I concur with this version."),
        mark="Fictional",
    )


def headings(of: docs.Document, level: int) -> list[str]:
    return [block.text for block in of.blocks if isinstance(block, docs.Heading) and block.level == level]


@pytest.mark.owed("A54", "A55")
def test_the_document_says_all_that_the_concurrence_binds() -> None:
    everything = "\n".join(texts(exported()))
    for section in SECTIONS:
        for row in rows_of(PLAN, section) if section.row else ():
            for name in (each.name for each in fields(row) if each.name not in {"key", "person", "number"}):
                assert said(name, getattr(row, name), NAMES) in everything
        for name in section.names:
            value = getattr(PLAN, name)
            for text in value if isinstance(value, tuple) else said(name, value, NAMES).split("\n\n"):
                assert text in everything


def test_its_sections_stand_in_the_order_of_the_plan() -> None:
    assert headings(exported(), 1) == [*TITLES[1:], "Concurrence"]
    changed = replace(PLAN, changes="A later start, because the records unit moves.")
    assert headings(exported(changed), 1) == [*TITLES, "Concurrence"]
    assert headings(exported(), 2) == [
        "Not looked at",
        "1. Community engagement",
        "2. Supervision",
        "1. Community engagement",
        "2. Supervision",
        "More about reports",
    ]


def test_a_section_that_says_nothing_says_so() -> None:
    blank = exported(Content())
    assert headings(blank, 1) == [*TITLES[1:], "Concurrence"]
    assert [block for block in blank.blocks if block == docs.Paragraph("Not written yet.")] == [
        docs.Paragraph("Not written yet.")
    ] * (len(TITLES) - 2)  # the schedule shows two dashes instead
    assert docs.Pairs((("From", "–"), ("To", "–"))) in blank.blocks


def test_the_short_hash_stands_on_every_page_and_the_lines_to_sign_on_at_the_end() -> None:
    made = exported()
    assert made.footer == "Work plan, version 2 · fingerprint a1b2c3d4e5f6"
    assert made.blocks[0] == docs.Pairs((("State", "Proposed"), ("Fingerprint", "a1b2c3d4e5f6")))
    assert made.blocks[-1] == docs.Signature("I concur with this version.")


@pytest.mark.parametrize("draw", [docs.word, docs.pdf])
def test_it_can_be_had_as_word_and_pdf(draw: Callable[..., bytes]) -> None:
    assert draw(exported(), at=AT)[:2] in (b"PK", b"%P")
