"""Builds the public site: release documents in, a folder of static files out, and nothing else read or asked."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from concord.publishing.site import archive as archives
from concord.publishing.site import assets, editions, feeds, output, pages_programme, pages_site
from concord.publishing.site.documents import SCHEMAS, Doc

STATIC_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; base-uri 'none';"
    " form-action 'none'"
)
SIGN_NAMES = ("complete", "partial", "progress", "open", "unknown", "extra1", "extra2", "extra3")
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built: HTML pages, bytes of all files before compression, and the name of the build."""

    pages: int
    bytes: int
    build_id: str


def build(releases: Sequence[Doc], out: Path, *, as_of: date) -> BuildResult:
    """Build the public site from release documents into `out/builds/<build id>/` and turn `out/current` to it.

    The same releases and day give the same bytes. `as_of` decides only what is overdue. The build before is kept as
    `out/previous`; if this one fails, `current` still leads to it. Raises ReleaseError, before anything is written,
    with every problem found in the documents.
    """
    archive = archives.read(releases)
    chrome = chrome_of(archive)
    build_id = name_of(archive, as_of)
    with output.alone(out):
        folder = output.fresh_folder(out)
        written = [output.write(folder, pages_programme.files(archive, chrome, as_of))]
        written += [output.write(folder, pages_site.files(site, chrome, as_of)) for site in archive.sites]
        pages = sorted(folder.rglob("*.html"))
        addresses = [
            f"/{path.parent.relative_to(folder)}/".replace("/./", "/") for path in pages if path.name == "index.html"
        ]
        written.append(output.write(folder, [("sitemap.xml", feeds.sitemap(addresses, chrome))]))
        output.publish(out, folder, build_id)
    return BuildResult(len(pages), sum(written), build_id)


def chrome_of(archive: archives.Archive) -> Mapping[str, Any]:
    """Return what every page shares: office, navigation, assets, policy."""
    document = archive.office
    nav = [
        {"key": "programme", "label": "Programme", "href": "/programme/", "kind": ""},
        {"key": "sites", "label": "Sites", "href": "/sites/", "kind": ""},
        {"key": "request", "label": "Ask for assistance", "href": "/request/", "kind": ""},
        {"key": "about-the-figures", "label": "About the figures", "href": "/about-the-figures/", "kind": ""},
        {"key": "app", "label": "Sign in", "href": "/app/", "kind": ""},
    ]
    return MappingProxyType(
        {
            "office": document["office"],
            "release": archive.programme[0],
            "editions": {each.key: each.address for each in editions.gather(archive.programme)},
            "pages": [
                {"title": page["title"], "address": pages_programme.address_of(page)} for page in document["pages"]
            ],
            "assets": assets.load(),
            "csp": STATIC_CSP,
            "nav": nav,
            "sign_names": SIGN_NAMES,
        }
    )


def name_of(archive: archives.Archive, as_of: date) -> str:
    """Name a build by its day and a hash of the releases and of the code that renders them."""
    digest = hashlib.sha256(as_of.isoformat().encode() + renderer_digest())
    for release in (*archive.programme, *(release for site in archive.sites for release in site.releases)):
        digest.update(f"{release.ref} {release.sha256}\n".encode())
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
