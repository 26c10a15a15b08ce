# What fails, what it says, and what becomes of the others: compared with the expected output, word for word.
# shellcheck shell=bash

# fails_as NAME: scripts/NAME.lua fails, and prints expected/NAME.txt.
fails_as() {
  cp "$here/scripts/$1.lua" .
  run run -j1 "$1.lua"
  exits 1
  prints_as "$1.txt"
}

test_each_matcher_says_what_it_expected_and_what_came() {
  fails_as expectations
}

test_the_first_failure_cancels_the_others_and_closes_their_sockets() {
  fails_as siblings
}

test_hooks_that_fail() {
  fails_as hooks
}

test_a_failed_expectation_counts_however_late_it_comes() {
  fails_as late_failures
}

test_an_expectation_without_a_matcher_is_named_wherever_it_stands() {
  fails_as unfinished
}

test_a_scenario_that_asserted_nothing_fails() {
  fails_as asserts_nothing
}

test_a_descriptor_that_the_script_forgets_is_named() {
  fails_as leaks
}

test_a_misspelt_name_is_met_with_the_one_that_was_meant() {
  fails_as misspelt
}

test_fixtures_of_a_file_that_fail() {
  fails_as fixtures
}

test_skips_say_why() {
  fails_as skips
}

test_mistakes_in_a_scenario_have_one_clear_message() {
  printf 'require("socket").socketpair():recv(1)\n' >waits.lua
  printf 'local x = {}\nreturn x.y.z\n' >broken.lua
  printf 'require "circle"\n' >circle.lua
  fails_as misuse
}

test_mistakes_at_load_time_have_one_clear_message() {
  cp "$here"/scripts/does_not_load/*.lua .
  mkdir lib
  printf 'local x = = 1\n' >lib/broken.lua
  printf 'require "lib.broken"\n' >module_broken.lua
  run run ./*.lua
  exits 1
  prints_as does_not_load.txt
}
