"""The verb that numbers an engagement's findings and recommendations anew."""

from datetime import datetime

from concord.core import files, lifecycle
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Stale
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.findings import rules, schemes
from concord.findings.models import Numbering, Scheme, Statement

P = Permission


@verb
def renumber(engagement: Engagement, *, scheme: str, expected: str, by: Actor, at: datetime) -> Engagement:
    """Number every finding and recommendation by a scheme, as the preview showed; `expected` is the digest of the
    labels that it started from. Keys and addresses stay. The audit row has the hash of the manifest, a line for each
    old → new.

    Raises Denied, BadInput (no such scheme), Stale (something was drafted or renumbered since)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.FINDING_RENUMBER, locked).require()
    if scheme not in Scheme.values:
        raise BadInput(f"There is no scheme “{scheme}”; expected one of: {', '.join(Scheme.values)}.")
    chosen, before = Scheme(scheme), schemes.scheme_of(locked)
    rows = schemes.preview(locked, chosen)
    changed = [row for row in rows if row.changes]
    if not changed and chosen == before:
        raise Unchanged(locked)
    if schemes.digest(rows) != expected:
        raise Stale("Findings or recommendations were drafted or renumbered since you opened the page. Look again.")
    for row in changed:  # out of each other's way first: a label stands once at any moment
        _call(row.statement, f"~{row.statement.pk}")
    for row in changed:
        _call(row.statement, row.new)
    kept = files.store([schemes.manifest(rows).encode()], at=at)
    Numbering.objects.update_or_create(
        engagement=locked, defaults={"scheme": chosen, "chosen_at": at, "chosen_by": by.actor_key}
    )
    more = {"manifest": kept.sha256, "renumbered": len(changed)}
    record(locked, P.FINDING_RENUMBER, by=by, at=at, old=str(before), new=str(chosen), more=more)
    return locked


def _call(statement: Statement, label: str) -> None:
    statement.label = label
    statement.save(update_fields=["label"])
