# What the tests of the program share; sourced by tests/program/all, which sets $parley (the binary) and $here.
# shellcheck shell=bash

# run ARGS...: runs parley and leaves $status, and what it printed in the files out and err.
run() {
  command=$*
  status=0
  NO_COLOR=1 "$parley" "$@" >out 2>err </dev/null || status=$?
}

# script NAME: a file of that name with what stands on standard input.
script() {
  mkdir -p "$(dirname "$1")"
  cat >"$1"
}

# exits CODE: how the last run must have ended.
exits() {
  [[ $status -eq $1 ]] || fail "exit code $status, not $1"
}

# says TEXT: what the last run must have printed, on either stream, in one line.
says() {
  grep -qF -- "$1" out err || fail "it does not say: $1"
}

# says_not TEXT: what it must not have printed.
says_not() {
  ! grep -qF -- "$1" out err || fail "it says: $1"
}

# prints_as FILE: standard output must be that of tests/program/expected/FILE, times aside. Of a run with -j1, since the
# lines of a file come in the order in which its scenarios end. Where it rightly
# changed: PARLEY_ACCEPT=1 tests/program/all BINARY writes the file anew.
prints_as() {
  local expected="$here/expected/$1"
  sed -E 's/[0-9]+(\.[0-9]+)? ?(us|ms|s)\b/TIME/g' out >out.timeless
  if [[ -n ${PARLEY_ACCEPT:-} ]]; then cp out.timeless "$expected"; fi
  diff -u --label expected --label actual "$expected" out.timeless || fail "it prints something else"
}

# skip WHY: ends the test as one that cannot run here.
skip() {
  printf '%s\n' "$*"
  exit 77
}

# npm_packages NAME: installs the packages of tests/program/NAME/package-lock.json, once, in build/NAME of this tree, which
# is $modules then. Ends the test where they cannot be had, and where PARLEY_WITHOUT_NPM says why it is not wanted.
npm_packages() {
  local tool
  [[ -z ${PARLEY_WITHOUT_NPM:-} ]] || skip "$PARLEY_WITHOUT_NPM"
  for tool in node npm flock; do
    command -v "$tool" >words || skip "there is no $tool here"
  done
  mkdir -p "$here/../../build/$1"
  modules=$(readlink -f "$here/../../build/$1")
  (
    flock 9
    cmp -s "$here/$1/package-lock.json" "$modules/installed" && exit
    cp "$here/$1"/package*.json "$modules"
    cd "$modules" && timeout 300 npm ci --ignore-scripts --no-audit --no-fund && cp package-lock.json installed
  ) 9>"$modules/lock" >words 2>&1 || skip "npm cannot install the packages of tests/program/$1: $(tail -n 1 words)"
}

# fail WHY: ends the test, with what the last run printed.
fail() {
  printf '  %s\n  of: parley %s\n' "$*" "${command:-}"
  sed 's/^/  out| /' out
  sed 's/^/  err| /' err
  exit 1
}
