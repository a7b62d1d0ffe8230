#!/bin/sh
# All browser tests, two files at a time: each has its own program and browser. 77: something that they need is not here.
# A file that failed is run once more by itself, and fails if it does so twice. What failed the first time stays in
# sight, with what its pages showed: it is a fault of the pages or of the test, and to be looked into.
set -u
command -v node >/dev/null || { echo "skipped: node is not installed"; exit 77; }
[ -d node_modules/playwright-core ] || { echo "skipped: no npm packages here"; exit 77; }
[ -e "${CHROMIUM:-/usr/bin/chromium}" ] || { echo "skipped: no chromium"; exit 77; }
[ -e "$MUSTER_CONSOLE/index.html" ] || { echo "skipped: the target console is not built"; exit 77; }
report=$(mktemp)
trap 'rm -f "$report"' EXIT
run() {
    node --test --test-timeout=300000 --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=tap --test-reporter-destination="$report" "$@"
}
run --test-concurrency=2 ./*_test.mjs && exit 0
# The place of each test that failed; those that passed have none.
again=$(sed -n "s/^ *location: '.*\/\([a-z0-9_]*_test\.mjs\).*/\1/p" "$report" | sort -u)
[ -n "$again" ] || exit 1
echo "Once more, one by one: $again"
# shellcheck disable=SC2086  # names of files without blanks
run --test-concurrency=1 $again
