"""What a draft's preview shows: the public request page, a form with its notice and the contacts, an explanatory page,
or a letter filled with examples."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from concord.core.errors import NotThere
from concord.programme import letters, prose, queries
from concord.programme.document import REQUEST_FORM, SURVEY_FORM, Programme

EXAMPLES = {
    "agency": "Alder Falls Police Department (fictional)",
    "reference": "REQ-0000-0000",
    "reason": "Here stand the official’s own words.",
    "until": "1 March 2030",
    "to": "another provider",
    "link": "https://example.org/the-private-link",
    "signatory": "the chief executive",
    "due": "1 February 2030",
    "started": "1 March 2028",
    "ended": "1 March 2030",
    "findings": "12",
    "recommendations": "34",
    "standing": "30 of 34 recommendations are complete on 1 March 2030.",
    "sustainment": "Each reform that is complete is looked at again once a year.",
}
"""What stands in a letter's preview for what is filled in when it is sent."""


def shown(programme: Programme, asked: str, on: date) -> Mapping[str, Any]:
    """Return the context of a preview: `asked` is "request", "form:<key>", "page:<key>" or "letter:<key>".

    Raises NotThere."""
    kind, _, key = asked.partition(":")
    make = _KINDS.get(kind)
    if make is None:
        raise NotThere
    return make(programme, key, on)


def _request(programme: Programme, _key: str, on: date) -> dict[str, Any]:
    return {"offer": True, **queries.offer(programme, on)}


def _form(programme: Programme, key: str, _on: date) -> dict[str, Any]:
    told = {"form": key, "notice": queries.form_notice(programme, key), "office": programme.office}
    if key == REQUEST_FORM:
        return {**told, "heading": "The request form", "form_pages": queries.request_form(programme)}
    if key == SURVEY_FORM:
        return {**told, "heading": "The survey after a milestone", "survey": programme.survey_question}
    raise NotThere


def _page(programme: Programme, key: str, _on: date) -> dict[str, Any]:
    page = next((each for each in programme.page if each.key == key), None)
    if page is None:
        raise NotThere
    return {"page": page, "blocks": prose.blocks(page.text)}


def _letter(programme: Programme, key: str, _on: date) -> dict[str, Any]:
    template = next((each for each in programme.letter if each.key == key), None)
    if template is None:
        raise NotThere
    office, kept = programme.office, [each.days for each in programme.service if each.key == "draft_kept"]
    told = {
        **EXAMPLES,
        "office": office.name,
        "email": office.email,
        "phone": office.phone,
        "tier": programme.tier[0].name if programme.tier else "",
        "days": str(kept[0]) if kept else "",
    }
    return {"letter": letters.fill(template, told)}


_KINDS: Mapping[str, Callable[[Programme, str, date], Mapping[str, Any]]] = {
    "request": _request,
    "form": _form,
    "page": _page,
    "letter": _letter,
}
