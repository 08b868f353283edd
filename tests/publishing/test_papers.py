"""Each status report is there as PDF and as Word: made once from its release, for every reader."""

import io
import re
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from pytest_django import Settings

from concord.core import documents
from concord.publishing import actions, jobs, queries
from concord.publishing.compile.paper import paper
from concord.publishing.models import Release
from concord.publishing.site import build, papers
from concord.publishing.site.archive import PAPERS
from tests.core.documents import reading
from tests.factories import engagements as make
from tests.factories import publishing as office
from tests.factories.engagements import AT
from tests.publishing.site import samples

OFFICE = {"programme": "Assistance Office (fictional)", "public_url": "https://reform.example"}
HEADINGS = (
    ("H1", "Fifth status report"),
    ("H2", "What was done"),
    ("H2", "What came of it"),
    ("H2", "Where the 36 recommendations stand"),
    ("H2", "What changed"),
    ("H3", "2 November 2026"),
    ("H3", "20 October 2026"),
    ("H3", "30 September 2026"),
    ("H2", "Focus areas"),
    ("H2", "What comes next"),
    ("H2", "What each status means"),
    ("H2", "About this document"),
)
REPORTED = "13 complete, 5 partially complete, 11 in progress, 7 not started"
ASSESSED = "8 complete, 5 partially complete, 16 in progress, 7 not started"


def said() -> documents.Document:
    return paper(samples.report(samples.typical()), OFFICE)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return documents.pdf(said(), at=AT)


@pytest.fixture(scope="module")
def word() -> bytes:
    return documents.word(said(), at=AT)


