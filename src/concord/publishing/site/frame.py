"""What stands around the content of a page. It is rendered once for all pages that share it: a site's hundreds do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from concord.publishing.site.archive import Release
from concord.publishing.site.assets import Assets
from concord.publishing.site.engine import render
from concord.publishing.site.markup import markup
from concord.publishing.site.speech import authoritative, say

SIGN_NAMES = ("complete", "partial", "progress", "open", "unknown", "none", "extra1", "extra2", "extra3")
NAV = (
    ("programme", "Programme", "/programme/"),
    ("sites", "Sites", "/sites/"),
    ("request", "Ask for assistance", "/request/"),
    ("about-the-figures", "About the figures", "/about-the-figures/"),
    ("search", "Search", "/search/"),
    ("app", "Sign in", "/app/"),
)
"""What the head of every page leads to: key, label, address."""


@dataclass(frozen=True, slots=True)
class Chrome:
    """What every page shares. `digest` is a hash of all of it that the pages of a site show.

    `languages` are those in which pages are rendered, with their names."""

    office: Mapping[str, Any]
    release: Release
    editions: Mapping[str, str]
    pages: tuple[Mapping[str, str], ...]
    has_topics: bool
    has_partners: bool
    assets: Assets
    csp: str
    languages: Mapping[str, str]
    digest: str

    @property
    def authoritative(self) -> str:
        """The language that holds."""
        return authoritative(self.languages)


@dataclass(frozen=True, slots=True)
class Frame:
    """The links in the head, everything above the content, the drawn signs, and the foot."""

    head: Markup
    top: Markup
    signs: Markup
    foot: Markup


def make(chrome: Chrome, section: str, release: Release | None, **more: Any) -> Frame:
    """Render a frame. `more` may hold site (the site part of a document), contacts, and address of the page."""
    context = {
        "chrome": chrome,
        "nav": [{"key": key, "label": say(label), "href": href} for key, label, href in NAV],
        "section": section,
        "release": release,
        "sign_names": SIGN_NAMES,
        **more,
        "contacts": more.get("contacts") or chrome.office["contacts"],
    }
    return Frame(*(part(f"frame/{name}.html", context) for name in ("head", "top", "signs", "foot")))


def part(template: str, context: dict[str, Any]) -> Markup:
    """Render one part; the template engine has escaped everything in it."""
    return markup(render(template, context).decode())
