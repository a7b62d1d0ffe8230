#!/bin/sh
# run_unit.sh PAGES SCHEMA OUT: tests of what is pure, with node alone. 77: no node, or nothing was
# built.
set -eu
command -v node >/dev/null || { echo "skipped: node is not installed"; exit 77; }
[ -s "$2/words.json" ] || { echo "skipped: the target console is not built"; exit 77; }
cd "$1"
rm -rf "$3"
node_modules/.bin/esbuild unit/*.test.ts --bundle --platform=node --format=esm --outdir="$3" \
    --out-extension:.js=.mjs --log-level=warning --jsx=automatic --alias:@="$PWD" \
    --alias:muster/words="$2/words.json" --alias:muster/model="$2/model.json"
node --test "$3"/*.test.mjs
