# Sourced by the guardrails: what each of them says, and how it ends.
# 0 nothing found, 1 something found, 2 could not look.

set -euo pipefail
cd "$(git rev-parse --show-toplevel)" || exit 2

# Files under the given paths that are in the repository or would be with `git add`.
files_under() {
  git ls-files -z --cached --others --exclude-standard -- "$@" | tr '\0' '\n' | sort -u |
    while IFS= read -r file; do if [ -f "$file" ]; then printf '%s\n' "$file"; fi; done
}

# report NAME COUNT FINDINGS: prints the findings and ends the script.
report() {
  printf '%s: read %s, ' "$1" "$2"
  if [ -z "$3" ]; then
    echo 'found nothing'
    exit 0
  fi
  printf 'found %s:\n%s\n' "$(printf '%s\n' "$3" | grep -c .)" "$3"
  exit 1
}
