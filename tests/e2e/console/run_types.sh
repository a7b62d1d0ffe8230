#!/bin/sh
# run_types.sh PAGES SCHEMA: the pages agree with the types that the program prints. 77: no node, or
# nothing was built.
set -eu
command -v node >/dev/null || { echo "skipped: node is not installed"; exit 77; }
[ -s "$2/schema.ts" ] || { echo "skipped: the target console is not built"; exit 77; }
cd "$1"
# The same settings, with the types of this build.
settings=$(mktemp -p . .types.XXXXXX.json)
trap 'rm -f "$settings"' EXIT
cat >"$settings" <<END
{ "extends": "./tsconfig.json",
  "compilerOptions": { "paths": { "@/*": ["./*"], "muster/schema": ["$2/schema.ts"] } } }
END
node node_modules/typescript/bin/tsc --noEmit -p "$settings"
