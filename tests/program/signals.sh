# What signals do to a run: it ends at once and says what ran, a second one kills it, Ctrl-Z suspends all of it.
# shellcheck shell=bash

# start_run ARGS...: a run in the background, in a process group of its own as a shell with jobs has it. Its process id
# is in $pid.
start_run() {
  set -m
  NO_COLOR=1 "$parley" run "$@" >out 2>err </dev/null &
  pid=$!
  set +m
}

# until_there FILE: waits until the run has made it.
until_there() {
  until [[ -s $1 || -S $1 ]]; do kill -0 "$pid" || fail "it ended"; done
}

# ends_with CODE: how the run must end.
ends_with() {
  local ended=0
  wait "$pid" || ended=$?
  [[ $ended -eq $1 ]] || fail "exit code $ended, not $1"
}

# children PID: the process ids of those that have not ended, a line each.
children() {
  local child
  # shellcheck disable=SC2013  # words it is
  for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do
    [[ $(state_of "$child") == [ZX] || -z $(state_of "$child") ]] || printf '%s\n' "$child"
  done
}

# state_of PID: as ps(1) shows it; nothing where it is gone.
state_of() {
  sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null || true
}

# below PID: the process ids of all that descend from it.
below() {
  local child
  for child in $(children "$1"); do
    printf '%s\n' "$child"
    below "$child"
  done
}

# is_stopped PID: by a signal, as ps(1) shows it.
is_stopped() {
  [[ $(state_of "$1") == T ]]
}

goes_on() {
  ! is_stopped "$1"
}

# takes_interrupts PID: whether SIGINT, bit 1 of the mask, is not blocked.
takes_interrupts() {
  (((0x$(sed -n 's/^SigBlk:\t*//p' "/proc/$1/status") & 2) == 0))
}

# within_a_minute CONDITION PID: returns as soon as it holds.
within_a_minute() {
  local begin=$SECONDS
  until "$@"; do
    kill -0 "$2" || fail "process $2 ended"
    ((SECONDS - begin < 60)) || fail "not within a minute: $*"
  done
}

# endless_files: scripts whose loading never ends by itself; one of them would be given up after some seconds.
endless_files() {
  local n
  for n in 1 2 3 4 5 6 7 8 9 10 11 12; do echo 'while true do end' | script "endless/$n.lua"; done
}

# until_it_loads: waits until the run has a process that loads a file.
until_it_loads() {
  until [[ -n $(below "$pid") ]]; do kill -0 "$pid" || fail "it ended"; done
}

test_while_files_load_too_it_ends_at_once_and_its_reports_are_whole() {
  endless_files
  local signal
  for signal in INT:130 TERM:143 HUP:129; do
    start_run --report terminal --report tap=out.tap endless
    until_it_loads
    kill -"${signal%:*}" "$pid"
    ends_with "${signal#*:}"
    says "stopped by SIG${signal%:*}"
    says "0 passed, 0 failed, 0 skipped"
    grep -qF 'Bail out!' out.tap || fail "the report does not say that it was stopped"
    rm out.tap
  done
}

test_while_a_list_is_made_it_ends_at_once() {
  endless_files
  set -m
  "$parley" list endless >out 2>err </dev/null &
  pid=$!
  set +m
  until_it_loads
  kill -INT "$pid"
  ends_with 130
}

test_a_hangup_ends_it_but_not_under_nohup() {
  cp "$here"/scripts/ready.lua .
  start_run -j1 --set folder="$PWD" ready.lua
  until_there ready
  kill -HUP "$pid"
  ends_with 129
  says "stopped by SIGHUP"
  says "  it ran: waits (ready.lua:"
  says_not "it ran: next"
  rm ready
  (trap '' HUP && exec "$parley" run --set folder="$PWD" ready.lua >out 2>err) &
  pid=$!
  until_there ready
  kill -HUP "$pid"
  kill -TERM "$pid"
  ends_with 143
}

