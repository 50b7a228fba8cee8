#!/usr/bin/env bash
# The check of a pipeline: the drafts that a change touches, or all that SIMCHECK_DRAFTS names, with a report for the
# code host. Exit codes are simcheck's own: 0 passed, 1 the gate fails, 2 wrong usage, 3 not checked.
#
#   SIMCHECK_DRAFTS   pathspecs of the drafts, one a line                            (default: *.txt)
#   SIMCHECK_BASE     check what changed since this revision only                    (default: all drafts)
#   SIMCHECK_REPORT   the report; its ending names the format                        (default: none)
#   SIMCHECK_ARGS     further arguments, one a line
set -euo pipefail

mapfile -t specs < <(grep -v '^$' <<<"${SIMCHECK_DRAFTS:-*.txt}" || true)
mapfile -t arguments < <(grep -v '^$' <<<"${SIMCHECK_ARGS:-}" || true)
list=$(mktemp)
trap 'rm -f "$list"' EXIT
git ls-files -z -- "${specs[@]}" >"$list" || exit 3
if [[ ! -s $list ]]; then
    echo "simcheck: ${specs[*]}: no file here is called that; mend SIMCHECK_DRAFTS" >&2
    exit 3
fi
if [[ -n ${SIMCHECK_BASE:-} ]]; then
    git rev-parse --verify --quiet --end-of-options "${SIMCHECK_BASE}^{commit}" >/dev/null || {
        echo "simcheck: ${SIMCHECK_BASE} is not there; fetch it first (fetch-depth: 0, GIT_DEPTH: 0)" >&2
        exit 3
    }
    git diff --relative --name-only --no-renames --diff-filter=d -z "${SIMCHECK_BASE}..." -- "${specs[@]}" >"$list" || {
        echo "simcheck: what changed since ${SIMCHECK_BASE} cannot be told; fetch more (fetch-depth: 0, GIT_DEPTH: 0)" >&2
        exit 3
    }
fi
mapfile -d '' -t drafts <"$list"
if [[ ${#drafts[@]} -eq 0 ]]; then
    echo "simcheck: no draft has changed" >&2
    exit 0
fi
if [[ -n ${SIMCHECK_REPORT:-} ]]; then
    arguments+=(--format text --output "$SIMCHECK_REPORT")
fi
simcheck check "${arguments[@]}" -- "${drafts[@]}"
