import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.analysis.text.redacting import Span
from concord.core import files
from concord.core.errors import BadInput, Denied, Stale
from concord.evidence import actions, foia, jobs
from concord.evidence.models import FoiaSet
from tests.evidence.reading import making as make_file
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import gathering, keeping, moves
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
HIDDEN = "nobody has looked for what lies hidden in it; filed as a document it is read"
SECRET = "Only the team knows of the canary."


def gathered() -> tuple[plans.Cast, dict[str, Any]]:
    """One item of each kind, and one that is redacted."""
    by = gather.ready()
    items = {
        "open": gather.item(by, releasability="releasable", upload=SimpleUploadedFile("rosters.bin", b"Rosters.")),
        "redacted": gather.item(
            by,
            releasability="releasable",
            summary="Sgt. Canary said so.",
            upload=SimpleUploadedFile("n.bin", b"Canary"),
        ),
        "deliberative": gather.item(by, summary=SECRET),
        "confidential": gather.item(by, summary=SECRET, releasability="confidential", basis="personal_privacy"),
        "withdrawn": gather.item(by, summary=SECRET, releasability="releasable"),
    }
    actions.redact_item(items["redacted"], spans=[Span(5, 11, "name")], by=by.expert, at=AT)
    actions.withdraw(items["withdrawn"], reason="Wrong.", by=by.expert, at=AT)
    return by, items


