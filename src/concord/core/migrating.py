"""How an empty database gets its tables."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

__all__ = ("CreateModels",)


class CreateModels(Operation):
    """Create several tables after one look at all models. Django itself looks at every related model anew after each
    table, so that the work grows with the square of their number (`ProjectState.reload_model`)."""

    reversible = False
    serialization_expand_args: ClassVar[list[str]] = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        """Take the tables in an order in which none refers to a later one."""
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models to the state, whose classes are drawn once when they are asked for."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the tables."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say which."""
        return f"Create models {', '.join(model.name for model in self.models)}"
