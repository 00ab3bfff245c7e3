# Prints file:line: name for every sensitive name among the arguments of a logging call.
# Texts in quotes are no names; what stands in ${…} of a template is, and so is a quoted key.

BEGIN {
  n = split(words, list, " "); for (i = 1; i <= n; i++) isWord[list[i]] = 1
  n = split(keys, list, " "); for (i = 1; i <= n; i++) isKey[list[i]] = 1
  n = split("hash hashes count length id ids", list, " "); for (i = 1; i <= n; i++) isSafe[list[i]] = 1
}

{ text = text $0 "\n" }

END {
  rest = text; line = 1
  while (match(rest, calls)) {
    line += breaks(substr(rest, 1, RSTART - 1))
    start = RSTART + RLENGTH
    head = substr(rest, RSTART, RLENGTH)
    rest = substr(rest, start)
    tell(arguments(rest), line)
    line += breaks(head)
  }
}

function breaks(part) { return gsub(/\n/, "\n", part) }

# The code up to the bracket that closes the call, without texts and comments.
function arguments(from,    code, depth, i, c, two, quote, kept, templates, inner) {
  code = ""; depth = 1; templates = 0
  for (i = 1; i <= length(from) && depth > 0; i++) {
    c = substr(from, i, 1); two = substr(from, i, 2)
    if (two == "//") { while (i < length(from) && substr(from, i + 1, 1) != "\n") i++; continue }
    if (two == "/*") { i += 2; while (i < length(from) && substr(from, i, 2) != "*/") { if (substr(from, i, 1) == "\n") code = code "\n"; i++ } i++; continue }
    if (c == "'" || c == "\"") {
      kept = ""; quote = c
      for (i++; i <= length(from) && substr(from, i, 1) != quote; i++) {
        if (substr(from, i, 1) == "\\") i++
        kept = kept substr(from, i, 1)
      }
      # A quoted key, and a member by its name: { 'password': x }, body['password'].
      code = code (substr(from, i + 1) ~ /^[ \t\n]*[:\]]/ ? kept : " ")
      continue
    }
    if (c == "`") { i = skipText(from, i + 1); if (substr(from, i, 1) == "`") continue; templates++; inner[templates] = 0; i++; code = code " "; continue }
    if (c == "{" && templates > 0) inner[templates]++
    if (c == "}" && templates > 0) {
      if (inner[templates] == 0) {
        i = skipText(from, i + 1); code = code " "
        if (substr(from, i, 1) == "`") templates--; else i++
        continue
      }
      inner[templates]--
    }
    if (c == "(") depth++
    if (c == ")") depth--
    code = code c
  }
  return code
}

# Where a template's text ends: at its closing quote, or at the dollar sign of ${.
function skipText(from, i) {
  while (i <= length(from) && substr(from, i, 1) != "`" && substr(from, i, 2) != "${") {
    if (substr(from, i, 1) == "\\") i++
    i++
  }
  return i
}

function tell(code, line,    name) {
  while (match(code, /[A-Za-z_$][A-Za-z0-9_$]*/)) {
    line += breaks(substr(code, 1, RSTART - 1))
    name = substr(code, RSTART, RLENGTH)
    code = substr(code, RSTART + RLENGTH)
    if (isSensitive(name)) print file ":" line ": " name
  }
}

function isSensitive(name,    n, part, i, one) {
  gsub(/[A-Z]+/, "_&", name)
  n = split(tolower(name), part, /[_$]+/)
  if (part[n] in isSafe || part[1] == "sealed" || part[2] == "sealed") return 0
  if (part[n] == "code" && part[n - 1] ~ /^(error|status|exit)$/) return 0
  for (i = 1; i <= n; i++) {
    one = part[i]
    if (one in isWord || (sub(/s$/, "", one) && one in isWord)) return 1
    if (i > 1 && (part[i] == "key" || part[i] == "keys") && part[i - 1] in isKey) return 1
  }
  return 0
}
