"""The house's models, and the rules that they keep. A rule takes a model and yields a sentence for each fault."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import BaseExpression, Combinable

from concord.core.guard import Guarded, GuardedQuerySet, Sensitivity
from concord.core.lifecycle import Staged

OUTSIDE_THE_GUARD = {
    "core.AuditRow": "written by the database's own function alone, which the run-time role cannot go round",
    "core.AuditHead": "the same",
    "core.Counter": "written by one statement of core/ids.py",
    "core.DataKey": "made before there is anybody who could call a verb",
    "core.JobReceipt": "written by one statement of core/jobs.py, inside the verb whose effect it guards",
}
_DAY = date(2026, 11, 22)
_MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def of_the_house() -> list[type[models.Model]]:
    """Every model of ours, the tables between two of them too; none of the libraries'."""
    configs = (c for c in apps.get_app_configs() if c.name.startswith("concord."))
    return [model for config in configs for model in config.get_models(include_auto_created=True)]


def staged() -> list[type[Staged]]:
    """Every model with a lifecycle."""
    return [model for model in of_the_house() if issubclass(model, Staged)]


def is_not_guarded(model: type[models.Model]) -> Iterator[str]:
    """Each model is guarded, and so is every way to reach its rows."""
    if model._meta.label in OUTSIDE_THE_GUARD:
        return
    if not issubclass(model, Guarded):
        yield f"{model._meta.label} is no Guarded model"
    for manager in (*model._meta.managers, model._base_manager):
        if not isinstance(manager.get_queryset(), GuardedQuerySet):
            yield f"{model._meta.label}.{manager.name} writes without asking the guard"


def is_not_classified(model: type[models.Model]) -> Iterator[str]:
    """Each field says how far it may travel, and nothing is classified that is no field."""
    fields = {f.name for f in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    classified: dict[str, Any] = getattr(model, "sensitivity", {})
    for name in sorted(fields - classified.keys()):
        yield f"{model._meta.label}.{name} is not classified"
    for name in sorted(classified.keys() - fields):
        yield f"{model._meta.label}.{name} is classified but is no field"
    for name, level in classified.items():
        if not isinstance(level, Sensitivity):
            yield f"{model._meta.label}.{name} is classified as {level!r}, which is no Sensitivity"


def can_vanish_with_another(model: type[models.Model]) -> Iterator[str]:
    """No row is deleted, or loses what it points to, because another row is: Django would do it past the guard."""
    for field in model._meta.concrete_fields:
        if field.remote_field is not None and field.remote_field.on_delete is not models.PROTECT:
            yield f"{model._meta.label}.{field.name} is not protected"


def has_a_loose_pair(model: type[models.Model]) -> Iterator[str]:
    """When and by whom are both there or both not: the database refuses one without the other.

    Pairs are found by name: x_at or x_on beside x_by. A pair whose fields can never be empty is bound already. For the
    others the constraints are tried on values: one without the other must be refused whatever the other fields hold,
    and both, and neither, must be possible."""
    fields = {f.name: f for f in model._meta.concrete_fields}
    for by in (name for name in fields if name.endswith("_by")):
        when = next((w for w in (f"{by[:-3]}_at", f"{by[:-3]}_on") if w in fields), None)
        if when is None or not (_empties(fields[by]) or _empties(fields[when])):
            continue
        loose = [one for one in _one_alone(fields[when], fields[by]) if _is_possible(model, one)]
        if loose:
            yield f"{model._meta.label}: {when} and {by} are not bound ({', '.join(map(str, loose))} is possible)"
        for pair in _both_or_neither(fields[when], fields[by]):
            if not _is_possible(model, pair):
                yield f"{model._meta.label}: {when} and {by} exclude what they should allow ({pair})"


def _one_alone(when: models.Field, by: models.Field) -> Iterator[dict[str, Any]]:
    yield from ({when.name: _value(when), by.name: empty} for empty in _empties(by))
    yield from ({when.name: empty, by.name: _value(by)} for empty in _empties(when))


def _both_or_neither(when: models.Field, by: models.Field) -> Iterator[dict[str, Any]]:
    yield {when.name: _value(when), by.name: _value(by)}
    yield from ({when.name: w, by.name: b} for w in _empties(when) for b in _empties(by))


def _empties(field: models.Field) -> list[Any]:
    """The values with which a field says nothing."""
    if field.null:
        return [None]
    return [""] if field.blank and isinstance(field, models.CharField | models.TextField) else []


def _value(field: models.Field) -> Any:
    """Something that a field can hold."""
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.DateTimeField):
        return _MOMENT
    if isinstance(field, models.DateField):
        return _DAY
    if isinstance(field, models.BooleanField):
        return True
    return "person:1" if isinstance(field, models.CharField | models.TextField) else 1


def _is_possible(model: type[models.Model], fixed: dict[str, Any]) -> bool:
    """Whether some row with these values passes every check constraint that speaks of one of them."""
    checks = [c.condition for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    told = [condition for condition in checks if fixed.keys() & _names(condition)]
    others = sorted({name for condition in told for name in _names(condition)} - fixed.keys())
    choices = [_candidates(model._meta.get_field(name), told) for name in others]
    rows = (fixed | dict(zip(others, values, strict=True)) for values in itertools.product(*choices))
    return any(all(condition.check(_typed(model, row)) for condition in told) for row in rows)


def _typed(model: type[models.Model], row: dict[str, Any]) -> dict[str, Value]:
    return {name: Value(value, model._meta.get_field(name)) for name, value in row.items()}


def _candidates(field: models.Field, told: Sequence[Q]) -> list[Any]:
    """Enough values of a field to satisfy conditions on it: those that they name, some other, nothing."""
    named = [value for condition in told for value in _values_named(condition, field.name)]
    others = [True, False] if isinstance(field, models.BooleanField) else [_value(field)]
    if isinstance(field, models.CharField | models.TextField):
        others.append("person:2")
    return list(dict.fromkeys([*named, *others, *_empties(field)]))


def _values_named(condition: Q, name: str) -> Iterator[Any]:
    """The values with which a condition compares a field."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from _values_named(child, name)
        elif child[0] in (name, f"{name}__in") and not isinstance(child[1], Combinable):
            yield from child[1] if isinstance(child[1], list | tuple | set | frozenset) else [child[1]]


def _names(condition: Any) -> set[str]:
    """The fields of which a condition speaks."""
    if isinstance(condition, Q):
        parts = (
            _names(c) if isinstance(c, Q) else {c[0].partition("__")[0]} | _names(c[1]) for c in condition.children
        )
        return set().union(*parts)
    if isinstance(condition, F):
        return {condition.name.partition("__")[0]}
    if isinstance(condition, BaseExpression):
        return set().union(*(_names(e) for e in condition.get_source_expressions()))
    return set()
