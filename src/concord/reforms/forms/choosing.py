"""Choosing among things of one engagement: a form shows their words and gives back the things themselves."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms

_SHORT = 90  # characters of a text in a list of choices


def offer(form: forms.Form, name: str, things: Mapping[str, tuple[str, Any]]) -> None:
    """Let a field of a form choose among things: key → (its words, the thing)."""
    cast("forms.ChoiceField", form.fields[name]).choices = [(key, words) for key, (words, _) in things.items()]


def by_ref(things: Iterable[Any]) -> dict[str, tuple[str, Any]]:
    """Return recommendations by reference, each with its number and the beginning of its text."""
    return {each.ref: (f"{each.label} {shortened(each.text)}", each) for each in things}


def shortened(text: str) -> str:
    """Return the beginning of a text."""
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"
