"""The verbs of a data set: register, withdraw."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from concord.core import files, lifecycle, sealing
from concord.core.actions import Unchanged, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import FocusArea
from concord.evidence import retention, rules
from concord.evidence.checks.as_told import as_the_file_has_it
from concord.evidence.checks.justice import justice_information_stays_out
from concord.evidence.foia import require_basis
from concord.evidence.measuring import measure
from concord.evidence.models import KEPT_OUT, Analysis, DataSet, JusticeInformation
from concord.evidence.sealed_items import digest
from concord.evidence.states import MADE, DataSetState
from concord.evidence.uploads import Upload, neutral_name

P = Permission
_DIGITS = 64
_WORDS = ("title", "source", "custody", "columns", "permitted_use")


@verb
def register(
    focus_area: FocusArea,
    *,
    title: str,
    source: str,
    custody: str,
    period_from: date,
    period_to: date,
    columns: str,
    row_count: int,
    permitted_use: str,
    justice_information: str,
    sha256: str = "",
    basis: str = "",
    upload: Upload | None = None,
    looked: bool = False,
    by: Actor,
    at: datetime,
) -> DataSet:
    """Register a data set. With its file, the fingerprint is the file's own; without it, it is told (64 hexadecimal
    digits, as sha256sum gives). A file that holds or may hold criminal justice information is not taken; one that is
    taken is kept sealed. Where the file has other columns or rows than are told, it is refused, in words, until
    somebody has `looked` and means it so; what is told stays as it is, and how many the file has is kept beside it.
    `basis` is a key of the edition: why it is withheld from a records request, where somebody can say.

    The same again is the same (law 17). Raises Denied, Incomplete (what is missing; such information; what differs),
    BadInput."""
    locked = lifecycle.lock(focus_area)
    rules.may(by, P.DATA_SET_REGISTER, locked).require()
    said: dict[str, Any] = {"title": title, "source": source, "custody": custody, "columns": columns}
    said |= {"permitted_use": permitted_use, "period_from": period_from, "period_to": period_to}
    said |= {"row_count": row_count, "justice_information": justice_information}
    said["basis"] = basis
    _require_whole(said, sha256, with_file=upload is not None)
    require_basis(locked.engagement, basis)
    measured = None if upload is None or justice_information in KEPT_OUT else measure(upload)
    lines, with_file = columns.splitlines(), upload is not None
    problems = justice_information_stays_out(justice_information, lines, measured, with_file=with_file)
    require_none(problems, "The data set cannot be registered.")
    if not looked:
        require_none(as_the_file_has_it(lines, row_count, measured), "The file differs from what is told.")
    found = None if upload is None else digest(upload.chunks())
    if found is not None and sha256 and sha256.lower() != found:
        raise BadInput(f"The file's fingerprint is {found}; told was {sha256}: it is another file.")
    said |= {"sha256": found or sha256.lower(), "file_name": neutral_name(upload.name or "") if upload else ""}
    if same := DataSet.objects.filter(focus_area=locked, state=DataSetState.REGISTERED, **said).first():
        raise Unchanged(same)
    ref = next_ref("DST", at)
    return DataSet.begin(
        P.DATA_SET_REGISTER,
        by=by,
        at=at,
        ref=ref,
        file=None if upload is None else sealing.keep_file(ref, upload.chunks(), at=at),
        engagement=locked.engagement,
        focus_area=locked,
        registered_by=by.actor_key,
        columns_found=len(measured.columns) if measured else None,
        rows_found=measured.rows if measured else None,
        **said,
    )


def _require_whole(said: dict[str, Any], sha256: str, *, with_file: bool) -> None:
    missing = [name.replace("_", " ") for name in _WORDS if not said[name].strip()]
    if said["justice_information"] not in JusticeInformation.values:
        missing.append("the answer about criminal justice information")
    if missing:
        raise Incomplete("A data set is registered whole.", missing)
    if said["period_from"] > said["period_to"]:
        raise BadInput(f"Its period begins on {said['period_from']} and ends before, on {said['period_to']}.")
    if said["row_count"] < 0:
        raise BadInput("Rows are counted from nothing up.")
    if not with_file and (len(sha256) != _DIGITS or set(sha256.lower()) - set("0123456789abcdef")):
        raise BadInput("Without the file, its fingerprint is told: 64 hexadecimal digits, as sha256sum gives them.")


@verb
def set_data_set_basis(data_set: DataSet, *, basis: str, by: Actor, at: datetime) -> DataSet:
    """Say on which basis a data set is withheld from a records request; "" takes back what was said. The same again is
    the same (law 17). Raises Denied, NotAllowedNow, BadInput (a basis that the edition does not have)."""
    locked = lifecycle.lock(data_set)
    rules.may(by, P.DATA_SET_BASIS, locked).require()
    require_basis(locked.engagement, basis)
    if basis == locked.basis:
        raise Unchanged(locked)
    told: dict[str, Any] = {"more": {"from": locked.basis, "to": basis}}
    told["changes"] = {"basis": basis, "state_since": locked.state_since}
    return lifecycle.move(data_set, P.DATA_SET_BASIS, by=by, at=at, may=rules.may, **told)


@verb
def withdraw_data_set(data_set: DataSet, *, reason: str, by: Actor, at: datetime) -> DataSet:
    """Withdraw an entry with the reason; it stays on record. Its file, which may have turned out to hold criminal
    justice information, goes for good, unless something was worked out of it or a legal hold keeps it."""
    if not reason.strip():
        raise Incomplete("A data set is withdrawn with a reason.", ["the reason"])
    changes: dict[str, Any] = {"withdrawn_because": reason}
    file = lifecycle.lock(data_set).file
    if file is not None and not _is_needed(data_set):
        changes |= {"file": None, "file_name": ""}
    withdrawn = lifecycle.move(
        data_set, P.DATA_SET_WITHDRAW, by=by, at=at, may=rules.may, reason=reason, changes=changes
    )
    if file is not None and withdrawn.file is None:
        because = f"{withdrawn.ref}: it was withdrawn"
        sealing.let_go(withdrawn.ref, because)
        files.remove(file.sha256, because)
    return withdrawn


def _is_needed(data_set: DataSet) -> bool:
    """Say whether an analysis was made of a data set's file, or is being made, or a legal hold covers it."""
    made = Analysis.objects.filter(Q(data_set=data_set) | Q(beside__data_set=data_set), state__in=MADE)
    return made.exists() or retention.is_held("data_sets", data_set)
