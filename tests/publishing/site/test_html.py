"""Every page is faultless HTML: of each sample, in each language, and with 10,000 rows."""

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import chain, pairwise

import pytest
from tinyhtml5.parser import HTMLParser as StrictParser

from concord.publishing.site import archive, build, listing, pages_changes, pages_data, pages_site, speech, view
from concord.publishing.site.build import chrome_of
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built

BOTH = speech.chosen(["en", "es"])
ROWS = 10_000
OF_A_FINDING = 4
HEAVIEST = 30_000  # bytes of a compressed page; what all pages share comes besides, and 60 kB is what all may weigh
VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))


class Nested(HTMLParser):
    """Finds each element that is closed out of turn: enough for rows by the thousand, and fast."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"{tag} at {self.getpos()}")


def parsed(body: bytes) -> list[object]:
    """What a parser that follows the standard has to say of a page."""
    parser = StrictParser(namespace_html_elements=False)
    parser.parse(body)
    return list(parser.errors)


def nested(body: bytes) -> list[object]:
    found = Nested(body.decode())
    return [*found.wrong, *found.open]


def faults(pages: dict[str, bytes], read: Callable[[bytes], list[object]]) -> dict[str, list[object]]:
    """What is wrong with each page, identifiers that stand twice, headings that skip a level."""
    found = {}
    for name, body in pages.items():
        text = body.decode()
        twice = [one for one, count in Counter(re.findall(r' id="([^"]+)"', text)).items() if count > 1]
        levels = [0, *map(int, re.findall(r"<h([1-6])[ >]", text))]
        skipped = [step for step in pairwise(levels) if step[1] > step[0] + 1]
        found[name] = [*read(body), *twice, *skipped]
    return {name: wrong for name, wrong in found.items() if wrong}


def test_every_page_of_the_samples_is_without_fault_in_each_language(tmp_path_factory: pytest.TempPathFactory) -> None:
    out = tmp_path_factory.mktemp("both")
    build([*samples.everything(), *samples.before()], out, as_of=samples.AS_OF, languages=BOTH)
    built = Built(out / "current")
    pages = {str(path.relative_to(built.root)): path.read_bytes() for path in built.files(".html")}
    assert (faults(pages, parsed), {"404.html", "es/404.html"} <= set(pages)) == ({}, True)


def lists() -> Iterator[tuple[str, bytes]]:
    """The pages that list, of a site with 10,000 recommendations: all of its pages but those of each single one."""
    sizes = {area: [OF_A_FINDING] * (ROWS // OF_A_FINDING // len(samples.TOPICS) + 1) for area in samples.TOPICS}
    document = samples.worked_site("metropolis-county", "Metropolis County", sizes, site={"origin": "fictional"})
    found = archive.read([samples.programme(), document])
    (record,), chrome = found.sites, chrome_of(found, BOTH)
    with speech.speaking("es"):
        ready = view.build(record)
        page = pages_site.page_maker(record.current, chrome, parts=pages_site.parts_of(record, ready, []))
        yield page("site.html", record.address, pages_site.site_context(ready, chrome, samples.AS_OF))
        for address, context in pages_site.list_pages(ready):
            yield page("recommendations.html", address, context)
        for address, context in pages_site.finding_contexts(ready):
            yield page("findings.html", address, context)
        for template, address, context in pages_changes.pages(ready, [], samples.AS_OF):
            yield page(template, address, context)
        shown = {"crumbs": pages_site.crumbs(ready), **pages_data.site_context(record)}
        yield page("data.html", f"{record.address}data/", shown)


def test_ten_thousand_rows_are_listed_without_fault() -> None:
    pages = dict(lists())
    listed = {name: body.decode() for name, body in pages.items() if "/recommendations" in name}
    row = re.compile(r'<li><a href="(/es/sites/metropolis-county/recommendations/[^"#]+)"')
    links = [row.findall(each) for each in listed.values()]
    once = Counter(chain(*links))
    assert (len(once) >= ROWS, set(once.values()), max(map(len, links))) == (True, {1}, listing.ROWS)
    assert {name for name in listed if len(gzip.compress(pages[name])) > HEAVIEST} == set()
    assert faults(pages, nested) == {}
