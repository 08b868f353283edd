"""The verbs about the programme's data."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from concord.core.actions import Unchanged, record, verb
from concord.core.permissions import Actor, Permission
from concord.programme import rules
from concord.programme.document import read
from concord.programme.models import Edition


@verb
def publish_edition(document: dict[str, Any], *, effective_from: date, by: Actor, at: datetime) -> Edition:
    """Put an edition in force from a day; the same document as the newest edition changes nothing.

    Raises Denied, BadInput (the document does not read)."""
    rules.may(by, Permission.EDITION_PUBLISH, Edition()).require()
    read(document)
    sha256 = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    newest = Edition.objects.order_by("-number").first()
    if newest is not None and newest.sha256 == sha256:
        raise Unchanged(newest)
    edition = Edition(
        number=newest.number + 1 if newest else 1,
        effective_from=effective_from,
        document=document,
        sha256=sha256,
        published_at=at,
        published_by=by.actor_key,
    )
    edition.save()
    record(edition, Permission.EDITION_PUBLISH, by=by, at=at, new=sha256, more={"from": effective_from.isoformat()})
    return edition
