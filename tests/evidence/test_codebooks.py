"""Codebooks: codes in a tree, changed by verbs with their effect shown before, frozen when a round is opened."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction

from concord.analysis.text.exchange import read_codebook
from concord.core.errors import BadInput, Incomplete
from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.evidence import actions, queries
from concord.evidence.models import Code, CodebookVersion, letters
from tests.factories import coding as code
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories.engagements import AT
from tests.factories.moves import tried

pytestmark = pytest.mark.django_db


def test_codes_have_letters_that_go_on_after_z() -> None:
    assert [letters(n) for n in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_a_codebook_is_a_tree_of_codes_each_at_its_place() -> None:
    book = code.codebook(gather.ready())
    told = [(b.code.name, b.depth, b.code.letters) for b in queries.tree(book)]
    assert told == [("Trust", 0, "A"), ("Sergeants", 1, "C"), ("Moves", 0, "B")]


def test_the_same_codebook_again_is_the_same_and_each_change_is_one_row() -> None:
    by = gather.ready()
    book = code.codebook(by)
    assert actions.start_codebook(by.engagement, name=" Voices ", by=by.expert, at=AT) == book
    rows = AuditRow.objects.filter(what=book.ref).order_by("pk").values_list("verb", flat=True)
    assert list(rows) == ["codebook.start_codebook", *["codebook.add_code"] * 3]


def test_a_name_stands_once_at_its_place() -> None:
    by = gather.ready()
    book = code.codebook(by)
    with pytest.raises(BadInput, match="There is a code “Trust” at that place already"):
        actions.add_code(book, name="Trust", by=by.lead, at=AT)
    actions.add_code(book, name="Trust", parent=code.MOVES, by=by.lead, at=AT)


def test_a_code_is_reworded_with_what_it_was_in_the_trail() -> None:
    by = gather.ready()
    book = code.codebook(by)
    said: dict[str, Any] = {"code": code.MOVES, "name": "Being moved", "colour": 2}
    said["definition"] = "Why people are moved."
    actions.reword_code(book, **said, categories=["Fairness", "Time"], by=by.lead, at=AT)
    actions.reword_code(book, **said, categories=["Time", "Fairness"], by=by.lead, at=AT)  # the same again
    rows = AuditRow.objects.filter(what=book.ref, verb="codebook.reword_code")
    assert rows.count() == 1
    found = queries.code(book, code.MOVES)
    assert found is not None
    assert (found.name, found.categories) == ("Being moved", ["Fairness", "Time"])


def test_no_code_comes_to_stand_below_itself() -> None:
    by = gather.ready()
    book = code.codebook(by)
    with pytest.raises(BadInput, match="cannot stand below itself"):
        actions.reword_code(book, code=code.TRUST, name="Trust", parent=code.SERGEANTS, colour=1, by=by.lead, at=AT)
    with pytest.raises(BadInput, match="nor end in itself or in a code below it"):
        actions.merge_codes(book, code=code.TRUST, into=code.SERGEANTS, by=by.lead, at=AT)


def test_merged_codes_are_read_as_one_and_nothing_that_was_coded_is_rewritten() -> None:
    by = gather.ready()
    of = code.opened(by)
    made = code.coded(of, by.lead, 1, code.SERGEANTS)
    actions.merge_codes(of.codebook, code=code.SERGEANTS, into=code.MOVES, by=by.lead, at=AT)
    made.refresh_from_db()
    assert made.code.number == code.SERGEANTS
    (quote,) = queries.quotes(list(queries.quotes_seen(by.lead, of)))
    assert (quote.code.number, quote.words) == (code.MOVES, "Nobody")


def test_the_effect_of_a_merge_stands_on_the_page_before_the_button() -> None:
    by = gather.ready()
    of = code.opened(by)
    code.coded(of, by.lead, 1, code.TRUST)
    code.coded(of, by.expert, 2, code.TRUST)
    page = make.browser(by.lead).get(f"/app/codebooks/{of.codebook.ref}/merge-codes/").content.decode()
    row = page.partition("</b> Trust</th>")[2].partition("</tr>")[0]
    counts = [cell.partition(">")[2].partition("<")[0] for cell in row.split("<td ")[1:]]
    assert counts == ["2", "2", "2", "1"]


def test_a_split_code_stays_to_hold_the_new_ones() -> None:
    by = gather.ready()
    book = code.codebook(by)
    with pytest.raises(Incomplete):
        actions.split_code(book, code=code.MOVES, names=["Alone"], by=by.lead, at=AT)
    actions.split_code(book, code=code.MOVES, names=["Without notice", "At night"], by=by.lead, at=AT)
    told = [(b.code.name, b.depth, b.code.codable) for b in queries.tree(book)][2:]
    assert told == [("Moves", 0, False), ("Without notice", 1, True), ("At night", 1, True)]


def test_a_code_ends_with_a_reason_unless_others_stand_below_it() -> None:
    by = gather.ready()
    book = code.codebook(by)
    with pytest.raises(BadInput, match="Codes stand below “Trust”"):
        actions.end_code(book, code=code.TRUST, reason="Too wide.", by=by.lead, at=AT)
    actions.end_code(book, code=code.MOVES, reason="Nobody spoke of it.", by=by.lead, at=AT)
    assert [b.code.name for b in queries.tree(book)] == ["Trust", "Sergeants"]


def test_a_version_is_frozen_when_a_round_is_opened_and_the_same_codes_are_the_same_version() -> None:
    by = gather.ready()
    book = code.codebook(by)
    first, second = code.opened(by, book), code.opened(by, book, name="Second reading")
    actions.add_code(book, name="Shifts", by=by.lead, at=AT)
    third = code.opened(by, book, name="Third reading")
    assert [one.version.number for one in (first, second, third)] == [1, 1, 2]
    with pytest.raises(BadInput, match="Version 1 of the codebook has no code 4"):
        code.coded(first, by.lead, 1, 4)
    with writing(), pytest.raises(ProgrammingError, match="stays as it was made"), transaction.atomic():
        CodebookVersion.objects.update(number=7)


def test_who_may_change_a_codebook() -> None:
    by = gather.ready()
    book = code.codebook(by)
    people = make.everybody(by.engagement)
    able = tried(people, lambda who: actions.add_code(book, name="Shifts", by=who, at=AT))
    assert able == {"assessment_lead", "assessor", "analyst"}


def test_a_codebook_leaves_for_another_program_and_comes_back_whole() -> None:
    by = gather.ready()
    book = code.codebook(by)
    lead = make.browser(by.lead)
    file = b"".join(lead.get(f"/app/codebooks/{book.ref}/file/"))
    read = read_codebook(io.BytesIO(file), name="x.qdc")
    assert [(c.name, [i.name for i in c.codes]) for c in read.codes] == [("Trust", ["Sergeants"]), ("Moves", [])]
    other = actions.start_codebook(by.engagement, name="Copy", by=by.lead, at=AT)
    page, upload = f"/app/codebooks/{other.ref}/import-codes/", {"upload": SimpleUploadedFile("x.qdc", file)}
    assert lead.post(page, upload).status_code == 302
    told = [(b.code.name, b.depth, b.code.definition) for b in queries.tree(other)]
    assert told == [("Trust", 0, "Who is trusted."), ("Sergeants", 1, ""), ("Moves", 0, "Why people are moved.")]
    assert lead.post(page, {"upload": SimpleUploadedFile("x.qdc", file)}).status_code == 302  # the same again
    assert Code.objects.filter(codebook=other).count() == 3


def test_a_broken_file_of_codes_gets_a_sentence_and_changes_nothing() -> None:
    by = gather.ready()
    book = code.codebook(by)
    page = f"/app/codebooks/{book.ref}/import-codes/"
    for name, content in (("x.qdc", b"<CodeBook"), ("x.qdpx", b"PK no"), ("x.docx", b"words")):
        answer = make.browser(by.lead).post(page, {"upload": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422, name
    assert Code.objects.count() == 3


def test_the_pages_of_a_codebook() -> None:
    by = gather.ready()
    book = code.codebook(by)
    lead = make.browser(by.lead)
    assert "Voices" in lead.get(f"/app/engagements/{by.engagement.ref}/codebooks/").content.decode()
    page = lead.get(book.get_absolute_url()).content.decode()
    assert page.index("Trust") < page.index("Sergeants") < page.index(">Moves<")
    one = f"/app/codebooks/{book.ref}/codes/{code.MOVES}/"
    said = {"name": "Being moved", "definition": "Why.", "colour": "5", "codable": "on", "categories": "Time, Fairness"}
    assert lead.post(one, said).status_code == 302
    assert "Fairness, Time" in lead.get(one).content.decode()
    assert lead.get(f"/app/codebooks/{book.ref}/codes/99/").status_code == 404
    csv = b"".join(lead.get(f"{book.get_absolute_url()}?format=csv")).decode()
    assert [line.split(",")[3] for line in csv.splitlines()[1:]] == ["Trust", "Sergeants", "Being moved"]
