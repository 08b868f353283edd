"""Law 2: every (state, verb, role) of a comment on a draft and of a report's import does what the table says, and
nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from concord.accounts.models import Person
from concord.core.permissions import Permission
from concord.findings import actions, queries
from concord.findings.importing.reconciling import Stated
from concord.findings.models import ReportImport, StatementComment
from concord.findings.states import COMMENT, REPORT_IMPORT
from tests.factories import findings as make
from tests.factories import moves, reports
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission
_OF_A_COMMENT: dict[Permission, Callable[[StatementComment, Person], Any]] = {
    P.STATEMENT_COMMENT_REPLY: lambda c, who: actions.reply_to(c, text="In the logs of May.", by=who, at=AT),
    P.STATEMENT_COMMENT_RESOLVE: lambda c, who: actions.resolve_comment(c, resolution="It is said.", by=who, at=AT),
}
_OF_AN_IMPORT: dict[Permission, Callable[[ReportImport, Person], Any]] = {
    P.IMPORT_MAP: lambda r, who: actions.map_columns(
        r, columns=r.columns, area=1, stated=Stated(recommendations=4), by=who, at=AT
    ),
    P.IMPORT_LOAD: lambda r, who: actions.load_report(
        r, expected=queries.preview_of(r, queries.sheet_of(r)).digest, by=who, at=AT
    ),
    P.IMPORT_DROP: lambda r, who: actions.drop_report(r, reason="The wrong file.", by=who, at=AT),
    P.IMPORT_UNDO: lambda r, who: actions.undo_report(r, reason="The wrong report.", by=who, at=AT),
}


def comment_in(on: make.Ground, state: str) -> StatementComment:
    made = make.commented(on, make.draft_finding(on))
    return made if state == "open" else _OF_A_COMMENT[P.STATEMENT_COMMENT_RESOLVE](made, on.assessor)


def import_in(on: make.Ground, state: str) -> ReportImport:
    made = reports.mapped(on, reports.staged(on))
    if state == "dropped":
        return _OF_AN_IMPORT[P.IMPORT_DROP](made, on.assessor)
    if state in ("loaded", "undone"):
        made = reports.load(on, made)
    return _OF_AN_IMPORT[P.IMPORT_UNDO](made, on.assessor) if state == "undone" else made


@pytest.mark.parametrize("state", COMMENT.states)
def test_each_role_can_do_with_a_comment_what_the_table_says(state: str) -> None:
    on = make.ground()
    ref = comment_in(on, state).ref
    moves.walk(on.engagement, lambda: StatementComment.objects.get(ref=ref), _OF_A_COMMENT)


@pytest.mark.parametrize("state", REPORT_IMPORT.states)
def test_each_role_can_do_with_an_import_what_the_table_says(state: str) -> None:
    on = make.ground()
    ref = import_in(on, state).ref
    moves.walk(on.engagement, lambda: ReportImport.objects.get(ref=ref), _OF_AN_IMPORT)
