# What is pending, and a person's verdict on it: at a terminal, and without one.
# shellcheck shell=bash

# three_pending: of one script, three goldens that are pending; the second one changed, the others are new.
three_pending() {
  printf 'scenario("%s", function(t) expect(t):matches_golden() end)\n' first second third >three.lua
  CI='' run run three.lua
  : >golden/three/second.txt
  echo changed >golden/three/second.txt.pending
}

# at_a_terminal KEYS: has parley review asked at a terminal, and answers with these keys, each when it is asked. What
# appeared is in out; the last line says whether the terminal's mode is what it was.
at_a_terminal() {
  type -P python3 >/dev/null || skip "there is no python3 here"
  : >err
  status=0
  # shellcheck disable=SC2034 # lib.sh looks at it
  env -u CI TERM=xterm NO_COLOR=1 python3 "$here/terminal.py" "quit (q)? " "$1" "$parley" review >out 2>err || status=$?
}

left() { find golden -type f | sort | tr '\n' ' '; }

test_a_list_names_what_is_pending_and_changes_nothing() {
  three_pending
  CI='' run review --list
  exits 0
  cmp -s - out <<'EOF_OUT' || fail "another list"
golden/three/first.txt (new)
golden/three/second.txt (changed)
golden/three/third.txt (new)
EOF_OUT
  CI='' run review --list -v golden/three/second.txt
  says "three.lua: second"
  says "+changed"
  says_not "third"
  [[ $(left | wc -w) -eq 4 ]] || fail "$(left)"
}

test_accept_and_reject_all_or_by_path_or_by_name() {
  three_pending
  CI='' run review --accept golden/three/second.txt
  exits 0
  says "1 accepted, 0 rejected, 0 pending"
  [[ $(cat golden/three/second.txt) == changed ]] || fail "not accepted"
  CI='' run review --reject --filter third
  says "rejected golden/three/third.txt (new)"
  CI='' run review --accept three.lua
  says "accepted golden/three/first.txt (new)"
  [[ $(left) == "golden/three/first.txt golden/three/second.txt " ]] || fail "$(left)"
  CI='' run review
  exits 0
  says "nothing is pending"
}

test_what_is_rejected_leaves_no_empty_folder() {
  printf 'scenario("x", function(t) expect(t):matches_golden() end)\n' >x.lua
  CI='' run run x.lua
  CI='' run review --reject
  exits 0
  [[ ! -e golden ]] || fail "$(find golden)"
}

test_without_a_terminal_it_says_what_to_say() {
  three_pending
  CI='' run review
  exits 2
  says "say --list, --accept or --reject"
  CI='' run review --accept --reject
  exits 2
  CI='' run review nowhere
  exits 2
  says "nowhere: nothing is pending there"
}

test_at_a_terminal_each_is_asked_for_by_itself() {
  three_pending
  at_a_terminal asr
  exits 0
  says "1 of 3  golden/three/first.txt (new)"
  says "3 of 3  golden/three/third.txt (new)"
  says "1 accepted, 1 rejected, 1 pending"
  says "the terminal is as it was"
  [[ $(left) == "golden/three/first.txt golden/three/second.txt golden/three/second.txt.pending " ]] || fail "$(left)"
}

test_one_key_accepts_the_rest_and_others_do_nothing() {
  three_pending
  at_a_terminal $'r\e[A?xA'
  exits 0
  says "2 accepted, 1 rejected, 0 pending"
  [[ $(cat golden/three/second.txt) == changed ]] || fail "not accepted"
}

test_ctrl_c_and_signals_leave_things_and_the_terminal_as_they_are() {
  local before
  three_pending
  before=$(left)
  at_a_terminal $'s\x03'
  exits 130
  says "the terminal is as it was"
  at_a_terminal sq
  exits 0
  at_a_terminal TERM
  exits 143
  says "the terminal is as it was"
  [[ $(left) == "$before" ]] || fail "$(left)"
}
