"""What has become of a finding or a recommendation in review, read for checks and queries alike: its reviewers' views,
the agency's check of its facts, the further findings that it answers."""

from collections.abc import Sequence

from django.db.models import QuerySet

from concord.engagements.models import Engagement
from concord.engagements.rules import tier_of
from concord.findings.models import CheckedText, FactComment, Finding, Recommendation, Statement, Verdict, View
from concord.findings.states import StatementState


def reviewers_asked(engagement: Engagement) -> int:
    """Return how many reviewers write a view before anything is validated; 1 means that the one who validates does."""
    tier = tier_of(engagement)
    return tier.reviewers if tier else 1


def views_of(statement: Statement) -> QuerySet[View]:
    """Return every view of a statement, of all rounds, in the order in which they were written."""
    of = {"finding": statement} if isinstance(statement, Finding) else {"recommendation": statement}
    return View.objects.filter(**of).order_by("pk")


def views_now(statement: Statement) -> list[View]:
    """Return the views of a statement as it was sent in last; none unless it is in review."""
    if statement.state != StatementState.IN_REVIEW:
        return []
    return list(views_of(statement).filter(submitted_at=statement.state_since))


def last_checked(statement: Statement) -> CheckedText | None:
    """Return the text of a statement as it was given in the newest fact check of it, or None."""
    rows = statement.checked.select_related("fact_check")  # type: ignore[attr-defined]  # both kinds have it
    found: CheckedText | None = rows.order_by("-pk").first()
    return found


def is_as_given(statement: Statement, text: CheckedText) -> bool:
    """Say whether a statement says what the agency was given, whatever its number is now."""
    return not reworded_fields(statement, text)


def reworded_fields(statement: Statement, text: CheckedText) -> frozenset[str]:
    """Return the fields in which a statement says otherwise than what the agency was given, but for its number."""
    now = statement.words
    return frozenset(name for name, said in now.items() if name != "label" and text.words.get(name, "") != said)


def unread_fields(statement: Statement) -> frozenset[str]:
    """Return the fields in which a statement says what the agency never had in a check of it: another paragraph, or one
    more entry of a list. Other line breaks, another order, and what is left out or as it was once are nothing new."""
    rows = statement.checked.all()  # type: ignore[attr-defined]  # both kinds have it
    given = [text.words for text in rows]
    fields = ((name, said) for name, said in statement.words.items() if name != "label")
    return frozenset(name for name, said in fields if _is_new(said, [words.get(name, "") for words in given]))


def _is_new(said: object, given: Sequence[object]) -> bool:
    read = set().union(*map(_pieces, given))
    return not _pieces(said) <= read and plain(str(said)) not in {plain(str(each)) for each in given}


def _pieces(said: object) -> set[str]:
    """Return the paragraphs of a text, or the entries of a list."""
    parts = said if isinstance(said, list) else str(said).splitlines()
    return {plain(str(part)) for part in parts} - {""}


def plain(text: str) -> str:
    """Return a text with one space wherever there is any: a quotation may be broken into lines otherwise."""
    return " ".join(text.split())


def is_answered_by_words(comment: FactComment, statement: Statement, text: CheckedText) -> bool:
    """Say whether a paragraph in which a comment's quoted words stood is worded otherwise now. What is reworded
    elsewhere answers no comment."""
    was, now = str(text.words.get(comment.place, "")), str(statement.words.get(comment.place, ""))
    meant = [said for said in map(plain, was.splitlines()) if comment.quote in said]
    if not meant:  # it was quoted across paragraphs
        return plain(was) != plain(now)
    kept = set(map(plain, now.splitlines()))
    return any(said not in kept for said in meant)


def accepted_on(text: CheckedText) -> QuerySet[FactComment]:
    """Return the comments on a text that were accepted, by their numbers."""
    return text.comments.filter(verdict=Verdict.ACCEPTED).order_by("number")


def answered_too(of: Recommendation) -> QuerySet[Finding]:
    """Return the findings that a recommendation answers beside the one that it stands on, in their order."""
    return Finding.objects.filter(also_answered__recommendation=of, also_answered__taken_off_at=None).order_by("pk")
