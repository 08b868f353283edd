"""The pace counts what lasts, and what is still to come."""

from datetime import timedelta

import numpy as np
import pytest

from concord.reforms import actions, queries
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=31)


def pace(on: Ground, months: int) -> queries.Pace:
    return queries.pace(on.engagement, (AT + months * MONTH).date(), rng=np.random.default_rng(1))


def test_what_is_completed_and_reopened_again_and_again_counts_once_when_it_became_complete_last() -> None:
    on = ground.ground()
    reform = make.reform(on, "complete")
    words = {"as_of": AT.date(), "by": on.assessor}
    for month in (1, 2):
        reform = actions.reopen(reform, reason="It did not last.", at=AT + month * MONTH, **words)
        reform = actions.complete(reform, note="The plan was read.", at=AT + month * MONTH, **words)
    assert [items for _, items in pace(on, 3).completed] == [0, 0, 1, 0]
    actions.reopen(reform, reason="It did not last.", at=AT + 3 * MONTH, **words)
    assert [items for _, items in pace(on, 3).completed] == [0, 0, 0, 0]


def test_what_another_replaces_is_named_and_not_left_to_do() -> None:
    on = ground.ground()
    old, newer = make.planned(on), make.planned(on)
    make.link(on, newer.recommendation, old.recommendation, "supersedes")
    found = pace(on, 0)
    assert (found.base, found.replaced, found.left) == (2, 1, 1)
    actions.complete(newer, note="The plan was read.", as_of=AT.date(), by=on.assessor, at=AT)
    found = pace(on, 0)
    assert (found.complete, found.replaced, found.left, len(queries.still_to_do(on.engagement))) == (1, 1, 0, 0)
