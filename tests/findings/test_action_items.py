"""Action items: recommendations that stand one level below another, as "pillar.recommendation.action" numbers them."""

import io
import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from docx import Document

from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.core.history import of
from concord.findings import actions, queries, schemes
from concord.findings.models import Finding, Recommendation, Scheme
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories import moves, reports
from tests.factories.engagements import AT

pytestmark = [pytest.mark.django_db, pytest.mark.owed("A24")]

FLAT = ("Pillar", "Rec no", "Recommendation")
APART = ("Finding no", "Rec no", "Action item no", "Recommendation")


def stands() -> list[tuple[str, str, str]]:
    """Return (number, finding, the recommendation above) of every recommendation that is not set aside."""
    rows = Recommendation.objects.exclude(state="set_aside").order_by("pk")
    return [(each.label, each.finding.label, each.below.label if each.below else "") for each in rows]


def by_pillar(on: make.Ground) -> None:
    seen = schemes.digest(schemes.preview(on.engagement, Scheme.PILLAR))
    actions.renumber(on.engagement, scheme="pillar", expected=seen, by=on.lead, at=AT)


def test_an_action_item_is_drafted_below_a_recommendation_on_the_same_finding() -> None:
    on = make.ground()
    above = make.recommendation(on, "draft")
    assert queries.next_action_item_label(above) == "1.1.1.1"
    item = make.draft_item(on, above)
    assert (item.title, item.finding, item.below, item.state) == ("Action item 1.1.1.1", above.finding, above, "draft")
    assert make.draft_item(on, above, label="1.1.1.1") == item  # a form sent twice
    assert [row.verb for row in of(item.ref)] == ["recommendation.draft_action_item"]
    assert queries.next_recommendation_label(above.finding) == "1.1.2"


def test_it_stands_one_level_deep_and_never_below_what_is_set_aside() -> None:
    on = make.ground()
    above = make.recommendation(on, "draft")
    item = make.draft_item(on, above)
    with pytest.raises(Denied, match="It is an action item itself"):
        make.draft_item(on, item)
    with pytest.raises(BadInput, match="taken in this engagement"):
        make.draft_item(on, above, label="1.1.1", text="Something else.")
    with pytest.raises(Incomplete) as refused:
        make.aside(on, above, "No.")
    assert list(refused.value.missing) == [f"Action item 1.1.1.1 ({item.ref}) stands below it and is “Draft”"]
    make.aside(on, item, "No.")
    gone = make.aside(on, above, "No.")
    with pytest.raises(Denied, match="The recommendation is set aside"):
        make.draft_item(on, gone)
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        Recommendation.objects.filter(pk=item.pk).update(below=item.pk)


@pytest.mark.parametrize("state", ["draft", "in_review", "validated", "issued"])
def test_those_who_recommend_draft_it_and_nobody_else(state: str) -> None:
    on = make.ground()
    above = make.recommendation(on, state)
    words = {"label": "1.1.1.1", "text": "Train each unit.", "justification": "It begins there.", "at": AT}
    able = moves.tried(
        people_of.everybody(on.engagement), lambda who: actions.draft_action_item(above, by=who, **words)
    )
    assert able == {"assessment_lead", "assessor"}


def test_it_is_issued_after_its_recommendation() -> None:
    on = make.ground()
    above = make.recommendation(on, "validated")
    item = make.item(on, above, "validated")
    with pytest.raises(Incomplete) as refused:
        actions.issue(item, by=on.lead, at=AT)
    assert list(refused.value.missing) == [
        f"Issue {above.ref} first: an action item is issued after its recommendation"
    ]
    actions.issue(above, by=on.lead, at=AT)
    assert actions.issue(item, by=on.lead, at=AT).key == "1.1.1.1"


def test_its_page_and_that_of_its_recommendation_lead_to_each_other() -> None:
    on = make.ground()
    above = make.recommendation(on)
    browser = people_of.browser(on.assessor)
    form = reverse("recommendation.draft_action_item", args=[above.ref])
    assert browser.get(form).context["form"]["label"].value() == "1.1.1.1"
    sent = {"label": "1.1.1.1", "text": "Train each unit.", "justification": "It begins there."}
    answer = browser.post(form, sent)
    item = Recommendation.objects.get(below=above)
    assert answer["Location"] == item.get_absolute_url()
    assert browser.get(item.get_absolute_url()).context["above"] == above
    assert browser.get(above.get_absolute_url()).context["items"] == [item]
    liaison = people_of.browser(on.liaison)  # who reads no draft
    assert liaison.get(above.get_absolute_url()).context["items"] == []


