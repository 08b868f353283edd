"""What the library cannot know by itself for the description at /api/v1/schema."""

from collections.abc import Iterator
from typing import Any

from concord.api import shapes


def nothing_more(result: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Say of what is read strictly that no other field is taken."""
    del more
    strict = set(_below(shapes.Strict))
    for name, schema in result["components"]["schemas"].items():
        if name in strict:
            schema["additionalProperties"] = False
    return result


def _below(kind: type[Any]) -> Iterator[str]:
    """Yield the names of what is read strictly: by the time of a description every shape is loaded."""
    for one in kind.__subclasses__():
        yield one.__name__
        yield from _below(one)
