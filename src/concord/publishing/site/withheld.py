"""Tombstones: what was withheld keeps its address, with the day, the reason and the hash of what stood there."""

from collections.abc import Iterator, Sequence

from concord.publishing.site import frame
from concord.publishing.site.archive import Release, SiteRecord
from concord.publishing.site.engine import render
from concord.publishing.site.frame import Chrome


def of_site(record: SiteRecord, chrome: Chrome) -> Iterator[tuple[str, bytes]]:
    """Yield the tombstones of a site at each address that none of its releases fills now."""
    filled = {report.address for report in record.reports}
    filled |= {
        f"{record.address}recommendations/{row['key']}/"
        for release in record.releases
        for row in release.document.get("recommendations", ())
    }
    yield from pages(record.withheld, chrome, filled)


def pages(tombstones: Sequence[Release], chrome: Chrome, filled: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield (path below the root, content) of a page at each address of these that is not filled; the newest first."""
    for release in tombstones:
        for address in release.document["addresses"]:
            if address not in filled:
                filled.add(address)
                context = {"chrome": chrome, "release": release, "withheld": release.document["withheld"]}
                page = render("withheld.html", {**context, "frame": frame.make(chrome, "sites", None)})
                yield f"{address.lstrip('/')}index.html", page
