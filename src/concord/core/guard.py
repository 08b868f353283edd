"""Models refuse to be written except from a verb (law 1), and nothing is deleted without a retention rule (law 16).

`Guarded` is the base of every model of the house. `verb` in `actions` opens the guard for the time of one verb.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models
from django.db.models.base import ModelBase

from concord.core.errors import NeverDeleted, WriteOutsideVerb

_open: ContextVar[tuple[type[models.Model], ...] | None] = ContextVar("concord_guard_open", default=None)
_EVERY = ()
_erasing: ContextVar[str] = ContextVar("concord_guard_erasing", default="")


class Sensitivity(StrEnum):
    """How far a field may travel. A test finds each field that is not classified."""

    PUBLIC = "public"  # may be released
    INTERNAL = "internal"  # work of the office and the team; deliberative until released
    PERSONAL = "personal"  # about a person; never released
    CONFIDENTIAL = "confidential"  # told in confidence or secret; kept encrypted or sealed


@contextmanager
def writing(*only: type[models.Model]) -> Iterator[None]:
    """Let models be written, or only those that are named; only verbs, and factories of tests, use this."""
    token = _open.set(only or _EVERY)
    try:
        yield
    finally:
        _open.reset(token)


@contextmanager
def erasing(because: str) -> Iterator[None]:
    """Let rows be erased for good because of something that is on record: a disposal, or the end of a sealing."""
    token = _erasing.set(because)
    try:
        yield
    finally:
        _erasing.reset(token)


def _require_open(model: type[models.Model]) -> None:
    may_be_written = _open.get()
    if may_be_written is None or (may_be_written != _EVERY and model not in may_be_written):
        raise WriteOutsideVerb(f"{model.__name__} is written by verbs only: call one from actions.py.")


_M = TypeVar("_M", bound=models.Model)
_M_co = TypeVar("_M_co", bound=models.Model, covariant=True)


class GuardedQuerySet(models.QuerySet[_M_co], Generic[_M_co]):
    """A queryset whose writing methods ask the guard."""

    def update(self, **values: Any) -> int:
        """Update only inside a verb."""
        _require_open(self.model)
        return super().update(**values)

    def bulk_create(self, objs: Iterable[_M_co], *args: Any, **kwargs: Any) -> list[_M_co]:
        """Create only inside a verb (the covariant argument is Django's own signature)."""
        _require_open(self.model)
        return super().bulk_create(objs, *args, **kwargs)

    def erase(self) -> int:
        """Delete the rows for good, inside a verb, under what allows it (`erasing`); return how many rows went.

        Rows on which others stand are protected. Raises NeverDeleted, WriteOutsideVerb, ProtectedError."""
        _require_open(self.model)
        if not _erasing.get():
            raise NeverDeleted(f"{self.model.__name__} is never deleted outside a retention rule.")
        return super().delete()[0]

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: nothing is deleted without a retention rule."""
        raise NeverDeleted(f"{self.model.__name__} is never deleted outside a retention rule.")


class _GuardedBase(ModelBase):
    """Gives Django itself the guarded manager: `related.add(…)` writes through the base manager, past the others."""

    @property
    def _base_manager(self: type[_M]) -> models.Manager[_M]:  # type: ignore[misc]  # mypy: of a metaclass it is a type
        return self._default_manager


class Guarded(models.Model, metaclass=_GuardedBase):
    """Base of every model: refuses to be saved outside a verb and to be deleted at all.

    `sensitivity` classifies each field of the model's own; `unguarded_fields` names what the framework itself
    may save alone (a sign-in's time)."""

    sensitivity: ClassVar[dict[str, Sensitivity]] = {}
    unguarded_fields: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save inside a verb, or the unguarded fields alone."""
        fields = kwargs.get("update_fields")
        if not (fields and self.unguarded_fields.issuperset(fields)):
            _require_open(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        del args, kwargs
        raise NeverDeleted(f"{type(self).__name__} is never deleted outside a retention rule.")


GuardedManager = models.Manager.from_queryset(GuardedQuerySet)
