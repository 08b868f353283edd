"""What stands around the content of a page. It is rendered once for all pages that share it: a site's hundreds do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from concord.publishing.site.archive import Release
from concord.publishing.site.engine import markup, render


@dataclass(frozen=True, slots=True)
class Frame:
    """The links in the head, everything above the content, the drawn signs, and the foot."""

    head: SafeString
    top: SafeString
    signs: SafeString
    foot: SafeString


def make(chrome: Mapping[str, Any], section: str, release: Release | None, **more: Any) -> Frame:
    """Render a frame. `more` may hold site (the site part of a document), contacts, and address of the page."""
    context = {
        "chrome": chrome,
        "section": section,
        "release": release,
        "sign_names": chrome["sign_names"],
        **more,
        "contacts": more.get("contacts") or chrome["office"]["contacts"],
    }
    return Frame(*(part(f"frame/{name}.html", context) for name in ("head", "top", "signs", "foot")))


def part(template: str, context: dict[str, Any]) -> SafeString:
    """Render one part; the template engine has escaped everything in it."""
    return markup(render(template, context).decode())
