"""What the pages of one site have in common, worked out once: signs, links between records, standing, dates due."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from concord.publishing.site import dates, numbers, unitbar
from concord.publishing.site.archive import Release, SiteRecord
from concord.publishing.site.places import state_name

Doc = Mapping[str, Any]

STANDINGS = {
    "announced": "Announced",
    "active": "Active",
    "suspended": "Suspended",
    "closed": "Closed",
    "ended by programme": "Ended by the programme",
    "ended by agency": "Ended by the agency",
    "never reported again": "Stopped without a final report",
    "past": "Past",
}
STOPPED = {
    "suspended": "Work at this site is suspended.",
    "ended by programme": "The programme ended this engagement before its work was done. That says nothing about the agency.",
    "ended by agency": "Taking part is voluntary. The agency ended its part in the programme.",
    "never reported again": "Reports were promised to the public, and none followed. They were not the agency’s to publish.",
}
WORKING = frozenset(("announced", "active", "suspended"))
RELEASE_KINDS = {"concord.site/1": "Site page", "concord.report/1": "Status report"}
NO_TEXT = "Text not in the public record"


@dataclass(frozen=True, slots=True)
class Said:
    """One voice on one recommendation: label, sign, since when, and why."""

    label: str
    sign: str
    on: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation with its links resolved."""

    document: Doc
    address: str
    assessed: Said | None
    reported: Said | None
    finding: Doc | None
    area: Doc | None
    history: tuple[tuple[str, Said], ...]  # voice, what was said; newest first

    @property
    def key(self) -> str:
        return str(self.document["key"])

    @property
    def text(self) -> str:
        return self.document["text"] or NO_TEXT

    @property
    def held_days(self) -> str:
        return str(self.document["held_since"])


@dataclass(frozen=True, slots=True)
class Area:
    """One focus area with its recommendations and their bar; all bars of a site share one scale."""

    document: Doc
    recommendations: tuple[Recommendation, ...]
    bar: unitbar.Bar
    findings: tuple[Doc, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class View:
    """One site, ready for its templates."""

    record: SiteRecord
    signs: Mapping[str, str]
    labels: Mapping[str, str]
    recommendations: tuple[Recommendation, ...]
    areas: tuple[Area, ...]
    by_finding: Mapping[str, Sequence[Recommendation]]
    update: "Update | None"
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def document(self) -> Doc:
        return self.record.document

    @property
    def site(self) -> Doc:
        site: Doc = self.document["site"]
        return site
