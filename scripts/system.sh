#!/bin/sh
# What Concord uses beside Python: Pango sets PDF files, tesseract reads scans; the tests drive Chromium
# and serve the public site with nginx.
# "run" says what is missing; "test" installs it where we may, and else says so.
set -e
missing=""
command -v tesseract >/dev/null 2>&1 || missing="$missing tesseract-ocr"
.venv/bin/python -c '
from ctypes.util import find_library
raise SystemExit(not all(map(find_library, ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"))))' ||
    missing="$missing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
[ "$1" = run ] || command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
[ "$1" = run ] || PATH="$PATH:/usr/sbin" command -v nginx >/dev/null 2>&1 || missing="$missing nginx-light"
[ -n "$missing" ] || exit 0
if [ "$1" = test ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    exit 0
fi
echo "Missing beside Python:$missing (Debian: sudo apt install$missing)."
echo "Without Pango there are no PDF files, without tesseract the words of scans are not read, without Chromium and nginx some tests cannot run."
