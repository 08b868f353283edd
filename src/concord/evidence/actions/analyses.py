"""The verbs of analyses: chosen for a question of the plan, run by Concord, logged as evidence, shared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concord.analysis.errors import AnalysisError
from concord.analysis.policing.runs.catalogue import for_kind
from concord.analysis.policing.runs.catalogue import method as named
from concord.analysis.policing.schemas.tables import TABLES
from concord.core import files, jobs, lifecycle, sealing, zones
from concord.core.actions import unrecorded, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.evidence import checks, rules
from concord.evidence.models import Analysis, AnalysisProgress, ColumnMapping, DataSet, EvidenceItem, Releasability
from concord.evidence.states import EvidenceState
from concord.workplans.queries import in_force

P = Permission
METHOD = "data_analysis"
"""The method of the edition under which a result is logged."""
OFFICERS = "officers"
"""The name under which keys of officers are sealed with the analysis's reference."""
QUALITY = "audit"
LONGEST_SUMMARY = 6000


@dataclass(frozen=True, kw_only=True)
class Came:
    """What came of a run: `result` for the team, `shown` and `bundle` what passed disclosure control (empty where
    nothing could), `capsule` as JSON, `officers` keys of officers as JSON."""

    result: Mapping[str, Any]
    shown: Mapping[str, Any]
    bundle: bytes
    capsule: str
    officers: str = ""


@verb
def choose_method(
    data_set: DataSet, *, method: str, question: str = "", beside: str = "", by: Actor, at: datetime
) -> Analysis:
    """Choose a method for a question of the work plan in force (its key); the audit of quality needs none. `beside` is
    the reference of a second data set of the engagement, for a method that reads two files.

    Raises Denied, BadInput (a method that there is not, or that another kind of file needs), Incomplete."""
    return _chosen(data_set, P.ANALYSIS_CHOOSE, method, question, beside, by=by, at=at)


@verb
def choose_officers(data_set: DataSet, *, method: str, question: str, by: Actor, at: datetime) -> Analysis:
    """Choose a method about single officers. Raises Denied unless plan and agreement in force both name it."""
    return _chosen(data_set, P.ANALYSIS_CHOOSE_OFFICERS, method, question, "", by=by, at=at)


def _chosen(
    data_set: DataSet, verb: Permission, method: str, question: str, beside: str, *, by: Actor, at: datetime
) -> Analysis:
    locked = lifecycle.lock(data_set)
    rules.may(by, verb, locked).require()
    mapping = rules.mapping_in_use(locked)
    if mapping is None:
        raise Incomplete("An analysis needs a mapping in use.", ["a mapping of the data set's columns"])
    about_officers = verb == P.ANALYSIS_CHOOSE_OFFICERS
    fits = {
        one.key: one for one in for_kind(mapping.kind, officers=True, beside=TABLES) if one.officers == about_officers
    }
    if method not in fits:
        raise BadInput(f"For files of {mapping.kind} there is no method {method!r}; there are {', '.join(fits)}.")
    second = _second(locked, fits[method].others(mapping.kind), beside)
    words = _asked(locked, method, question) or fits[method].question
    return Analysis.begin(
        verb,
        by=by,
        at=at,
        ref=next_ref("ANA", at),
        engagement=locked.engagement,
        focus_area=locked.focus_area,
        data_set=locked,
        mapping=mapping,
        beside=second,
        method=method,
        question_key=question,
        question=words,
        about_officers=about_officers,
        chosen_by=by.actor_key,
    )


def _second(data_set: DataSet, kinds: Sequence[str], ref: str) -> ColumnMapping | None:
    """Return the mapping in use of the second file. Raises Incomplete where one is needed, BadInput for another."""
    if not kinds:
        if ref:
            raise BadInput("This method reads one file; expected no second data set.")
        return None
    if not ref:
        raise Incomplete("This method reads two files.", [f"a second data set, of {kinds[0]}"])
    found = {one.data_set.ref: one for one in rules.mapped_beside(data_set)}.get(ref)
    if found is None or found.kind != kinds[0]:
        raise BadInput(
            f"{ref} cannot be the second file; expected a data set of this engagement, mapped to {kinds[0]}, whose "
            "file is kept here."
        )
    return found


def _asked(data_set: DataSet, method: str, key: str) -> str:
    """Return the words of the plan's question. Raises Incomplete where one is needed, BadInput for one of no plan."""
    plan = in_force(data_set.engagement)
    rows = plan.content.questions if plan else ()
    here = {row.key: row.text for row in rows if row.area in (0, data_set.focus_area.number)}
    if not key and method == QUALITY:
        return ""
    if not key:
        raise Incomplete("A method answers a question of the work plan in force.", ["the question"])
    if key not in here:
        raise BadInput(f"The work plan in force has no question {key!r} for this focus area.")
    return here[key]


