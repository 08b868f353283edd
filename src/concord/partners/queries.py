"""Reads of providers, the roster, and conflict declarations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from concord.accounts.models import Person
from concord.agencies.directory import Kind
from concord.agencies.models import Agency
from concord.core import keys
from concord.core.permissions import Actor, Permission
from concord.core.roles import permit
from concord.partners.matching import Facts, Need, Standing
from concord.partners.models import Availability, ConflictDeclaration, Declared, Expert, Provider, Ruling
from concord.partners.sizes import SizeBand, band_of
from concord.partners.states import ConflictState, ExpertState, ProviderState
from concord.programme.document import Topic
from concord.programme.queries import in_force

P = Permission
_WINDOWS = Prefetch(
    "availability", queryset=Availability.objects.filter(replaced_at=None).order_by("starts_on"), to_attr="windows"
)


@dataclass(frozen=True)
class Filters:
    """What the roster is narrowed to; "" and None leave a filter out. `available` is a first and last day, on all of
    which somebody is available in one window."""

    topic: str = ""
    kind: str = ""
    size: str = ""
    language: str = ""
    provider: Provider | None = None
    available: tuple[date, date] | None = None
    state: str = ExpertState.ON_ROSTER


@dataclass(frozen=True)
class Said:
    """What a person declared once, opened: `detail` is "" where there is none, and None where it is not theirs to
    read who look."""

    declared_at: datetime
    has_conflict: bool
    detail: str | None


def provider(ref: str) -> Provider | None:
    """Return the provider with this reference, or None."""
    return Provider.objects.filter(ref=ref).first()


def providers() -> QuerySet[Provider]:
    """Return every provider."""
    return Provider.objects.all()


def active_providers() -> QuerySet[Provider]:
    """Return the providers that take part, by name."""
    return Provider.objects.filter(state=ProviderState.ACTIVE).order_by("name")


def provider_open_for(person: Person) -> QuerySet[Provider]:
    """Return nothing: a provider waits for nobody."""
    del person
    return Provider.objects.none()


def expert(ref: str) -> Expert | None:
    """Return the expert with this reference, or None."""
    return _experts().filter(ref=ref).first()


def expert_open_for(person: Person) -> QuerySet[Expert]:
    """Return nothing: an expert's entry waits for nobody."""
    del person
    return Expert.objects.none()


def experts(filters: Filters) -> QuerySet[Expert]:
    """Return the roster through the filters, each with person, provider and the windows in force (`windows`)."""
    rows = _experts().filter(state=filters.state)
    for field in ("topic", "kind", "size", "language"):
        if value := getattr(filters, field):
            rows = rows.filter(**{f"{field}s__contains": [value]})
    if filters.provider is not None:
        rows = rows.filter(provider=filters.provider)
    if filters.available is not None:
        first, last = filters.available
        open_then = Availability.objects.filter(replaced_at=None, starts_on__lte=first, ends_on__gte=last)
        rows = rows.filter(pk__in=open_then.values("expert"))
    return rows


def _experts() -> QuerySet[Expert]:
    return Expert.objects.select_related("person", "provider").prefetch_related(_WINDOWS)


def own_entry(person: Person) -> Expert | None:
    """Return somebody's own entry on the roster, or None."""
    return _experts().filter(person=person).first()


def languages() -> list[str]:
    """Return every language that somebody on the roster speaks, in the order of the alphabet."""
    spoken = Expert.objects.filter(state=ExpertState.ON_ROSTER).values_list("languages", flat=True)
    return sorted({language for each in spoken for language in each}, key=str.casefold)


def topics(on: date) -> Mapping[str, Topic]:
    """Return every topic of the programme in force on a day, ended ones too, by key."""
    return {topic.key: topic for topic in in_force(on).topic}


def declaration(ref: str) -> ConflictDeclaration | None:
    """Return the declaration with this reference, or None."""
    return _declarations().filter(ref=ref).first()


def _declarations() -> QuerySet[ConflictDeclaration]:
    return ConflictDeclaration.objects.select_related("person", "agency")


def declarations_visible_to(person: Person) -> QuerySet[ConflictDeclaration]:
    """Return the declarations that somebody may see: all for the office, their own for everybody else."""
    in_office = any(P.CONFLICT_VIEW in role.permissions for role in person.roles_on(()))
    return _declarations() if in_office else _declarations().filter(person=person)


def declarations_open_for(person: Person) -> QuerySet[ConflictDeclaration]:
    """Return the declarations with which this person can go on: their own to be made, others' to be decided."""
    waiting = Q(state=ConflictState.ASKED, person=person)
    if any(P.CONFLICT_CLEAR in role.permissions for role in person.roles_on(())):
        waiting |= Q(state=ConflictState.DECLARED) & ~Q(person=person)
    return _declarations().filter(waiting)


def said(of: ConflictDeclaration, *, by: Actor) -> list[Said]:
    """Return what was declared in the course of time, the latest first; opened for whoever may read it."""
    opens = permit(by, P.CONFLICT_VIEW_DETAIL, of).allowed
    rows = of.declared.order_by("-pk")
    return [Said(row.declared_at, row.has_conflict, _detail(row) if opens else None) for row in rows]


def _detail(row: Declared) -> str:
    return keys.unseal(row.detail, row.place) if row.detail else ""


def rulings(of: ConflictDeclaration) -> QuerySet[Ruling]:
    """Return what the office decided in the course of time, the latest first."""
    return of.rulings.order_by("-pk")


def need(
    agency: Agency | None, *, topics: Sequence[Topic], languages: Sequence[str], window: tuple[date, date] | None
) -> Need:
    """Return what an assignment asks for; the agency's kind and size are taken from the directory."""
    band = band_of(agency.sworn) if agency else None
    known_kind = agency is not None and agency.kind != Kind.UNKNOWN
    return Need(
        topics=tuple((topic.key, topic.text) for topic in topics),
        kind=(agency.kind, Kind(agency.kind).label) if agency and known_kind else None,
        size=(band, str(SizeBand(band).label)) if band else None,
        languages=tuple(languages),
        window=window,
        of_agency=agency is not None,
    )


def facts(agency: Agency | None) -> list[Facts]:
    """Return what is known of everybody on the roster, for matching; in three queries."""
    held = ConflictDeclaration.objects.filter(agency=agency) if agency else ConflictDeclaration.objects.none()
    standings = dict(held.values_list("person", "state"))
    return [
        Facts(
            ref=each.ref,
            name=each.person.name,
            topics=frozenset(each.topics),
            kinds=frozenset(each.kinds),
            sizes=frozenset(each.sizes),
            languages=frozenset(each.languages),
            windows=tuple((w.starts_on, w.ends_on) for w in each.windows),  # type: ignore[attr-defined]  # prefetched
            standing=Standing(standings.get(each.person_id, "")),
        )
        for each in experts(Filters())
    ]


def match_address(agency: Agency, *, topics: Sequence[str] = (), window: tuple[date, date] | None = None) -> str:
    """Return the address at which experts are matched for an agency; the pages of requests and engagements link it."""
    asked: list[tuple[str, str]] = [("agency", agency.ref), *(("topics", key) for key in topics)]
    if window:
        asked += [("starts_on", window[0].isoformat()), ("ends_on", window[1].isoformat())]
    return f"{reverse('expert-match')}?{urlencode(asked)}"
