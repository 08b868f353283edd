"""Reads of mappings and analyses."""

import json
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core import sealing
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.evidence.models import Analysis, AnalysisProgress, ColumnMapping, DataSet
from concord.evidence.states import AnalysisState, MappingState
from concord.workplans.content import Question
from concord.workplans.queries import in_force

P = Permission
_OFFICERS = "officers"
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}
_OF_MAPPING = ("engagement__agency", "engagement__edition", "data_set__focus_area", "data_set__file")
_OF_ANALYSIS = (
    "engagement__agency",
    "engagement__edition",
    "focus_area",
    "data_set__file",
    "mapping",
    "beside__data_set__file",
    "item",
    "bundle",
)
_LONG = ("result", "shown", "capsule")
_TRIED = (MappingState.TRIED, MappingState.REFUSED)
_TO_DO = (AnalysisState.CHOSEN, AnalysisState.DONE, AnalysisState.FAILED, AnalysisState.LOGGED)


@dataclass(frozen=True)
class Asked:
    """A question of the work plan in force, and the analyses that were begun for it."""

    question: Question
    analyses: list[Analysis]


def mapping(ref: str) -> ColumnMapping | None:
    """Return the mapping with this reference, or None."""
    return ColumnMapping.objects.select_related(*_OF_MAPPING).filter(ref=ref).first()


def mappings_of(data_set: DataSet) -> QuerySet[ColumnMapping]:
    """Return the mappings of a data set, the newest first."""
    return ColumnMapping.objects.select_related(*_OF_MAPPING).filter(data_set=data_set).order_by("-pk")


def mappings_open_for(person: Person) -> QuerySet[ColumnMapping]:
    """Return the mappings that this person may see and that wait for somebody."""
    found = ColumnMapping.objects.select_related(*_OF_MAPPING)
    return found.filter(visible(person, P.DATA_SET_VIEW, **_AT), state__in=_TRIED)


def analysis(ref: str) -> Analysis | None:
    """Return the analysis with this reference, or None."""
    return Analysis.objects.select_related(*_OF_ANALYSIS).filter(ref=ref).first()


def analyses_of(data_set: DataSet) -> QuerySet[Analysis]:
    """Return the analyses that read a data set, the newest first, without what came out."""
    found = Analysis.objects.select_related(*_OF_ANALYSIS).defer(*_LONG)
    return found.filter(Q(data_set=data_set) | Q(beside__data_set=data_set)).order_by("-pk")


def analyses_open_for(person: Person) -> QuerySet[Analysis]:
    """Return the analyses that this person may see and that wait for somebody."""
    found = Analysis.objects.select_related(*_OF_ANALYSIS).defer("result", "capsule")  # rules look at what is shown
    return found.filter(visible(person, P.DATA_SET_VIEW, **_AT), state__in=_TO_DO)


def shared_with_the_agency(engagement: Engagement) -> QuerySet[Analysis]:
    """Return what the agency reads in plain words."""
    found = Analysis.objects.select_related("focus_area", "data_set", "beside__data_set", "item").defer(
        "result", "capsule"
    )
    return found.filter(engagement=engagement, state=AnalysisState.SHARED)


def quality_of(data_set: DataSet) -> Analysis | None:
    """Return the last audit of a data set that came to an end, or None."""
    ended = (AnalysisState.DONE, AnalysisState.LOGGED, AnalysisState.SHARED)
    return analyses_of(data_set).filter(method="audit", state__in=ended).first()


def questions_for(data_set: DataSet) -> list[Asked]:
    """Return the questions of the plan in force for the data set's focus area, each with its analyses."""
    plan = in_force(data_set.engagement)
    rows = plan.content.questions if plan else ()
    mine = list(analyses_of(data_set).exclude(state=AnalysisState.CANCELLED))
    here = [row for row in rows if row.area in (0, data_set.focus_area.number)]
    return [Asked(row, [one for one in mine if one.question_key == row.key]) for row in here]


def progress_of(analysis: Analysis) -> AnalysisProgress | None:
    """Return how far it has come, while it runs."""
    if analysis.state != AnalysisState.ORDERED:
        return None
    return AnalysisProgress.objects.filter(analysis=analysis).first()


def is_running(analysis: Analysis) -> bool:
    """Say whether it is still asked for, as the database has it now."""
    return Analysis.objects.filter(pk=analysis.pk, state=AnalysisState.ORDERED).exists()


def officers_in(analysis: Analysis) -> list[str]:
    """Return the keys of officers that an analysis names. Raises KeyLost."""
    found = sealing.read(analysis.ref, _OFFICERS).get(_OFFICERS, "[]")
    return list(json.loads(found))
