"""Style sheet, script, fonts and icon of the public pages, each under an address that holds its hash."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "assets"
HASH_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses for the templates, and the files to write (path below the site's root → bytes)."""

    css: str
    js: str
    search: str
    icon: str
    fonts: tuple[str, ...]
    files: dict[str, bytes]


def named(path: str, data: bytes) -> str:
    """Put a hash of the content into a file name: assets/site.css gives assets/site.1a2b3c4d5e.css."""
    stem, _, suffix = path.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:HASH_LENGTH]}.{suffix}"


@cache
def load() -> Assets:
    """Read the assets, put the two style sheets together, and point their fonts to the hashed names."""
    files: dict[str, bytes] = {}
    fonts = {}
    for font in sorted((FOLDER / "fonts").glob("*.woff2")):
        data = font.read_bytes()
        address = named(f"assets/fonts/{font.name}", data)
        fonts[font.name] = address.removeprefix("assets/")
        files[address] = data
    css = (FOLDER / "uswds.css").read_text() + squeeze((FOLDER / "site.css").read_text())
    for name, address in fonts.items():
        css = css.replace(f"fonts/{name}", address)
    addresses = {}
    for name, data in {
        "site.css": css.encode(),
        "site.js": (FOLDER / "site.js").read_bytes(),
        "search.js": (FOLDER / "search.js").read_bytes(),
        "icon.svg": (FOLDER / "icon.svg").read_bytes(),
    }.items():
        addresses[name] = named(f"assets/{name}", data)
        files[addresses[name]] = data
    return Assets(
        css=f"/{addresses['site.css']}",
        js=f"/{addresses['site.js']}",
        search=f"/{addresses['search.js']}",
        icon=f"/{addresses['icon.svg']}",
        fonts=tuple(f"/assets/{address}" for address in fonts.values()),
        files=files,
    )


def squeeze(css: str) -> str:
    """Drop comments and white space that a style sheet does not need."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r"\s*([{};,])\s*", r"\1", css).replace(";}", "}").strip()
