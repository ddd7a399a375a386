#!/usr/bin/env bash
# Prepares the book for mdBook: OUT/book.toml, and OUT/docs, where links that leave docs/ begin with URL.
#
# bash packaging/book.sh target/book https://github.com/OWNER/reconcile/blob/v0.1.0 && mdbook build target/book
set -euo pipefail
if [ $# != 2 ]; then
  echo "usage: packaging/book.sh OUT URL" >&2
  exit 1
fi
out=$1
url=$2
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$out"
rm -rf "$out/docs"
cp "$root/book.toml" "$out/book.toml"
cp -R "$root/docs" "$out/docs"
find "$out/docs" -name '*.md' | while read -r page; do
  # A page of docs/ leaves it with one step up, a page of a folder in it with two.
  case ${page#"$out/docs/"} in
    */*) up='\.\./\.\./' ;;
    *) up='\.\./' ;;
  esac
  # mdBook makes index.html of a README.md, and leaves the links to it as they are.
  made=$page
  case $page in
    */README.md) made=${page%README.md}index.md ;;
  esac
  sed -e "s|](${up}|](${url}/|g" -e 's|](\([^):]*\)README\.md|](\1index.md|g' "$page" >"$page.new"
  rm "$page"
  mv "$page.new" "$made"
done
