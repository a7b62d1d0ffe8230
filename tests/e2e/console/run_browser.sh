#!/bin/sh
# All browser tests, two files at a time: each has its own program and browser. 77: something that they need is not here.
set -u
command -v node >/dev/null || { echo "skipped: node is not installed"; exit 77; }
[ -d node_modules/playwright-core ] || { echo "skipped: no npm packages here"; exit 77; }
[ -e "${CHROMIUM:-/usr/bin/chromium}" ] || { echo "skipped: no chromium"; exit 77; }
[ -e "$MUSTER_CONSOLE/index.html" ] || { echo "skipped: the target console is not built"; exit 77; }
exec node --test --test-concurrency=2 --test-timeout=300000 ./*_test.mjs
