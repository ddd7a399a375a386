#!/usr/bin/env bash
# Prints the version of Cargo.toml. With a tag, fails unless it is that version with a `v`, and CHANGELOG.md describes it.
#
# bash packaging/version.sh [TAG]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1)
if [ $# -gt 0 ] && [ "$1" != "v$version" ]; then
  echo "error: the tag is $1, but Cargo.toml has $version" >&2
  exit 1
fi
if [ $# -gt 0 ] && ! grep -q "^## $version\$" "$root/CHANGELOG.md"; then
  echo "error: CHANGELOG.md has no section \"## $version\"" >&2
  exit 1
fi
echo "$version"
