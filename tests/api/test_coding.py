"""Coding rounds for programs: each acts as a person, within the scopes of its token, by the same verbs and rules."""

import pytest
from django.core.cache import cache

from tests.factories import coding as code
from tests.factories import evidence as gather
from tests.factories.tokens import Program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def test_a_round_is_read_and_a_stretch_coded_by_a_program() -> None:
    by = gather.ready()
    of = code.opened(by)
    program = Program(by.lead)
    status, found = program.get(f"coding-rounds?engagement={by.engagement.ref}&state=open")
    assert (status, [one["ref"] for one in found["items"]], found["next"]) == (200, [of.ref], None)
    status, whole = program.get(f"coding-rounds/{of.ref}")
    assert (status, [one["name"] for one in whole["codes"]], whole["passages"]) == (
        200,
        ["Trust", "Sergeants", "Moves"],
        3,
    )
    told = {"place": 3, "first": 20, "last": 27, "code": code.TRUST}
    status, made = program.post(f"coding-rounds/{of.ref}/codings", told)
    assert (status, made["words"], made["code"], made["coder"]) == (201, "🌙 about", code.TRUST, by.lead.actor_key)
    assert program.post(f"coding-rounds/{of.ref}/codings", told)[1] == made  # the same again is the same
    assert program.get(f"coding-rounds/{of.ref}/codings") == (200, {"items": [made], "next": None})
    assert program.get(f"coding-rounds/{of.ref}/codings?code={code.MOVES}")[1]["items"] == []
    status, refused = program.post(f"coding-rounds/{of.ref}/codings", told | {"last": 99})
    assert (status, "are no stretch of" in refused["detail"]) == (422, True)


def test_in_a_blind_round_a_program_reads_the_codings_of_its_own_person_alone() -> None:
    by = gather.ready()
    of = code.opened(by)
    code.coded(of, by.expert, 1, code.TRUST)
    assert [len(Program(who).get(f"coding-rounds/{of.ref}/codings")[1]["items"]) for who in (by.lead, by.expert)] == [
        0,
        1,
    ]


def test_a_round_of_another_engagement_is_not_there() -> None:
    by, other = gather.ready(), gather.ready("Birch Harbour")
    of = code.opened(by)
    program = Program(other.lead)
    assert program.get(f"coding-rounds/{of.ref}")[0] == 404
    assert program.get("coding-rounds")[1]["items"] == []
    assert program.post(f"coding-rounds/{of.ref}/codings", {"place": 1, "first": 0, "last": 1, "code": 1})[0] == 404
