#!/bin/sh
# Tests of what is optional, in an environment of their own: PySpark (which needs Java), the sampler, the search by meaning.
set -e
[ -x .venv-extras/bin/python ] || "${PYTHON:-python3}" -m venv .venv-extras
pip=".venv-extras/bin/python -m pip --disable-pip-version-check --quiet"
$pip install --require-hashes -r requirements-extras.lock
$pip install --no-deps --no-build-isolation --editable .
export CONCORD_EXTRAS=1
.venv-extras/bin/python -m pytest tests/extras/test_thresholds.py tests/extras/test_meaning.py
if command -v java >/dev/null; then
    .venv-extras/bin/python -m pytest tests/extras/test_spark.py
else
    echo "No Java here: the PySpark step is skipped."
fi
