#!/usr/bin/env bash
# Prints what CHANGELOG.md says of a version.
#
# bash packaging/changes.sh VERSION
set -euo pipefail
if [ $# != 1 ]; then
  echo "usage: packaging/changes.sh VERSION" >&2
  exit 1
fi
awk -v head="## $1" '/^## / { inside = $0 == head; next } inside' "$(dirname "$0")/../CHANGELOG.md"
