"""All releases in order: which one each page shows, and which ones it replaced."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from concord.publishing.site.documents import (
    PROGRAMME,
    REPORT,
    SITE,
    WITHHELD,
    Doc,
    Problem,
    ReleaseError,
    canonical_json,
    in_current_shape,
    kind_of,
    problems_of,
)

PAPERS = {"pdf": "PDF", "docx": "Word"}
"""The formats of a report as a file: the end of its name → what readers call it."""


@dataclass(frozen=True, slots=True)
class Release:
    """One frozen document, the bytes by which it is published, and their SHA-256."""

    document: Doc
    body: bytes
    sha256: str

    @property
    def ref(self) -> str:
        return str(self.document["release"]["ref"])

    @property
    def kind(self) -> str:
        """What it is a release of, whatever the version of its schema."""
        return kind_of(self.document)

    @property
    def slug(self) -> str:
        if self.kind == WITHHELD:
            return str(self.document["slug"])
        return str(self.document["site"]["slug"])

    @property
    def address(self) -> str:
        """Where the document itself can be read."""
        of_programme = self.kind == PROGRAMME or self.document.get("kind") == "programme"
        folder = "/releases/" if of_programme else f"/sites/{self.slug}/releases/"
        return f"{folder}{self.ref}.json"

    @property
    def identity(self) -> tuple[str, str]:
        """What tells it from every other, and from the tombstone that may stand in its place one day."""
        return self.ref, "withheld" if self.kind == WITHHELD else self.sha256

    @property
    def order(self) -> tuple[datetime, str]:
        return datetime.fromisoformat(self.document["release"]["released_at"]), self.ref


@dataclass(frozen=True, slots=True)
class Report:
    """One status report: the release that is shown, and the ones it corrected, newest first."""

    current: Release
    corrected: tuple[Release, ...]

    @property
    def address(self) -> str:
        return f"/sites/{self.current.slug}/reports/{self.current.document['date']}/"


@dataclass(frozen=True, slots=True)
class Paper:
    """One report as a file to keep: of which release, in which format ("pdf", "docx"), its bytes, where it lies, and
    the address at which it is published."""

    ref: str
    kind: str
    bytes: int
    path: Path
    address: str

    @property
    def name(self) -> str:
        """What readers call the format."""
        return PAPERS[self.kind]


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """One site: the release that its pages show, all its releases newest first, its reports newest first, what was
    withheld since it was released, and the papers of its reports."""

    current: Release
    releases: tuple[Release, ...]
    reports: tuple[Report, ...]
    withheld: tuple[Release, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def made_of(self) -> list[tuple[str, str]]:
        """Everything that its files are made of: each change makes another list."""
        papers = [(paper.ref, f"{paper.kind} {paper.bytes}") for paper in self.papers]
        return [*(each.identity for each in (*self.releases, *self.withheld)), *papers]

    @property
    def document(self) -> Doc:
        return self.current.document

    @property
    def slug(self) -> str:
        return self.current.slug

    @property
    def address(self) -> str:
        return f"/sites/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything released: the programme's releases newest first, the sites by name, and the programme's releases that
    were withheld since."""

    programme: tuple[Release, ...]
    sites: tuple[SiteRecord, ...]
    withheld: tuple[Release, ...] = ()

    @property
    def office(self) -> Doc:
        """The programme document in force, in the shape of the newest version."""
        return in_current_shape(self.programme[0].document)


def read(documents: Iterable[Doc]) -> Archive:
    """Check release documents and put them in order. Raise ReleaseError with everything that is wrong."""
    checked = list(documents)
    problems = [problem for document in checked for problem in problems_of(document)]
    if problems:
        raise ReleaseError(problems)
    releases = sorted(map(release_of, checked), key=lambda release: release.order, reverse=True)
    problems = [*broken_chains(releases), *misplaced(releases)]
    if problems:
        raise ReleaseError(problems)
    kinds: dict[str, list[Release]] = defaultdict(list)
    for release in releases:
        kinds[release.kind].append(release)
    reports = reports_by_site(kinds[REPORT])
    by_slug: dict[str, list[Release]] = defaultdict(list)
    for release in kinds[SITE]:
        by_slug[release.slug].append(release)
    of_sites: dict[str, list[Release]] = defaultdict(list)
    for release in releases:
        if release.kind in (SITE, REPORT):
            of_sites[release.slug].append(release)
    gone = withheld_by_site(kinds[WITHHELD])
    sites = [SiteRecord(found[0], tuple(of_sites[slug]), reports[slug], gone[slug]) for slug, found in by_slug.items()]
    sites.sort(key=lambda site: (site.document["site"]["name"].casefold(), site.slug))
    return Archive(tuple(kinds[PROGRAMME]), tuple(sites), gone[""])


def release_of(document: Doc) -> Release:
    body = canonical_json(document)
    if kind_of(document) == WITHHELD:  # the chain goes on through what stood there
        return Release(document, body, str(document["withheld"]["sha256"]))
    return Release(document, body, hashlib.sha256(body).hexdigest())


def reports_by_site(releases: Sequence[Release]) -> dict[str, tuple[Report, ...]]:
    """Group report releases, newest first, by site and date."""
    grouped: dict[str, dict[str, list[Release]]] = defaultdict(lambda: defaultdict(list))
    for release in releases:
        grouped[release.slug][release.document["date"]].append(release)
    found: dict[str, tuple[Report, ...]] = defaultdict(tuple)
    for slug, dates in grouped.items():
        found[slug] = tuple(Report(dates[day][0], tuple(dates[day][1:])) for day in sorted(dates, reverse=True))
    return found


def withheld_by_site(tombstones: Sequence[Release]) -> dict[str, tuple[Release, ...]]:
    """Group tombstones by site; those of the programme's own releases under ""."""
    found: dict[str, tuple[Release, ...]] = defaultdict(tuple)
    for one in tombstones:
        slug = "" if one.document["kind"] == "programme" else one.slug
        found[slug] += (one,)
    return found


def broken_chains(releases: Sequence[Release]) -> Iterator[Problem]:
    """Yield names used twice, and replaced releases whose bytes are not those that were replaced."""
    known: dict[str, Release] = {}
    for release in releases:
        if release.ref in known:
            yield Problem(release.ref, "$.release.ref", "two releases have this name")
        known[release.ref] = release
    for release in releases:
        head = release.document["release"]
        previous = known.get(head["previous"])
        expected = head["previous_sha256"]
        if previous is not None and expected is not None and previous.sha256 != expected:
            yield Problem(
                release.ref,
                "$.release.previous_sha256",
                f"is {expected}, but {previous.ref} has {previous.sha256}: one of the two was altered",
            )


def misplaced(releases: Sequence[Release]) -> Iterator[Problem]:
    """Yield what stands nowhere: a report without its site, two reports on one day, no programme at all."""
    if not any(release.kind == PROGRAMME for release in releases):
        yield Problem("without a name", "$", f"no {PROGRAMME} release: every page needs its office and contacts")
    slugs = {release.slug for release in releases if release.kind == SITE}
    numbers: dict[tuple[str, str], int] = {}
    for release in releases:
        if release.kind != REPORT:
            continue
        if release.slug not in slugs:
            yield Problem(release.ref, "$.site.slug", f"there is no site release for {release.slug!r}")
        number = release.document["number"]
        first = numbers.setdefault((release.slug, release.document["date"]), number)
        if first != number:
            yield Problem(release.ref, "$.date", f"reports {first} and {number} have the same date, so one address")