def elements(file: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """The elements of the structure tree, in reading order."""
    found: list[pikepdf.Dictionary] = []

    def walk(element: Any) -> None:
        found.append(element)
        inside = element.get("/K", [])
        for child in inside if isinstance(inside, pikepdf.Array) else [inside]:
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                walk(child)

    for child in file.Root.StructTreeRoot.K:
        walk(child)
    return found


def named(file: pikepdf.Pdf, *kinds: str) -> list[pikepdf.Dictionary]:
    return [each for each in elements(file) if str(each.S).removeprefix("/") in kinds]


def test_the_pdf_says_what_it_is_in_which_language_and_has_bookmarks(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert str(file.Root.Lang) == "en"
        assert bool(file.Root.MarkInfo.Marked)
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        with file.open_metadata() as about:
            assert (about["dc:title"], about["pdfuaid:part"]) == ("Fifth status report", "1")
        with file.open_outline() as outline:
            marks = [mark.title for top in outline.root for mark in (top, *top.children)]
    assert marks == [text for kind, text in HEADINGS if kind != "H3"]


def test_the_headings_of_the_pdf_stand_in_the_order_of_the_page(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        kinds = [str(each.S).removeprefix("/") for each in named(file, "H1", "H2", "H3", "H4")]
    assert kinds == [kind for kind, _ in HEADINGS]
    text = "".join(reading.pdf(pdf).text.split())
    places = [text.find("".join(heading.split())) for _, heading in HEADINGS]
    assert places == sorted(places)
    assert min(places) >= 0


def test_each_head_of_a_table_in_the_pdf_says_what_it_heads(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        scopes = [str(each.A.Scope) for each in named(file, "TH")]
        tables, captions = named(file, "Table"), named(file, "Caption")
        cells = [each for each in named(file, "TD") if "/Headers" not in each.get("/A", {})]
    assert set(scopes) == {"/Column", "/Row"}
    assert (len(tables) >= len(captions) > 0, cells) == (True, [])


def test_each_picture_says_in_words_what_it_shows(pdf: bytes, word: bytes) -> None:
    wanted = [
        f"Assessed by the assessment team, each square one recommendation: {ASSESSED}.",
        f"Reported by the agency, each square one recommendation: {REPORTED}.",
    ]
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert [str(each.Alt) for each in named(file, "Figure")] == wanted
    drawn = reading.parts(word)["word/document.xml"].iter("{*}docPr")
    assert [each.get("descr") for each in drawn] == wanted


def test_the_word_file_has_real_headings_repeated_heads_and_a_language(word: bytes) -> None:
    file = docx.Document(io.BytesIO(word))
    styles: dict[str | None, str] = {"Title": "H1", "Heading 1": "H2", "Heading 2": "H3"}
    found = [(styles[p.style.name], p.text) for p in file.paragraphs if p.style and p.style.name in styles]
    assert tuple(found) == HEADINGS
    heads = reading.parts(word)["word/document.xml"].iter(f"{reading.W}tblHeader")
    assert sum(1 for _ in heads) == sum(isinstance(block, documents.Table) for block in said().blocks)
    assert file.core_properties.language == "en"


def test_the_same_release_gives_the_same_bytes(pdf: bytes, word: bytes) -> None:
    assert (documents.pdf(said(), at=AT), documents.word(said(), at=AT)) == (pdf, word)


def test_every_figure_on_paper_is_the_one_of_the_release() -> None:
    report = samples.report(samples.typical())
    (table,) = [
        b for b in said().blocks if isinstance(b, documents.Table) and b.head[0] == "Status" and len(b.head) > 3
    ]
    base = report["figures"]["base"]
    for row, line in zip(report["figures"]["assessed"], table.rows, strict=False):
        assert line[1] == str(row["count"])
    assert table.rows[-1][:3] == ("All", str(base), "100%")


@pytest.fixture
def out(tmp_path: Path, settings: Settings) -> Path:
    settings.CONCORD_PUBLIC_SITE = tmp_path / "public"
    return tmp_path / "public"


@pytest.mark.django_db
@pytest.mark.owed("P10")
def test_a_published_report_has_its_papers_a_little_later_and_each_is_made_once(out: Path) -> None:
    office.programme()
    office.report(office.press(), "published")
    jobs.build_site()
    page = out / "current/sites/alder-falls/reports/2026-11-03/index.html"
    assert "Take it with you" not in page.read_text()
    jobs.print_reports()
    release = Release.objects.get(kind="report")
    folder = out / "current/sites/alder-falls/releases"
    links = re.findall(r'<a href="([^"]+\.(?:pdf|docx))" download="([^"]+)">', page.read_text())
    name = release.ref.lower()
    assert links == [
        (f"/sites/alder-falls/releases/{name}.{kind}", f"alder-falls-status-report-1.{kind}")
        for kind in ("pdf", "docx")
    ]
    for kind in PAPERS:
        assert (folder / f"{name}.{kind}").read_bytes() == (out / "papers" / f"{release.sha256}.{kind}").read_bytes()
    before = {path: path.stat().st_mtime_ns for path in (out / "papers").iterdir() if path.suffix}
    jobs.print_reports()
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.django_db
def test_of_what_was_withheld_no_paper_stays(out: Path) -> None:
    by = office.press()
    office.programme()
    office.report(by, "published", outcomes="A clerk, Zqprivatezq, agreed.")
    office.following(by, "published", 1)
    jobs.print_reports()
    first, second = Release.objects.filter(kind="report").order_by("pk")
    secret = papers.path_of(out / "papers", first.sha256, "pdf").read_bytes()
    assert b"Zqprivatezq" in reading.everything(secret)
    words = {"grounds": "privacy", "words": "It named somebody who had not agreed."}
    asked = actions.ask_to_withhold(first, **words, by=make.person("programme_officer"), at=AT)
    actions.withhold(asked, by=make.person("approving_official"), at=AT)
    jobs.forget_withheld()
    left = sorted(path.name for path in (out / "papers").iterdir() if path.suffix)
    assert left == sorted(f"{second.sha256}.{kind}" for kind in PAPERS)
    held = [path for path in out.rglob("*") if path.suffix in {".pdf", ".docx"}]
    assert [path for path in held if b"Zqprivatezq" in reading.everything(path.read_bytes())] == []
    assert queries.report_hashes() == [second.sha256]
    jobs.print_reports()
    assert sorted(path.name for path in (out / "papers").iterdir() if path.suffix) == left


def test_without_papers_the_site_is_whole_and_offers_none(tmp_path: Path) -> None:
    site = samples.typical()
    build([samples.programme(), site, samples.report(site)], tmp_path, as_of=samples.AS_OF, kept=tmp_path / "none")
    page = (tmp_path / "current/sites/riverbend/reports/2026-11-14/index.html").read_text()
    assert "Take it with you" not in page
