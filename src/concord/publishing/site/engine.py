"""Django's template engine on its own: no settings, no application, automatic escaping always on."""

from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.safestring import SafeString

TEMPLATES = Path(__file__).resolve().parent / "templates"


@cache
def engine() -> Engine:
    """Return the engine; templates are read once."""
    return Engine(
        dirs=[str(TEMPLATES)], autoescape=True, builtins=["concord.publishing.site.filters"], string_if_invalid=""
    )


def markup(text: str) -> SafeString:
    """Mark text as HTML that need not be escaped again.

    Only for what this package made itself: rendered parts, bars drawn from numbers, charts that chart.clean rebuilt.
    """
    return SafeString(text)  # nosec B703


def render(template: str, context: dict[str, Any]) -> bytes:
    """Render a template to bytes, one line for each tag, the same on every machine and in every locale."""
    text = engine().get_template(template).render(Context(context, use_l10n=False, use_tz=False))
    lines = (line.strip() for line in text.split("\n"))
    return ("\n".join(line for line in lines if line) + "\n").encode()
