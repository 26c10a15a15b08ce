# The annotation files for editors: every name that scripts have, and no other.
# shellcheck shell=bash

# annotated FILES...: "class name" for each function, method and field; those of a class's parents are its own.
annotated() {
  awk '
    function add(class, name) {
      if (!((class, name) in seen)) { seen[class, name] = 1; names[class] = names[class] " " name }
    }
    /^---@class/ {
      class = $2
      for (i = 4; $3 == ":" && i <= NF; i++) { sub(/,$/, "", $i); parents[class] = parents[class] " " $i }
    }
    /^---@field/ { field = $2; sub(/\?$/, "", field); add(class, field) }
    /^local [a-z]+ = / { of[$2] = class }
    /^function [a-z]+[.:]/ { split($2, part, /[.:(]/); add(of[part[1]], part[2]) }
    /^function [a-z_]+\(/ { split($2, part, "("); add("global", part[1]) }
    END {
      for (class in names) print_all(class, class)
      for (class in parents) if (!(class in names)) print_all(class, class)
    }
    function print_all(class, from,  list, i, n) {
      n = split(names[from], list, " ")
      for (i = 1; i <= n; i++) print class, list[i]
      n = split(parents[from], list, " ")
      for (i = 1; i <= n; i++) print_all(class, list[i])
    }' "$@"
}

test_annotations_name_what_scripts_have() {
  run types api
  exits 0
  says "annotation files to api"
  run run -v "$here/scripts/surface.lua"
  exits 0
  grep -oE '(global|parley\.[A-Za-z]+) [A-Za-z0-9_]+$' out | sort -u >real
  grep -q '^parley.socketlib SOCK_STREAM$' real || fail "no names in the output"
  for file in api/*.lua; do annotated "$file" >/dev/null || fail "$file cannot be read"; done
  cat api/*.lua >all.lua
  annotated all.lua | sort -u | grep -E "^($(cut -d' ' -f1 real | sort -u | paste -sd'|')) " >written
  diff -u --label "what scripts have" --label "what is annotated" real written || fail "the names differ"
}

# Of each function: words, a type for each argument, the errors, and what it follows.
test_each_function_is_explained() {
  run types api
  awk '
    function finding(words) { printf "%s:%d: %s\n", FILENAME, FNR, words; bad = 1 }
    function forget() { words = raises = see = 0; delete typed }
    /^---@param/ { name = $2; sub(/\?$/, "", name); if (NF > 2) typed[name] = 1 }
    /^---@see .*(\([1-8]\)|Python [a-z]+|docs\/[a-z-]+\.md|Lua [a-z]+|RFC [0-9]+)/ { see = 1 }
    /^---Raises .*[^ ]/ { raises = 1 }
    /^---[^@R]/ || /^---R[^a]/ { words = 1 }
    /^function / {
      functions++
      if (!words) finding("says nothing")
      if (!raises) finding("says nothing of errors")
      if (!see) finding("follows nothing")
      arguments = $0; sub(/^[^(]*\(/, "", arguments); sub(/\).*/, "", arguments)
      n = split(arguments, list, /, */)
      for (i = 1; i <= n; i++) if (!(list[i] in typed)) finding("says nothing of " list[i])
    }
    !/^---/ { forget() }
    END { if (functions < 200) finding("no more than " functions " functions"); exit bad }
  ' api/*.lua >unexplained || fail "$(cat unexplained)"
}

test_the_reference_is_made_of_the_annotations() {
  run types --markdown
  exits 0
  mv out page && : >out # a failure does not show thousands of lines
  diff -u --label docs/api.md --label "parley types --markdown" "$here/../../docs/api.md" page ||
    fail "./dev docs writes docs/api.md anew"
  run types --markdown api
  exits 2
}

test_annotated_options_are_those_of_scenarios() {
  run types api
  annotated api/globals.lua | sed -n 's/^parley.ScenarioOptions //p' | sort >written
  [[ $(wc -l <written) -gt 5 ]] || fail "no options"
  # shellcheck disable=SC2016  # quotes of Lua
  printf 'scenario("x", { %s }, function() end)\n' "$(sed 's/$/ = 1,/' written | paste -sd' ')" >all.lua
  annotated api/process.lua | sed -n 's/^parley.ProcessOptions //p' | sort >of_processes
  [[ $(wc -l <of_processes) -gt 5 ]] || fail "no options of processes"
  printf 'require("process").start { %s }\n' "$(sed 's/$/ = 1,/' of_processes | paste -sd' ')" >>all.lua
  run check all.lua
  exits 0
  # Those of the documentation, too.
  # shellcheck disable=SC2016  # quotes of Markdown
  sed -n '/^## Registering/,/^## Tasks/s/^| `\([a-z]*\)`.*/\1/p' "$here/../../docs/writing-scenarios.md" | sort >documented
  diff -u documented written || fail "other options than in the documentation"
  # shellcheck disable=SC2016
  sed -n '/^## Programs under test/,/^## Transcripts/s/^| `\([a-z]*\)`.*/\1/p' "$here/../../docs/writing-scenarios.md" |
    sort >documented
  diff -u documented of_processes || fail "other options of processes than in the documentation"
}

test_luacheck_is_told_of_the_same_globals() {
  run init --ci none
  annotated .parley/types/globals.lua | sed -n 's/^global //p' | sort >written
  sed -n '/read_globals/,/}/p' .luacheckrc | grep -o '"[a-z_]*"' | tr -d '"' | sort >told
  diff -u written told || fail "other globals"
}

test_annotations_are_lua() {
  command -v luacheck >/dev/null || skip "no luacheck here"
  run types api
  luacheck --quiet --no-config --ignore 1 2 --std lua54 api >luacheck.out || fail "$(cat luacheck.out)"
}

test_a_folder_is_needed() {
  run types
  exits 2
  says "parley types .parley/types"
}
