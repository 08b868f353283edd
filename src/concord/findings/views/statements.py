"""Pages of findings, and the verbs of findings and recommendations."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm, VerbForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.roles import permit
from concord.core.unkept import unkept
from concord.core.verbs import VerbPage, buttons
from concord.engagements import queries as engagements
from concord.engagements import rules as engagements_rules
from concord.engagements.models import Engagement
from concord.evidence import queries as evidence
from concord.evidence import titles
from concord.findings import actions, checks, forms, queries, reviewed, rules, sealed_notes
from concord.findings.models import Direction, Finding, Recommendation, Statement
from concord.findings.states import FINDING_STEPS, RECOMMENDATION_STEPS, StatementState, Steps
from concord.findings.views import comments, fact_checks, imports, renumbering
from concord.findings.views.claims import with_notes
from concord.findings.words import particulars
from concord.workplans.queries import outside_the_plan

P = Permission
_BESIDE = (Direction.CONTRADICTS, Direction.CONTEXT)


def _problems(statement: Statement) -> Mapping[str, Any]:
    return {"problems": checks.run(statement)}


def _may_have(statement: Statement, what: str) -> bool:
    """Say whether it has something beside it, which its loader asked with it; where none asked, it may have."""
    return bool(getattr(statement, what, True))


def _left_to_say(statement: Statement) -> Mapping[str, Any]:
    """Return what rules have left to say: nothing of a draft that is set aside, and of a recommendation whose words are
    public, that what its finding stands on has lost its consent."""
    if statement.state == StatementState.SET_ASIDE:
        return {}
    if isinstance(statement, Recommendation) and statement.is_issued:
        return {"problems": checks.since_issued(statement) if _may_have(statement, "on_told") else []}
    return _problems(statement)


def writing(request: PersonRequest, statement: Statement) -> Mapping[str, Any]:
    """Return what whoever reads drafts is told of one: its problems, why it was returned, what it said before."""
    answers = {"particulars": particulars(statement), **_answers(request, statement)}
    if not permit(request.user, P.FINDING_VIEW_DRAFT, statement):
        return {"problems": (), "returned": "", "set_aside": "", "earlier": (), "round": None, **answers}
    problems = _left_to_say(statement)
    earlier = queries.earlier_wordings(statement)
    views = queries.round_for(request.user, statement)
    said = {"round": views, "view_names": names(each.written_by for each in views.shown)}
    comments_on = queries.comments_on(statement) if _may_have(statement, "has_comments") else ()
    said |= {"imported_in": statement.imported_in, "comments": comments_on}
    return {"problems": (), **problems, **_returned(statement), "earlier": earlier, **said, **answers}


def _answers(request: PersonRequest, statement: Statement) -> Mapping[str, Any]:
    """Return of a recommendation what the agency answered, which further findings it answers, and its action items."""
    if not isinstance(statement, Recommendation):
        return {"responses": (), "answered_too": ()}
    further: Iterable[Finding] = ()
    if _may_have(statement, "answers_too"):
        further = reviewed.answered_too(statement).filter(pk__in=queries.visible_to(request.user).values("pk"))
    items = queries.action_items_of(request.user, statement) if _may_have(statement, "has_items") else ()
    told = {"responses": list(queries.responses_to(statement)), "answered_too": further, "items": items}
    above = statement.below
    return {**told, "above": above if above and rules.may(request.user, P.FINDING_VIEW, above) else None}


def _returned(statement: Statement) -> Mapping[str, Any]:
    """Return why a draft was returned, or set aside."""
    steps, state = statement.steps, statement.state
    return {
        "returned": queries.returned_because(statement, steps.send_back) if state == StatementState.DRAFT else "",
        "set_aside": queries.returned_because(statement, steps.set_aside) if state == StatementState.SET_ASIDE else "",
    }


def _reword(load: Callable[[str], Any], steps: Steps, action: Callable[..., Any], form: type[VerbForm]) -> VerbPage:
    return VerbPage(
        steps.reword,
        load=load,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=action,
        explain="What it says now is kept with it. Whoever rewords it leaves its validation to somebody else.",
        form=form,
        show=_returned,
        template="findings/reword.html",
    )


def _steps(load: Callable[[str], Any], steps: Steps) -> list[VerbPage]:
    """Return the pages of the steps that a finding and a recommendation share."""
    page = partial(VerbPage, load=load, see=P.FINDING_VIEW, may=rules.may)
    return [*_reviewing(page, steps), *_ending(page, steps)]


def _reviewing(page: Callable[..., VerbPage], steps: Steps) -> list[VerbPage]:
    return [
        page(
            steps.submit,
            action=actions.submit,
            explain="Somebody other than its author then validates it, or returns it with a reason.",
            show=_problems,
        ),
        page(
            steps.review,
            action=actions.write_view,
            explain="Where two review, neither reads the other's view before writing their own.",
            form=forms.ViewForm,
            show=_problems,
        ),
        page(
            steps.validate,
            action=actions.validate,
            explain="You say that it is right and that what it stands on bears it out.",
            form=forms.ValidateForm,
            show=lambda statement: {"problems": checks.before_validating(statement)},
        ),
    ]


def setting_aside(verb: Permission, **page: Any) -> VerbPage:
    """Return the page on which a draft is set aside. Reforms makes that of recommendations, where it is known whether
    work on one goes on."""
    return VerbPage(
        verb,
        see=P.FINDING_VIEW,
        explain="Nobody goes on with it. It stays to be read by whoever reads drafts, with your reason.",
        form=ReasonForm,
        show=lambda statement: {"problems": checks.before_setting_aside(statement)},
        **page,
    )


def _ending(page: Callable[..., VerbPage], steps: Steps) -> list[VerbPage]:
    return [
        page(
            steps.send_back,
            action=actions.return_,
            explain="It becomes a draft again. Its author reads your reason.",
            form=ReasonForm,
            show=_problems,
        ),
        page(
            steps.issue,
            action=actions.issue,
            explain="The agency can read it from now on, and its public key is fixed.",
            show=lambda statement: {"problems": checks.before_issue(statement)},
        ),
    ]


DRAFT_FINDING = VerbPage(
    P.FINDING_DRAFT,
    load=engagements.focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.draft_finding,
    explain="Evidence is cited next. The agency sees nothing of it until it is issued.",
    form=forms.FindingForm,
    show=lambda area: {"outside": outside_the_plan(area)},
    template="workplans/within.html",
)
COMPLETE_AREA = VerbPage(
    P.FOCUS_AREA_COMPLETE,
    load=engagements.focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.complete_focus_area,
    explain="Each activity of the plan was held or waived, and the findings are validated or none is declared. The "
    "next focus area can open. Work on recommendations goes on.",
    show=lambda area: {"problems": checks.of_focus_area(area)},
)
NO_FINDINGS = VerbPage(
    P.FOCUS_AREA_NO_FINDINGS,
    load=engagements.focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.declare_no_findings,
    explain="What was gathered here leads to no finding. Strengths can be findings too.",
    form=ReasonForm,
)
AREA_VERBS = [DRAFT_FINDING, NO_FINDINGS, COMPLETE_AREA]
FINDING_VERBS = [
    VerbPage(
        P.FINDING_SUPPORT,
        load=queries.finding,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.cite,
        explain="A finding stands on evidence. Say for each item why it supports the finding.",
        form=forms.CiteForm,
    ),
    VerbPage(
        P.FINDING_TAKE_OFF,
        load=queries.finding,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.take_off,
        explain="The finding stands on it no more. It stays on record, with your reason.",
        form=forms.TakeOffForm,
    ),
    _reword(queries.finding, FINDING_STEPS, actions.reword_finding, forms.RewordFindingForm),
    *_steps(queries.finding, FINDING_STEPS),
    setting_aside(P.FINDING_SET_ASIDE, load=queries.finding, may=rules.may, action=actions.set_aside),
    VerbPage(
        P.RECOMMENDATION_DRAFT,
        load=queries.finding,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.draft_recommendation,
        explain="A recommendation answers this finding, and says why it does.",
        form=forms.RecommendationForm,
    ),
    comments.ON_FINDING,
]
RECOMMENDATION_VERBS = [
    _reword(
        queries.recommendation, RECOMMENDATION_STEPS, actions.reword_recommendation, forms.RewordRecommendationForm
    ),
    *_steps(queries.recommendation, RECOMMENDATION_STEPS),
    VerbPage(
        P.ACTION_ITEM_DRAFT,
        load=queries.recommendation,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.draft_action_item,
        explain="A step of this recommendation, numbered below it. It is reviewed, issued and followed by itself.",
        form=forms.ActionItemForm,
    ),
    VerbPage(
        P.RECOMMENDATION_ANSWER,
        load=queries.recommendation,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.answer_findings,
        explain="It stands on one finding. Say which others it answers; each of them is issued before it.",
        form=forms.AnswerFindingsForm,
    ),
    VerbPage(
        P.RECOMMENDATION_TAG,
        load=queries.recommendation,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.tag_issued,
        explain="Tags group recommendations. Its words stay as they were issued. The history keeps the tags of before "
        "with your reason, and the next release has the new ones.",
        form=forms.TagIssuedForm,
        template="findings/reword.html",
    ),
    VerbPage(
        P.RECOMMENDATION_RESPOND,
        load=queries.recommendation,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.respond,
        explain="Say for the agency whether it concurs. Your answer is published with the recommendation. No reform is "
        "taken up where the agency does not concur, and one that was taken up before the issue waits.",
        form=forms.RespondForm,
    ),
    comments.ON_RECOMMENDATION,
]
WHOLE_VERBS = [fact_checks.OPEN, imports.STAGE, renumbering.RENUMBER]
"""What is done with the findings of an engagement together; each is declared beside its own pages."""
VERBS = [*AREA_VERBS, *FINDING_VERBS, *RECOMMENDATION_VERBS]
SHEET = tables.Sheet(
    "Findings",
    (
        tables.Column("Reference", lambda finding: finding.ref),
        tables.Column("Finding", lambda finding: finding.title),
        tables.Column("Focus area", lambda finding: finding.focus_area.number),
        tables.Column("State", lambda finding: finding.state_label),
        tables.Column("With", lambda finding: str(finding.held_by)),
        tables.Column("Since (UTC)", lambda finding: finding.state_since),
    ),
)


@on(P.FINDING_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def of_engagement(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the findings of one engagement that this person may see, newest first, under its focus areas."""
    rows = queries.visible_to(request.user).filter(engagement=thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    areas = [(area, buttons(AREA_VERBS, request.user, area)) for area in engagements.focus_areas(thing)]
    whole = buttons(WHOLE_VERBS, request.user, thing)
    drafts = permit(request.user, P.FINDING_VIEW_DRAFT, thing)
    context = {"thing": thing, "areas": areas, "whole": whole, "imports": imports.are_there(request, thing)}
    context["resting"] = queries.issued_without_consent(thing) if drafts else ()
    context["wider"] = queries.issued_on_wider_consent(thing) if drafts else ()
    return render(request, "findings/findings.html", {**context, **page_of(rows, request)})


def _beside(request: PersonRequest, thing: Finding) -> Mapping[str, Any]:
    """Return what stands beside a finding on its card, for whoever sees cards: what contradicts it, and its context."""
    card = getattr(thing, "claim", None)
    if card is None or not permit(request.user, P.CLAIM_VIEW, thing):
        return {"card": None, "sides": ()}
    card.engagement = thing.engagement  # it is the same, and loaded
    told = queries.grounds_of(request.user, card)
    rows = [row for row in with_notes(told) if row["ground"].stands]
    sides = [(side, [row for row in rows if row["ground"].direction == side]) for side in _BESIDE]
    who = {row["ground"].piece.put_by for row in rows if row["ground"].piece}
    return {"card": card, "sides": sides, "names": names(who)}


@on(P.FINDING_VIEW, load=queries.finding, see=P.FINDING_VIEW, may=rules.may)
def finding(request: PersonRequest, thing: Finding) -> HttpResponse:
    """Show one finding: what it says, the evidence with why, its recommendations."""
    recommendations = queries.recommendations_visible_to(request.user).filter(finding=thing).order_by("pk")
    citations = list(queries.citations(thing))
    evidence.with_titles(one.evidence for one in citations)
    seen = set(evidence.visible_to(request.user).filter(citations__finding=thing).values_list("pk", flat=True))
    titles.hide_telling([one.evidence for one in citations if one.evidence_id not in seen])
    context = {
        "thing": thing,
        "citations": citations,
        "why": sealed_notes.read([one for one in citations if one.evidence_id in seen]),
        "seen": seen,
        "recommendations": recommendations,
        "also": queries.recommendations_visible_to(request.user)
        .filter(also__finding=thing, also__taken_off_at=None)
        .order_by("pk"),
        **_beside(request, thing),
        "outside": outside_the_plan(thing.focus_area) if thing.focus_area and not thing.is_issued else (),
        **writing(request, thing),
        "buttons": buttons(FINDING_VERBS, request.user, thing),
    }
    return unkept(render(request, "findings/finding.html", context))
