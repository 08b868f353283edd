"""The check that every address declares its rule; `concord check` and every start run it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from concord.core.access import Rule, rule_of

# Views of libraries cannot carry our declaration; each namespace is declared here once.
LIBRARY_RULES = {
    "allauth.account": Rule("public"),  # sign-in, sign-out, password; each guards itself
    "allauth.mfa": Rule("public"),  # asks for a sign-in itself
}


def addresses(patterns: Sequence[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, str, Rule | None]]:
    """Yield (pattern, name, rule) of every address; rule is None where none is declared."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, where)
        elif isinstance(pattern, URLPattern):
            module = getattr(pattern.callback, "__module__", "")
            library = next((r for name, r in LIBRARY_RULES.items() if module.startswith(name)), None)
            yield where, pattern.name or "", rule_of(pattern.callback) or library


@register()
def every_address_declares_its_rule(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Report each address without a rule."""
    del app_configs, kwargs
    return [
        Error(
            f"The address {where!r} declares no rule.",
            hint="Decorate its view with public, signed_in, member, holding() or on() from concord.core.access.",
            id="concord.E001",
        )
        for where, _, rule in addresses()
        if rule is None
    ]
