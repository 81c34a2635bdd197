#!/bin/sh
# The browser tests need Chromium and a Chinese font; Debian has both.
set -e
if command -v chromium >/dev/null 2>&1 && fc-list :lang=zh 2>/dev/null | grep -q .; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "The browser tests need Chromium and a Chinese font (on Debian: chromium, fonts-noto-cjk). Install them and run again." >&2
    exit 1
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
echo "Installing Chromium and a Chinese font for the browser tests"
if ! { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null; }; then
    echo "Could not install chromium and fonts-noto-cjk with apt. Install them by hand and run again." >&2
    exit 1
fi
