"""The environment of a test run: a temporary home, nothing of the user's own. Loaded before Django reads its settings
(`-p tests.environment` in pyproject.toml); every worker of a parallel run has a home, and so a server, of its own."""

import os
import tempfile
from pathlib import Path

SCRATCH = tempfile.TemporaryDirectory(prefix="concord-tests-")
os.environ["CONCORD_HOME"] = str(Path(SCRATCH.name) / "home")
os.environ["CONCORD_DEMO"] = "1"
for unwanted in (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "CONCORD_HOST",
    "CONCORD_BASE_URL",
    "CONCORD_SECRET_KEY",
    "PORT",
):
    os.environ.pop(unwanted, None)
