"""Editions of the programme for tests, made from the shipped one and published by the house's own verb."""

import copy
import hashlib
import json
from datetime import date, datetime
from functools import cache
from typing import Any

from concord.accounts.models import Person
from concord.core import zones
from concord.core.guard import writing
from concord.programme import actions
from concord.programme.changes import PARTS, Change, Op, fingerprint, found
from concord.programme.models import Edition, EditionContent, EditionDraft
from concord.programme.queries import open_draft, shipped
from tests.factories import engagements as make
from tests.factories.engagements import AT, CONCORD

FIRST_DAY = date(2025, 1, 1)


@cache
def _shipped() -> dict[str, Any]:
    return shipped()


def document(**office: str) -> dict[str, Any]:
    """Return the shipped document, with facts of the office changed."""
    made = copy.deepcopy(_shipped())
    made["office"].update(office)
    return made


def published(*, since: date = FIRST_DAY, at: datetime = AT, **office: str) -> Edition:
    return actions.publish_edition(document(**office), effective_from=since, by=CONCORD, at=at)


NUMBERED = {"needs_number": True, "omb_number": "0000-0000", "exemption": ""}


def federal(form: str, *, since: date, expires: str) -> Edition:
    """Put an edition in force for which the law asks for a form's number, which is good until a day."""
    made = document()
    said = {**NUMBERED, "expires": expires}
    made["form_notice"] = [one | said if one["key"] == form else one for one in made["form_notice"]]
    return actions.publish_edition(made, effective_from=since, by=CONCORD, at=AT)


def written_over(edition: Edition, **parts: Any) -> None:
    """Put other parts into an edition in their place, so that the records made under it have them."""
    said = {**edition.document, **parts}
    with writing():
        EditionContent.objects.filter(edition=edition).update(document=said)
        edition.sha256 = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()  # what was read has it
        edition.save(update_fields=["sha256"])
    edition.refresh_from_db()


def draft(*, of: Edition | None = None, by: Person | None = None, at: datetime = AT) -> EditionDraft:
    """Return the open draft, or begin one as a copy of an edition (the newest)."""
    base = of or Edition.objects.order_by("number").last() or make.edition()
    return open_draft() or actions.draft(base, label="Next edition", by=by or make.person("programme_officer"), at=at)


def revised(
    on: EditionDraft, part: str, key: str = "", *, by: Person | None = None, at: datetime = AT, **value: Any
) -> EditionDraft:
    """Rewrite fields of a part or of an item of it, as somebody does who sees the newest text."""
    on.refresh_from_db()
    seen = fingerprint(found(on.document, PARTS[part], key))
    change = Change(part, Op.PUT, key=key, value=value, seen=seen)
    return actions.revise(on, change=change, by=by or make.person("programme_officer"), at=at)


def published_draft(on: EditionDraft, *, since: date | None = None, at: datetime = AT) -> Edition:
    """Publish a draft by somebody who did not revise it."""
    on.refresh_from_db()
    official = make.person("approving_official")
    day = since or zones.day(at)
    done = actions.publish(on, effective_from=day, revision=on.revision, by=official, at=at)
    assert done.edition is not None
    return done.edition
