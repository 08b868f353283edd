"""Atom feeds of everything published, the sitemap, and robots.txt."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from concord.publishing.site.archive import Archive, Release, SiteRecord
from concord.publishing.site.dates import long_date
from concord.publishing.site.documents import PROGRAMME, REPORT
from concord.publishing.site.engine import render
from concord.publishing.site.frame import Chrome
from concord.publishing.site.speech import say

LONGEST_FEED = 50
MARKS = {"fictional": "fictional example", "public record": "compiled from public records"}
NOT_XML = bytes(set(range(32)) - {9, 10, 13})  # as a text pasted from a word processor may hold


def entry(release: Release, chrome: Chrome) -> dict[str, Any]:
    """Return one release as an entry of a feed."""
    document = release.document
    head = document["release"]
    if release.kind == PROGRAMME:
        title = say("{programme}: programme pages", programme=chrome.office["programme"])
        address = "/programme/"
    elif release.kind == REPORT:
        title = f"{named(document['site'])}: {document['title']}"
        address = f"/sites/{release.slug}/reports/{document['date']}/"
    else:
        title = say("{site}: records of {day}", site=named(document["site"]), day=long_date(head["as_of"]))
        address = f"/sites/{release.slug}/"
    day = head["released_at"][:10]
    host = urlsplit(chrome.office["public_url"]).hostname
    return {
        "id": f"tag:{host},{day}:{release.ref}",
        "title": title,
        "address": address,
        "document": release.address,
        "updated": head["released_at"],
        "day": day,
        "summary": head["reason"] or say("Correction or update." if head["previous"] else "First release."),
    }


def named(site: Mapping[str, Any]) -> str:
    """Return a site's name with its mark: an entry is read far from the page that says what it is made of."""
    mark = MARKS.get(site["origin"])
    return f"{site['name']} ({say(mark)})" if mark else str(site["name"])


def feed(title: str, folder: str, releases: Sequence[Release], chrome: Chrome) -> bytes:
    """Return an Atom feed of these releases, newest first, for the page at `folder`."""
    entries = [entry(release, chrome) for release in releases[:LONGEST_FEED]]
    context = {
        "chrome": chrome,
        "title": title,
        "page": folder,
        "address": f"{folder}feed.atom",
        "id": f"{chrome.office['public_url']}{folder}feed.atom",
        "entries": entries,
        "updated": entries[0]["updated"] if entries else "",
    }
    return render("feed.xml", context).translate(None, NOT_XML)


def site_feed(record: SiteRecord, chrome: Chrome) -> bytes:
    """Return the feed of one site."""
    name = named(record.document["site"])
    return feed(f"{name} – {chrome.office['programme']}", record.address, record.releases, chrome)


def whole_feed(archive: Archive, chrome: Chrome) -> bytes:
    """Return the feed of everything published."""
    releases = [*archive.programme, *(release for site in archive.sites for release in site.releases)]
    releases.sort(key=lambda release: release.order, reverse=True)
    return feed(f"{chrome.office['programme']}: everything published", "/", releases, chrome)


def dated_sitemap(addresses: Sequence[str], record: SiteRecord, chrome: Chrome) -> bytes:
    """Return the sitemap of one site's pages (addresses below its own), each with the day of its newest release."""
    changed = max(release.document["release"]["released_at"] for release in record.releases)[:10]
    whole = [f"{record.address}{address.lstrip('/')}" for address in addresses]
    return render("sitemap.xml", {"chrome": chrome, "addresses": whole, "changed": changed})


def sitemaps(addresses: Sequence[str], archive: Archive, chrome: Chrome) -> Iterator[tuple[str, bytes]]:
    """Yield the programme's own sitemap, and the index of it and of every site's: none may hold over 50,000 pages."""
    own = sorted(address for address in addresses if address != "/404.html")
    yield "sitemap-programme.xml", render("sitemap.xml", {"chrome": chrome, "addresses": own})
    places = ["/sitemap-programme.xml", *(f"{record.address}sitemap.xml" for record in archive.sites)]
    yield "sitemap.xml", render("sitemap_index.xml", {"chrome": chrome, "places": places})


def robots(chrome: Chrome) -> bytes:
    """Return robots.txt: everything public may be read by machines too."""
    return f"User-agent: *\nDisallow: /app/\nSitemap: {chrome.office['public_url']}/sitemap.xml\n".encode()
