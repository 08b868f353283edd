"""Reads of the programme's data."""

import tomllib
from datetime import date
from importlib import resources
from typing import Any

from concord.core.errors import Unavailable
from concord.programme.document import Programme, read
from concord.programme.models import Edition


def edition_in_force(on: date) -> Edition:
    """Return the edition in force on a day. Raises Unavailable when none has been published."""
    edition = Edition.objects.filter(effective_from__lte=on).order_by("-effective_from", "-number").first()
    if edition is None:
        raise Unavailable("No edition of the programme is in force: run `concord init`.")
    return edition


def in_force(on: date) -> Programme:
    """Return the programme's data in force on a day."""
    return read(edition_in_force(on).document)


def shipped() -> dict[str, Any]:
    """Return the document that comes with Concord, unread, its date as ISO text."""
    text = resources.files("concord.programme").joinpath("shipped/programme.toml").read_text("utf-8")
    document = tomllib.loads(text)
    document["edition"]["effective_from"] = document["edition"]["effective_from"].isoformat()
    return document
