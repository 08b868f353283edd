"""Verifying the audit trail, and checkpoints of all its heads.

A changed, removed, inserted or swapped row breaks its chain. A tail cut with its head rewound, or a stream that
vanished whole, shows only against an anchor: the chained checkpoints, whose hashes stand in published releases.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from concord.core.actions import hold, record, verb
from concord.core.models import AuditHead, AuditRow, Checkpoint
from concord.core.permissions import OFFICE_SCOPE, Actor, Permission

# The first row, in the order of appending, that is not what the row before it and its own body say it must be.
_FIRST_BAD_ROW = """
SELECT stream, seq FROM (
    SELECT id, stream, seq, body, prev, hash,
           lag(hash) OVER w AS hash_before, row_number() OVER w AS place
    FROM core_auditrow WINDOW w AS (PARTITION BY stream ORDER BY seq)
) chained
WHERE seq <> place
   OR prev <> coalesce(hash_before, sha256(convert_to(stream, 'UTF8')))
   OR hash <> sha256(prev || convert_to(body, 'UTF8'))
   OR NOT starts_with(body, '{"stream":' || to_json(stream)::text || ',"seq":' || seq::text || ',')
ORDER BY id LIMIT 1
"""

_HEADS_THAT_DIFFER = """
SELECT coalesce(h.stream, r.stream) FROM core_audithead h
FULL JOIN (SELECT DISTINCT ON (stream) stream, seq, hash FROM core_auditrow ORDER BY stream, seq DESC) r
    ON r.stream = h.stream
WHERE h.stream IS NULL OR r.stream IS NULL OR h.count <> r.seq OR h.hash <> r.hash
ORDER BY 1 LIMIT 1
"""

# What a checkpoint recorded that the rows no longer show.
_ANCHORS_THAT_FAIL = """
SELECT a.key, (a.value->>0)::bigint
FROM core_checkpoint c CROSS JOIN jsonb_each(c.heads) a
LEFT JOIN core_auditrow r ON r.stream = a.key AND r.seq = (a.value->>0)::bigint
WHERE c.id = %s AND (r.hash IS NULL OR encode(r.hash, 'hex') <> a.value->>1)
ORDER BY a.key LIMIT 1
"""


@dataclass(frozen=True)
class Verdict:
    """What verification found: counts, and the first thing that is wrong, or ""."""

    rows: int
    streams: int
    checkpoints: int
    wrong: str = ""


def verify(anchors: Collection[str] = ()) -> Verdict:
    """Verify every row, head and checkpoint. `anchors` are checkpoint hashes known from outside (releases)."""
    counts = (AuditRow.objects.count(), AuditHead.objects.count(), Checkpoint.objects.count())
    return Verdict(*counts, wrong=_bad_row() or _bad_head() or _bad_checkpoint(anchors))


def _one(query: str, *values: int) -> tuple[object, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row: tuple[object, ...] | None = cursor.fetchone()
        return row


def _bad_row() -> str:
    found = _one(_FIRST_BAD_ROW)
    return f"row {found[1]} of stream {found[0]} is not the row that was appended" if found else ""


def _bad_head() -> str:
    found = _one(_HEADS_THAT_DIFFER)
    return f"stream {found[0]} does not end where its head says" if found else ""


def _bad_checkpoint(anchors: Collection[str]) -> str:
    prev, seen = "", set()
    for checkpoint in Checkpoint.objects.order_by("id").iterator(chunk_size=10):
        if checkpoint.prev != prev or checkpoint.hash != _hash(prev, checkpoint.heads):
            return f"checkpoint {checkpoint.pk} is not the one that was taken"
        if found := _one(_ANCHORS_THAT_FAIL, checkpoint.pk):
            return f"stream {found[0]} no longer holds row {found[1]}, which checkpoint {checkpoint.pk} recorded"
        prev = checkpoint.hash
        seen.add(prev)
    gone = sorted(set(anchors) - seen)
    return f"the checkpoint {gone[0]}, which was published, is gone" if gone else ""


def _hash(prev: str, heads: dict[str, list[object]]) -> str:
    body = json.dumps(heads, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{prev}{body}".encode()).hexdigest()


def checkpoint(*, at: datetime) -> Checkpoint:
    """Chain all heads of this moment into a new checkpoint; called inside a verb."""
    hold("checkpoint")  # two checkpoints never share a predecessor
    heads = {h.stream: [h.count, bytes(h.hash).hex()] for h in AuditHead.objects.order_by("stream")}
    newest = Checkpoint.objects.order_by("-id").first()
    prev = newest.hash if newest else ""
    rows = sum(int(str(count)) for count, _ in heads.values())
    return Checkpoint.objects.create(
        at=at, heads=heads, streams=len(heads), rows=rows, prev=prev, hash=_hash(prev, heads)
    )


class _Trail:
    """The trail as a thing, for the row about a checkpoint."""

    scopes = (OFFICE_SCOPE,)
    audit_ref = "audit-trail"
    audit_stream = "audit-trail"


@verb
def take_checkpoint(*, by: Actor, at: datetime) -> Checkpoint:
    """Take a checkpoint now; periodic jobs and operators do."""
    taken = checkpoint(at=at)
    record(_Trail(), Permission.AUDIT_CHECKPOINT, by=by, at=at, new=taken.hash)
    return taken
