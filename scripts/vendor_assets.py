"""Make again, byte for byte, every file that Concord carries from elsewhere.

Needs npm (for `npm pack`), fonttools and brotli. Run it after an upgrade, and after a public template began to
use another USWDS class: `python scripts/vendor_assets.py`. With `--tarballs DIR` it takes packages already fetched.
"""

import argparse
import hashlib
import itertools
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/concord/static/vendor"
PUBLIC = ROOT / "src/concord/publishing/site"
ASSETS = PUBLIC / "assets"

# Letters of Latin-1, ʻokina, and the marks that prose needs; the sans also has those of figures.
LETTERS = (
    "U+0020-007E,U+00A0,U+00A1,U+00A7,U+00A9,U+00B0,U+00BF,U+00C0-00FF,U+02BB,U+2011,U+2013,U+2014,U+2018,U+2019,"
    "U+201C,U+201D,U+2026"
)
FIGURE_MARKS = "U+00B7,U+2022,U+2032,U+2033,U+2190,U+2192,U+2212"


class Package(NamedTuple):
    name: str
    version: str
    sha256: str
    licence: str
    why: str


PACKAGES = {
    "uswds": Package(
        "@uswds/uswds",
        "3.14.0",
        "da91c65e6fc736fa397f0daf6ca2c2c95711506d85c7ad2537a4570725401e1c",
        "US public domain and CC0; icons Apache-2.0; Public Sans OFL-1.1; normalize.css MIT",
        "The U.S. Web Design System: styles, script and icons",
    ),
    "sans": Package(
        "@fontsource-variable/public-sans",
        "5.3.0",
        "bf6187114c40190dab8a429eb90ddc44c0ef0b731ec3ea868cecea1d7f9179bd",
        "OFL-1.1",
        "Public Sans, for text and figures",
    ),
    "serif": Package(
        "@fontsource-variable/source-serif-4",
        "5.3.1",
        "8c452853c74be1e43e9fbfe76321c26f4678a2d431e93209ff1d9faec03fd96f",
        "OFL-1.1, Reserved Font Name “Source”",
        "The serif of headings. Cut down and named Concord Serif, as its licence asks of a changed font",
    ),
    "atlas": Package(
        "us-atlas",
        "3.0.1",
        "e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d",
        "ISC; shapes by the U.S. Census Bureau",
        "Outline of the States",
    ),
}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def fetch(package: Package, work: Path, tarballs: Path | None) -> Path:
    """Unpack one package, checked against its pinned hash, and return its folder."""
    filename = f"{package.name.lstrip('@').replace('/', '-')}-{package.version}.tgz"
    if tarballs is None:
        spec = f"{package.name}@{package.version}"
        subprocess.run(["npm", "pack", "--silent", spec], cwd=work, check=True, stdout=subprocess.DEVNULL)
        tarball = work / filename
    else:
        tarball = tarballs / filename
    found = sha256(tarball.read_bytes())
    if found != package.sha256:
        raise SystemExit(f"{filename}: SHA-256 is {found}, expected {package.sha256}")
    target = work / filename.removesuffix(".tgz")
    with tarfile.open(tarball) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


# --- styles -----------------------------------------------------------------------------------------------------


