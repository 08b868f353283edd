"""Law 15: the clock and chance are passed in."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import SRC, Source, faults, found_in

CLOCKS = frozenset(
    {
        *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"),
        *("django.utils.timezone.now", "django.utils.timezone.localtime", "django.utils.timezone.localdate"),
        *("django.db.models.functions.Now", "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime"),
    }
)
CLOCK_IN_SQL = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp)\(\)|\bcurrent_(timestamp|date|time)\b", re.IGNORECASE
)
CLOCK_IN_TEMPLATES = re.compile(r"{%\s*now\b|\|\s*(timesince|timeuntil|naturaltime|naturalday)\s*[}|]")
CHANCE = re.compile(r"(random|secrets|numpy\.random)(\.|$)|uuid\.uuid[14]$|os\.urandom$|.*\.get_random_string$")
A_SOURCE_OF_CHANCE_PASSED_IN = frozenset({"random.Random", "numpy.random.Generator"})


def reads_the_time(source: Source) -> Iterator[str]:
    """Only core/clock.py reads the time: not by Python, not by a field, not by the database."""
    if source.path == "concord/core/clock.py":
        return
    yield from (f"{source.path}:{line}: {name}" for line, name in sorted(set(source.uses())) if name in CLOCKS)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield f"{source.path}:{node.lineno}: {node.arg}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_sql_with_a_clock(node.value):
            yield f"{source.path}:{node.lineno}: the database's clock"


def _is_sql_with_a_clock(text: str) -> bool:
    return bool(re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", text) and CLOCK_IN_SQL.search(text))


DAYS_OF_OTHERS = (
    "concord/core/zones.py",  # where it is done
    "concord/core/templatetags/concord.py",  # of a moment that is local already
    "concord/core/tables.py",  # how a workbook counts days
    "concord/evidence/reading/",  # what somebody else's file says
    "concord/publishing/site/dates.py",  # written with "UTC" beside it
    "concord/analysis/",  # of data, which have their own zone
    "concord/cli/codes.py",  # a day that was typed
    "concord/cli/evidence.py",  # likewise
)


def ends_a_day_by_another_clock(source: Source) -> Iterator[str]:
    """Which day a moment was, the office's clock says (core.zones); nothing cuts it off where the day ends in UTC."""
    if source.path.startswith(DAYS_OF_OTHERS):
        return
    for call in source.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr == "date" and not (call.args or call.keywords):
            yield f"{source.path}:{call.lineno}: .date()"


def asks_for_any_day(source: Source) -> Iterator[str]:
    """A form asks for a day by DayField, which gives back a year that nobody means."""
    if source.path != "concord/core/forms.py":
        uses = sorted(set(source.uses()))
        yield from (f"{source.path}:{line}: {name}" for line, name in uses if name == "django.forms.DateField")


def asks_the_clock_in_the_domain(source: Source) -> Iterator[str]:
    """Pages, jobs and the command line ask the clock; what they call is given `at`."""
    if source.is_domain:
        for line, name in sorted(set(source.uses())):
            if name.startswith("concord.core.clock"):
                yield f"{source.path}:{line}: {name}"


def draws_a_chance_in_the_domain(source: Source) -> Iterator[str]:
    """The domain is given `rng`; it may name its type, and no more."""
    if not source.is_domain:
        return
    types = {id(part) for annotation in _annotations(source) for part in ast.walk(annotation)}
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Name | ast.Attribute):
            continue
        name = source.full_name(node)
        is_type = id(node) in types and (name in A_SOURCE_OF_CHANCE_PASSED_IN or name in ("random", "numpy.random"))
        if CHANCE.match(name) and not is_type:
            yield f"{source.path}:{node.lineno}: {name}"
    for call in source.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr == "order_by":
            yield from (f"{source.path}:{a.lineno}: order_by('?')" for a in call.args if ast.unparse(a) == "'?'")


def _annotations(source: Source) -> Iterator[ast.expr]:
    for node in ast.walk(source.tree):
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(annotation, ast.expr):
                yield annotation


def test_only_the_clock_reads_the_time() -> None:
    assert faults(reads_the_time) == []


