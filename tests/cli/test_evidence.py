import json
import os
from datetime import timedelta
from pathlib import Path

from concord.core.models import AuditRow
from concord.evidence.models import Document, EvidenceItem
from tests.cli.conftest import Concord
from tests.evidence.reading import making as make_file
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import fieldwork as field


def test_a_person_counts_and_lists_what_they_may_see(concord: Concord) -> None:
    by = field.ready()
    field.held(by, count=3, releasability="confidential")
    auditor, ref = make.person("auditor"), by.engagement.ref
    counted = concord(f"evidence counts {ref} --as {auditor.email} --as-of {field.DAY} --json")
    assert [(row["method"], row["count"]) for row in json.loads(counted.out)] == [("interview", 3)]
    assert json.loads(concord(f"evidence counts {ref} --as {auditor.email} --as-of 2026-11-01 --json").out) == []
    assert concord(f"evidence list {ref} --as {auditor.email}").out == ""
    listed = concord(f"evidence list {ref} --as {by.lead.email}").out
    assert listed == "EVD-2026-0001  interview  3  2026-11-10  confidential  logged  Interview 1\n"


def test_a_stranger_learns_nothing_of_the_engagement(concord: Concord) -> None:
    by = field.ready()
    stranger = make.member(make.engagement("Elsewhere"), "assessment_lead")
    ref = by.engagement.ref
    said = concord(f"evidence list {ref} --as {stranger.email}")
    assert (said.code, said.refusal) == (1, f"There is no {ref}, or {stranger.email} may not see it.")
    adviser = make.member(by.engagement, "liaison")
    assert "Only these roles may see field work" in concord(f"evidence counts {ref} --as {adviser.email}").refusal
    assert (
        concord(f"evidence counts {ref} --as nobody@example.org").refusal
        == "Nobody has the address nobody@example.org."
    )


def folder(place: Path) -> Path:
    (place / "policies").mkdir()
    (place / "policies" / "moves.txt").write_text("Sergeants stay two years.")
    (place / "rules.pdf").write_bytes(make_file.pdf("First rule.", "Second rule."))
    (place / "twice.txt").write_text("Sergeants stay two years.")
    (place / "broken.docx").write_bytes(b"PK\x03\x04")
    (place / "mails.zip").write_bytes(make_file.word())
    (place / ".hidden").write_text("no")
    return place


def test_a_folder_is_imported_once_and_its_preview_says_what_will_happen(concord: Concord, tmp_path: Path) -> None:
    by = gather.ready()
    line = f"evidence import --engagement {by.engagement.ref} --as {by.expert.email} --collected-on 2026-11-03 --json"
    dry = json.loads(concord(f"{line} --dry-run", folder(tmp_path)).out)
    assert Document.objects.count() == 0
    done = json.loads(concord(line, tmp_path).out)
    assert sorted(done["filed"]) == ["broken.docx", "policies/moves.txt", "rules.pdf"]
    assert [sorted(dry[what]) for what in ("filed", "unchanged")] == [sorted(done["filed"]), ["twice.txt"]]
    assert (dry["not_read"], dry["refused"]) == (done["not_read"], done["refused"])
    assert done["unchanged"] == {"twice.txt": done["filed"]["policies/moves.txt"]}
    assert (sorted(done["not_read"]), sorted(done["refused"])) == (["broken.docx"], ["mails.zip"])
    assert EvidenceItem.objects.count() == 3
    rows = AuditRow.objects.count()
    again = json.loads(concord(line, tmp_path).out)
    assert (again["filed"], len(again["unchanged"]), AuditRow.objects.count()) == ({}, 4, rows)


