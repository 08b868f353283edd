"""The pages about who may do what: the roles with what they permit, and every address with the answer it gives.

`expected` says what an address answers to somebody in a role. The page of addresses is made with it, and the test that
opens every address as everybody compares the real answers with it: the page says what happens.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from concord.cli.docs_table import table
from concord.core.access import Rule
from concord.core.address_check import LIBRARY_RULES, addresses
from concord.core.permissions import Permission
from concord.core.roles import ROLES, Level, Public, Role

ROLES_PAGE = Path("docs/roles.md")
ADDRESSES_PAGE = Path("docs/reference/addresses.md")
GENERATED = "<!-- Written by `concord docs` from the code. Do not edit. -->"


class Relation(StrEnum):
    """How somebody's role stands to the thing that an address is about."""

    OWN = "own"  # held where the thing belongs: on its agency, its engagement, or the office
    OTHER = "other"  # held on another agency or engagement; for a role in the office the same as OWN
    NONE = "none"  # not held any more: signed in, and without a role


OK, REFUSED, NOT_THERE, SIGN_IN, NO_TOKEN = "ok", "403", "404", "sign-in", "401"

HELD_ON = {
    Level.NONE: "nothing: it needs no account",
    Level.REQUEST: "one request, by its private link",
    Level.AGENCY: "one agency, with its requests and engagements",
    Level.ENGAGEMENT: "one engagement",
    Level.OFFICE: "the programme office, and so on everything",
}
"""Where a role is held, in words."""

_LEVELS_OF = {
    "person": frozenset({Level.OFFICE}),
    "edition": frozenset({Level.OFFICE}),
    "agency": frozenset({Level.OFFICE, Level.AGENCY}),
    "request": frozenset({Level.OFFICE, Level.AGENCY}),
    "disposal": frozenset({Level.OFFICE}),
    "hold": frozenset({Level.OFFICE}),
    "conflict": frozenset({Level.OFFICE}),  # and the person concerned, who needs no role for it
}
_BELOW_AN_ENGAGEMENT = frozenset({Level.OFFICE, Level.AGENCY, Level.ENGAGEMENT})


def generate(root: Path) -> dict[Path, str]:
    """Return the paths of both pages in the checkout `root`, and the texts they should have. Django must be set up."""
    return {root / ROLES_PAGE: roles_page(), root / ADDRESSES_PAGE: addresses_page()}


def people() -> tuple[type[Role], ...]:
    """Return the roles under which somebody signs in."""
    return tuple(role for role in ROLES if role.level not in (Level.NONE, Level.REQUEST))


def ours() -> list[tuple[str, str, Rule]]:
    """Return (pattern, name, rule) of every address of the house: not the library's, nor a demonstration's own."""
    return [(where, name, rule) for where, name, rule in _declared() if not _is_library(rule)]


_WHOEVER_ASKS = {"public": OK, "token": NO_TOKEN}  # by a browser, which brings no token


def expected(rule: Rule, role: type[Role], relation: Relation) -> str:
    """Return what an address answers to a GET: "ok", "403", "404", "sign-in", or "401" where a token is wanted.

    It is the answer of the declared rule to somebody with this one role, about a thing that is there and in a state in
    which its viewers see it. A page may still refuse by a rule of its app; then the reason is on it."""
    if rule.kind in _WHOEVER_ASKS:
        return _WHOEVER_ASKS[rule.kind]
    if role not in people():
        return SIGN_IN
    held = relation != Relation.NONE
    if rule.kind in ("signed in", "member"):
        return OK if held or rule.kind == "signed in" else REFUSED
    if rule.kind == "holding":
        return OK if held and rule.permission in role.permissions else REFUSED
    permitted = Public.permissions | (role.permissions if _counts(rule, role, relation) else frozenset())
    if rule.see not in permitted:
        return NOT_THERE
    return OK if rule.permission in permitted else REFUSED


def _counts(rule: Rule, role: type[Role], relation: Relation) -> bool:
    """Say whether a role counts for the thing: it is held there, on a kind of scope that such a thing has."""
    if relation == Relation.NONE or rule.see is None:
        return False
    if role.level == Level.OFFICE:
        return True
    noun = rule.see.value.partition(".")[0]
    return relation == Relation.OWN and role.level in _LEVELS_OF.get(noun, _BELOW_AN_ENGAGEMENT)


# The page of roles


def roles_page() -> str:
    """Return every role, and the matrix of permissions by role, as Markdown."""
    return "\n".join([*_roles_head(), *(line for role in ROLES for line in _role(role)), *_matrix()]) + "\n"


def _roles_head() -> Iterator[str]:
    yield "# Roles"
    yield ""
    yield GENERATED
    yield ""
    yield (
        "A person holds a role on something: the programme office, one agency, one engagement. It counts there and"
        " nowhere else. What the role permits, the state of a thing and the rules of its kind may still refuse; the"
        " reason is then beside the button. In particular nobody accepts or validates their own work."
    )


