"""Documents made from the records: the justification of one recommendation or of all that a person may see, and the
report of findings and recommendations."""

from datetime import date

from concord.accounts.models import Person
from concord.core.documents import Document
from concord.engagements.models import Engagement, Origin
from concord.findings import appendix, justification, queries, report
from concord.findings.models import Recommendation
from concord.programme.queries import of as programme_of


def of_recommendation(recommendation: Recommendation, *, as_of: date) -> Document:
    """Return the justification of one recommendation, counted on a day."""
    (basis,) = justification.bases(recommendation.engagement, [recommendation])
    mark, author = _about(recommendation.engagement)
    return appendix.of_recommendation(recommendation, basis, as_of=as_of, mark=mark, author=author)


def of_engagement(engagement: Engagement, *, seen_by: Person, as_of: date) -> Document:
    """Return the justifications of the recommendations of an engagement that a person may see, counted on a day."""
    bases = justification.bases(engagement, queries.justified(seen_by, engagement))
    mark, author = _about(engagement)
    return appendix.of_engagement(engagement.title, bases, as_of=as_of, mark=mark, author=author)


def report_of(engagement: Engagement, *, seen_by: Person, as_of: date) -> Document:
    """Return the findings and recommendations of an engagement that a person may see, with the agency's answers."""
    mark, author = _about(engagement)
    told, answers = queries.reported(seen_by, engagement), queries.responses_on(engagement, as_of)
    return report.document(engagement.title, told, answers, as_of=as_of, mark=mark, author=author)


def _about(engagement: Engagement) -> tuple[str, str]:
    """Return the mark that stands on each page, and the office that speaks."""
    mark = "Fictional" if engagement.origin == Origin.FICTIONAL else ""
    return mark, programme_of(engagement.edition).office.name if engagement.edition else ""
