#!/bin/bash
# Runs $RECORDED in its own place, with its signals and its exit code, and keeps a copy of what it prints
# in a new file of $TRANSCRIPTS.
copy=$(mktemp "$TRANSCRIPTS/XXXXXXXX.jsonl") || exit 1
exec "$RECORDED" "$@" > >(exec tee "$copy")
