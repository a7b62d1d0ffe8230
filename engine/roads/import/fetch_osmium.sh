#!/usr/bin/env bash
# fetch_osmium.sh FOLDER: puts the headers of libosmium into FOLDER/usr/include. Debian's package of
# them asks for a Boost that conflicts with 1.81, so it is unpacked instead of installed. Nothing is
# done when they are there.
set -euo pipefail
folder=$1
[ ! -e "$folder/usr/include/osmium/version.hpp" ] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
download() { (cd "$work" && apt-get download -qq libosmium2-dev); }
if ! download 2>/dev/null; then
    # The list of packages may be missing or old.
    if [ "$(id -u)" -eq 0 ]; then apt-get update -qq; else sudo apt-get update -qq; fi
    download
fi
mkdir -p "$folder"
for package in "$work"/*.deb; do dpkg -x "$package" "$folder"; done
