"""What is carried from elsewhere is named with its hash, and the style sheet fits the templates."""

import hashlib
import re
from pathlib import Path

import concord
from concord.publishing.site import assets

SOURCE = Path(concord.__file__).parent
VENDOR = SOURCE / "static/vendor"
SITE = SOURCE / "publishing/site"


def test_every_carried_file_is_recorded_with_its_hash() -> None:
    recorded = dict(
        re.findall(r"^\| (\S+) \| \d+ \| `([0-9a-f]{64})` \|$", (VENDOR / "VENDORED.md").read_text(), re.MULTILINE)
    )
    carried = [path for path in VENDOR.rglob("*") if path.is_file() and path.name != "VENDORED.md"]
    carried += [*(SITE / "assets/fonts").iterdir(), SITE / "assets/uswds.css", *(SITE / "assets").glob("us-map.*")]
    found = {str(path.relative_to(SOURCE)): hashlib.sha256(path.read_bytes()).hexdigest() for path in carried}
    assert found == recorded


def test_every_class_of_the_design_system_that_a_template_names_is_styled() -> None:
    named = {
        name
        for path in (SITE / "templates").rglob("*.html")
        for name in re.findall(r"\busa-[a-z0-9_-]+", path.read_text())
    }
    css = (SITE / "assets/uswds.css").read_text()
    assert {name for name in named if not re.search(rf"\.{name}(?![\w-])", css)} == set()


def test_the_public_style_sheet_asks_for_its_own_fonts_and_nothing_else() -> None:
    loaded = assets.load()
    (css,) = [body.decode() for name, body in loaded.files.items() if name.endswith(".css")]
    asked = [f"assets/{url}" for url in re.findall(r"url\(([^)]*)\)", css)]
    assert sorted(asked) == sorted(name for name in loaded.files if name.endswith(".woff2"))


def test_the_changed_serif_does_not_bear_the_reserved_name_of_its_source() -> None:
    from fontTools.ttLib import TTFont

    names = TTFont(SITE / "assets/fonts/concord-serif.woff2")["name"]
    assert {names.getDebugName(number) for number in (1, 4)} == {"Concord Serif"}
