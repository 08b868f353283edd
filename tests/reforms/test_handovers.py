"""Another body begins to review: the words change from a day on, and nothing that was said does."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from concord.core.errors import BadInput, Incomplete
from concord.core.guard import writing
from concord.engagements.models import Engagement
from concord.programme import actions as programme
from concord.programme.models import Edition
from concord.programme.queries import shipped, status_sets
from concord.publishing.compile.site import site_document
from concord.reforms import actions, queries
from concord.reforms.models import HandOver, Reform
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import moves
from tests.factories import reforms as make
from tests.factories.engagements import AT, CONCORD
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=30)
DAY_AFTER = date(2025, 2, 2)
WHY = "The state reviews from now on."


def words_of_state(of: str = "san_francisco", **parts: Any) -> Edition:
    """Publish an edition with San Francisco's labels, or another programme's."""
    (found,) = (one for one in status_sets() if one.key == of)
    document = {**shipped(), "status": [asdict(label) for label in found.labels], **parts}
    return programme.publish_edition(document, effective_from=date(2025, 2, 1), by=CONCORD, at=AT)


def handed_over(place: Ground, edition: Edition, **words: Any) -> Engagement:
    known = {"body": "The state's department of justice", "on": LATER.date(), "reason": WHY}
    return actions.hand_over(place.engagement, edition=edition, **(known | words), by=place.officer, at=LATER)


def counted(on: Ground, day: date) -> tuple[int, dict[str, int]]:
    counts = queries.counts(on.engagement, day)
    return counts.base, dict(counts.assessed)


@pytest.mark.owed("P14")
def test_after_a_hand_over_both_voices_speak_in_other_words_and_the_earlier_ones_stay() -> None:
    on = ground.ground()
    done, begun = make.reform(on, "complete"), make.reform(on)
    actions.assess(begun, status="in_progress", as_of=AT.date(), note="Half of it.", by=on.assessor, at=AT)
    before, said = counted(on, AT.date()), list(done.judgements.values_list())
    on.engagement.refresh_from_db()
    engagement = handed_over(on, words_of_state())
    assert list(done.judgements.values_list()) == said
    assert queries.counts(engagement, LATER.date()).assessed == before[1]
    again = Reform.objects.get(pk=done.pk)
    assert (again.state, again.assessed_status) == ("complete", "complete")
    assert queries.connections(engagement).done == {done.recommendation_id}
    offered = [label.key for label in queries.labels(engagement)]
    assert offered[0] == "substantially_compliant"
    assert queries.words(engagement)["complete"] == "Complete (words before 3 December 2026)"
    with pytest.raises(BadInput, match="The status partially_complete cannot be given here"):
        actions.report(again, status="partially_complete", as_of=LATER.date(), by=on.liaison, at=LATER)
    actions.complete(Reform.objects.get(pk=begun.pk), as_of=LATER.date(), note="Met.", by=on.assessor, at=LATER)
    now = (2, {"complete": 1, "substantially_compliant": 1})
    assert counted(on, LATER.date()) == now
    assert counted(on, AT.date()) == before


def test_the_staff_list_tells_each_row_in_the_words_of_its_own_edition_and_filters_by_each() -> None:
    first, second = ground.ground(), ground.ground("Elsewhere")
    old, taken, other = make.reform(first, "complete"), make.reform(second, "complete"), make.reform(second)
    state = [{**row, "label": f"State: {row['label']}"} for row in shipped()["status"] if row["key"] != "complete"]
    done = {**next(row for row in shipped()["status"] if row["key"] == "complete"), "key": "met", "label": "Met"}
    handed_over(second, words_of_state(status=[*state, done]))
    actions.assess(
        Reform.objects.get(pk=other.pk),
        status="in_progress",
        as_of=LATER.date(),
        note="Half.",
        by=second.assessor,
        at=LATER,
    )
    client = people_of.browser(first.officer)
    rows = {row["ref"]: row["assessed"] for row in client.get(reverse("recommendations")).context["rows"]}
    assert rows == {
        old.recommendation.ref: "Complete",
        taken.recommendation.ref: "Complete (words before 3 December 2026)",
        other.recommendation.ref: "State: In Progress",
    }
    sheet = client.get(reverse("recommendations"), {"format": "csv"}).getvalue().decode()
    assert ("State: In Progress" in sheet, "Complete (words before" in sheet) == (True, True)
    for status, found in (("complete", 2), ("in_progress", 1), ("met", 0)):
        asked = client.get(reverse("recommendations"), {"assessed": status})
        assert (asked.status_code, len(asked.context["rows"])) == (200, found)


def test_a_release_after_a_hand_over_says_the_words_of_both_bodies() -> None:
    on = ground.ground()
    make.reform(on, "complete")
    engagement = handed_over(on, words_of_state())
    document = site_document(engagement, as_of=LATER.date(), since=None)
    assert {row["status"] for row in document["figures"]["assessed"]} == {"complete"}
    named = {row["key"]: row["label"] for row in document["statuses"]}
    assert named["substantially_compliant"] == "Substantially compliant"
    assert named["complete"] == "Complete (words before 3 December 2026)"


def test_a_hand_over_is_refused_where_the_other_edition_lacks_or_turns_what_was_said() -> None:
    on = ground.ground()
    own = on.engagement.edition
    assert own is not None
    with pytest.raises(BadInput, match=r"is under Edition 1.* already; expected another edition"):
        handed_over(on, own)
    with pytest.raises(BadInput, match="it has no blocker_kind “bargaining”"):
        handed_over(on, words_of_state(blocker_kind=shipped()["blocker_kind"][1:]))
    make.reform(on, "complete")
    turned = [{**label, "core_state": "under_way"} if label["rank"] == 1 else label for label in shipped()["status"]]
    with pytest.raises(BadInput, match="its label “complete” stands for under way, and stood for complete"):
        handed_over(on, words_of_state(status=turned))
    other = words_of_state()
    with pytest.raises(Incomplete, match="which body reviews from now on"):
        handed_over(on, other, body=" ")
    with pytest.raises(BadInput, match="still to come"):
        handed_over(on, other, on=LATER.date() + timedelta(days=1))
    assert HandOver.objects.count() == 0


@pytest.mark.owed("P14")
def test_a_label_that_nobody_has_given_may_stand_for_something_else_from_now_on() -> None:
    on = ground.ground()
    make.reform(on, "complete")
    assert handed_over(on, words_of_state("cri_ta")).edition is not None
    elsewhere = ground.ground("Cedar Point")
    make.reform(elsewhere, "stopped")
    why = "its label “partially_complete” stands for under way, and stood for stopped"
    with pytest.raises(BadInput, match=why):
        handed_over(elsewhere, words_of_state("cri_ta", aim=[*shipped()["aim"]]))


@pytest.mark.owed("P14")
@pytest.mark.parametrize(
    ("day", "why"),
    [
        (-1, "The day 2026-11-02 is before the engagement began; expected 2026-11-03 or later."),
        (2, "The day 2026-11-05 is before a status that was given in the words of before; expected 2026-11-13 or"),
        (9, "The day 2026-11-12 is before a status that was given in the words of before; expected 2026-11-13 or"),
        (31, "The day 2026-12-04 is still to come; expected 2026-12-03 or earlier."),
    ],
)
def test_a_hand_over_is_of_no_impossible_day(day: int, why: str) -> None:
    on = ground.ground()
    said = make.planned(on)
    if day > 0:
        at = AT + timedelta(days=10)
        actions.assess(said, status="in_progress", as_of=at.date(), note="Half of it.", by=on.assessor, at=at)
    other = words_of_state()
    with pytest.raises(BadInput, match=why):
        handed_over(on, other, on=AT.date() + timedelta(days=day))
    assert HandOver.objects.count() == 0


@pytest.mark.owed("P14")
def test_the_first_day_that_is_possible_is_that_of_the_last_status_and_the_next_change_is_no_earlier() -> None:
    on = ground.ground()
    make.report(on, make.planned(on), "in_progress", as_of=LATER.date() - timedelta(days=2), at=LATER)
    first = LATER.date() - timedelta(days=1)
    handed_over(on, words_of_state(), on=first - timedelta(days=1))
    on.engagement.refresh_from_db()
    status = [{**row, "label": f"{row['label']}, again"} for row in shipped()["status"]]
    again = programme.publish_edition({**shipped(), "status": status}, effective_from=DAY_AFTER, by=CONCORD, at=AT)
    with pytest.raises(BadInput, match="The day 2026-11-30 is before the last such change; expected 2026-12-01"):
        handed_over(on, again, on=first - timedelta(days=2))
    assert handed_over(on, again, on=first).edition == again


def test_the_office_alone_hands_over_and_each_hand_over_is_one_row_that_stays() -> None:
    on = ground.ground()
    other, people = words_of_state(), people_of.everybody(on.engagement)
    words: dict[str, Any] = {"edition": other, "body": "The state", "on": LATER.date(), "reason": WHY, "at": LATER}
    assert moves.tried(people, lambda who: actions.hand_over(on.engagement, by=who, **words)) == {"programme_officer"}
    before = people_of.rows_of(on.engagement.ref)
    handed_over(on, other)
    assert people_of.rows_of(on.engagement.ref) == before + 1
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic(), writing():
        HandOver.objects.update(body="Nobody")


def test_the_page_says_who_reviews_and_counts_every_word() -> None:
    on = ground.ground()
    make.reform(on, "complete")
    other = words_of_state()
    browser = people_of.browser(on.officer)
    listed = reverse("engagement-recommendations", args=[on.engagement.ref])
    assert "The assessment team, from the beginning." in browser.get(listed).content.decode()
    typed = {"body": "The state", "edition": other.audit_ref, "on": "2026-11-03", "reason": WHY}
    answer = browser.post(reverse("reform.hand_over", args=[on.engagement.ref]), typed)
    assert answer.status_code == 302
    page = browser.get(listed)
    shown: Sequence[str] = list(page.context["labels"])
    assert (shown[0], shown[-1]) == ("substantially_compliant", "complete")
    assert "From <time" in page.content.decode()
    assert "<b>The state</b>" in page.content.decode()
    assert "What The state took over, and what it has found itself since" in page.content.decode()


@pytest.mark.owed("P14")
def test_counts_begin_anew_with_the_new_body_and_what_it_took_over_stands_beside_them() -> None:
    on = ground.ground()
    make.reform(on, "complete")
    begun, untouched = make.reform(on), make.reform(on)
    actions.assess(begun, status="in_progress", as_of=AT.date(), note="Half of it.", by=on.assessor, at=AT)
    on.engagement.refresh_from_db()
    assert queries.rebased(on.engagement, LATER.date()) is None
    engagement = handed_over(on, words_of_state())
    since = LATER + timedelta(days=9)
    actions.complete(Reform.objects.get(pk=begun.pk), as_of=since.date(), note="Met.", by=on.assessor, at=since)
    ground.recommendation(on, at=since)
    told = queries.rebased(engagement, since.date())
    assert told is not None
    assert (told.left.as_of, told.left.base, told.left.assessed, told.left.not_assessed) == (
        LATER.date(),
        3,
        {"complete": 1, "in_progress": 1},
        1,
    )
    assert (told.found.as_of, told.found.base, told.found.assessed, told.found.not_assessed) == (
        since.date(),
        4,
        {"substantially_compliant": 1},
        3,
    )
    first = queries.rebased(engagement, LATER.date())
    assert first is not None
    assert (first.left, first.found.assessed, first.found.not_assessed) == (told.left, {}, 3)
    assert queries.rebased(engagement, AT.date()) is None
    assert Reform.objects.get(pk=untouched.pk).state == "with_agency"


@pytest.mark.owed("P3", "P18")
def test_figures_of_several_sites_count_by_what_each_word_stands_for_and_show_which() -> None:
    here, there = ground.ground(), ground.ground("Cedar Point")
    make.reform(here, "complete")
    make.reform(there)
    waiting = make.reform(there)
    there.engagement.refresh_from_db()
    handed_over(there, words_of_state())
    met = Reform.objects.exclude(pk=waiting.pk).get(engagement=there.engagement)
    actions.complete(met, as_of=LATER.date(), note="Met.", by=there.assessor, at=LATER)
    found = queries.across()
    assert (found.base, found.sites, found.not_assessed) == (3, 2, 1)
    assert {state.value: items for state, items in found.by_core_state.items()} == {"complete": 2}
    assert [(each.label, each.core_state.value, each.items) for each in found.words] == [
        ("Complete", "complete", 1),
        ("Substantially compliant", "complete", 1),
    ]
    page = people_of.browser(here.officer).get("/app/figures/").content.decode()
    assert [text in page for text in ("Of 3 recommendations", "Substantially compliant")] == [True] * 2


def test_what_another_body_confirms_in_its_own_words_is_not_completed_a_second_time() -> None:
    on = ground.ground()
    done = make.reform(on, "complete")
    status = [{**row, "key": "done" if row["key"] == "complete" else row["key"]} for row in shipped()["status"]]
    document = {**shipped(), "status": status}
    handed_over(on, programme.publish_edition(document, effective_from=date(2025, 2, 1), by=CONCORD, at=AT))
    again = Reform.objects.get(pk=done.pk)
    actions.sustain(again, as_of=LATER.date(), note="It lasts.", by=on.assessor, at=LATER)
    changes = queries.changes(Engagement.objects.get(), None, LATER.date())
    assert [(change.kind, change.new) for change in changes][2:] == [("completed", "complete"), ("moved", "done")]
    found = queries.pace(Engagement.objects.get(), LATER.date(), rng=np.random.default_rng(1))
    assert sum(items for _, items in found.completed) == found.complete == 1
