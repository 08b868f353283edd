"""The analyst's workbench of a data set, mappings and analyses; and what the data say, in plain words."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.analysis.policing.runs.catalogue import TITLES
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.forms import ReasonForm, VerbForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.core.verbs import VerbPage, buttons
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.evidence import actions, forms, queries, rules
from concord.evidence.models import Analysis, ColumnMapping, DataSet
from concord.evidence.views.pages import of_this_state

P = Permission


MAP = VerbPage(
    P.DATA_SET_MAP,
    load=queries.data_set,
    see=P.DATA_SET_VIEW,
    may=rules.may,
    action=actions.map_columns,
    explain="Say what the columns of the file mean. Concord tries it on the file and reports what would be lost; "
    "nothing is analysed before you take it into use.",
    form=forms.MapForm,
)
CHOOSE = VerbPage(
    P.ANALYSIS_CHOOSE,
    load=queries.data_set,
    see=P.DATA_SET_VIEW,
    may=rules.may,
    action=actions.choose_method,
    explain="A method answers a question of the work plan in force. Its parameters come next.",
    form=forms.ChooseForm,
)
CHOOSE_OFFICERS = VerbPage(
    P.ANALYSIS_CHOOSE_OFFICERS,
    load=queries.data_set,
    see=P.DATA_SET_VIEW,
    may=rules.may,
    action=actions.choose_officers,
    explain="These methods point at single officers. They are off unless the work plan and the agreement in force name "
    "them. Nobody is ranked; keys of officers are sealed, and each opening is on record.",
    form=forms.ChooseOfficersForm,
)
DATA_SET_VERBS = [MAP, CHOOSE, CHOOSE_OFFICERS]


def _of_mapping(
    verb: Permission, action: Callable[..., Any], explain: str, form: type[VerbForm] = VerbForm
) -> VerbPage:
    return VerbPage(
        verb,
        load=queries.mapping,
        see=P.DATA_SET_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
        template="evidence/change_mapping.html",
    )


MAPPING_VERBS = [
    _of_mapping(
        P.MAPPING_ADOPT,
        actions.adopt_mapping,
        "Analyses that are begun from now on use this mapping. Those before keep the one they were made with.",
    ),
    _of_mapping(
        P.MAPPING_CHANGE,
        actions.change_mapping,
        "Choose for each meaning the column of the file. Concord tries it again.",
        form=forms.ChangeMappingForm,
    ),
    _of_mapping(P.MAPPING_DISCARD, actions.discard_mapping, "It stays on record and is used for nothing."),
]


def _of_analysis(
    verb: Permission, action: Callable[..., Any], explain: str, form: type[VerbForm] = VerbForm
) -> VerbPage:
    return VerbPage(
        verb, load=queries.analysis, see=P.DATA_SET_VIEW, may=rules.may, action=action, explain=explain, form=form
    )


ANALYSIS_VERBS = [
    _of_analysis(
        P.ANALYSIS_ORDER,
        actions.order,
        "It runs in the background; you can leave the page. Say before you look which gap would matter.",
        form=forms.OrderForm,
    ),
    _of_analysis(
        P.ANALYSIS_LOG,
        actions.log_result,
        "What passed disclosure control becomes an item of evidence: sentences, and a file with figure, tables, "
        "diagnostics and capsule. Small counts stay on this page.",
        form=forms.LogResultForm,
    ),
    _of_analysis(
        P.ANALYSIS_SHARE,
        actions.share,
        "The chief executive and the liaison read, in plain words, what passed disclosure control. Public it becomes "
        "only when the item of evidence is released.",
    ),
    _of_analysis(
        P.ANALYSIS_OPEN_OFFICERS,
        actions.open_officers,
        "You see the keys of officers for half an hour. That you opened them, and why, stays in the history.",
        form=ReasonForm,
    ),
    _of_analysis(P.ANALYSIS_CANCEL, actions.cancel_analysis, "A run stops at its next step; nothing of it is kept."),
]
VERBS = [*DATA_SET_VERBS, *MAPPING_VERBS, *ANALYSIS_VERBS]


ANALYSES = tables.Sheet(
    "Analyses",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Analysis", lambda row: TITLES[row.method]),
        tables.Column("Question", lambda row: row.question),
        tables.Column("State", lambda row: row.state_label),
        tables.Column("Since (UTC)", lambda row: row.state_since),
    ),
)
FIGURES = tables.Sheet(
    "What the data say",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Question", lambda row: row.question),
        tables.Column("Focus area", lambda row: f"{row.focus_area.number}. {row.focus_area.title}"),
        tables.Column("Data sets", lambda row: ", ".join(one.title for one in row.data_sets)),
        tables.Column("From", lambda row: row.data_set.period_from),
        tables.Column("To", lambda row: row.data_set.period_to),
        tables.Column("What they say", lambda row: "\n".join(row.shown["plain"])),
        tables.Column("Shared (UTC)", lambda row: row.state_since),
    ),
)


@on(P.DATA_SET_VIEW, load=queries.data_set, see=P.DATA_SET_VIEW, may=rules.may)
def workbench(request: PersonRequest, thing: DataSet) -> HttpResponse:
    """Show how far a data set has come: mapping, quality, the plan's questions, analyses."""
    rows = queries.analyses_of(thing)
    if file := tables.export(request, rows, ANALYSES, at=clock.now()):
        return file
    used = rules.mapping_in_use(thing)
    waiting = queries.mappings_of(thing).exclude(state__in=("adopted", "discarded")).first()
    quality = queries.quality_of(thing)
    context = {
        "thing": thing,
        "used": used,
        "waiting": waiting,
        "kept": kept_of(used) if used else None,
        "quality": quality.result if quality else None,
        "audit": quality,
        "titles": TITLES,
        "asked": queries.questions_for(thing),
        "officers_named": rules.officers_named(thing.engagement),
        "buttons": buttons(DATA_SET_VERBS, request.user, thing),
        **page_of(rows, request),
    }
    return render(request, "evidence/workbench.html", context)


