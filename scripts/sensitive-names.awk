# Prints file:line: name for every sensitive name among the arguments of a logging call, and for every
# other use of a logger, because what it is called afterwards nobody can follow.
# Texts in quotes are no names; what stands in ${…} of a template is, and so is a quoted key.

BEGIN {
  n = split(words, list, " "); for (i = 1; i <= n; i++) isWord[list[i]] = 1
  n = split(bare, list, " "); for (i = 1; i <= n; i++) isBare[list[i]] = 1
  n = split(keys, list, " "); for (i = 1; i <= n; i++) isKey[list[i]] = 1
  n = split("hash hashes count length id ids", list, " "); for (i = 1; i <= n; i++) isSafe[list[i]] = 1
}

FNR == 1 { lookAt(); file = FILENAME; text = "" }
{ text = text $0 "\n" }
END { lookAt() }

function lookAt(    code) {
  if (file == "") return
  code = codeOf(text)
  lookAtCalls(code)
  lookAtAliases(code)
}

function lookAtCalls(code,    line) {
  line = 1
  while (match(code, calls)) {
    line += breaks(substr(code, 1, RSTART + RLENGTH - 1))
    code = substr(code, RSTART + RLENGTH)
    tell(arguments(code), line)
  }
}

# What is left of a logger where every call of it is taken away is another name for it.
function lookAtAliases(code,    line, found) {
  # A call leaves a bracket and its line breaks behind.
  code = withoutCalls(code)
  line = 1
  while (match(code, aliases)) {
    line += breaks(substr(code, 1, RSTART))
    found = substr(code, RSTART, RLENGTH)
    code = substr(code, RSTART + 1)
    gsub(/[ \t\r\n]+/, " ", found)
    sub(/^[^A-Za-z{]+/, "", found)
    print file ":" line ": another way to a logger: " found
  }
}

function withoutCalls(code,    kept, call) {
  kept = ""
  while (match(code, calls)) {
    call = substr(code, RSTART, RLENGTH)
    gsub(/[^\n]/, "", call)
    kept = kept substr(code, 1, RSTART - 1) call "("
    code = substr(code, RSTART + RLENGTH)
  }
  return kept code
}

function breaks(part) { return gsub(/\n/, "\n", part) }

# Up to the bracket that closes the call.
function arguments(from,    depth, i, c) {
  depth = 1
  for (i = 1; i <= length(from) && depth > 0; i++) {
    c = substr(from, i, 1)
    if (c == "(") depth++
    if (c == ")") depth--
  }
  return substr(from, 1, i - 1)
}

# The text without comments, quoted texts and regular expressions; every line stays where it is.
function codeOf(from,    code, i, c, two, to, kept, templates, inner, before) {
  code = ""; templates = 0; before = ""
  for (i = 1; i <= length(from); i++) {
    c = substr(from, i, 1); two = substr(from, i, 2)
    if (two == "//") { while (i < length(from) && substr(from, i + 1, 1) != "\n") i++; continue }
    if (two == "/*") { to = i + 2; while (to <= length(from) && substr(from, to, 2) != "*/") to++; code = code blank(substr(from, i, to - i)) " "; i = to + 1; continue }
    if (c == "'" || c == "\"") {
      to = endOfQuoted(from, i)
      # A quoted key, and a member by its name: { 'password': x }, body['password'].
      if (to > 0) {
        kept = substr(from, i + 1, to - i - 1)
        gsub(/[^A-Za-z0-9_$]/, " ", kept)
        code = code " " (substr(from, to + 1, 80) ~ /^[ \t\r\n]*[:\]]/ ? kept : "") " "
        i = to; before = "\""
        continue
      }
    }
    if (c == "/" && before ~ /^[(,=:[!&|?{;+*%~^-]?$/) {
      to = endOfPattern(from, i)
      if (to > 0) { code = code " "; i = to; before = "\""; continue }
    }
    if (c == "`" || (c == "}" && templates > 0 && inner[templates] == 0)) {
      if (c == "`") inner[++templates] = 0
      to = endOfTemplateText(from, i + 1)
      code = code " " blank(substr(from, i, to - i)) " "
      before = "("
      if (substr(from, to, 1) == "`") { templates--; before = "\"" } else to++
      i = to
      continue
    }
    if (c == "{" && templates > 0) inner[templates]++
    if (c == "}" && templates > 0) inner[templates]--
    # Behind an arrow, `return` and the like there is no division.
    if (c ~ /[^ \t\r\n]/) before = (c == ">" && before == "=") ? "(" : c
    else if (before ~ /[a-z]/ && substr(from, i - 6 > 0 ? i - 6 : 1, 6) ~ /(^|[^A-Za-z0-9_$.])(return|typeof|case|await|yield|void|in|of)$/) before = "("
    code = code c
  }
  return code
}

function blank(part) { gsub(/[^\n]/, "", part); return part }

# Where a quoted text ends, or 0 when it does not on this line: an apostrophe in the text of a page.
function endOfQuoted(from, i,    quote, c) {
  quote = substr(from, i, 1)
  for (i++; i <= length(from); i++) {
    c = substr(from, i, 1)
    if (c == quote) return i
    if (c == "\n") return 0
    if (c == "\\") i++
  }
  return 0
}

# The same for a regular expression.
function endOfPattern(from, i,    c, inClass) {
  inClass = 0
  for (i++; i <= length(from); i++) {
    c = substr(from, i, 1)
    if (c == "\n") return 0
    if (c == "\\") i++
    if (c == "[") inClass = 1
    if (c == "]") inClass = 0
    if (c == "/" && !inClass) return i
  }
  return 0
}

# At its closing quote, or at the dollar sign of ${.
function endOfTemplateText(from, i) {
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
  gsub(/[A-Z][a-z]/, "_&", name)
  gsub(/[A-Z]+/, "_&", name)
  n = split(tolower(name), part, /[_$]+/)
  for (i = 1; i <= n; i++) if (part[i] in isBare) return 1
  if (part[n] in isSafe || part[1] == "sealed" || part[2] == "sealed") return 0
  if (part[n] == "code" && part[n - 1] ~ /^(error|status|exit)$/) return 0
  for (i = 1; i <= n; i++) {
    one = part[i]
    if (one in isWord || (sub(/s$/, "", one) && (one in isWord || one in isBare))) return 1
    if (i > 1 && (part[i] == "key" || part[i] == "keys") && part[i - 1] in isKey) return 1
  }
  return 0
}
