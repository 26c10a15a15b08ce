# Whatever is wrong with what parley is given gets one clear message and the right exit code, and the other files
# still run.
# shellcheck shell=bash

good() {
  script good.lua <<'EOF'
scenario("a good one", function() expect(1):equals(1) end)
EOF
}

# bad_script EXIT WORDS: runs bad.lua (standard input) beside a good file.
bad_script() {
  good
  script bad.lua
  run run bad.lua good.lua
  exits "$1"
  says "bad.lua:$2"
  says "1 passed, 1 failed, 0 skipped"
}

test_a_syntax_error() {
  bad_script 1 2 <<'EOF'
local x = 1
local = 2
EOF
}

test_an_error_at_load_time() {
  bad_script 1 2 <<'EOF'
local x = nil
x.y = 1
EOF
}

test_a_file_that_is_no_lua() {
  good
  head -c 4096 /bin/sh >bad.lua
  run run bad.lua good.lua
  exits 1
  says bad.lua
  says "1 passed, 1 failed, 0 skipped"
}

test_two_scenarios_of_one_name() {
  bad_script 1 2 <<'EOF'
scenario("same", function() expect(1):equals(1) end)
scenario("same", function() expect(1):equals(1) end)
EOF
  says same
}

test_a_script_that_wants_io() {
  bad_script 1 2 <<'EOF'
scenario("wants io", function()
  io.open("/etc/passwd")
end)
EOF
  says io
}

test_a_script_that_wants_to_exit() {
  bad_script 1 2 <<'EOF'
scenario("wants to exit", function()
  os.exit(0)
end)
EOF
  says exit
}

test_an_expectation_that_nothing_finishes() {
  bad_script 1 2 <<'EOF'
scenario("forgets its matcher", function()
  expect(1)
end)
EOF
}

test_a_global_written_by_accident() {
  bad_script 1 2 <<'EOF'
scenario("forgets local", function()
  oops = 1
end)
EOF
  says oops
}

test_a_path_that_does_not_exist() {
  good
  run run nowhere.lua good.lua
  exits 2
  says nowhere.lua
  says "1 passed, 0 failed, 0 skipped"
}

test_a_folder_without_scenarios() {
  mkdir empty
  run run empty
  exits 4
  says empty
}

test_an_unknown_option() {
  good
  run run --netwrok host good.lua
  exits 2
  says --netwrok
  says --network
}

test_an_unknown_value() {
  good
  run run --network moon good.lua
  exits 2
  says moon
  says private
}

test_an_unknown_command() {
  run rnu
  exits 2
  says rnu
}
