"""The page on which both sides see how they work together, and the pages of what stands on it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.forms import SigningForm
from concord.accounts.identity import SignedPage, on_its_page_only
from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm, VerbForm
from concord.core.permissions import Permission
from concord.core.roles import permit
from concord.core.verbs import VerbPage, buttons
from concord.engagements import actions, forms, queries, rules
from concord.engagements.models import CheckIn, Engagement, Escalation, Expectation, SatisfactionSurvey, TierChange
from concord.engagements.states import SurveyState
from concord.engagements.views.pages import verb_page
from concord.engagements.views.together_lists import CONCERNS, LISTS
from concord.programme.document import SURVEY_FORM
from concord.programme.queries import form_notice, in_force

P = Permission
_EXPECT = "In the words in which it was said. Whoever expects it says later whether it was met."
TOGETHER_VERBS = [
    verb_page(
        P.CHECK_IN_RECORD,
        actions.record_check_in,
        "What somebody is to do becomes a task of their side. The next check-in falls due by itself.",
        forms.CheckInForm,
    ),
    verb_page(P.EXPECTATION_AGENCY, actions.expect_as_agency, _EXPECT, forms.ExpectForm),
    verb_page(P.EXPECTATION_OFFICE, actions.expect_as_office, _EXPECT, forms.ExpectForm),
    verb_page(P.EXPECTATION_TEAM, actions.expect_as_team, _EXPECT, forms.ExpectForm),
    verb_page(
        P.SATISFACTION_ASK,
        actions.ask_satisfaction,
        "Everybody of the agency who has joined gets a mail with the link. Nobody sees who said what.",
        forms.AskForm,
    ),
    verb_page(
        P.ESCALATION_RAISE,
        actions.raise_concern,
        "Use it when talking to the team has not helped. One officer by name answers you.",
        forms.ConcernForm,
    ),
    verb_page(
        P.TIER_CHANGE_PROPOSE,
        actions.propose_tier,
        "The agency's chief executive agrees or declines. Until then the engagement goes on as it is.",
        forms.TierForm,
    ),
]


def _notice(_thing: SatisfactionSurvey) -> Mapping[str, Any]:
    return {"notice": form_notice(in_force(clock.today()), SURVEY_FORM)}


def _on(
    load: Callable[[str], Any],
    see: Permission,
    verb: Permission,
    action: Callable[..., Any],
    explain: str,
    form: type[VerbForm] = VerbForm,
) -> VerbPage:
    return verb_page(verb, action, explain, form, load=load, see=see)


EXPECTATION_VERBS = [
    _on(
        queries.expectation,
        P.EXPECTATION_VIEW,
        P.EXPECTATION_MEET,
        actions.meet_expectation,
        "It is met.",
        forms.MeetForm,
    ),
    _on(
        queries.expectation,
        P.EXPECTATION_VIEW,
        P.EXPECTATION_MISS,
        actions.miss_expectation,
        "It was not met. Say why, so that both sides can do better.",
        ReasonForm,
    ),
]
SURVEY_VERBS = [
    verb_page(
        P.SATISFACTION_ANSWER,
        actions.answer_survey,
        "One page. Your name is not kept with your answers; where few are asked, others may still guess. The results "
        "are shown once the survey is closed.",
        forms.AnswerForm,
        load=queries.survey,
        see=P.SATISFACTION_VIEW,
        show=_notice,
        template="engagements/answer.html",
    ),
    _on(
        queries.survey,
        P.SATISFACTION_VIEW,
        P.SATISFACTION_CLOSE,
        actions.close_survey,
        "Nobody answers it any more, and its results are shown to both sides.",
    ),
]
ESCALATION_VERBS = [
    _on(
        queries.escalation,
        P.ESCALATION_VIEW,
        P.ESCALATION_ANSWER,
        actions.answer_concern,
        "Whoever raised it gets a mail with the link.",
        forms.AnswerConcernForm,
    )
]
TIER_VERBS = [
    SignedPage(
        P.TIER_CHANGE_AGREE,
        load=queries.tier_change,
        see=P.TIER_CHANGE_VIEW,
        may=rules.may,
        action=on_its_page_only,
        explain="From then on the engagement is of the other tier. You show again who you are, as for a work plan.",
        form=SigningForm,
        signed=actions.agree_to_tier,
    ),
    _on(
        queries.tier_change,
        P.TIER_CHANGE_VIEW,
        P.TIER_CHANGE_DECLINE,
        actions.decline_tier,
        "The engagement goes on as it is.",
        ReasonForm,
    ),
    _on(
        queries.tier_change,
        P.TIER_CHANGE_VIEW,
        P.TIER_CHANGE_WITHDRAW,
        actions.withdraw_tier,
        "The proposal is taken back.",
        ReasonForm,
    ),
]
VERBS = [*TOGETHER_VERBS, *EXPECTATION_VERBS, *SURVEY_VERBS, *ESCALATION_VERBS, *TIER_VERBS]


@on(P.EXPECTATION_VIEW, load=queries.engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def together(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show check-ins, what is to be done, what is expected, surveys, concerns and changes of tier."""
    concerns = bool(permit(request.user, P.ESCALATION_VIEW, thing))
    if request.GET.get("format"):
        rows, sheet = LISTS[tables.asked(request, [key for key in LISTS if concerns or key != CONCERNS])]
        if file := tables.export(request, rows(thing), sheet, at=clock.now()):
            return file
    found = queries.together(thing, concerns=concerns)
    told = [*(c.recorded_by for c in found.check_ins), *(e.said_by for e in (*found.open, *found.settled))]
    context = {
        "thing": thing,
        "found": found,
        "tiers": queries.tier_names(thing),
        "names": names(told),
        "buttons": buttons(TOGETHER_VERBS, request.user, thing),
    }
    return render(request, "engagements/together.html", context)


