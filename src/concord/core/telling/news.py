"""What people are told in Concord, each thing once; the verbs of the other apps call it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from concord.core.lifecycle import Staged
from concord.core.telling.models import How, Notice, NoticeChoice

LONGEST = 400


@dataclass(frozen=True)
class News:
    """One thing to tell: what it is about (a reference), what is said in Concord, the address of its page without the
    host; and `key`, which is the same whenever the same is told."""

    about: str
    text: str
    href: str
    key: str


def arrival(thing: Staged, words: str) -> News:
    """Return the news that a thing came to where it stands now: whoever tells of it, nobody is told twice."""
    key = f"{thing.ref}:{thing.state}:{thing.state_since.isoformat()}"
    return News(thing.ref, f"{words}: {thing.title}", thing.get_absolute_url(), key)


def tell(told: Iterable[tuple[str, News]], *, at: datetime) -> list[Notice]:
    """Tell people (actor keys) something, in the list that each finds in Concord; call inside a verb.

    Whoever was told the same before is not told again. Mail follows by each one's own choice: the desk's jobs send it.
    Returns what was told now."""
    wanted = {
        (who, one.key): Notice(to=who, about=one.about, text=one.text[:LONGEST], href=one.href, key=one.key, told_at=at)
        for who, one in told
    }
    with_keys = Notice.objects.filter(key__in={key for _, key in wanted})
    known = set(with_keys.values_list("to", "key"))
    fresh = [notice for name, notice in wanted.items() if name not in known]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)  # of two who tell the same at once, one does
    return fresh


def choices(of: Iterable[str]) -> dict[str, How]:
    """Return how each of these people (actor keys) wants to be told; by one query."""
    people = set(of)
    chosen = dict(NoticeChoice.objects.filter(who__in=people).values_list("who", "how"))
    return {who: How(chosen.get(who, How.AT_ONCE)) for who in people}
