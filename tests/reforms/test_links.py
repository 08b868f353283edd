"""Rows A29 and P11: what belongs together is said, a circle is refused by name, and one sees what frees most."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.findings import actions as responding
from concord.findings.models import Recommendation
from concord.reforms import actions, queries
from concord.reforms.models import Link
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import moves
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db
BOTH_SIDES = {"chief_executive", "liaison", "assessment_lead", "assessor"}


def several(on: Ground, n: int, **words: Any) -> list[Recommendation]:
    """Issued recommendations on one finding: 1.1.1, 1.1.2, …"""
    finding = ground.finding(on)
    return [ground.recommendation(on, standing_on=finding, **words) for _ in range(n)]


@pytest.mark.owed("A29")
def test_a_link_is_made_once_with_its_reason_and_stands_on_both_pages() -> None:
    on = ground.ground()
    one, other = several(on, 2)
    before = people_of.rows_of(on.engagement.ref)
    make.link(on, one, other)
    make.link(on, one, other)
    assert people_of.rows_of(on.engagement.ref) == before + 1
    (link,) = queries.links(on.engagement)
    assert (link.words, link.why) == ("1.1.1 needs first 1.1.2", "One goes with the other.")
    assert list(queries.links_of(one)) == list(queries.links_of(other)) == [link]
    for thing in (one, other):
        assert "One goes with the other." in people_of.browser(on.chief).get(thing.get_absolute_url()).content.decode()


@pytest.mark.owed("A29")
@pytest.mark.parametrize("kind", ["depends_on", "supersedes", "part_of"])
def test_a_circle_is_refused_and_named(kind: str) -> None:
    on = ground.ground()
    one, two, three = several(on, 3)
    make.link(on, one, two, kind)
    make.link(on, two, three, kind)
    with pytest.raises(BadInput) as refused:
        make.link(on, three, one, kind)
    words = queries.links(on.engagement)[0].get_kind_display()
    pairs = {("1.1.1", "1.1.2"), ("1.1.2", "1.1.3"), ("1.1.3", "1.1.1")}
    said = str(refused.value).removeprefix("That would close a circle: ").partition(". Take")[0].split(", ")
    assert {tuple(each.split(f" {words} ")) for each in said} == pairs
    assert said[0] == f"1.1.3 {words} 1.1.1"
    assert Link.objects.count() == 2


MIXED = {
    "a part needs its whole first": (("part_of", 0, 1), ("depends_on", 0, 1), False),
    "a whole needs its part first": (("part_of", 0, 1), ("depends_on", 1, 0), True),
    "what takes the place of another needs it first": (("supersedes", 0, 1), ("depends_on", 0, 1), False),
    "what is superseded needed that which takes its place": (("supersedes", 0, 1), ("depends_on", 1, 0), True),
    "a whole takes the place of its part": (("part_of", 0, 1), ("supersedes", 1, 0), False),
    "a part takes the place of its whole": (("part_of", 0, 1), ("supersedes", 0, 1), True),
}


@pytest.mark.owed("A29")
@pytest.mark.parametrize("case", MIXED)
def test_links_of_several_kinds_close_a_circle_together_where_each_waits_for_the_other(case: str) -> None:
    on = ground.ground()
    both = several(on, 2)
    (kind, one, other), (second, further, last), fits = MIXED[case]
    make.link(on, both[one], both[other], kind)
    if fits:
        make.link(on, both[further], both[last], second)
    else:
        with pytest.raises(BadInput, match="That would close a circle: "):
            make.link(on, both[further], both[last], second)
    assert Link.objects.count() == 1 + fits


def test_a_circle_of_three_kinds_is_named_link_by_link() -> None:
    on = ground.ground()
    one, two, three = several(on, 3)
    make.link(on, one, two, "depends_on")
    make.link(on, three, two, "part_of")
    with pytest.raises(BadInput) as refused:
        make.link(on, one, three, "supersedes")
    assert str(refused.value) == (
        "That would close a circle: 1.1.1 takes the place of 1.1.3, 1.1.1 needs first 1.1.2, "
        "1.1.3 is a part of 1.1.2. Take one of these links away first."
    )


def test_a_circle_through_what_is_met_by_one_action_is_refused_whichever_link_comes_last_and_named() -> None:
    on = ground.ground()
    one, two, three, four = several(on, 4)
    make.link(on, one, two, "same_action")
    with pytest.raises(BadInput) as refused:
        make.link(on, two, one, "depends_on")
    assert str(refused.value) == (
        "That would close a circle: 1.1.2 needs first 1.1.1, 1.1.1 is met by the same action as 1.1.2. "
        "Take one of these links away first."
    )
    make.link(on, one, three)
    make.link(on, three, four, "conflicts")
    with pytest.raises(BadInput, match=r"1\.1\.3 needs first 1\.1\.2, 1\.1\.1 is met by the same action"):
        make.link(on, three, two)
    named = (
        "1.1.2 is met by the same action as 1.1.3, 1.1.1 is met by the same action as 1.1.2, 1.1.1 needs first 1.1.3"
    )
    with pytest.raises(BadInput, match=named):
        make.link(on, three, two, "same_action")
    with pytest.raises(BadInput, match="That would close a circle: "):
        actions.group(on.engagement, recommendations=[three, four, two], why="One course.", by=on.liaison, at=AT)
    make.link(on, three, four, "same_action")
    assert Link.objects.count() == 4


def test_what_holds_both_ways_is_kept_once_the_older_first() -> None:
    on = ground.ground()
    one, two = several(on, 2)
    make.link(on, two, one, "same_action")
    make.link(on, one, two, "same_action")
    assert [(link.one, link.other) for link in queries.links(on.engagement)] == [(one, two)]


def test_a_link_needs_a_reason_a_known_kind_and_another_issued_recommendation_of_the_engagement() -> None:
    on = ground.ground()
    (one,) = several(on, 1)
    draft = ground.recommendation(on, "draft")
    elsewhere = ground.recommendation(ground.ground("Elsewhere"))
    given = {"by": on.assessor, "at": AT}
    for other in (draft, elsewhere):
        with pytest.raises(BadInput, match=f"{other.ref} is no recommendation of {on.engagement.ref} that is issued"):
            actions.connect(one, kind="conflicts", other=other, why="They differ.", **given)
    with pytest.raises(BadInput, match="cannot be linked with itself"):
        actions.connect(one, kind="conflicts", other=one, why="They differ.", **given)
    (two,) = several(on, 1)
    with pytest.raises(BadInput, match="“blocks” is no kind of link; expected one of: depends_on, same_action"):
        actions.connect(one, kind="blocks", other=two, why="They differ.", **given)
    with pytest.raises(Incomplete, match="why they belong together"):
        actions.connect(one, kind="conflicts", other=two, why=" ", **given)
    with pytest.raises(Denied, match="it is linked once it is issued or taken up"):
        actions.connect(draft, kind="conflicts", other=two, why="They differ.", **given)
    assert Link.objects.count() == 0


def test_a_link_is_taken_away_with_a_reason_and_stays_on_record() -> None:
    on = ground.ground()
    one, two = several(on, 2)
    make.link(on, one, two)
    (link,) = queries.links(on.engagement)
    with pytest.raises(Incomplete, match="why it is taken away"):
        actions.disconnect(one, link=link.pk, reason="", by=on.chief, at=AT)
    actions.disconnect(two, link=link.pk, reason="They are apart.", by=on.chief, at=AT)
    assert list(queries.links(on.engagement)) == []
    assert Link.objects.get().ended_because == "They are apart."
    with pytest.raises(BadInput, match=f"No link {link.pk} of {one.ref} stands"):
        actions.disconnect(one, link=link.pk, reason="Again.", by=on.chief, at=AT)
    make.link(on, two, one)
    assert [each.words for each in queries.links(on.engagement)] == ["1.1.2 needs first 1.1.1"]


@pytest.mark.parametrize("state", ["validated", "issued"])
def test_both_sides_link_what_is_issued_and_nobody_else(state: str) -> None:
    on = ground.ground()
    one, two = ground.recommendation(on, state), ground.recommendation(on)
    said = {"kind": "conflicts", "other": two, "why": "They differ.", "at": AT}
    able = moves.tried(people_of.everybody(on.engagement), lambda who: actions.connect(one, by=who, **said))
    assert able == (BOTH_SIDES if state == "issued" else set())
    strangers = people_of.everybody(people_of.engagement("Elsewhere"))
    assert moves.tried(strangers, lambda who: actions.connect(one, by=who, **said)) == set()


@pytest.mark.owed("P11")
def test_one_policy_frees_what_waits_for_it() -> None:
    """As in the public record, where one policy held up seventeen recommendations."""
    on = ground.ground()
    policy = make.planned(on)
    others = several(on, 17)
    for other in others[:16]:
        make.link(on, other, policy.recommendation)
    make.link(on, others[16], others[0])
    found = queries.connections(on.engagement)
    at_once, in_time = queries.unblocks(policy.recommendation)
    assert ([each.pk for each in at_once], in_time) == ([each.pk for each in others[:16]], 17)
    assert found.frees[policy.recommendation.pk] == (at_once, tuple(others))
    assert next(iter(found.frees)) == policy.recommendation.pk
    assert {pk: [first.pk for first in firsts] for pk, firsts in found.waiting.items()} == {
        **{other.pk: [policy.recommendation_id] for other in others[:16]},
        others[16].pk: [others[0].pk],
    }
    told = make.report(on, policy, "complete")
    actions.complete(told, note="The policy was read.", as_of=AT.date(), by=on.assessor, at=AT)
    after = queries.connections(on.engagement)
    assert (set(after.waiting), set(after.frees)) == ({others[16].pk}, {others[0].pk})


@pytest.mark.owed("P11", "P22")
def test_what_will_not_come_holds_nothing_up_and_somebody_decides_on_the_link() -> None:
    on = ground.ground()
    stopped, taken = make.reform(on, "stopped").recommendation, make.planned(on).recommendation
    refused, replaced, newer, *later = several(on, 6)
    make.link(on, newer, replaced, "supersedes")
    words = {"answer": "not", "reason": "The council does it.", "by": on.chief, "at": AT}
    responding.respond(refused, **words)
    responding.respond(taken, **words)
    for one, first in zip(later, (stopped, refused, replaced), strict=True):
        make.link(on, one, first)
    make.link(on, newer, taken)
    make.link(on, later[0], newer)
    found = queries.connections(on.engagement)
    assert dict(found.lost) == {
        stopped.pk: "work on it has stopped",
        refused.pk: "the agency does not concur",
        replaced.pk: f"{newer.label} takes its place",
    }
    assert {pk: list(firsts) for pk, firsts in found.undecided.items()} == {
        one.pk: [first] for one, first in zip(later, (stopped, refused, replaced), strict=True)
    }
    assert {pk: list(firsts) for pk, firsts in found.waiting.items()} == {later[0].pk: [newer], newer.pk: [taken]}
    assert set(found.frees) == {newer.pk, taken.pk}
    assert {*queries.still_to_do(on.engagement)} == {one.ref for one in (taken, newer, *later)}
    client, of = people_of.browser(on.liaison), on.engagement.ref
    board = client.get(reverse("engagement-board", args=[of]), {"stuck": "decide"})
    assert [card.recommendation for card in board.context["board"].cards] == later
    shown = client.get(reverse("engagement-connections", args=[of])).content.decode()
    assert ("What waits for what will not come" in shown, "(the agency does not concur)" in shown) == (True, True)
    (link,) = queries.links_of(later[1])
    actions.disconnect(later[1], link=link.pk, reason="It goes on without.", by=on.liaison, at=AT)
    assert set(queries.connections(on.engagement).undecided) == {later[0].pk, later[2].pk}


@pytest.mark.owed("P11")
def test_a_group_is_accepted_by_a_person_in_one_audit_row() -> None:
    on = ground.ground()
    one, two, three, four = several(on, 4)
    before = people_of.rows_of(on.engagement.ref)
    given = {"why": "One training covers them.", "by": on.liaison, "at": AT}
    actions.group(on.engagement, recommendations=[three, one, two], **given)
    actions.group(on.engagement, recommendations=[one, two, three], **given)
    assert people_of.rows_of(on.engagement.ref) == before + 1
    make.link(on, four, three, "part_of")
    assert queries.connections(on.engagement).groups == ((one, two, three, four),)
    with pytest.raises(Incomplete, match="two recommendations or more"):
        actions.group(on.engagement, recommendations=[one], **given)


def test_what_shares_words_is_suggested_and_nothing_is_linked_by_itself() -> None:
    on = ground.ground()
    finding = ground.finding(on)
    texts = (
        "Train every officer in crisis intervention each year.",
        "Train each new officer in crisis intervention.",
        "Publish stop data on the website.",
    )
    one, two, _ = (ground.recommendation(on, standing_on=finding, text=text) for text in texts)
    (found,) = queries.suggested(on.engagement)
    assert found.recommendations == (one, two)
    assert set(found.words) == {"crisis", "intervention", "officer", "train"}
    assert Link.objects.count() == 0
    page = reverse("suggested-groups", args=[on.engagement.ref])
    liaison = people_of.browser(on.liaison)
    assert liaison.get(page).status_code == 200
    chosen = {"recommendations": [one.ref, two.ref]}
    assert liaison.post(page, chosen).status_code == 422
    assert liaison.post(page, {**chosen, "why": "One course."}).status_code == 302
    assert [link.kind for link in queries.links(on.engagement)] == ["same_action"]
    assert queries.suggested(on.engagement) == ()


def test_the_page_of_connections_asks_as_many_queries_for_one_link_as_for_three() -> None:
    from tests.reforms.test_pages import query_count

    on = ground.ground()
    rows = several(on, 4)
    make.link(on, rows[1], rows[0])
    client = people_of.browser(on.lead)
    addresses = [reverse("engagement-connections", args=[on.engagement.ref]), rows[0].get_absolute_url()]
    with_one = [query_count(client, address) for address in addresses]
    make.link(on, rows[2], rows[0])
    make.link(on, rows[3], rows[1], "same_action")
    assert [query_count(client, address) for address in addresses] == with_one


def test_a_link_through_its_page() -> None:
    on = ground.ground()
    one, two = several(on, 2)
    client = people_of.browser(on.assessor)
    typed = {"sent": "yes", "kind": "depends_on", "other": two.ref, "why": "It comes first."}
    assert client.post(reverse("link.connect", args=[one.ref]), typed).status_code == 302
    (link,) = queries.links(on.engagement)
    refused = client.post(reverse("link.connect", args=[two.ref]), {**typed, "other": one.ref})
    assert "That would close a circle: " in refused.content.decode()
    typed = {"sent": "yes", "link": str(link.pk), "reason": "They are apart."}
    assert client.post(reverse("link.disconnect", args=[two.ref]), typed).status_code == 302
    assert list(queries.links(on.engagement)) == []


def test_the_database_refuses_a_link_with_itself_and_an_end_without_a_reason() -> None:
    on = ground.ground()
    one, two = several(on, 2)
    known = {"engagement": on.engagement, "one": one, "kind": "conflicts", "why": "So.", "made_at": AT, "made_by": "x"}
    for more in ({"other": one}, {"other": two, "ended_at": AT, "ended_by": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic(), writing():
            Link.objects.create(**known, **more)


def test_a_suggested_owner_in_common_speaks_for_a_group_and_never_alone() -> None:
    on = ground.ground()
    finding = ground.finding(on)
    texts = ("Publish stop data each quarter.", "Adopt a policy on pursuits.", "Post stop figures each month.")
    owned = {"standing_on": finding, "owner": "Training bureau"}
    rows = [ground.recommendation(on, text=text, **owned) for text in texts[:2]]
    assert queries.suggested(on.engagement) == ()
    twin = ground.recommendation(on, text="Publish stop data each month.", **owned)
    (found,) = queries.suggested(on.engagement)
    assert (found.recommendations, found.owner) == ((rows[0], twin), "Training bureau")


def test_what_was_typed_for_a_suggested_group_stays_where_it_cannot_be_taken() -> None:
    on = ground.ground()
    finding = ground.finding(on)
    one, two = (ground.recommendation(on, standing_on=finding, text=f"Publish stop data{end}") for end in (".", "!"))
    page = reverse("suggested-groups", args=[on.engagement.ref])
    long = "They are one. " * 200
    refused = people_of.browser(on.liaison).post(page, {"recommendations": [one.ref], "why": long})
    shown = refused.content.decode()
    assert (refused.status_code, long.strip() in shown) == (422, True)
    assert f'value="{one.ref}" checked' in shown
    assert f'value="{two.ref}" checked' not in shown