def unpacked_raw(given: FoiaSet) -> dict[str, bytes]:
    assert given.file is not None
    with zipfile.ZipFile(files.path_of(given.file.sha256)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def unpacked(given: FoiaSet) -> dict[str, str]:
    return {name: content.decode() for name, content in unpacked_raw(given).items()}


def test_what_is_withheld_beside_is_counted_by_its_basis_in_words_where_one_was_said() -> None:
    by = gather.ready()
    page = f"{make.area(by.engagement).get_absolute_url()}log-advice/"
    said = {"voice": "community-groups", "title": "Light", "text": "More of it.", "given_on": AT.date().isoformat()}
    logged = make.browser(by.lead).post(page, {**said, "basis": "deliberative_process", "sent": "yes"})
    gathering.advice(by)
    kept = gathering.data_set(by, basis="personal_privacy")
    gathering.data_set(by, title="Stops")
    assert foia.sorted_out(by.engagement).withheld == [
        ["Advice", "Deliberation before a decision (5 U.S.C. 552(b)(5))", 1],
        ["Advice", "told to the team while it weighed what to find; nobody has decided whether it may be released", 1],
        ["Data set", "Personal privacy (5 U.S.C. 552(b)(6))", 1],
        ["Data set", "its file never came here: whoever has custody of it is asked", 1],
    ]
    pages = [make.browser(by.lead).get(url).content.decode() for url in (logged["Location"], kept.get_absolute_url())]
    words = (
        "<dd>Deliberation before a decision (5 U.S.C. 552(b)(5))</dd>",
        "<dd>Personal privacy (5 U.S.C. 552(b)(6))",
    )
    assert [word in page for word, page in zip(words, pages, strict=True)] == [True, True]
    with pytest.raises(BadInput, match="The edition has no basis “other” for withholding; expected one of: delib"):
        gathering.data_set(by, basis="other")


def test_who_may_prepare_approve_and_discard() -> None:
    by, _ = gathered()
    people = make.everybody(by.engagement)
    given = keeping.foia(by)
    able = {
        "prepare": moves.tried(people, lambda who: keeping.foia(by, who, "2026-18")),
        "approve": moves.tried(people, lambda who: actions.approve_foia(given, by=who, at=AT)),
        "discard": moves.tried(people, lambda who: actions.discard_foia(given, reason="Late.", by=who, at=AT)),
    }
    assert able == {
        "prepare": {"programme_officer"},
        "approve": {"approving_official"},
        "discard": {"programme_officer", "approving_official"},
    }


@pytest.mark.owed("P9")
def test_a_set_gives_what_may_be_released_and_counts_the_rest_by_its_basis() -> None:
    by, items = gathered()
    given = keeping.foia(by)
    first, second = items["open"].ref, items["redacted"].ref
    assert given.given == [[first, 0], [second, 1]]
    assert given.withheld == [
        ["Confidential", "Personal privacy (5 U.S.C. 552(b)(6))", 1],
        ["Deliberative", "no basis has been recorded", 1],
        ["File of an item", HIDDEN, 2],
        ["Withdrawn", "it stands for nothing any more", 1],
    ]
    found = unpacked(given)
    assert sorted(found) == [
        "index.csv", f"items/{first}.txt", f"items/{second}.txt", "read-me.txt", "withheld.csv",
    ]  # fmt: skip
    assert found[f"items/{second}.txt"] == "Sgt. [redacted: name] said so."
    rows = list(csv.DictReader(io.StringIO(found["index.csv"])))
    assert [(row["Reference"], row["File"]) for row in rows] == [
        (first, f"withheld: {HIDDEN}"), (second, f"withheld: {HIDDEN}"),
    ]  # fmt: skip
    assert [name for name, text in found.items() if "canary" in text.lower()] == []


def test_the_same_request_is_prepared_once_and_gives_the_same_bytes() -> None:
    by, _ = gathered()
    first = keeping.foia(by)
    assert keeping.foia(by) == first
    assert unpacked(keeping.foia(by, number="2026-18"))["index.csv"] == unpacked(first)["index.csv"]


def test_consent_is_looked_at_again_when_a_set_is_approved() -> None:
    by, items = gathered()
    given = keeping.foia(by)
    told = {"releasability": "confidential", "basis": "personal_privacy", "reason": "They took it back."}
    actions.restrict(items["open"], by=by.expert, at=AT, **told)
    with pytest.raises(Stale, match=f"this changed: {items['open'].ref}"):
        actions.approve_foia(given, by=make.person("approving_official"), at=AT)


@pytest.mark.parametrize("verb", ["restrict", "redact", "withdraw"])
def test_a_waiting_archive_goes_with_what_may_not_be_given_any_more_as_it_is_in_it(
    verb: str, django_capture_on_commit_callbacks: Any
) -> None:
    by, items = gathered()
    of, waiting, other = items["open"], keeping.foia(by), keeping.foia(by, number="2026-18")
    approved = actions.approve_foia(keeping.foia(by, number="2026-19"), by=make.person("approving_official"), at=AT)
    kept = {given.pk: files.path_of(given.file_id) for given in (waiting, other, approved)}
    told = {"releasability": "confidential", "basis": "personal_privacy", "reason": "They took it back."}
    do = {
        "restrict": lambda: actions.restrict(of, by=by.expert, at=AT, **told),
        "redact": lambda: actions.redact_item(of, spans=[Span(0, 3, "name")], by=by.expert, at=AT),
        "withdraw": lambda: actions.withdraw(of, reason="Wrong.", by=by.expert, at=AT),
    }
    with django_capture_on_commit_callbacks(execute=True):
        do[verb]()
    assert [kept[given.pk].exists() for given in (waiting, other, approved)] == [False, False, True]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.file) == ("prepared", None)
    page = make.browser(make.person("auditor")).get(waiting.get_absolute_url()).content.decode()
    assert "so its archive was removed. Discard this set, and prepare another." in page
    again = keeping.foia(by)
    assert (again.pk == waiting.pk, again.file is None) == (False, False)


def test_a_set_whose_archive_was_removed_is_not_approved_when_its_item_may_be_given_again() -> None:
    by, items = gathered()
    waiting = keeping.foia(by)
    told = {"releasability": "confidential", "basis": "personal_privacy", "reason": "They took it back."}
    actions.restrict(items["open"], by=by.expert, at=AT, **told)
    actions.release(items["open"], reason="They agreed again.", by=by.lead, at=AT + timedelta(hours=1))
    with pytest.raises(Stale, match="Its archive was removed"):
        actions.approve_foia(waiting, by=make.person("approving_official"), at=AT)
    assert (
        actions.discard_foia(waiting, reason="Anew.", by=make.person("programme_officer"), at=AT).state == "discarded"
    )


def test_a_set_with_documents_is_approved_as_it_was_prepared() -> None:
    by = gather.ready()
    document = gather.document(by, "rules.txt", b"One.", releasability="releasable")
    approved = actions.approve_foia(keeping.foia(by), by=make.person("approving_official"), at=AT)
    assert (approved.state, approved.given[-1]) == ("approved", [document.ref, 1])


