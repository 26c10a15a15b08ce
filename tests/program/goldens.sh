# Goldens: what a run asks of them, what it leaves behind, and when it writes.
# shellcheck shell=bash

# golden_script NAME [WORD]: a script whose only scenario sends WORD, and claims its golden.
golden_script() {
  script "$1" <<EOF_LUA
local socket = require "socket"
scenario("it greets", function(t)
  local a, b = socket.socketpair()
  a:sendall("${2:-hello}\n")
  b:recv_line()
  expect(t):matches_golden()
end)
EOF_LUA
}

# without_ci ARGS...: runs parley where CI is not set, and where it is.
without_ci() { CI='' run "$@"; }
with_ci() { CI=true run "$@"; }

# holds FILE WORD: the golden, or what is pending, of golden_script.
holds() {
  printf 'main > main  unix socketpair\n  > "%s\\n"\n' "$2" | cmp -s - "$1" || fail "$1 holds: $(cat "$1")"
}

test_a_missing_golden_fails_and_what_came_is_pending() {
  golden_script scripts/echo.lua
  without_ci run
  exits 1
  says "there is no golden scripts/golden/echo/it_greets.txt yet"
  says "parley: 1 golden pending; parley review shows and accepts it"
  holds scripts/golden/echo/it_greets.txt.pending hello
  [[ ! -e scripts/golden/echo/it_greets.txt ]] || fail "it was written"
}

test_a_golden_that_holds_passes_and_clears_what_was_pending() {
  golden_script echo.lua
  without_ci run echo.lua
  without_ci review --accept
  golden_script echo.lua other
  without_ci run echo.lua
  exits 1
  holds golden/echo/it_greets.txt.pending other
  golden_script echo.lua
  without_ci run echo.lua
  exits 0
  [[ $(find golden -type f) == golden/echo/it_greets.txt ]] || fail "beside it: $(find golden -type f)"
}

test_another_exchange_shows_which_part_of_which_line_differs() {
  golden_script echo.lua
  without_ci run --update echo.lua
  golden_script echo.lua jello
  without_ci run echo.lua
  exits 1
  says "the exchange is not that of the golden golden/echo/it_greets.txt"
  says "first difference: line 2, main > main"
  says '-  > "hello\n"'
  says '?     ^'
  says '+  > "jello\n"'
  holds golden/echo/it_greets.txt hello
}

test_nothing_is_written_where_ci_is_set() {
  golden_script echo.lua
  with_ci run echo.lua
  exits 1
  says "CI is set, so nothing was written"
  with_ci run --update echo.lua
  exits 2
  says "--update writes goldens, and CI is set"
  [[ ! -e golden ]] || fail "written: $(find golden)"
  without_ci run echo.lua
  with_ci review --accept
  exits 2
  with_ci review --list
  exits 0
  holds golden/echo/it_greets.txt.pending hello
}

test_update_writes_and_says_which() {
  golden_script echo.lua
  without_ci run --update echo.lua
  exits 0
  says "parley: 1 golden written:"
  says "  golden/echo/it_greets.txt"
  holds golden/echo/it_greets.txt hello
  without_ci run --update echo.lua
  says "parley: 0 goldens written"
}

test_update_writes_nothing_of_a_scenario_that_fails() {
  script echo.lua <<'EOF_LUA'
scenario("fails later", function(t)
  expect(t):matches_golden()
  expect(1):equals(2)
end)
EOF_LUA
  without_ci run --update echo.lua
  exits 1
  [[ ! -e golden ]] || fail "written: $(find golden)"
}

test_a_golden_that_no_scenario_uses_is_told_and_update_removes_it() {
  golden_script echo.lua
  without_ci run --update echo.lua
  : >golden/echo/old_name.txt
  mkdir golden/gone
  : >golden/gone/x.txt
  without_ci run .
  exits 0
  says "2 goldens that no scenario uses, which parley run --update removes:"
  says golden/echo/old_name.txt
  says golden/gone/x.txt
  without_ci run --update .
  [[ $(find golden -type f) == golden/echo/it_greets.txt ]] || fail "left: $(find golden -type f)"
  [[ ! -e golden/gone ]] || fail "an empty folder"
}