@verb
def order(analysis: Analysis, *, parameters: Mapping[str, str], seed: int = 1, by: Actor, at: datetime) -> Analysis:
    """Have the analysis run with these parameters, as typed. Raises BadInput (which, what was expected)."""
    try:
        named(analysis.method).read(parameters)
    except AnalysisError as error:
        raise BadInput(f"{error}.") from error
    changes = {"parameters": dict(parameters), "seed": seed, "ordered_by": by.actor_key, "why": ""}
    ordered = lifecycle.move(analysis, P.ANALYSIS_ORDER, by=by, at=at, may=rules.may, changes=changes)
    jobs.defer("evidence.analyse", lock=ordered.ref, ref=ordered.ref)
    return ordered


@unrecorded(AnalysisProgress)
def note_progress(analysis: Analysis, *, done: int, words: str, at: datetime) -> None:
    """Write over how far it has come."""
    AnalysisProgress.objects.update_or_create(analysis=analysis, defaults={"done": done, "words": words, "at": at})


@verb
def finish(analysis: Analysis, *, came: Came, by: Actor, at: datetime) -> Analysis:
    """Keep what came of a run: all of it for the team, what may go out apart, keys of officers sealed."""
    bundle = files.store(iter((came.bundle,)), at=at) if came.bundle else None
    if came.officers:
        sealing.keep(analysis.ref, {OFFICERS: came.officers}, at=at)
    changes = {"result": dict(came.result), "shown": dict(came.shown), "capsule": came.capsule, "bundle": bundle}
    return lifecycle.move(analysis, P.ANALYSIS_FINISH, by=by, at=at, may=rules.may, changes=changes)


@verb
def fail(analysis: Analysis, *, why: str, by: Actor, at: datetime) -> Analysis:
    """Say why there is no result; it can be ordered again with other parameters."""
    return lifecycle.move(analysis, P.ANALYSIS_FAIL, by=by, at=at, may=rules.may, reason=why, changes={"why": why})


@verb
def cancel_analysis(analysis: Analysis, *, by: Actor, at: datetime) -> Analysis:
    """Cancel an analysis; one that runs stops at its next step, and nothing of it is kept."""
    return lifecycle.move(analysis, P.ANALYSIS_CANCEL, by=by, at=at, may=rules.may)


@verb
def log_result(analysis: Analysis, *, activity: str = "", by: Actor, at: datetime) -> Analysis:
    """Log what passed disclosure control as an item of evidence: sentences, and a file with figure, tables,
    diagnostics and capsule. It is deliberative until somebody else releases it. The file is the item's from now on.
    It counts for the `activity` that it names (its key), or where it names none for the only analysis of the plan.

    Raises Denied, Incomplete (the plan in force does not name data analysis for the focus area, or not today; an
    activity that is none)."""
    locked = lifecycle.lock(analysis)
    rules.may(by, P.ANALYSIS_LOG, locked).require()
    today, kind = zones.day(at), Releasability.DELIBERATIVE
    told: dict[str, Any] = {"method": METHOD, "collected_on": today, "releasability": kind, "consent": ""}
    told["activity"] = activity
    require_none(checks.run(locked.focus_area, today=today, **told), "The result cannot be logged as evidence.")
    item = EvidenceItem.objects.create(
        ref=next_ref("EVD", at),
        state=EvidenceState.LOGGED,
        state_since=at,
        engagement=locked.engagement,
        focus_area=locked.focus_area,
        **told,
        title=locked.question[:200],
        summary="\n".join(_summary(locked))[:LONGEST_SUMMARY],
        count=1,
        file=locked.bundle,
        file_name=f"{locked.ref.lower()}.zip",
        logged_by=by.actor_key,
    )
    return lifecycle.move(analysis, P.ANALYSIS_LOG, by=by, at=at, may=rules.may, changes={"item": item, "bundle": None})


def _summary(analysis: Analysis) -> Iterator[str]:
    for one in analysis.data_sets:
        yield f"Data set {one.ref}: {one.title}."
    yield from analysis.shown["sentences"]
    yield from analysis.shown["hidden"]


@verb
def share(analysis: Analysis, *, by: Actor, at: datetime) -> Analysis:
    """Let the agency read, in plain words, what passed disclosure control."""
    return lifecycle.move(analysis, P.ANALYSIS_SHARE, by=by, at=at, may=rules.may)


@verb
def open_officers(analysis: Analysis, *, reason: str, by: Actor, at: datetime) -> Analysis:
    """Open what an analysis says about single officers, with the reason; who opened it sees it for half an hour."""
    if not reason.strip():
        raise Incomplete("It is opened with a reason.", ["the reason"])
    changes = {"opened_at": at, "opened_by": by.actor_key}
    return lifecycle.move(
        analysis, P.ANALYSIS_OPEN_OFFICERS, by=by, at=at, may=rules.may, reason=reason, changes=changes
    )
