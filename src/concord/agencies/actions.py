"""The verbs of the directory."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import Q

from concord.agencies import rules
from concord.agencies.checks.entry import entry_problems
from concord.agencies.checks.ori import normalise_ori
from concord.agencies.checks.profile import Profile, profile_problems
from concord.agencies.checks.tenure import tenure_problems
from concord.agencies.directory import Kind, kind_of
from concord.agencies.imports import Row
from concord.agencies.models import Agency, ChiefTenure, Directory
from concord.agencies.words import search_text
from concord.core import files, ids, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, NotAllowedNow
from concord.core.permissions import Actor, Permission

P = Permission

DIRECTORY = Directory()
_ONE_DAY = timedelta(days=1)
_LOAD = """
INSERT INTO agencies_agency
  (ref, ori, name, state, kind, fbi_type, county, latitude, longitude, source, manual, row_digest, search_text)
SELECT ref, ori, name, state, kind, fbi_type, county, latitude, longitude, source, false, digest, search_text
FROM jsonb_to_recordset(%s::jsonb) AS row
  (ref text, ori text, name text, state text, kind text, fbi_type text, county text, latitude numeric,
   longitude numeric, source text, digest text, search_text text)
ON CONFLICT (ori) DO UPDATE SET
  (name, state, kind, fbi_type, county, latitude, longitude, source, manual, row_digest, search_text) =
  (excluded.name, excluded.state, excluded.kind, excluded.fbi_type, excluded.county, excluded.latitude,
   excluded.longitude, excluded.source, excluded.manual, excluded.row_digest, excluded.search_text)
"""
"""Loads a whole directory in one statement, in half the time of the ORM. The profile and the reference stay."""


@dataclass(frozen=True)
class ImportResult:
    """What an import did, or would do. `digest` is the SHA-256 of the manifest, and finds it among the stored files
    once the import is done. The manifest has a line for each agency added or changed, in the order of the references:
    reference, digest of the old row or "-", digest of the new row."""

    added: int
    changed: int
    unchanged: int
    digest: str


@dataclass(frozen=True)
class _Known:
    """What the directory has of an agency that a row is about."""

    ref: str
    digest: str
    kind: str
    fbi_type: str
    state: str


@verb
def import_directory(rows: Sequence[Row], *, by: Actor, at: datetime, dry_run: bool = False) -> ImportResult:
    """Load agencies by their ORI: add those that are new, update those whose row has changed.

    Agencies that the rows do not name stay as they are. With `dry_run`, and when nothing changes, nothing is written
    and no audit row either. Raises Denied, BadInput (an ORI stands in the rows twice)."""
    rules.may(by, P.AGENCY_IMPORT, DIRECTORY).require()
    if len({row.ori for row in rows}) != len(rows):
        raise BadInput("An ORI stands in the rows more than once; each agency is expected once.")
    _one_writer()
    known = _known()
    news = [row for row in rows if row.ori not in known or known[row.ori].digest != row.digest]
    entries = sorted((_imported(row, known.get(row.ori)) for row in news), key=itemgetter("ref"))
    changed = sum(entry["ori"] in known for entry in entries)
    manifest = _manifest(entries, known)
    digest = hashlib.sha256(manifest).hexdigest()
    result = ImportResult(len(entries) - changed, changed, len(rows) - len(entries), digest)
    if dry_run or not entries:
        raise Unchanged(result)
    files.store([manifest], at=at)
    with connection.cursor() as cursor:
        cursor.execute(_LOAD, [json.dumps(entries, default=str)])  # str: a decimal, exactly
    more = {"added": result.added, "changed": result.changed, "unchanged": result.unchanged}
    record(DIRECTORY, P.AGENCY_IMPORT, by=by, at=at, new=digest, more=more)
    return result


def _one_writer() -> None:
    """Let only one verb at a time add agencies or settle their kind or ORI, until it has been committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('concord.agencies'))")


def _known() -> dict[str, _Known]:
    values = Agency.objects.filter(ori__isnull=False).values_list(
        "ori", "ref", "row_digest", "kind", "fbi_type", "state"
    )
    return {str(ori): _Known(*rest) for ori, *rest in values.iterator()}


def _imported(row: Row, known: _Known | None) -> dict[str, Any]:
    """Return what the directory will have of a row."""
    ref = known.ref if known else row.ori
    return {
        **row._asdict(),
        "ref": ref,
        "kind": known.kind if known and _is_settled(known) else kind_of(row.fbi_type, row.state),
        "search_text": search_text(name=row.name, state=row.state, ref=ref, ori=row.ori),
    }


def _is_settled(known: _Known) -> bool:
    """Say whether the office recorded the kind, by hand or against the FBI's type; an import then keeps it."""
    by_type = kind_of(known.fbi_type, known.state) if known.fbi_type else Kind.UNKNOWN
    return known.kind != by_type


def _manifest(entries: Sequence[dict[str, Any]], known: dict[str, _Known]) -> bytes:
    digests = {ori: old.digest for ori, old in known.items()}
    return "".join(f"{e['ref']} {digests.get(e['ori']) or '-'} {e['digest']}\n" for e in entries).encode()


