"""The verbs of an agency's check of facts: ask for it, comment, send back, answer, close; and what Concord itself does
when the window ends."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, verb
from concord.core.checks import require_none
from concord.core.days import working_days_after
from concord.core.errors import BadInput, Incomplete, NotAllowedNow
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.core.telling.news import arrival
from concord.engagements.models import Engagement
from concord.findings import checks, queries, reviewed, rules, telling
from concord.findings.models import CheckedText, FactCheck, FactComment, Finding, Outcome, Statement, Verdict
from concord.findings.states import FactCheckState

P = Permission
LONGEST_EXTENSION = 20  # working days


@verb
def open_fact_check(engagement: Engagement, *, statements: Iterable[str], by: Actor, at: datetime) -> FactCheck:
    """Ask the agency to check the facts of validated findings and recommendations (their references), in a window of
    as many working days as the edition says. The same batch again, while the agency has it, is the same (law 17).

    Raises Denied, BadInput (not of this engagement, not validated, being checked already), Incomplete (none)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.FACT_CHECK_OPEN, locked).require()
    found = _to_be_checked(locked, list(dict.fromkeys(statements)))
    days = queries.window(locked)
    made = FactCheck.begin(
        P.FACT_CHECK_OPEN,
        by=by,
        at=at,
        ref=next_ref("FCK", at),
        engagement=locked,
        opened_by=by.actor_key,
        opened_at=at,
        due_on=working_days_after(zones.day(at), days),
    )
    for each in found:
        one = {"finding": each} if isinstance(each, Finding) else {"recommendation": each}
        CheckedText.objects.create(fact_check=made, words=each.words, words_hash=each.words_hash, **one)
    telling.agency(arrival(made, "Facts to check before anything is issued"), made, by=by, at=at)
    return made


@verb
def comment_on_fact(fact_check: FactCheck, *, of: str, quote: str, text: str, by: Actor, at: datetime) -> FactCheck:
    """Comment, under the next number, on words that are quoted exactly from a finding or recommendation (its
    reference) as it was given. The same comment again is one (law 17).

    Raises Denied, NotAllowedNow, Incomplete (no words), BadInput (it is not in the batch; it does not say so)."""
    locked = lifecycle.lock(fact_check)
    rules.may(by, P.FACT_CHECK_COMMENT, locked).require()
    given = queries.text_in(locked, of)
    if given is None:
        raise BadInput(f"{of} is not in this fact check.")
    said, words = _said(text, "what is not right about it"), reviewed.plain(_said(quote, "the words that are meant"))
    place = queries.place_of(given, words)
    if place is None:
        raise BadInput(f"{of} does not say “{words}”. Copy the words exactly from one of its paragraphs.")
    meant = {"of": given, "quote": words, "text": said}
    if locked.comments.filter(**meant).exists():
        raise Unchanged(locked)
    number = locked.comments.count() + 1
    FactComment.objects.create(fact_check=locked, number=number, place=place, said_by=by.actor_key, said_at=at, **meant)
    more = {"number": number, "of": of}
    return _stay(fact_check, locked, P.FACT_CHECK_COMMENT, more=more, by=by, at=at)


@verb
def send_back(fact_check: FactCheck, *, by: Actor, at: datetime) -> FactCheck:
    """Send the fact check back to the team, with the comments made, or with none because the facts are right.

    Raises Denied, NotAllowedNow."""
    return _end(fact_check, P.FACT_CHECK_SEND_BACK, Outcome.SENT_BACK, by=by, at=at)


@verb
def extend_window(fact_check: FactCheck, *, days: int, reason: str, by: Actor, at: datetime) -> FactCheck:
    """Give the agency so many more working days, once, with the reason.

    Raises Denied, NotAllowedNow (it was extended before), Incomplete (no reason), BadInput (the days)."""
    locked = lifecycle.lock(fact_check)
    words = _said(reason, "the reason")
    if locked.extended_at is not None:
        raise NotAllowedNow(f"{fact_check.ref} was extended before; a fact check is extended once.")
    if not 1 <= days <= LONGEST_EXTENSION:
        raise BadInput(f"Between 1 and {LONGEST_EXTENSION} working days can be added; {days} were asked for.")
    due_on = working_days_after(locked.due_on, days)
    changes = {"due_on": due_on, "extended_at": at, "extended_by": by.actor_key, "extended_because": words}
    more = {"due_on": due_on.isoformat()}
    return _stay(fact_check, locked, P.FACT_CHECK_EXTEND, reason=words, more=more, changes=changes, by=by, at=at)


@verb
def take_back(fact_check: FactCheck, *, by: Actor, at: datetime) -> FactCheck:
    """Take up the comments that were made in a window that has ended. Concord itself does it.

    Raises NotAllowedNow (the window goes on; there is none)."""
    locked = lifecycle.lock(fact_check)
    _require_over(locked, at)
    if not locked.comments.exists():
        raise NotAllowedNow(f"There is no comment in {fact_check.ref}.")
    return _end(fact_check, P.FACT_CHECK_TAKE_BACK, Outcome.TAKEN_UP, by=by, at=at)


