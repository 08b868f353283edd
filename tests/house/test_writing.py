"""Law 1: every change is a verb, and nothing writes by another door. No receivers, no models looked up by text."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import Source, faults, found_in, sources

WRITES = frozenset(
    {
        *("save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"),
        *("asave", "acreate", "aupdate", "adelete", "abulk_create", "abulk_update"),
    }
)
READERS = frozenset({"states", "rules", "checks", "queries", "forms", "views", "urls"})
BACK_DOORS = frozenset({"save_base", "_raw_delete", "_update", "_insert", "_do_insert", "_do_update"})
TAKES_SQL = frozenset({"execute", "executemany", "copy", "raw"})
WRITING_SQL = re.compile(r"\s*(INSERT|UPDATE|DELETE|TRUNCATE|MERGE|COPY)\b")
SQL_THAT_WRITES = {
    "concord/core/ids.py": "gives out numbers without gaps, in one statement",
    "concord/core/jobs.py": "writes receipts, in one statement",
}
SETS_A_STATE = {
    "concord.core.lifecycle.move": "the engine",
    "concord.engagements.versions.supersede": "the same as of a work plan",
    "concord.workplans.superseding.supersede": "a version is set aside by the verb of the one that takes its place",
    "concord.workplans.actions.deciding._set_focus_areas": "areas are dropped by concurrence with a plan without them",
    "concord.findings.actions.imports._set_aside": "what an import added is set aside by the verb that undoes it",
    "concord.evidence.actions.fieldwork._sealed_contacts": "contacts are sealed by the verb that holds the talk",
}
LOOKED_UP_BY_TEXT = re.compile(
    r".*\.(get_model|get_user_model|import_string)$|importlib\.import_module$|.*\.__import__$|.*\.ContentType(\.|$)"
)
RELATIONS = frozenset({"ForeignKey", "OneToOneField", "ManyToManyField"})


def opens_the_guard(source: Source) -> Iterator[str]:
    """Only the engine of verbs opens the guard."""
    if source.path in ("concord/core/actions.py", "concord/core/guard.py"):
        return
    for line, name in sorted(set(source.uses())):
        if name in ("concord.core.guard.writing", "concord.core.guard._open"):
            yield f"{source.path}:{line}: {name}"


def writes_where_one_reads(source: Source) -> Iterator[str]:
    """Forms turn input into values, views call one verb, queries read: none of them writes."""
    if source.kind not in READERS:
        return
    for call in source.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES and not _is_a_verb_of(source, call.func):
            yield f"{source.path}:{call.lineno}: {ast.unparse(call.func)}()"


def _is_a_verb_of(source: Source, called: ast.Attribute) -> bool:
    """Whether it is a function of an actions module: `actions.update(…)`."""
    return re.match(r"concord\.\w+\.actions\.", source.full_name(called)) is not None


def goes_by_a_back_door(source: Source) -> Iterator[str]:
    """Django's inner doors past save() stand nowhere, and SQL that writes in the core alone."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in BACK_DOORS:
            yield f"{source.path}:{node.lineno}: {node.attr}"
    for call in source.calls():
        called = ast.unparse(call.func)
        method = called.rpartition(".")[2]
        if "._base_manager." in called and method in WRITES:  # Django's own manager knows no guard
            yield f"{source.path}:{call.lineno}: {called}()"
        if method in TAKES_SQL and source.path not in SQL_THAT_WRITES and call.args:
            sql = call.args[0].value if isinstance(call.args[0], ast.Constant) else ""
            if WRITING_SQL.match(str(sql)):
                yield f"{source.path}:{call.lineno}: {str(sql).split()[0]} in SQL"


def sets_a_state(source: Source) -> Iterator[str]:
    """`move` is the only writer of the state of the thing that a verb is about; a verb that takes further things
    along writes those itself, in a function that is listed."""
    listed = [f for f in source.functions() if f"{source.module}.{f.name}" in SETS_A_STATE]
    allowed = {id(node) for function in listed for node in ast.walk(function)}
    for node in ast.walk(source.tree):
        is_set = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        if is_set and node.attr in ("state", "state_since") and id(node) not in allowed:
            yield f"{source.path}:{node.lineno}: {ast.unparse(node)} ="


def receives_signals(source: Source) -> Iterator[str]:
    """What follows a change is called, or derived, or a job reads the trail; nothing listens in secret."""
    for line, name in sorted(set(source.uses())):
        if re.match(r"django\.dispatch(\.|$)", name) or re.match(r"[\w.]+\.signals(\.|$)", name):
            yield f"{source.path}:{line}: {name}"


def looks_up_by_text(source: Source) -> Iterator[str]:
    """A model or a module is imported, never looked up by a text, so that the layers can be checked."""
    for line, name in sorted(set(source.uses())):
        if LOOKED_UP_BY_TEXT.match(name):
            yield f"{source.path}:{line}: {name}"
    for call in source.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr in RELATIONS:
            first = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "to"), None)
            if isinstance(first, ast.Constant) and first.value != "self":
                yield f"{source.path}:{call.lineno}: {call.func.attr}({first.value!r})"


