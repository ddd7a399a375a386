#!/usr/bin/env bash
# Writes what packages install beside the program: OUT/completions and OUT/man.
#
# bash packaging/completions.sh PROGRAM OUT
set -euo pipefail
if [ $# != 2 ]; then
  echo "usage: packaging/completions.sh PROGRAM OUT" >&2
  exit 1
fi
program=$1
out=$2
mkdir -p "$out/completions" "$out/man"
"$program" completions bash >"$out/completions/reconcile.bash"
"$program" completions elvish >"$out/completions/reconcile.elv"
"$program" completions fish >"$out/completions/reconcile.fish"
"$program" completions powershell >"$out/completions/_reconcile.ps1"
"$program" completions zsh >"$out/completions/_reconcile"
"$program" man "$out/man"
