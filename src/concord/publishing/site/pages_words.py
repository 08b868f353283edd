"""Pages that help a reader find and understand: rules, topics, partners, words, corrections, search, A to Z."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from concord.publishing.site import editions, published, unitbar, view
from concord.publishing.site.archive import Archive, SiteRecord
from concord.publishing.site.places import state_name
from concord.publishing.site.policy import SEARCH_CSP
from concord.publishing.site.speech import SOURCE, say, spoken

Page = tuple[str, str, dict[str, Any]]  # template, address, context
Doc = Mapping[str, Any]
UNNAMED = "unnamed"
MOST_MERGED = 40  # indexes in one search; each is two or three small files to fetch


class Entry(NamedTuple):
    """One line of the index from A to Z: the word, where it leads, and what it is."""

    word: str
    address: str
    kind: str


class Rule(NamedTuple):
    """A rule on which an answer rests: its place on the page, and its words."""

    place: str
    words: str


def answers(office: Mapping[str, Any]) -> list[tuple[Any, Rule | None]]:
    """Return each question with its answer, and the rule on which it rests where the page has it."""
    rules = {row["key"]: Rule(f"criterion-{row['key']}", row["question"]) for row in _criteria(office)}
    for part, words in (("not_supported", "label"), ("next_steps", "title")):  # their keys came later
        rules |= {row["key"]: Rule(f"rule-{row['key']}", row[words]) for row in office[part] if "key" in row}
    return [(row, rules.get(row.get("rule"))) for row in office["who_can_request"]]


def _criteria(office: Mapping[str, Any]) -> Iterator[Any]:
    return (row for kind in office["criteria"].values() for row in kind)


def pages(archive: Archive, as_of: date) -> Iterator[Page]:
    """Yield (template, address, context) of each page; one that would be empty is not there."""
    office = archive.office
    yield (
        "who.html",
        "/who-can-request/",
        {
            "programme": office,
            "answers": answers(office),
        },
    )
    if office["topic_editions"]:
        now = offered(office, as_of)
        yield (
            "topics.html",
            "/topics/",
            {"topics": now, "others": [e for e in office["topic_editions"] if e not in now]},
        )
    if found := partners(archive.sites):
        yield "partners.html", "/partners/", {"partners": found}
    yield "glossary.html", "/glossary/", {"statuses": statuses(office), "methods": office["methods"]}
    yield (
        "corrections.html",
        "/corrections/",
        {
            "corrections": corrections(archive.sites),
            "printed": misprinted(archive.sites),
        },
    )
    yield "search.html", "/search/", search_context(archive.sites)
    letters = a_to_z(archive, as_of)
    yield "a_to_z.html", "/a-z/", {"letters": letters, "count": sum(len(rows) for _, rows in letters)}


def offered(document: Doc, on: date) -> list[Doc]:
    """Return the topic editions whose days include this one."""
    today = on.isoformat()
    return [
        each
        for each in document["topic_editions"]
        if each["effective_from"] <= today <= (each["effective_to"] or "9999-12-31")
    ]


def search_context(sites: Sequence[SiteRecord]) -> dict[str, Any]:
    """Return what the page of the search needs: the sites whose indexes it can merge, and its own policy."""
    return {
        "csp": SEARCH_CSP,
        "sites": [record.document["site"] for record in sites],
        "root": "/" if spoken() == SOURCE else f"/{spoken()}/",
        "most": MOST_MERGED,
        "beyond": len(sites) > MOST_MERGED,
    }


def statuses(document: Doc) -> list[tuple[Doc, str]]:
    """Return the statuses of a programme, each with its sign."""
    signs = unitbar.signs_of(document["statuses"])
    return [(status, signs[status["key"]]) for status in document["statuses"]]


def partners(sites: Sequence[SiteRecord]) -> list[dict[str, Any]]:
    """Return who gives technical assistance, as the sites name them, by name, with the sites of each."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in sites:
        site = record.document["site"]
        if site["provider"]:
            found[site["provider"]].append(
                {
                    "site": site,
                    "address": record.address,
                    "standing": view.standing(site),
                    "state": state_name(site["state"]),
                }
            )
    return [{"name": name, "key": key_of(name), "sites": found[name]} for name in sorted(found, key=sorting)]


def key_of(text: str) -> str:
    """Return a text as an identifier in a page: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split()) or UNNAMED


def sorting(text: str) -> str:
    """Return what a text is sorted by: no accents, no case."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


def corrections(sites: Sequence[SiteRecord]) -> list[dict[str, Any]]:
    """Return every corrected report, the newest correction first."""
    found = [
        {
            "site": record.document["site"],
            "report": report,
            "at": report.current.document["release"]["released_at"],
            "reason": report.current.document["release"]["reason"],
        }
        for record in sites
        for report in record.reports
        if report.corrected
    ]
    return sorted(found, key=lambda row: str(row["at"]), reverse=True)


def misprinted(sites: Sequence[SiteRecord]) -> list[dict[str, Any]]:
    """Return the figures printed by others that arithmetic does not bear out, by site."""
    found = []
    for record in sites:
        for figure in map(published.examine, record.document["published_figures"]):
            wrong = [row.check for row in figure.rows if row.verdict == "differs"]
            wrong += [text for level, text in figure.remarks if level == "error"]
            if wrong:
                address = f"{record.address}#printed-{figure.document['id']}"
                found.append({"site": record.document["site"], "figure": figure, "wrong": wrong, "address": address})
    return found


def a_to_z(archive: Archive, as_of: date) -> list[tuple[str, list[Entry]]]:
    """Return every site, focus area, topic, partner and page by its first letter: the search that needs no script."""
    entries = {entry for entry in _entries(archive, as_of) if entry.word}
    letters: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: (sorting(entry.word), entry)):
        first = sorting(entry.word)[:1].upper()
        letters[first if first.isalpha() else "0–9"].append(entry)
    return sorted(letters.items())


def _entries(archive: Archive, as_of: date) -> Iterator[Entry]:
    office, sites = archive.office, archive.sites
    for record in sites:
        site = record.document["site"]
        mark = {"fictional": say("site, fictional example"), "public record": say("site, from public records")}
        yield Entry(site["name"], record.address, mark.get(site["origin"], say("site")))
        for area in record.document["focus_areas"]:
            where = f"{record.address}focus-areas/#area-{area['number']}"
            yield Entry(area["title"], where, say("focus area at {site}", site=site["name"]))
    for each in offered(office, as_of):
        for family in each["families"]:
            yield Entry(family["name"], "/topics/", say("topics"))
    for partner in partners(sites):
        yield Entry(partner["name"], f"/partners/#{partner['key']}", say("partner"))
    for tier in office["tiers"]:
        yield Entry(tier["name"], f"/programme/#tier-{tier['key']}", say("kind of assistance"))
    for page, _ in editions.pages(archive.programme).values():
        yield Entry(page["title"], f"/about/{page['key']}/", say("page"))
    own = (
        (say("About the figures"), "/about-the-figures/"),
        (say("Assistance, asking for"), "/request/"),
        (say("Corrections"), "/corrections/"),
        (say("Data"), "/data/"),
        (say("Glossary"), "/glossary/"),
        (say("Requesting assistance: who can"), "/who-can-request/"),
        (say("Sites, all"), "/sites/"),
        (say("Statuses: what they mean"), "/glossary/#statuses"),
        (say("Verifying a page"), "/about-the-figures/#verify"),
    )
    for title, address in own:
        yield Entry(title, address, say("page"))
