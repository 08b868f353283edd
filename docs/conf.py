"""Sphinx: the documentation in docs/, written in Markdown. Build: sphinx-build -W -q docs docs/_build/html."""

import tomllib
from pathlib import Path

project = "Concord"
release = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]["version"]

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "Concord"
html_show_sphinx = html_show_copyright = False
html_copy_source = False
