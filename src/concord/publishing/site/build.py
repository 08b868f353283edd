"""Builds the public site: release documents in, a folder of static files out, and nothing else read or asked."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from concord.publishing.site import archive as archives
from concord.publishing.site import assets, editions, feeds, output, pages_programme, papers, parts, search, speech
from concord.publishing.site.documents import SCHEMAS, Doc
from concord.publishing.site.frame import Chrome
from concord.publishing.site.policy import STATIC_CSP

HERE = Path(__file__).resolve().parent
MOST_HELPERS = 8


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built: HTML pages, bytes of all files before compression, and the name of the build."""

    pages: int
    bytes: int
    build_id: str


def build(
    releases: Sequence[Doc],
    out: Path,
    *,
    as_of: date,
    languages: Mapping[str, str] = speech.LANGUAGES,
    kept: Path | None = None,
) -> BuildResult:
    """Build the public site from release documents into `out/builds/<build id>/` and turn `out/current` to it, with
    the PDF and Word of reports that lie in `kept`.

    The same releases and day give the same bytes. `as_of` decides only what is overdue. Sites that did not change are
    kept from the build before (`out/parts/`); building the standing build again renders all of it. The build before is
    kept as `out/previous`; if this one fails, `current` still leads to it. Raises ReleaseError, before anything is
    written, with every problem found in the documents.
    """
    archive = archives.read(releases)
    if kept is not None:
        archive = papers.with_papers(archive, kept)
    chrome = chrome_of(archive, languages)
    build_id = name_of(archive, chrome, as_of)
    with output.alone(out):
        folder = output.fresh_folder(out)
        helpers = min(MOST_HELPERS, os.cpu_count() or 1)
        again = output.build_at(out / "current") == build_id
        found = parts.write_all(archive.sites, chrome, as_of, out / "parts", again=again, helpers=helpers)
        written = output.write(folder, pages_programme.documents(archive, chrome))
        addresses: tuple[str, ...] = ()
        for language in languages:
            with speech.speaking(language, speech.authoritative(languages)):
                files = pages_programme.files(archive, chrome, as_of)
                pages = output.write(folder / speech.prefix(language), files)
            addresses = addresses or pages.pages
            written += pages
        written += output.write(folder, feeds.sitemaps(addresses, archive, chrome))
        parts.link(folder, found, languages, out / "parts")
        for language in languages:
            search.index(folder / speech.prefix(language), search.PROGRAMME_PAGES, scripts=True)
        output.publish(out, folder, build_id)
        keep_parts(out)
    count = len(written.pages) + sum(part.pages for part in found)
    return BuildResult(count, written.bytes + sum(part.bytes for part in found), build_id)


def keep_parts(out: Path) -> None:
    """Remove the parts to which none of the builds that are left leads."""
    kept = [parts.digests_of(path) for path in (out / "builds").iterdir()]
    parts.keep_only(out / "parts", set().union(*kept))


def forget_older(out: Path) -> None:
    """Remove every build but the current one, and the parts that only they had: what was withheld is in them still."""
    with output.alone(out):
        output.remove_older(out)
        keep_parts(out)


def chrome_of(archive: archives.Archive, languages: Mapping[str, str] = speech.LANGUAGES) -> Chrome:
    """Return what every page shares: office, navigation, assets, policy, languages."""
    document = archive.office
    addresses = {each.key: each.address for each in editions.gather(archive.programme)}
    pages = tuple({"title": page["title"], "address": pages_programme.address_of(page)} for page in document["pages"])
    has_topics = bool(document["topic_editions"])
    has_partners = any(site.document["site"]["provider"] for site in archive.sites)
    shown = [document["office"], addresses, pages, has_topics, has_partners, list(languages)]
    digest = hashlib.sha256(renderer_digest() + json.dumps(shown, sort_keys=True).encode()).hexdigest()
    return Chrome(
        office=document["office"],
        release=archive.programme[0],
        editions=addresses,
        pages=pages,
        has_topics=has_topics,
        has_partners=has_partners,
        assets=assets.load(),
        csp=STATIC_CSP,
        languages=dict(languages),
        digest=digest,
    )


def name_of(archive: archives.Archive, chrome: Chrome, as_of: date) -> str:
    """Name a build by its day and a hash of the releases and of the code that renders them."""
    digest = hashlib.sha256(as_of.isoformat().encode() + chrome.digest.encode())
    own = [release.identity for release in (*archive.programme, *archive.withheld)]
    for ref, what in (*own, *(each for site in archive.sites for each in site.made_of)):
        digest.update(f"{ref} {what}\n".encode())
    return f"{as_of.isoformat()}-{digest.hexdigest()[:16]}"


@cache
def renderer_digest() -> bytes:
    """Return a hash of the code, templates, assets and schemas: a changed renderer makes another build."""
    digest = hashlib.sha256()
    for root in (HERE, SCHEMAS):
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.digest()
