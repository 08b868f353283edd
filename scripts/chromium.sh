#!/bin/sh
# The browser tests run in Debian's Chromium. Install it when it is missing and we may; else say what to do.
set -e
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
    exit 0
fi
echo "Chromium is missing: install it (Debian: sudo apt install chromium), or the browser tests cannot run."
