import re

from concord.core import errors
from concord.core.errors import ConcordError, Denied, Incomplete, NotThere, Refused, Unavailable
from concord.core.postgres_root import EmbeddedUnavailable


def declared() -> dict[str, list[str]]:
    """Each error named in the module's own text, with its ancestors as the indents say, nearest first."""
    above: dict[int, str] = {}
    tree = {}
    for indent, name in re.findall(r"^( *)\* (\w+)", errors.__doc__, flags=re.MULTILINE):
        above[len(indent)] = name
        tree[name] = [above[depth] for depth in sorted(above, reverse=True) if depth < len(indent)]
    return tree


def real(top: type[ConcordError] = ConcordError) -> dict[str, list[str]]:
    """Each error of the core with its ancestors, nearest first."""
    tree = {top.__name__: [a.__name__ for a in top.__mro__[1:] if issubclass(a, ConcordError)]}
    for below in top.__subclasses__():
        if below.__module__.startswith("concord.core."):
            tree |= real(below)
    return tree


def test_the_tree_in_the_text_is_the_tree_in_the_code() -> None:
    assert declared() == real()


def test_an_error_that_is_declared_elsewhere_stands_in_the_tree_too() -> None:
    assert (declared()["EmbeddedUnavailable"][0], EmbeddedUnavailable.__bases__) == ("Unavailable", (Unavailable,))


def test_every_refusal_has_its_own_status_for_the_web() -> None:
    own = (c for c in Refused.__subclasses__() if c.__module__ == Refused.__module__)
    statuses = {c.__name__: c.status for c in (Refused, *own)}
    assert statuses == {
        "Refused": 409,
        "Denied": 403,
        "NotAllowedNow": 409,
        "Incomplete": 422,
        "Stale": 409,
        "NotThere": 404,
        "BadInput": 422,
    }


def test_a_refusal_is_its_reason() -> None:
    denied = Denied("Only the chief executive may concur.")
    assert (denied.reason, str(denied)) == ("Only the chief executive may concur.", denied.reason)


def test_what_is_incomplete_names_everything_that_is_missing() -> None:
    lacking = Incomplete("The finding cannot be issued.", ["a citation", "a justification"])
    assert lacking.missing == ("a citation", "a justification")
    assert lacking.reason == "The finding cannot be issued. Missing: a citation; a justification."
    assert Incomplete("The finding cannot be issued.", []).reason == "The finding cannot be issued."


def test_what_is_not_there_tells_nothing_of_what_might_be() -> None:
    assert NotThere().reason == "There is no such page, or it is not yours to see."
