# What parley remembers from one run to the next, and what it does with it.
# shellcheck shell=bash

# two_files: a.lua and b.lua, in which the scenario fails that the parameter bad names.
two_files() {
  script a.lua <<'EOF'
scenario("first", function(t) expect(t:param("bad", "none")):not_equals("first") end)
scenario("second", function(t) expect(t:param("bad", "none")):not_equals("second") end)
EOF
  script b.lua <<'EOF'
scenario("third", function(t) expect(t:param("bad", "none")):not_equals("third") end)
EOF
}

# the_history: the only file of it that this test has.
the_history() {
  local files
  files=("$XDG_STATE_HOME"/parley/*-*)
  [[ ${#files[@]} -eq 1 ]] || fail "not one history: ${files[*]}"
  printf '%s' "${files[0]}"
}

test_last_failed_runs_what_failed_the_last_time_until_it_passes() {
  two_files
  run run . --set bad=second
  exits 1
  run list . --last-failed
  exits 0
  [[ $(cat out) == *": second" && $(wc -l <out) -eq 1 ]] || fail "it names others"
  run run . --last-failed --set bad=second
  exits 1
  says "0 passed, 1 failed, 0 skipped"
  run run . --last-failed
  exits 0
  says "1 passed, 0 failed, 0 skipped"
  run run . --last-failed
  exits 4
  says "none of the 3 scenarios failed the last time"
}

test_a_run_of_a_part_says_nothing_of_the_rest() {
  two_files
  run run . --set bad=second
  run run b.lua --set bad=third
  exits 1
  run list . --last-failed
  [[ $(sed 's/.*: //' out | tr '\n' ' ') == "second third " ]] || fail "it names others"
}

test_a_file_that_did_not_load_is_run_when_it_loads() {
  two_files
  echo 'scenario(' >b.lua
  run run .
  exits 1
  two_files
  run run . --last-failed
  exits 0
  says "ok   third"
  says "1 passed"
  run run . --last-failed
  exits 4
}

test_flaky_and_skipped_are_not_failed() {
  script odd.lua <<'EOF'
local socket = require "socket"
scenario("flaky", function(t)
  local s <close> = socket.socket(socket.AF_UNIX)
  local new = pcall(s.bind, s, t:param("folder") .. "/been-here")
  expect(new):is_false()
end)
scenario("skipped later", function(t)
  if t:param("skip", "no") == "yes" then t:skip("not now") end
  expect(1):equals(2)
end)
EOF
  run run odd.lua --set "folder=$PWD" --retries 1
  says "1 passed, 1 failed"
  says "flaky"
  run run odd.lua --set "folder=$PWD" --set skip=yes
  run run odd.lua --last-failed
  exits 4
}

test_it_is_the_same_from_wherever_in_the_project() {
  mkdir -p project/.git project/specs other/specs
  (cd project && two_files && mv ./*.lua specs && run run --set bad=first)
  (cd project/specs && run run --last-failed a.lua && exits 0 && says "1 passed")
  (cd other && two_files && mv ./*.lua specs && run run --last-failed && exits 4)
}

test_two_runs_at_once_lose_nothing() {
  for name in a b c d e f g h; do
    echo "scenario('fails', function() expect(1):equals(2) end)" >$name.lua
    "$parley" run $name.lua >/dev/null 2>&1 &
  done
  wait
  run list . --last-failed
  [[ $(wc -l <out) -eq 8 ]] || fail "not all are remembered"
}

test_a_damaged_history_is_named_once_and_begins_anew() {
  two_files
  run run . --set bad=first
  local file
  file=$(the_history)
  head -c 40 "$file" >damaged && cp damaged "$file"
  run run . --set bad=third
  exits 1
  [[ $(grep -cF "$file is damaged" err) -eq 1 ]] || fail "it does not say so once"
  run list . --last-failed
  [[ $(cat out) == *": third" ]] || fail "it is not new"
}

test_a_history_that_cannot_be_kept_fails_no_run() {
  two_files
  touch file
  XDG_STATE_HOME=$PWD/file run run .
  exits 0
  says "the history $PWD/file/parley/"
  says "XDG_STATE_HOME"
  [[ $(wc -l <err) -eq 1 ]] || fail "it says more than that"
}

test_without_a_home_there_is_no_history_and_no_complaint() {
  two_files
  for home in '' /there/is/none; do
    XDG_STATE_HOME='' HOME=$home run run .
    exits 0
    [[ ! -s err ]] || fail "it complains"
    XDG_STATE_HOME='' HOME=$home run run . --last-failed
    exits 2
    says "--last-failed needs the history"
  done
}

test_a_run_that_was_stopped_remembers_what_it_came_to() {
  script slow.lua <<'EOF'
scenario("fails", function() expect(1):equals(2) end)
scenario("waits", { timeout = 600 }, function(t) t:sleep(600) end)
EOF
  run run slow.lua -j1 --global-timeout 3
  exits 1
  run list slow.lua --last-failed
  [[ $(cat out) == *": fails" && $(wc -l <out) -eq 1 ]] || fail "it remembers something else"
}