def test_a_day_is_a_day_at_the_office() -> None:
    assert faults(ends_a_day_by_another_clock) == []
    text = "a = at.date()\nb = zones.day(at)\nc = stops[when].date().name('day')\n"
    found = ["concord/intake/x.py:1: .date()", "concord/intake/x.py:3: .date()"]
    assert found_in(ends_a_day_by_another_clock, "concord/intake/x.py", text) == found
    assert found_in(ends_a_day_by_another_clock, "concord/analysis/x.py", text) == []


def test_every_form_asks_for_a_day_that_somebody_can_mean() -> None:
    assert faults(asks_for_any_day) == []
    text = "from django import forms\non = forms.DateField()\n"
    assert found_in(asks_for_any_day, "concord/intake/x.py", text) == ["concord/intake/x.py:2: django.forms.DateField"]


def test_the_domain_never_asks_the_clock() -> None:
    assert faults(asks_the_clock_in_the_domain) == []


def test_the_domain_draws_no_chance_of_its_own() -> None:
    assert faults(draws_a_chance_in_the_domain) == []


def test_templates_show_no_time_of_their_own() -> None:
    templates = sorted(SRC.rglob("*.html"))
    assert [t.name for t in templates if CLOCK_IN_TEMPLATES.search(t.read_text("utf-8"))] == []
    shown = ("{% now 'Y' %}", "{{ at|timesince }}", "{{ at | naturaltime }}", "{{ at|timeuntil|upper }}")
    assert [text for text in shown if not CLOCK_IN_TEMPLATES.search(text)] == []


def test_reading_the_time_is_found_however_it_is_written() -> None:
    text = """
import time
import datetime as dt
from datetime import date, datetime
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.timezone import now
a = datetime.now()
b = dt.datetime.utcnow()
c = date.today()
d = models.DateTimeField(default=timezone.now)
e = time.time()
f = models.DateTimeField(auto_now_add=True)
cursor.execute("SELECT 1 WHERE at < now()")
g = time.monotonic() + clock.now() + self.today()
"""
    path = "concord/intake/views.py"
    assert found_in(reads_the_time, path, text) == [
        f"{path}:5: django.db.models.functions.Now",
        f"{path}:7: django.utils.timezone.now",
        f"{path}:8: datetime.datetime.now",
        f"{path}:9: datetime.datetime.utcnow",
        f"{path}:10: datetime.date.today",
        f"{path}:11: django.utils.timezone.now",
        f"{path}:12: time.time",
        f"{path}:13: auto_now_add",
        f"{path}:14: the database's clock",
    ]


def test_asking_the_clock_is_found_in_the_domain_alone() -> None:
    text = "from concord.core import clock\nat = clock.now()\n"
    found = [
        f"concord/intake/checks/x.py:{line}"
        for line in ("1: concord.core.clock", "2: concord.core.clock", "2: concord.core.clock.now")
    ]
    assert found_in(asks_the_clock_in_the_domain, "concord/intake/checks/x.py", text) == found
    assert len(found_in(asks_the_clock_in_the_domain, "concord/core/lifecycle.py", text)) == 3
    assert found_in(asks_the_clock_in_the_domain, "concord/intake/views.py", text) == []


def test_drawing_a_chance_is_found_and_being_given_one_is_not() -> None:
    text = """
import random
import uuid
from secrets import token_hex
def draw(rows, *, rng: random.Random):
    rng.shuffle(rows)
    return random.choice(rows), token_hex(), uuid.uuid4(), uuid.UUID(int=1)
def default(*, rng=random.Random()): ...
rows.order_by("?")
"""
    path = "concord/community/actions/sessions.py"
    assert sorted(found_in(draws_a_chance_in_the_domain, path, text)) == [
        f"{path}:7: random",
        f"{path}:7: random.choice",
        f"{path}:7: secrets.token_hex",
        f"{path}:7: uuid.uuid4",
        f"{path}:8: random",
        f"{path}:8: random.Random",
        f"{path}:9: order_by('?')",
    ]
    assert found_in(draws_a_chance_in_the_domain, "concord/core/keys.py", text) == []
