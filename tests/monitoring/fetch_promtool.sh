#!/usr/bin/env bash
# fetch_promtool.sh FOLDER: puts promtool into FOLDER/usr/bin. Debian's package of Prometheus starts a
# service, which nobody wants for a test, so it is unpacked instead of installed. Nothing is done when
# it is there.
set -euo pipefail
folder=$1
[ ! -x "$folder/usr/bin/promtool" ] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
download() { (cd "$work" && apt-get download -qq prometheus); }
if ! download 2>/dev/null; then
    # The list of packages may be missing or old.
    if [ "$(id -u)" -eq 0 ]; then apt-get update -qq; else sudo apt-get update -qq; fi
    download
fi
dpkg -x "$work"/prometheus_*.deb "$work/all"
mkdir -p "$folder/usr/bin"
# By one step, so that a half one is never found.
mv "$work/all/usr/bin/promtool" "$folder/usr/bin/promtool"
