"""Answers that hold for as long as one page, one verb or one job takes: asked for once, however often they are needed.

Nothing is kept beyond that, so that nothing is ever out of date: the next page asks again."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

_T = TypeVar("_T")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("concord_remembered", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Keep answers until the end of this block; inside another one, until the end of that."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def remembered(key: Hashable, ask: Callable[[], _T]) -> _T:
    """Return the answer to a question, asked at most once in a block of `remembering`; outside of one, every time."""
    kept = _kept.get()
    if kept is None:
        return ask()
    if key not in kept:
        kept[key] = ask()
    answer: _T = kept[key]
    return answer


def forget() -> None:
    """Forget all answers: what they rest on has changed."""
    if (kept := _kept.get()) is not None:
        kept.clear()
