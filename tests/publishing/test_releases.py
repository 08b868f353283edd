"""The chain of releases: frozen, hashed, each with the one before it and with the heads of the audit trail."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from concord.core import audit_trail
from concord.core.errors import Denied, Incomplete
from concord.core.models import AuditHead, Checkpoint
from concord.publishing import actions, queries, releasing
from concord.publishing.models import Release, ReleaseKind
from concord.publishing.site import build
from tests.factories import engagements as make
from tests.factories import programme as editions
from tests.factories import publishing as office
from tests.factories.engagements import AT, CONCORD

pytestmark = pytest.mark.django_db


def recomputed(release: Release) -> str:
    """The hash, computed by what the documentation says and by nothing of ours."""
    text = json.dumps(release.document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.owed("P4")
def test_every_release_names_the_one_before_it_and_its_hash() -> None:
    by = office.press()
    office.programme()
    for number in range(3):
        office.following(by, "published", number)
    pages: dict[tuple[str, str], list[Release]] = {}
    for release in Release.objects.order_by("id"):
        assert release.sha256 == recomputed(release)
        before = pages.setdefault((release.kind, release.slug), [])
        head = release.document["release"]
        expected = (before[-1].ref.lower(), before[-1].sha256, before[-1].pk) if before else (None, None, None)
        assert (head["previous"], head["previous_sha256"], release.previous_id) == expected
        before.append(release)
    assert {page: len(releases) for page, releases in pages.items()} == {
        ("programme", "programme"): 1,
        ("site", "alder-falls"): 3,
        ("report", "alder-falls/2026-11-03"): 1,
        ("report", "alder-falls/2026-11-04"): 1,
        ("report", "alder-falls/2026-11-05"): 1,
    }


def test_every_release_carries_the_heads_of_the_audit_trail() -> None:
    by = office.press()
    report = office.report(by, "scheduled")
    heads = {h.stream: [h.count, bytes(h.hash).hex()] for h in AuditHead.objects.all()}
    actions.publish(report, by=CONCORD, at=AT)
    taken = Checkpoint.objects.get()
    assert taken.heads == heads
    for release in Release.objects.all():
        assert (release.checkpoint, release.document["release"]["audit"]) == (
            taken,
            {"streams": len(heads), "rows": sum(count for count, _ in heads.values()), "head": taken.hash},
        )
    verdict = audit_trail.verify(queries.published_checkpoints())
    assert (verdict.checkpoints, verdict.wrong) == (1, "")


@pytest.mark.owed("P4", "A31")
@pytest.mark.parametrize(
    "write",
    [
        "UPDATE publishing_release SET reason = 'Another.'",
        "UPDATE publishing_release SET document = '{}'",
        "DELETE FROM publishing_release",
    ],
)
def test_the_database_refuses_every_change_of_a_release(write: str) -> None:
    office.programme()
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(write)
    assert Release.objects.count() == 1


def test_a_document_that_is_not_what_its_schema_says_is_not_released() -> None:
    with pytest.raises(Incomplete) as refused:
        releasing.release(
            {"schema": "concord.report/1"},
            kind=ReleaseKind.REPORT,
            slug="nowhere",
            engagement=None,
            as_of=AT.date(),
            reason="To try.",
            anchor=Checkpoint(hash="0" * 64, streams=0, rows=0),
            by=CONCORD,
            at=AT,
        )
    assert len(refused.value.missing) > 1
    assert Release.objects.count() == 0


# The programme's pages


def test_the_same_edition_again_changes_nothing_and_another_is_a_new_release() -> None:
    first = office.programme()
    again = office.programme(AT + timedelta(days=1))
    assert (again.pk, make.rows_of("programme")) == (first.pk, 2)  # the edition, and its release
    editions.published(phone="555-0199")
    second = office.programme(AT + timedelta(days=2))
    assert (second.previous, second.document["release"]["previous_sha256"]) == (first, first.sha256)
    assert second.document["office"]["contacts"][0]["phone"] == "555-0199"


def test_who_releases_the_programmes_pages() -> None:
    office.programme()
    people = {role.key: make.person(role.key) for role in make.PEOPLES_ROLES}
    editions.published(phone="555-0199")
    able = make.able(people, lambda who: actions.release_programme(by=who, at=AT + timedelta(days=1)))
    assert able == {"publisher"}


def test_whoever_may_not_release_learns_it_when_there_is_nothing_new_too() -> None:
    office.programme()
    with pytest.raises(Denied):
        actions.release_programme(by=make.person("auditor"), at=AT)


# What is overdue


@pytest.mark.owed("A31", "P6")
def test_a_report_that_did_not_come_is_shown_as_overdue_by_the_day_alone(tmp_path: Path) -> None:
    by = office.press()
    office.programme()
    office.report(by, "published")
    pages = {}
    for days in (92, 93):
        build(queries.release_documents(), tmp_path, as_of=AT.date() + timedelta(days=days))
        pages[days] = (tmp_path / "current" / "sites" / "alder-falls" / "index.html").read_text()
    late = "The next update was due on 3 February 2027. On 4 February 2027 it was 1 day late."
    assert (late in pages[92], late in pages[93]) == (False, True)
