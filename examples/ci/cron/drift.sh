#!/bin/sh
# A bare cron: 17 3 * * * cd /srv/app && sh drift.sh production
# With RECONCILE_WEBHOOK_URL in the environment, a webhook hears of each difference once.
# Mails come from cron itself, since it sends what is printed; exit code 2 is drift, 1 that nobody can tell.
set -u
target=${1:-production}
report=$(mktemp)
reconcile drift "$target" ${RECONCILE_WEBHOOK_URL:+--notify} >"$report" 2>&1
code=$?
case $code in
  0) ;;
  2) echo "$target was changed by hand:"; cat "$report" ;;
  *) echo "$target could not be checked:"; cat "$report" ;;
esac
rm -f "$report"
exit "$code"
