#!/usr/bin/env bash
# What the action does, in a shell: action.yml says what each variable is.
set -uo pipefail

run=${RECONCILE_RUN:-review}
target=${RECONCILE_TARGET:-}
temporary=${RUNNER_TEMP:-$(mktemp -d)}
reports=$temporary/reconcile
mkdir -p "$reports"
[ -z "${GITHUB_OUTPUT:-}" ] || echo "reports=$reports" >> "$GITHUB_OUTPUT"
read -ra flags <<< "${RECONCILE_FLAGS:-}"
database=()
[ -z "${RECONCILE_DATABASE:-}" ] || database=(--database "$RECONCILE_DATABASE")
failed=0

# Runs a command: annotations to the log, the whole to the summary of the step, and files for who wants them.
check() {
  local name=$1
  shift
  echo "::group::reconcile $*"
  reconcile "$@" "${database[@]}" --format github --report github-summary \
    --report "markdown=$reports/$name.md" --report "html=$reports/$name.html" --report "json=$reports/$name.json" \
    --report "sarif=$reports/$name.sarif" --report "junit=$reports/$name.xml"
  local code=$?
  echo "::endgroup::"
  [ "$code" = 0 ] || failed=1
}

# A pull request from a fork has no credentials: its changes are planned from the end of the migrations folder.
place() {
  local is_there=yes
  if [ -z "$target" ]; then
    is_there=no
  elif [ -z "${CLOUDFLARE_API_TOKEN:-}" ]; then
    # A file needs none.
    reconcile status "$target" "${database[@]}" --quiet >/dev/null 2>&1 || is_there=no
  fi
  if [ "$is_there" = yes ]; then
    echo "$target"
  else
    rm -f "$temporary/reconcile-review.db"
    echo "sqlite:$temporary/reconcile-review.db"
  fi
}

review() {
  local since=() base=${GITHUB_BASE_REF:-}
  if [ -n "$base" ] && git rev-parse --verify --quiet "origin/$base^{commit}" >/dev/null; then
    since=(--since "origin/$base")
  fi
  check verify verify "${since[@]}"
  check lint lint "${since[@]}"
  local place
  place=$(place)
  [ "$place" = "$target" ] || echo "::notice::planned from the migrations folder, without a database: no credentials here"
  check plan plan "$place" --check "${flags[@]}"
  [ "${RECONCILE_COMMENT:-true}" != true ] || comment
}

# One comment, found by a marker that nobody sees, and updated in place.
comment() {
  local number=${RECONCILE_PULL_REQUEST:-} repository=${GITHUB_REPOSITORY:-} body=$reports/comment.md known
  [ -n "$number" ] && [ -n "$repository" ] || return 0
  local marker="<!-- reconcile ${GITHUB_WORKFLOW:-} ${RECONCILE_DATABASE:-} $target -->"
  echo "$marker" > "$body"
  local name
  for name in plan lint verify; do
    # GitHub takes 65,536 characters: what does not fit says its verdict.
    if [ $(($(wc -m < "$body") + $(wc -m < "$reports/$name.md"))) -lt 64000 ]; then
      cat "$reports/$name.md" >> "$body"
    else
      { head -n 1 "$reports/$name.md"; echo; echo "(in the summary of the job)"; echo; } >> "$body"
    fi
  done
  known=$(MARKER=$marker gh api --paginate "repos/$repository/issues/$number/comments?per_page=100" \
    --jq '.[] | select(.user.type == "Bot" and (.body | startswith(env.MARKER))) | .id' 2>/dev/null | head -n 1)
  if [ -n "$known" ]; then
    gh api --silent --method PATCH "repos/$repository/issues/comments/$known" --field "body=@$body" 2>/dev/null && return 0
  else
    gh api --silent --method POST "repos/$repository/issues/$number/comments" --field "body=@$body" 2>/dev/null && return 0
  fi
  echo "::notice::this token may not comment, as on pull requests from forks: the review is in the annotations and the summary"
}

pending() {
  reconcile apply "$target" "${database[@]}" "${flags[@]}" --dry-run --format json
}

save() {
  local file=${RECONCILE_SAVED_PLAN:?saved-plan names the file to write}
  pending > "$file" || failed=1
  reconcile apply "$target" "${database[@]}" "${flags[@]}" --dry-run --report github-summary || failed=1
}

apply() {
  local file=${RECONCILE_SAVED_PLAN:-}
  if [ -n "$file" ]; then
    pending > "$temporary/reconcile-pending.json"
    if ! cmp -s "$file" "$temporary/reconcile-pending.json"; then
      echo "::error::what is pending on $target is not what was saved in $file: nothing was applied; save it again, and review that"
      diff "$file" "$temporary/reconcile-pending.json"
      failed=1
      return
    fi
  fi
  reconcile apply "$target" "${database[@]}" "${flags[@]}" --yes --report github-summary --report "json=$reports/apply.json" || failed=1
}

case $run in
  review) review ;;
  save) save ;;
  apply) apply ;;
  drift) check drift drift ${target:+"$target"} ${RECONCILE_WEBHOOK_URL:+--notify} "${flags[@]}" ;;
  *)
    echo "::error::run is $run; it must be review, save, apply or drift"
    exit 1
    ;;
esac
exit "$failed"