def test_a_table_with_a_column_of_action_items_is_imported() -> None:
    on = make.ground()
    rows = [
        ("1.1", "1.1.1", "1.1.1.1", "Set goals."),  # before its recommendation, and of its finding
        ("1.1", "1.1.1", "", "Adopt a plan."),
        ("", "1.1.1", "1.1.1.2", "Review them."),
    ]
    report = reports.loaded(on, reports.table(rows, APART))
    assert stands() == [("1.1.1", "1.1", ""), ("1.1.1.1", "1.1", "1.1.1"), ("1.1.1.2", "1.1", "1.1.1")]
    assert report.added == {"findings": 1, "recommendations": 3}
    preview = queries.preview_of(report, queries.sheet_of(report))
    assert ([each.differs for each in preview.held], preview.adds) == ([()] * 4, 0)
    undone = actions.undo_report(report, reason="The wrong file.", by=on.lead, at=AT)
    assert (undone.left, stands()) == ([], [])


def test_numbers_by_pillar_in_one_column_say_what_stands_below_what() -> None:
    on = make.ground()
    by_pillar(on)
    rows = [("1", "1.1", "Adopt a guardian mindset."), ("1", "1.1.1", "Teach it."), ("1", "1.2", "Tell the history.")]
    report = reports.loaded(on, reports.table(rows, FLAT))
    assert stands() == [("1.1", "1", ""), ("1.2", "1", ""), ("1.1.1", "1", "1.1")]
    assert report.columns == {"label": "Rec no", "focus_area": "Pillar", "text": "Recommendation"}


def test_in_other_schemes_three_numbers_are_a_recommendation_of_a_finding() -> None:
    on = make.ground()
    reports.loaded(on, reports.table([("1", "1.1.1", "Teach it.")], FLAT))
    assert stands() == [("1.1.1", "1.1", "")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [("1.1", "1.1.9", "1.1.9.1", "A")],
            ("row 2", "Action item no", "1.1.9.1", "a recommendation 1.1.9 in the file or here, below which it stands"),
        ),
        (
            [("1.1", "1.1.1", "", "A"), ("1.1", "1.1.1", "1.1.1.1", "B"), ("1.1", "1.1.1.1", "1.1.1.1.1", "C")],
            ("row 4", "Action item no", "1.1.1.1.1", "a recommendation above it, for 1.1.1.1 is an action item itself"),
        ),
        (
            [("1.1", "1.1.1", "", "A"), ("1.2", "1.1.1", "1.1.1.1", "B")],
            ("row 3", "Finding no", "1.2", "1.1, as recommendation 1.1.1, or an empty cell"),
        ),
    ],
)
def test_an_action_item_without_its_recommendation_is_named(
    rows: list[tuple[str, ...]], expected: tuple[str, ...]
) -> None:
    on = make.ground()
    report = reports.mapped(on, reports.staged(on, reports.table(rows, APART)))
    found = queries.preview_of(report, queries.sheet_of(report)).faults
    assert [(each.where, each.column, each.found, each.expected) for each in found] == [expected]


def test_a_report_that_counts_action_items_apart_is_reconciled_so() -> None:
    on = make.ground()
    rows = [("1.1", "1.1.1", "", "A"), ("1.1", "1.1.1", "1.1.1.1", "B"), ("1.1", "1.1.1", "1.1.1.3", "C")]
    report = reports.mapped(on, reports.staged(on, reports.table(rows, APART)))
    notes = queries.preview_of(report, queries.sheet_of(report)).notes
    assert notes[:2] == (
        "Action item 1.1.1.2 is not in the file, though 1.1.1.3 is.",
        "Action items, beside the recommendations: 2.",
    )


def test_undoing_leaves_a_recommendation_below_which_somebody_drafted() -> None:
    on = make.ground()
    report = reports.loaded(on)
    above = Recommendation.objects.get(label="1.2.1")
    make.draft_item(on, above)
    undone = actions.undo_report(report, reason="The wrong file.", by=on.lead, at=AT)
    assert undone.left == [Finding.objects.get(label="1.2").ref, above.ref]


def test_the_report_and_the_lists_tell_what_stands_below_what_in_every_format() -> None:
    on = make.ground()
    above = make.recommendation(on)
    item = make.item(on, above)
    after = make.recommendation(on, standing_on=above.finding, label="1.1.2")
    browser = people_of.browser(on.assessor)
    address = reverse("findings-report", args=[on.engagement.ref])
    (told,) = json.loads(browser.get(address, {"format": "json"}).content)["findings"]
    rows = [(each["ref"], each["below"]) for each in told["recommendations"]]
    assert rows == [(above.ref, None), (item.ref, above.ref), (after.ref, None)]
    word = Document(io.BytesIO(browser.get(address, {"format": "docx"}).content))
    heads = [each.text for each in word.paragraphs if each.style and each.style.name == "Heading 2"]
    assert heads == ["Recommendation 1.1.1", "Action item 1.1.1.1", "Recommendation 1.1.2"]
    listed = browser.get(reverse("engagement-recommendations", args=[on.engagement.ref]), {"format": "csv"})
    lines = b"".join(listed.streaming_content).decode("utf-8-sig").splitlines()
    cells = [line.split(",")[:3] for line in lines]
    assert cells[0] == ["Key", "Label", "Action item of"]
    assert sorted(cells[1:]) == sorted(
        [[above.ref, "1.1.1", ""], [item.ref, "1.1.1.1", "1.1.1"], [after.ref, "1.1.2", ""]]
    )
