from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from concord.analysis.text.redacting import Span
from concord.core import files
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.guard import writing
from concord.core.models import SealedThing, StoredFile
from concord.evidence import actions, queries
from concord.evidence.models import EvidenceItem
from tests.at_rest import CANARY, places_of
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import moves
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

TOLD = "Sgt. Robin Canary, badge 4417, said that moves hurt. Call 555-010-0199."
FILE = b"Notes of Robin Canary."
PRIVACY = {"releasability": "confidential", "basis": "personal_privacy", "reason": "It names a person."}
LATER = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def committing(django_capture_on_commit_callbacks: Callable[..., Any]) -> Iterator[None]:
    """What a verb does once it has committed is done."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


def item(by: plans.Cast, **changed: Any) -> EvidenceItem:
    return gather.item(by, summary=TOLD, upload=SimpleUploadedFile("notes.bin", FILE), **changed)


def restricted(one: EvidenceItem, who: Any, **changed: Any) -> EvidenceItem:
    return actions.restrict(one, by=who, at=LATER, **(PRIVACY | changed))


def bytes_at_rest(one: EvidenceItem) -> bytes:
    """Everything that database and data folder hold of an item."""
    one.refresh_from_db()
    row = repr([getattr(one, f.attname) for f in EvidenceItem._meta.concrete_fields]).encode()
    versions = repr(list(one.redactions.values_list("text", flat=True))).encode()
    return row + versions + (files.path_of(one.file_id).read_bytes() if one.file_id else b"")


def told(one: EvidenceItem) -> tuple[str, bytes]:
    one = queries.item(one.ref) or one
    return queries.facts(one), b"".join(queries.file_of(one))


def test_who_may_restrict_release_and_redact() -> None:
    by = gather.ready()
    people = make.everybody(by.engagement)
    one = item(by)
    tries: dict[str, Callable[[Any], object]] = {
        "restrict": lambda who: restricted(one, who),
        "release": lambda who: actions.release(one, reason="It says nothing of anybody.", by=who, at=LATER),
        "redact": lambda who: actions.redact_item(one, spans=[Span(0, 4, "name")], by=who, at=LATER),
    }
    assert {name: moves.tried(people, do) for name, do in tries.items()} == {
        "restrict": {"assessment_lead", "assessor"},
        "release": {"assessment_lead"},
        "redact": {"assessment_lead", "assessor"},
    }


def test_who_logged_an_item_does_not_release_it() -> None:
    by = gather.ready()
    one = actions.log(make.area(by.engagement), by=by.lead, at=AT, **gather.told())
    with pytest.raises(Denied, match="You logged it; somebody else decides"):
        actions.release(one, reason="It says nothing of anybody.", by=by.lead, at=LATER)


@pytest.mark.owed("P9", "A12")
@pytest.mark.parametrize("kind", ["confidential", "law_enforcement"])
def test_a_confidential_item_is_sealed_from_the_beginning_text_and_file(kind: str) -> None:
    one = item(gather.ready(), releasability=kind)
    assert (one.summary, told(one)) == ("", (TOLD, FILE))
    assert [word for word in (b"Canary", b"4417", b"moves hurt") if word in bytes_at_rest(one)] == []


def test_law_17_a_sealed_item_that_is_sent_twice_is_one() -> None:
    by = gather.ready()
    first = item(by, releasability="confidential")
    assert item(by, releasability="confidential") == first
    other = gather.item(by, summary=TOLD, releasability="confidential")
    assert (other == first, EvidenceItem.objects.count()) == (False, 2)


def test_restricting_seals_what_was_in_the_clear_and_releasing_opens_it() -> None:
    by = gather.ready()
    one = item(by)
    plain = one.file_id
    one = restricted(one, by.expert)
    assert (one.releasability, one.basis, one.summary, told(one)) == (
        "confidential", "personal_privacy", "", (TOLD, FILE),
    )  # fmt: skip
    assert b"Canary" not in bytes_at_rest(one)
    assert StoredFile.objects.filter(pk=plain).count() == 0
    sealed = one.file_id
    one = actions.release(one, reason="The person agreed in writing.", by=by.lead, at=LATER + timedelta(1))
    assert (one.releasability, one.basis, one.summary, told(one)) == ("releasable", "", TOLD, (TOLD, FILE))
    assert (SealedThing.objects.count(), StoredFile.objects.filter(pk=sealed).count()) == (0, 0)


def test_a_file_that_another_item_has_too_stays_when_one_of_them_is_sealed(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    by = gather.ready()
    one, two = item(by), item(by, title="Another")
    with django_capture_on_commit_callbacks(execute=True):
        restricted(one, by.expert)
    assert (told(two), files.path_of(two.file_id).exists()) == ((TOLD, FILE), True)


@pytest.mark.parametrize(
    ("changed", "error", "says"),
    [
        ({"releasability": "releasable"}, BadInput, "restricted further, not less"),
        ({"releasability": "secret"}, BadInput, "restricted further, not less"),
        ({"basis": "techniques"}, BadInput, "no basis “techniques” for what is confidential"),
        ({"reason": " "}, Incomplete, "the reason"),
    ],
)
def test_what_cannot_be_restricted_is_refused(changed: dict[str, str], error: type[Exception], says: str) -> None:
    by = gather.ready()
    with pytest.raises(error, match=says):
        restricted(item(by), by.expert, **changed)


def test_a_withdrawn_item_is_not_released() -> None:
    by = gather.ready()
    gone = actions.withdraw(item(by), reason="Wrong.", by=by.expert, at=AT)
    with pytest.raises(NotAllowedNow):
        actions.release(gone, reason="Fine.", by=by.lead, at=LATER)


@pytest.mark.parametrize("how", ["restrict", "change_consent"])
def test_a_withdrawn_item_is_sealed_with_why_it_was_withdrawn_and_stays_so_since_that_day(how: str) -> None:
    by = gather.ready()
    why = "It names Dana Quill."
    gone = actions.withdraw(item(by, method="interview"), reason=why, by=by.expert, at=AT)
    if how == "restrict":
        gone = restricted(gone, by.lead)
    else:
        gone = actions.change_consent(gone, agreed="withheld", reason="They asked for it.", by=by.lead, at=LATER)
    assert (gone.state, gone.state_since, gone.releasability) == ("withdrawn", AT, "confidential")
    held = bytes_at_rest(gone)
    assert [text.encode() in held for text in (TOLD, why)] == [False, False]
    assert (queries.facts(gone), queries.words(gone).withdrawn_because) == (TOLD, why)
    rows = EvidenceItem.objects.filter(pk=gone.pk)
    for change in (
        {"releasability": "releasable"},
        {"withdrawn_because": why},
        {"state_since": LATER},
        {"summary": TOLD, "classed_at": AT},
        {"title": "Talks", "classed_at": AT},
    ):
        with pytest.raises(DatabaseError, match="is written once and stays on record"), transaction.atomic(), writing():
            rows.update(**change)


def test_a_withdrawn_item_in_the_clear_is_put_on_another_basis_and_keeps_why_it_was_withdrawn() -> None:
    by = gather.ready()
    gone = actions.withdraw(item(by, releasability="releasable"), reason="Wrong.", by=by.expert, at=AT)
    gone = restricted(gone, by.lead, releasability="deliberative", basis="deliberative_process")
    assert (gone.state_since, gone.releasability, gone.withdrawn_because) == (AT, "deliberative", "Wrong.")


def test_the_reason_for_a_sealed_item_is_not_in_the_trail() -> None:
    by = gather.ready()
    one = restricted(item(by), by.expert)
    page = make.browser(make.person("auditor")).get("/app/audit/").content.decode()
    assert ("It names a person." in page, one.classed_because) == (False, "Kept sealed with the item.")
    assert queries.words(one).classed_because == "It names a person."


@pytest.mark.owed("P25")
def test_the_database_lets_the_text_change_only_by_classing_anew() -> None:
    by = gather.ready()
    one, destroyed = item(by), item(by, title="Another")
    rows = EvidenceItem.objects.filter
    changes: list[Any] = [
        lambda: rows(pk=one.pk).update(summary="", releasability="confidential"),
        lambda: rows(pk=one.pk).update(classed_at=AT, classed_by="x", classed_because="x", summary="Something else"),
        lambda: rows(pk=one.pk).update(classed_at=AT, classed_by="x", classed_because="x", title="Something else"),
        lambda: rows(pk=destroyed.pk).update(destroyed_in="DSP-2026-0001", summary="", title="Gone"),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match=r"is written once|is destroyed by"), transaction.atomic(), writing():
            change()


def test_a_redacted_version_has_nothing_of_what_was_removed_and_citations_still_resolve() -> None:
    by = gather.ready()
    one = item(by, releasability="releasable")
    name, phone = TOLD.index("Robin"), TOLD.index("555")
    spans = [Span(name, name + 12, "name"), Span(phone, phone + 12, "phone")]
    actions.redact_item(one, spans=spans, by=by.expert, at=LATER)
    version = queries.last_redaction(one)
    assert version is not None
    assert version.text == "Sgt. [redacted: name], badge 4417, said that moves hurt. Call [redacted: phone]."
    start = TOLD.index("moves hurt")
    cited = f"{one.get_absolute_url()}redacted/?cite={start}-{start + 10}"
    page = make.browser(by.lead).get(cited).content.decode()
    assert ("<mark>moves hurt</mark>" in page, "Canary" in page, "010-0199" in page) == (True, False, False)
    rows = make.rows_of(by.engagement.ref)
    actions.redact_item(one, spans=spans[::-1], by=by.expert, at=LATER)
    assert (one.redactions.count(), make.rows_of(by.engagement.ref)) == (1, rows)  # law 17


@pytest.mark.parametrize("spans", [[], [Span(0, 999, "x")]])
def test_a_redaction_of_nothing_is_refused(spans: list[Span]) -> None:
    by = gather.ready()
    with pytest.raises((Incomplete, BadInput)):
        actions.redact_item(item(by), spans=spans, by=by.expert, at=LATER)


def test_redacted_versions_are_sealed_and_opened_with_their_item() -> None:
    by = gather.ready()
    one = item(by, releasability="confidential")
    one = actions.redact_item(one, spans=[Span(5, 17, "name")], by=by.expert, at=LATER)
    assert b"moves hurt" not in bytes_at_rest(one)
    version = queries.last_redaction(one)
    assert version is not None
    text = queries.redacted(version).text
    one = actions.release(one, reason="Agreed in writing.", by=by.lead, at=AT)  # a moment of its own
    version = queries.last_redaction(one)
    assert version is not None
    assert version.text == text == TOLD.replace("Robin Canary", "[redacted: name]")
    one = restricted(one, by.expert)
    assert b"moves hurt" not in bytes_at_rest(one)
    version = queries.last_redaction(one)
    assert version is not None
    assert queries.redacted(version).text == text


def test_a_person_accepts_suggestions_and_adds_words_on_the_page() -> None:
    by = gather.ready()
    one = item(by, releasability="releasable")
    address = f"{one.get_absolute_url()}redact/"
    browser = make.browser(by.expert)
    page = browser.get(address).content.decode()
    assert [
        kind for kind in ("name: Robin Canary", "badge number: 4417", "phone: 555-010-0199") if kind not in page
    ] == []
    start = TOLD.index("4417")
    refused = browser.post(address, {"words": "not there"})
    assert (refused.status_code, "does not stand in the text" in refused.content.decode()) == (422, True)
    assert browser.post(address, {"words": ""}).status_code == 422
    assert browser.post(address, {"accepted": [f"{start}-{start + 4}"], "words": "Robin Canary"}).status_code == 302
    version = queries.last_redaction(one)
    assert version is not None
    assert version.text == TOLD.replace("4417", "[redacted: badge number]").replace(
        "Robin Canary", "[redacted: personal data]"
    )


def test_the_file_of_a_sealed_item_is_handed_out_in_the_clear_to_the_team_alone() -> None:
    by = gather.ready()
    one = item(by, releasability="confidential")
    address = f"{one.get_absolute_url()}file/"
    answer = make.browser(by.lead).get(address)
    assert (answer.getvalue(), answer.headers["Content-Disposition"]) == (FILE, 'attachment; filename="notes.bin"')
    assert make.browser(make.person("programme_officer")).get(address).status_code == 404


@pytest.mark.owed("A12")
def test_the_title_of_what_is_sealed_is_sealed_with_it_and_shown_to_those_who_may_see_it() -> None:
    by = gather.ready()
    item = gather.item(by, title=f"Talk {CANARY}", releasability="releasable")
    item = actions.restrict(item, by=by.expert, at=AT, **PRIVACY)
    assert (item.title, places_of(CANARY)) == ("Sealed item", [])
    lead, listed = make.browser(by.lead), f"/app/engagements/{by.engagement.ref}/evidence/"
    assert [CANARY in lead.get(page).content.decode() for page in (item.get_absolute_url(), listed)] == [True, True]
    assert CANARY in lead.get(f"{listed}?format=csv").getvalue().decode()
    again = actions.release(item, reason="They agreed.", by=by.lead, at=LATER)
    assert again.title == f"Talk {CANARY}"


def test_the_database_keeps_no_title_of_a_sealed_item_and_no_second_one_of_any() -> None:
    by = gather.ready()
    told = {"releasability": "confidential", "title": "Talks", "summary": "Most said that moves break off work."}
    sealed = gather.item(by, **told)
    plain = gather.item(by, releasability="releasable", title="Rosters")
    for item in (sealed, plain):
        with pytest.raises(DatabaseError), transaction.atomic(), writing():
            EvidenceItem.objects.filter(pk=item.pk).update(title="Another")
    assert gather.item(by, **told) == sealed  # the same again, known by what is sealed