def _role(role: type[Role]) -> Iterator[str]:
    yield ""
    yield f"## {role.title}"
    yield ""
    yield role.description
    yield ""
    yield from table(
        ("Held on", "Acts for", "Second factor at sign-in", "Key"),
        [(HELD_ON[role.level], str(role.party), "yes" if role.second_factor else "no", f"`{role.key}`")],
    )
    yield ""
    yield f"May {_listed([p.label for p in Permission if p in role.permissions])}."


def _listed(words: list[str]) -> str:
    return "; ".join(words) or "do nothing by itself"


def _matrix() -> Iterator[str]:
    yield ""
    yield "## Who may do what"
    yield ""
    rows = (
        [permission.label, *("yes" if permission in r.permissions else "" for r in ROLES)] for permission in Permission
    )
    yield from table(["To", *(role.title for role in ROLES)], rows)


# The page of addresses


def addresses_page() -> str:
    """Return every address with its rule, and what each role is answered, as Markdown."""
    return "\n".join([*_addresses_head(), *_rules(), *_answers(), *_library()]) + "\n"


def _declared() -> Iterator[tuple[str, str, Rule]]:
    """Yield the addresses that every installation has; an undeclared one fails the check, and stands nowhere."""
    for where, name, rule in addresses():
        if rule is not None and not where.startswith("demo/"):
            yield where, name, rule


def _is_library(rule: Rule) -> bool:
    return any(rule is known for known in LIBRARY_RULES.values())


def _addresses_head() -> Iterator[str]:
    yield "# Addresses"
    yield ""
    yield GENERATED
    yield ""
    yield (
        "Every address declares what it asks of whoever opens it, or `concord check` names it. Beside these there are"
        " the public site, which is made of files, and on a demonstration `/demo/`."
    )


def _rules() -> Iterator[str]:
    yield ""
    yield "## What each address asks"
    yield ""
    yield from table(("Address", "Name", "Open to"), ((_shown(w), f"`{n}`", _words(rule)) for w, n, rule in ours()))


def _answers() -> Iterator[str]:
    yield ""
    yield "## What each role is answered"
    yield ""
    yield (
        "The columns are what somebody is who holds that one role. **ok**: it opens. **own**: it opens for what belongs"
        " to their own agency or engagement; anything else is not there (404). **403**: refused, with the reason."
        " **own 403**: refused for their own, and anything else is not there. **404**: not there, whether it exists or"
        " not. **sign-in**: they are sent to sign in first. A page may show less than its address allows, and a rule"
        " may refuse what the role permits, with its reason."
    )
    yield ""
    rules = dict.fromkeys(rule for _, _, rule in ours())
    heads = ["Open to", "Not signed in", "No role", *(role.title for role in people())]
    yield from table(heads, ([_words(rule), *_answers_of(rule)] for rule in rules))


def _answers_of(rule: Rule) -> Iterable[str]:
    yield expected(rule, Public, Relation.NONE)
    yield expected(rule, people()[0], Relation.NONE)  # without the role it does not matter which it was
    for role in people():
        own, other = (expected(rule, role, relation) for relation in (Relation.OWN, Relation.OTHER))
        yield own if own == other else {OK: "own", REFUSED: "own 403"}[own]


def _library() -> Iterator[str]:
    yield ""
    yield "## Sign-in"
    yield ""
    yield (
        "These belong to the library for sign-in, which guards each by itself: it asks for a sign-in, the password"
        " again, or the second factor, where that is needed."
    )
    yield ""
    theirs = ((where, name) for where, name, rule in _declared() if _is_library(rule))
    yield from table(("Address", "Name"), ((_shown(where), f"`{name}`") for where, name in theirs))


def _shown(pattern: str) -> str:
    """Write a pattern as an address, with the name of each part that varies."""
    plain = re.sub(r"\(\?P<(\w+)>[^()]*\)", r"<\1>", re.sub(r"<\w+:(\w+)>", r"<\1>", pattern))
    return f"`/{plain.replace('^', '').removesuffix('$')}`"


_IN_WORDS = {
    "public": "anybody",
    "token": "a program with the access token of a person, whose roles decide; `/api/v1/schema` names the scope",  # nosec B105
    "signed in": "whoever has signed in; without a role it shows what is asked of them alone",
    "member": "whoever has signed in and holds a role",
}


def _words(rule: Rule) -> str:
    """Say in words what an address asks."""
    if rule.kind in _IN_WORDS or rule.permission is None:
        return _IN_WORDS[rule.kind]
    if rule.kind == "holding":
        return f"a role that may {rule.permission.label}, wherever it is held"
    if rule.see is None or rule.see == rule.permission:
        return f"a role here that may {rule.permission.label}"
    return f"a role here that may {rule.permission.label}; without one that may {rule.see.label} it is not there"
