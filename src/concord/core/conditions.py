"""Conditions that an app below sets on what is done above it, where the one above cannot know of them: the app
registers each when it is loaded, and the rules above ask them all."""

from concord.core.permissions import ALLOWED, Actor, Decision, May, Permission, Scoped

_registered: dict[str, May] = {}


def register(name: str, condition: May) -> None:
    """Let a condition be asked; called once, when its app is loaded."""
    _registered[name] = condition


def hold(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by every condition: the first that refuses says why."""
    decisions = (condition(by, verb, thing) for condition in _registered.values())
    return next((decision for decision in decisions if not decision), ALLOWED)
