"""Which database, and as whom: the run-time role serves people, the owner migrates (law 3)."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from concord.core.postgres import APP_ROLE, OWNER_ROLE, Embedded

_PLANNING = "-c join_collapse_limit=4"  # ADR 30


def databases(home: Path, *, owner: bool) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES for the run-time role, or for the owner of the tables.

    With no DATABASE_URL it is the embedded server in `home`. With DATABASE_URL alone, one login does both: at run
    time it steps down to the role concord_app. With DATABASE_OWNER_URL too, DATABASE_URL is the run-time login."""
    given, owner_url = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
    options = _PLANNING
    if given is None:
        url = Embedded(home).url(OWNER_ROLE if owner else APP_ROLE, "concord")
    else:
        url = (owner_url or given) if owner else given
        options += "" if owner or owner_url else f" -c role={APP_ROLE}"
    return {"default": _django(url, options)}


def _django(url: str, options: str) -> dict[str, Any]:
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    extra: dict[str, Any] = {k: v for k, v in parts.items() if k not in {"dbname", "user", "password", "host", "port"}}
    extra["options"] = " ".join(filter(None, (extra.get("options"), options)))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "concord"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": extra,
    }
