#!/bin/sh
# Unit tests of the console's pure modules. 77: no node here.
command -v node >/dev/null || { echo "skipped: node is not installed"; exit 77; }
exec node --test unit/*.test.mjs
