"""Reads of field work: what is booked and held, and which activities of the plan are still to be held."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.core.roles import Level
from concord.engagements.models import Delivery, Engagement, FocusArea
from concord.engagements.queries.engagement import GOES_ON, methods
from concord.engagements.states import DeliveryState
from concord.evidence import sealed_notes
from concord.evidence.models import (
    DESTROYED,
    SEALED_BOOKING,
    ActivityWaiver,
    EvidenceItem,
    FieldNotes,
    Fieldwork,
    Releasability,
    SheetTaken,
)
from concord.evidence.sealed_items import with_titles
from concord.evidence.states import EvidenceState, FieldworkState
from concord.programme.document import Method, Sheet, Voice
from concord.programme.queries import of as programme_of
from concord.workplans.content import Activity
from concord.workplans.models import WorkPlan
from concord.workplans.queries import in_force

P = Permission
_WITH = ("engagement__agency", "engagement__edition", "focus_area", "item", "edition")
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}


def fieldwork(ref: str) -> Fieldwork | None:
    """Return the field work with this reference, with its own title, or None. Raises KeyLost."""
    return next(iter(fieldwork_titled(Fieldwork.objects.select_related(*_WITH).filter(ref=ref))), None)


def fieldwork_titled(rows: Iterable[Fieldwork], *, to_the_team: bool = False) -> list[Fieldwork]:
    """Return field work, to be shown, with its own titles, wherever these are kept; by one query. What led to no item
    has its sealed title only before the engagement's own team. Raises KeyLost."""
    found = list(rows)
    own = sealed_notes.titles(found) if to_the_team else {}
    items = {item.pk: item for item in with_titles(one.item for one in found if one.item)}
    for one in found:
        one.title = items[one.item_id].title if one.item_id in items else own.get(one.ref, one.title)
    return found


def fieldwork_visible_to(person: Person) -> QuerySet[Fieldwork]:
    """Return the field work that a person may see; what led to a confidential item only in engagements on whose team
    they are."""
    own_team = Q(pk__in=())
    for membership in person.held():
        role = membership.role_class
        if role.level == Level.ENGAGEMENT and P.EVIDENCE_VIEW in role.permissions:
            own_team |= Q(engagement__ref=membership.scope.partition(":")[2])
    open_enough = Q(item=None) | ~Q(item__releasability=Releasability.CONFIDENTIAL)
    found = Fieldwork.objects.select_related(*_WITH).prefetch_related("attendance")
    return found.filter(visible(person, P.FIELDWORK_VIEW, **_AT), open_enough | own_team)


def fieldwork_open_for(person: Person) -> QuerySet[Fieldwork]:
    """Return what is booked and that this person may see; the inbox shows the next day first."""
    return fieldwork_visible_to(person).filter(state=FieldworkState.BOOKED, engagement__state__in=GOES_ON)


def booked_in(engagement: Engagement) -> QuerySet[Fieldwork]:
    """Return what is booked in an engagement, the next day first."""
    return Fieldwork.objects.filter(engagement=engagement, state=FieldworkState.BOOKED).order_by("planned_on", "pk")


def notes_of(thing: Fieldwork) -> FieldNotes | None:
    """Return what is typed of field work that is not recorded as held yet, or None."""
    return FieldNotes.objects.filter(fieldwork=thing).first()


def method_of(thing: Fieldwork) -> Method | None:
    """Return the method as the edition words it under which it was booked, or None."""
    return programme_of(thing.edition).method_named(thing.method)


def sheets_of(thing: Fieldwork) -> tuple[Sheet, ...]:
    """Return the sheets that can be filled in on field work: those that the edition has of its method, and where it
    has none, one with the fields of the method's template."""
    programme, method = programme_of(thing.edition), method_of(thing)
    named = tuple(sheet for sheet in programme.sheet if sheet.method == thing.method)
    asks = (method.template if method else ()) or ("What was seen or said",)
    return named or (Sheet(key="note", method=thing.method, name=method.name if method else "Note", asks=asks),)


def sheets_of_method(engagement: Engagement, method: Method) -> tuple[Sheet, ...]:
    """Return the sheets that the engagement's edition has of a method."""
    named = programme_of(engagement.edition).sheet if engagement.edition else ()
    return tuple(sheet for sheet in named if sheet.method == method.key)


def activities_in_force(engagement: Engagement) -> tuple[Activity, ...]:
    """Return every activity of the plan in force; none without one."""
    plan = in_force(engagement)
    return plan.content.activities if plan else ()


def sheets_taken(thing: Fieldwork) -> int:
    """Return how many sheets of field work have arrived."""
    return SheetTaken.objects.filter(fieldwork=thing).count()


def voices_known(engagement: Engagement) -> tuple[Voice, ...]:
    """Return the voices of an engagement's edition; none where it names none."""
    return programme_of(engagement.edition).voice if engagement.edition else ()


