#!/bin/sh
# What needs Django: migrations up to date, every address declares its rule, generated docs unchanged.
set -e
CONCORD_HOME=$(mktemp -d)
export CONCORD_HOME DJANGO_SETTINGS_MODULE=concord.config.settings CONCORD_DEMO=1
trap 'rm -rf "$CONCORD_HOME"' EXIT
.venv/bin/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
.venv/bin/python -m django check --fail-level WARNING
.venv/bin/python -m concord.cli.main docs --check
.venv/bin/python -m sphinx -W -q docs "$CONCORD_HOME/docs"