def test_talks_are_imported_with_what_was_agreed_to(concord: Concord, tmp_path: Path) -> None:
    by = gather.ready()
    (tmp_path / "talk.txt").write_text("We rarely stay.")
    line = f"evidence import --engagement {by.engagement.ref} --as {by.expert.email} --collected-on 2026-11-03"
    line += " --method interview"
    refused = concord(line, tmp_path)
    assert (refused.code, Document.objects.count()) == (1, 0)
    assert "(consent: one of unattributed, quoted, with_role, withheld); it says nothing" in refused.refusal
    agreed = f"{line} --consent unattributed"
    alone = concord(agreed, tmp_path)
    assert (alone.code, "the reason why this one is open to more people" in alone.refusal) == (1, True)
    assert concord(f"{agreed} --open-because Asked", tmp_path).code == 0
    assert EvidenceItem.objects.values_list("consent", "open_because").get() == ("unattributed", "Asked")


def test_a_folder_is_imported_for_the_activity_that_is_named(concord: Concord, tmp_path: Path) -> None:
    by = field.two_talks()
    (tmp_path / "talk.txt").write_text("We rarely stay.")
    line = f"evidence import --engagement {by.engagement.ref} --as {by.expert.email} --collected-on 2026-11-03"
    line += " --method interview --consent unattributed --releasability confidential"
    refused = concord(f"{line} --activity a3 --dry-run", tmp_path)
    assert (refused.code, "names by “interview” (a1" in refused.refusal) == (1, True)
    assert concord(f"{line} --activity a2", tmp_path).code == 0
    assert EvidenceItem.objects.get().activity == "a2"


def test_a_passage_is_found_and_cited(concord: Concord) -> None:
    by = gather.ready()
    document = gather.document(by, content=b"Sergeants stay two years.")
    hits = json.loads(concord(f"evidence search --as {by.lead.email} --json", "sergeants").out)
    assert (hits["count"], hits["hits"][0]["citation"], hits["items"]) == (1, f"{document.ref} r1 p1 ¶1", [])
    said = concord(f"evidence cite --as {by.lead.email} --json", f"{document.ref} r1 p1 ¶1 [0-9]")
    cited = json.loads(said.out)
    assert (cited["text"], cited["file_sha256"]) == ("Sergeants", document.revisions.get().file_id)
    assert cited["address"] == f"/app/documents/{document.ref}/r1/p1/1/0-9/#c0-9"


def test_a_search_is_narrowed_as_on_the_page(concord: Concord) -> None:
    by = gather.ready()
    document = gather.document(by, content=b"Sergeants stay two years.")
    day, ref = document.item.collected_on, by.engagement.ref
    found = {
        line: json.loads(concord(f"evidence search --as {by.lead.email} --json {line}", "sergeants").out)["count"]
        for line in (
            f"--engagement {ref} --focus-area 1 --method {document.item.method} --from {day} --to {day}",
            "--method interview",
            f"--from {day + timedelta(days=1)}",
            f"--to {day - timedelta(days=1)}",
        )
    }
    assert list(found.values()) == [1, 0, 0, 0]
    elsewhere = concord(f"evidence search --as {by.lead.email} --engagement {ref} --focus-area 9", "sergeants")
    assert f"{ref} has no focus area 9" in elsewhere.refusal
    assert "name it too" in concord(f"evidence search --as {by.lead.email} --focus-area 1", "sergeants").refusal


def test_what_was_typed_of_items_is_found_as_the_page_finds_it(concord: Concord) -> None:
    by = field.ready()
    held = field.held(by, facts="Pursuits end at the river.")
    field.held(by, facts="A pursuit was told of.", releasability="confidential")
    found = json.loads(concord(f"evidence search --as {by.lead.email} --json", "pursuit").out)
    item = {"ref": held.item.ref, "title": held.item.title, "text": "Pursuits end at the river."}
    assert found == {"count": 0, "hits": [], "items": [item]}
    assert concord(f"evidence search --as {by.lead.email} --engagement ENG-1999-0001", "pursuit").out == ""
    printed = concord(f"evidence search --as {by.lead.email}", "pursuit").out
    assert printed == f"{held.item.ref}  {held.item.title}\n    Pursuits end at the river.\n"


