#!/bin/sh
# Write the two lock files: names, versions and hashes, no addresses.
set -e
options="--universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet"
.venv/bin/uv pip compile $options requirements.in -o requirements.lock
.venv/bin/uv pip compile $options requirements-dev.in -o requirements-dev.lock