def css_blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield (prelude, body) of each top-level rule; body is None for a statement such as @charset."""
    start = at = depth = 0
    prelude_end = 0
    quote = ""
    while at < len(css):
        char = css[at]
        if quote:
            at += char == "\\"
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "{":
            if depth == 0:
                prelude_end = at
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                yield css[start:prelude_end].strip(), css[prelude_end + 1 : at]
                start = at + 1
        elif char == ";" and depth == 0:
            yield css[start:at].strip(), None
            start = at + 1
        at += 1


def split_outside(text: str, mark: str) -> list[str]:
    """Split at a mark that stands outside brackets and quotes."""
    parts, depth, quote, last = [], 0, "", 0
    for at, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == mark and depth == 0:
            parts.append(text[last:at])
            last = at + 1
    return [part for part in (*parts, text[last:]) if part.strip()]


def keep_selector(selector: str, classes: set[str], elements: set[str]) -> bool:
    """Keep a selector only when the pages can match it: all its classes and elements are used."""
    plain = re.sub(r"::?[a-z-]+(\([^()]*(\([^()]*\))?[^()]*\))?", "", selector)
    if re.search(r"\[(?!href|hidden)", plain):
        return False
    used_classes = {name.replace("\\", "") for name in re.findall(r"\.((?:\\.|[\w-])+)", plain)}
    bare = re.sub(r"\.((?:\\.|[\w-])+)|\[[^\]]*\]", " ", plain)
    return used_classes <= classes and set(re.findall(r"[a-z][a-z0-9]*", bare)) <= elements


def purge(css: str, classes: set[str], elements: set[str]) -> str:
    """Return the rules of a style sheet that pages with these classes and elements can use."""
    kept = []
    for prelude, body in css_blocks(css):
        if body is None or prelude.startswith(("@font-face", "@keyframes", "@-webkit", "@page")):
            continue
        if prelude.startswith("@supports") and "mask" in prelude:
            continue  # icons, which the public pages do not have
        if prelude.startswith("@"):
            inner = purge(body, classes, elements)
            kept += [f"{prelude}{{{inner}}}"] if inner else []
            continue
        selectors = [part for part in split_outside(prelude, ",") if keep_selector(part, classes, elements)]
        rules = [part for part in split_outside(body, ";") if "url(" not in part and "image-set(" not in part]
        if selectors and rules:
            kept.append(f"{','.join(selectors)}{{{';'.join(rules)}}}")
    return "".join(kept)


def names_in_templates() -> tuple[set[str], set[str]]:
    """Return the USWDS classes and the HTML elements that the public templates name."""
    texts = [path.read_text() for path in sorted((PUBLIC / "templates").rglob("*.*"))]
    classes = {name for text in texts for name in re.findall(r"\busa-[a-z0-9_-]+", text)}
    elements = {name for text in texts for name in re.findall(r"<([a-z][a-z0-9]*)", text)}
    return classes, elements | {"html", "body", "svg"}


CHARSET = '@charset "UTF-8";'
FACES = "".join(
    f'@font-face{{font-family:"{family}";src:url(../../fonts/{file}.woff2) format("woff2");'
    f"font-weight:{weights};font-display:swap}}"
    for family, file, weights in (
        ("Public Sans Web", "public-sans", "400 700"),
        ("Concord Serif", "concord-serif", "400 700"),
    )
)


def write_uswds(package: Path) -> None:
    """Write the application's USWDS (whole style sheet, in our two fonts) and the public site's part of it."""
    target = VENDOR / "uswds"
    shutil.rmtree(target, ignore_errors=True)
    css = (package / "dist/css/uswds.min.css").read_text().rsplit("/*# sourceMappingURL", 1)[0]
    css = re.sub(r"@font-face\{[^}]*\}", "", css).replace("../img/hero.jpg", "")
    css = css.replace("Source Sans Pro Web", "Public Sans Web").replace("Merriweather Web", "Concord Serif")
    wanted = {url for url in re.findall(r"url\(\.\./([^)]*)\)", css) if url}
    wanted |= {"img/sprite.svg", "img/us_flag_small.png", "img/icon-dot-gov.svg", "img/icon-https.svg"}
    wanted |= {"js/uswds.min.js", "js/uswds-init.min.js"}
    for name in sorted(wanted):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        data = (package / "dist" / name).read_bytes()
        (target / name).write_bytes(re.sub(rb"\n//# sourceMappingURL=.*\s*$", b"\n", data))
    (target / "css").mkdir()
    (target / "css/uswds.min.css").write_text(css.replace(CHARSET, CHARSET + FACES, 1))
    shutil.copy(package / "LICENSE.md", target / "LICENSE.md")
    classes, elements = names_in_templates()
    (ASSETS / "uswds.css").write_text(purge(css, classes, elements))


# --- fonts ------------------------------------------------------------------------------------------------------


def cut_font(source: Path, target: Path, axes: dict[str, Any], characters: str, family: str) -> None:
    """Fix or narrow a variable font's axes, keep the characters the pages need, and name the result."""
    font = instancer.instantiateVariableFont(TTFont(source, recalcTimestamp=False), axes)
    options = subset.Options(flavor="woff2", hinting=False, glyph_names=False, layout_features=["kern", "liga", "tnum"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(characters))
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6, 16}:
            record.string = family.replace(" ", "") if record.nameID == 6 else family
    font.flavor = "woff2"
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target)


def write_fonts(sans: Path, serif: Path) -> None:
    fonts = ASSETS / "fonts"
    shutil.rmtree(fonts, ignore_errors=True)
    cut_font(
        sans / "files/public-sans-latin-wght-normal.woff2",
        fonts / "public-sans.woff2",
        {"wght": (400, 700)},
        f"{LETTERS},{FIGURE_MARKS}",
        "Public Sans Web",
    )
    cut_font(
        serif / "files/source-serif-4-latin-opsz-normal.woff2",
        fonts / "concord-serif.woff2",
        {"opsz": 30, "wght": 500},
        LETTERS,
        "Concord Serif",
    )
    shutil.copy(sans / "LICENSE", fonts / "public-sans.LICENSE.txt")
    shutil.copy(serif / "LICENSE", fonts / "concord-serif.LICENSE.txt")
    # The signed-in application speaks with the same two voices.
    shutil.rmtree(VENDOR / "fonts", ignore_errors=True)
    shutil.copytree(fonts, VENDOR / "fonts")


# --- map --------------------------------------------------------------------------------------------------------

