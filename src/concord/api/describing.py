"""What the library cannot know by itself for the description at /api/v1/schema."""

from typing import Any

from concord.api import shapes


def nothing_more(result: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Say of what is read strictly that no other field is taken."""
    del more
    strict = {
        kind.__name__ for kind in vars(shapes).values() if isinstance(kind, type) and issubclass(kind, shapes.Strict)
    }
    for name, schema in result["components"]["schemas"].items():
        if name in strict:
            schema["additionalProperties"] = False
    return result
