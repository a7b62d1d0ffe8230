#!/bin/sh
# The console in a real browser. 77: no node, no chromium, or no packages here.
command -v node >/dev/null || { echo "skipped: node is not installed"; exit 77; }
node browser_test.mjs && exec node safety_test.mjs
