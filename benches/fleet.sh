#!/usr/bin/env bash
# Times `status --fleet` and `apply --fleet` on SQLite files: benches/fleet.sh RECONCILE [DATABASES] [FOLDER]
# Needs sqlite3 and GNU time. The folder is removed first; in memory, the disk is not what is timed.
set -euo pipefail
reconcile=$(realpath "$1")
count=${2:-10000}
folder=${3:-/dev/shm/reconcile-fleet}
rm -rf "$folder"
mkdir -p "$folder/schema" "$folder/data"
cd "$folder"
export NO_COLOR=1
cat > reconcile.yaml <<'YAML'
databases:
  app:
    fleets:
      clients: { files: "data/*.db" }
YAML
cat > schema/all.sql <<'SQL'
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  author INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT
);
SQL
"$reconcile" plan sqlite:first.db --name first > /dev/null
"$reconcile" apply sqlite:first.db > /dev/null
sqlite3 first.db "INSERT INTO users VALUES (1, 'a@example.org', 'a'), (2, 'b@example.org', 'b');
  INSERT INTO posts VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z')"
for number in $(seq -w 1 "$count"); do cp first.db "data/client-$number.db"; done
sed -i 's/email TEXT NOT NULL/email TEXT NOT NULL UNIQUE/' schema/all.sql
"$reconcile" plan sqlite:first.db --name unique > /dev/null
for command in "status" "apply" "status"; do
  echo "$command --fleet"
  /usr/bin/time -f "%e s, %M KiB" "$reconcile" $command --fleet > out.txt 2> err.txt || true
  grep '^clients:' out.txt
  tail -1 err.txt
done
