# ./dev lint: each check is one in the closing line; each finding names file:line and the way out.
# shellcheck shell=bash
. "$root/.dev/house.sh"
. "$root/.dev/servers.sh"

job_lint() {
  need build test lint
  cd "$root"
  local cpp headers lua shell
  if [[ ${1:-} == --ahead ]]; then
    look_ahead
    return
  fi
  mapfile -t cpp < <(files_of '*.cpp' "$@")
  mapfile -t headers < <(files_of '*.hpp' "$@")
  mapfile -t lua < <(files_of '*.lua' "$@")
  mapfile -t shell < <(files_of '*.sh' "$@" && files_of dev "$@" && files_of .ci/run "$@" && files_of tests/program/all "$@")
  check "layout of C++ (way out: clang-format -i FILE)" \
    over "${cpp[@]}" "${headers[@]}" -- clang-format --dry-run -Werror
  check "clang-tidy (rules: .clang-tidy)" tidy "${cpp[@]}"
  check "luacheck (rules: .luacheckrc)" over "${lua[@]}" -- luacheck --quiet --codes
  check "parley check (codes: docs/running.md)" reads_well "${lua[@]}"
  check "shellcheck" over "${shell[@]}" -- shellcheck --external-sources --format=gcc
  check "table of docs/servers.md (way out: ./dev servers)" servers_are_listed
  check "imports run one way (DESIGN of the house: docs/design.md)" imports_run_one_way "${cpp[@]}" "${headers[@]}"
  check "headers stay light" headers_stay_light "${headers[@]}"
  check "files stay small" files_stay_small "${cpp[@]}" "${headers[@]}" "${lua[@]}" "${shell[@]}"
  closing_line
}

# files_of PATTERN [FILE...]: the files of the project that fit, tracked or new; of the named ones where some are.
files_of() {
  local pattern=$1
  shift
  git ls-files --cached --others --exclude-standard -- "$pattern" | sort -u | while read -r file; do
    if [[ -e $file ]] && { [[ $# -eq 0 ]] || [[ " $* " == *" $file "* ]]; }; then printf '%s\n' "$file"; fi
  done
}

# check NAME COMMAND...: runs one check and counts it.
check() {
  local name=$1 words
  shift
  if words=$("$@" 2>&1); then
    printf 'ok   %s\n' "$name"
    count 1 0 0
  else
    printf 'FAIL %s\n%s\n' "$name" "$words"
    count 0 1 0
  fi
}

# over FILE... -- COMMAND...: the command with the files behind it; nothing where there are none.
over() {
  local files=()
  while [[ $1 != -- ]]; do
    files+=("$1")
    shift
  done
  shift
  [[ ${#files[@]} -eq 0 ]] || "$@" "${files[@]}"
}

# reads_well FILE...: parley's own reading of the scripts among them, with the release build.
reads_well() {
  local scripts=() file
  for file; do
    if [[ $file == scripts/* || $file == specs/* || $file == bindings/init/* ]]; then scripts+=("$file"); fi
  done
  [[ ${#scripts[@]} -gt 0 ]] || return 0
  build release parley && build/release/parley check -- "${scripts[@]}"
}

# servers_are_listed: by the release build, which reads the entries of the broken servers.
servers_are_listed() {
  build release parley && table_is_current build/release/parley
}

# look_ahead: clang-tidy with what others leave of the cores; what passes leaves its stamp, and what does not is found
# again by a ./dev lint in earnest.
look_ahead() {
  local cpp
  mapfile -t cpp < <(files_of '*.cpp')
  renice -n 19 -p "$BASHPID" >/dev/null
  tidy "${cpp[@]}" >/dev/null 2>&1 || true
}

# tidy FILE...: clang-tidy on all cores. What has passed once is not looked at again until it, a header of ours that
# it includes, or the rules change. The precompiled header of the tests is g++'s, so clang does without.
tidy() {
  local failed=0
  mkdir -p build/tidy/{engine,bindings,tests}
  cp .clang-tidy build/tidy/ && cp tests/.clang-tidy build/tidy/tests/ || return
  alone release configure release ON || return  # every time, for files that are new or have moved
  commands_one_by_one >build/tidy/compile_commands.json || return
  batches "$@" | xargs -r -L 1 -P "$(nproc)" .dev/tidy-batch || failed=1
  return "$failed"
}

# commands_one_by_one: how each file is compiled; of the tests, which are compiled several at a time, how it would be.
commands_one_by_one() {
  # shellcheck disable=SC2016  # variables of jq
  sed -E 's/ (-Winvalid-pch|-include [^ ]*cmake_pch.hxx)//g' build/release/compile_commands.json |
    jq --arg root "$PWD" '
      first(.[] | select(.file | contains("parley_tests.dir/Unity/"))) as $several
      | map(select(.file | contains("/Unity/") | not))
        + ($ARGS.positional | map("\($root)/\(.)" as $file
          | $several + { $file, command: ($several.command | sub($several.file; $file)) }))' \
      --args tests/engine/*.cpp tests/bindings/*.cpp
}

# batches FILE...: lines of files that are read as one. They are compiled alike, so each room has lines of its own; and
# a program's main stands in a line by itself.
batches() {
  local mains room files
  mains=$(grep -lE '^int main\(' "$@" || true)
  [[ -z $mains ]] || printf '%s\n' "$mains"
  for room in $(rooms_of "$@" | cut -d ' ' -f 1 | sort -u); do
    mapfile -t files < <(rooms_of "$@" | sed -n "s|^$room ||p" | grep -vxF "${mains:-none}")
    spread $(((${#files[@]} + 9) / 10)) "${files[@]}"
  done
}

# rooms_of FILE...: a line for each: the room, and the file.
rooms_of() {
  printf '%s\n' "$@" | awk -F / '{ print ($1 == "tests" && NF > 2 ? $1 "/" $2 : $1), $0 }'
}

# spread N FILE...: N lines of files. Neighbours, which may have names in common, stand in different lines.
spread() {
  local n=$1 i=0 lines=()
  shift
  for file; do
    lines[i % n]+=" $file"
    i=$((i + 1))
  done
  [[ ${#lines[@]} -eq 0 ]] || printf '%s\n' "${lines[@]}"
}
