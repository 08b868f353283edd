"""The folder of one site in every language, rendered once for as long as nothing in it changes.

A part is named by a hash of all that it is made of. It is written beside and renamed when it is whole, so that a build
finds all of it or nothing; a build links to its parts, so that a thousand unchanged sites cost a thousand links."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from concord.publishing.site import feeds, helper, output, pages_site, search, speech, view
from concord.publishing.site.archive import SiteRecord
from concord.publishing.site.frame import Chrome

ENOUGH_FOR_HELPERS = 12  # sites; below, starting a second process takes longer than it saves


@dataclass(frozen=True, slots=True)
class Part:
    """One site's folder: its slug, its digest, how many HTML pages it has, and the bytes of its files."""

    slug: str
    digest: str
    pages: int
    bytes: int


def digest_of(record: SiteRecord, chrome: Chrome, as_of: date) -> str:
    """Hash all that the pages of a site are made of. Of the day, only what it makes overdue counts."""
    made_of: list[Any] = [chrome.digest, record.made_of]
    made_of.append(view.overdue(record.document, as_of))
    made_of += [view.overdue(report.current.document, as_of) for report in record.reports[:1]]
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:32]


def write_all(
    records: Sequence[SiteRecord], chrome: Chrome, as_of: date, parts: Path, *, again: bool, helpers: int
) -> list[Part]:
    """Return the parts of all sites; render those that are not there yet, or all `again`, in several processes."""
    parts.mkdir(exist_ok=True)
    output.remove_partial(parts)
    known = {record.slug: digest_of(record, chrome, as_of) for record in records}
    wanted = [record for record in records if again or not noted(parts, known[record.slug])]
    tasks = [(record, chrome, as_of, parts, known[record.slug]) for record in wanted]
    if helpers > 1 and len(tasks) >= ENOUGH_FOR_HELPERS:
        helper.spread(write, tasks, helpers)
    else:
        for task in tasks:
            write(task)
    return [Part(slug, digest, **noted(parts, digest)) for slug, digest in known.items()]


def noted(parts: Path, digest: str) -> dict[str, int]:
    """Return what was noted of a part when it was whole; nothing when it is not there."""
    note = parts / digest / "part.json"
    found: dict[str, int] = json.loads(note.read_text()) if note.exists() else {}
    return found


def write(task: tuple[SiteRecord, Chrome, date, Path, str]) -> None:
    """Render one site into its part."""
    record, chrome, as_of, parts, digest = task
    folder = parts / f"{output.PARTIAL}{digest}"
    folder.mkdir()
    prefix = record.address.lstrip("/")

    def below(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        return ((path.removeprefix(prefix), body) for path, body in files)

    whole = output.write(folder / speech.SOURCE, below(pages_site.documents(record, chrome)))
    for language in chrome.languages:
        with speech.speaking(language, speech.authoritative(chrome.languages)):
            found = output.write(folder / language, below(pages_site.files(record, chrome, as_of)))
        if language == speech.SOURCE:
            dated = feeds.dated_sitemap(sorted(found.pages), record, chrome)
            whole += output.write(folder / language, [("sitemap.xml", dated)])
        search.index(folder / language, search.SITE_PAGES, scripts=False)
        whole += found
    (folder / "part.json").write_text(json.dumps({"pages": len(whole.pages), "bytes": whole.bytes}))
    output.settle(parts / digest, folder)


def keep_only(parts: Path, wanted: set[str]) -> None:
    """Remove the parts to which no build leads any more."""
    for path in parts.iterdir():
        if path.name not in wanted:
            shutil.rmtree(path)


def link(folder: Path, found: Sequence[Part], languages: Mapping[str, str], parts: Path) -> None:
    """Link each site's folder, in each language, into a build."""
    for language in languages:
        sites = folder / speech.prefix(language).lstrip("/") / "sites"
        sites.mkdir(parents=True, exist_ok=True)
        up = Path(*[".."] * len(sites.relative_to(parts.parent).parts))
        for part in found:
            (sites / part.slug).symlink_to(up / parts.name / part.digest / language)


def digests_of(build: Path) -> set[str]:
    """Return the parts to which a build leads."""
    return {path.readlink().parent.name for path in build.glob("sites/*") if path.is_symlink()}
