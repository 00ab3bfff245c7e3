#!/usr/bin/env bash
# No logging call of the Worker or the pages is handed anything that is named like a secret.
. "$(dirname "${BASH_SOURCE[0]}")/report.sh"
export LC_ALL=C

s='[ \t\r\n]*'
dot="${s}[?!]?${s}[.]${s}"
logger="(console${dot}[a-zA-Z]+|[lL]og${dot}write|std(out|err)${dot}write)"
calls="${logger}(${dot}(call|apply|bind))?${s}(<[^;()]*>)?${s}([?][.])?${s}[(]"
# Where no call is left: console by itself, write by itself or in brackets, and log under another name.
name='[a-zA-Z0-9_$.]'
end="${s}([;,)}]|\$)"
aliases="(^|[^a-zA-Z0-9_\$])console[^a-zA-Z0-9_\$]"
aliases="$aliases|([lL]og|std(out|err))${dot}write[^a-zA-Z0-9_\$]"
aliases="$aliases|(^|[^a-zA-Z0-9_\$])([a-z]+L|l)og${s}([?][.])?${s}[[]"
aliases="$aliases|}${s}=${s}(${name}*[.])?([a-z]+L|l)og${end}"
aliases="$aliases|[{,]${s}([a-z]+L|l)og${s}:${s}[a-zA-Z0-9_\$]+${s}(,[^{}]*)?}[^{}();=]*=[^=>]"
aliases="$aliases|(const|let|var)[ ]+([a-zA-Z0-9_\$]*[^gG \t])${s}=${s}(${name}*[.])?([a-z]+L|l)og${end}"
bare='password passphrase passcode passwd pwd otp totp otpauth pin mnemonic pepper'
words='secret token jwt code phone email authorization bearer cookie credential expose body header request payload env url uri dsn connection'
keys='api private enc signing'
paths=(src web)

echo 'no-sensitive-logs looks at the arguments of:'
echo '  console.…(, log.write(, …Log.write(, process.stdout.write(, process.stderr.write('
echo '  however they are spaced, with ?. or type arguments, by call, apply or bind'
echo 'for names with one of these words in them:'
echo "  $bare, $words, and key after: $keys"
echo 'but for names that say they are safe: tokenHash, sealedSecret, code_count, token_id, error_code, status_code'
echo "  (none of those with: $bare)"
echo 'and for any other use of a logger: console handed on, console[…], const { write } = log, const say = log'

count=$(files_under "${paths[@]}" | wc -l | tr -d ' ')
with_loggers=$(git grep --untracked -lIE -e 'console|[lL]og|stdout|stderr' -- "${paths[@]}") || [ $? -eq 1 ] || exit 2
findings=''
if [ -n "$with_loggers" ]; then
  findings=$(printf '%s\n' "$with_loggers" | tr '\n' '\0' |
    xargs -0 awk -v calls="$calls" -v aliases="$aliases" -v words="$words" -v bare="$bare" -v keys="$keys" \
      -f scripts/sensitive-names.awk) || exit 2
fi
report no-sensitive-logs "$count files" "$findings"
