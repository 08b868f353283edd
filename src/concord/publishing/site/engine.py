"""Jinja on its own: no settings, no application, automatic escaping always on.

`messages` finds what the house itself says in a template; it is put into the template's language when a template is
read, so that it costs nothing later."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, Environment, FileSystemLoader

from concord.publishing.site.filters import FILTERS
from concord.publishing.site.markup import written
from concord.publishing.site.messages import translated
from concord.publishing.site.speech import SOURCE, prefix, spoken

TEMPLATES = Path(__file__).resolve().parent / "templates"
OWN_PAGE = re.compile(
    rb'(<a (?![^>]*hreflang=)[^>]*?href="/)(?!app/|request/|follow/|[a-z]{2}/)((?:[^"#]*/)?(?:[#?][^"]*)?")'
)
"""A link to one of our pages; one that says its language already leads where it should."""


class Loader(FileSystemLoader):
    """Reads templates and puts what they say into one language."""

    def __init__(self, language: str) -> None:
        super().__init__(TEMPLATES)
        self.language = language

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template in the language of this loader."""
        source, path, unchanged = super().get_source(environment, template)
        return translated(source, self.language), path, unchanged


class Templates(Environment):
    """Templates for documents: `row.count` is what a document holds as "count", before any method of its class."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what a document holds under a name, else the attribute of an object, else nothing."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return getattr(obj, attribute, None) if hasattr(obj, attribute) else self.undefined(obj=obj, name=attribute)


@cache
def engine(language: str) -> Environment:
    """Return the templates of one language; each is read and compiled once. What a document lacks is left empty."""
    made = Templates(
        loader=Loader(language),
        autoescape=True,
        undefined=ChainableUndefined,
        auto_reload=False,
        keep_trailing_newline=True,
    )
    made.filters.update(FILTERS)
    return made


def render(template: str, context: dict[str, Any]) -> bytes:
    """Render a template to bytes, one line for each tag, the same on every machine and in every locale.

    In another language than the source's, links to our own pages lead to those of that language."""
    language = spoken()
    said = {"language": language, "source": SOURCE, "prefix": f"/{prefix(language)}".rstrip("/"), "written": written()}
    text = engine(language).get_template(template).render(said | context)
    lines = (line.strip() for line in text.split("\n"))
    body = ("\n".join(line for line in lines if line) + "\n").encode()
    return body if language == SOURCE else OWN_PAGE.sub(rb"\g<1>" + language.encode() + rb"/\g<2>", body)
