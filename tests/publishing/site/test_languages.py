"""The public pages in two languages: everything that the house says, and nothing of what people wrote."""

import ast
import re
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from concord.publishing.site import build, dates, dictionary, messages, numbers, opendata, speech
from concord.publishing.site.engine import TEMPLATES
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built, everything_in

PO = speech.CATALOGUES / "es" / "LC_MESSAGES" / "public.po"
HELD = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|</?\w[^>]*>|(?<!\{)\{\w+\}")
BOTH = speech.chosen(["en", "es"])
IN_TEMPLATES = sorted({message for path in TEMPLATES.rglob("*.html") for message in messages.of(path.read_text())})
OF_TABLES = [*opendata.LABELS.values(), *dictionary.COLUMNS.values()]


def in_sentences() -> list[str]:
    """Every text that stands itself in a call of say()."""
    found = set()
    for path in Path(speech.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                (first, *_) = node.args
                shown = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                found |= {one.value for one in shown if isinstance(one, ast.Constant) and one.value}
    return sorted(map(str, found))


@pytest.fixture(scope="module")
def catalogue() -> dict[str, str]:
    with PO.open("rb") as file:
        return {str(row.id): str(row.string) for row in read_po(file, locale="es") if row.id}


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, set[str]]:
    """One of each sample in both languages, and what the catalogue was asked for in vain."""
    missed: set[str] = set()

    class Noting(NullTranslations):
        def gettext(self, message: str) -> str:
            missed.add(message)
            return message

    speech.catalogue("es").add_fallback(Noting())
    out = tmp_path_factory.mktemp("both")
    build(samples.everything(), out, as_of=samples.AS_OF, languages=BOTH)
    speech.catalogue.cache_clear()
    return Built(out / "current"), missed


def test_the_catalogue_has_every_text_of_the_templates_and_of_the_sentences(catalogue: dict[str, str]) -> None:
    assert [message for message in (*IN_TEMPLATES, *in_sentences(), *OF_TABLES) if not catalogue.get(message)] == []


def test_no_page_asks_the_catalogue_for_what_it_does_not_have(spanish: tuple[Built, set[str]]) -> None:
    assert spanish[1] == set()


def test_a_translation_holds_what_the_source_holds(catalogue: dict[str, str]) -> None:
    """Values may be said twice or left out where the grammar wants it, never invented."""
    wrong = {message: set(HELD.findall(said)) - set(HELD.findall(message)) for message, said in catalogue.items()}
    plural = {found for invented in wrong.values() for found in invented if "pluralize" in found}
    assert {message for message, invented in wrong.items() if invented - plural} == set()


def test_the_compiled_catalogue_is_the_written_one(catalogue: dict[str, str]) -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert {message: compiled.gettext(message) for message in catalogue} == catalogue


def test_text_between_tags_in_attributes_and_in_brackets_is_found() -> None:
    source = (
        '{% if a > b %}<p aria-label="Parts">Base {{ n }}.</p>{% endif %}<a title="{{ x }}">[[See <b>it</b>]]</a>'
        "{{ n|pluralize(\"row,rows\") }} <script>const words = 'no';</script>"
    )
    assert messages.of(source) == ["Parts", "Base {{ n }}.", "See <b>it</b>", "row,rows"]
    assert messages.changed(source, str) == source.replace("[[", "").replace("]]", "")


@pytest.mark.owed("A38")
def test_every_page_is_there_in_spanish_and_leads_to_spanish_pages(spanish: tuple[Built, set[str]]) -> None:
    built, _ = spanish
    pages = {str(path.relative_to(built.root)) for path in built.files(".html")}
    english = {page for page in pages if not page.startswith("es/")}
    assert {page.removeprefix("es/") for page in pages - english} == english
    for page in (built.root / "es").glob("**/index.html"):
        links = set(re.findall(r'<a (?![^>]*hreflang)[^>]*href="(/[^"#?]*)', page.read_text()))
        own = {link for link in links if link.endswith("/") and not link.startswith(("/app/", "/request/", "/follow/"))}
        assert {link for link in own if not link.startswith("/es/")} == set()
        assert [link for link in own if not built.has(f"{link}index.html")] == []


def test_a_page_says_its_language_the_one_that_holds_and_where_the_other_is(spanish: tuple[Built, set[str]]) -> None:
    built, _ = spanish
    for prefix, language, said in (
        ("", "en", "If the texts differ, English counts"),
        ("/es", "es", "Si los textos difieren, vale el inglés"),
    ):
        page = built.page(f"{prefix}/sites/riverbend/recommendations/")
        assert f'<html lang="{language}">' in page
        assert said in page
        assert re.findall(r'<a lang="\w\w" hreflang="(\w\w)" href="([^"]+)"', page) == [
            ("es", "/es/sites/riverbend/recommendations/")
            if language == "en"
            else ("en", "/sites/riverbend/recommendations/")
        ]


def test_what_people_wrote_stays_and_says_its_language(spanish: tuple[Built, set[str]]) -> None:
    page = spanish[0].page("/es/sites/riverbend/reports/2026-11-14/")
    assert '<p lang="en">The team held twelve interviews and observed two review boards.</p>' in page
    assert "Qué se hizo" in page
    english = spanish[0].page("/sites/riverbend/reports/2026-11-14/")
    assert re.findall(r'<(\w+)[^>]* lang="en"', english) == ["html"]


def test_the_first_language_of_a_build_is_the_one_that_holds(tmp_path: Path) -> None:
    build([samples.programme()], tmp_path, as_of=samples.AS_OF, languages=speech.chosen(["es", "en"]))
    built = Built(tmp_path / "current")
    assert "If the texts differ, Spanish counts." in built.page("/")
    assert "Si los textos difieren, vale el español." in built.page("/es/")


def test_data_and_feeds_are_in_the_language_of_the_source_alone(spanish: tuple[Built, set[str]]) -> None:
    files = {path.suffix for path in everything_in(spanish[0].root / "es") if "search" not in str(path)}
    assert files & {".csv", ".atom", ".xlsx", ".png"} == set()


@pytest.mark.parametrize(
    ("say", "wanted"),
    [
        (lambda: dates.long_date("2026-11-09"), "9 de noviembre de 2026"),
        (lambda: dates.partial_when({"value": "2025-06", "precision": "month"}), "en junio de 2025"),
        (lambda: numbers.counted(1, "finding"), "1 hallazgo"),
        (lambda: numbers.counted(1200, "recommendation"), "1,200 recomendaciones"),
        (lambda: dates.days(2), "2 días"),
    ],
)
def test_dates_and_counts_are_spoken_in_spanish(say: Any, wanted: str) -> None:
    with speech.speaking("es"):
        assert say() == wanted
