"""The search index of a folder of pages, made by Pagefind's own program: files that a browser reads, no server."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

BUNDLE = "search/index"
SHARED = frozenset(("pagefind.js", "pagefind-worker.js"))
NOT_SEARCHED = ".crumbs,.parts,.turn,.jump,.filter,.beside,details,figure,table"
SITE_PAGES = ("index.html", "findings/**/*.html", "recommendations/*/index.html", "reports/2*/index.html")
PROGRAMME_PAGES = (
    *("index.html", "programme/index.html", "about/**/*.html", "about-the-figures/index.html", "sites/*/index.html"),
    *("who-can-request/index.html", "topics/index.html", "partners/index.html", "glossary/index.html"),
    *("corrections/index.html", "data/index.html"),
)


def index(folder: Path, pages: Sequence[str], *, scripts: bool) -> None:
    """Index these pages (globs) of a folder into its `search/index/`, with Pagefind's scripts or without.

    The same pages give the same files. Raises OSError with what the program said."""
    from pagefind_bin import get_executable

    bundle = folder / BUNDLE
    found = "{" + ",".join(pages) + "}"
    command = [str(get_executable()), "--site", str(folder), "--output-path", str(bundle), "--glob", found, "--quiet"]
    done = subprocess.run([*command, "--exclude-selectors", NOT_SEARCHED], capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"The search index of {folder} could not be made: {done.stderr.strip() or done.returncode}")
    for path in bundle.iterdir():
        mine = path.is_dir() or path.suffix == ".pf_meta" or path.name.startswith(("wasm.", "pagefind-entry"))
        if not mine and not (scripts and path.name in SHARED):
            path.unlink()
