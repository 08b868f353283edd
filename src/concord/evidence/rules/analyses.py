"""Who may map a data set's columns, analyse it, log and share what came out, and see what is about officers."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, refuse
from concord.core.remembering import remembered
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.rules import active
from concord.engagements.states import AgreementState, FocusAreaState
from concord.evidence.models import Analysis, ColumnMapping, DataSet
from concord.evidence.states import DataSetState
from concord.workplans.queries import in_force
from concord.workplans.rules import NOT_BEFORE_CONCURRENCE

P = Permission
OFFICER_WORDS = "officer-level analysis"
"""What a work plan and an agreement have to say for single officers to be looked at."""
_BY_CONCORD = frozenset({P.MAPPING_NOTE_TRIED, P.MAPPING_NOTE_REFUSED, P.ANALYSIS_FINISH, P.ANALYSIS_FAIL})
_STARTS = frozenset({P.DATA_SET_MAP, P.ANALYSIS_CHOOSE, P.ANALYSIS_CHOOSE_OFFICERS})


def on_data_set(by: Actor, verb: Permission, data_set: DataSet) -> Decision:
    """A data set is worked on while it stands, its file is here, and the plan in force lets evidence be gathered."""
    del by
    if verb not in _STARTS:
        return ALLOWED
    if not (standing := _standing(data_set.engagement, data_set, data_set.focus_area)):
        return standing
    if data_set.file_id is None:
        return refuse("Its file is not kept here: run the analysis where the file is, with `concord analysis`.")
    if verb == P.DATA_SET_MAP:
        return ALLOWED
    if mapping_in_use(data_set) is None:
        return refuse("Map its columns first, and take the mapping into use.")
    return officers_named(data_set.engagement) if verb == P.ANALYSIS_CHOOSE_OFFICERS else ALLOWED


def on_mapping(by: Actor, verb: Permission, mapping: ColumnMapping) -> Decision:
    """Concord tries whatever it was given; people change and adopt while the data set stands."""
    del by
    if verb in _BY_CONCORD or verb == P.DATA_SET_VIEW:
        return ALLOWED
    return _standing(mapping.engagement, mapping.data_set, mapping.data_set.focus_area)


def on_analysis(by: Actor, verb: Permission, analysis: Analysis) -> Decision:
    """What is running is Concord's to end; who ordered it does not share it."""
    if verb in _BY_CONCORD or verb in (P.DATA_SET_VIEW, P.ANALYSIS_CANCEL):
        return ALLOWED
    named = officers_named(analysis.engagement) if analysis.about_officers else ALLOWED
    if verb == P.ANALYSIS_OPEN_OFFICERS:
        return named if analysis.about_officers else refuse("It says nothing about single officers.")
    standing = _standing(analysis.engagement, analysis.data_set, analysis.focus_area)
    if standing and verb == P.ANALYSIS_ORDER:
        for one in analysis.data_sets:
            if one.state != DataSetState.REGISTERED:
                return refuse(f"{one.ref} was withdrawn: nothing new is worked out from it.")
            if one.file_id is None:
                return refuse(f"The file of {one.ref} is no longer kept here.")
        return named
    return standing and _onward(by, verb, analysis)


def _onward(by: Actor, verb: Permission, analysis: Analysis) -> Decision:
    if verb == P.ANALYSIS_LOG and not analysis.shown:
        return refuse("No way was found to hide small counts so that nobody can work them out: it stays here.")
    if verb == P.ANALYSIS_SHARE and by.actor_key in (analysis.ordered_by, analysis.chosen_by):
        return refuse("You ordered it; somebody else decides that the agency reads it.")
    return ALLOWED


def officers_named(engagement: Engagement) -> Decision:
    """Allow officer-level analysis where the plan in force and the agreement in force both name it."""
    plan = in_force(engagement)
    said = [row.text for row in plan.content.questions] + [row.what for row in plan.content.activities] if plan else []
    if not any(OFFICER_WORDS in text.lower() for text in said):
        return refuse(f"Officer-level methods are off: the work plan in force does not name “{OFFICER_WORDS}”.")
    request = engagement.request
    agreed = request.agreements.filter(state=AgreementState.IN_FORCE).first() if request else None
    if agreed is None or OFFICER_WORDS not in agreed.text.lower():
        return refuse(f"Officer-level methods are off: the agreement in force does not name “{OFFICER_WORDS}”.")
    return ALLOWED


def mapping_in_use(data_set: DataSet) -> ColumnMapping | None:
    """Return the mapping that was adopted last, or None."""
    return data_set.mappings.filter(state="adopted").order_by("-state_since", "-pk").first()


def mapped_beside(data_set: DataSet) -> list[ColumnMapping]:
    """Return the mappings in use of the engagement's other data sets whose files are here, in the order of the sets."""
    others = DataSet.objects.filter(
        engagement=data_set.engagement_id, state=DataSetState.REGISTERED, file__isnull=False
    ).exclude(pk=data_set.pk)
    rows = ColumnMapping.objects.select_related("data_set__file").filter(data_set__in=others, state="adopted")
    newest = {one.data_set_id: one for one in rows.order_by("state_since", "pk")}
    return [newest[key] for key in sorted(newest)]


def _standing(engagement: Engagement, data_set: DataSet, area: FocusArea) -> Decision:
    """`engagement` is the one of both, since it is loaded with whatever is asked about."""
    if data_set.state != DataSetState.REGISTERED:
        return refuse("The data set was withdrawn: nothing new is worked out from it.")
    if not (going := active(engagement)):
        return going
    if not remembered(("a plan is in force", engagement.pk), lambda: in_force(engagement) is not None):
        return refuse(NOT_BEFORE_CONCURRENCE)
    if area.state != FocusAreaState.OPEN:
        return refuse(f"The focus area is “{area.state_label}”; its data are worked on while it is open.")
    return ALLOWED
