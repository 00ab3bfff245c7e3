#!/usr/bin/env bash
# No logging call of the Worker or the pages is handed anything that is named like a secret.
. "$(dirname "${BASH_SOURCE[0]}")/report.sh"

calls='(console\.[a-zA-Z]+|[lL]og\.write|process\.std(out|err)\.write)[[:space:]]*\('
words='password passphrase secret token jwt code otp totp pin phone email authorization bearer cookie credential pepper expose'
keys='api private enc signing'
paths=(src web)

echo 'no-sensitive-logs looks at the arguments of:'
echo "  $calls"
echo 'for names with one of these words in them:'
echo "  $words, and key after: $keys"
echo 'but for names that say they are safe: tokenHash, sealedSecret, code_count, token_id, error_code, status_code'

count=$(files_under "${paths[@]}" | wc -l | tr -d ' ')
with_calls=$(git grep --untracked -lIE -e "$calls" -- "${paths[@]}") || [ $? -eq 1 ] || exit 2
findings=''
if [ -n "$with_calls" ]; then
  findings=$(printf '%s\n' "$with_calls" | while IFS= read -r file; do
    awk -v file="$file" -v calls="$calls" -v words="$words" -v keys="$keys" \
      -f "scripts/sensitive-names.awk" "$file" || exit 2
  done)
fi
report no-sensitive-logs "$count files" "$findings"
