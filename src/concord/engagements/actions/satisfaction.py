"""The verbs of a survey of satisfaction: ask, answer, close."""

from collections.abc import Mapping
from datetime import date, datetime

from concord.accounts.models import Membership, Person
from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements import rules, telling
from concord.engagements.checks.reason import require_words
from concord.engagements.models import (
    Answered,
    Engagement,
    SatisfactionAnswer,
    SatisfactionSurvey,
    SurveyInvitation,
)
from concord.engagements.states import SurveyState
from concord.programme.document import SURVEY_FORM
from concord.programme.queries import form_closed, in_force
from concord.programme.queries import of as programme_of

P = Permission


@verb
def ask_satisfaction(
    engagement: Engagement, *, milestone: str, closes_on: date, by: Actor, at: datetime
) -> SatisfactionSurvey:
    """Ask everybody of the agency the edition's questions, after a milestone.

    Raises Denied, NotAllowedNow (the form lacks a number in force), BadInput (a day that is over), Incomplete (the
    milestone, questions, or nobody to ask)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.SATISFACTION_ASK, locked).require()
    require_words(the_milestone=milestone)
    if closes_on < zones.day(at):
        raise BadInput(f"It closes on a day from today on; {closes_on.isoformat()} is over.")
    _require_open_form(zones.day(at))
    if locked.edition is None or not programme_of(locked.edition).survey_question:
        raise Incomplete("There is nothing to ask.", ["questions in the engagement's edition"])
    people = _of_the_agency(locked)
    if not people:
        raise Incomplete("There is nobody to ask.", ["people of the agency in this engagement"])
    if same := locked.satisfaction_surveys.filter(milestone=milestone, state=SurveyState.OPEN).first():
        raise Unchanged(same)
    survey = SatisfactionSurvey.begin(
        P.SATISFACTION_ASK,
        by=by,
        at=at,
        ref=next_ref("SVY", at),
        engagement=locked,
        milestone=milestone,
        closes_on=closes_on,
        asked_by=by.actor_key,
    )
    SurveyInvitation.objects.bulk_create(SurveyInvitation(survey=survey, person=person) for person in people)
    telling.write(
        people, survey, "How did it go?", f"A few questions, until {closes_on}. Nobody sees who said what:", at
    )
    return survey


def _require_open_form(on: date) -> None:
    if why := form_closed(in_force(on), SURVEY_FORM, on):
        raise NotAllowedNow(f"The survey's form is closed: {why} What you would say, you can say to the office.")


def _of_the_agency(engagement: Engagement) -> list[Person]:
    """Return the people who may answer for the agency, in the order in which they joined."""
    held = Membership.objects.filter(scope__in=engagement.scopes, until=None).select_related("person").order_by("pk")
    answering = [m.person for m in held if P.SATISFACTION_ANSWER in m.role_class.permissions]
    return list({person.pk: person for person in answering}.values())


@verb
def answer_survey(
    survey: SatisfactionSurvey, *, said: Mapping[str, int], words: str = "", by: Actor, at: datetime
) -> SatisfactionSurvey:
    """Answer a survey, once. What is said is kept apart from who answered.

    Raises Denied (not asked, answered already, closed, or its last day is over), NotAllowedNow (the form lacks a number
    in force), BadInput (an answer that is none),
    Incomplete (each question without an answer)."""
    locked = lifecycle.lock(survey)
    rules.may(by, P.SATISFACTION_ANSWER, locked).require()
    today = zones.day(at)
    if today > locked.closes_on:
        raise Denied(f"It could be answered until {locked.closes_on}.")
    _require_open_form(today)
    questions = programme_of(locked.engagement.edition).survey_question if locked.engagement.edition else ()
    missing = [each.question for each in questions if each.key not in said]
    if missing:
        raise Incomplete("The survey is not answered.", missing)
    if wrong := set(said.values()) - set(Answered.values):
        raise BadInput(f"{min(wrong)} is no answer; expected 1 to {max(Answered.values)}.")
    SatisfactionAnswer.objects.create(survey=locked, said={each.key: said[each.key] for each in questions}, words=words)
    mine = next(each for each in locked.invitations.all() if f"person:{each.person_id}" == by.actor_key)
    mine.answered = True
    mine.save(update_fields=["answered"])
    record(locked, P.SATISFACTION_ANSWER, by=by, at=at)
    return locked


@verb
def close_survey(survey: SatisfactionSurvey, *, by: Actor, at: datetime) -> SatisfactionSurvey:
    """Close a survey; nobody answers it any more."""
    return lifecycle.move(survey, P.SATISFACTION_CLOSE, by=by, at=at, may=rules.may)


@verb
def survey_runs_out(survey: SatisfactionSurvey, *, by: Actor, at: datetime) -> SatisfactionSurvey:
    """Close a survey whose last day is over. Raises NotAllowedNow (somebody has closed it, or it is not over)."""
    if zones.day(at) <= survey.closes_on:
        raise NotAllowedNow(f"It can be answered until {survey.closes_on}.")
    return lifecycle.move(survey, P.SATISFACTION_RUN_OUT, by=by, at=at, may=rules.may)
