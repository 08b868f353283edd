"""The verbs of field work: book, move, hold, call off, waive; and the saving of notes while it goes on."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, record, unrecorded, verb
from concord.core.checks import require_none
from concord.core.errors import Incomplete, Stale
from concord.core.ids import next_ref
from concord.core.models import SealedThing, SealedValue
from concord.core.permissions import Actor, Permission
from concord.engagements.models import FocusArea
from concord.engagements.queries import method_named
from concord.evidence import checks, filing, queries, rules, sealed_items, sealed_notes
from concord.evidence.attendance import Came
from concord.evidence.models import ActivityWaiver, Attendance, EvidenceItem, FieldNotes, Fieldwork, Identity
from concord.evidence.sealed_notes import Notes
from concord.evidence.states import EVIDENCE, FieldworkState, IdentityState
from concord.evidence.uploads import Upload

P = Permission


@verb
def book(
    focus_area: FocusArea,
    *,
    activity: str,
    title: str,
    planned_on: date,
    hour: time | None = None,
    place: str = "",
    audience: str = "",
    voice: str = "",
    group_type: str = "",
    wanted: Iterable[Came] = (),
    by: Actor,
    at: datetime,
) -> Fieldwork:
    """Book field work for an activity of the plan in force (its key), inside its window. `audience` is the plan's
    unless another is said; `wanted` are the groups and ranks that are to come. The same again is the same (law 17).

    Raises Denied (no plan in force, the focus area is complete), Incomplete (each thing that does not fit the plan)."""
    locked = lifecycle.lock(focus_area)
    rules.may(by, P.FIELDWORK_BOOK, locked).require()
    planned = queries.activity_named(locked, activity)
    method = method_named(locked.engagement, planned.method) if planned else None
    problems = checks.of_booking(planned, activity, method=method, planned_on=planned_on, group_type=group_type)
    problems += checks.audience_is_in_the_plan(planned, audience, queries.audiences(locked.engagement))
    require_none(problems, "It cannot be booked.")
    said: dict[str, Any] = {
        "focus_area": locked,
        "activity": activity,
        "method": planned.method if planned else "",
        "audience": audience or (planned.audience if planned else ""),
        "voice": voice,
        "title": title,
        "place": place,
        "group_type": group_type,
        "planned_on": planned_on,
        "hour": hour,
        "booked_by": by.actor_key,
    }
    if same := Fieldwork.objects.filter(state=FieldworkState.BOOKED, **said).first():
        raise Unchanged(same)
    engagement = locked.engagement
    booked = Fieldwork.begin(
        P.FIELDWORK_BOOK,
        by=by,
        at=at,
        ref=next_ref("FLD", at),
        engagement=engagement,
        edition_id=engagement.edition_id,
        **said,
    )
    Attendance.objects.bulk_create(
        Attendance(fieldwork=booked, group=row.group, rank=row.rank, wanted=row.number) for row in wanted
    )
    return booked


@verb
def move_booking(
    fieldwork: Fieldwork, *, planned_on: date, hour: time | None = None, place: str = "", by: Actor, at: datetime
) -> Fieldwork:
    """Move a booking to another day, hour or place inside the activity's window: schedule, not plan. Contacts that are
    kept apart for it are seen to the end of the new day by who booked them (law 12).

    Raises Denied, NotAllowedNow, Incomplete (a day outside the window of the plan in force)."""
    planned = queries.activity_named(fieldwork.focus_area, fieldwork.activity)
    method = queries.method_of(fieldwork)
    problems = checks.of_booking(
        planned, fieldwork.activity, method=method, planned_on=planned_on, group_type=fieldwork.group_type
    )
    require_none(problems, "The booking cannot be moved.")
    said = {"planned_on": planned_on, "hour": hour, "place": place}
    more: dict[str, Any] = {"from": f"{fieldwork.planned_on}", "to": f"{planned_on}"}
    changes = {**said, "state_since": fieldwork.state_since}
    moved = _contacts(lifecycle.lock(fieldwork))
    more |= {"contacts": [identity.ref for identity in moved]} if moved else {}
    for identity in moved:
        identity.until = planned_on
        identity.save(update_fields=["until"])
    return lifecycle.move(fieldwork, P.FIELDWORK_MOVE, by=by, at=at, may=rules.may, more=more, changes=changes)


@unrecorded(FieldNotes, SealedThing, SealedValue)
def save_notes(fieldwork: Fieldwork, *, facts: str, thoughts: str, seen: int, by: Actor, at: datetime) -> FieldNotes:
    """Keep what is typed while it goes on; facts and thoughts are two texts (law 11).

    `seen` is how often the notes had been saved when they were opened (0 for not yet). The same again changes nothing.
    Raises Denied, Stale (somebody else has saved them since)."""
    rules.may(by, P.FIELDWORK_NOTE, lifecycle.lock(fieldwork)).require()
    known = FieldNotes.objects.select_for_update().filter(fieldwork=fieldwork).first()
    notes = known or FieldNotes(fieldwork=fieldwork, number=0)
    typed = Notes(facts, thoughts)
    if known and sealed_notes.drafted(fieldwork) == typed:
        return known
    if notes.number != seen:
        raise Stale("Somebody has saved these notes since you opened them. Copy yours, look again, then save.")
    notes.number, notes.saved_at, notes.saved_by = notes.number + 1, at, by.actor_key
    notes.save()
    sealed_notes.keep_draft(fieldwork, typed, at=at)
    return notes


@verb
def hold(
    fieldwork: Fieldwork,
    *,
    held_on: date,
    facts: str,
    consent: str,
    releasability: str,
    open_because: str = "",
    consent_given: str = "",
    thoughts: str = "",
    count: int = 1,
    came: Iterable[Came] = (),
    upload: Upload | None = None,
    noted: int | None = None,
    by: Actor,
    at: datetime,
) -> Fieldwork:
    """Record that field work was held: who came, what they agreed to, what was said or seen. The facts become an item
    of evidence; the thoughts stay with the field work, sealed, and so does the place. Contacts that were kept apart for
    it are sealed with it (law 12). A file of a kind that is read becomes the item's document. `noted` is how often the
    notes had been saved when the facts were taken from them; `open_because` why an interview is not confidential.

    Raises Denied (the focus area is not open), NotAllowedNow, Incomplete (each thing that is missing), BadInput, Stale
    (notes came since, which would be lost)."""
    if not facts.strip():
        raise Incomplete("It cannot be recorded without what was said or seen.", ["the facts"])
    told: dict[str, Any] = {"held_on": held_on, "count": count, "consent": consent, "consent_given": consent_given}
    kept: dict[str, Any] = {"releasability": releasability, "open_because": open_because}
    method = queries.method_of(fieldwork)
    problems = checks.of_holding(fieldwork.focus_area, method, fieldwork.method, today=zones.day(at), **kept, **told)
    require_none(problems, "It cannot be recorded as held.")
    rules.may(by, P.FIELDWORK_HOLD, fieldwork).require()
    place = lifecycle.lock(fieldwork).place
    _require_noted(fieldwork, noted)
    filing.require_new(fieldwork.engagement, upload)
    item = _item(
        fieldwork,
        by=by,
        at=at,
        facts=facts,
        upload=upload,
        collected_on=held_on,
        count=count,
        **kept,
    )
    _keep_attendance(fieldwork, came)
    sealed_notes.keep_held(fieldwork, thoughts=thoughts, place=place, at=at)
    changes = {
        **told,
        "item": item,
        "title": item.title,  # sealed with the item, where that is
        "place": "",
        "recorded_at": at,
        "recorded_by": by.actor_key,
    }
    more = {"item": item.ref, "held_on": f"{held_on}", "count": count, "consent": str(consent)}
    more |= {"sealed": _sealed_contacts(fieldwork, at=at)}
    return lifecycle.move(fieldwork, P.FIELDWORK_HOLD, by=by, at=at, may=rules.may, more=more, changes=changes)


def _require_noted(fieldwork: Fieldwork, noted: int | None) -> None:
    """Raise Stale when notes were saved or a sheet arrived since the notes had been saved so often."""
    now = FieldNotes.objects.filter(fieldwork=fieldwork).values_list("number", flat=True).first() or 0
    if noted is not None and noted != now:
        raise Stale(
            "Notes were saved, or a sheet arrived, since you opened this page. Copy what you typed, open the page "
            "again: it begins with all the notes."
        )


def _item(
    fieldwork: Fieldwork, *, facts: str, upload: Upload | None, by: Actor, at: datetime, **told: Any
) -> EvidenceItem:
    """Log the item that comes of field work, sealed if it is confidential; the audit row of the field work names it."""
    ref = next_ref("EVD", at)
    item = EvidenceItem.objects.create(
        ref=ref,
        state=EVIDENCE.first(P.EVIDENCE_LOG),
        state_since=at,
        engagement=fieldwork.engagement,
        focus_area=fieldwork.focus_area,
        method=fieldwork.method,
        logged_by=by.actor_key,
        **sealed_items.kept(ref, told["releasability"], fieldwork.title, facts, filing.own_file(upload), at=at),
        **told,
    )
    filing.document_of(item, upload, by=by, at=at)
    return item


def _contacts(fieldwork: Fieldwork) -> list[Identity]:
    """Return the contacts that are kept apart for field work and not sealed yet, locked."""
    rows = Identity.objects.filter(engagement=fieldwork.engagement, subject=fieldwork.ref, state=IdentityState.KEPT)
    return list(rows.select_for_update(no_key=True).order_by("pk"))


def _sealed_contacts(fieldwork: Fieldwork, *, at: datetime) -> list[str]:
    """Seal the contacts that were kept apart for field work; return their references."""
    found = _contacts(fieldwork)
    for identity in found:
        identity.state, identity.state_since = IdentityState.SEALED.value, at
        identity.save(update_fields=["state", "state_since"])
    return [identity.ref for identity in found]


def _keep_attendance(fieldwork: Fieldwork, came: Iterable[Came]) -> None:
    """Keep who came beside who was wanted; of those who were wanted and are not named, nobody came."""
    rows = {(row.group, row.rank): row for row in fieldwork.attendance.all()}
    counted = {(row.group, row.rank): row.number for row in came}
    for key, row in rows.items():
        row.came = counted.get(key, 0)
        row.save(update_fields=["came"])
    new = [
        Attendance(fieldwork=fieldwork, group=g, rank=r, came=n) for (g, r), n in counted.items() if (g, r) not in rows
    ]
    Attendance.objects.bulk_create(new)


@verb
def call_off(fieldwork: Fieldwork, *, reason: str, by: Actor, at: datetime) -> Fieldwork:
    """Call off what is booked, with the reason, also when all is over. Nobody needs its contacts and its place any
    more: they are sealed, as after it was held (law 12), and with them its title and the reason, which may tell of
    somebody."""
    if not reason.strip():
        raise Incomplete("It is called off with a reason.", ["the reason"])
    locked = lifecycle.lock(fieldwork)
    rules.may(by, P.FIELDWORK_CALL_OFF, locked).require()
    told: dict[str, Any] = {
        "reason": sealed_notes.ELSEWHERE,
        "more": {"sealed": _sealed_contacts(locked, at=at)},
        "changes": sealed_notes.keep_booking(locked, reason, at=at),
    }
    return lifecycle.move(fieldwork, P.FIELDWORK_CALL_OFF, by=by, at=at, may=rules.may, **told)


@verb
def seal_place(fieldwork: Fieldwork, *, by: Actor, at: datetime) -> Fieldwork:
    """Seal the place and the title of what was called off before calling off sealed them, or is still booked when all
    is over. Raises NotAllowedNow."""
    locked = lifecycle.lock(fieldwork)
    if not queries.places_to_seal().filter(pk=locked.pk).exists():
        raise Unchanged(locked)
    changes: dict[str, Any] = {"state_since": locked.state_since}
    changes |= sealed_notes.keep_booking(locked, locked.called_off_because, at=at)
    return lifecycle.move(fieldwork, P.FIELDWORK_SEAL_PLACE, by=by, at=at, may=rules.may, changes=changes)


@verb
def waive_activity(focus_area: FocusArea, *, activity: str, reason: str, by: Actor, at: datetime) -> FocusArea:
    """Waive an activity of the plan in force that is not to be held, with the reason. Once is enough (law 17).

    Raises Denied, Incomplete (no reason, no such activity, one that was held)."""
    locked = lifecycle.lock(focus_area)
    rules.may(by, P.FIELDWORK_WAIVE, locked).require()
    if not reason.strip():
        raise Incomplete("An activity is waived with a reason.", ["the reason"])
    standing = next((one for one in queries.standings(locked) if one.activity.key == activity), None)
    if standing is None:
        raise Incomplete("It cannot be waived.", [f"an activity of the plan in force; it names none “{activity}”"])
    if standing.waived:
        raise Unchanged(locked)
    if standing.held or standing.booked:
        raise Incomplete("What was held is not waived, and what is booked is called off first.", ["an open activity"])
    what = standing.activity.what
    told = {"activity": activity, "what": what, "reason": reason, "waived_at": at, "waived_by": by.actor_key}
    ActivityWaiver.objects.create(focus_area=locked, **told)
    record(locked, P.FIELDWORK_WAIVE, by=by, at=at, reason=reason, more={"activity": activity})
    return locked
