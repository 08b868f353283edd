"""Every rule by which nobody decides on their own work, each with work that somebody did and the verbs that are then
not theirs, whatever role they are given. `test_own_work` goes through them by real requests."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from concord.accounts.models import Person
from concord.agencies import actions as agencies
from concord.core.permissions import Permission
from concord.evidence import actions as gather
from concord.findings import actions as writing_of
from concord.reforms import actions as reforms
from tests.factories import analyses as figures
from tests.factories import engagements as make
from tests.factories import evidence as gathered
from tests.factories import findings as ground
from tests.factories import intake as asking
from tests.factories import keeping, partners
from tests.factories import programme as editions
from tests.factories import publishing as office
from tests.factories import reforms as work
from tests.factories import together as both
from tests.factories import workplans as planning
from tests.factories.engagements import AT

P = Permission
Done = tuple[Any, Person]
"""A thing, and who did what on it."""


@dataclass(frozen=True)
class Own:
    """A refusal; the verbs that it refuses; the role that has them; how the work is done first; and the verbs that it
    would refuse too, if the table led to them."""

    sentence: str
    verbs: tuple[Permission, ...]
    role: str
    make: Callable[[], Done]
    never: tuple[Permission, ...] = ()


def _drafted_finding() -> Done:
    on = ground.ground()
    return ground.finding(on, "in_review"), on.assessor


def _drafted_recommendation() -> Done:
    on = ground.ground()
    return ground.recommendation(on, "in_review"), on.assessor


def _cited() -> Done:
    on = ground.ground()
    draft = ground.draft_finding(on)
    draft = writing_of.cite(draft, evidence=ground.evidence(on), why="The policies show it.", by=on.lead, at=AT)
    return writing_of.submit(draft, by=on.assessor, at=AT), on.lead


def _said_what_it_answers() -> Done:
    on = ground.ground()
    draft = ground.recommendation(on, "draft")
    other = ground.finding(on)
    draft = writing_of.answer_findings(draft, findings=[other.ref], by=on.lead, at=AT)
    return writing_of.submit(draft, by=on.assessor, at=AT), on.lead


def _made_the_card() -> Done:
    on = ground.ground()
    card = ground.put(replace(on, assessor=on.lead), ground.claim(on))
    found = ground.drafted(replace(on, assessor=on.lead), card)
    return writing_of.submit(found, by=on.lead, at=AT), on.assessor


def _assessed_a_request() -> Done:
    by = asking.desk()
    return asking.request(by, "ready"), by.officer


def _declared() -> Done:
    made = partners.declaration("declared")
    return made, made.person


def _wrote_in_an_edition() -> Done:
    officer = make.person("programme_officer")
    return editions.draft(by=officer), officer


def _report(state: str, who: str) -> Callable[[], Done]:
    def made() -> Done:
        by = office.press()
        return office.report(by, state), getattr(by, who)

    return made


def _asked_to_withhold() -> Done:
    by, officer = office.press(), make.person("programme_officer")
    office.programme()
    office.report(by, "published")
    release = by.engagement.releases.get(kind="report")
    words = {"grounds": "privacy", "words": "It named somebody who had not agreed."}
    return office.actions.ask_to_withhold(release, **words, by=officer, at=AT), officer


def _proposed_a_measure() -> Done:
    on = ground.ground()
    return work.measure(on, ground.recommendation(on), "proposed"), on.assessor


def _assessed_a_reform() -> Done:
    on = ground.ground()
    words = {"status": "in_progress", "note": "Seen.", "as_of": AT.date()}
    return reforms.assess(work.planned(on), **words, by=on.assessor, at=AT), on.assessor


def _reported(state: str) -> Callable[[], Done]:
    def made() -> Done:
        on = ground.ground()
        return work.reform(on, state), on.liaison

    return made


def _assembled_about(*, complete: bool) -> Callable[[], Done]:
    def made() -> Done:
        on = ground.ground()
        reform = work.planned(on)
        work.packet(on, reform=reform)
        if complete:
            reform = reforms.complete(reform, note="Seen.", as_of=AT.date(), by=on.assessor, at=AT)
        return reform, on.liaison

    return made


def _handed_in() -> Done:
    on = ground.ground()
    return work.packet(on, "submitted"), on.liaison


def _handed_in_to_two() -> Done:
    on = ground.ground()
    reform = work.planned(on)
    return work.packet(work.two_review(on), "submitted", reform=reform), on.liaison


def _reviewed_first() -> Done:
    on = ground.ground()
    reform = work.planned(on)
    return work.packet(work.two_review(on), "second_review", reform=reform), on.assessor


def _wrote_a_plan() -> Done:
    by = planning.cast()
    staff = make.member(by.engagement, "analyst", name="Ana Analyst")
    others = (planning.named(by.expert, "expert", "Problem solving"), planning.named(staff, "staff", "Counts"))
    return planning.proposed(by, people=others), by.lead  # who leaves the team, and so is not named


def _plan_under_a_new_chief(who: str) -> Callable[[], Done]:
    def made() -> Done:
        by = planning.cast()
        plan = planning.concurred(by)
        chief = {"person_name": "Ozzie Other", "title": "Chief", "kind": "permanent", "source": "The city"}
        officer, since = make.person("programme_officer"), date(2026, 12, 1)
        on_the_day = AT.combine(since, AT.timetz())
        agencies.appoint_chief(by.engagement.agency, **chief, since=since, by=officer, at=on_the_day)
        return plan, getattr(by, who)

    return made


def _drafted_an_agreement() -> Done:
    by = both.sides()
    return both.sent(by), by.officer


def _delivered(who: str) -> Callable[[], Done]:
    def made() -> Done:
        by = both.sides()
        return both.held(by), getattr(by, who)

    return made


def _flagged() -> Done:
    by = both.sides()
    return both.flagged(by), by.officer


def _flagged_on_its_engagement() -> Done:
    by = both.sides()
    both.flagged(by)
    return by.engagement, by.officer


def _logged() -> Done:
    by = gathered.ready()
    return gathered.item(by), by.expert


def _ordered() -> Done:
    by = figures.ready()
    return gather.log_result(figures.done(figures.mapped(by), by), by=by.expert, at=AT), by.expert


def _proposed_a_disposal() -> Done:
    officer = make.person("programme_officer")
    make.edition()
    keeping.mail_sent()
    return keeping.proposed(officer, rule="mail_sent"), officer


def _placed_a_hold() -> Done:
    officer = make.person("programme_officer")
    return keeping.placed(who=officer), officer


def _prepared_a_set() -> Done:
    officer = make.person("programme_officer")
    return keeping.foia(gathered.ready(), officer), officer


def _asked_to_open() -> Done:
    by = gathered.ready()
    return keeping.asked(keeping.sealed(by), by.expert), by.expert


_WROTE = "You wrote it, so somebody else validates it."
_FINDING = (P.FINDING_VALIDATE, P.FINDING_REVIEW)
_RECOMMENDATION = (P.RECOMMENDATION_VALIDATE, P.RECOMMENDATION_REVIEW)
_JUDGES = (P.REFORM_ASSESS, P.REFORM_COMPLETE, P.REFORM_STOP)
_JUDGES_AGAIN = (P.REFORM_REOPEN, P.REFORM_SUSTAIN)
_REPORTED = "You reported on this work for the agency, so somebody else assesses it."
_SHOWED = "You had a part in a packet that shows this work, so somebody else assesses it."
_HANDED_IN = "You had a part in the packet, so somebody else reviews it."
_DELIVERED = "You delivered this, so somebody else evaluates it."
_OFFICIAL = "approving_official"

OWN = (
    Own(_WROTE, _FINDING, "reviewer", _drafted_finding),
    Own(_WROTE, _RECOMMENDATION, "reviewer", _drafted_recommendation),
    Own("You said on what evidence it stands, so somebody else validates it.", _FINDING, "reviewer", _cited),
    Own(
        "You said which findings it answers, so somebody else validates it.",
        _RECOMMENDATION, "reviewer", _said_what_it_answers,
    ),
    Own(
        "You had a part in the claim card that it was drafted from, so somebody else validates it.",
        _FINDING, "reviewer", _made_the_card,
    ),
    Own(
        "You assessed this request, so somebody else decides on it.",
        (P.REQUEST_ACCEPT, P.REQUEST_DEFER, P.REQUEST_REFER, P.REQUEST_DECLINE), _OFFICIAL, _assessed_a_request,
    ),
    Own(
        "This declaration is your own; somebody else decides on it.",
        (P.CONFLICT_CLEAR, P.CONFLICT_MANAGE, P.CONFLICT_RECUSE), "programme_officer", _declared,
    ),
    Own(
        "You wrote some of this draft. Somebody who wrote none of it reads it and publishes it.",
        (P.EDITION_PUBLISH,), _OFFICIAL, _wrote_in_an_edition,
    ),
    Own(
        "You reviewed this report, so somebody else rewrites it.",
        (P.REPORT_COMPILE,), "assessment_lead", _report("checked", "reviewer"),
    ),
    Own(
        "You compiled this report, so somebody else reviews it.",
        (P.REPORT_REVIEW,), "reviewer", _report("in_review", "lead"),
    ),
    Own(
        "You compiled this report, so somebody else approves it.",
        (P.REPORT_APPROVE,), _OFFICIAL, _report("proposed", "lead"),
    ),
    Own(
        "You approved this report, so somebody else sets the hour.",
        (P.REPORT_SCHEDULE,), "publisher", _report("approved", "official"),
    ),
    Own(
        "You asked for it, so somebody else decides.",
        (P.RELEASE_WITHHOLD, P.RELEASE_KEEP), _OFFICIAL, _asked_to_withhold,
    ),
    Own(
        "You proposed it, so somebody else approves it.",
        (P.MEASURE_APPROVE,), "programme_officer", _proposed_a_measure,
    ),
    Own(
        "You assessed this work for the team, so somebody else reports on it.",
        (P.REFORM_REPORT,), "liaison", _assessed_a_reform,
    ),
    Own(_REPORTED, _JUDGES, "assessor", _reported("with_team")),
    Own(_REPORTED, _JUDGES_AGAIN, "assessor", _reported("complete")),
    Own(_SHOWED, _JUDGES, "assessor", _assembled_about(complete=False)),
    Own(_SHOWED, _JUDGES_AGAIN, "assessor", _assembled_about(complete=True)),
    Own(_HANDED_IN, (P.PACKET_RETURN, P.PACKET_ACCEPT), "reviewer", _handed_in),
    Own(_HANDED_IN, (P.PACKET_PASS_ON,), "reviewer", _handed_in_to_two),
    Own(
        "You were its first reviewer, so somebody else is the second.",
        (P.PACKET_RETURN, P.PACKET_ACCEPT), "reviewer", _reviewed_first, (P.PACKET_PASS_ON,),
    ),
    Own(
        "You wrote in this version, so somebody else concurs with it.",
        (P.PLAN_CONCUR,), "chief_executive", _wrote_a_plan,
    ),
    Own(
        "You wrote in this version, so somebody else concurs with it.",
        (P.PLAN_REAFFIRM,), "chief_executive", _plan_under_a_new_chief("lead"),
    ),
    Own(
        "You concurred with this version yourself; the new chief executive is asked.",
        (P.PLAN_REAFFIRM,), "chief_executive", _plan_under_a_new_chief("chief"),
    ),
    Own(
        "You drafted this agreement, so somebody else signs it.",
        (P.AGREEMENT_SIGN,), "chief_executive", _drafted_an_agreement,
    ),
    Own(_DELIVERED, (P.DELIVERY_EVALUATE,), "liaison", _delivered("lead")),
    Own(_DELIVERED, (P.DELIVERY_EVALUATE,), "liaison", _delivered("assessor")),
    Own("You flagged this matter, so somebody else decides on it.", (P.ELIGIBILITY_CLEAR,), _OFFICIAL, _flagged),
    Own(
        "You flagged a matter about eligibility, so somebody else decides.",
        (P.ENGAGEMENT_SUSPEND, P.ENGAGEMENT_END), _OFFICIAL, _flagged_on_its_engagement,
    ),
    Own(
        "You logged it; somebody else decides that it may be released.",
        (P.EVIDENCE_RELEASE,), "assessment_lead", _logged,
    ),
    Own(
        "You ordered it; somebody else decides that the agency reads it.",
        (P.ANALYSIS_SHARE,), "assessment_lead", _ordered,
    ),
    Own(
        "You proposed it, so somebody else decides.",
        (P.DISPOSAL_CARRY_OUT, P.DISPOSAL_DECLINE), _OFFICIAL, _proposed_a_disposal,
    ),
    Own("You placed it, so somebody else lifts it.", (P.HOLD_LIFT,), _OFFICIAL, _placed_a_hold),
    Own("You prepared it, so somebody else approves it.", (P.FOIA_APPROVE,), _OFFICIAL, _prepared_a_set),
    Own(
        "It takes two people: you asked for it, so somebody else decides.",
        (P.OPENING_AGREE, P.OPENING_DECLINE), _OFFICIAL, _asked_to_open,
    ),
)  # fmt: skip
