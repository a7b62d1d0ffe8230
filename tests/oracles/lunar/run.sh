#!/bin/sh
# The libraries of the lunar calendar against lunar_years.txt. 77: no node or no packages here.
command -v node >/dev/null || { echo "skipped: node is not installed"; exit 77; }
exec node lunar_years.mjs
