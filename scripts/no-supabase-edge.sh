#!/usr/bin/env bash
# The pages and the Worker call no hosted sign-in product and none of its edge functions.
. "$(dirname "${BASH_SOURCE[0]}")/report.sh"

patterns=(
  'supabase'
  'functions\.invoke[[:space:]]*\('
  '/functions/v1/'
  '@clerk/|clerk\.(com|dev)|\bclerk-js\b'
  '@auth0/|auth0\.com|\bauth0-(js|spa)'
  '@firebase/|firebaseapp\.com|["'"'"']firebase[a-z/-]*["'"'"']'
  'identitytoolkit\.googleapis\.com|securetoken\.googleapis\.com'
)
paths=(src web package.json)

echo 'no-supabase-edge looks for:'
printf '  %s\n' "${patterns[@]}"

count=$(files_under "${paths[@]}" | wc -l | tr -d ' ')
arguments=()
for pattern in "${patterns[@]}"; do
  arguments+=(-e "$pattern")
done
# git grep ends with 1 when it finds nothing, and with more when it could not look.
findings=$(git grep --untracked -nIiE "${arguments[@]}" -- "${paths[@]}") || [ $? -eq 1 ] || exit 2
report no-supabase-edge "$count files" "$findings"
