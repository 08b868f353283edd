# Two commands do all the set-up: `make run` and `make test`. CONTRIBUTING.md tells the rest.
PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet

# Compiled modules are kept: each process that starts would compile nearly a thousand of them otherwise.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test extras check bench docs lock clean
.DEFAULT_GOAL := run

run: .venv/.run
	@scripts/system.sh run
	@CONCORD_DEMO=$${CONCORD_DEMO-1} $(PY) -m concord.cli.main run

test: .venv/.dev
	@scripts/system.sh test
	$(PY) -m pytest -n 2 --dist loadfile -m "not drill and not browser"
	$(PY) -m pytest -n 2 --dist loadfile -m "browser and not drill"
	$(PY) -m pytest -m drill

extras:
	@scripts/extras.sh

check: .venv/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	@scripts/checks.sh
	$(PY) -m bandit -q -c pyproject.toml -r src scripts

bench: .venv/.dev
	$(PY) -m benchmarks

docs: .venv/.dev
	$(PY) -m concord.cli.main docs
	$(PY) -m sphinx -W -q docs docs/_build/html

lock: .venv/bin/python
	scripts/lock.sh

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Concord needs Python 3.11 or later; found " + sys.version)'
	@$(PYTHON) -m venv .venv || { echo "Python cannot make .venv: install its venv module (Debian: apt install python3-venv)."; exit 1; }

.venv/.run: .venv/bin/python requirements.lock pyproject.toml
	@echo "Installing …"
	@[ -e .venv/.dev ] || $(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv .venv-extras
