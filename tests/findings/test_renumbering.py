"""Numbering schemes: what readers see changes as the preview showed, public keys and addresses never do."""

import json
from itertools import permutations

import pytest
from django.urls import reverse

from concord.core import files
from concord.core.errors import BadInput, Denied, Stale
from concord.core.history import of
from concord.findings import actions, queries, schemes
from concord.findings.models import Finding, Recommendation, Scheme
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories.engagements import AT
from tests.factories.workplans import open_area

pytestmark = pytest.mark.django_db

TWO = [("One", "Assess."), ("Two", "Assess.")]


def report() -> make.Ground:
    """Two findings in each of two focus areas, with three recommendations; one finding is set aside. Of the first
    recommendation there are two action items."""
    on = make.ground(areas=TWO)
    second = open_area(on.cast, 2)
    first = make.finding(on, label="1.1")
    make.finding(on, "set_aside", label="1.2")
    make.finding(on, label="1.10")
    other = make.finding(on, label="2.1", area=second)
    for label in ("1.1.1", "1.1.2"):
        make.recommendation(on, standing_on=first, label=label)
    make.recommendation(on, standing_on=other, label="2.1.1")
    above = Recommendation.objects.get(label="1.1.1")
    for label in ("1.1.1.1", "1.1.1.2"):
        make.item(on, above, label=label)
    return on


def labels(kind: type[Finding] | type[Recommendation]) -> list[str]:
    return list(kind.objects.order_by("pk").values_list("label", flat=True))


def seen(on: make.Ground, scheme: str = "focus_area") -> str:
    return schemes.digest(schemes.preview(on.engagement, Scheme(scheme)))


def renumbered(on: make.Ground, scheme: str) -> None:
    actions.renumber(on.engagement, scheme=scheme, expected=seen(on), by=on.lead, at=AT)


@pytest.mark.owed("A24")
@pytest.mark.parametrize(
    ("scheme", "findings", "recommendations"),
    [
        ("focus_area", ["1.1", "FND", "1.2", "2.1"], ["1.1.1", "1.1.2", "2.1.1", "1.1.1.1", "1.1.1.2"]),
        ("continuous", ["1", "1.2", "2", "3"], ["1.1", "1.2", "3.1", "1.1.1", "1.1.2"]),
        ("pillar", ["1.1", "FND", "1.2", "2.1"], ["1.1", "1.2", "2.1", "1.1.1", "1.1.2"]),
    ],
)
def test_each_scheme_numbers_in_the_order_of_the_report_and_keys_stay(
    scheme: str, findings: list[str], recommendations: list[str]
) -> None:
    on = report()
    keys = [list(kind.objects.order_by("pk").values_list("ref", "key")) for kind in (Finding, Recommendation)]
    told = {row.statement.ref: row.new for row in schemes.preview(on.engagement, Scheme(scheme))}
    renumbered(on, scheme)
    assert [label[:3] if label.startswith("FND") else label for label in labels(Finding)] == findings
    assert labels(Recommendation) == recommendations
    kinds = (Finding, Recommendation)
    assert [list(kind.objects.order_by("pk").values_list("ref", "key")) for kind in kinds] == keys
    assert {each.ref: each.label for kind in kinds for each in kind.objects.all()} == told


def live() -> list[tuple[str, str]]:
    rows = (kind.objects.exclude(state="set_aside").values_list("ref", "label") for kind in (Finding, Recommendation))
    return sorted(pair for each in rows for pair in each)


@pytest.mark.owed("A24")
@pytest.mark.parametrize(("first", "second"), list(permutations(Scheme.values, 2)))
def test_numbers_there_twice_and_back_are_the_same(first: str, second: str) -> None:
    on = report()
    renumbered(on, first)
    before = live()
    for scheme in (second, first, second, first):
        renumbered(on, scheme)
    assert live() == before


def test_an_action_item_follows_its_recommendation_whatever_its_own_number_was() -> None:
    on = report()
    stray = make.draft_item(on, Recommendation.objects.get(label="1.1.2"), label="0.1")
    told = {row.statement.ref: row.new for row in schemes.preview(on.engagement, Scheme.PILLAR)}
    assert told[stray.ref] == "1.2.1"


def test_the_audit_row_has_the_hash_of_what_changed_and_the_same_again_changes_nothing() -> None:
    on = report()
    renumbered(on, "continuous")
    row = of(on.engagement.ref).filter(verb="finding.renumber").get()
    more = json.loads(row.body)["more"]
    kept = files.path_of(more["manifest"]).read_text("utf-8")
    assert (len(kept.splitlines()), kept.splitlines()[0].split("\t")[1:]) == (more["renumbered"], ["1.1", "1"])
    rows = people_of.rows_of(on.engagement.ref)
    renumbered(on, "continuous")
    assert people_of.rows_of(on.engagement.ref) == rows


def test_whoever_renumbers_has_seen_the_labels_as_they_are() -> None:
    on = report()
    before = seen(on)
    make.draft_finding(on, label="7")
    with pytest.raises(Stale, match="drafted or renumbered since"):
        actions.renumber(on.engagement, scheme="continuous", expected=before, by=on.lead, at=AT)
    with pytest.raises(BadInput, match="There is no scheme “roman”"):
        actions.renumber(on.engagement, scheme="roman", expected=before, by=on.lead, at=AT)
    with pytest.raises(Denied):
        actions.renumber(on.engagement, scheme="continuous", expected=seen(on), by=on.assessor, at=AT)


def test_the_next_number_follows_the_scheme() -> None:
    on = report()
    renumbered(on, "continuous")
    finding = Finding.objects.order_by("pk")[0]
    assert (queries.next_label(on.area), queries.next_recommendation_label(finding)) == ("4", "1.3")
    renumbered(on, "pillar")
    finding.refresh_from_db()
    assert (queries.next_label(on.area), queries.next_recommendation_label(finding)) == ("1.3", "1.3")
    assert queries.next_action_item_label(finding.recommendations.order_by("pk")[0]) == "1.1.3"


def test_the_page_shows_what_would_change_before_it_is_done() -> None:
    on = report()
    lead, address = people_of.browser(on.lead), reverse("finding.renumber", args=[on.engagement.ref])
    page = lead.get(address)
    assert [(len(rows), number) for _, rows, number in page.context["previews"]] == [(2, 9), (8, 9), (7, 9)]
    sent = lead.post(address, {"scheme": "continuous", "expected": page.context["form"].initial["expected"]})
    assert (sent.status_code, labels(Recommendation)) == (302, ["1.1", "1.2", "3.1", "1.1.1", "1.1.2"])