test_a_run_of_one_file_leaves_the_goldens_of_others() {
  golden_script echo.lua
  without_ci run --update echo.lua
  mkdir golden/moved
  : >golden/moved/x.txt
  without_ci run echo.lua
  says_not "no scenario uses"
  without_ci run --update echo.lua
  [[ -e golden/moved/x.txt ]] || fail "it is gone"
}

test_a_run_of_a_part_calls_no_golden_unused() {
  golden_script echo.lua
  cat >>echo.lua <<'EOF_LUA'
scenario("another", function(t) expect(t):matches_golden() end)
scenario("skipped", { skip = "not today" }, function(t) expect(t):matches_golden("later") end)
EOF_LUA
  mkdir -p golden/echo
  : >golden/echo/skipped~later.txt
  without_ci run --update echo.lua
  [[ $(find golden -name '*.txt' | wc -l) -eq 3 ]] || fail "$(find golden)"
  without_ci run --filter another echo.lua
  exits 0
  says_not "no scenario uses"
  without_ci run --update echo.lua:2
  says_not "no scenario uses"
  [[ $(find golden -name '*.txt' | wc -l) -eq 3 ]] || fail "$(find golden)"
}

test_any_name_of_a_scenario_has_a_file_of_its_own() {
  script names.lua <<'EOF_LUA'
local names = {
  "plain", "a b", "a_b", "a/b", "../up", ".hidden", "a.txt", "Ä ö ü", "tab\tand \1 \0 more", "50%", "a%20b",
  ("long "):rep(60) .. "1", ("long "):rep(60) .. "2",
}
for _, name in ipairs(names) do
  scenario(name, function(t) expect(t):matches_golden() end)
end
describe("a", function()
  it("b", function(t)
    expect(t):matches_golden()
    expect(t):matches_golden("the second part")
  end)
  it("each", { cases = { one = 1, two = 2 } }, function(t) expect(t):matches_golden() end)
end)
EOF_LUA
  without_ci run --update names.lua
  exits 0
  says "parley: 17 goldens written:"
  [[ $(find golden -name '*.txt' | wc -l) -eq 17 ]] || fail "$(find golden)"
  [[ -e golden/names/a/b~the_second_part.txt && -e "golden/names/a/each_[one].txt" ]] || fail "$(find golden)"
  [[ $(find . -name up.txt) == "" ]] || fail "$(find .)"
  without_ci run names.lua
  exits 0
  says_not "no scenario uses"
}

test_a_further_golden_of_a_scenario_needs_a_name_of_its_own() {
  script two.lua <<'EOF_LUA'
scenario("unnamed", function(t)
  expect(t):matches_golden()
  expect(t):matches_golden()
end)
scenario("namesakes", function(t)
  expect(t):matches_golden("a")
  expect(t):matches_golden("a")
end)
scenario("no name", function(t) expect(t):matches_golden(7) end)
scenario("of something else", function() expect("text"):matches_golden() end)
EOF_LUA
  without_ci run --update two.lua
  exits 1
  says 'one golden more in this scenario: give it a name, matches_golden("the second part")'
  says "the scenario has two goldens named 'a'"
  says "matches_golden() takes a name or nothing"
  says "matches_golden() is for the scenario"
}

test_a_full_disk_leaves_the_golden_as_it_was() {
  unshare --user --map-root-user --mount true 2>err || skip "this machine allows no mount"
  golden_script echo.lua
  without_ci run --update echo.lua
  golden_script echo.lua "$(printf 'long%.0s' {1..900})"
  mv golden kept
  mkdir golden
  # shellcheck disable=SC2016 # it is another shell that expands it
  parley=$parley CI='' unshare --user --map-root-user --mount bash -c '
    mount -t tmpfs -o size=12k none golden
    cp -R kept/. golden
    cat /dev/zero >golden/filler 2>/dev/null
    status=0
    "$parley" run --update echo.lua >out 2>err || status=$?
    cp golden/echo/it_greets.txt after
    find golden -name ".*" -type f >left
    echo "$status" >code'
  # shellcheck disable=SC2034 # lib.sh looks at it
  read -r status <code
  exits 3
  says "cannot write golden/echo/it_greets.txt: [Errno 28] No space left on device"
  says "0 goldens written"
  holds after hello
  [[ ! -s left ]] || fail "left: $(cat left)"
}
