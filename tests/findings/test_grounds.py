"""The triangulation matrix and the justification: numbers from the records, and nothing that may not be shown."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concord.analysis.text.redacting import Span
from concord.core.errors import BadInput
from concord.engagements.queries import methods
from concord.evidence import actions as gather
from concord.evidence import jobs
from concord.evidence.models import EvidenceItem
from concord.findings import actions, gaps
from concord.findings.grounds import of_claims
from concord.findings.models import Claim
from tests.core.documents import reading
from tests.factories import engagements as people_of
from tests.factories import evidence as gathered
from tests.factories import fieldwork as afield
from tests.factories import findings as make
from tests.factories import gathering
from tests.factories import workplans as planning
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

CANARY = "zqcanaryzq"
TEAM = {"assessment_lead", "assessor", "analyst", "reviewer"}
OFFICE = {"programme_officer", "approving_official", "auditor"}


def ground(place: str = "Alder Falls") -> make.Ground:
    """An engagement whose plan names four methods."""
    on = make.ground(place)
    area = people_of.area(on.engagement)
    planning.concurred(
        on.cast, activities=[planning.planned(area, m, key=f"a{n}") for n, m in enumerate(afield.METHODS, 5)]
    )
    return on


def held(on: make.Ground, method: str = "interview", **said: Any) -> EvidenceItem:
    """Hold field work, whose facts become an item; nothing of it may travel unless something else is said."""
    item = afield.held(on.cast, method, **said).item
    assert item is not None
    return item


def issued(on: make.Ground, *sources: tuple[str, str], weighed: str = "") -> Any:
    """A recommendation on a finding that was drafted from a card with these pieces: (source, direction)."""
    card = make.claim(on)
    for source, direction in sources:
        card = make.put(on, card, source, direction)
    finding = make.drafted(on, card, weighed=weighed)
    return make.recommendation(on, standing_on=make.advance(on, finding, "issued"))


def justification(who: Any, of: Any) -> str:
    return people_of.browser(who).get(reverse("justification", args=[of.ref])).content.decode()


def test_a_gap_is_what_the_plan_names_and_nothing_stands_of() -> None:
    on = ground()
    card = make.put(on, make.claim(on), held(on, came=afield.came(("Patrol", "", 4))).ref)
    make.put(on, card, make.evidence(on, method="document_review").ref, "contradicts")
    found = gaps.gaps(on.engagement, on.area, of_claims(on.engagement, [card])[card.pk])
    assert [(gap.method, gap.audience) for gap in found] == [
        ("focus_group", "Patrol officers"),
        ("direct_observation", ""),
    ]


@pytest.mark.parametrize(
    ("wanted", "heard", "left"),
    [
        ("Patrol officers and sergeants; Residents", "Patrol officers", ["Residents"]),
        ("Residents, one session in Spanish", "Residents, in English and Spanish", []),
        ("Residents", "Residents", []),
        ("Residents", "", ["Residents"]),
        ("Supervisors", "Patrol officers", ["Supervisors"]),
    ],
)
def test_an_audience_is_met_where_one_wording_holds_the_other(wanted: str, heard: str, left: list[str]) -> None:
    on = ground()
    card = make.put(on, make.claim(on), held(on).ref)
    (found,) = of_claims(on.engagement, [card])[card.pk]
    assert found.fieldwork is not None
    found.fieldwork.audience = heard  # as if it had been booked so
    activity = planning.planned(on.area, audience=wanted)
    missing = gaps.gaps_in(gaps.planned([activity], methods(on.engagement)), [found])
    assert [gap.audience for gap in missing] == left


def test_the_matrix_counts_units_by_method_audience_and_direction_and_names_the_gaps() -> None:
    on = ground()
    one, two = held(on, count=3), held(on, count=2, audience="Residents")
    card = make.put(on, make.put(on, make.claim(on), one.ref), two.ref, "contradicts")
    document = gathered.document(on.cast)
    for place in ("¶1", "¶2"):  # two places of one document are one document
        make.put(on, card, f"{document.ref} r1 p1 {place}")
    make.put(on, card, gathering.data_set(on.cast).ref, "context")
    browser = people_of.browser(on.lead)
    answer = browser.get(reverse("triangulation", args=[on.engagement.ref]) + "?format=csv")
    rows = [row[4:] for row in csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline=""))]
    assert rows == [
        ["Method", "With whom", "Supports", "Contradicts", "Gives context", "Unit", "Gap"],
        ["Document review", "", "1", "0", "0", "documents reviewed", "no"],
        ["Interview", "Patrol officers", "3", "0", "0", "interviews", "no"],
        ["Interview", "Residents", "0", "2", "0", "interviews", "no"],
        ["Focus group", "Patrol officers", "0", "0", "0", "focus groups", "yes"],
        ["Direct observation", "", "0", "0", "0", "direct observations", "yes"],
        ["Data set", "", "0", "0", "1", "data sets", "no"],
    ]
    page = browser.get(reverse("triangulation", args=[on.engagement.ref])).content.decode()
    assert ("Residents: 2 against" in page, "<b>Gap</b>: Patrol officers" in page) == (True, True)
    finding = make.drafted(on, card, weighed="Two of five.")
    after = browser.get(reverse("triangulation", args=[on.engagement.ref]) + "?format=csv").getvalue().decode()
    assert (finding.ref in after, card.ref in after, after.count("\n")) == (True, False, len(rows))


def test_with_whom_confidential_evidence_was_gathered_is_told_to_the_team_alone_and_counts_for_all() -> None:
    on = ground()
    one = held(on, count=3, releasability="confidential")
    make.put(on, make.put(on, make.claim(on), one.ref), held(on, count=2).ref)
    address = reverse("triangulation", args=[on.engagement.ref])
    auditor = people_of.person("auditor")
    found = []
    for who in (on.lead, auditor):
        sheet = people_of.browser(who).get(f"{address}?format=csv").getvalue().decode("utf-8-sig")
        rows = [row[4:] for row in csv.reader(io.StringIO(sheet, newline=""))]
        found.append([(row[1], row[2]) for row in rows if row[0] == "Interview"])
        gap = [row for row in rows if row[0] == "Interview" and row[-1] == "yes"]
        assert gap == []
    assert found == [[("Patrol officers", "5")], [("", "3"), ("Patrol officers", "2")]]
    page = people_of.browser(auditor).get(address).content.decode()
    assert ("Patrol officers: 2 for" in page, "Patrol officers: 5 for" in page) == (True, False)


def test_nothing_rests_on_a_file_that_nobody_could_read() -> None:
    on = ground()
    broken = gathered.document(on.cast, "broken.docx", b"PK\x03\x04 nothing", summary="")
    card, draft = make.claim(on), make.draft_finding(on)
    with pytest.raises(BadInput, match=f"Nobody could read the files of {broken.item.ref}"):
        make.put(on, card, broken.item.ref)
    with pytest.raises(BadInput, match=f"Nobody could read the files of {broken.item.ref}"):
        actions.cite(draft, evidence=broken.item, why="It shows it.", by=on.assessor, at=AT)
    upload = SimpleUploadedFile("policy.txt", b"Officers stay three years.")
    jobs.read(gather.revise(broken, upload=upload, by=on.assessor, at=AT))
    assert make.put(on, card, broken.item.ref).pieces.count() == 1


def test_the_matrix_is_for_those_who_see_drafts() -> None:
    on = make.ground()
    people = people_of.everybody(on.engagement)
    found = people_of.statuses(people, reverse("triangulation", args=[on.engagement.ref]))
    assert found == {200: TEAM | OFFICE, 404: set(people) - TEAM - OFFICE}


@pytest.mark.owed("A25", "P25")
def test_a_justification_shows_each_piece_by_its_number_as_far_as_consent_and_releasability_allow() -> None:
    on = ground()
    whole = make.evidence(on, title="Rosters of 2025", method="document_review", count=26)
    quoted = held(on, releasability="releasable", consent="quoted", count=3, facts="Moves are short, they said.")
    by_role = held(on, releasability="releasable", consent="with_role", audience="Residents", count=6)
    unattributed = held(on, releasability="releasable", title="North sector talks", facts="We rarely stay.", count=5)
    kept = held(on, releasability="confidential", consent="withheld", facts="Never print this.", count=7)
    deliberative = held(on, "focus_group", facts="The group agreed.", group_type="rank", count=2)
    secret = make.evidence(on, "confidential", title="The narcotics unit", count=11)
    against = make.evidence(on, title="Rosters of 2026", method="document_review")
    items = (whole, quoted, by_role, unattributed, kept, deliberative, secret)
    of = issued(on, *((item.ref, "supports") for item in items), (against.ref, "contradicts"), weighed="One year only.")
    page = justification(on.chief, of)
    assert [item.ref in page for item in (*items, against)] == [True] * 8
    told = {
        "Rosters of 2025": True, "26 documents reviewed": True,
        "Moves are short, they said.": True, "Patrol officers": False, "3 interviews": True,
        "Residents": True, "6 interviews": True, "3 November 2026": True,
        "North sector talks": False, "We rarely stay.": False, "5 interviews": True,
        "Never print this.": False, "7 interviews": False,
        "The group agreed.": False, "2 focus groups": True, "November 2026": True,
        "narcotics": False, "11 interviews": False,
        "Rosters of 2026": True, "What was made of it: One year only.": True,
        "It shows it.": False,  # what the team noted on its card
    }  # fmt: skip
    assert {words: words in page for words in told} == told
    numbers = ["8 items of evidence, counted from the records on", "32 interviews", "26 documents reviewed", "1 of 8"]
    assert [words in page for words in numbers] == [True, True, True, True]  # 3 + 6 + 5 + 7 + 11 interviews


@pytest.mark.owed("A25")
def test_every_number_of_a_justification_is_computed_when_it_is_shown() -> None:
    on = ground()
    one, two = make.evidence(on, count=4), make.evidence(on, count=9, title="Talks with nine")
    of = issued(on, (one.ref, "supports"), (two.ref, "supports"))
    before = justification(on.chief, of)
    assert ("2 items of evidence" in before, "13 interviews" in before, "Talks with nine" in before) == (True,) * 3
    gather.restrict(
        two, releasability="confidential", basis=basis_of(on, "confidential"), reason="Asked.", by=on.lead, at=AT
    )
    restricted = justification(on.chief, of)
    assert ("13 interviews" in restricted, "Talks with nine" in restricted) == (True, False)
    gather.withdraw(EvidenceItem.objects.get(pk=two.pk), reason="A slip.", by=on.assessor, at=AT)
    after = justification(on.chief, of)
    assert ("1 item of evidence" in after, "4 interviews" in after, two.ref in after) == (True, True, True)
    assert ("13 interviews" in after, "Counts no more" in after) == (False, True)


def basis_of(on: make.Ground, kind: str) -> str:
    from concord.evidence.queries import bases

    return next(each.key for each in bases(on.engagement) if each.kind == kind)


def test_what_looks_personal_is_not_quoted_and_a_redacted_version_is() -> None:
    on = ground()
    said = "Call me at 555-010-0142 at any hour."
    one = make.evidence(on, count=4, summary=said)
    document = gathered.document(
        on.cast, content=f"{said}\n\nSergeants stay two years.".encode(), releasability="releasable"
    )
    places = [f"{document.ref} r1 p1 ¶1", f"{document.ref} r1 p1 ¶2"]
    of = issued(on, (one.ref, "supports"), *((place, "supports") for place in places))
    page = justification(on.chief, of)
    assert ("555-010-0142" in page, page.count("Not quoted: it may hold something personal (phone).")) == (False, 2)
    assert ("“Sergeants stay two years.”" in page, "r1 p1 ¶2" in page) == (True, True)
    start = said.index("555")
    gather.redact_item(one, spans=[Span(start, start + 12, "phone")], by=on.assessor, at=AT)
    assert "Call me at [redacted: phone] at any hour." in justification(on.chief, of)


@pytest.mark.owed("A25", "P9")
def test_a_title_that_tells_what_was_removed_is_not_shown_beside_the_text_without_it() -> None:
    on = ground()
    one = make.evidence(on, count=4, title="Complaint of Dana Quill", summary="Dana Quill waited two hours.")
    other = make.evidence(on, count=4, title="Complaint of a neighbour", summary="Dana Quill waited again.")
    document = gathered.document(
        on.cast, title="Rules of Dana Quill", content=b"As Dana Quill wrote.", releasability="releasable"
    )
    of = issued(on, *((each, "supports") for each in (one.ref, other.ref, f"{document.ref} r1 p1 ¶1")))
    assert justification(on.chief, of).count("Quill") == 5
    for each in (one, other):
        gather.redact_item(each, spans=[Span(0, 10, "name")], by=on.assessor, at=AT)
    gather.redact_document(document, revision=1, words=["Dana Quill"], by=on.assessor, at=AT)
    page = justification(on.chief, of)
    assert [page.count(text) for text in ("Quill", "Redacted item", "Complaint of a neighbour")] == [0, 2, 1]
    shown = people_of.browser(on.chief).get(of.finding.get_absolute_url()).content.decode()
    assert ("Quill" in shown, "Complaint of a neighbour" in shown) == (False, True)


@pytest.mark.owed("A25", "P9")
@pytest.mark.parametrize("kind", ["", "docx", "pdf"])
def test_canaries_of_what_may_not_be_shown_are_in_no_justification_of_any_format(kind: str) -> None:
    on = ground()
    words = {"title": f"Talks {CANARY}", "summary": f"Told by {CANARY}."}
    sources = [make.evidence(on, name, **words).ref for name in ("confidential", "law_enforcement", "deliberative")]
    talk = {"title": f"Talk {CANARY}", "facts": f"Said {CANARY}.", "thoughts": CANARY, "count": 4}
    sources += [
        held(on, releasability="confidential", consent="withheld", **talk).ref,
        held(on, releasability="releasable", consent="unattributed", **talk).ref,
        held(on, releasability="confidential", consent="quoted", **talk).ref,
    ]
    document = gathered.document(on.cast, content=f"Of {CANARY}.".encode(), title=CANARY, releasability="confidential")
    sources += [f"{document.ref} r1 p1 ¶1", gathering.data_set(on.cast, title=CANARY, source=CANARY).ref]
    card = make.claim(on, statement=f"Of {CANARY}.")
    for source in sources:
        actions.gather(card, source=source, direction="supports", note=f"Of {CANARY}.", by=on.assessor, at=AT)
    finding = make.advance(on, make.drafted(on, card), "issued")
    of = make.recommendation(on, standing_on=finding)
    addresses = [reverse("justification", args=[of.ref]), reverse("engagement-justification", args=[on.engagement.ref])]
    for who in (on.chief, on.lead, on.officer):
        for address in addresses:
            answer = people_of.browser(who).get(f"{address}?format={kind}" if kind else address)
            assert answer.status_code == 200
            text = {"": answer.content.decode, "docx": lambda a=answer: reading.word_text(a.content),
                    "pdf": lambda a=answer: reading.pdf(a.content).text}[kind]()  # fmt: skip
            assert (CANARY in text, finding.label in text, sources[0] in text) == (False, True, True)


def test_a_justification_follows_its_recommendation_and_lists_what_somebody_may_see() -> None:
    on = ground()
    of = issued(on, (make.evidence(on, count=4).ref, "supports"))
    draft = make.recommendation(on, "draft", standing_on=of.finding, text="Adopt the draft plan.")
    people = people_of.everybody(on.engagement)
    found = people_of.statuses(people, reverse("justification", args=[draft.ref]))
    assert found == {200: TEAM | OFFICE, 404: set(people) - TEAM - OFFICE}
    whole = reverse("engagement-justification", args=[on.engagement.ref])
    for who, seen in ((on.chief, False), (on.lead, True)):
        page = people_of.browser(who).get(whole).content.decode()
        assert ("Adopt the draft plan." in page, of.ref in page) == (seen, True)
    assert "Not issued: draft" in justification(on.lead, draft)
    refused = people_of.browser(on.lead).get(f"{whole}?format=odt")
    assert (refused.status_code, "as docx or pdf" in refused.content.decode()) == (422, True)


def test_the_matrix_and_the_justification_ask_as_many_queries_for_many_findings_as_for_one() -> None:
    on = ground()
    browser = people_of.browser(on.lead)
    pages = [reverse(name, args=[on.engagement.ref]) for name in ("triangulation", "engagement-justification")]

    def asked() -> list[int]:
        counts = []
        for page in pages:
            browser.get(page)
            with CaptureQueriesContext(connection) as found:
                assert browser.get(page).status_code == 200
            counts.append(len(found))
        return counts

    document = gathered.document(on.cast, releasability="releasable")
    make.put(on, make.claim(on))
    issued(on, (held(on, releasability="releasable", consent="quoted", count=4).ref, "supports"),
           (f"{document.ref} r1 p1 ¶1", "supports"))  # fmt: skip
    few = asked()
    for _ in range(3):
        make.put(on, make.claim(on))
        issued(on, (make.evidence(on, count=4).ref, "supports"), (f"{document.ref} r1 p1 ¶2", "supports"))
    assert asked() == few
    assert Claim.objects.count() == 8


@pytest.mark.owed("A25", "P9")
def test_what_was_removed_in_another_place_is_not_quoted_from_this_one() -> None:
    on = ground()
    name = "Dana Quill"
    content = f"{name} drives at night.\n\nNobody else does.".encode()
    document = gathered.document(on.cast, content=content, releasability="releasable")
    whole = gathered.document(on.cast, content=b"Shifts last ten hours.", releasability="releasable")
    of = issued(on, *((f"{one.ref} r1 p1 ¶1", "supports") for one in (document, whole)))
    assert f"{name} drives at night." in justification(on.chief, of)
    gather.redact_item(document.item, spans=[Span(0, 3, "person")], by=on.assessor, at=AT)
    page = justification(on.chief, of)
    assert (name in page, "Shifts last ten hours." in page) == (False, True)
    assert page.count("Not quoted: something was removed from this document") == 1
    gather.redact_document(document, revision=1, words=[name], by=on.assessor, at=AT)
    page = justification(on.chief, of)
    assert (name in page, " drives at night." in page) == (False, True)


@pytest.mark.owed("A25", "P9")
def test_a_revision_is_not_quoted_when_something_was_removed_from_another_one_alone() -> None:
    on = ground()
    document = gathered.document(on.cast, content=b"Dana Quill drives at night.", releasability="releasable")
    of = issued(on, (f"{document.ref} r1 p1 ¶1", "supports"))
    upload = gathering.upload(content=b"Dana Quill drives by day.")
    newer = jobs.read(gather.revise(document, upload=upload, by=on.assessor, at=AT))
    gather.redact_document(newer, revision=2, words=["Dana Quill"], by=on.assessor, at=AT)
    page = justification(on.chief, of)
    assert ("Dana Quill" in page, "Not quoted: something was removed" in page) == (False, True)
