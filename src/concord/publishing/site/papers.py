"""PDF and Word of reports: made once when a report is published, and kept by the hash of its release."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from concord.publishing.site import output
from concord.publishing.site.archive import PAPERS, Archive, Paper, SiteRecord


def with_papers(archive: Archive, folder: Path) -> Archive:
    """Return an archive whose sites know which papers of their reports lie in a folder."""
    return replace(archive, sites=tuple(replace(site, papers=tuple(of_site(site, folder))) for site in archive.sites))


def of_site(record: SiteRecord, folder: Path) -> Iterator[Paper]:
    """Yield the papers of each release of each report, the newest report first."""
    for release in (each for report in record.reports for each in (report.current, *report.corrected)):
        for kind in PAPERS:
            path = path_of(folder, release.sha256, kind)
            if path.exists():
                address = f"{record.address}releases/{release.ref}.{kind}"
                yield Paper(release.ref, kind, path.stat().st_size, path, address)


def path_of(folder: Path, sha256: str, kind: str) -> Path:
    """Return where the paper of a release is kept."""
    return folder / f"{sha256}.{kind}"


def count(folder: Path) -> int:
    """Return how many papers lie in a folder."""
    return sum(1 for path in folder.glob("*.*") if not path.name.startswith("."))


def missing(folder: Path, hashes: Iterable[str], kinds: Collection[str]) -> set[str]:
    """Return those of these releases of which a paper of one of these kinds is not there."""
    return {each for each in hashes if not all(path_of(folder, each, kind).exists() for kind in kinds)}


def keep_only(folder: Path, hashes: Collection[str]) -> None:
    """Remove the papers of all other releases: of what was withheld no copy stays."""
    wanted = {path_of(folder, each, kind) for each in hashes for kind in PAPERS}
    for path in folder.iterdir():
        if path not in wanted and path.name != output.LOCK:
            path.unlink()
