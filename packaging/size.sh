#!/usr/bin/env bash
# Fails if a program is larger than 12 MB: it is one file, which is downloaded whole.
#
# bash packaging/size.sh PROGRAM
set -euo pipefail
most=12000000
bytes=$(wc -c < "$1")
if [ "$bytes" -gt "$most" ]; then
  echo "error: $1 has $bytes bytes, more than $most; CONTRIBUTING.md says how to find what grew" >&2
  exit 1
fi
echo "$bytes"
