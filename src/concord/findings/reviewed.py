"""What has become of a finding or a recommendation in review, read for checks and queries alike: its reviewers' views,
the agency's check of its facts, the further findings that it answers."""

from collections.abc import Mapping, Sequence
from itertools import dropwhile

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


def texts_checked(statement: Statement) -> list[CheckedText]:
    """Return the text of a statement as it was given in each fact check of it, the newest last."""
    rows = statement.checked.select_related("fact_check")  # type: ignore[attr-defined]  # both kinds have it
    return list(rows.order_by("pk"))


def is_as_given(statement: Statement, text: CheckedText) -> bool:
    """Say whether a statement says what the agency was given, whatever its number is now."""
    return not reworded_fields(statement, text)


def reworded_fields(statement: Statement, text: CheckedText) -> frozenset[str]:
    """Return the fields in which a statement says otherwise than what the agency was given, but for its number."""
    now = statement.words
    return frozenset(name for name, said in now.items() if name != "label" and text.words.get(name, "") != said)


def unread_fields(statement: Statement) -> frozenset[str]:
    """Return the fields in which a statement says what the agency never had in a check of it: another paragraph, or one
    more entry of a list. Other line breaks, another order, and what is left out or as it was once are nothing new; what
    was accepted to be wrong in a check was not read in it to be said again."""
    given = [(text.words, tuple(accepted_on(text))) for text in texts_checked(statement)]
    fields = ((name, said) for name, said in statement.words.items() if name != "label")
    return frozenset(name for name, said in fields if _is_new(name, said, given))


def _is_new(name: str, said: object, given: Sequence[tuple[Mapping[str, object], Sequence[FactComment]]]) -> bool:
    read: set[str] = set()
    whole: set[str] = set()
    for words, accepted in given:
        was, wrong = words.get(name, ""), [each.quote for each in accepted if each.place == name]
        read |= {piece for piece in _pieces(was) if not any(quote in piece for quote in wrong)}
        whole |= set() if wrong else {plain(str(was))}
    return not _pieces(said) <= read and plain(str(said)) not in whole


def _pieces(said: object) -> set[str]:
    """Return the paragraphs of a text, or the entries of a list."""
    parts = said if isinstance(said, list) else str(said).splitlines()
    return {plain(str(part)) for part in parts} - {""}


def plain(text: str) -> str:
    """Return a text with one space wherever there is any: a quotation may be broken into lines otherwise."""
    return " ".join(text.split())


def is_answered_by(comment: FactComment, words: Mapping[str, object]) -> bool:
    """Say whether in these words of a statement a paragraph in which a comment's quoted words stood is worded
    otherwise. What is reworded elsewhere answers no comment."""
    was, now = str(comment.of.words.get(comment.place, "")), str(words.get(comment.place, ""))
    meant = [said for said in map(plain, was.splitlines()) if comment.quote in said]
    if not meant:  # it was quoted across paragraphs
        return plain(was) != plain(now)
    kept = set(map(plain, now.splitlines()))
    return any(said not in kept for said in meant)


def unanswered(statement: Statement, texts: Sequence[CheckedText]) -> list[FactComment]:
    """Return the accepted comments, of all checks of a statement, whose words stand in it now: never reworded, or put
    back since, unless the agency was given them again in a check after they had been reworded."""
    accepted = [(place, each) for place, text in enumerate(texts, start=1) for each in accepted_on(text)]
    return [each for place, each in accepted if _stands(each, statement, texts[place:])]


def _stands(comment: FactComment, statement: Statement, after: Sequence[CheckedText]) -> bool:
    if is_answered_by(comment, statement.words):
        return False
    reworded = dropwhile(lambda answered: not answered, (is_answered_by(comment, text.words) for text in after))
    return all(reworded)


def accepted_on(text: CheckedText) -> QuerySet[FactComment]:
    """Return the comments on a text that were accepted, by their numbers."""
    return text.comments.filter(verdict=Verdict.ACCEPTED).select_related("of", "fact_check").order_by("number")


def answered_too(of: Recommendation) -> QuerySet[Finding]:
    """Return the findings that a recommendation answers beside the one that it stands on, in their order."""
    return Finding.objects.filter(also_answered__recommendation=of, also_answered__taken_off_at=None).order_by("pk")
