#!/usr/bin/env bash
# Nothing lies under .github/workflows: not on disk, not in the index, not in a commit that leaves.
# With --refs REMOTE the commits are those of a push to it, whose refs git hands to its pre-push hook on stdin:
#   <local ref> <local id> <remote ref> <remote id>
# Without it they are all commits of HEAD that no remote is known to have.
. "$(dirname "${BASH_SOURCE[0]}")/report.sh"

folder='.github/workflows'
path=":(icase,top)$folder"

echo 'no-workflow-files looks for:'
echo "  anything under $folder, in the files, in the index and in every commit that would be pushed"

# Every commit that adds, changes or deletes such a file, a merge by what it brings to either side.
touching() {
  git log --full-history -m --format='commit %h %s' "$@" -- "$path" | sort -u
}

findings=$(git ls-files --others -- "$path" | sed 's/^/file /'; git ls-files --cached -- "$path" | sed 's/^/index /')
commits=0
look_at() {
  commits=$((commits + $(git rev-list --count "$@")))
  findings+=$'\n'$(touching "$@")
}

if [ "${1:-}" = --refs ]; then
  # What this remote is known to have; another one's commits may be new to it. An address has no such name.
  has=()
  if git remote | grep -qxF -e "${2:-}"; then
    has=(--remotes="$2")
  fi
  while read -r _ local_id _ remote_id; do
    if ! [[ "$local_id" =~ ^0+$ ]]; then # a branch that is deleted brings nothing
      # What is not there yet. An id we do not have tells nothing: then what the remote is known to have.
      known=(${has[@]+"${has[@]}"})
      if ! [[ "$remote_id" =~ ^0+$ ]] && git cat-file -e "$remote_id^{commit}" 2>/dev/null; then
        known+=("$remote_id")
      fi
      look_at "$local_id" --not ${known[@]+"${known[@]}"}
    fi
  done
elif git rev-parse --quiet --verify HEAD >/dev/null; then
  look_at HEAD --not --remotes
fi

files=$(files_under . | wc -l | tr -d ' ')
report no-workflow-files "$files files and $commits commits" "$(printf '%s\n' "$findings" | grep . || true)"
