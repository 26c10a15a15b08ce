# parley as a package of CMake: installed somewhere, found from a project, its scenarios tests of CTest.
# shellcheck shell=bash

# A prefix with parley in it, as `cmake --install` makes it, which also leaves its list of files in the build tree.
installed() {
  local built
  command -v ctest >/dev/null || skip "no ctest here"
  built=$(dirname "$parley")
  [[ -e $built/cmake_install.cmake && -w $built ]] || skip "no build tree of ours beside $parley"
  cmake --install "$built" --prefix "$PWD/prefix" >install.log || fail "it does not install"
}

# project LINES: a project whose scenarios are in scenarios/, configured.
project() {
  mkdir -p scenarios
  {
    printf '%s\n' 'cmake_minimum_required(VERSION 3.19)' 'project(user NONE)' 'enable_testing()' \
      'find_package(parley REQUIRED)'
    cat
  } >CMakeLists.txt
  cmake -S . -B build -DCMAKE_PREFIX_PATH="$PWD/prefix" >configure.log 2>&1 || fail "it does not configure: $(cat configure.log)"
}

# ctest_in ARGS...: runs ctest in the project; $status, out and err are as after run.
# shellcheck disable=SC2034  # lib.sh reads them
ctest_in() {
  command="ctest $*"
  status=0
  ctest --test-dir build "$@" >out 2>err </dev/null || status=$?
}

test_what_is_installed() {
  local file
  installed
  for file in bin/parley share/parley/types/socket.lua share/parley/types/constants.lua share/doc/parley/README.md \
    share/doc/parley/writing-scenarios.md; do
    [[ -e prefix/$file ]] || fail "no $file"
  done
  [[ $(prefix/bin/parley --version) == "$("$parley" --version)" ]] || fail "another version"
  find prefix -name parley-config.cmake | grep -q lib || fail "no package"
}

test_scenarios_are_tests() {
  installed
  script scenarios/echo.lua <<'EOS'
local socket = require "socket"
scenario("says hello", { tags = { "quick" } }, function()
  local a, b = socket.socketpair()
  a:sendall("hello")
  expect(b:recv_exactly(5)):equals("hello")
end)
scenario("fails", { tags = { "slow", "semi;colon" } }, function() expect(1):equals(2) end)
scenario("is not ready", { skip = "not ready" }, function() end)
EOS
  project <<'EOS'
parley_discover_scenarios(PATHS scenarios PREFIX "net." LABELS net ARGS --verbose PROPERTIES TIMEOUT 600)
EOS
  ctest_in
  exits 8
  says "net.scenarios/echo.lua: fails (Failed)"
  says "net.scenarios/echo.lua: is not ready (Skipped)"
  ctest_in -L quick
  exits 0
  says "100% tests passed, 0 tests failed out of 1"
  ctest_in -L '^semi;colon$' -N
  says "Total Tests: 1"
  ctest_in -L net -N
  says "Total Tests: 3"
  ctest_in -R fails --output-on-failure
  says "expected another value"
}

test_new_scenarios_need_no_configuring() {
  installed
  script scenarios/names.lua <<<'return { "one" }'
  script scenarios/all.lua <<<'for _, name in ipairs(require "names") do scenario(name, function() expect(1):equals(1) end) end'
  project <<<'parley_discover_scenarios(PATHS scenarios)'
  ctest_in
  exits 0
  says "out of 1"
  script scenarios/names.lua <<<'return { "one", "two" }'
  script scenarios/more.lua <<<'scenario("three", function() expect(1):equals(1) end)'
  ctest_in -j2
  exits 0
  says "out of 3"
  rm scenarios/more.lua
  ctest_in
  exits 0
  says "out of 2"
}

test_a_file_that_does_not_load_is_a_failing_test() {
  installed
  script scenarios/bad.lua <<<'local ='
  script scenarios/good.lua <<<'scenario("good", function() expect(1):equals(1) end)'
  project <<<'parley_discover_scenarios(PATHS scenarios)'
  ctest_in --output-on-failure
  exits 8
  says "1 tests failed out of 2"
  says "scenarios/bad.lua (Failed)"
  says "bad.lua:1"
}

test_a_folder_that_is_gone_is_a_failing_test() {
  installed
  project <<<'parley_discover_scenarios(PATHS nowhere)'
  ctest_in --output-on-failure
  exits 8
  says "nowhere: No such file or directory"
}

test_hostile_names_reach_ctest_and_come_back() {
  installed
  . "$here/listing.sh"
  mkdir scenarios
  hostile_script
  mv odd.lua 'scenarios/an odd;name$.lua'
  project <<<'parley_discover_scenarios(PATHS scenarios)'
  ctest_in -j4
  exits 0
  says "100% tests passed, 0 tests failed out of 20"
}

test_each_folder_and_call_has_its_own_tests() {
  installed
  script scenarios/one.lua <<<'scenario("one", function(t) expect(t:param("who")):equals("you") end)'
  script other/two.lua <<<'scenario("two", function(t) expect(t:script_folder()):matches("other$") end)'
  project <<'EOS'
parley_discover_scenarios(PATHS scenarios ARGS --set who=you)
parley_discover_scenarios(PATHS two.lua WORKING_DIRECTORY other PREFIX "second: ")
EOS
  ctest_in -V
  exits 0
  says "out of 2"
  says "second: two.lua: two"
}

test_a_job_that_is_one_of_many_runs_what_ctest_chose() {
  installed
  script many.lua <<<'for n = 1, 6 do scenario("number " .. n, function() expect(n):equals(n) end) end'
  project <<<'parley_discover_scenarios(PATHS many.lua)'
  export CI_NODE_TOTAL=3 CI_NODE_INDEX
  for CI_NODE_INDEX in 1 2 3; do
    ctest_in -V
    exits 0
    [[ $(grep -c '^ *[0-9]*: 1 passed' out) -eq 6 ]] || fail "not all six ran, as CTest was asked to"
  done
}
