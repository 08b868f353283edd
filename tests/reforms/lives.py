"""The machine of whole lives: whatever people try, in whatever order, no step is skipped, nothing that was said is
lost, and the sums equal their base. It keeps its own account of what was done and compares."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from concord.accounts.models import Person
from concord.core import zones
from concord.core.errors import Refused
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.findings import actions as writing
from concord.findings.models import FactCheck, FactComment, Finding, Recommendation
from concord.findings.reviewed import reviewers_asked
from concord.reforms import actions, queries
from concord.reforms.models import Judgement, Measure, Packet, Reform
from tests.factories import engagements as people_of
from tests.factories import gathering
from tests.factories import reforms as make
from tests.factories.engagements import AT, CONCORD
from tests.factories.findings import Ground
from tests.reforms.accounts import SHOULD, said, states
from tests.reforms.way import WAY

P = Permission
WHO = st.sampled_from([*[None] * 5, "lead", "assessor", "reviewer", "second", "officer", "liaison", "chief"])
"""None is whoever should do it; the others try too."""
WHICH = st.integers(min_value=0, max_value=1)
ANSWERS = st.sampled_from(["concur", "concur", "partly", "not"])
OPINIONS = st.sampled_from(["validate", "validate", "return"])
STATEMENT = (
    *(P.RECOMMENDATION_SUBMIT, P.RECOMMENDATION_VALIDATE, P.RECOMMENDATION_ISSUE),
    *(P.RECOMMENDATION_RETURN, P.RECOMMENDATION_REWORD),
)
WINDOW_ENDS = (P.FACT_CHECK_TAKE_BACK, P.FACT_CHECK_RUN_OUT)
FACTS = (
    *(P.FACT_CHECK_COMMENT, P.FACT_CHECK_SEND_BACK, P.FACT_CHECK_ANSWER, P.FACT_CHECK_CLOSE),
    *(P.FACT_CHECK_EXTEND, *WINDOW_ENDS),
)
VOICES = (P.REFORM_REPORT, P.REFORM_ASSESS, P.REFORM_COMPLETE, P.REFORM_STOP, P.REFORM_REOPEN, P.REFORM_SUSTAIN)
PACKETS = (
    *(P.PACKET_SHOW, P.PACKET_SUBMIT, P.PACKET_PASS_ON, P.PACKET_ACCEPT),
    *(P.PACKET_RETURN, P.PACKET_TAKE_OUT, P.PACKET_WITHDRAW),
)


Verb = Permission | int
"""A verb, or a number for one of those that the table has now, so that not everything that is tried is out of turn."""


def one_of(verbs: tuple[Permission, ...]) -> st.SearchStrategy[Verb]:
    return st.one_of(st.integers(min_value=0, max_value=len(verbs) - 1), st.sampled_from(verbs))


def fitting(verb: Verb, verbs: tuple[Permission, ...], thing: Staged) -> Permission:
    if isinstance(verb, Permission):
        return verb
    allowed = [each for each in verbs if thing.lifecycle.find(thing.state, each)] or verbs
    return allowed[verb % len(allowed)]


class Lives(RuleBasedStateMachine):
    """Two recommendations of one engagement: one is issued, and the other is still to be drafted. Each life first goes
    some steps of the `WAY`, and then whatever people try is tried."""

    on: ClassVar[Ground]
    second: ClassVar[Person]
    finding: ClassVar[Finding]

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.at = AT
        self.issued = 1
        self.done: list[Permission] = []
        self.looked_at = 0
        self.gone = 0
        self.answered: dict[str, str] = {}
        self.assessed: dict[str, str] = {}
        self.reported: dict[str, str] = {}
        self.stood = self.standing()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    @initialize(steps=st.integers(min_value=0, max_value=len(WAY)))
    def begin(self, steps: int) -> None:
        self.go_on(steps)

    @rule(steps=st.integers(min_value=1, max_value=12))
    def go_on(self, steps: int) -> None:
        """Go some steps of the way; what people tried meanwhile may stand in it."""
        for name, words in WAY[self.gone : self.gone + steps]:
            getattr(self, name)(**words)
        self.gone += steps

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

    @rule(n=WHICH, verb=one_of(STATEMENT), who=WHO)
    def write(self, n: int, verb: Verb, who: str | None) -> None:
        row = self.row(n)
        if row is None:
            return
        verb = fitting(verb, STATEMENT, row)
        words = row.words | {"text": f"Adopt a plan by {self.at}."}
        against = "One of the two would return it."
        do = {
            P.RECOMMENDATION_SUBMIT: lambda by: writing.submit(row, by=by, at=self.at),
            P.RECOMMENDATION_VALIDATE: lambda by: writing.validate(row, dissent=against, by=by, at=self.at),
            P.RECOMMENDATION_RETURN: lambda by: writing.return_(row, reason="Say how.", by=by, at=self.at),
            P.RECOMMENDATION_ISSUE: lambda by: writing.issue(row, by=by, at=self.at),
            P.RECOMMENDATION_REWORD: lambda by: writing.reword_recommendation(
                row, **words, expected_hash=row.words_hash, by=by, at=self.at
            ),
        }[verb]
        if self.tried(verb, who, do) and verb == P.RECOMMENDATION_ISSUE:
            self.issued += 1

    @rule(n=WHICH, opinion=OPINIONS, who=WHO)
    def view(self, n: int, opinion: str, who: str | None) -> None:
        row = self.row(n)
        if row is not None:
            words = {"opinion": opinion, "text": f"So I see it: {self.at}.", "at": self.at}
            self.tried(P.RECOMMENDATION_REVIEW, who, lambda by: writing.write_view(row, by=by, **words))

    @rule(who=WHO)
    def ask(self, who: str | None) -> None:
        """Ask the agency to check the facts; the same again would be the same check."""
        row = self.row(1)
        if row is None or FactCheck.objects.filter(state="with_agency").exists():
            return
        ask = {"statements": [row.ref], "at": self.at}
        self.tried(P.FACT_CHECK_OPEN, who, lambda by: writing.open_fact_check(self.on.engagement, by=by, **ask))

    @rule(verb=one_of(FACTS), accepted=st.booleans(), who=WHO)
    def check_facts(self, *, verb: Verb, accepted: bool, who: str | None) -> None:
        check = FactCheck.objects.order_by("pk").last()
        assert check is not None
        verb = fitting(verb, FACTS, check)
        of = check.texts.get().statement.ref
        first = check.comments.filter(answered_at=None).order_by("number").first()
        answer = {"number": first.number if first else 0, "verdict": "accepted" if accepted else "kept"}
        if verb in WINDOW_ENDS:
            self.at += timedelta(days=40)
        do: Callable[[Any], Any] = {
            P.FACT_CHECK_COMMENT: lambda by: writing.comment_on_fact(
                check, of=of, quote="a plan", text=f"There is one: {self.at}.", by=by, at=self.at
            ),
            P.FACT_CHECK_SEND_BACK: lambda by: writing.send_back(check, by=by, at=self.at),
            P.FACT_CHECK_ANSWER: lambda by: writing.answer_comment(
                check, **answer, answer="It was read.", by=by, at=self.at
            ),
            P.FACT_CHECK_CLOSE: lambda by: writing.close_fact_check(check, by=by, at=self.at),
            P.FACT_CHECK_EXTEND: lambda by: writing.extend_window(check, days=5, reason="A feast.", by=by, at=self.at),
            P.FACT_CHECK_TAKE_BACK: lambda by: writing.take_back(check, by=by, at=self.at),
            P.FACT_CHECK_RUN_OUT: lambda by: writing.run_out(check, by=by, at=self.at),
        }[verb]
        self.tried(verb, who, do)

    @rule(n=WHICH, answer=ANSWERS, who=WHO)
    def respond(self, n: int, answer: str, who: str | None) -> None:
        row = self.row(n)
        if row is None:
            return
        words = {"answer": answer, "reason": f"So it is decided: {self.at}.", "at": self.at}
        if self.tried(P.RECOMMENDATION_RESPOND, who, lambda by: writing.respond(row, by=by, **words)):
            self.answered[row.ref] = answer

    @rule(n=WHICH, kind=st.sampled_from(["completion", "completion", "sustainment"]), again=st.booleans(), who=WHO)
    def propose(self, *, n: int, kind: str, again: bool, who: str | None) -> None:
        row = self.row(n)
        if row is None:
            return
        words = {"text": f"It is shown, says {self.at}.", "kind": kind, "at": self.at}
        words |= {"label": "1", "reason": "It was not clear."} if again else {}
        self.tried(P.MEASURE_PROPOSE, who, lambda by: actions.propose(row, by=by, **words))

    @rule(agrees=st.sampled_from([True, True, False]), who=WHO)
    def answer_measure(self, *, agrees: bool, who: str | None) -> None:
        one = Measure.objects.filter(state="proposed").order_by("pk").first()
        if one is None:
            return
        if agrees:
            self.tried(P.MEASURE_AGREE, who, lambda by: actions.agree(one, by=by, at=self.at))
        else:
            words = {"reason": f"Say how many, says {self.at}.", "at": self.at}
            self.tried(P.MEASURE_ASK, who, lambda by: actions.ask_for_change(one, by=by, **words))

    @rule(approve=st.sampled_from([True, True, True, False]), who=WHO)
    def decide(self, *, approve: bool, who: str | None) -> None:
        one = Measure.objects.filter(state="proposed").order_by("pk").first()
        if one is None:
            return
        if approve:
            self.tried(
                P.MEASURE_APPROVE, who, lambda by: actions.approve(one, reason="It is usual.", by=by, at=self.at)
            )
        else:
            self.tried(P.MEASURE_RETURN, who, lambda by: actions.return_(one, reason="How many?", by=by, at=self.at))

    @rule(n=WHICH, who=WHO)
    def plan(self, n: int, who: str | None) -> None:
        row = self.row(n)
        if row is not None and self.tried(P.REFORM_PLAN, who, lambda by: actions.plan(row, by=by, at=self.at)):
            assert self.answered.get(row.ref) != "not"

    @rule(n=WHICH, verb=one_of(VOICES), status=st.sampled_from(make.STATUSES), who=WHO)
    def speak(self, n: int, verb: Verb, status: str, who: str | None) -> None:
        reform = Reform.objects.filter(recommendation=self.row(n)).first()
        if reform is None:
            return
        verb = fitting(verb, VOICES, reform)
        words = {"as_of": zones.day(self.at), "at": self.at}
        do: Callable[[Any], Any] = {
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

    @rule(verb=one_of(PACKETS), who=WHO)
    def review(self, verb: Verb, who: str | None) -> None:
        last = Packet.objects.order_by("-pk").first()
        packet = queries.packet(last.ref) if last else None
        if packet is None:
            return
        verb = fitting(verb, PACKETS, packet)
        measures = list(queries.measures_of(packet))
        proof = packet.proofs.filter(ended_at=None).first()
        show = {"measures": measures, "what": "The plan.", "at": self.at}
        do: Callable[[Any], Any] = {
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

    def person(self, name: str) -> Any:
        others = {"second": self.second, "concord": CONCORD}
        return others.get(name) or getattr(self.on, name)

    def tried(self, verb: Permission, who: str | None, do: Callable[[Any], Any]) -> bool:
        """Try a verb; whether it was done. What is refused leaves nothing behind, and neither does the same again; what
        is done is one row of the table and one audit row, and takes nothing away of what was said."""
        self.at += timedelta(hours=1)
        before, rows, words = self.stood
        point = transaction.savepoint()
        try:
            do(self.person(who or SHOULD[verb]))
        except Refused:
            transaction.savepoint_rollback(point)
            assert self.standing() == self.stood
            return False
        now = after, rows_now, words_now = self.standing()
        if rows_now == rows:
            assert now == self.stood
            return False
        self.stood = now
        changed = {ref: now for ref, now in after.items() if before.get(ref) != now}
        along = 0
        for ref, (kind, state) in changed.items():
            row = kind.lifecycle.find(before[ref][1] if ref in before else None, verb)
            assert row is not None
            assert row.target == state
            along += row.along
        assert len(changed) - along <= 1
        assert rows_now == rows + 1
        assert [later[: len(earlier)] for earlier, later in zip(words, words_now, strict=True)] == words
        self.done.append(verb)
        return True

    def standing(self) -> tuple[dict[str, tuple[type[Staged], str]], int, list[list[tuple[Any, ...]]]]:
        """Where everything stands, how many audit rows there are, and everything that was said."""
        return states(), people_of.rows_of(self.on.engagement.ref), said()

    @invariant()
    def the_laws_hold(self) -> None:
        """What was refused has left nothing behind, so they are looked at once something was done."""
        if self.looked_at == len(self.done):
            return
        self.looked_at = len(self.done)
        self.the_sums_equal_the_base_and_what_was_said_last()
        self.nobody_decides_on_their_own_work()
        self.work_is_judged_by_measures_that_were_approved_before()
        self.nothing_is_issued_but_what_the_agency_has_checked()
        self.each_reviewer_wrote_before_one_of_them_validated()

    def the_sums_equal_the_base_and_what_was_said_last(self) -> None:
        counted = queries.counts(self.on.engagement, zones.day(self.at))
        assert counted.base == self.issued
        issued = set(Reform.objects.filter(recommendation__state="issued").values_list("ref", flat=True))
        for given, told in ((self.assessed, counted.assessed), (self.reported, counted.reported)):
            assert told == dict(Counter(status for ref, status in given.items() if ref in issued))
        assert sum(counted.assessed.values()) + counted.not_assessed == counted.base
        assert sum(counted.reported.values()) + counted.not_reported == counted.base

    def nobody_decides_on_their_own_work(self) -> None:
        for row in Recommendation.objects.exclude(validated_by=None):
            assert row.validated_by != row.author
        for one in Measure.objects.exclude(approved_by=None):
            assert one.approved_by != one.proposed_by
        for packet in Packet.objects.prefetch_related("proofs").filter(state="accepted"):
            assert packet.accepted_by not in packet.doers
        for reform in Reform.objects.all():
            assert {s.assessed_by for s in reform.said_by_team}.isdisjoint(s.reported_by for s in reform.said_by_agency)

    def work_is_judged_by_measures_that_were_approved_before(self) -> None:
        approved = dict(Measure.objects.exclude(approved_at=None).values_list("ref", "approved_at"))
        for judgement in Judgement.objects.all():
            assert judgement.measures
            assert all(approved[ref] < judgement.assessed_at for ref in judgement.measures)
        for reform in Reform.objects.all():
            ends = [said.core_state for said in reform.said_by_team]
            assert ("stopped", "complete") not in pairwise(ends)  # it was reopened in between, with a reason

    def nothing_is_issued_but_what_the_agency_has_checked(self) -> None:
        """It says what the agency was given, or otherwise because a comment of the agency was accepted."""
        for row in Recommendation.objects.filter(state="issued"):
            given = row.checked.select_related("fact_check").order_by("pk").last()
            assert given is not None
            assert given.fact_check.state == "closed"
            assert (given.words == row.words) != given.comments.filter(verdict="accepted").exists()
            for accepted in FactComment.objects.filter(of__recommendation=row, verdict="accepted"):
                assert accepted.of.words[accepted.place] != row.words[accepted.place]

    def each_reviewer_wrote_before_one_of_them_validated(self) -> None:
        """Where two are asked; what was issued before they were is as it was."""
        asked = reviewers_asked(self.on.engagement)
        for row in Recommendation.objects.filter(validated_at__gt=AT, state__in=["validated", "issued"]):
            views = list(row.views.all())
            last = max((view.submitted_at for view in views), default=None)
            wrote = {view.written_by for view in views if view.submitted_at == last}
            assert row.author not in wrote
            assert asked == 1 or (len(wrote) >= asked and row.validated_by in wrote)