def test_who_prepared_a_set_does_not_approve_it() -> None:
    by, _ = gathered()
    both = make.person("programme_officer")
    given = keeping.foia(by, both)
    with make.writing():
        both.memberships.create(role="approving_official", scope="office", since=AT)
    with pytest.raises(Denied, match="You prepared it"):
        actions.approve_foia(given, by=type(both).objects.get(pk=both.pk), at=AT)


def test_the_archive_is_handed_out_and_goes_with_a_discarded_set(
    django_capture_on_commit_callbacks: Any,
) -> None:
    by, _ = gathered()
    given = keeping.foia(by)
    auditor = make.browser(make.person("auditor"))
    answer = auditor.get(f"{given.get_absolute_url()}file/")
    assert zipfile.is_zipfile(io.BytesIO(answer.getvalue()))
    place = files.path_of(given.file_id)
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard_foia(given, reason="Prepared anew.", by=make.person("programme_officer"), at=AT)
    assert (place.exists(), auditor.get(f"{given.get_absolute_url()}file/").status_code) == (False, 404)
    for address in (given.get_absolute_url(), f"{by.engagement.get_absolute_url()}foia/"):
        assert auditor.get(address).status_code == 200


def test_an_archive_that_the_data_folder_does_not_have_is_said_to_be_missing() -> None:
    by, _ = gathered()
    given = keeping.foia(by)
    files.path_of(given.file_id).unlink()
    answer = make.browser(make.person("auditor")).get(f"{given.get_absolute_url()}file/")
    assert (answer.status_code, f"The file of {given.ref} is not in the data folder" in answer.content.decode()) == (
        404,
        True,
    )


@pytest.mark.owed("P9")
def test_a_set_gives_documents_as_clean_copy_or_text_and_counts_the_rest() -> None:
    by = gather.ready()
    open_ = {"releasability": "releasable"}
    copy = gather.document(by, "rules.pdf", make_file.pdf("First rule."), **open_)
    text = gather.document(by, "rules.txt", b"One.\n\nTwo.", **open_)
    unread = gather.document(by, "broken.docx", b"PK\x03\x04 nothing", **open_)
    gather.document(by, content=SECRET.encode(), releasability="confidential")
    cut = gather.document(by, content=b"Sgt. Canary.", summary="Sgt. Canary's roster.", **open_)
    actions.redact_item(cut.item, spans=[Span(5, 11, "name")], by=by.expert, at=AT)
    given = keeping.foia(by)
    assert [row for row in given.given if str(row[0]).startswith("DOC")] == [[copy.ref, 1], [text.ref, 1]]
    assert given.withheld == [
        ["Confidential", "no basis has been recorded", 1],
        ["Document: confidential", "no basis has been recorded", 1],
        ["Document: not read", "nobody has seen whether it may be given", 1],
        ["Document: redacted", "its item is given redacted, and the document is not", 1],
    ]
    found = {name: content for name, content in unpacked_raw(given).items() if name.startswith("documents/")}
    assert sorted(found) == [f"documents/{copy.ref}-r1.pdf", f"documents/{text.ref}-r1.txt"]
    clean = copy.revisions.get().clean_copy_id
    assert found[f"documents/{copy.ref}-r1.pdf"] == files.path_of(clean).read_bytes()
    assert found[f"documents/{text.ref}-r1.txt"] == b"One.\n\nTwo.\n\n"
    upload = SimpleUploadedFile("new.txt", b"New.")
    jobs.read(actions.revise(text, upload=upload, by=by.expert, at=AT))
    with pytest.raises(Stale, match=text.ref):
        actions.approve_foia(given, by=make.person("approving_official"), at=AT)
    assert unread.state == "refused"
    page = make.browser(make.person("auditor")).get(given.get_absolute_url()).content.decode()
    assert f'<a href="/app/documents/{copy.ref}/">{copy.ref}</a>, revision 1' in page