@verb
def add(
    *,
    name: str,
    state: str,
    kind: str,
    ori: str = "",
    county: str = "",
    source: str,
    same_name: bool = False,
    by: Actor,
    at: datetime,
) -> Agency:
    """Enter an agency by hand; it is flagged as such until an import has its ORI.

    `same_name` says that it is another agency than one of the same name in the state.
    Raises Denied, BadInput (not an ORI), Incomplete (each problem of the entry)."""
    rules.may(by, P.AGENCY_ADD, DIRECTORY).require()
    _one_writer()
    nine = normalise_ori(ori) if ori else None
    name = name.strip()
    problems = entry_problems(name=name, state=state, kind=kind, ori=nine, same_name=same_name)
    require_none(problems, "The agency cannot be added.")
    ref = nine or ids.next_ref("AGY", at)
    agency = Agency(ref=ref, ori=nine, name=name, state=state, kind=kind, county=county, source=source, manual=True)
    agency.search_text = search_text(name=name, state=state, ref=ref, ori=nine)
    agency.save(force_insert=True)
    record(agency, P.AGENCY_ADD, by=by, at=at, new=agency.title, more={"kind": kind, "source": source})
    return agency


@verb
def describe(
    agency: Agency, *, profile: Profile, kind: str | None = None, ori: str = "", by: Actor, at: datetime
) -> Agency:
    """Replace an agency's profile; the office may also settle its kind, and give an ORI to one that has none.

    Raises Denied, BadInput (not an ORI, another agency's, or no kind), Incomplete (each problem of the profile)."""
    rules.may(by, P.AGENCY_DESCRIBE, agency).require()
    require_none(profile_problems(profile, today=zones.day(at)), "The profile cannot be kept.")
    if kind is not None or ori:
        _one_writer()  # before the row's lock, as an import does: in the other order the two could wait for each other
    locked = _locked(agency)
    changes: dict[str, Any] = {**profile._asdict(), **_settled(locked, kind=kind, ori=ori, by=by)}
    changes = {name: value for name, value in changes.items() if getattr(locked, name) != value}
    if not changes:
        raise Unchanged(locked)
    more = {name: [_plain(getattr(locked, name)), _plain(value)] for name, value in changes.items()}
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.search_text = search_text(name=locked.name, state=locked.state, ref=locked.ref, ori=locked.ori)
    locked.save(update_fields=[*changes, "search_text"])
    record(locked, P.AGENCY_DESCRIBE, by=by, at=at, new=", ".join(sorted(changes)), more=more)
    return locked


def _settled(agency: Agency, *, kind: str | None, ori: str, by: Actor) -> dict[str, str]:
    """Return the kind and the ORI where they change. Raises Denied, BadInput."""
    settled: dict[str, str] = {}
    if kind is not None and kind != agency.kind:
        if kind not in Kind.values:
            raise BadInput(f"The kind is “{kind}”; expected one of: {', '.join(Kind.values)}.")
        settled["kind"] = kind
    if ori and (nine := normalise_ori(ori)) != agency.ori:
        if agency.ori:
            raise BadInput(f"{agency.title} has the ORI {agency.ori}; an ORI is never replaced.")
        if taken := Agency.objects.filter(ori=nine).first():
            raise BadInput(f"{nine} is the ORI of {taken.title}.")
        settled["ori"] = nine
    if settled:
        rules.may_settle(by).require()
    return settled


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it, exactly."""
    return value if value is None or isinstance(value, str | int) else str(value)


@verb
def appoint_chief(
    agency: Agency,
    *,
    person_name: str,
    title: str,
    kind: str,
    since: date,
    until: date | None = None,
    source: str,
    by: Actor,
    at: datetime,
) -> ChiefTenure:
    """Record a chief executive. Without `until`, whoever is in the post then is recorded to leave the day before.

    With `until` it is a tenure of the past, or one whose end is known; it must fit between the others.
    Raises Denied, BadInput (a first day to come), Incomplete (each tenure with which it shares a day)."""
    rules.may(by, P.CHIEF_APPOINT, agency).require()
    if since > zones.day(at):  # or they would be asked at once to sign for the agency
        raise BadInput(f"The first day, {since}, is still to come. Record whoever comes on that day.")
    locked = _locked(agency)
    overlap = locked.chiefs.filter(Q(until=None) | Q(until__gte=since), since__lte=until or date.max)
    clashes = list(overlap.order_by("since"))
    leaving = clashes.pop(0) if clashes and clashes[0].since < since and until is None else None
    require_none(tenure_problems(since=since, until=until, clashes=clashes), "The chief executive cannot be recorded.")
    more: dict[str, Any] = {}
    if leaving:
        more["ended"], more["ended_until"] = leaving.pk, [_plain(leaving.until), _plain(since - _ONE_DAY)]
        leaving.until = since - _ONE_DAY
        leaving.save(update_fields=["until"])
    tenure = ChiefTenure.objects.create(
        agency=locked, person_name=person_name, title=title, kind=kind, since=since, until=until, source=source
    )
    more["tenure"] = tenure.pk
    record(locked, P.CHIEF_APPOINT, by=by, at=at, new=f"{tenure.kind_label}, from {since}", more=more)
    return tenure


@verb
def record_departure(agency: Agency, *, until: date, source: str, by: Actor, at: datetime) -> Agency:
    """Record the last day of the chief executive who is in the post. The post is vacant from the next day.

    Raises Denied, NotAllowedNow (nobody is in the post), BadInput (the day is before the first)."""
    rules.may(by, P.CHIEF_LEAVE, agency).require()
    locked = _locked(agency)
    tenure = locked.chiefs.filter(until=None).first()
    if tenure is None:
        raise NotAllowedNow("No chief executive without a last day is on record for this agency.")
    if until < tenure.since:
        raise BadInput(f"The last day is {until}, but the tenure began on {tenure.since}.")
    tenure.until = until
    tenure.save(update_fields=["until"])
    record(locked, P.CHIEF_LEAVE, by=by, at=at, new=f"until {until}", reason=source, more={"tenure": tenure.pk})
    return locked


def _locked(agency: Agency) -> Agency:
    """Return the agency as it is in the database now, locked until the verb ends."""
    return Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
