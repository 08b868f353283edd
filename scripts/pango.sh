#!/bin/sh
# PDF files are set by Debian's Pango. "install": when it is missing and we may; "say": only what to do, all else runs.
set -e
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
.venv/bin/python -c '
from ctypes.util import find_library
raise SystemExit(not all(map(find_library, ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"))))' && exit 0
if [ "$1" = install ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
    exit 0
fi
echo "Pango is missing: everything runs but PDF files (Debian: sudo apt install $packages)."
