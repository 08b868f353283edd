"""A whole assessment through the verbs: from what was gathered to the justification, with every number as it was told.

Synthetic and seeded: 3 listening sessions, 40 interviews, 9 focus groups, 12 observations, 300 documents; cards; 15
findings, each with a recommendation."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.core.documents import Document, Table
from concord.engagements.models import FocusArea
from concord.evidence import actions as gather
from concord.evidence.models import Document as FiledDocument
from concord.evidence.queries import activities, counts_by_method
from concord.evidence.reading.pieces import Page
from concord.findings import actions, appendix, justification, matrix, queries
from concord.findings.models import Claim, Finding
from tests.core.documents import reading
from tests.factories import engagements as people_of
from tests.factories import fieldwork as afield
from tests.factories import findings as make
from tests.factories import workplans as planning
from tests.factories.engagements import AT, CONCORD

pytestmark = pytest.mark.django_db

FIELD = {"listening_session": 3, "interview": 40, "focus_group": 9, "direct_observation": 12}
GATHERED = {**FIELD, "document_review": 300}
NAMES = {
    "Listening session": "listening_session",
    "Interview": "interview",
    "Focus group": "focus_group",
    "Direct observation": "direct_observation",
    "Document review": "document_review",
}
AREAS, FINDINGS = 3, 15
CANARY = "zqcanaryzq"
KINDS = (("unattributed", "confidential"), ("quoted", "deliberative"), ("with_role", "releasable"))
Told = Counter[tuple[int, str, str]]  # (place of the card, method, direction) → how many


@dataclass
class Scenario:
    """The engagement with its people, the sources as they were gathered (method, number to cite), and what was told of
    each card."""

    on: make.Ground
    areas: list[FocusArea]
    rng: random.Random
    sources: list[tuple[str, str]] = field(default_factory=list)
    told: Told = field(default_factory=Counter)


def opened() -> Scenario:
    by = planning.cast(areas=[(f"Area {number}", "Assess it.") for number in range(1, AREAS + 1)])
    areas = [people_of.area(by.engagement, number) for number in range(1, AREAS + 1)]
    planning.concurred(by, activities=[planning.planned(area, method) for area in areas for method in GATHERED])
    for number in range(1, AREAS + 1):
        planning.open_area(by, number)
    areas = [people_of.area(by.engagement, number) for number in range(1, AREAS + 1)]
    reviewer, officer = people_of.member(by.engagement, "reviewer"), people_of.person("programme_officer")
    liaison = people_of.member(by.engagement, "liaison")
    on = make.Ground(by, by.engagement, areas[0], by.lead, by.expert, reviewer, officer, by.chief, liaison)
    return Scenario(on, areas, random.Random(2026))


def go_afield(of: Scenario) -> None:
    keys = {(area.pk, one.method): one.key for area in of.areas for one in activities(area)}
    for method, number in FIELD.items():
        for each in range(number):
            area = of.areas[each % AREAS]
            consent, releasability = of.rng.choice(KINDS)
            booked = gather.book(
                area, activity=keys[area.pk, method], title=f"{method} {each + 1}", planned_on=afield.DAY,
                group_type="rank" if method == "focus_group" else "", by=of.on.assessor, at=AT,
            )  # fmt: skip
            facts = f"Told by {CANARY}." if releasability != "releasable" else "Moves are short."
            said = afield.told(facts=facts, consent=consent, releasability=releasability)
            held = gather.hold(booked, **said, by=of.on.assessor, at=afield.HELD_AT)
            of.sources.append((method, held.ref))


def file_documents(of: Scenario) -> None:
    """File and have read, by the verbs that the job calls, so that no process is started for each of 300."""
    for number in range(GATHERED["document_review"]):
        releasability = of.rng.choice(("releasable", "deliberative", "confidential"))
        words = f"Rule {number} on moves." if releasability == "releasable" else f"Rule of {CANARY} {number}."
        document = gather.file_document(
            of.areas[number % AREAS], method="document_review", title=f"Rule {number}", summary="A rule.",
            collected_on=AT.date(), releasability=releasability, by=of.on.assessor, at=AT,
            upload=SimpleUploadedFile("rule.txt", words.encode()),
        )  # fmt: skip
        gather.keep_pages(document.revisions.get(), pages=[Page(1, (words,))], at=AT)
        read = gather.note_read(document, kind="text", pages=1, warnings=[], copy=None, by=CONCORD, at=AT)
        of.sources.append(("document_review", cited(of, read)))


def cited(of: Scenario, document: FiledDocument) -> str:
    """A place in it, or the whole."""
    return of.rng.choice((document.ref, f"{document.ref} r1 p1 ¶1", f"{document.ref} r1 p1 ¶1 [0-4]"))


def put_on_cards(of: Scenario) -> list[Claim]:
    cards = [
        actions.make_claim(of.areas[n % AREAS], statement=f"Claim {n}.", by=of.on.assessor, at=AT)
        for n in range(FINDINGS)
    ]
    for place, (method, source) in enumerate(of.sources):
        card = place % FINDINGS
        direction = of.rng.choices(("supports", "contradicts", "context"), (7, 1, 2))[0]
        said = {"source": source, "direction": direction, "note": "It says so."}
        cards[card] = actions.gather(cards[card], **said, by=of.on.assessor, at=AT)
        of.told[card, method, direction] += 1
    return cards


def find(of: Scenario, cards: list[Claim]) -> list[Finding]:
    """Draft a finding from each card, with a recommendation, and issue both."""
    found = []
    for number, card in enumerate(cards):
        label = f"{card.focus_area.number}.{number // AREAS + 1}"
        finding = make.drafted(of.on, card, label=label, weighed="It is of another year.")
        for step, who in ((actions.submit, of.on.assessor), (actions.validate, of.on.reviewer)):
            finding = step(finding, by=who, at=AT)
        make.checked(of.on, finding)
        finding = actions.issue(finding, by=of.on.lead, at=AT)
        make.recommendation(of.on, standing_on=finding)
        found.append(finding)
    return found


def numbers(of: Document, label: str) -> Counter[tuple[str, str]]:
    """The numbers that a document prints of a finding: (method, direction) → how many."""
    tables = {block.caption: block for block in of.blocks if isinstance(block, Table)}
    found: Counter[tuple[str, str]] = Counter()
    for name, *cells in tables[f"Finding {label}: evidence that counts, by method"].rows:
        for direction, cell in zip(("supports", "contradicts", "context"), cells, strict=True):
            number = re.match(r"\d+", cell)
            found[NAMES[name], direction] += int(number[0]) if number else 0
    return +found


@pytest.mark.owed("A25", "P25")
def test_from_evidence_to_findings_and_their_justification_every_number_is_as_it_was_told() -> None:
    of = opened()
    go_afield(of)
    file_documents(of)
    assert counts_by_method(of.on.engagement, afield.HELD_AT.date()) == GATHERED
    findings = find(of, put_on_cards(of))
    assert (len(findings), Finding.objects.filter(state="issued").count()) == (FINDINGS, FINDINGS)

    bases = justification.bases(of.on.engagement, queries.justified(of.on.chief, of.on.engagement))
    made = appendix.of_engagement("Alder Falls", bases, as_of=AT.date())
    told = {label.label: place for place, label in enumerate(findings)}
    for finding in findings:
        expected = Counter({(m, d): n for (card, m, d), n in of.told.items() if card == told[finding.label]})
        assert numbers(made, finding.label) == expected
    assert sum(basis.items for basis in bases) == len(of.sources) == sum(GATHERED.values()) == 364
    assert [basis.finding.label for basis in bases] == [f"{a}.{n}" for a in (1, 2, 3) for n in range(1, 6)]

    lines = matrix.matrix(of.on.engagement, *queries.triangulated(of.on.engagement), to_the_team=True).lines
    by_method: Counter[str] = Counter()
    for line in lines:
        for column, heard in line.cells:
            by_method[column.key] += sum(one.supports + one.contradicts + one.context for one in heard)
    assert by_method == GATHERED
    shown = {row.number for basis in bases for rows in basis.shown.values() for row in rows}
    page = people_of.browser(of.on.chief).get(f"/app/engagements/{of.on.engagement.ref}/justification/")
    word = people_of.browser(of.on.chief).get(f"/app/engagements/{of.on.engagement.ref}/justification/?format=docx")
    for text in (page.content.decode(), reading.word_text(word.content)):
        assert (CANARY in text, all(number in text for number in shown)) == (False, True)
