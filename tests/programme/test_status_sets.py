"""Status labels are data: each shipped set says for every label which core state it stands for."""

import json
from pathlib import Path

import pytest

from concord import programme
from concord.core.errors import BadInput, Denied
from concord.core.models import AuditRow
from concord.programme import actions, queries
from concord.programme.models import Edition, EditionDraft
from concord.programme.queries import StatusSet, status_sets
from concord.publishing.compile.programme import status
from concord.reforms.states import ENDS
from tests.factories import engagements as make
from tests.factories import programme as editions
from tests.factories.engagements import AT

CORE = {"not_started", "under_way", "complete", "stopped"}


def test_the_sets_that_are_shipped() -> None:
    assert [one.key for one in status_sets()] == [
        "organizational_assessment",
        "cri_ta",
        "san_francisco",
        "seattle",
        "chicago",
        "gao",
    ]


@pytest.mark.parametrize("one", status_sets(), ids=lambda one: one.key)
def test_a_set_has_labels_of_its_own_for_known_core_states_in_the_order_of_their_ranks(one: StatusSet) -> None:
    assert [label.rank for label in one.labels] == list(range(1, len(one.labels) + 1))
    for values in ([label.key for label in one.labels], [label.label for label in one.labels]):
        assert sorted(set(values)) == sorted(values)
    states = {label.core_state for label in one.labels}
    assert (states - CORE, {"not_started", "under_way", "complete"} - states) == (set(), set())


def test_what_one_side_reports_as_done_is_not_complete_before_it_is_verified() -> None:
    (seattle,) = (one for one in status_sets() if one.key == "seattle")
    assert {label.key: label.core_state for label in seattle.labels}["reported_as_implemented"] == "under_way"


def test_what_could_not_be_assessed_is_a_word_of_its_own_and_not_shown_to_have_begun() -> None:
    (found,) = (one for one in status_sets() if one.key == "cri_ta")
    last = found.labels[-1]
    assert (last.label, last.core_state, "nothing is shown to have begun" in last.definition) == (
        "Not able to be assessed",
        "not_started",
        True,
    )


def test_what_may_be_reopened_follows_from_the_core_state_alone_for_readers_and_the_public_too() -> None:
    every = [label for one in status_sets() for label in one.labels]
    assert {label.core_state for label in every if label.may_be_reopened} == set(ENDS)
    told = {(label.may_be_reopened, status(label)["reopenable"]) for label in every}
    assert told == {(True, True), (False, False)}
    source = (Path(programme.__file__).parent / "templates/programme/_labels.html").read_text("utf-8")
    assert source.count("{% if label.may_be_reopened %}, may be reopened{% endif %}") == 1


def labels_of(draft: EditionDraft | Edition) -> list[str]:
    return [label["key"] for label in draft.document["status"]]


@pytest.mark.django_db
def test_a_set_takes_the_place_of_a_drafts_own_labels_and_what_they_were_is_kept() -> None:
    editions.published()
    draft = editions.draft()
    own, by = labels_of(draft), make.person("programme_officer")
    taken = actions.take_over(draft, status_set="gao", by=by, at=AT)
    assert labels_of(taken) == ["closed_implemented", "closed_not_implemented", "open_begun", "open"]
    assert (taken.revision, taken.revised_by, taken.state) == (1, by.actor_key, "draft")
    row = json.loads(AuditRow.objects.order_by("pk").last().body)  # type: ignore[union-attr]
    assert (row["verb"], row["more"]["set"]) == ("edition.take_over", "gao")
    assert [label["key"] for label in row["more"]["before"]] == own
    again = actions.take_over(taken, status_set="gao", by=by, at=AT)
    assert (again.revision, labels_of(Edition.objects.get())) == (1, own)


@pytest.mark.django_db
def test_a_set_that_nobody_knows_is_named_and_the_draft_stays() -> None:
    editions.published()
    draft = editions.draft()
    with pytest.raises(BadInput, match="“mine” is no set of status labels; expected one of: organizational_assessment"):
        actions.take_over(draft, status_set="mine", by=make.person("programme_officer"), at=AT)
    with pytest.raises(Denied):
        actions.take_over(draft, status_set="gao", by=make.person("publisher"), at=AT)
    assert queries.draft(draft.ref).revision == 0  # type: ignore[union-attr]


@pytest.mark.django_db
def test_the_page_shows_each_set_with_the_core_states_and_what_the_draft_then_lacks() -> None:
    editions.published()
    draft = editions.draft()
    browser = make.browser(make.person("programme_officer"))
    page = f"/app/drafts/{draft.ref}/take-over/"
    shown = browser.get(page).content.decode()
    assert shown.count("<details") == 1 + len(status_sets())
    assert "The agency says that it is done; nobody has verified it yet." in shown
    assert browser.post(page, {"status_set": "san_francisco"}).status_code == 302
    assert "Status labels: none stands for “stopped”." in browser.get(draft.get_absolute_url()).content.decode()
