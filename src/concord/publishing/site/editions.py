"""The programme's releases, gathered by the edition that each shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from concord.publishing.site.archive import Release
from concord.publishing.site.documents import Doc, in_current_shape
from concord.publishing.site.speech import say


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the programme: the last release that showed it, and its days; `until` None while it goes on.

    A release of before editions were named stands for itself."""

    release: Release
    document: Doc
    first: str
    until: str | None

    @property
    def key(self) -> str:
        """Its number, or the name of its release."""
        named = self.document["edition"]
        return str(named["number"]) if named else self.release.ref

    @property
    def address(self) -> str:
        """Its permanent address."""
        return f"/programme/editions/{self.key}/"

    @property
    def at_once(self) -> bool:
        """Whether another took its place on the day on which it began."""
        return self.until is not None and self.until < self.first

    @property
    def title(self) -> str:
        """Its name."""
        named = self.document["edition"]
        return str(named["label"]) if named else say("The programme before its editions were numbered")


def gather(releases: Sequence[Release]) -> tuple[Edition, ...]:
    """Return the editions that releases (newest first) show, the newest first, each with its days."""
    found: dict[str, Edition] = {}
    follower: str | None = None  # the first day of the edition that came after
    for release in releases:
        document = in_current_shape(release.document)
        named = document["edition"]
        first = named["effective_from"] if named else document["release"]["as_of"]
        until = (date.fromisoformat(follower) - timedelta(days=1)).isoformat() if follower else None
        edition = Edition(release, document, first, until)
        if edition.key not in found:
            found[edition.key] = edition
        follower = first
    return tuple(found.values())


def pages(releases: Sequence[Release]) -> dict[str, tuple[Doc, Release]]:
    """Return every page that was ever published, by its key, with the newest release (of these, newest first) that
    holds it: what was published keeps its address."""
    found: dict[str, tuple[Doc, Release]] = {}
    for release in releases:
        for page in in_current_shape(release.document)["pages"]:
            found.setdefault(page["key"], (page, release))
    return found


def announcements(document: Doc, on: date) -> list[Doc]:
    """Return the announcements of a document that are to be seen on a day."""
    today = on.isoformat()
    return [a for a in document["announcements"] if a["shown_from"] <= today <= (a["shown_until"] or "9999-12-31")]


def earlier_announcements(releases: Sequence[Release], on: date) -> list[Doc]:
    """Return the announcements of all releases (newest first) that are no longer shown on a day, the newest first."""
    shown = {a["key"] for a in announcements(in_current_shape(releases[0].document), on)}
    found: dict[str, Doc] = {}
    for release in releases:
        for each in in_current_shape(release.document)["announcements"]:
            found.setdefault(each["key"], each)
    past = [each for key, each in found.items() if key not in shown]
    return sorted(past, key=lambda each: str(each["shown_from"]), reverse=True)