def test_only_the_engine_of_verbs_opens_the_guard() -> None:
    assert faults(opens_the_guard) == []


def test_forms_views_rules_checks_and_queries_never_write() -> None:
    assert faults(writes_where_one_reads) == []


def test_nothing_writes_by_a_back_door() -> None:
    assert faults(goes_by_a_back_door) == []


def test_only_a_move_changes_a_state() -> None:
    assert faults(sets_a_state) == []


def test_every_function_that_is_listed_as_setting_a_state_does() -> None:
    names = {f"{s.module}.{f.name}" for s in sources() for f in s.functions()}
    assert sorted(SETS_A_STATE.keys() - names) == []


def test_nothing_receives_signals() -> None:
    assert faults(receives_signals) == []


def test_nothing_is_looked_up_by_text() -> None:
    assert faults(looks_up_by_text) == []


def test_opening_the_guard_is_found_however_it_is_written() -> None:
    text = (
        "from concord.core import guard\nfrom concord.core.guard import writing as w\nwith w(): ...\nguard.writing()\n"
    )
    assert found_in(opens_the_guard, "concord/intake/actions.py", text) == [
        f"concord/intake/actions.py:{line}: concord.core.guard.writing" for line in (2, 3, 4)
    ]


def test_writing_where_one_reads_is_found() -> None:
    text = """
from concord.intake import actions
def values(self):
    self.thing.save()
    Agency.objects.filter(ref="X").update(name="Y")
    self.actions.save()
    return Agency.objects.get_or_create(ref="X"), actions.update(self.thing)
"""
    path = "concord/intake/forms.py"
    assert found_in(writes_where_one_reads, path, text) == [
        f"{path}:4: self.thing.save()",
        f"{path}:5: Agency.objects.filter(ref='X').update()",
        f"{path}:6: self.actions.save()",
        f"{path}:7: Agency.objects.get_or_create()",
    ]
    assert found_in(writes_where_one_reads, "concord/intake/actions.py", text) == []


def test_a_back_door_is_found() -> None:
    text = """
thing.save_base(raw=True)
Agency._base_manager.filter(ref="X").update(name="Y")
Agency._base_manager.filter(ref="X")
cursor.execute("  UPDATE agencies_agency SET name = ''")
cursor.execute("SELECT 1")
"""
    path = "concord/agencies/actions.py"
    assert found_in(goes_by_a_back_door, path, text) == [
        f"{path}:2: save_base",
        f"{path}:3: Agency._base_manager.filter(ref='X').update()",
        f"{path}:5: UPDATE in SQL",
    ]


def test_setting_a_state_is_found() -> None:
    text = """
thing.state = 'accepted'
thing.state_since: datetime = at
older.state, older.state_since = thing.state, at
def _supersede(older):
    older.state = 'superseded'
"""
    path = "concord/intake/actions.py"
    assert sorted(found_in(sets_a_state, path, text)) == [
        f"{path}:2: thing.state =",
        f"{path}:3: thing.state_since =",
        f"{path}:4: older.state =",
        f"{path}:4: older.state_since =",
        f"{path}:6: older.state =",
    ]
    listed = text.replace("_supersede", "supersede")
    assert len(found_in(sets_a_state, "concord/workplans/superseding.py", listed)) == 4


def test_receiving_a_signal_is_found() -> None:
    text = """
import signal
from django.db.models import signals
from django.db.models.signals import post_save
from django.dispatch import receiver
signals.post_save.connect(later)
signal.signal(signal.SIGTERM, stop)
"""
    path = "concord/intake/apps.py"
    assert found_in(receives_signals, path, text) == [
        f"{path}:3: django.db.models.signals",
        f"{path}:4: django.db.models.signals.post_save",
        f"{path}:5: django.dispatch.receiver",
        f"{path}:6: django.db.models.signals",
        f"{path}:6: django.db.models.signals.post_save",
        f"{path}:6: django.db.models.signals.post_save.connect",
    ]


def test_looking_up_by_text_is_found() -> None:
    text = """
from importlib import import_module, resources
from django.apps import apps
from django.contrib.auth import get_user_model
apps.get_model("findings", "Finding")
import_module("concord.findings.models")
finding = models.ForeignKey("findings.Finding", on_delete=models.PROTECT)
parent = models.ForeignKey("self", on_delete=models.PROTECT)
agency = models.OneToOneField(to="Agency", on_delete=models.PROTECT)
resources.files("concord")
"""
    path = "concord/intake/models.py"
    assert found_in(looks_up_by_text, path, text) == [
        f"{path}:2: importlib.import_module",
        f"{path}:4: django.contrib.auth.get_user_model",
        f"{path}:5: django.apps.apps.get_model",
        f"{path}:6: importlib.import_module",
        f"{path}:7: ForeignKey('findings.Finding')",
        f"{path}:9: OneToOneField('Agency')",
    ]
