"""The words of statuses across engagements: each speaks in those of its own edition, and two may share a key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from concord.core.errors import Unavailable
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.programme.models import Edition
from concord.reforms.models import HandOver, Reform
from concord.reforms.queries.things import labels_of, told_before

Words = Mapping[str, str]
"""The words of each status, by its key."""


@dataclass(frozen=True)
class Vocabulary:
    """The words of the editions that engagements use or used, by their keys, the one in force first; `usual` are those
    in force, in which records speak that have no edition."""

    by_edition: Mapping[int, Words]
    usual: Words

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Every status once, by what it is called wherever it is used."""
        called: dict[str, list[str]] = {}
        for words in self.by_edition.values():
            for key, label in words.items():
                if label not in called.setdefault(key, []):
                    called[key].append(label)
        return [(key, " / ".join(labels)) for key, labels in called.items()]

    def of(self, rows: Sequence[Recommendation]) -> dict[int, Words]:
        """Return the words of each engagement of some rows, by its key; by one query where something was said in the
        words of an earlier body, else by none."""
        found = {row.engagement_id: self.by_edition.get(row.engagement.edition_id or 0, self.usual) for row in rows}
        lacking = {row.engagement_id for row in rows if not _said(row) <= found[row.engagement_id].keys()}
        overs = HandOver.objects.filter(engagement__in=lacking).select_related("before").order_by("-pk")
        for over in overs if lacking else ():
            before = {label.key: label.label for label in told_before(over)}
            found[over.engagement_id] = {**before, **found[over.engagement_id]}
        return found


def vocabulary(on: date) -> Vocabulary:
    """Return the words in force on a day and those of every edition that an engagement uses or used; by one query.

    Raises Unavailable (no edition is in force)."""
    uses = Exists(Engagement.objects.filter(edition=OuterRef("pk")))
    used = Exists(HandOver.objects.filter(before=OuterRef("pk")))
    rows = Edition.objects.annotate(is_used=uses | used).order_by("-effective_from", "-number")
    editions = list(rows)
    now = next((each for each in editions if each.effective_from <= on), None)
    if now is None:
        raise Unavailable("No edition of the programme is in force: run `concord init`.")
    spoken: Iterable[Edition] = (now, *(each for each in editions if each.is_used and each != now))
    by_edition = {each.pk: {label.key: label.label for label in labels_of(each)} for each in spoken}
    return Vocabulary(by_edition, by_edition[now.pk])


def _said(row: Recommendation) -> set[str]:
    """Return the statuses in which either voice spoke last of a recommendation."""
    reform: Reform | None = getattr(row, "reform", None)
    said = (reform.reported_status, reform.assessed_status) if reform else ()
    return {status for status in said if status is not None}
