"""Projects that real programs wrote: every count and place goes in and comes out again, as the files themselves say.

The files are a folder outside the repository (CONCORD_SHARED_DATA, else ../shared/data). Where it is absent this fails
in CI and elsewhere is said, in one line, not to have been compared.
"""

import io
import os
import sqlite3
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import etree

from concord.analysis.text.exchange import write_project
from concord.evidence import actions, coded_projects, coding_exchange, jobs, queries
from concord.evidence.coded_projects import Survey
from concord.evidence.models import CodedProject, Coding, Document
from tests.factories import coding as code
from tests.factories import evidence as gather
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("CONCORD_SHARED_DATA", ROOT.parent / "shared" / "data")) / "evidence"
SPACE = "{urn:QDA-XML:project:1.0}"
Find = Callable[[str], Path | None]


@pytest.fixture(scope="module")
def find(request: pytest.FixtureRequest) -> Find:
    """A file of the folder, or None, said once, where the folder is absent (a failure in CI)."""
    present = FOLDER.is_dir()
    if not present:
        if os.environ.get("CI"):
            pytest.fail(f"the projects must be there in CI: {FOLDER}", pytrace=False)
        with request.config.pluginmanager.get_plugin("capturemanager").global_and_fixture_disabled():
            sys.stdout.write("\ntest_coded_projects: no projects of other programs here, so none was taken in\n")
    return lambda name: FOLDER / name if present else None


def brought(by: plans.Cast, path: Path) -> CodedProject:
    made = actions.bring_project(
        code.codebook(by),
        name="From elsewhere",
        focus_area=1,
        method="interview",
        consent="quoted",
        open_because="They asked for it.",
        collected_on=gather.told()["collected_on"],
        releasability="releasable",
        upload=SimpleUploadedFile(path.name, path.read_bytes()),
        by=by.lead,
        at=AT,
    )
    return jobs.look_at(made)


def surveyed(project: CodedProject) -> Survey:
    said = coded_projects.survey(project)
    assert said is not None
    return said


def out_again(by: plans.Cast, project: CodedProject) -> bytes:
    """Take a project in and return the project that leaves, as a file; the schema allows it."""
    done = jobs.take_in(actions.take_project(project, by=by.lead, at=AT))
    assert done.round is not None
    of = queries.coding_round(done.round.ref)
    assert of is not None
    file = io.BytesIO()
    write_project(coding_exchange.project_of(by.lead, of).project, file)
    return file.getvalue()


def told(root: "etree._Element") -> Counter[tuple[str, str, str, tuple[str, ...]]]:
    """Each selection of a project file by itself: its id, its places, the names of its codes."""
    names = {one.get("guid", "").lower(): one.get("name", "") for one in root.iter(f"{SPACE}Code")}
    found = Counter[tuple[str, str, str, tuple[str, ...]]]()
    for one in root.iter(f"{SPACE}PlainTextSelection"):
        given = sorted({names[ref.get("targetGUID", "").lower()] for ref in one.iter(f"{SPACE}CodeRef")})
        places = (one.get("startPosition", ""), one.get("endPosition", ""))
        found[one.get("guid", "").lower(), *places, tuple(given)] += 1
    return found


def opened(content: bytes) -> tuple["etree._Element", list[str]]:
    """The XML of a package, and its texts in the order of their words."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        texts = [file.read(name).decode("utf-8-sig") for name in file.namelist() if name.endswith(".txt")]
        return etree.fromstring(file.read("project.qde")), sorted(texts)


def test_a_project_of_qc_goes_in_and_comes_out_with_every_selection_at_its_place(find: Find) -> None:
    path, by = find("refi-qda/qc-1.3.2-scrubbed.qdpx"), gather.ready()
    if path is None:
        return
    root, texts = opened(path.read_bytes())
    count = {tag: sum(1 for _ in root.iter(f"{SPACE}{tag}")) for tag in ("Code", "PlainTextSelection", "Coding")}
    assert count == {"Code": 262, "PlainTextSelection": 158, "Coding": 205}
    project = brought(by, path)
    said = surveyed(project)
    assert (len(said.codes), said.selections, said.codings, said.lost) == (262, 158, 205, [])
    back, texts_back = opened(out_again(by, project))
    assert (told(back), texts_back) == (told(root), texts)
    assert Coding.objects.filter(selection__isnull=False).values("selection", "code").distinct().count() == 205
    schema = find("refi-qda/Project-mrt2019.xsd")
    assert schema is not None
    etree.XMLSchema(etree.parse(schema)).assertValid(back)


def test_a_project_of_taguette_goes_in_and_comes_out_with_every_highlight(find: Find) -> None:
    path, by = find("taguette/taguette-1.5.2-project-export.sqlite3"), gather.ready()
    if path is None:
        return
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
        counts = [
            len(base.execute(query).fetchall())
            for query in (
                "SELECT * FROM documents",
                "SELECT * FROM tags",
                "SELECT * FROM highlights",
                "SELECT * FROM highlight_tags",
            )
        ]
        snippets = [plain for (plain,) in base.execute("SELECT snippet FROM highlights ORDER BY id")]
    project = brought(by, path)
    said = surveyed(project)
    assert [said.texts, len(said.codes), said.selections, said.codings] == counts
    back, _ = opened(out_again(by, project))
    assert len(told(back)) == counts[2]
    words = {one.words.strip() for one in queries.quotes(list(Coding.objects.filter(selection__isnull=False)))}
    assert words == {snippet.strip() for snippet in snippets}


@pytest.mark.parametrize("name", ["blank-atlas-project", "target-atlas-project", "nvivo-mac-15.0-empty-sources"])
def test_a_project_without_texts_is_refused_with_a_sentence_and_changes_nothing(find: Find, name: str) -> None:
    path, by = find(f"refi-qda/{name}.qdpx"), gather.ready()
    if path is None:
        return
    there = Document.objects.count()
    project = brought(by, path)
    why = "The project holds no text that could be taken in; its codes alone can be taken in as codes."
    assert (project.state, project.why, project.file_id, Document.objects.count()) == ("refused", why, None, there)


@pytest.mark.parametrize(
    ("name", "codes"),
    [("refi-qda/nvivo-mac-15.0-empty-sources.qdpx", 262), ("refi-qda/target-atlas-project.qdpx", 3)],
)
def test_the_codes_of_a_project_without_texts_are_taken_in(find: Find, name: str, codes: int) -> None:
    path, by = find(name), gather.ready()
    if path is None:
        return
    book = code.codebook(by)
    there = book.codes.count()
    with path.open("rb") as file:
        found = coding_exchange.read(file, path.name)
    actions.import_codes(book, codes=found.codes, origin=found.origin, by=by.lead, at=AT)
    assert (len(found.codes), book.codes.count() - there) == (codes, codes)
