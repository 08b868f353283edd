import json
import zipfile
from pathlib import Path

from concord.evidence.models import Code, Coding
from tests.cli.conftest import Concord
from tests.factories import coding as code
from tests.factories import evidence as gather
from tests.factories.engagements import AT


def test_a_codebook_goes_out_and_comes_in(concord: Concord, tmp_path: Path) -> None:
    by = gather.ready()
    book = code.codebook(by)
    file = tmp_path / "voices.qdc"
    assert concord(f"codes export {book.ref} {file} --as {by.lead.email}").out == "Written: voices.qdc\n"
    asked = f"codes import {file} --codebook {book.ref} --as {by.lead.email} --json"
    assert json.loads(concord(f"{asked} --dry-run").out) == {"origin": "Concord", "codes": 3, "not kept": []}
    assert (concord(asked).code, Code.objects.count()) == (0, 3)


def test_a_round_goes_out_as_a_project_and_its_agreement_is_printed(concord: Concord, tmp_path: Path) -> None:
    by = gather.ready()
    of = code.closed(by)
    file = tmp_path / "round.qdpx"
    assert concord(f"codes export {of.ref} {file} --as {by.lead.email}").out == "Written: round.qdpx\n"
    with zipfile.ZipFile(file) as packed:
        project = packed.read("project.qde").decode()
    assert (project.count("<Coding "), 'startPosition="0" endPosition="37"' in project) == (3, True)
    told = json.loads(concord(f"codes agreement --round {of.ref} --as {by.lead.email} --json").out)
    found = {(row["code"], row["coefficient"]): row["value"] for row in told["rows"]}
    assert found["Moves", "Krippendorff's alpha, nominal"] == 1.0


def test_a_stranger_learns_nothing_of_codes(concord: Concord, tmp_path: Path) -> None:
    by, other = gather.ready(), gather.ready("Birch Harbour")
    book = code.codebook(by)
    said = concord(f"codes export {book.ref} {tmp_path / 'x.qdc'} --as {other.lead.email}")
    assert (said.code, said.refusal) == (1, f"There is no codebook {book.ref}, or it is not theirs to see.")


def test_a_whole_project_is_looked_at_and_taken_in(concord: Concord, tmp_path: Path) -> None:
    by = gather.ready()
    of = code.closed(by)
    file = tmp_path / "round.qdpx"
    concord(f"codes export {of.ref} {file} --as {by.lead.email}")
    book = code.codebook(by, name="Elsewhere")
    told = "--focus-area 1 --method interview --releasability releasable --consent quoted --open-because Asked"
    asked = f"codes import-project {file} --codebook {book.ref} {told} --collected-on {AT.date()} --as {by.lead.email}"
    before = Coding.objects.count()
    found = json.loads(concord(f"{asked} --dry-run --json").out)
    assert (found["codes"], found["texts"], found["selections"], found["codings"]) == (3, 1, 2, 3)
    assert Coding.objects.count() == before
    assert concord(asked).out.splitlines()[-1].startswith("Taken in: CRD-")
    assert Coding.objects.count() == before + 3


def test_a_trial_says_what_would_keep_a_project_out_as_taking_it_in_does(concord: Concord, tmp_path: Path) -> None:
    by = gather.ready()
    of = code.closed(by)
    file = tmp_path / "round.qdpx"
    concord(f"codes export {of.ref} {file} --as {by.lead.email}")
    asked = f"codes import-project {file} --codebook {of.codebook.ref} --collected-on {AT.date()} --as {by.lead.email}"
    talk = "--focus-area 1 --method interview --releasability releasable"
    for wrong in (talk, f"{talk} --consent withheld", talk.replace("area 1", "area 9"), talk.replace("inter", "no")):
        tried, done = concord(f"{asked} {wrong} --dry-run"), concord(f"{asked} {wrong}")
        assert (tried.code, tried.out, tried.refusal) == (1, "", done.refusal)
    assert "what those who took part agreed to" in concord(f"{asked} {talk} --dry-run").refusal


def test_an_engagement_stands_for_its_only_codebook(concord: Concord, tmp_path: Path) -> None:
    by, other = gather.ready(), gather.ready("Birch Harbour")
    book = code.codebook(by)
    file = tmp_path / "voices.qdc"
    concord(f"codes export {book.ref} {file} --as {by.lead.email}")
    asked = f"codes import {file} --engagement {by.engagement.ref}"
    assert concord(f"{asked} --as {by.lead.email} --dry-run").code == 0
    said = f"Expected one codebook in use in {by.engagement.ref}; yours to see there:"
    assert concord(f"{asked} --as {other.lead.email}").refusal == f"{said} none."
    second = code.codebook(by, name="Elsewhere")
    assert concord(f"{asked} --as {by.lead.email}").refusal == f"{said} {book.ref}, {second.ref}."
    assert concord(f"{asked} --codebook {book.ref} --as {by.lead.email}").refusal == (
        "Say either --codebook, or --engagement where it has one codebook in use."
    )
