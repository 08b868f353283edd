"""Bringing the database up to date: as its owner, then granting the run-time role exactly what it needs."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from concord.core.postgres import APP_ROLE

# The run-time role reads the audit trail; only the database's own function writes it.
_CLOSED = ("core_auditrow", "core_audithead")
_GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
    *(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {{role}}" for table in _CLOSED),
    "REVOKE UPDATE, DELETE, TRUNCATE ON core_checkpoint FROM {role}",
)


def up_to_date() -> bool:
    """Say whether every migration has been applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate() -> None:
    """Apply the migrations and the grants. The connection must be the owner's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(APP_ROLE)))
            cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(APP_ROLE)))
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        for grant in _GRANTS:
            cursor.execute(sql.SQL(grant).format(role=sql.Identifier(APP_ROLE)))
