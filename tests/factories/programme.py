"""Editions of the programme for tests, made from the shipped one and published by the house's own verb."""

import copy
from datetime import date, datetime
from functools import cache
from typing import Any

from concord.programme import actions
from concord.programme.models import Edition
from concord.programme.queries import shipped
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
