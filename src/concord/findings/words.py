"""What a finding and a recommendation say beyond their first words: read for the verbs, and named for a reader."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, cast

from concord.core.differing import Difference, changed
from concord.core.errors import BadInput
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation, Statement
from concord.programme.document import Aim, Practice, Programme
from concord.programme.queries import of as programme_of


class MoreOfFinding(TypedDict, total=False):
    """What a finding may say besides: the standard of practice, the cause, the effect."""

    standard: str
    cause: str
    effect: str


class MoreOfRecommendation(TypedDict, total=False):
    """What a recommendation may say besides; `kind`, `aims` and `practices` are keys of the edition."""

    kind: str
    aims: list[str]
    best_practice: str
    outcome_measure: str
    effort: str
    cost: str
    owner: str
    practices: list[str]


_NOT_SAID: MoreOfFinding = {"standard": "", "cause": "", "effect": ""}
_NOT_PUT: MoreOfRecommendation = {
    "kind": "",
    "aims": [],
    "best_practice": "",
    "outcome_measure": "",
    "effort": "",
    "cost": "",
    "owner": "",
    "practices": [],
}
NAMES = {
    "narrative": "What was found",
    "strengths": "Strengths to build on",
    "standard": "Standard of practice",
    "text": "What is recommended",
    "justification": "Why",
    "best_practice": "Best practice",
    "outcome_measure": "What would show that it helps",
    "effort": "Effort expected of the agency",
    "cost": "Cost borne by the agency",
    "owner": "Suggested owner",
    "aims": "What it serves",
    "practices": "Practices of the library",
}
"""Fields whose name says too little to a reader; of the others it is the name itself."""


def name_of(field: str) -> str:
    """Return a field in words."""
    return NAMES.get(field) or field.replace("_", " ").capitalize()


def between(was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return how one wording of a statement differs from another, a field after the other."""
    fields = (changed(name_of(name), _told(said), _told(now.get(name, ""))) for name, said in was.items())
    return tuple(each for each in fields if each)


def _told(said: object) -> str:
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said)


def of_finding(label: str, heading: str, narrative: str, strengths: str, more: MoreOfFinding) -> dict[str, Any]:
    """Return the words of a finding by field; what is not said is ""."""
    first = {"label": label.strip(), "heading": heading, "narrative": narrative, "strengths": strengths}
    return {**first, **_NOT_SAID, **more}


def of_recommendation(
    engagement: Engagement,
    label: str,
    text: str,
    justification: str,
    tags: list[str] | None,
    more: MoreOfRecommendation,
) -> dict[str, Any]:
    """Return the words of a recommendation by field.

    Raises BadInput for a kind, an aim or a practice that the edition does not have, and for a kind that is not
    recommended."""
    first = {"label": label.strip(), "text": text, "justification": justification, "tags": tags or []}
    words = {**first, **_NOT_PUT, **more}
    if words["kind"] or words["aims"] or words["practices"]:
        programme = programme_of(engagement.edition) if engagement.edition else None
        _require_kind(cast("str", words["kind"]), programme)
        _require_known("aim", cast("list[str]", words["aims"]), programme.aim if programme else ())
        _require_known("practice", cast("list[str]", words["practices"]), programme.practice if programme else ())
    return words


def _require_kind(kind: str, programme: Programme | None) -> None:
    kinds = {each.key: each for each in programme.recommendation_kind} if programme else {}
    if kind and kind not in kinds:
        raise BadInput(f"There is no kind of recommendation “{kind}”; expected one of: {', '.join(kinds) or 'none'}.")
    if kind and not kinds[kind].allowed:
        raise BadInput(f"{kinds[kind].label} is not recommended. {kinds[kind].why}")


def _require_known(what: str, keys: list[str], offered: Sequence[Aim] | Sequence[Practice]) -> None:
    known = [each.key for each in offered]
    if wrong := [key for key in keys if key not in known]:
        raise BadInput(f"There is no {what} “{', '.join(wrong)}”; expected some of: {', '.join(known) or 'none'}.")


def particulars(statement: Statement) -> list[tuple[str, str]]:
    """Return what a statement says besides, (name, text) in words, of what it does say."""
    if not isinstance(statement, Recommendation):
        return [(name_of(field), text) for field in _NOT_SAID if (text := statement.words[field])]
    programme = programme_of(statement.engagement.edition) if statement.engagement.edition else None
    kinds = {each.key: each.label for each in programme.recommendation_kind} if programme else {}
    aims = {each.key: each.label for each in programme.aim} if programme else {}
    practices = {each.key: each.name for each in programme.practice} if programme else {}
    said = {
        "kind": kinds.get(statement.kind, statement.kind),
        "aims": ", ".join(aims.get(aim, aim) for aim in statement.aims),
        "practices": ", ".join(practices.get(key, key) for key in statement.practices),
    }
    texts = ((field, said.get(field, statement.words[field])) for field in _NOT_PUT)
    return [(name_of(field), text) for field, text in texts if text]
