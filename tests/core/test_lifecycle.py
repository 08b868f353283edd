from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import TextChoices

from concord.agencies import actions as agencies
from concord.agencies.models import Agency
from concord.core import lifecycle
from concord.core.actions import verb
from concord.core.errors import Denied, HouseError, NotAllowedNow, Stale
from concord.core.guard import writing
from concord.core.lifecycle import Lifecycle, Move
from concord.core.models import AuditRow
from concord.core.permissions import ALLOWED, Actor, Party, Permission
from concord.intake import actions as intake
from concord.intake.models import AssistanceRequest
from concord.intake.states import REQUEST, RequestState
from concord.programme.letters import Filled
from tests.core.things import AT, CONCORD, person, rows, submit

P = Permission
LATER = AT + timedelta(days=1)
LETTER = Filled("Your request", "A letter.")
WHY: dict[str, Any] = {"code": "not_supported", "letter": LETTER}
pytestmark = pytest.mark.django_db


def agency() -> Agency:
    return agencies.add(
        name="Alder Falls Police Department (fictional)",
        state="WA",
        kind="local",
        source="A test",
        by=CONCORD,
        at=AT,
    )


class Light(TextChoices):
    RED = "red", "Red"
    GREEN = "green", "Green"


def lights(*moves: Move, holders: dict[TextChoices, Party] | None = None) -> Lifecycle:
    return Lifecycle("light", Light, moves, holders or dict.fromkeys(Light, Party.OFFICE))


def test_a_table_that_names_a_pair_twice_is_refused() -> None:
    with pytest.raises(HouseError, match=r"light: a \(state, verb\) pair stands twice in the table."):
        lights(
            Move(Light.RED, P.REQUEST_ACCEPT, Light.GREEN, Party.OFFICE),
            Move(Light.RED, P.REQUEST_ACCEPT, Light.RED, Party.TEAM),
        )


def test_a_state_without_a_holder_is_refused() -> None:
    with pytest.raises(HouseError, match=r"light: every state needs a holder\."):
        lights(holders={Light.RED: Party.OFFICE})


def test_a_move_changes_the_state_and_tells_who_when_and_from_where() -> None:
    request, officer = submit(), person("programme_officer")
    moved = intake.acknowledge(request, agency=agency(), by=officer, at=LATER)
    again = AssistanceRequest.objects.get()
    assert (moved.pk, moved.state, moved.state_since) == (again.pk, again.state, again.state_since)
    assert (again.state, again.state_since, again.agency) == ("acknowledged", LATER, Agency.objects.get())
    row = AuditRow.objects.filter(what=request.ref).latest("pk")
    assert (row.verb, row.who, row.role, row.at) == (
        "request.acknowledge",
        officer.actor_key,
        "programme_officer",
        LATER.isoformat(),
    )
    assert '"old":"submitted"' in row.body
    assert '"new":"acknowledged"' in row.body


def test_a_move_that_the_table_does_not_list_is_refused_and_changes_nothing() -> None:
    request, official = submit(), person("approving_official")
    before = rows()
    with pytest.raises(NotAllowedNow, match=r"^You cannot accept the request now: the request is “Submitted”\.$"):
        intake.accept(request, tier="topic_assistance", reason="Why not", letter=LETTER, by=official, at=LATER)
    assert (AssistanceRequest.objects.get().state, rows() - before) == ("submitted", 0)


def test_a_thing_that_moved_since_it_was_opened_is_stale() -> None:
    first, second = submit(), AssistanceRequest.objects.get()
    officer = person("programme_officer")
    intake.decline(first, reason="Not now.", **WHY, by=officer, at=LATER)
    before = rows()
    with pytest.raises(Stale, match=f"^{second.ref} has moved to “Declined” since you opened it."):
        intake.decline(second, reason="Another reason.", **WHY, by=officer, at=LATER)
    assert (AssistanceRequest.objects.get().state_since, rows() - before) == (LATER, 0)


def test_a_move_is_refused_to_a_role_without_the_permission() -> None:
    request, auditor = submit(), person("auditor")
    with pytest.raises(Denied, match=r"^Only these roles may decline the request: programme officer, approving"):
        intake.decline(request, reason="No.", **WHY, by=auditor, at=LATER)
    assert AssistanceRequest.objects.get().state == "submitted"


def test_a_move_belongs_to_the_side_that_owns_it_whatever_the_rules_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    owned_by_the_team = tuple(m._replace(owner=Party.TEAM) if m.verb == P.REQUEST_DECLINE else m for m in REQUEST.moves)
    monkeypatch.setattr(
        AssistanceRequest, "lifecycle", Lifecycle("request", RequestState, owned_by_the_team, REQUEST.holders)
    )
    request, officer = submit(), person("programme_officer")
    before = rows()
    with pytest.raises(NotAllowedNow, match=r"^It is for the assessment team to decline the request\.$"):
        intake.decline(request, reason="No.", **WHY, by=officer, at=LATER)
    assert (AssistanceRequest.objects.get().state, rows() - before) == ("submitted", 0)


@verb
def decline_by_anybody(request: AssistanceRequest, *, by: Actor, at: datetime) -> Any:
    return lifecycle.move(request, P.REQUEST_DECLINE, by=by, at=at, may=lambda *_: ALLOWED)


def test_a_rule_that_allows_everything_still_gives_nobody_a_role() -> None:
    request, auditor = submit(), person("auditor")
    with pytest.raises(NotAllowedNow, match=r"^It is for the programme office to decline the request\.$"):
        decline_by_anybody(request, by=auditor, at=LATER)
    assert AssistanceRequest.objects.get().state == "submitted"


def test_a_thing_begins_by_the_verb_that_its_table_names() -> None:
    submit()

    @verb
    def begin(*, by: Actor, at: datetime) -> None:
        AssistanceRequest.begin(P.REQUEST_ACCEPT, by=by, at=at, ref="REQ-2026-0099")

    with pytest.raises(HouseError, match=r"request: request\.accept does not begin this lifecycle\."):
        begin(by=CONCORD, at=AT)
    assert list(AssistanceRequest.objects.values_list("ref", "state")) == [("REQ-2026-0001", "submitted")]


def test_the_database_itself_refuses_a_state_that_is_not_in_the_table() -> None:
    submit()
    with writing(), transaction.atomic(), pytest.raises(IntegrityError, match="request_state_is_known"):
        AssistanceRequest.objects.update(state="forgotten")


def test_a_thing_says_its_state_and_whose_turn_it_is_in_words() -> None:
    request = submit()
    assert (request.state_label, request.held_by) == ("Submitted", Party.OFFICE)
    moves = [Move(Light.RED, verb, Light.GREEN, Party.OFFICE) for verb in (P.REQUEST_DECLINE, P.REQUEST_ACCEPT)]
    assert (lights(*moves).verbs_from("red"), lights(*moves).verbs_from("green")) == (
        (P.REQUEST_DECLINE, P.REQUEST_ACCEPT),
        (),
    )
