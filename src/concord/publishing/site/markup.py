"""Text that is HTML already."""

from markupsafe import Markup

from concord.publishing.site.speech import foreign


def markup(text: str) -> Markup:
    """Mark text as HTML that need not be escaped again.

    Only for what this package made itself: rendered parts, bars drawn from numbers, charts that chart.clean rebuilt.
    """
    return Markup(text)  # noqa: S704 # nosec B704


def written() -> Markup:
    """Return the attribute that says in which language people wrote; nothing where it is the page's own."""
    return markup(f' lang="{foreign()}"' if foreign() else "")
