"""The files that belong to the programme and not to one site: front page, what is offered and by which rules, the
editions, explaining pages, list of sites, about, feeds, assets."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from concord.publishing.site import (
    catalogue,
    editions,
    figures,
    frame,
    pages_data,
    pages_words,
    unitbar,
    usmap,
    view,
    withheld,
)
from concord.publishing.site.archive import Archive, Release, SiteRecord
from concord.publishing.site.engine import render
from concord.publishing.site.feeds import entry, robots, whole_feed
from concord.publishing.site.frame import Chrome
from concord.publishing.site.places import state_name
from concord.publishing.site.series import host_of
from concord.publishing.site.speech import say

File = tuple[str, bytes]

# Key, heading, what it means, and the standings that it gathers; a site is listed once.
SECTIONS: tuple[tuple[str, str, str, frozenset[str]], ...] = (
    ("active", "Active", "Work is under way, or announced.", frozenset(("active", "announced"))),
    (
        "stopped",
        "Stopped or suspended",
        "Work or reporting ended before it was finished. What was owed, and by whom, stands on each page.",
        frozenset(view.STOPPED),
    ),
    ("closed", "Closed", "The engagement was closed; its record stays here.", frozenset(("closed",))),
    ("past", "Past", "Over; how it ended is not in the public record.", frozenset(("ended",))),
)

STAGES = {
    "agreement": "A signed agreement",
    "plan": "A work plan, with the chief executive’s concurrence",
    "evidence": "Evidence is gathered",
    "findings": "Findings and recommendations",
    "reforms": "Help with change, followed to its end",
    "reports": "Regular status reports",
    "deliveries": "Training, coaching or advice",
    "evaluation": "Evaluation by those who took part",
}
"""The stages of an engagement, in their order, as readers know them."""
LATEST = 6
FROM_ALL = frozenset(("/sites/", "/partners/", "/corrections/", "/a-z/", "/data/", "/search/"))
RULES = ("/who-can-request/", "/topics/", "/partners/")
OPENING = 110  # characters


def files(archive: Archive, chrome: Chrome, as_of: date) -> Iterator[File]:
    """Yield (path, content) of every page that is not one site's own."""
    sections = sections_of(archive.sites)
    yield page("home.html", "/", home_context(archive, sections, chrome, as_of), chrome)
    yield from programme_pages(archive, chrome, as_of)
    yield page("sites.html", "/sites/", sites_context(archive.sites, sections), chrome)
    yield page("about.html", "/about-the-figures/", about_context(archive), chrome)
    for template, address, context in pages_words.pages(archive, as_of):
        yield page(template, address, context, chrome)
    yield page("all_data.html", "/data/", pages_data.programme_context(archive), chrome)
    yield from withheld.pages(archive.withheld, chrome, filled=set())
    yield "404.html", render("404.html", {"chrome": chrome, "frame": frame.make(chrome, "", None)})


def documents(archive: Archive, chrome: Chrome) -> Iterator[File]:
    """Yield (path, content) of what the programme publishes besides pages, in no language of ours."""
    yield from pages_data.programme_files(archive)
    yield "data.json", catalogue.catalogue(archive)
    for release in (*archive.programme, *archive.withheld):
        yield release.address.lstrip("/"), release.body
    yield "feed.atom", whole_feed(archive, chrome)
    yield "robots.txt", robots(chrome)
    yield from chrome.assets.files.items()


def programme_pages(archive: Archive, chrome: Chrome, as_of: date) -> Iterator[File]:
    """Yield what the programme offers and by which rules, each edition of it, and the pages that explain it."""
    known = editions.gather(archive.programme)
    past = editions.earlier_announcements(archive.programme, as_of)
    shared = {"editions": known, "past_announcements": past}
    yield page("programme.html", "/programme/", {**edition_context(known[0], as_of), **shared}, chrome)
    for each in known:
        permanent = {**edition_context(each, as_of), "permanent": True, "newest": known[0]}
        yield page("programme.html", each.address, permanent, chrome, each.release)
    current = {row["key"] for row in archive.office["pages"]}
    for key, (document, release) in editions.pages(archive.programme).items():
        context = {
            "document": document,
            "opening": first_sentence(document),
            "host": host_of((document.get("recording") or {}).get("address")),
            "former": None if key in current else release,
            "others": [row for row in archive.office["pages"] if row["key"] != key],
        }
        yield page("page.html", address_of(document), context, chrome, release)


def address_of(document: Mapping[str, Any]) -> str:
    """Return the permanent address of a page that explains the programme."""
    return f"/about/{document['key']}/"


def page(template: str, address: str, context: dict[str, Any], chrome: Chrome, release: Release | None = None) -> File:
    """Render one page of the programme under its address, from a release or the newest."""
    # What is built from every site's release has no single one at its foot.
    built_from = None if address in FROM_ALL else release or chrome.release
    section = "programme" if address.startswith(("/programme/", "/about/", *RULES)) else address.strip("/")
    around = frame.make(chrome, section, built_from, address=address)
    return (
        f"{address.lstrip('/')}index.html",
        render(template, {"chrome": chrome, "address": address, "frame": around, **context}),
    )


