"""Django's template engine on its own: no settings, no application, automatic escaping always on.

`messages` finds what the house itself says in a template; it is put into the engine's language when a template is read,
so that it costs nothing later."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine, Origin
from django.template.loaders.filesystem import Loader as FolderLoader
from django.utils.safestring import SafeString

from concord.publishing.site.messages import translated
from concord.publishing.site.speech import SOURCE, foreign, prefix, spoken

TEMPLATES = Path(__file__).resolve().parent / "templates"
OWN_PAGE = re.compile(
    rb'(<a (?![^>]*hreflang=)[^>]*?href="/)(?!app/|request/|follow/|[a-z]{2}/)((?:[^"#]*/)?(?:[#?][^"]*)?")'
)
"""A link to one of our pages; one that says its language already leads where it should."""


class Loader(FolderLoader):
    """Reads templates and puts what they say into one language."""

    def __init__(self, engine: Engine, dirs: list[str | Path], language: str) -> None:
        super().__init__(engine, dirs)
        self.language = language

    def get_contents(self, origin: Origin) -> str:
        """Return a template in the language of this loader."""
        return translated(super().get_contents(origin), self.language)


@cache
def engine(language: str) -> Engine:
    """Return the engine of one language; templates are read once."""
    folder = f"{__name__}.Loader", [str(TEMPLATES)], language
    return Engine(
        loaders=[("django.template.loaders.cached.Loader", [folder])],
        autoescape=True,
        builtins=["concord.publishing.site.filters"],
        string_if_invalid="",
    )


def markup(text: str) -> SafeString:
    """Mark text as HTML that need not be escaped again.

    Only for what this package made itself: rendered parts, bars drawn from numbers, charts that chart.clean rebuilt.
    """
    return SafeString(text)  # nosec B703


def written() -> SafeString:
    """Return the attribute that says in which language people wrote; nothing where it is the page's own."""
    return markup(f' lang="{foreign()}"' if foreign() else "")


def render(template: str, context: dict[str, Any]) -> bytes:
    """Render a template to bytes, one line for each tag, the same on every machine and in every locale.

    In another language than the source's, links to our own pages lead to those of that language."""
    language = spoken()
    said = {"language": language, "source": SOURCE, "prefix": f"/{prefix(language)}".rstrip("/"), "written": written()}
    text = engine(language).get_template(template).render(Context({**said, **context}, use_l10n=False, use_tz=False))
    lines = (line.strip() for line in text.split("\n"))
    body = ("\n".join(line for line in lines if line) + "\n").encode()
    return body if language == SOURCE else OWN_PAGE.sub(rb"\g<1>" + language.encode() + rb"/\g<2>", body)
