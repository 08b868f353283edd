"""Pages of advice, and of whose voices are missing."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.engagements.queries import focus_area as load_focus_area
from concord.evidence import actions, forms, queries, rules
from concord.evidence.models import Advice
from concord.evidence.views.pages import of_this_state

P = Permission
LOG = VerbPage(
    P.ADVICE_LOG,
    load=load_focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.log_advice,
    explain="What a group advises about this focus area. The team says what was done about it, and why.",
    form=forms.AdviceForm,
)
ANSWER = VerbPage(
    P.ADVICE_ANSWER,
    load=queries.advice,
    see=P.ADVICE_VIEW,
    may=rules.may,
    action=actions.answer_advice,
    explain="Advice need not be taken up; whoever gave it learns why.",
    form=forms.AnswerForm,
)
BASIS = VerbPage(
    P.ADVICE_BASIS,
    load=queries.advice,
    see=P.ADVICE_VIEW,
    may=rules.may,
    action=actions.set_advice_basis,
    explain="A records request set that is prepared from now on counts it under this basis.",
    form=forms.BasisForm,
)
VERBS = [LOG, ANSWER, BASIS]


def _sheet(labels: dict[str, str]) -> tables.Sheet:
    """Return how the list looks as a file."""
    return tables.Sheet(
        "Advice",
        (
            tables.Column("Reference", lambda row: row.ref),
            tables.Column("Advice", lambda row: row.title),
            tables.Column("In full", lambda row: row.text),
            tables.Column("Focus area", lambda row: f"{row.focus_area.number}. {row.focus_area.title}"),
            tables.Column("Voice", lambda row: labels.get(row.voice, row.voice)),
            tables.Column("Organization", lambda row: row.body),
            tables.Column("Given on", lambda row: row.given_on),
            tables.Column("What was done", lambda row: row.get_outcome_display()),
            tables.Column("How, and why", lambda row: row.answer),
            tables.Column("State", lambda row: row.state_label),
        ),
    )


@on(P.ADVICE_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def advice(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List what was advised, and which voices and audiences have not been heard."""
    rows = queries.advice_visible_to(request.user).filter(engagement=thing)
    labels = {voice.key: voice.label for voice in queries.voices_known(thing)}
    if file := tables.export(request, rows, _sheet(labels), at=clock.now()):
        return file
    heard, audiences = queries.voices(thing), queries.audiences_heard(thing)
    context = {
        "thing": thing,
        "labels": labels,
        "heard": heard,
        "audiences": audiences,
        "missing": [one.voice.label for one in heard if one.is_missing],
        "unheard": [one.name for one in audiences if one.is_missing],
        **page_of(rows, request),
    }
    return render(request, "evidence/advice.html", context)


@on(P.ADVICE_VIEW, load=queries.advice, see=P.ADVICE_VIEW, may=rules.may)
def advice_one(request: PersonRequest, thing: Advice) -> HttpResponse:
    """Show one piece of advice, and what was done about it."""
    labels = {voice.key: voice.label for voice in queries.voices_known(thing.engagement)}
    who = [key for key in (thing.logged_by, thing.answered_by) if key]
    context = {
        "thing": thing,
        "voice": labels.get(thing.voice, thing.voice),
        "basis": queries.basis_in_words(thing.engagement, thing.basis),
        "names": names(who),
        "buttons": of_this_state([ANSWER, BASIS], request.user, thing),
    }
    return render(request, "evidence/advice_one.html", context)