def test_nobody_cites_what_they_may_not_see(concord: Concord) -> None:
    by = gather.ready()
    secret = gather.document(by, releasability="confidential")
    auditor = make.person("auditor")
    for where in (f"{secret.ref} r1 p1 ¶1", "DOC-1999-0001 r1 p1 ¶1"):
        said = concord(f"evidence cite --as {auditor.email}", where)
        assert (said.code, said.refusal) == (1, f"There is no passage {where}, or {auditor.email} may not see it.")


def test_two_texts_are_compared_and_written_as_word(concord: Concord, tmp_path: Path) -> None:
    by, file = gather.ready(), tmp_path / "changes.docx"
    document = gather.document(by, content=b"1. Sergeants stay two years in one place.")
    other = gather.document(by, content=b"1. Sergeants stay three years in one place.")
    texts = (f"{document.ref} r1", f"{other.ref} r1")
    (row,) = json.loads(concord(f"evidence compare --as {by.lead.email} --json --word {file}", *texts).out)
    assert row == {
        "what": "reworded",
        "old": f"{document.ref} r1 p1 ¶1",
        "new": f"{other.ref} r1 p1 ¶1",
        "standards": [],
        "text": "Sergeants stay [-two-]{+three+} years in one place.",
    }
    assert file.read_bytes()[:2] == b"PK"
    stranger = make.member(gather.ready("Cedar").engagement, "assessor")
    refused = concord(f"evidence compare --as {stranger.email}", *texts)
    assert (refused.code, refused.refusal) == (1, f"There is no {document.ref}, or it is not yours to see.")


def test_what_is_not_there_is_one_sentence(concord: Concord, tmp_path: Path) -> None:
    by = gather.ready()
    nobody = concord(f"evidence import --engagement {by.engagement.ref} --as nobody@example.org", tmp_path)
    assert nobody.refusal == "Nobody has the address nobody@example.org."
    nowhere = concord(f"evidence import --engagement ENG-1999-0001 --as {by.lead.email}", tmp_path)
    assert nowhere.refusal == "There is no engagement ENG-1999-0001, or it is not theirs to see."
    line = f"evidence import --engagement {by.engagement.ref} --focus-area 9 --as {by.lead.email}"
    assert concord(line, tmp_path).refusal.startswith(f"{by.engagement.ref} has no focus area 9; it has 1")


def test_a_file_whose_name_is_in_other_letters_is_taken_and_no_name_of_a_person_is_told(
    concord: Concord, tmp_path: Path
) -> None:
    by = gather.ready()
    line = f"evidence import --engagement {by.engagement.ref} --as {by.expert.email} --collected-on 2026-11-03"
    (tmp_path / "Ada Canary.txt").write_text("She said so.")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("One.")
    dry = json.loads(concord(f"{line} --json --dry-run", tmp_path).out)
    done = json.loads(concord(f"{line} --json", tmp_path).out)
    assert list(dry["filed"]) == list(done["filed"]) == ["Ada Canary.txt", "caf\ufffd.txt"]
    told = list(EvidenceItem.objects.order_by("pk").values_list("title", "summary"))
    assert told == [("Document 1 of a folder", "A file of a folder."), ("caf\ufffd", "The file caf\ufffd.txt.")]


def test_a_preview_refuses_what_is_larger_than_the_house_takes(
    concord: Concord, tmp_path: Path, settings: object
) -> None:
    by = gather.ready()
    settings.CONCORD_FILE_LIMIT_MB = 1  # type: ignore[attr-defined]
    line = f"evidence import --engagement {by.engagement.ref} --as {by.expert.email} --collected-on 2026-11-03 --json"
    (tmp_path / "long.txt").write_text("word " * 300_000)
    dry, done = (json.loads(concord(f"{line}{more}", tmp_path).out) for more in (" --dry-run", ""))
    assert (
        dry["refused"]
        == done["refused"]
        == {"long.txt": "The file has 1.4 MB; at most 1 MB can be taken. Split or compress it."}
    )
