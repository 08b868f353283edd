"""A draft edition: begun as a copy, revised by several people, published by somebody else, or discarded."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from concord.core import zones
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow, NotThere, Stale
from concord.core.models import AuditRow
from concord.core.tasks.models import Task
from concord.programme import actions, queries
from concord.programme.changes import Change, Op, fingerprint
from concord.programme.models import Edition, EditionDraft
from tests.factories import engagements as make
from tests.factories import programme as editions
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

TODAY = AT.date()
WHY = {"reason": "We begin anew."}


def everybody() -> dict[str, Any]:
    return {role.key: make.person(role.key) for role in make.PEOPLES_ROLES}


def last_row() -> dict[str, Any]:
    return dict(json.loads(AuditRow.objects.order_by("pk").last().body))  # type: ignore[union-attr]


def test_a_draft_is_a_copy_and_changes_nothing_in_force() -> None:
    first = editions.published()
    draft = editions.draft()
    editions.revised(draft, "office", phone="555-0199")
    copied = {**first.document, "edition": {**first.document["edition"], "label": "Next edition"}}
    assert (draft.ref, draft.state, draft.base, draft.document) == ("EDR-2026-0001", "draft", first, copied)
    assert queries.in_force(TODAY).office.phone == "555-0100"


@pytest.mark.parametrize("verb", ["draft", "revise", "discard"])
def test_who_may_write_an_edition(verb: str) -> None:
    first, people = editions.published(), everybody()

    def do(who: Any) -> None:
        if verb == "draft":
            actions.draft(first, label="Next", by=who, at=AT)
        elif verb == "revise":
            editions.revised(editions.draft(), "office", phone="555-0142", by=who)
            editions.revised(editions.draft(), "office", phone="555-0100", by=who)
        else:
            actions.discard(editions.draft(by=people["programme_officer"]), **WHY, by=who, at=AT)

    if verb != "draft":
        assert make.able(people, do) == {"programme_officer", "approving_official"}
        return
    assert make.able({k: v for k, v in people.items() if k != "approving_official"}, do) == {"programme_officer"}


def test_law_9_whoever_took_status_labels_over_into_a_draft_does_not_publish_it() -> None:
    on, official = editions.draft(), make.person("approving_official")
    taken = actions.take_over(on, status_set=next(iter(queries.status_sets())).key, by=official, at=AT)
    with pytest.raises(Denied, match="You wrote some of this draft"):
        actions.publish(taken, effective_from=TODAY, revision=taken.revision, by=official, at=AT)


def test_one_draft_is_open_at_a_time_so_that_no_two_write_past_each_other() -> None:
    first = editions.published()
    draft = editions.draft()
    with pytest.raises(Denied, match="A draft is open already"):
        actions.draft(first, label="Next", by=make.person("approving_official"), at=AT)
    actions.discard(draft, **WHY, by=make.person("programme_officer"), at=AT)
    assert actions.draft(first, label="Next", by=make.person("approving_official"), at=AT).ref == "EDR-2026-0002"


@pytest.mark.owed("B8")
def test_an_earlier_edition_can_be_drafted_from_again() -> None:
    first = editions.published()
    editions.published_draft(editions.revised(editions.draft(), "office", phone="555-0199"))
    draft = editions.draft(of=first)
    editions.revised(draft, "banner", heading="Back again")
    back = editions.published_draft(draft)
    assert (back.number, queries.in_force(TODAY).office.phone) == (3, "555-0100")


def test_what_a_revision_said_before_and_after_is_in_the_trail_and_the_wait_goes_on() -> None:
    editions.published()
    draft = editions.draft()
    later = AT + timedelta(days=3)
    officer = make.person("programme_officer")
    revised = editions.revised(draft, "cost_category", "team", why="Paid by us.", by=officer, at=later)
    assert (revised.revision, revised.revised_at, revised.revised_by) == (1, later, officer.actor_key)
    assert revised.state_since == AT
    more = last_row()["more"]
    assert (more["part"], more["key"], more["done"]) == ("cost_category", "team", "put")
    assert (more["before"]["why"], more["after"]["why"]) == ("Paid by the programme.", "Paid by us.")


def test_the_same_words_again_change_nothing() -> None:
    editions.published()
    draft = editions.draft()
    rows = AuditRow.objects.count()
    assert editions.revised(draft, "office", phone="555-0100").revision == 0
    assert AuditRow.objects.count() == rows


def test_of_two_who_revise_the_same_item_the_second_is_told_and_two_items_of_one_list_meet_in_peace() -> None:
    editions.published()
    draft = editions.draft()
    seen = {each["key"]: fingerprint(each) for each in draft.document["service"]}
    put = [
        Change("service", Op.PUT, key=key, value={"days": days}, seen=seen[key])
        for key, days in (("decision", 45), ("signature", 20), ("decision", 50))
    ]
    for change in put[:2]:
        actions.revise(draft, change=change, by=make.person("programme_officer"), at=AT)
    with pytest.raises(Stale, match="Somebody else saved this"):
        actions.revise(draft, change=put[2], by=make.person("approving_official"), at=AT)
    draft.refresh_from_db()
    days = {each["key"]: each["days"] for each in draft.document["service"]}
    assert (days["decision"], days["signature"], draft.revision) == (45, 20, 2)


def test_an_item_is_added_with_a_key_of_its_own_moved_and_taken_out() -> None:
    editions.published()
    draft, officer = editions.draft(), make.person("programme_officer")

    def keys() -> list[str]:
        draft.refresh_from_db()
        return [each["key"] for each in draft.document["component"]]

    def do(op: Op, key: str = "", **more: Any) -> None:
        actions.revise(draft, change=Change("component", op, key=key, **more), by=officer, at=AT)

    before = keys()
    for _ in range(2):
        do(Op.ADD, value={"label": "The State’s inspector: police"})
    assert keys() == [*before, "the-state-s-inspector-police", "the-state-s-inspector-police-2"]
    more = last_row()["more"]
    assert (more["done"], more["key"], more["before"]) == ("add", "the-state-s-inspector-police-2", None)
    assert more["after"] == {"key": "the-state-s-inspector-police-2", "label": "The State’s inspector: police"}
    do(Op.UP, before[1])
    do(Op.UP, before[1])  # at the top already: nothing
    do(Op.DOWN, "the-state-s-inspector-police")
    seen = fingerprint(next(each for each in draft.document["component"] if each["key"] == before[2]))
    do(Op.REMOVE, before[2], seen=seen)
    assert keys() == [before[1], before[0], before[3], "the-state-s-inspector-police-2", "the-state-s-inspector-police"]
    with pytest.raises(NotThere, match="Somebody else took it out"):
        do(Op.UP, before[2])


def test_a_list_that_old_editions_lack_can_be_begun() -> None:
    old = editions.document()
    del old["seek"]
    first = actions.publish_edition(old, effective_from=editions.FIRST_DAY, by=make.CONCORD, at=AT)
    draft = editions.draft(of=first)
    value = {"question": "Are you the chief?", "rule": "chief_authority", "yes": "Good.", "no": "Ask the chief."}
    actions.revise(draft, change=Change("seek", Op.ADD, value=value), by=make.person("programme_officer"), at=AT)
    draft.refresh_from_db()
    assert draft.document["seek"] == [{"key": "are-you-the-chief", **value}]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (Change("nothing", Op.PUT), NotThere),
        (Change("tier", Op.PUT, key="gone"), NotThere),
        (Change("office", Op.ADD), BadInput),
        (Change("service", Op.ADD, value={"label": "Soon", "days": "3"}), BadInput),
        (Change("service", Op.ADD, value={"days": 3}), BadInput),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_kept(change: Change, error: type[Exception]) -> None:
    editions.published()
    draft = editions.draft()
    with pytest.raises(error):
        actions.revise(draft, change=change, by=make.person("programme_officer"), at=AT)
    draft.refresh_from_db()
    before = {**draft.base.document, "edition": draft.document["edition"]}
    assert (draft.revision, draft.document) == (0, before)


@pytest.mark.owed("B8")
def test_publishing_makes_the_next_edition_in_force_from_its_day_and_old_records_keep_theirs() -> None:
    first = editions.published()
    request = make.request(make.agency())
    draft = editions.revised(editions.draft(), "office", phone="555-0199")
    day = TODAY + timedelta(days=10)
    edition = editions.published_draft(draft, since=day)
    draft.refresh_from_db()
    assert (draft.state, draft.edition, edition.number, edition.effective_from) == ("published", edition, 2, day)
    assert edition.document["edition"] == {
        **first.document["edition"], "key": "edition-2", "label": "Next edition", "effective_from": day.isoformat(),
    }  # fmt: skip
    assert draft.document == edition.document
    in_force = [queries.in_force(on).office.phone for on in (day - timedelta(days=1), day)]
    assert in_force == ["555-0100", "555-0199"]
    request.refresh_from_db()
    assert request.edition == first
    row = last_row()
    assert (row["what"], row["verb"], row["more"]) == (
        draft.ref,
        "edition.publish",
        {"edition": "EDITION-2", "sha256": edition.sha256, "from": day.isoformat()},
    )


def test_law_9_only_an_approving_official_who_wrote_none_of_it_publishes() -> None:
    editions.published()
    people = everybody()
    other = make.person("approving_official")
    draft = editions.revised(editions.draft(), "office", phone="555-0199", by=people["approving_official"])
    draft = editions.revised(draft, "office", phone="555-0177", by=people["programme_officer"])

    def publish(who: Any) -> None:
        actions.publish(draft, effective_from=TODAY, revision=2, by=who, at=AT)

    assert make.able(people, publish) == set()
    with pytest.raises(Denied, match="You wrote some of this draft"):
        publish(people["approving_official"])
    assert make.able({**people, "another": other}, publish) == {"another"}


def test_law_9_whoever_began_a_draft_is_among_its_authors() -> None:
    editions.published()
    began = make.person("approving_official")
    draft = editions.revised(editions.draft(by=began), "office", phone="555-0199")
    with pytest.raises(Denied, match="You wrote some of this draft"):
        actions.publish(draft, effective_from=TODAY, revision=1, by=began, at=AT)


def test_an_edition_takes_effect_today_or_later_never_before() -> None:
    editions.published()
    draft = editions.revised(editions.draft(), "office", phone="555-0199")
    with pytest.raises(BadInput, match="2026-11-02 is past"):
        editions.published_draft(draft, since=TODAY - timedelta(days=1))
    assert editions.published_draft(draft, since=TODAY).effective_from == TODAY


def test_whoever_publishes_has_read_the_newest_text() -> None:
    editions.published()
    draft = editions.revised(editions.draft(), "office", phone="555-0199")
    editions.revised(draft, "office", phone="555-0177")
    with pytest.raises(Stale, match="revised since you opened"):
        actions.publish(draft, effective_from=TODAY, revision=1, by=make.person("approving_official"), at=AT)


def test_a_draft_that_says_nothing_new_is_not_published() -> None:
    editions.published()
    with pytest.raises(BadInput, match="says the same as the edition"):
        editions.published_draft(editions.draft())


def test_an_error_that_the_checks_find_blocks_publishing_and_a_warning_does_not() -> None:
    editions.published()
    draft = editions.revised(editions.draft(), "banner", heading="A violation", text=f"{'word ' * 31}.")
    with pytest.raises(Incomplete, match="“violation” sounds adversarial"):
        editions.published_draft(draft)
    editions.revised(draft, "banner", heading="An office")
    assert editions.published_draft(draft).number == 2


@pytest.mark.parametrize("verb", ["revise", "publish", "discard"])
@pytest.mark.parametrize("state", ["published", "discarded"])
def test_what_is_published_or_discarded_stays_as_it_is(state: str, verb: str) -> None:
    editions.published()
    draft = editions.revised(editions.draft(), "office", phone="555-0199")
    if state == "published":
        editions.published_draft(draft)
    else:
        actions.discard(draft, **WHY, by=make.person("programme_officer"), at=AT)
    draft.refresh_from_db()
    officer = make.person("programme_officer")
    do = {
        "revise": lambda: editions.revised(draft, "office", phone="555-0111"),
        "publish": lambda: editions.published_draft(draft),
        "discard": lambda: actions.discard(draft, **WHY, by=officer, at=AT),
    }
    with pytest.raises(NotAllowedNow):
        do[verb]()
    assert (EditionDraft.objects.get().state, Edition.objects.count()) == (state, 1 + (state == "published"))


@pytest.mark.owed("B8")
def test_several_editions_to_come_are_each_in_force_on_their_days_and_it_is_said_which() -> None:
    editions.published()
    for phone, days in (("555-0102", 60), ("555-0103", 20), ("555-0104", 60)):
        editions.published_draft(
            editions.revised(editions.draft(), "office", phone=phone), since=TODAY + timedelta(days=days)
        )
    far, near = TODAY + timedelta(days=60), TODAY + timedelta(days=20)
    found = {each.edition.number: (each.first, each.until, each.never) for each in queries.dated()}
    assert found == {
        1: (date(2025, 1, 1), near - timedelta(days=1), False),
        2: (far, far - timedelta(days=1), True),
        3: (near, far - timedelta(days=1), False),
        4: (far, None, False),
    }
    for on in (TODAY, near, far, far - timedelta(days=1)):
        assert [each.edition for each in queries.dated() if each.holds(on)] == [queries.edition_in_force(on)]


def test_the_office_is_set_to_renew_the_number_that_ends_first_until_the_next_edition_says_it() -> None:
    first = editions.draft()
    base = first.base
    editions.revised(first, "form_notice", "request", **editions.NUMBERED, expires="2028-06-30")
    editions.revised(first, "form_notice", "survey", **editions.NUMBERED, expires="2029-06-30")
    editions.published_draft(first)
    task = Task.objects.get(about=first.ref)
    assert (task.state, task.due_on, task.what) == (
        "with_office",
        date(2028, 3, 2),
        "Renew the number 0000-0000: after 2028-06-30 the form “request” is closed",
    )
    second = editions.draft(of=base)  # an older one, drafted from again
    editions.revised(second, "form_notice", "request", **editions.NUMBERED, expires="2031-06-30")
    editions.published_draft(second)
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("done", f"The next edition says it: {second.ref}.")
    assert Task.objects.get(about=second.ref).due_on == date(2031, 3, 2)


def test_a_number_that_is_nearly_over_is_renewed_at_once() -> None:
    draft = editions.draft()
    editions.revised(draft, "form_notice", "request", **editions.NUMBERED, expires=zones.day(AT).isoformat())
    editions.published_draft(draft)
    assert Task.objects.get(about=draft.ref).due_on == zones.day(AT)
