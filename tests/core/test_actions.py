import json
from datetime import datetime
from typing import Any

import pytest

from concord.core.actions import Unchanged, record, verb
from concord.core.errors import AuditCount, Denied, NestedVerb
from concord.core.models import AuditRow
from concord.core.permissions import Actor, Permission
from concord.core.roles import Visitor
from concord.programme import actions as programme
from concord.programme.models import Edition
from concord.programme.queries import shipped
from tests.core.things import AT, CONCORD, person, publish_edition, rows

P = Permission
pytestmark = pytest.mark.django_db


def saved(number: int = 7) -> Edition:
    edition = Edition(number=number, effective_from=AT.date(), sha256="", published_at=AT, published_by="")
    edition.save()
    return edition


@verb
def write_without_a_row(*, by: Actor, at: datetime) -> None:
    saved()


@verb
def write_with_rows(count: int, *, by: Actor, at: datetime) -> Any:
    edition = saved()
    for _ in range(count):
        record(edition, P.EDITION_PUBLISH, by=by, at=at, new="x")
    return edition


@verb
def write_then_call_a_verb(*, by: Actor, at: datetime) -> None:
    edition = saved()
    programme.publish_edition(shipped(), effective_from=at.date(), by=by, at=at)
    record(edition, P.EDITION_PUBLISH, by=by, at=at)


@verb
def write_then_fail(*, by: Actor, at: datetime) -> None:
    record(saved(), P.EDITION_PUBLISH, by=by, at=at)
    raise ZeroDivisionError


@verb
def write_then_find_that_nothing_changed(*, by: Actor, at: datetime) -> None:
    record(saved(), P.EDITION_PUBLISH, by=by, at=at)
    raise Unchanged("what the first call gave")


def kept() -> tuple[int, int]:
    """How many editions and how many audit rows there are."""
    return Edition.objects.count(), rows()


def test_a_verb_with_one_row_keeps_its_work_and_gives_its_result() -> None:
    assert write_with_rows(1, by=CONCORD, at=AT) == Edition.objects.get()
    row = AuditRow.objects.get()
    assert (row.stream, row.seq, json.loads(row.body)) == (
        "programme",
        1,
        {
            "stream": "programme",
            "seq": 1,
            "what": "EDITION-7",
            "verb": "edition.publish",
            "who": "concord:tests",
            "role": "concord",
            "at": "2026-11-22T09:30:00+00:00",
            "old": "",
            "new": "x",
            "reason": "",
        },
    )


def test_a_verb_without_a_row_keeps_nothing() -> None:
    with pytest.raises(AuditCount, match=r"write_without_a_row recorded 0 audit rows; a verb records one\."):
        write_without_a_row(by=CONCORD, at=AT)
    assert kept() == (0, 0)


def test_a_verb_with_two_rows_keeps_nothing() -> None:
    with pytest.raises(AuditCount, match=r"write_with_rows recorded 2 audit rows; a verb records one\."):
        write_with_rows(2, by=CONCORD, at=AT)
    assert kept() == (0, 0)


def test_a_verb_that_calls_a_verb_keeps_nothing_of_either() -> None:
    with pytest.raises(
        NestedVerb, match=r"concord\.programme\.actions\.publish_edition was called inside another verb\."
    ):
        write_then_call_a_verb(by=CONCORD, at=AT)
    assert kept() == (0, 0)


def test_a_verb_that_fails_keeps_nothing() -> None:
    with pytest.raises(ZeroDivisionError):
        write_then_fail(by=CONCORD, at=AT)
    assert kept() == (0, 0)


def test_a_verb_that_finds_nothing_changed_keeps_nothing_and_gives_what_was_there() -> None:
    assert write_then_find_that_nothing_changed(by=CONCORD, at=AT) == "what the first call gave"
    assert kept() == (0, 0)


def test_a_refused_verb_keeps_nothing() -> None:
    with pytest.raises(Denied, match=r"No role of yours allows you to publish an edition of the programme\."):
        write_with_rows(1, by=Visitor(), at=AT)
    assert kept() == (0, 0)


def test_the_next_verb_works_whatever_became_of_the_last() -> None:
    for call in (write_without_a_row, write_then_fail, write_then_call_a_verb):
        with pytest.raises((AuditCount, NestedVerb, ZeroDivisionError)):
            call(by=CONCORD, at=AT)
        publish_edition()
        assert kept() == (1, 1)


def test_the_same_edition_twice_is_one_edition_and_one_row() -> None:
    assert publish_edition() == publish_edition()
    assert kept() == (1, 1)


def test_a_row_is_recorded_by_a_verb_only() -> None:
    with pytest.raises(NestedVerb, match=r"record\(\) was called outside a verb."):
        record(Edition(number=1), P.EDITION_PUBLISH, by=CONCORD, at=AT)
    assert kept() == (0, 0)


def test_the_row_names_the_role_under_which_the_person_acted() -> None:
    official = person("approving_official")
    before = rows()
    write_with_rows(1, by=official, at=AT)
    body = json.loads(AuditRow.objects.get(stream="programme").body)
    assert (rows() - before, body["who"], body["role"]) == (1, f"person:{official.pk}", "approving_official")