@pytest.mark.owed("P9")
def test_a_revision_of_a_document_that_was_redacted_is_not_given_before_it_is_redacted_too() -> None:
    by = gather.ready()
    document = gather.document(by, content=b"Sgt. Canary said so.", releasability="releasable")
    keeping.without(document, by, "Canary")
    again = SimpleUploadedFile("again.txt", b"Sgt. Canary said so. Twice.")
    newer = jobs.read(actions.revise(document, upload=again, by=by.expert, at=AT))
    given = keeping.foia(by)
    assert given.withheld == [["Document: redacted", "an earlier revision was redacted, and the newest is not", 1]]
    actions.redact_document(newer, revision=2, words=["Canary"], by=by.expert, at=AT)
    assert keeping.foia(by, number="2026-18").given[-1] == [document.ref, 2, 1]


@pytest.mark.owed("P9")
def test_a_set_counts_data_sets_and_advice_too_each_with_its_basis() -> None:
    by = gather.ready()
    gathering.data_set(by)
    gathering.data_set(by, title="Stops", sha256="", upload=SimpleUploadedFile("stops.csv", b"a,b\n1,2\n"))
    wrong = gathering.data_set(by, title="Wrong", source="The county")
    actions.withdraw_data_set(wrong, reason="Another city's.", by=by.expert, at=AT)
    for title in ("Meet in the evening", "Ask the tenants"):
        gathering.advice(by, title=title)
    given = keeping.foia(by)
    assert (given.given, given.withheld) == ([], [
        ["Advice", "told to the team while it weighed what to find; nobody has decided whether it may be released", 2],
        ["Data set", "its file never came here: whoever has custody of it is asked", 1],
        ["Data set", "registered for one use; nobody has looked which of its rows may be released", 1],
        ["Data set: withdrawn", "it stands for nothing any more", 1],
    ])  # fmt: skip
    assert "0 items and 0 documents are given (index.csv), 5 are withheld" in unpacked(given)["read-me.txt"]


@pytest.mark.owed("P9")
def test_no_title_in_the_index_tells_what_was_removed_from_a_text() -> None:
    by = gather.ready()
    open_ = {"releasability": "releasable"}
    told = gather.item(by, title="What Sgt. Canary said", summary="Canary said so.", **open_)
    actions.redact_item(told, spans=[Span(0, 6, "name")], by=by.expert, at=AT)
    other = gather.item(by, title="Rosters", summary="Sgt. Canary's rosters.", **open_)
    actions.redact_item(other, spans=[Span(5, 11, "name")], by=by.expert, at=AT)
    document = gather.document(by, content=b"Sgt. CANARY signed.", title="Order of Sgt. Canary", **open_)
    keeping.without(document, by, "CANARY")
    found = unpacked(keeping.foia(by))
    assert [(row["Reference"], row["Item"]) for row in csv.DictReader(io.StringIO(found["index.csv"]))] == [
        (told.ref, "Redacted item"), (other.ref, "Rosters"), (document.item.ref, "Redacted item"),
        (document.ref, "Redacted item"),
    ]  # fmt: skip
    assert [name for name, text in found.items() if "canary" in text.lower()] == []


def test_the_index_tells_the_month_alone_of_what_may_be_quoted_without_a_name() -> None:
    by = gather.ready()
    told = [
        gather.item(by, method="interview", releasability="releasable", consent=consent)
        for consent in ("with_role", "quoted")
    ]
    document = gather.document(by, method="interview", consent="quoted", releasability="releasable")
    rows = csv.DictReader(io.StringIO(unpacked(keeping.foia(by))["index.csv"]))
    day = AT.date().isoformat()
    assert {row["Reference"]: row["Collected"] for row in rows} == {
        told[0].ref: day, told[1].ref: day[:7], document.item.ref: day[:7], document.ref: day[:7],
    }  # fmt: skip


def test_no_name_of_a_file_leaves_the_house_with_a_set() -> None:
    by = gather.ready()
    names = ("Ada Canary.pdf", "Ada Canary.txt", "Ada Canary.docx")
    whole = make_file.word(make_file.said("One."))
    for name, content in zip(names, (make_file.pdf("One."), b"Two.", whole), strict=True):
        gather.document(by, name, content, releasability="releasable")
    gather.item(by, releasability="releasable", upload=SimpleUploadedFile("Ada Canary.bin", b"Three."))
    found = unpacked_raw(keeping.foia(by))
    assert [name for name, content in found.items() if "Canary" in name or b"Canary" in content] == []
