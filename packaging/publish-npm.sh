#!/usr/bin/env bash
# Publishes the packages that npm/pack.mjs made in FOLDER: those of the platforms first, since the main one names them.
# A version that is published already is left as it is, so that a release that stopped can be run again.
#
# bash packaging/publish-npm.sh FOLDER
set -euo pipefail
if [ $# != 1 ]; then
  echo "usage: packaging/publish-npm.sh FOLDER" >&2
  exit 1
fi
cd "$1"
for folder in $(ls | grep -v '^reconcile-d1$') reconcile-d1; do
  package=$(node -p "const p = require('./$folder/package.json'); p.name + '@' + p.version")
  if npm view "$package" version >/dev/null 2>&1; then
    echo "$package is published already"
  else
    npm publish "./$folder" --provenance --access public
  fi
done
