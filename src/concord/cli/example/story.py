"""The fictional engagement as read from its files, and the telling of it: each event a verb, in date order."""

import tomllib
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from concord.accounts import queries as people
from concord.accounts.models import Person
from concord.core.roles import SystemActor

CONCORD = SystemActor("example")
HOUR = time(14)  # of the day's first event, UTC


class Event(NamedTuple):
    """One verb: its day, its place within the day (README.md's order), and how to do it at a moment."""

    on: date
    rank: int
    do: Callable[[datetime], Any]


class Story:
    """What the files in `folder` say (`data`), and what has come of it so far (`things`, by the files' keys)."""

    def __init__(self, folder: Path) -> None:
        """Read the files. Lists of one name in several files are one list."""
        self.folder = folder
        self.data: dict[str, Any] = {}
        self.things: dict[str, Any] = {}
        for file in sorted(folder.glob("*.toml")):
            for name, value in tomllib.loads(file.read_text("utf-8")).items():
                known = self.data.get(name)
                self.data[name] = known + value if isinstance(known, list) else value

    @property
    def slug(self) -> str:
        """The engagement's public address."""
        return str(self.data["engagement"]["slug"])

    def described(self, key: str) -> dict[str, Any]:
        """Return what the files say of a person."""
        found: dict[str, Any] = next(p for p in self.data["person"] if p["key"] == key)
        return found

    def who(self, key: str) -> Person:
        """Return a person as they are now, with the roles given so far. Raises KeyError."""
        found = people.person(self.described(key)["email"])
        if found is None:
            raise KeyError(key)
        return found

    def step(self, thing: str, verb: Callable[..., Any], by: str, **more: Any) -> Callable[[datetime], Any]:
        """Return how to do a verb on a thing; what the verb returns takes the thing's place."""

        def do(at: datetime) -> None:
            self.things[thing] = verb(self.things[thing], by=self.who(by), at=at, **more)

        return do

    def begin(self, thing: str, verb: Callable[..., Any], by: str, **more: Any) -> Callable[[datetime], Any]:
        """Return how to begin a thing in the engagement by a verb; what the verb returns is the thing."""

        def do(at: datetime) -> None:
            self.things[thing] = verb(self.things["engagement"], by=self.who(by), at=at, **more)

        return do

    def present(self, told: dict[str, Any]) -> str:
        """Return who took part in a talk, by name and title, and who else."""
        known = [self.described(key) for key in told["people"]]
        return "; ".join([*(f"{each['name']}, {each['title']}" for each in known), *filter(None, [told.get("others")])])

    def tell(self, events: Iterable[Event]) -> None:
        """Do every event in its order, a minute apart."""
        moment = datetime.min.replace(tzinfo=UTC)
        for event in sorted(events, key=lambda e: (e.on, e.rank)):
            moment = max(datetime.combine(event.on, HOUR, UTC), moment + timedelta(minutes=1))
            event.do(moment)
