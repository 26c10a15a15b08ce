# What a person at a terminal sees.
# shellcheck shell=bash

# at_a_terminal TERM ARGS...: runs parley, which must pass, with a terminal of 40 columns for its standard streams; what
# appears there is in out.
at_a_terminal() {
  type -P script >/dev/null || skip "there is no script here (bsdutils)"
  local term=$1
  shift
  : >err
  env -u CI TERM="$term" NO_COLOR=1 script --quiet --return --command "stty cols 40; '$parley' $*" /dev/null \
    >out </dev/null || fail "exit code $?"
}

scenarios() {
  for name in first second third; do
    printf 'scenario("%s", function() print("hello of %s") expect(1):equals(1) end)\n' $name $name
  done >three.lua
}

test_the_line_names_what_runs_and_nothing_of_it_is_left() {
  scenarios
  at_a_terminal xterm run three.lua
  grep -qF $'\r\e[K[0/3]' out || fail "no progress"
  # What the terminal shows in the end: of each line what follows the last time it was cleared.
  sed -e 's/\r$//' -e 's/.*\r\x1b\[K//' out >left
  ! grep -q '/3\]' left || fail "left: $(cat left)"
  grep -q '^  ok   second' left || fail "$(cat left)"
  [[ $(tail -n 1 left) == "3 passed, 0 failed, 0 skipped" ]] || fail "$(cat left)"
}

test_no_line_where_nobody_can_see_it() {
  scenarios
  at_a_terminal dumb run three.lua
  ! grep -qF $'\e[K' out || fail "a dumb terminal"
  run run three.lua
  ! grep -qF $'\e[K' out || fail "no terminal"
}

test_verbose_shows_what_roles_print_while_they_run() {
  mkfifo told
  script live.lua <<'EOF'
scenario("tells", { timeout = 60 }, function(t)
  t:run("server", function()
    print("listening")
    t:sleep(60)
  end)
end)
EOF
  "$parley" run -v live.lua >told 2>err &
  pid=$!
  local line
  while read -r line; do
    [[ $line != "tells: server | listening" ]] || break
  done <told
  kill -INT "$pid"
  wait "$pid" || true
  [[ $line == "tells: server | listening" ]] || fail "it came only at the end"
}
