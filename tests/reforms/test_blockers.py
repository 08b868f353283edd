"""Row P22: what stands in the way is said with its kind, with whom it is, since when, and what would move it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from concord.core.errors import BadInput, Incomplete
from concord.reforms import actions, queries
from concord.reforms.models import Blocker, Reform
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import moves
from tests.factories import reforms as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
BOTH_SIDES = {"chief_executive", "liaison", "assessment_lead", "assessor"}


@pytest.mark.owed("P22")
def test_an_obstacle_changes_neither_voice_and_says_whether_the_agency_can_move_it() -> None:
    on = ground.ground()
    reform = make.report(on, make.reform(on), "in_progress")
    before = (reform.state, reform.reported_status, reform.assessed_status, reform.state_since)
    make.blocked(on, reform)
    make.blocked(on, reform)
    make.blocked(on, reform, kind="budget", what="Two posts are not funded.")
    now = Reform.objects.get(pk=reform.pk)
    assert (now.state, now.reported_status, now.assessed_status, now.state_since) == before
    assert [(one.kind, one.outside) for one in queries.blockers(on.engagement)] == [
        ("bargaining", True),
        ("budget", False),
    ]
    shown = people_of.browser(on.chief).get(reform.get_absolute_url()).content.decode()
    assert [words in shown for words in ("Outside the agency’s control", "Within the agency’s control")] == [True] * 2


def test_an_obstacle_lacks_nothing() -> None:
    on = ground.ground()
    reform = make.reform(on)
    with pytest.raises(BadInput, match="“union” is no kind of obstacle; expected one of: bargaining, council, law"):
        make.blocked(on, reform, kind="union")
    with pytest.raises(BadInput, match="is still to come"):
        make.blocked(on, reform, since=AT.date() + timedelta(days=1))
    with pytest.raises(Incomplete) as missing:
        make.blocked(on, reform, what="", with_whom=" ", moves_when="")
    assert missing.value.missing == ("what stands in the way", "with whom it is", "what would move it")
    assert Blocker.objects.count() == 0


def test_an_obstacle_ends_with_what_became_of_it() -> None:
    on = ground.ground()
    reform = make.blocked(on, make.reform(on))
    (one,) = queries.blockers(on.engagement)
    with pytest.raises(Incomplete, match="what became of it"):
        actions.unblock(reform, blocker=one.pk, how=" ", by=on.chief, at=AT)
    actions.unblock(reform, blocker=one.pk, how="The contract was signed.", by=on.chief, at=AT)
    assert list(queries.blockers(on.engagement)) == []
    assert Blocker.objects.get().ended_how == "The contract was signed."
    with pytest.raises(BadInput, match=f"No obstacle {one.pk} stands"):
        actions.unblock(reform, blocker=one.pk, how="Again.", by=on.chief, at=AT)


@pytest.mark.parametrize("state", ["with_agency", "with_team", "complete", "stopped"])
def test_both_sides_record_and_end_an_obstacle_in_every_state(state: str) -> None:
    on = ground.ground()
    reform = make.blocked(on, make.reform(on, state))
    (one,) = queries.blockers(on.engagement)
    people = people_of.everybody(on.engagement)
    said = {"kind": "law", "what": "A law.", "with_whom": "The legislature", "moves_when": "It meets."}
    words = {**said, "since": AT.date(), "at": AT}
    assert moves.tried(people, lambda who: actions.block(reform, by=who, **words)) == BOTH_SIDES
    ended = {"blocker": one.pk, "how": "Signed.", "at": AT}
    assert moves.tried(people, lambda who: actions.unblock(reform, by=who, **ended)) == BOTH_SIDES


def test_an_obstacle_through_its_pages() -> None:
    on = ground.ground()
    reform = make.reform(on)
    client = people_of.browser(on.liaison)
    typed = {
        "sent": "yes",
        "kind": "council",
        "what": "The budget is not voted.",
        "with_whom": "The council",
        "moves_when": "It votes in May.",
        "since": AT.date().isoformat(),
    }
    assert client.post(reverse("reform.block", args=[reform.ref]), typed).status_code == 302
    (one,) = queries.blockers(on.engagement)
    typed = {"sent": "yes", "blocker": str(one.pk), "how": "It voted."}
    assert client.post(reverse("reform.unblock", args=[reform.ref]), typed).status_code == 302
    assert "It voted." in client.get(reform.get_absolute_url()).content.decode()
