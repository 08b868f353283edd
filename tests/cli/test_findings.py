import json
from pathlib import Path

from tests.cli.conftest import Concord
from tests.core.documents import reading
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories import reports


def test_the_matrix_is_printed_for_whoever_sees_cards(concord: Concord) -> None:
    on = make.ground()
    card = make.put(on, make.claim(on))
    told = json.loads(concord(f"findings matrix {on.engagement.ref} --as {on.lead.email} --json").out)
    assert [(row["ref"], row["method"], row["supports"], row["gap"]) for row in told] == [
        (card.ref, "document_review", 0, True), (card.ref, "interview", 4, False),
        (card.ref, "interview", 0, True),
    ]  # fmt: skip
    lines = concord(f"findings matrix {on.engagement.ref} --as {on.lead.email}").out.splitlines()
    assert lines[0] == f"{card.ref}  document_review  0  0  0  gap"
    assert "Only these roles may" in concord(f"findings matrix {on.engagement.ref} --as {on.chief.email}").refusal


def test_a_justification_is_written_as_its_page_shows_it_to_that_person(concord: Concord, tmp_path: Path) -> None:
    on = make.ground()
    issued = make.recommendation(on)
    draft = make.recommendation(on, "draft", standing_on=issued.finding)
    out = tmp_path / "justification.docx"
    for ref in (issued.ref, on.engagement.ref):
        assert concord(f"findings justification {ref} --as {on.chief.email} --out {out}").out == f"Written: {out}\n"
        text = reading.word_text(out.read_bytes())
        assert (issued.ref in text, draft.ref in text) == (True, False)
    for who, ref in ((on.chief, draft.ref), (on.chief, "REC-2026-9999")):
        said = concord(f"findings justification {ref} --as {who.email} --out {out}")
        assert said.refusal == f"There is no {ref}, or {who.email} may not see it."
    stranger = people_of.member(people_of.engagement("Elsewhere"), "assessment_lead")
    assert concord(f"findings justification {issued.ref} --as {stranger.email} --out {out}").code == 1
    assert (
        "as .docx or .pdf" in concord(f"findings justification {issued.ref} --as {on.lead.email} --out a.odt").refusal
    )


def test_a_report_is_previewed_and_loaded_and_the_same_again_changes_nothing(concord: Concord, tmp_path: Path) -> None:
    on = make.ground()
    place = tmp_path / "report.csv"
    place.write_bytes(reports.table())
    command = f"findings import {place} --engagement {on.engagement.ref} --as {on.assessor.email} --json"
    told = json.loads(concord(f"{command} --focus-area 1 --dry-run").out)
    assert (told["import"], told["findings"], told["recommendations"], told["faults"]) == ("", 2, 3, [])
    told = json.loads(concord(f"{command} --focus-area 1").out)
    assert (told["import"][:4], told["findings"], told["here_already"]) == ("IMP-", 2, 0)
    told = json.loads(concord(f"{command} --focus-area 1").out)
    assert (told["import"], told["findings"], told["here_already"]) == ("", 0, 5)


def test_a_report_with_a_cell_that_cannot_be_taken_is_refused_by_row_and_column(
    concord: Concord, tmp_path: Path
) -> None:
    on = make.ground()
    place = tmp_path / "report.csv"
    place.write_bytes(reports.table())
    said = concord(f"findings import {place} --engagement {on.engagement.ref} --as {on.assessor.email}")
    assert (said.code, "Nothing was loaded." in said.refusal) == (1, True)
    assert "  row 2, Focus area (number or name): expected a focus area; or say one" in said.out
    refused = concord(f"findings import {place} --engagement {on.engagement.ref} --as {on.chief.email}")
    assert refused.code == 1
