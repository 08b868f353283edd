"""What every model of the house keeps: guarded, classified, protected, paired."""

from collections.abc import Callable, Iterable
from typing import ClassVar

import pytest
from django.db import models
from django.db.models import Q
from django.test.utils import isolate_apps

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from tests.house.models import (
    OUTSIDE_THE_GUARD,
    can_vanish_with_another,
    has_a_loose_pair,
    is_not_classified,
    is_not_guarded,
    of_the_house,
)

S = Sensitivity


def faults(rule: Callable[[type[models.Model]], Iterable[str]]) -> list[str]:
    return [fault for model in of_the_house() for fault in rule(model)]


def test_every_model_is_guarded() -> None:
    assert faults(is_not_guarded) == []


def test_every_model_that_is_named_as_outside_the_guard_is_there() -> None:
    assert sorted(OUTSIDE_THE_GUARD.keys() - {model._meta.label for model in of_the_house()}) == []


def test_every_field_of_every_model_is_classified() -> None:
    assert faults(is_not_classified) == []


def test_no_row_vanishes_with_another() -> None:
    assert faults(can_vanish_with_another) == []


@pytest.mark.django_db
def test_when_and_by_whom_are_bound_by_the_database() -> None:
    assert faults(has_a_loose_pair) == []


@isolate_apps("concord.core")
def test_a_model_that_is_not_guarded_is_found() -> None:
    class Loose(models.Model):
        class Meta:
            app_label = "core"

    class HalfGuarded(Guarded):
        by_name = models.Manager()

        class Meta:
            app_label = "core"

    class Sound(Guarded):
        objects = GuardedManager()

        class Meta:
            app_label = "core"

    assert [list(is_not_guarded(model)) for model in (Loose, HalfGuarded, Sound)] == [
        [
            "core.Loose is no Guarded model",
            "core.Loose.objects writes without asking the guard",
            "core.Loose._base_manager writes without asking the guard",
        ],
        ["core.HalfGuarded.by_name writes without asking the guard"] * 2,  # itself, and as what Django falls back on
        [],
    ]


@isolate_apps("concord.core")
def test_a_field_that_is_not_classified_is_found_and_so_is_one_that_is_not_there() -> None:
    class Told(Guarded):
        sensitivity: ClassVar = {"id": S.INTERNAL, "gone": S.PUBLIC, "name": "personal"}
        name = models.TextField()
        phone = models.TextField()

        class Meta:
            app_label = "core"

    assert list(is_not_classified(Told)) == [
        "core.Told.phone is not classified",
        "core.Told.gone is classified but is no field",
        "core.Told.name is classified as 'personal', which is no Sensitivity",
    ]


@isolate_apps("concord.core")
def test_a_row_that_would_vanish_with_another_is_found() -> None:
    class Chain(Guarded):
        kept = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+")
        lost = models.ForeignKey("self", on_delete=models.CASCADE, related_name="+")
        cut = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

        class Meta:
            app_label = "core"

    assert list(can_vanish_with_another(Chain)) == [
        "core.Chain.lost is not protected",
        "core.Chain.cut is not protected",
    ]


def paired(condition: Q | None) -> list[str]:
    """What the rule finds in a model with a pair, a decision beside it, and this constraint."""
    with isolate_apps("concord.core"):

        class Decided(Guarded):
            decided_at = models.DateTimeField(null=True)
            decided_by = models.CharField(max_length=60, blank=True)
            decision = models.CharField(max_length=3, choices=[("yes", "Yes"), ("no", "No")], blank=True)
            made_at = models.DateTimeField()
            made_by = models.CharField(max_length=60)
            ended_by = models.CharField(max_length=60, null=True)

            class Meta:
                app_label = "core"
                constraints: ClassVar = [models.CheckConstraint(condition=condition, name="x")] if condition else []

        return list(has_a_loose_pair(Decided))


NEITHER, BOTH = Q(decided_at=None, decided_by=""), Q(decided_at__isnull=False) & ~Q(decided_by="")
ALL, NONE = BOTH & Q(decision__in=("yes", "no")), NEITHER & Q(decision="")
AT_ALONE = "{'decided_at': datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.timezone.utc), 'decided_by': ''}"
BY_ALONE = "{'decided_at': None, 'decided_by': 'person:1'}"


@pytest.mark.django_db
@pytest.mark.parametrize("condition", [NEITHER | BOTH, ALL | NONE, NONE | (BOTH & ~Q(decision=""))])
def test_a_pair_that_is_bound_alone_or_with_its_decision_is_sound(condition: Q) -> None:
    assert paired(condition) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        (None, f"{AT_ALONE}, {BY_ALONE}"),
        (Q(decided_at=None) | ~Q(decided_by=""), BY_ALONE),
        (~Q(decided_at=None) | Q(decided_by=""), AT_ALONE),
        (Q(decision="no") | NEITHER | BOTH, f"{AT_ALONE}, {BY_ALONE}"),
        (Q(decision__in=("", "yes", "no")), f"{AT_ALONE}, {BY_ALONE}"),
    ],
)
def test_a_pair_that_is_loose_or_half_bound_is_found(condition: Q, possible: str) -> None:
    assert paired(condition) == [f"core.Decided: decided_at and decided_by are not bound ({possible} is possible)"]


@pytest.mark.django_db
def test_a_constraint_that_allows_nothing_is_found() -> None:
    neither = "{'decided_at': None, 'decided_by': ''}"
    assert paired(BOTH) == [f"core.Decided: decided_at and decided_by exclude what they should allow ({neither})"]
