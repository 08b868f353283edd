"""Two revisions, of one document or of two, compared clause by clause; and the standards with which clauses are tagged.

How clauses are aligned is said in analysis.text.comparing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from concord.analysis.text.clauses import Clause, clauses
from concord.analysis.text.comparing import How, Row, compare, counted
from concord.analysis.text.marking import Piece
from concord.engagements.models import Engagement
from concord.evidence.models import ClauseTag, Passage, Revision
from concord.evidence.models.documents import Citation
from concord.programme.document import Standard
from concord.programme.queries import of as programme_of

Place = tuple[int, int]  # page and paragraph


@dataclass(frozen=True)
class Side:
    """One of the two: the revision, its clauses, and the standards with which a clause is tagged, by its place."""

    revision: Revision
    clauses: tuple[Clause, ...]
    standards: Mapping[Place, tuple[str, ...]]

    def citation(self, number: int) -> Citation:
        """Return where a clause begins."""
        return Citation(self.revision.document.ref, self.revision.number, *self.clauses[number].place)

    def standards_of(self, number: int | None) -> tuple[str, ...]:
        """Return the keys of the standards of a clause; none for no clause."""
        return () if number is None else self.standards.get(self.clauses[number].place, ())


@dataclass(frozen=True)
class Compared:
    """Both sides, every row of the comparison, and how many clauses there are of each kind."""

    old: Side
    new: Side
    rows: tuple[Row, ...]
    counts: Mapping[How, int]

    def standards_of(self, row: Row) -> tuple[str, ...]:
        """Return the standards of a row: those of the new clause, then those of the old one that it lacks."""
        return tuple(dict.fromkeys((*self.new.standards_of(row.new), *self.old.standards_of(row.old))))


def compared(old: Revision, new: Revision) -> Compared:
    """Compare two revisions that were read; by four queries."""
    before, after = _side(old), _side(new)
    rows = compare(before.clauses, after.clauses)
    return Compared(before, after, rows, counted(rows))


def _side(revision: Revision) -> Side:
    passages = Passage.objects.filter(revision=revision).order_by("page", "number")
    found = clauses(((page, number), text) for page, number, text in passages.values_list("page", "number", "text"))
    return Side(revision, found, _tagged(revision))


def _tagged(revision: Revision) -> dict[Place, tuple[str, ...]]:
    rows = ClauseTag.objects.filter(passage__revision=revision, ended_at=None).order_by("standard")
    found: dict[Place, tuple[str, ...]] = defaultdict(tuple)
    for page, number, standard in rows.values_list("passage__page", "passage__number", "standard"):
        found[page, number] += (standard,)
    return found


def numbered(how: How, was: str, now: str) -> tuple[Piece, ...]:
    """Return the number in front of a clause, marked as its words are."""
    if how in (How.GONE, How.MOVED_AWAY):
        now = ""
    if how in (How.NEW, How.MOVED):
        was = ""
    if was == now:
        return (Piece("same", f"{now} "),) if now else ()
    return tuple(Piece(kind, f"{text} ") for kind, text in (("gone", was), ("new", now)) if text)


def standards(engagement: Engagement) -> tuple[Standard, ...]:
    """Return the standards of practice of an engagement's edition; none where it names none."""
    return programme_of(engagement.edition).standard if engagement.edition else ()


def standards_of_passage(passage: Passage) -> tuple[str, ...]:
    """Return the keys of the standards with which a passage is tagged."""
    tags = ClauseTag.objects.filter(passage=passage, ended_at=None).order_by("standard")
    return tuple(tags.values_list("standard", flat=True))
