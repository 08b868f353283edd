"""What stands in actions.py: verbs, and what only verbs call.

Each public function of an actions module is a verb (`@verb`, with `by=` and `at=` by keyword and without default), or
saves what is typed and not yet submitted (`@unrecorded`), or stands in HELPERS with its reason and is used by actions
modules alone. A function whose name begins with an underscore is private to its file, which ruff holds
(SLF001). A verb may also stand outside an actions module, in the core; the same is asked of it there."""

from collections.abc import Iterator

from tests.house.source import Source, faults, found_in, sources

HELPERS = {
    "concord.accounts.joining.join": "coming to hold a role is part of inviting and of joining an engagement",
    "concord.accounts.joining.account": "an account is made for whoever is put on the roster or asked to declare",
    "concord.partners.ruling.keep": "a decision on a declaration is kept by each verb that decides, recusing too",
    "concord.evidence.taking_codes.make_code": "a code is made by adding one, by splitting one, and from a file",
    "concord.evidence.taking_codes.take_codes": "codes come from a file of codes, and with a coded project",
    "concord.evidence.taking_codes.frozen": "a codebook is frozen by opening a round, and by taking in what was coded",
    "concord.partners.serving.require": "joining a team asks whether the person may serve, and locks the answer",
}


def verbs() -> set[str]:
    """Every verb of the house, by its full name."""
    return {f"{s.module}.{f.name}" for s in sources() for f in s.functions() if s.is_verb(f)}


def is_no_verb(source: Source) -> Iterator[str]:
    """A public function of an actions module that is neither a verb nor a helper."""
    if source.kind != "actions" or source.app == "core":
        return
    for function in source.public_functions():
        known = source.is_verb(function) or source.is_unrecorded(function)
        if not known and f"{source.module}.{function.name}" not in HELPERS:
            yield f"{source.path}:{function.lineno}: {function.name}() is no verb"


def asks_too_little(source: Source) -> Iterator[str]:
    """A verb that does not ask, by keyword, who does it and when; or whose thing comes after other arguments."""
    for function in source.functions():
        if not source.is_verb(function):
            continue
        given = {a.arg for a, d in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True) if d is None}
        for missing in sorted({"by", "at"} - given):
            yield f"{source.path}:{function.lineno}: {function.name}() does not ask {missing}="
        if len([*function.args.posonlyargs, *function.args.args]) > 1 or function.args.vararg:
            yield f"{source.path}:{function.lineno}: {function.name}() takes more than its thing by position"


def calls_a_verb(source: Source, known: frozenset[str] | None = None) -> Iterator[str]:
    """Verbs do not call verbs: in an actions module nothing does."""
    if source.kind != "actions":
        return
    ours = verbs() if known is None else known
    for call in source.calls():
        if (name := source.full_name(call.func)) in ours:
            yield f"{source.path}:{call.lineno}: {name}()"


def uses_a_helper(source: Source) -> Iterator[str]:
    """A helper is used by actions modules, and by helpers of its own app's module."""
    if source.kind != "actions" and not any(helper.startswith(f"{source.module}.") for helper in HELPERS):
        yield from (f"{source.path}:{line}: {name}" for line, name in sorted(set(source.uses())) if name in HELPERS)


def test_every_public_function_of_an_actions_module_is_a_verb() -> None:
    assert faults(is_no_verb) == []


def test_every_verb_asks_who_and_when() -> None:
    assert faults(asks_too_little) == []


def test_no_verb_calls_a_verb() -> None:
    known = frozenset(verbs())
    assert [fault for source in sources() for fault in calls_a_verb(source, known)] == []


def test_helpers_are_used_by_verbs_alone() -> None:
    assert faults(uses_a_helper) == []


def test_every_helper_that_is_listed_is_there() -> None:
    public = {f"{s.module}.{f.name}" for s in sources() for f in s.public_functions()}
    assert sorted(HELPERS.keys() - public) == []


def test_a_public_function_that_is_no_verb_is_found() -> None:
    text = """
from concord.core.actions import verb
from concord.core import actions
@verb
def accept(request, *, reason, by, at): ...
@actions.verb
def decline(request, *, by, at): ...
def quietly_accept(request): ...
@actions.unrecorded(Draft)
def save(draft, *, at): ...
def _help(request): ...
class Result:
    def total(self): ...
"""
    for path in ("concord/intake/actions.py", "concord/publishing/actions/reports.py"):
        assert found_in(is_no_verb, path, text) == [f"{path}:8: quietly_accept() is no verb"]


def test_a_verb_that_asks_too_little_is_found_wherever_it_stands() -> None:
    text = """
from concord.core.actions import verb
@verb
def one(request, by, at): ...
@verb
def two(*, by=None, at): ...
@verb
def three(request, reason, *, by, at): ...
@verb
def four(*requests, by, at): ...
"""
    path = "concord/core/audit_trail.py"
    assert found_in(asks_too_little, path, text) == [
        f"{path}:4: one() does not ask at=",
        f"{path}:4: one() does not ask by=",
        f"{path}:4: one() takes more than its thing by position",
        f"{path}:6: two() does not ask by=",
        f"{path}:8: three() takes more than its thing by position",
        f"{path}:10: four() takes more than its thing by position",
    ]


def test_a_verb_that_calls_a_verb_is_found() -> None:
    text = """
from concord.core.actions import verb
from concord.intake import actions as intake
from concord.intake.actions import accept as take
@verb
def open_from(request, *, by, at):
    intake.accept(request, by=by, at=at)
    take(request, by=by, at=at)
    mine(request, by=by, at=at)
@verb
def mine(request, *, by, at): ...
"""
    path = "concord/engagements/actions.py"
    known = frozenset({"concord.intake.actions.accept", "concord.engagements.actions.mine"})
    assert list(calls_a_verb(Source(path, text), known)) == [
        f"{path}:7: concord.intake.actions.accept()",
        f"{path}:8: concord.intake.actions.accept()",
        f"{path}:9: concord.engagements.actions.mine()",
    ]


def test_a_helper_used_by_a_page_is_found() -> None:
    text = "from concord.accounts.joining import join\nfrom concord.accounts import joining\njoining.join()\n"
    path = "concord/accounts/views.py"
    assert found_in(uses_a_helper, path, text) == [
        f"{path}:1: concord.accounts.joining.join",
        f"{path}:3: concord.accounts.joining.join",
    ]
    assert found_in(uses_a_helper, "concord/engagements/actions.py", text) == []
