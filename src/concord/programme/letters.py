"""Letters: what their templates may ask for, and how one is filled. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from concord.core.errors import BadInput
from concord.programme.document import Letter

_OFFICE = ("office", "email", "phone")
_ALWAYS = ("agency", "reference", *_OFFICE)
PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    "acknowledge": (*_ALWAYS, "link"),
    "accept": (*_ALWAYS, "reason", "tier"),
    "defer": (*_ALWAYS, "reason", "until"),
    "refer": (*_ALWAYS, "reason", "to"),
    "decline": (*_ALWAYS, "reason"),
    "authorize": (*_ALWAYS, "link"),
    "draft_link": (*_OFFICE, "link", "days"),
    "agreement": (*_ALWAYS, "signatory", "due", "link"),
    "agreement_reminder": (*_ALWAYS, "signatory", "due", "link"),
    "completion": (*_ALWAYS, "started", "ended", "findings", "recommendations", "standing", "sustainment", "link"),
}
"""Letter → what whoever fills it gives. These letters are asked for by name, so every edition has each of them."""


@dataclass(frozen=True)
class Filled:
    """A letter as it is sent: its subject, and its text with paragraphs set apart by empty lines."""

    subject: str
    text: str


def asked(letter: Letter) -> tuple[str, ...]:
    """Return what a letter's template asks for, each once. Raises BadInput where a dollar sign begins no word."""
    templates = [Template(letter.subject), Template(letter.text)]
    if not all(template.is_valid() for template in templates):
        raise BadInput(f"The letter “{letter.key}” has a dollar sign before no word; write $$ for the sign.")
    return tuple(dict.fromkeys(name for template in templates for name in template.get_identifiers()))


def fill(letter: Letter, values: Mapping[str, str]) -> Filled:
    """Fill a letter. What is given and not asked for is left out.

    Raises BadInput that names each placeholder for which nothing is given."""
    if unknown := [name for name in asked(letter) if name not in values]:
        names = ", ".join(f"${name}" for name in unknown)
        known = ", ".join(f"${name}" for name in values)
        raise BadInput(f"The letter “{letter.key}” asks for {names}; expected only: {known}.")
    subject, text = (Template(part).substitute(values) for part in (letter.subject, letter.text))
    return Filled(" ".join(subject.split()), text.strip())
