"""Fills a scratch database with recommendations and requests, straight by SQL: copies of the example's fictional ones.

Triggers and foreign keys are off meanwhile, so this is for databases that are dropped afterwards, and for no other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

EACH = 500  # recommendations of one engagement
OF_A_FINDING = 10
OPEN_STATES = ("awaiting_authorization", "submitted", "acknowledged", "defined", "eligible", "ready", "deferred")
WITH_A_TASK = 10  # every so many-th request has an open task, and every second of these is overdue
FILLED = (
    *("agencies_agency", "intake_assistancerequest", "engagements_engagement", "engagements_focusarea"),
    *("findings_finding", "findings_recommendation", "reforms_reform"),
)
_OF = "id = (SELECT {} FROM engagements_engagement WHERE slug = 'alder-falls')"
_OURS = "engagement_id = (SELECT id FROM engagements_engagement WHERE slug = 'alder-falls')"
_ISSUED = f"{_OURS} AND state = 'issued'"

_COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"""

_INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
WHERE t.relname = ANY(%s) AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)"""


@dataclass(frozen=True)
class Copier:
    """Copies rows of a table, with some columns computed from `n`, the number of the copy from 1 on."""

    connection: psycopg.Connection

    def last(self, table: str) -> int:
        """Return the largest id of a table."""
        return int(self._one(sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(table))))

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return self._one(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))

    def copy(self, table: str, where: str, count: int, **computed: str) -> None:
        """Write `count` copies of the rows that fit `where`, each of them in turn."""
        name, condition = sql.Identifier(table), sql.SQL(where)
        sources = self._one(sql.SQL("SELECT count(*) FROM {} WHERE {}").format(name, condition))
        assert sources, f"no row of {table} where {where}"
        columns = [str(row[0]) for row in self.connection.execute(_COLUMNS, [table])]
        values = [sql.SQL(computed[c]) if c in computed else sql.Identifier("s", c) for c in columns]
        self.connection.execute(
            sql.SQL(
                "INSERT INTO {table} ({columns}) SELECT {values} FROM generate_series(1, {count}) AS n"
                " JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM {table} WHERE {where}) s"
                " ON s.place = n % {sources} ORDER BY n"
            ).format(
                table=name,
                columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
                values=sql.SQL(", ").join(values),
                count=sql.Literal(count),
                where=condition,
                sources=sql.Literal(sources),
            )
        )
        self.connection.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), max(id)) FROM {}").format(sql.Literal(table), name)
        )

    def _one(self, query: sql.Composed) -> int:
        row = self.connection.execute(query).fetchone()
        assert row
        return int(row[0])


def fill(connection: psycopg.Connection, recommendations: int, *, searched: bool = True) -> None:
    """Bring the recommendations of a database, with their engagements, findings and reforms, up to this number.

    Where nothing is searched, the indexes of the search are left out: of a million rows they take a minute."""
    copier = Copier(connection)
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
        with _without_indexes(connection, but="" if searched else "_searched"):
            _fill(copier, recommendations - copier.count("findings_recommendation"))
    connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.SQL(", ").join(map(sql.Identifier, FILLED))))


@contextmanager
def _without_indexes(connection: psycopg.Connection, but: str) -> Iterator[None]:
    """Drop the indexes that back no constraint, and make them again after: a third of the time for a million rows.
    Those whose names end with `but` are not made again."""
    found = connection.execute(_INDEXES, [list(FILLED)]).fetchall()
    for name, _ in found:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for name, definition in found:
        if not (but and name.endswith(but)):
            connection.execute(definition)


def fill_requests(connection: psycopg.Connection, requests: int) -> None:
    """Add so many requests, in turn in each of the states in which one is open, some of them with a task."""
    copier = Copier(connection)
    request, task = copier.last("intake_assistancerequest"), copier.last("tasks_task")
    states = ", ".join(f"'{state}'" for state in OPEN_STATES)
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        copier.copy(
            "intake_assistancerequest",
            _OF.format("request_id"),
            requests,
            id=f"{request} + n",
            ref="'REQ-4000-' || n",
            submission_key="gen_random_uuid()",
            state=f"(ARRAY[{states}])[1 + n % {len(OPEN_STATES)}]",
            state_since="now() - n * interval '5 minutes'",
        )
        copier.copy(
            "tasks_task",
            "state = 'with_office'",
            requests // WITH_A_TASK,
            id=f"{task} + n",
            ref="'TSK-4000-' || n",
            about=f"'REQ-4000-' || n * {WITH_A_TASK}",
            due_on="current_date + CASE WHEN n % 2 = 0 THEN 10 ELSE -10 END",
        )
    connection.execute("VACUUM (ANALYZE) intake_assistancerequest, tasks_task")


def _fill(copier: Copier, wanted: int) -> None:
    engagements, findings = -(-wanted // EACH), -(-wanted // OF_A_FINDING)
    agency, request, engagement, area, finding, recommendation, reform = map(copier.last, FILLED)
    its_engagement = f"{engagement} + 1 + (n - 1) / {EACH}"
    finding_engagement = f"{engagement} + 1 + (n - 1) / {EACH // OF_A_FINDING}"
    finding_area = f"{area} + 1 + (n - 1) / {EACH // OF_A_FINDING}"
    its_finding = f"{finding} + 1 + (n - 1) / {OF_A_FINDING}"
    number = {"label": "'9.' || n", "key": "'many-' || n"}
    copy = copier.copy
    copy("agencies_agency", _OF.format("agency_id"), engagements, id=f"{agency} + n", ref="'AGY-3000-' || n")
    copy(
        "intake_assistancerequest",
        _OF.format("request_id"),
        engagements,
        id=f"{request} + n",
        ref="'REQ-3000-' || n",
        submission_key="gen_random_uuid()",
        agency_id=f"{agency} + n",
    )
    copy(
        "engagements_engagement",
        _OF.format("id"),
        engagements,
        id=f"{engagement} + n",
        ref="'ENG-3000-' || n",
        slug="'many-' || n",
        agency_id=f"{agency} + n",
        request_id=f"{request} + n",
    )
    new_area = {"id": f"{area} + n", "ref": "'FA-3000-' || n", "engagement_id": f"{engagement} + n"}
    copy("engagements_focusarea", f"{_OURS} AND number = 1", engagements, **new_area)
    places = {"engagement_id": finding_engagement, "focus_area_id": finding_area}
    copy("findings_finding", _ISSUED, findings, id=f"{finding} + n", ref="'FND-3000-' || n", **number, **places)
    places = {"engagement_id": its_engagement, "finding_id": its_finding}
    new = {"id": f"{recommendation} + n", "ref": "'REC-3000-' || n"}
    copy("findings_recommendation", _ISSUED, wanted, **new, **number, **places)
    places = {"engagement_id": its_engagement, "recommendation_id": f"{recommendation} + n"}
    copy("reforms_reform", _OURS, wanted, id=f"{reform} + n", ref="'RFM-3000-' || n", **places)
