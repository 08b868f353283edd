"""What a page is like for people who see little, use a small screen, or like the dark: axe, and the page's width."""

from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast"]  # all that can differ between light and dark
WIDTHS = (320, 1280)
Scheme = Literal["light", "dark"]


def faults(page: Page, *, dark: bool = True) -> list[str]:
    """Return what is wrong with the page that is open, at both widths, in light and, unless told otherwise, in dark."""
    page.evaluate(AXE)
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        sideways = page.evaluate("document.documentElement.scrollWidth") - width
        if sideways > 0:
            found.append(f"{width}: {sideways} pixels too wide")
        found += _violations(page, width, "light", {"type": "tag", "values": RULES})
        if dark:
            found += _violations(page, width, "dark", {"type": "rule", "values": COLOURS})
    page.emulate_media(color_scheme="light")
    return found


def _violations(page: Page, width: int, scheme: Scheme, rules: dict[str, object]) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", rules)
    return [
        f"{width} {scheme}: {violation['id']} {node['target']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