def sections_of(sites: Sequence[SiteRecord]) -> list[dict[str, Any]]:
    """Group the sites as readers look for them; leave out groups without a site."""
    found = [
        {
            "key": key,
            "title": say(title),
            "meaning": say(meaning),
            "rows": [site_row(site) for site in sites if site.document["site"]["state_key"] in standings],
        }
        for key, title, meaning, standings in SECTIONS
    ]
    return [section for section in found if section["rows"]]


def site_row(record: SiteRecord) -> dict[str, Any]:
    """Return what the list of sites shows of one site."""
    document = record.document
    site = document["site"]
    computed = document["figures"]
    drawn = None
    if computed and computed["assessed"]:
        rows = figures.rows_of(computed["assessed"], document, computed["base"], "")
        drawn = unitbar.draw([(row.sign, row.count) for row in rows], width=260, height=22, largest=14)
    return {
        "site": site,
        "address": record.address,
        "standing": view.standing(site),
        "state_name": state_name(site["state"]),
        "sentence": figures.lede(document) or (view.lede(document) if document["series"] else ""),
        "as_of": computed["as_of"] if computed else None,
        "bar": drawn,
        "recommendations": len(document["recommendations"]),
    }


def opening(intro: str) -> tuple[str, str]:
    """Part the first sentences of a text, enough to stand large at the head of a page, from the rest."""
    first, _, rest = intro.replace("\r\n", "\n").partition("\n\n")
    sentences = re.split(r"(?<=[.!?])\s+", first)
    count = 1
    while count < len(sentences) and len(" ".join(sentences[:count])) < OPENING:
        count += 1
    following = " ".join(sentences[count:])
    return " ".join(sentences[:count]), "\n\n".join(part for part in (following, rest) if part)


def home_context(archive: Archive, sections: list[dict[str, Any]], chrome: Chrome, as_of: date) -> dict[str, Any]:
    document = archive.office
    releases = [*archive.programme, *(release for site in archive.sites for release in site.releases)]
    releases.sort(key=lambda release: release.order, reverse=True)
    statement, rest = opening(document["intro"])
    return {
        "programme": document,
        "statement": statement,
        "intro": rest,
        "announcements": editions.announcements(document, as_of),
        "pages": [{**row, "address": address_of(row), "opening": first_sentence(row)} for row in document["pages"]],
        "topics": sum(
            len(family["topics"]) for each in pages_words.offered(document, as_of) for family in each["families"]
        ),
        "sections": sections,
        "latest": [entry(release, chrome) for release in releases[:LATEST]],
        "answers": pages_words.answers(document),
    }


def first_sentence(page: Mapping[str, Any]) -> str:
    """Return the sentence with which a page begins."""
    text = next((block["texts"][0] for block in page["blocks"] if block["kind"] == "paragraph"), "")
    return re.split(r"(?<=[.!?])\s+", text)[0]


def edition_context(edition: editions.Edition, as_of: date) -> dict[str, Any]:
    """Return what the page of an edition shows; topics as they are offered on its last day, or today."""
    document = edition.document
    on = min(as_of, date.fromisoformat(edition.until)) if edition.until else as_of
    topics = pages_words.offered(document, on)
    signs = unitbar.signs_of(document["statuses"])
    return {
        "programme": document,
        "edition": edition,
        "topics": topics,
        "other_topics": [each for each in document["topic_editions"] if each not in topics],
        "matrix": matrix(document["tiers"]),
        "statuses": [(status, signs[status["key"]]) for status in document["statuses"]],
        "decider": view.decider(document),
    }


def matrix(tiers: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[bool]]]:
    """Return each stage that any tier has, in words, and which of the tiers have it; empty where none are told."""
    found = [(say(label), [stage in tier["stages"] for tier in tiers]) for stage, label in STAGES.items()]
    return [row for row in found if any(row[1])]


def sites_context(sites: Sequence[SiteRecord], sections: list[dict[str, Any]]) -> dict[str, Any]:
    by_slug = {record.slug: record for record in sites}
    section_of = {row["site"]["slug"]: section["key"] for section in sections for row in section["rows"]}
    placed = usmap.spots([record.document["site"] for record in sites])
    spots = []
    for spot in placed:
        record = by_slug[spot.slug]
        site = record.document["site"]
        label = f"{site['name']}: {view.standing(site)}"
        spots.append({"at": spot, "kind": section_of[spot.slug], "address": record.address, "label": label})
    shown = {spot.slug for spot in placed}
    return {
        "sections": sections,
        "total": len(sites),
        "map": usmap.outline(),
        "spots": spots,
        "linked": len(spots) <= usmap.MOST_LINKS,
        "off_map": [record.document["site"] for record in sites if record.slug not in shown],
    }


def about_context(archive: Archive) -> dict[str, Any]:
    statuses = archive.office["statuses"]
    signs = unitbar.signs_of(statuses)
    return {
        "statuses": [(status, signs[status["key"]]) for status in statuses],
        "decider": view.decider(archive.office),
    }
