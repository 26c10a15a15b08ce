# What a user meets first.
# shellcheck shell=bash

test_help_names_every_command() {
  run --help
  exits 0
  says run
  says list
  says doctor
}

test_version_is_one_line() {
  run --version
  exits 0
  [[ $(wc -l <out) -eq 1 ]] || fail "more than a line"
  says parley
}

test_doctor_tells_of_the_private_network() {
  run doctor
  exits 0
  says network
}

test_a_failure_shows_what_was_expected_and_where() {
  cp "$here"/scripts/failing.lua .
  run run -j1 failing.lua
  exits 1
  prints_as failing.txt
}

test_a_list_names_scenarios_without_running_them() {
  cp "$here"/scripts/failing.lua .
  run list failing.lua
  exits 0
  prints_as list.txt
}

test_help_says_how_to_show_a_scenario() {
  run show --help
  exits 0
  says "parley show [OPTION...] FILE::NAME"
  says "--as text|svg|mermaid|events"
}
