#!/bin/sh
# What the program says of its vocabulary, into the folder: types, words, model. A file that would not
# change is not touched.
set -eu
mkdir -p "$1"
for pair in typescript:schema.ts words:words.json model:model.json; do
    file=$1/${pair#*:}
    "$MUSTER" schema --format "${pair%%:*}" >"$file.new"
    if cmp -s "$file.new" "$file"; then rm "$file.new"; else mv "$file.new" "$file"; fi
done
