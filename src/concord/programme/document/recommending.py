"""What a recommendation is called to be and to do: words of the programme."""

from dataclasses import dataclass, field

from concord.programme.document.fields import LONG, hint


@dataclass(frozen=True)
class RecommendationKind:
    """A kind of recommendation; where one is not allowed, `why` is what its author is told."""

    key: str
    label: str
    description: str = field(metadata=LONG)
    allowed: bool = True
    why: str = field(default="", metadata=hint("Why it is not recommended, where it is not.", LONG))


@dataclass(frozen=True)
class Aim:
    """Something that a recommendation may serve."""

    key: str
    label: str
    description: str = field(metadata=LONG)
