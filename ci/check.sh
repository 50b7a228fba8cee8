#!/usr/bin/env bash
# The check of a pipeline: the drafts that a change touches, or all that SIMCHECK_DRAFTS names, with a report for the
# code host. Exit codes are simcheck's own: 0 passed, 1 the gate fails, 2 wrong usage, 3 not checked.
#
#   SIMCHECK_DRAFTS   pathspecs of the drafts, one a line                            (default: *.txt)
#   SIMCHECK_BASE     check what changed since this revision only                    (default: all drafts)
#   SIMCHECK_REPORT   the report; its ending names the format                        (default: none)
#   SIMCHECK_MARKS    whether marks in drafts are obeyed                             (default: false, they are text)
#   SIMCHECK_ARGS     further arguments, one a line
#
# With SIMCHECK_BASE everything but the drafts is as it was in that revision while they are checked: settings, baselines,
# own work, a corpus that stands in the repository. What a change says of itself does not count: nor do marks in its
# drafts, which accept what stands below them; have that accepted in the baseline, and reviewed. Links are refused.
set -euo pipefail

mapfile -t specs < <(grep -v '^$' <<<"${SIMCHECK_DRAFTS:-*.txt}" || true)
mapfile -t arguments < <(grep -v '^$' <<<"${SIMCHECK_ARGS:-}" || true)
for at in "${!specs[@]}"; do # *.txt means 稿.TXT too
    [[ ${specs[at]} == :* ]] || specs[at]=":(icase)${specs[at]}"
done
work=$(mktemp -d)
list=$work/list
touch "$work/others"
restore() {
    if [[ -s $work/others ]]; then
        (cd "$root" && xargs -0 rm -f -- <"$work/others" && tar -xf "$work/saved.tar")
    fi
    rm -rf "$work"
}
trap restore EXIT
git ls-files -z -- "${specs[@]}" >"$list" || exit 3
if [[ ! -s $list ]]; then
    echo "simcheck: ${specs[*]//:(icase)/}: no file here is called that; mend SIMCHECK_DRAFTS" >&2
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
for draft in "${drafts[@]}"; do
    if [[ -L $draft ]]; then
        echo "simcheck: $draft: a draft is a link; put the file itself there" >&2
        exit 3
    fi
done
if [[ ${#drafts[@]} -eq 0 ]]; then
    echo "simcheck: no draft has changed" >&2
    exit 0
fi
if [[ -n ${SIMCHECK_BASE:-} ]]; then
    root=$(git rev-parse --show-toplevel)
    base=$(git merge-base "$SIMCHECK_BASE" HEAD)
    exclude=()
    for spec in "${specs[@]}"; do
        [[ $spec == ":("* ]] && exclude+=(":(exclude,${spec#:(}")
    done
    git diff --name-only --no-renames -z "$base" -- ':(top)' "${exclude[@]}" >"$work/others"
    if [[ -s $work/others ]]; then
        (
            cd "$root"
            while IFS= read -r -d '' name; do
                if [[ -e $name || -L $name ]]; then printf '%s\0' "$name"; fi
            done <"$work/others" | tar --null -T - -cf "$work/saved.tar"
            xargs -0 rm -f -- <"$work/others"
            git diff --name-only --no-renames -z --diff-filter=a "$base" >"$work/there"
            while IFS= read -r -d '' name; do
                if ! grep -qzxF -- "$name" "$work/others"; then continue; fi
                mkdir -p -- "$(dirname -- "$name")"
                git cat-file --filters "$base:$name" >"$name"
            done <"$work/there"
        )
    fi
fi
export SIMCHECK_MARKS=${SIMCHECK_MARKS:-false}
if [[ -n ${SIMCHECK_REPORT:-} ]]; then
    arguments+=(--format text --output "$SIMCHECK_REPORT")
fi
simcheck check "${arguments[@]}" -- "${drafts[@]}"
