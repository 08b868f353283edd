#!/bin/sh
# Write the lock files: names, versions and hashes, no addresses.
set -e
options="--universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet"
# Its own small environment, since what is installed comes from the very files that it writes.
[ -x .venv/bin/uv ] || .venv/bin/python -m pip --disable-pip-version-check --quiet install uv
.venv/bin/uv pip compile $options requirements.in -o requirements.lock
.venv/bin/uv pip compile $options requirements-dev.in -o requirements-dev.lock
.venv/bin/uv pip compile $options requirements-extras.in -o requirements-extras.lock