@on(P.EXPECTATION_VIEW, load=queries.check_in, see=P.EXPECTATION_VIEW, may=rules.may)
def check_in(request: PersonRequest, thing: CheckIn) -> HttpResponse:
    """Show one check-in: who was there, what was said, how much there is to do."""
    return render(request, "engagements/check_in.html", {"thing": thing, "names": names([thing.recorded_by])})


@on(P.EXPECTATION_VIEW, load=queries.expectation, see=P.EXPECTATION_VIEW, may=rules.may)
def expectation(request: PersonRequest, thing: Expectation) -> HttpResponse:
    """Show one expectation, and whether it was met."""
    context = {"thing": thing, "names": names([thing.said_by])}
    context["buttons"] = buttons(EXPECTATION_VERBS, request.user, thing)
    return render(request, "engagements/expectation.html", context)


@on(P.SATISFACTION_VIEW, load=queries.survey, see=P.SATISFACTION_VIEW, may=rules.may)
def survey(request: PersonRequest, thing: SatisfactionSurvey) -> HttpResponse:
    """Show how many were asked and have answered, and once it is closed what they said."""
    context = {
        "thing": thing,
        "results": queries.results(thing),
        "shown": thing.state == SurveyState.CLOSED,
        **_notice(thing),
        "buttons": buttons(SURVEY_VERBS, request.user, thing),
    }
    return render(request, "engagements/satisfaction.html", context)


@on(P.ESCALATION_VIEW, load=queries.escalation, see=P.ESCALATION_VIEW, may=rules.may)
def escalation(request: PersonRequest, thing: Escalation) -> HttpResponse:
    """Show one concern, with whom it was raised, by when it is answered, and the answer."""
    who = [key for key in (thing.raised_by, thing.answered_by) if key]
    context = {"thing": thing, "names": names(who), "buttons": buttons(ESCALATION_VERBS, request.user, thing)}
    return render(request, "engagements/escalation.html", context)


@on(P.TIER_CHANGE_VIEW, load=queries.tier_change, see=P.TIER_CHANGE_VIEW, may=rules.may)
def tier_change(request: PersonRequest, thing: TierChange) -> HttpResponse:
    """Show one change of tier: from which to which, why, and the answer."""
    context = {
        "thing": thing,
        "tiers": queries.tier_names(thing.engagement),
        "names": names([thing.proposed_by]),
        "buttons": buttons(TIER_VERBS, request.user, thing),
    }
    return render(request, "engagements/tier_change.html", context)
