"""The house's own source, read as syntax trees, for the rules in this folder.

A rule takes one `Source` and yields a sentence for each fault. It is tested twice: on the real source, where it finds
nothing, and on a few lines that break it, where it finds exactly that."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
DOMAIN = frozenset({"states", "models", "rules", "checks", "queries", "actions"})
"""The files of an app in which neither clock nor chance has a place."""
ENGINE = frozenset({"actions", "audit", "guard", "history", "ids", "lifecycle", "notices", "permissions", "roles"})
"""The same of the core."""


@dataclass(frozen=True)
class Source:
    """One file: its path below src, "concord/intake/actions.py", and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def module(self) -> str:
        """Its dotted name: "concord.intake.actions"."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def app(self) -> str:
        """The folder it belongs to: "intake"."""
        return self.path.split("/")[1]

    @property
    def kind(self) -> str:
        """What it is in its app, a folder counting like a file: "actions"."""
        return [*self.path.split("/"), "", ""][2].removesuffix(".py")

    @property
    def is_domain(self) -> bool:
        """Whether clock and chance have no place in it."""
        return self.kind in (ENGINE if self.app == "core" else DOMAIN)

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path

    @cached_property
    def imported(self) -> dict[str, str]:
        """Each name that an import anywhere in the file brings, with what it stands for in full."""
        names: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                tops = {top: top for top in (a.name.partition(".")[0] for a in node.names if not a.asname)}
                names |= tops | {a.asname: a.name for a in node.names if a.asname}
            elif isinstance(node, ast.ImportFrom):
                names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        return names

    def full_name(self, node: ast.AST) -> str:
        """What a name or a dotted name stands for; "" for anything else. A name of the file's own is in its module."""
        match node:
            case ast.Name(id=name):
                return self.imported.get(name, f"{self.module}.{name}")
            case ast.Attribute(value=value, attr=attr):
                before = self.full_name(value)
                return f"{before}.{attr}" if before else ""
        return ""

    def uses(self) -> Iterator[tuple[int, str]]:
        """Each use of a name: line, and the name in full."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Name | ast.Attribute) and (name := self.full_name(node)):
                yield node.lineno, name
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.lineno, f"{node.module}.{a.name}") for a in node.names)
            elif isinstance(node, ast.Import):
                yield from ((node.lineno, a.name) for a in node.names)

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Each function of the file, wherever it stands."""
        return (n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))

    def public_functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Each function of the module itself whose name has no underscore in front."""
        functions = (n for n in self.tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
        return (f for f in functions if not f.name.startswith("_"))

    def is_verb(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        return any(self.full_name(d) == "concord.core.actions.verb" for d in function.decorator_list)

    def is_unrecorded(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Whether it saves what is typed and not yet submitted, outside the audit trail."""
        called = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
        return any(self.full_name(d) == "concord.core.actions.unrecorded" for d in called)


Rule = Callable[[Source], Iterable[str]]


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the house but its generated migrations; read once."""
    found = (Source(p.relative_to(SRC).as_posix(), p.read_text("utf-8")) for p in sorted(SRC.rglob("*.py")))
    return tuple(source for source in found if not source.is_migration)


def faults(rule: Rule) -> list[str]:
    """What a rule finds in the real source."""
    return [fault for source in sources() for fault in rule(source)]


def found_in(rule: Rule, path: str, text: str) -> list[str]:
    """What a rule finds in a few lines, as if they stood in that file."""
    return list(rule(Source(path, text)))