def kept_of(mapping: ColumnMapping) -> str:
    """Say how many values came over, of how many, over all fields that a mapping fills."""
    fields = mapping.loss.get("fields", [])
    before, after = (sum(one[name] for one in fields) for name in ("before", "after"))
    return f"{after:,} of {before:,} values came over"


@on(P.DATA_SET_VIEW, load=queries.mapping, see=P.DATA_SET_VIEW, may=rules.may)
def mapping(request: PersonRequest, thing: ColumnMapping) -> HttpResponse:
    """Show what a mapping does with each column, and what was lost: figures, never rows."""
    context = {
        "thing": thing,
        "kept": kept_of(thing),
        "mapped_by": names([thing.mapped_by])[thing.mapped_by],
        "buttons": of_this_state(MAPPING_VERBS, request.user, thing),
    }
    return render(request, "evidence/mapping.html", context)


@on(P.DATA_SET_VIEW, load=queries.analysis, see=P.DATA_SET_VIEW, may=rules.may)
def analysis(request: PersonRequest, thing: Analysis) -> HttpResponse:
    """Show one analysis: what was asked, how far it is, what came out; keys of officers to who has just opened them."""
    now = clock.now()
    opened = thing.about_officers and thing.shows_officers_to(request.user.actor_key, at=now)
    pages = [one for one in ANALYSIS_VERBS if thing.about_officers or one.verb != P.ANALYSIS_OPEN_OFFICERS]
    context = {
        "thing": thing,
        "method": TITLES[thing.method],
        "progress": queries.progress_of(thing),
        "officers": queries.officers_in(thing) if opened else None,
        "names": names(filter(None, [thing.chosen_by, thing.ordered_by])),
        "buttons": of_this_state(pages, request.user, thing),
    }
    return unkept(render(request, "evidence/analysis.html", context))


@on(P.DATA_SET_VIEW, load=queries.analysis, see=P.DATA_SET_VIEW, may=rules.may)
def capsule(request: PersonRequest, thing: Analysis) -> HttpResponse:
    """Hand out the whole capsule, by which `concord analysis rerun` makes the result again: for the team."""
    del request
    if not thing.capsule:
        raise NotThere("This analysis has no capsule: it has not come to an end.")
    name = f"{thing.ref.lower()}-capsule.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return unkept(HttpResponse(thing.capsule, content_type="application/json", headers=headers))


@on(P.ANALYSIS_READ, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def figures(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show what the data say, in plain words: what was shared, and nothing else."""
    rows = queries.shared_with_the_agency(thing)
    if file := tables.export(request, rows, FIGURES, at=clock.now()):
        return file
    return render(request, "evidence/figures.html", {"thing": thing, **page_of(rows, request)})