# The keeper on the host's network is told to clean up, and waited for; here it is stopped, so that never ends.
test_the_second_signal_kills_it_at_once() {
  cp "$here"/scripts/ready.lua .
  local keeper all
  start_run --network host --set folder="$PWD" ready.lua
  until_there ready
  all=$(below "$pid")
  keeper=$(children "$pid" | sed -n 1p)
  kill -STOP "$keeper"
  kill -INT "$pid"
  # The first one is taken when it blocks this signal no longer.
  within_a_minute takes_interrupts "$pid"
  kill -INT "$pid"
  ends_with 130
  kill -CONT "$keeper"
  local one
  for one in $all; do
    timeout 60 tail -s 0.05 --pid="$one" -f /dev/null || fail "process $one stays"
  done
}

# suspended NETWORK: the run, its scenario and the program that this has started all stop, for longer than the time
# limit, and then go on.
suspended() {
  cp "$here"/scripts/paused.lua .
  local one
  start_run --network "$1" --set folder="$PWD" paused.lua
  until_there program
  kill -TSTP "$pid"
  # The keeper goes on, since somebody has to; its scenario and what that has started do not.
  within_a_minute is_stopped "$pid"
  for one in $(scenarios_below); do within_a_minute is_stopped "$one"; done
  sleep 9 # The time limit is 8 s: this is about time itself.
  kill -CONT "$pid"
  for one in $(scenarios_below); do within_a_minute goes_on "$one"; done
  kill -TERM "$(children "$(scenarios_below | sed -n 1p)")"
  ends_with 0
  says "1 passed, 0 failed, 0 skipped"
}

# scenarios_below: all that a keeper has below it, the scenario first.
scenarios_below() {
  local keeper
  for keeper in $(children "$pid"); do below "$keeper"; done
}

test_a_suspended_run_stops_all_of_it_and_its_time_limits() {
  suspended host
}

test_a_suspended_run_stops_private_worlds_too() {
  unshare --user --map-root-user --net true 2>/dev/null || skip "this machine allows no private network"
  suspended private
}

test_a_run_that_was_suspended_while_it_loads_can_be_stopped_afterwards() {
  endless_files
  start_run endless
  until_it_loads
  kill -TSTP "$pid"
  within_a_minute is_stopped "$pid"
  within_a_minute is_stopped "$(below "$pid")"
  kill -CONT "$pid"
  within_a_minute goes_on "$pid"
  kill -INT "$pid"
  ends_with 130
}

# crash: the scenario that runs dies of a signal.
crash() {
  kill -SEGV "$(scenarios_below | sed -n 1p)"
  ends_with 1
}

# tells_of_crashes: with sanitizers, these do instead of parley.
tells_of_crashes() { ! grep -q __asan_init "$parley" || skip "the sanitizers tell of crashes themselves"; }

test_a_crash_while_all_wait_shows_the_last_calls_and_the_exchange_so_far() {
  tells_of_crashes
  cp "$here"/scripts/crash.lua .
  start_run --set folder="$PWD" --filter "in the middle of an exchange" --filter "runs all the same" crash.lua
  until_there ready
  crash
  says "the scenario's process died of SIGSEGV (Segmentation fault)"
  says "server in recv at crash.lua:11"
  says "client in recv at crash.lua:18"
  says 'client > server  tcp 127.0.0.1:7000'
  says '< "hello"'
  says "ok   runs all the same"
}

test_a_crash_of_code_that_runs_shows_its_place_and_its_last_call() {
  tells_of_crashes
  cp "$here"/scripts/crash.lua .
  start_run -v --filter "while it runs" crash.lua
  until grep -qF "it runs" out; do kill -0 "$pid" || fail "it ended"; done
  crash
  says "crash.lua:26: in busy: the scenario's process died of SIGSEGV (Segmentation fault); its last call was getsockname"
}
