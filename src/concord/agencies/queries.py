"""Reads of the directory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Length

from concord.agencies.checks.ori import normalise_ori
from concord.agencies.directory import PLACES, Kind
from concord.agencies.models import Agency, ChiefTenure
from concord.agencies.words import words
from concord.core.errors import BadInput

PAGE_SIZE = 50
_LONGEST_QUERY = 200
_STATES = {" ".join(words(name)): code for code, name in PLACES.items()} | {code.lower(): code for code in PLACES}
_LONGEST_STATE = max(len(name.split()) for name in _STATES)
_ONE_DAY = timedelta(days=1)


def agencies() -> QuerySet[Agency]:
    """Return all agencies, without the columns that only the search reads."""
    return Agency.objects.defer("search", "search_text", "row_digest")


def by_ref(ref: str) -> Agency | None:
    """Return the agency of a reference, or None."""
    return agencies().filter(ref=ref).first() if ref.isprintable() else None


def by_ori(text: str) -> Agency | None:
    """Return the agency of an ORI written with seven or nine characters, or None. Raises BadInput if it is no ORI."""
    return agencies().filter(ori=normalise_ori(text)).first()


def search(text: str, limit: int = 20, *, state: str = "") -> list[Agency]:
    """Return the agencies that a text names, best first, of one state where that is given; one query, on the index.

    Each word of the text must begin a word of the name, of the state or its code, or an ORI. An agency whose ORI is
    the text comes first, then names that begin as typed; among equals police departments and sheriffs, then the
    shorter name. A text without words finds nothing."""
    typed = words(text[:_LONGEST_QUERY])
    if not typed:
        return []
    ori = _ori(text)
    prefixes = " & ".join(f"{word}:*" for word in typed)  # letters and digits only, see words()
    found = Q(search=SearchQuery(prefixes, search_type="raw", config="simple"))
    if ori:
        found |= Q(ori=ori)
    if state:
        found &= Q(state=state)
    kind = Case(When(kind=Kind.LOCAL, then=0), When(kind=Kind.COUNTY, then=1), default=2)
    order = (_place(typed, ori), kind, Length("name"), "name", "ref")
    return list(agencies().filter(found).order_by(*order)[:limit])


def _ori(text: str) -> str | None:
    try:
        return normalise_ori(text)
    except BadInput:
        return None


def _place(typed: Sequence[str], ori: str | None) -> Case:
    """Return how well an agency fits what was typed, 0 best. The name's words stand first in `search_text`."""
    begin, (name, state) = " ".join(typed), _name_and_state(typed)
    in_state = Q(state=state) if state else Q(pk=None)
    fits = (
        Q(ori=ori) if ori else Q(pk=None),
        Q(search_text__startswith=f"{begin} "),
        in_state & Q(search_text__startswith=f"{name} "),
        in_state & Q(search_text__startswith=name),
        Q(search_text__startswith=begin),
        reduce(or_, (Q(search_text__startswith=f"{word} ") for word in typed)),
        reduce(or_, (Q(search_text__startswith=word) for word in typed)),
    )
    return Case(*(When(fit, then=Value(place)) for place, fit in enumerate(fits)), default=Value(len(fits)))


def _name_and_state(typed: Sequence[str]) -> tuple[str, str | None]:
    """Split "fayetteville nc" or "fayetteville north carolina" into the name and the state's code.

    What is a state alone, such as "new york", is taken as a name."""
    for length in range(_LONGEST_STATE, 0, -1):
        name, last = " ".join(typed[:-length]), " ".join(typed[-length:])
        if last in _STATES:
            return (name, _STATES[last]) if name else (last, None)
    return " ".join(typed), None


@dataclass(frozen=True)
class Listing:
    """One page of the directory in the order of the references, which begin with the state; `next` is "" at the end."""

    rows: list[Agency]
    next: str


def of_state(state: str) -> QuerySet[Agency]:
    """Return the agencies of one state, or of all for "", by reference."""
    return agencies().filter(**({"state": state} if state else {})).order_by("ref")


def listing(*, state: str = "", after: str = "") -> Listing:
    """Return up to 50 agencies whose reference comes after `after`, of one state where that is given."""
    rows = list(of_state(state).filter(ref__gt=after)[: PAGE_SIZE + 1])
    return Listing(rows[:PAGE_SIZE], rows[PAGE_SIZE - 1].ref if len(rows) > PAGE_SIZE else "")


def chief_on(agency: Agency, day: date) -> ChiefTenure | None:
    """Return who led the agency on a day; None for a vacancy, and for days before the first record."""
    return agency.chiefs.filter(Q(until=None) | Q(until__gte=day), since__lte=day).first()


@dataclass(frozen=True)
class Term:
    """A time in the post of chief executive, both days included; `until` is None while it lasts. Without a `tenure`
    the post was vacant."""

    since: date
    until: date | None
    tenure: ChiefTenure | None

    @property
    def vacant(self) -> bool:
        """Whether nobody held the post."""
        return self.tenure is None

    def covers(self, day: date) -> bool:
        """Say whether a day is in it."""
        return self.since <= day and (self.until is None or day <= self.until)


def chief_history(agency: Agency) -> list[Term]:
    """Return who led the agency when, newest first, with each vacancy between two tenures and after the last.

    What was before the first record is not known, so it is no vacancy."""
    return [*_terms(list(agency.chiefs.order_by("since")))][::-1]


def _terms(tenures: Sequence[ChiefTenure]) -> Iterator[Term]:
    for number, tenure in enumerate(tenures):
        yield Term(tenure.since, tenure.until, tenure)
        if tenure.until is None:
            continue
        vacant_from = tenure.until + _ONE_DAY
        following = tenures[number + 1] if number + 1 < len(tenures) else None
        if following is None:
            yield Term(vacant_from, None, None)
        elif vacant_from < following.since:
            yield Term(vacant_from, following.since - _ONE_DAY, None)
