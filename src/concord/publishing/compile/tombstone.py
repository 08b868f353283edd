"""What stands in the place of a release that was withheld: when, for what, and the hash of what stood there."""

from typing import Any

from concord.core import zones
from concord.publishing.models import Grounds, Release, ReleaseKind, Withholding


def tombstone(withholding: Withholding, current: Release | None) -> dict[str, Any]:
    """Return the document of a concord.withheld/1. `current` is the release that the site's page shows: what only the
    withheld one had at an address of its own gets the tombstone there."""
    release = withholding.release
    decided_at = withholding.decided_at or withholding.state_since
    head = {**release.document["release"], "reason": None}  # the reason may tell of what is withheld
    return {
        "schema": "concord.withheld/1",
        "release": head,
        "kind": release.kind,
        "slug": release.slug.partition("/")[0],
        "addresses": _addresses(release, current),
        "withheld": {
            "on": zones.day(decided_at).isoformat(),
            "grounds": Grounds(withholding.grounds).label,
            "reason": withholding.words,
            "sha256": release.sha256,
        },
    }


def _addresses(release: Release, current: Release | None) -> list[str]:
    """Return the addresses that the release alone filled."""
    place, _, day = release.slug.partition("/")
    if release.kind == ReleaseKind.REPORT:
        return [f"/sites/{place}/reports/{day}/"]
    if release.kind == ReleaseKind.SITE and current is not None:
        shown = {row["key"] for row in current.document["recommendations"]}
        keys = [row["key"] for row in release.document["recommendations"] if row["key"] not in shown]
        return [f"/sites/{place}/recommendations/{key}/" for key in keys]
    return []
