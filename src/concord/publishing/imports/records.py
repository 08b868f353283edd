"""What a folder of sites says, as plain frozen records. Nothing here is computed except the digest.

An empty cell means that the public record which was read does not give the fact: None for numbers and dates, ""
for texts. Labels and figures stand as printed.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

from concord.analysis.figures.partial_dates import PartialDate
from concord.analysis.figures.tables import PublishedFigure, Source


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that somebody promised to publish or to do.

    `promised_on` is when the promise was made, `due` when it was to be kept, `state` a word of
    `layout.OWED_STATES`.
    """

    what: str
    owed_by: str
    promised_on: PartialDate | None
    due: PartialDate | None
    state: str
    note: str
    source: Source


@dataclass(frozen=True, slots=True)
class ListedFocusArea:
    """One focus area (in older programmes: objective), with the counts that a source states for it."""

    number: int
    title: str
    stated_findings: int | None
    stated_recommendations: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class ListedFinding:
    """One finding of a report. An empty heading means that its text is not in the public record that was read."""

    label: str
    focus_area: int | None
    heading: str
    note: str
    source: Source


@dataclass(frozen=True, slots=True)
class ListedRecommendation:
    """One recommendation of a report.

    `label` is the number as we read it, `label_as_printed` as the source prints it; where they differ, `anomaly`
    says why. `listed_phase` and `cites_best_practice` (None: not said) are the source's own marks.
    """

    label: str
    label_as_printed: str
    finding: str
    focus_area: int | None
    listed_phase: int | None
    cites_best_practice: bool | None
    text: str
    anomaly: str
    source: Source


@dataclass(frozen=True, slots=True)
class StatusWord:
    """One word of a site's own vocabulary of statuses.

    `openness` is open, terminal, reopenable or "" (not said); `core_state` a word of `layout.CORE_STATES`, or ""
    when the word stands for no single state or its meaning was not found.
    """

    label: str
    meaning: str
    assigned_by: str
    openness: str
    core_state: str
    source: Source


@dataclass(frozen=True, slots=True)
class RecordNote:
    """What a reader of the sources saw and no rule can compute, such as a page that names another agency."""

    kind: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Site:
    """One site with everything that the folder says of it.

    `status` is a word of `layout.SITE_STATUSES`, true as of `status_as_of`. `continued_by` names who went on with
    the work after the programme, since `continued_since`. The `stated_…` counts are those the source states, which
    may differ from what is listed below them; where sources disagree they are None and each printed number is a
    figure of kind "totals".
    """

    slug: str
    name: str
    state: str
    ori: str
    programme: str
    era: str
    provider: str
    status: str
    status_as_of: PartialDate | None
    started: PartialDate | None
    ended: PartialDate | None
    continued_by: str
    continued_since: PartialDate | None
    stated_findings: int | None
    stated_recommendations: int | None
    stated_focus_areas: int | None
    outcome: str
    source: Source
    owed: tuple[Owed, ...] = ()
    focus_areas: tuple[ListedFocusArea, ...] = ()
    findings: tuple[ListedFinding, ...] = ()
    recommendations: tuple[ListedRecommendation, ...] = ()
    statuses: tuple[StatusWord, ...] = ()
    figures: tuple[PublishedFigure, ...] = ()
    notes: tuple[RecordNote, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the site's content: the same whatever the order of lines, line ends or columns.

        The order of the rows inside one figure is content, since a table is printed in an order.
        """
        plain = asdict(self)
        for name, value in plain.items():
            if isinstance(value, tuple):
                plain[name] = sorted(_canonical(item) for item in value)
        return hashlib.sha256(_canonical(plain).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SiteSet:
    """All the sites of a folder, in the order of sites.csv."""

    sites: tuple[Site, ...]

    def site(self, slug: str) -> Site:
        """The site with this slug. Raises KeyError when there is none."""
        for site in self.sites:
            if site.slug == slug:
                return site
        raise KeyError(slug)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the content of all sites: equal digests mean that an import would change nothing."""
        lines = sorted(f"{site.slug} {site.digest}" for site in self.sites)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _canonical(value: object) -> str:
    """One JSON text for one content; dates (the only other type) as their ISO text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
