"""Whole lives: whatever people try, in whatever order, no step is skipped, nothing that was said is lost, and the sums
equal their base. The machine keeps its own account of what was done and compares."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from concord.accounts.models import Person
from concord.core.errors import Refused
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.findings import actions as writing
from concord.findings.models import Finding, Recommendation
from concord.reforms import actions, queries
from concord.reforms.models import Judgement, Measure, Packet, ProgressReport, Proof, Reform, Remark
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import gathering
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db

P = Permission
STAGED: tuple[type[Staged], ...] = (Recommendation, Measure, Reform, Packet)
SAID = (
    (ProgressReport, ("reform", "status", "note", "as_of", "reported_at", "reported_by")),
    (Judgement, ("reform", "status", "note", "as_of", "assessed_at", "assessed_by", "measures")),
    (Measure, ("recommendation", "label", "version", "kind", "text", "reason", "proposed_by")),
    (Proof, ("packet", "what", "file", "added_by", "added_at")),
    (Remark, ("packet", "round", "measure", "text", "by")),
)
WHO = st.sampled_from([None, None, None, None, "lead", "assessor", "reviewer", "officer", "liaison", "chief"])
"""None is whoever should do it; the others try too."""
WHICH = st.integers(min_value=0, max_value=1)
SHOULD: dict[Permission, str] = {
    P.RECOMMENDATION_DRAFT: "assessor",
    P.RECOMMENDATION_SUBMIT: "assessor",
    P.RECOMMENDATION_VALIDATE: "reviewer",
    P.RECOMMENDATION_RETURN: "reviewer",
    P.RECOMMENDATION_ISSUE: "lead",
    P.MEASURE_PROPOSE: "assessor",
    P.MEASURE_APPROVE: "officer",
    P.MEASURE_RETURN: "officer",
    P.REFORM_PLAN: "lead",
    P.REFORM_REPORT: "liaison",
    P.REFORM_ASSESS: "assessor",
    P.REFORM_COMPLETE: "assessor",
    P.REFORM_STOP: "assessor",
    P.REFORM_REOPEN: "assessor",
    P.REFORM_SUSTAIN: "assessor",
    P.PACKET_ASSEMBLE: "liaison",
    P.PACKET_SHOW: "liaison",
    P.PACKET_TAKE_OUT: "liaison",
    P.PACKET_SUBMIT: "liaison",
    P.PACKET_WITHDRAW: "liaison",
    P.PACKET_PASS_ON: "assessor",
    P.PACKET_RETURN: "assessor",
    P.PACKET_ACCEPT: "reviewer",
}
STATEMENT = (P.RECOMMENDATION_SUBMIT, P.RECOMMENDATION_VALIDATE, P.RECOMMENDATION_ISSUE, P.RECOMMENDATION_RETURN)
VOICES = (P.REFORM_REPORT, P.REFORM_ASSESS, P.REFORM_COMPLETE, P.REFORM_STOP, P.REFORM_REOPEN, P.REFORM_SUSTAIN)
PACKETS = (
    *(P.PACKET_SHOW, P.PACKET_SUBMIT, P.PACKET_PASS_ON, P.PACKET_ACCEPT),
    *(P.PACKET_RETURN, P.PACKET_TAKE_OUT, P.PACKET_WITHDRAW),
)


def states() -> dict[str, tuple[type[Staged], str]]:
    return {ref: (kind, state) for kind in STAGED for ref, state in kind._base_manager.values_list("ref", "state")}


def said() -> list[list[tuple[Any, ...]]]:
    """Everything that was ever said, in order."""
    return [list(kind._base_manager.order_by("pk").values_list(*fields)) for kind, fields in SAID]


class Lives(RuleBasedStateMachine):
    """Two recommendations of one engagement: one is issued, and the other is still to be drafted."""

    on: ClassVar[Ground]
    finding: ClassVar[Finding]

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.at = AT
        self.issued = 1
        self.assessed: dict[str, str] = {}
        self.reported: dict[str, str] = {}
        self.before = said()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    @rule(who=WHO)
    def draft(self, who: str | None) -> None:
        if Recommendation.objects.count() == 2:
            return
        words = {"text": "Adopt a plan.", "justification": "There is none.", "at": self.at}
        label = f"1.1.{Recommendation.objects.count() + 1}"
        self.tried(
            P.RECOMMENDATION_DRAFT,
            who,
            lambda by: writing.draft_recommendation(self.finding, label=label, by=by, **words),
        )

    @rule(n=WHICH, verb=st.sampled_from(STATEMENT), who=WHO)
    def write(self, n: int, verb: Permission, who: str | None) -> None:
        row = self.row(n)
        if row is None:
            return
        do = {
            P.RECOMMENDATION_SUBMIT: lambda by: writing.submit(row, by=by, at=self.at),
            P.RECOMMENDATION_VALIDATE: lambda by: writing.validate(row, by=by, at=self.at),
            P.RECOMMENDATION_RETURN: lambda by: writing.return_(row, reason="Say how.", by=by, at=self.at),
            P.RECOMMENDATION_ISSUE: lambda by: writing.issue(row, by=by, at=self.at),
        }[verb]
        if self.tried(verb, who, do) and verb == P.RECOMMENDATION_ISSUE:
            self.issued += 1

    @rule(n=WHICH, kind=st.sampled_from(["completion", "completion", "sustainment"]), again=st.booleans(), who=WHO)
    def propose(self, *, n: int, kind: str, again: bool, who: str | None) -> None:
        row = self.row(n)
        if row is None:
            return
        words = {"text": f"It is shown, says {self.at}.", "kind": kind, "at": self.at}
        words |= {"label": "1", "reason": "It was not clear."} if again else {}
        self.tried(P.MEASURE_PROPOSE, who, lambda by: actions.propose(row, by=by, **words))

    @rule(approve=st.sampled_from([True, True, True, False]), who=WHO)
    def decide(self, *, approve: bool, who: str | None) -> None:
        one = Measure.objects.filter(state="proposed").order_by("pk").first()
        if one is None:
            return
        if approve:
            self.tried(P.MEASURE_APPROVE, who, lambda by: actions.approve(one, by=by, at=self.at))
        else:
            self.tried(P.MEASURE_RETURN, who, lambda by: actions.return_(one, reason="How many?", by=by, at=self.at))

    @rule(n=WHICH, who=WHO)
    def plan(self, n: int, who: str | None) -> None:
        row = self.row(n)
        if row is not None:
            self.tried(P.REFORM_PLAN, who, lambda by: actions.plan(row, by=by, at=self.at))

    @rule(n=WHICH, verb=st.sampled_from(VOICES), status=st.sampled_from(make.STATUSES), who=WHO)
    def speak(self, n: int, verb: Permission, status: str, who: str | None) -> None:
        reform = Reform.objects.filter(recommendation=self.row(n)).first()
        if reform is None:
            return
        words = {"as_of": self.at.date(), "at": self.at}
        do: Callable[[Person], Any] = {
            P.REFORM_REPORT: lambda by: actions.report(reform, status=status, note="Said.", by=by, **words),
            P.REFORM_ASSESS: lambda by: actions.assess(reform, status=status, note="Seen.", by=by, **words),
            P.REFORM_COMPLETE: lambda by: actions.complete(reform, note="Seen.", by=by, **words),
            P.REFORM_STOP: lambda by: actions.stop(reform, reason="No funds.", by=by, **words),
            P.REFORM_REOPEN: lambda by: actions.reopen(reform, reason="It came back.", by=by, **words),
            P.REFORM_SUSTAIN: lambda by: actions.sustain(reform, note="It lasts.", by=by, **words),
        }[verb]
        if not self.tried(verb, who, do):
            return
        given = {P.REFORM_COMPLETE: "complete", P.REFORM_SUSTAIN: "complete", P.REFORM_STOP: "partially_complete"}
        given |= {P.REFORM_REOPEN: "in_progress"}
        voice = self.reported if verb == P.REFORM_REPORT else self.assessed
        voice[reform.ref] = given.get(verb, status)

    @rule(n=WHICH, who=WHO)
    def assemble(self, n: int, who: str | None) -> None:
        reform = Reform.objects.filter(recommendation=self.row(n)).first()
        if reform is not None:
            self.tried(P.PACKET_ASSEMBLE, who, lambda by: actions.assemble(reform, title="All", by=by, at=self.at))

    @rule(verb=st.sampled_from(PACKETS), who=WHO)
    def review(self, verb: Permission, who: str | None) -> None:
        last = Packet.objects.order_by("-pk").first()
        packet = queries.packet(last.ref) if last else None
        if packet is None:
            return
        measures = list(queries.measures_of(packet))
        proof = packet.proofs.filter(ended_at=None).first()
        show = {"measures": measures, "what": "The plan.", "at": self.at}
        do: Callable[[Person], Any] = {
            P.PACKET_SHOW: lambda by: actions.show(packet, upload=gathering.upload(), by=by, **show),
            P.PACKET_SUBMIT: lambda by: actions.submit(packet, by=by, at=self.at),
            P.PACKET_PASS_ON: lambda by: actions.pass_on(packet, by=by, at=self.at),
            P.PACKET_ACCEPT: lambda by: actions.accept(packet, basis="Read.", by=by, at=self.at),
            P.PACKET_RETURN: lambda by: actions.send_back(packet, remarks={measures[0]: "No."}, by=by, at=self.at),
            P.PACKET_TAKE_OUT: lambda by: actions.take_out(
                packet, proof=proof.pk if proof else 0, reason="Old.", by=by, at=self.at
            ),
            P.PACKET_WITHDRAW: lambda by: actions.withdraw(packet, reason="Early.", by=by, at=self.at),
        }[verb]
        self.tried(verb, who, do)

    def row(self, n: int) -> Recommendation | None:
        return next(iter(Recommendation.objects.order_by("pk")[n : n + 1]), None)

    def tried(self, verb: Permission, who: str | None, do: Callable[[Person], Any]) -> bool:
        """Try a verb; whether it was done. What is refused leaves nothing behind; what is done is one row of the table
        and one audit row."""
        self.at += timedelta(hours=1)
        before, rows, words = states(), people_of.rows_of(self.on.engagement.ref), said()
        point = transaction.savepoint()
        try:
            do(getattr(self.on, who or SHOULD[verb]))
        except Refused:
            transaction.savepoint_rollback(point)
            assert (states(), people_of.rows_of(self.on.engagement.ref), said()) == (before, rows, words)
            return False
        changed = {ref: now for ref, now in states().items() if before.get(ref) != now}
        assert len(changed) <= 1
        for ref, (kind, state) in changed.items():
            row = kind.lifecycle.find(before[ref][1] if ref in before else None, verb)
            assert row is not None
            assert row.target == state
        assert people_of.rows_of(self.on.engagement.ref) == rows + 1
        return True

    @invariant()
    def nothing_that_was_said_is_lost(self) -> None:
        now = said()
        assert [later[: len(earlier)] for earlier, later in zip(self.before, now, strict=True)] == self.before
        self.before = now

    @invariant()
    def the_sums_equal_the_base_and_what_was_said_last(self) -> None:
        counted = queries.counts(self.on.engagement, self.at.date())
        assert counted.base == self.issued
        issued = set(Reform.objects.filter(recommendation__state="issued").values_list("ref", flat=True))
        for given, told in ((self.assessed, counted.assessed), (self.reported, counted.reported)):
            assert told == dict(Counter(status for ref, status in given.items() if ref in issued))
        assert sum(counted.assessed.values()) + counted.not_assessed == counted.base
        assert sum(counted.reported.values()) + counted.not_reported == counted.base

    @invariant()
    def nobody_decides_on_their_own_work(self) -> None:
        for row in Recommendation.objects.exclude(validated_by=None):
            assert row.validated_by != row.author
        for one in Measure.objects.exclude(approved_by=None):
            assert one.approved_by != one.proposed_by
        for packet in Packet.objects.prefetch_related("proofs").filter(state="accepted"):
            assert packet.accepted_by not in packet.doers
        for reform in Reform.objects.all():
            assert {s.assessed_by for s in reform.said_by_team}.isdisjoint(s.reported_by for s in reform.said_by_agency)

    @invariant()
    def work_is_judged_by_measures_that_were_approved_before(self) -> None:
        approved = dict(Measure.objects.exclude(approved_at=None).values_list("ref", "approved_at"))
        for judgement in Judgement.objects.all():
            assert judgement.measures
            assert all(approved[ref] < judgement.assessed_at for ref in judgement.measures)


@pytest.mark.owed("A30", "P5")
@pytest.mark.parametrize("handed", [lambda on: on, make.two_review], ids=["one reviewer", "two reviewers"])
def test_in_whatever_order_people_try_no_step_is_skipped_and_no_word_lost(handed: Callable[[Ground], Ground]) -> None:
    on = ground.ground()
    Lives.finding = ground.finding(on)
    ground.recommendation(on, standing_on=Lives.finding)
    Lives.on = handed(on)
    how = settings(
        max_examples=12,
        stateful_step_count=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Lives, settings=how)
