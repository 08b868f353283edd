"""The files that belong to the programme and not to one site: front page, list of sites, about, feeds, assets."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from concord.publishing.site import figures, frame, unitbar, usmap, view
from concord.publishing.site.archive import Archive, SiteRecord
from concord.publishing.site.engine import render
from concord.publishing.site.feeds import entry, robots, whole_feed
from concord.publishing.site.places import state_name

File = tuple[str, bytes]
Chrome = Mapping[str, Any]

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
LATEST = 6
OPENING = 110  # characters


def files(archive: Archive, chrome: Chrome) -> Iterator[File]:
    """Yield (path, content) of every page and file that is not one site's own."""
    sections = sections_of(archive.sites)
    yield page("home.html", "/", home_context(archive, sections, chrome), chrome)
    yield page("sites.html", "/sites/", sites_context(archive.sites, sections), chrome)
    yield page("about.html", "/about-the-figures/", about_context(archive), chrome)
    yield "404.html", render("404.html", {"chrome": chrome, "frame": frame.make(chrome, "", None)})
    for release in archive.programme:
        yield release.address.lstrip("/"), release.body
    yield "feed.atom", whole_feed(archive, chrome)
    yield "robots.txt", robots(chrome)
    yield from chrome["assets"].files.items()


def page(template: str, address: str, context: dict[str, Any], chrome: Chrome) -> File:
    """Render one page of the programme under its address."""
    # The list of sites is built from every site's release, so no single one stands at its foot.
    release = None if address == "/sites/" else chrome["release"]
    around = frame.make(chrome, address.strip("/") or "programme", release, address=address)
    return (
        f"{address.lstrip('/')}index.html",
        render(template, {"chrome": chrome, "address": address, "frame": around, **context}),
    )


def sections_of(sites: Sequence[SiteRecord]) -> list[dict[str, Any]]:
    """Group the sites as readers look for them; leave out groups without a site."""
    found = [
        {
            "key": key,
            "title": title,
            "meaning": meaning,
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


def home_context(archive: Archive, sections: list[dict[str, Any]], chrome: Chrome) -> dict[str, Any]:
    document = archive.office
    releases = [*archive.programme, *(release for site in archive.sites for release in site.releases)]
    releases.sort(key=lambda release: release.order, reverse=True)
    statement, rest = opening(document["intro"])
    criteria = [*document["criteria"]["eligibility"], *document["criteria"]["readiness"]]
    return {
        "programme": document,
        "statement": statement,
        "intro": rest,
        "sections": sections,
        "latest": [entry(release, chrome) for release in releases[:LATEST]],
        "criteria": {row["key"]: row for row in criteria},
        "answers": [
            (row, next((found for found in criteria if found["key"] == row.get("rule")), None))
            for row in document["who_can_request"]
        ],
    }


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