def activities(area: FocusArea) -> list[Activity]:
    """Return the activities of the plan in force in a focus area; none without a plan in force."""
    plan = in_force(area.engagement)
    return [one for one in plan.content.activities if one.area == area.number] if plan else []


def activity_named(area: FocusArea, key: str) -> Activity | None:
    """Return an activity of the plan in force in a focus area, or None."""
    return next((one for one in activities(area) if one.key == key), None)


def audiences(engagement: Engagement) -> tuple[str, ...]:
    """Return who is to be heard, as the plan in force says; none without one."""
    plan = in_force(engagement)
    return plan.content.audiences if plan else ()


def places_to_seal() -> QuerySet[Fieldwork]:
    """Return what was called off, or is still booked when all is over, and says in the clear where it was to be, or
    how it is called."""
    left = Q(state=FieldworkState.BOOKED) & ~Q(engagement__state__in=GOES_ON)
    found = Fieldwork.objects.filter(Q(state=FieldworkState.CALLED_OFF) | left)
    return found.exclude(place="", title__in=(SEALED_BOOKING, DESTROYED)).order_by("pk")


@dataclass(frozen=True)
class Standing:
    """How far an activity of the plan is: how often it was held (and not withdrawn) and is still booked, and why it was
    waived ("" where it was not). `logged` says that evidence was logged without a booking that names this activity; or
    names none, where the plan has one alone of its method: among several nobody can say for which of them it was
    gathered. `by_delivery` says that it is done by a form of delivery, not by a method of gathering evidence."""

    activity: Activity
    held: int
    booked: int
    logged: bool
    waived: str
    by_delivery: bool

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is left: held or waived, and nothing still booked."""
        return not self.booked and bool(self.held or self.logged or self.waived)


def standings(area: FocusArea) -> list[Standing]:
    """Return how far each activity of the plan in force is in a focus area; none without a plan in force."""
    plan = in_force(area.engagement)
    return standings_in([area], plan)[area.pk] if plan else []


def standings_in(areas: Sequence[FocusArea], plan: WorkPlan) -> dict[int, list[Standing]]:
    """Return the same of several focus areas, by their keys, under the plan that is in force; by three queries, and one
    of deliveries where the plan names any form of these."""
    planned = plan.content.activities
    gathered = {method.key for method in methods(plan.engagement)}
    standing = Fieldwork.objects.filter(focus_area__in=areas).exclude(item__state=EvidenceState.WITHDRAWN)
    held = Counter(standing.values_list("focus_area", "activity", "state"))
    if taught := [one for one in planned if one.method not in gathered]:
        held += _delivered(areas, taught)
    waivers = ActivityWaiver.objects.filter(focus_area__in=areas)
    waived = {(area, key): reason for area, key, reason in waivers.values_list("focus_area", "activity", "reason")}
    direct = EvidenceItem.objects.filter(
        focus_area__in=areas, state=EvidenceState.LOGGED, fieldwork=None, received=None
    )
    logged = set(direct.order_by().values_list("focus_area", "method", "activity").distinct())
    of_a_method = Counter((one.area, one.method) for one in planned)
    return {
        area.pk: [
            Standing(
                activity=one,
                held=held[area.pk, one.key, FieldworkState.HELD],
                booked=held[area.pk, one.key, FieldworkState.BOOKED],
                logged=(area.pk, one.method, one.key) in logged
                or (of_a_method[one.area, one.method] == 1 and (area.pk, one.method, "") in logged),
                waived=waived.get((area.pk, one.key), ""),
                by_delivery=one.method not in gathered,
            )
            for one in planned
            if one.area == area.number
        ]
        for area in areas
    }


def _delivered(areas: Sequence[FocusArea], planned: Sequence[Activity]) -> Counter[tuple[int, str, str]]:
    """Count the deliveries as field work is counted, by area, activity and state: evaluated is held, and what is still
    to be held or evaluated is booked. A delivery names its form and no activity, so each counts for one activity of its
    form, in the order of the plan, the evaluated ones first; what is left over counts for the last."""
    rows = Delivery.objects.filter(focus_area__in=areas).exclude(state=DeliveryState.CANCELLED)
    there = sorted(rows.values_list("focus_area", "form", "state"), key=lambda row: row[2] != DeliveryState.EVALUATED)
    found: Counter[tuple[int, str, str]] = Counter()
    for area in areas:
        keys: dict[str, list[str]] = {}
        for one in planned:
            if one.area == area.number:
                keys.setdefault(one.method, []).append(one.key)
        for form, of_form in keys.items():
            states = [state for pk, its_form, state in there if (pk, its_form) == (area.pk, form)]
            for place, state in enumerate(states):
                turn = FieldworkState.HELD if state == DeliveryState.EVALUATED else FieldworkState.BOOKED
                found[area.pk, of_form[min(place, len(of_form) - 1)], turn] += 1
    return found