Point = tuple[float, float]


def decode_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def simplify(points: list[Point], least_area: float) -> list[Point]:
    """Drop the point of least effect (Visvalingam) until each one left spans at least this area."""
    line = list(points)
    while len(line) > 2:
        triangles = zip(line, line[1:], line[2:], strict=False)
        areas = [abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2 for a, b, c in triangles]
        smallest = min(areas)
        if smallest >= least_area:
            break
        del line[areas.index(smallest) + 1]
    return line


def ring_points(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def path_data(points: list[Point], *, closed: bool) -> str:
    """Return SVG path data in whole units, relative, without points that round to where the pen already is."""
    rounded = [(round(x), round(y)) for x, y in points]
    steps, pen = [], rounded[0]
    for point in rounded[1:]:
        if point != pen:
            steps.append(f"{point[0] - pen[0]},{point[1] - pen[1]}")
            pen = point
    if len(steps) < (3 if closed else 1):
        return ""
    text = f"M{rounded[0][0]},{rounded[0][1]}l{' '.join(steps)}{'z' if closed else ''}"
    return text.replace(",-", "-").replace(" -", "-")


def ring_area(points: list[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(points))) / 2


def write_map(package: Path) -> None:
    """Write the outline of the land and the borders between states, in Albers USA units of 975 by 610."""
    topology = json.loads((package / "states-albers-10m.json").read_text())
    arcs = [simplify(arc, 6.0) for arc in decode_arcs(topology)]
    uses = [0] * len(arcs)
    for state in topology["objects"]["states"]["geometries"]:
        polygons = state["arcs"] if state["type"] == "MultiPolygon" else [state["arcs"]]
        for index in (index for polygon in polygons for ring in polygon for index in ring):
            uses[index if index >= 0 else ~index] += 1
    nation = topology["objects"]["nation"]["geometries"][0]
    rings = [ring_points(ring, arcs) for polygon in nation["arcs"] for ring in polygon]
    land = "".join(path_data(ring, closed=True) for ring in rings if ring_area(ring) > 14)
    borders = "".join(path_data(arc, closed=False) for arc, count in zip(arcs, uses, strict=True) if count == 2)
    shapes = {"width": 975, "height": 610, "land": land, "borders": borders}
    (ASSETS / "us-map.json").write_text(json.dumps(shapes, indent=1) + "\n")
    shutil.copy(package / "LICENSE", ASSETS / "us-map.LICENSE.txt")


# --- record -----------------------------------------------------------------------------------------------------

TRIMMED = """\
- `uswds/`: the distributed style sheet without its source map and font faces. Its families Source Sans Pro and
  Merriweather are renamed to the two in `fonts/`. The images that it names, the icon sprite, the two scripts. Nothing
  else of the package.
- `fonts/`: Public Sans between weights 400 and 700, and one cut of Source Serif 4 (weight 500, optical size 30),
  both for Latin-1 and typographic marks only. The serif is renamed, as its licence asks of a changed font.
- `../../publishing/site/assets/uswds.css`: the rules of USWDS whose every class and element occurs in a template of
  the public site; no image, no font.
- `../../publishing/site/assets/us-map.json`: the outline of the States, simplified to whole units.
"""


def write_record() -> None:
    lines = ["# Carried from elsewhere", "", "Written by `scripts/vendor_assets.py`; do not edit by hand.", ""]
    lines += ["| package | version | licence | what it is | SHA-256 of the package |", "|---|---|---|---|---|"]
    for package in PACKAGES.values():
        lines.append(f"| {package.name} | {package.version} | {package.licence} | {package.why} | `{package.sha256}` |")
    lines += ["", "## What was trimmed", "", TRIMMED, "## Files", "", "| file | bytes | SHA-256 |", "|---|---|---|"]
    files = [path for path in VENDOR.rglob("*") if path.is_file() and path.name != "VENDORED.md"]
    files += [ASSETS / "uswds.css", *ASSETS.glob("us-map.*"), *(ASSETS / "fonts").iterdir()]
    for path in sorted(files):
        data = path.read_bytes()
        lines.append(f"| {path.relative_to(ROOT / 'src/concord')} | {len(data)} | `{sha256(data)}` |")
    (VENDOR / "VENDORED.md").write_text("\n".join(lines) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tarballs", type=Path, help="folder with the packages already fetched")
    tarballs: Path | None = parser.parse_args().tarballs
    with tempfile.TemporaryDirectory() as folder:
        found = {key: fetch(package, Path(folder), tarballs) for key, package in PACKAGES.items()}
        write_uswds(found["uswds"])
        write_fonts(found["sans"], found["serif"])
        write_map(found["atlas"])
    write_record()
    for path in (VENDOR, ASSETS):
        total = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        print(f"{path.relative_to(ROOT)}: {total / 1000:.0f} kB")


if __name__ == "__main__":
    main()
