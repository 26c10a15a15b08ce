# Processes under test, as the reader of a report meets them.
# shellcheck shell=bash

# The numbers of processes, and a line that stands there thousands of times, are taken out.
test_what_is_wrong_with_a_process_is_in_the_report() {
  cp "$here/scripts/processes.lua" .
  run run -j1 processes.lua
  exits 1
  sed -i -E 's/[0-9]+ \(sleep 63\)/PID (sleep 63)/; /^ *[0-9.]+ s talker \| y$/d' out
  prints_as processes.txt
}

# nothing_is_left ARGUMENT: no process that has it in its command line.
nothing_is_left() {
  ! grep -lzx -- "$1" /proc/[0-9]*/cmdline >left 2>/dev/null || fail "left: $(tr '\n' ' ' <left)"
}

test_processes_end_with_their_scenario_however_it_ends() {
  cat >ends.lua <<'LUA'
local process = require "process"
local function start(seconds)
  process.start({ command = { "sh", "-c", "sleep " .. seconds .. " & setsid sleep " .. seconds .. " & wait" } })
end
scenario("passes", { assertions = false }, function() start(600.5) end)
scenario("fails", function() start(600.5); error("no") end)
scenario("hangs", { timeout = 0.1 }, function() start(600.5); while true do end end)
scenario("on the host's network", { network = "host", assertions = false }, function() start(600.5) end)
describe("shared", function()
  before_all(function() start(600.5) end)
  it("one", { assertions = false }, function() start(600.5) end)
  it("two", function() error("no") end)
end)
LUA
  run run ends.lua
  exits 1
  says "3 passed, 3 failed, 0 skipped"
  nothing_is_left 600.5
}

test_what_leaves_its_group_and_outlives_its_parent_is_named_after_the_first_failure() {
  script daemon.lua <<'LUA'
local process = require "process"
scenario("leaves a daemon", function()
  local command = { "sh", "-c", "setsid sleep 600.6 > /dev/null 2>&1 &" }
  expect(process.start({ command = command }):wait()):equals { exit_code = 0 }
end)
scenario("fails before that", function()
  process.start({ command = { "sh", "-c", "setsid sleep 600.6 > /dev/null 2>&1 &" } }):wait()
  expect(1):equals(2)
end)
LUA
  run run daemon.lua
  exits 1
  sed -E 's/[0-9]+ \(sleep/PID (sleep/' out | grep 'daemon.lua:[0-9]*: ' >named
  diff - named <<'END' || fail "it names something else"
  daemon.lua:2: left running by a process that has ended, killed now: PID (sleep 600.6)
  daemon.lua:8: in main: expected another value
  daemon.lua:6: left running by a process that has ended, killed now: PID (sleep 600.6)
END
  nothing_is_left 600.6
}

test_a_program_beside_the_script_is_found_wherever_parley_was_started() {
  script beside/greet.sh <<<"echo hello"
  script beside/script.lua <<'LUA'
local process = require "process"
scenario("greets", function(t)
  local p = process.start { command = { "sh", t:script_folder() .. "/greet.sh" } }
  p:wait()
  expect(p:output()):equals("hello\n")
end)
LUA
  mkdir elsewhere
  local from
  for from in ". beside/script.lua" "beside script.lua" "elsewhere ../beside/script.lua" "/ $PWD/beside/script.lua"; do
    (cd "${from% *}" && "$parley" run "${from#* }") >out 2>err || fail "it is not found: parley run ${from#* }, started in ${from% *}"
  done
}
