# However parley ends, nothing of it stays: no process, no mount, no file.
# shellcheck shell=bash

# A scenario that waits, longer than any test, with a file in its directory. It needs a network of its own.
endless() {
  unshare --user --map-root-user --net true 2>/dev/null || skip "this machine allows no private network"
  script endless.lua <<'EOF'
scenario("waits", { timeout = 60 }, function(t)
  print("it runs")
  t:write("a file", "of its own")
  t:sleep(60)
end)

scenario("is ready to be the next", function() expect(1):equals(1) end)
EOF
}

# begin: starts a run in the background, with its process id in $pid, and returns when its scenario runs: some
# process below it is in another network than ours. $below are all processes below it.
begin() {
  mkdir -p temporary
  TMPDIR=$PWD/temporary "$parley" run endless.lua >out 2>err &
  pid=$!
  until mapfile -t below < <(descendants "$pid") && elsewhere "${below[@]}"; do
    kill -0 "$pid" || fail "it ended"
  done
}

# descendants PID: the process ids below it.
descendants() {
  local child children=()
  read -ra children < <(cat /proc/"$1"/task/*/children 2>/dev/null) || true
  for child in "${children[@]}"; do
    printf '%s\n' "$child"
    descendants "$child"
  done
}

# elsewhere PID...: whether one of them has a network of its own.
elsewhere() {
  local one network
  for one; do
    network=$(readlink "/proc/$one/ns/net" 2>/dev/null) || continue
    if [[ $network != $(readlink /proc/self/ns/net) ]]; then return 0; fi
  done
  return 1
}

# gone PID...: returns once none of these processes runs any more.
gone() {
  local one
  for one; do
    timeout 10 tail -s 0.05 --pid="$one" -f /dev/null || fail "process $one stays: $(tr '\0' ' ' <"/proc/$one/cmdline")"
  done
}

# leaves_no_file: nothing stands in the folder for temporary files.
leaves_no_file() {
  local left
  left=$(ls -A temporary)
  [[ -z $left ]] || fail "files stay: $left"
}

test_ten_times_killed_in_mid_run() {
  endless
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    begin
    kill -KILL "$pid"
    wait "$pid" || true
    gone "${below[@]}"
  done
  leaves_no_file
}

test_terminated_it_leaves_with_the_signals_exit_code() {
  endless
  begin
  local status=0
  kill -TERM "$pid"
  wait "$pid" || status=$?
  [[ $status -eq 143 ]] || fail "exit code $status, not 143"
  gone "${below[@]}"
  leaves_no_file
}
