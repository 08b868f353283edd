from concord.core.errors import Incomplete


def require_reason(reason: str, what: str) -> str:
    """Return the reason. Raises Incomplete where it is blank; `what` is the sentence that asks for it (law 13)."""
    if not reason.strip():
        raise Incomplete(what, ["the reason"])
    return reason


def require_words(**said: str) -> None:
    """Raise Incomplete with each name whose text is blank; a name is what is missing, its spaces underlined."""
    if missing := [name.replace("_", " ") for name, text in said.items() if not text.strip()]:
        raise Incomplete("Not all is there.", missing)