@verb
def run_out(fact_check: FactCheck, *, by: Actor, at: datetime) -> FactCheck:
    """Close a fact check whose window has ended with no response received. Concord itself does it; issue goes on.

    Raises NotAllowedNow (the window goes on; there are comments)."""
    locked = lifecycle.lock(fact_check)
    _require_over(locked, at)
    if locked.comments.exists():
        raise NotAllowedNow(f"There are comments in {fact_check.ref}: they are taken up.")
    return _end(fact_check, P.FACT_CHECK_RUN_OUT, Outcome.NO_RESPONSE, by=by, at=at)


@verb
def answer_comment(
    fact_check: FactCheck, *, number: int, verdict: str, answer: str, by: Actor, at: datetime
) -> FactCheck:
    """Answer a comment by its number: accepted (the text is returned and reworded) or kept, and why. Once.

    Raises Denied, NotAllowedNow, Incomplete (no words), BadInput (no such comment or verdict; answered already)."""
    locked = lifecycle.lock(fact_check)
    if verdict not in Verdict.values:
        raise BadInput(f"“{verdict}” is no answer; expected one of: {', '.join(Verdict.values)}.")
    words = _said(answer, "why")
    found = locked.comments.filter(number=number).first()
    if found is None:
        raise BadInput(f"There is no comment {number} in {fact_check.ref}.")
    if (found.verdict, found.answer) == (verdict, words):
        raise Unchanged(locked)
    if found.is_answered:
        raise BadInput(f"Comment {number} was answered already.")
    found.verdict, found.answer, found.answered_at, found.answered_by = verdict, words, at, by.actor_key
    found.save(update_fields=["verdict", "answer", "answered_at", "answered_by"])
    more = {"number": number, "verdict": str(verdict)}
    return _stay(fact_check, locked, P.FACT_CHECK_ANSWER, reason=words, more=more, by=by, at=at)


@verb
def close_fact_check(fact_check: FactCheck, *, by: Actor, at: datetime) -> FactCheck:
    """Close a fact check once every comment is answered; the agency is told.

    Raises Denied, NotAllowedNow, Incomplete."""
    locked = lifecycle.lock(fact_check)
    require_none(checks.before_closing(locked), f"{fact_check.ref} cannot be closed yet.")
    closed = lifecycle.move(fact_check, P.FACT_CHECK_CLOSE, by=by, at=at, may=rules.may)
    telling.agency(arrival(closed, "What became of your comments"), closed, by=by, at=at)
    return closed


def _to_be_checked(engagement: Engagement, refs: list[str]) -> list[Statement]:
    """Return what is to be checked, the findings first. Raises Incomplete, BadInput, Unchanged."""
    if not refs:
        raise Incomplete("There is nothing to check.", ["a finding or a recommendation that is validated"])
    offered = {each.ref: each for each in queries.validated(engagement)}
    if wrong := [ref for ref in refs if ref not in offered]:
        raise BadInput(f"{', '.join(wrong)}: expected validated findings or recommendations of this engagement.")
    going_on = {text.statement.ref: text.fact_check for text in queries.texts_with_agency(engagement)}
    there = {going_on[ref] for ref in refs if ref in going_on}
    if len(there) == 1 and {ref for ref, check in going_on.items() if check in there} == set(refs):
        raise Unchanged(there.pop())
    if there:
        taken = ", ".join(ref for ref in refs if ref in going_on)
        raise BadInput(f"{taken}: the agency is checking it already.")
    return [offered[ref] for ref in offered if ref in refs]


def _stay(
    fact_check: FactCheck,
    locked: FactCheck,
    verb: Permission,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, Any] | None = None,
    **told: Any,
) -> FactCheck:
    """Record what changes nothing about who holds it, so that the wait goes on."""
    kept = {**(changes or {}), "state_since": locked.state_since}
    return lifecycle.move(fact_check, verb, by=by, at=at, may=rules.may, changes=kept, **told)


def _end(fact_check: FactCheck, verb: Permission, outcome: Outcome, *, by: Actor, at: datetime) -> FactCheck:
    """End the agency's part; whoever leads the team is told."""
    changes = {"outcome": outcome, "ended_at": at, "ended_by": by.actor_key}
    more = {"outcome": str(outcome)}
    ended = lifecycle.move(fact_check, verb, by=by, at=at, may=rules.may, more=more, changes=changes)
    telling.lead(arrival(ended, str(outcome.label)), ended, by=by, at=at)
    return ended


def _require_over(locked: FactCheck, at: datetime) -> None:
    if locked.state == FactCheckState.WITH_AGENCY and zones.day(at) <= (until := locked.has_until):
        raise NotAllowedNow(f"The agency has {locked.ref} until {until.isoformat()}.")


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise Incomplete("Something has to be said.", [what])
    return text.strip()
