"""A plan's content in words: what each field is called, and how its values are read. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from concord.programme.document import Programme
from concord.workplans.content import Activity, Area, Content, Criterion, Named, Need, Objective, Question

LABELS = {
    "changes": "What changes",
    "goal": "Goal",
    "description": "Technical assistance",
    "scope": "Scope",
    "out_of_scope": "Not looked at",
    "audiences": "Who is heard",
    "engagement_strategy": "Community engagement",
    "communication": "Communication",
    "reporting_months": "Reports",
    "reporting": "More about reports",
    "starts_on": "From",
    "ends_on": "To",
    "text": "Text",
    "number": "Number",
    "title": "Title",
    "objective": "Objective",
    "topic": "Topic",
    "person": "Account",
    "name": "Name",
    "part": "As",
    "brings": "Brings",
    "area": "Focus area",
    "method": "Method",
    "what": "What",
    "audience": "With whom, or on what",
    "who": "Who does it",
    "deliverable": "What comes of it",
    "cost": "Cost",
    "kind": "Kind",
    "holder": "Who has it",
    "needed_by": "Needed by",
    "shown_by": "Seen by",
}
ROWS: dict[type[Any], str] = {
    Objective: "Objective",
    Area: "Focus area",
    Named: "Person",
    Activity: "Activity",
    Need: "Document or data",
    Question: "Question",
    Criterion: "Exit criterion",
}
_HEADS = ("what", "text", "title", "name")  # the field by which people call a row, whichever it has
_KINDS = {"expert": "Subject matter expert", "staff": "Staff assigned", "document": "Document", "data": "Data"}
_DAYS = ("starts_on", "ends_on", "needed_by")


@dataclass(frozen=True)
class Names:
    """What the keys of one version are called: those of its programme, and its own focus areas by number."""

    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by field, then by key
    areas: Mapping[int, str] = field(default_factory=dict)


def names_of(content: Content, programme: Programme | None) -> Names:
    """Return the names for one version; without a programme (a public record) keys speak for themselves."""
    keys = {
        "method": means_named(programme),
        "cost": {cost.key: cost.label for cost in programme.cost_category},
        "topic": {topic.key: topic.text for topic in programme.topic},
    } if programme else {}  # fmt: skip
    return Names(keys, {area.number: area.title for area in content.areas})


def means_named(programme: Programme) -> dict[str, str]:
    """Return by what activities are done, key → name: the programme's methods and its forms of delivery."""
    forms = {form.key: form.label for form in programme.delivery_form}
    return forms | {method.key: method.name for method in programme.method}


def label(name: str) -> str:
    """Return what a field is called; one that is not known here by its name with spaces."""
    return LABELS.get(name, name.replace("_", " ").capitalize())


def said(name: str, value: Any, names: Names) -> str:
    """Return the value of a field as a person reads it; "" for nothing."""
    if name in _DAYS and value:
        return day(value)
    if name in names.keys and value:
        return names.keys[name].get(value, str(value).replace("_", " "))
    if name == "area":
        return f"{value}. {names.areas.get(value, 'not in this version')}" if value else "all focus areas"
    if name == "reporting_months":
        return "" if not value else "each month" if value == 1 else f"every {value} months"
    if name in ("part", "kind"):
        return _KINDS.get(value, str(value))
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def day(iso: str) -> str:
    """Write an ISO day as 3 November 2026."""
    found = date.fromisoformat(iso)
    return f"{found.day} {found:%B %Y}"


def called(row: Any) -> str:
    """Return by what people call a row: what is done, its text, title or name."""
    return next((str(getattr(row, name)) for name in _HEADS if getattr(row, name, "")), row.key)


def facts(row: Any, names: Names) -> dict[str, str]:
    """Return what a row says beside what it is called, by label, without what is empty and without accounts."""
    heads = {name for name in _HEADS if getattr(row, name, "") == called(row)}
    values = {each.name: said(each.name, getattr(row, each.name), names) for each in fields(row)}
    return {label(name): text for name, text in values.items() if text and name not in {"key", "person", *heads}}
