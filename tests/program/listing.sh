# `parley list` for programs, and the exact choice of one scenario.
# shellcheck shell=bash

# Names with what the shell, CMake and regular expressions take for their own.
hostile_script() {
  script odd.lua <<'EOS'
local names = { 'a "quoted" one', "semi;colon", "[bracket]=]", "two\nlines", "$HOME ${HOME} $ENV{HOME} @HOME@", "back\\slash\\",
  "carriage\rreturn", "Zürich → 東京", "\\n", "\n", "--exact", "{}", "/regex/", "*.lua", "a", "a b", "]]", "# no comment", " ", "-" }
for _, name in ipairs(names) do
  scenario(name, function(t) t:write("ran", "") expect(name):equals(name) end)
end
EOS
}

test_json_has_what_a_program_asks_for() {
  script suite.lua <<'EOS'
describe("group", { tags = { "slow" }, covers = { "section 4.2" }, requires = { "private" } }, function()
  it("two\nlines", { timeout = 1.5, skip = "not ready" }, function() end)
end)
scenario("plain", { fails = "a defect", network = "host" }, function() end)
EOS
  run list suite.lua --format json
  exits 0
  [[ $(jq -r .version out) == 1 ]] || fail "no version"
  [[ $(jq -c '.scenarios[0]' out) == '{"file":"suite.lua","line":2,"name":"group > two\nlines","tags":["slow"],"covers":["section 4.2"],"requires":["private"],"network":"auto","timeout":1.5,"skip":"not ready","fails":null,"only":false}' ]] ||
    fail "another scenario"
  [[ $(jq -r '.scenarios[1].fails + .scenarios[1].network' out) == "a defecthost" ]] || fail "another second one"
}

test_json_names_a_file_that_does_not_load() {
  script bad.lua <<<'local ='
  run list bad.lua --format json
  exits 1
  [[ $(jq -r '.errors[0] | "\(.file):\(.line)"' out) == bad.lua:1 ]] || fail "no error in it"
  [[ $(jq -c .scenarios out) == '[]' ]] || fail "a scenario in it"
}

test_json_survives_bytes_that_are_no_text() {
  script bytes.lua <<<'scenario("a \xff b", function() end)'
  run list bytes.lua --format json
  exits 0
  jq -e '.scenarios | length == 1' out >/dev/null || fail "no JSON"
}

test_an_exact_name_chooses_one_scenario_whatever_is_in_it() {
  local count i name
  hostile_script
  "$parley" list odd.lua --format json >names.json
  count=$(jq '.scenarios | length' names.json)
  [[ $count -eq 20 ]] || fail "$count scenarios"
  for ((i = 0; i < count; i++)); do
    name=$(jq -j ".scenarios[$i].name" names.json; printf x)
    run run "--exact=${name%x}" odd.lua
    exits 0
    says "1 passed, 0 failed, 0 skipped"
  done
}

test_an_exact_name_is_no_part_of_another() {
  hostile_script
  run list odd.lua --exact a --exact 'a b'
  exits 0
  [[ $(wc -l <out) -eq 2 ]] || fail "not two"
  run run odd.lua --exact 'a '
  exits 4
}

test_an_exit_code_of_the_callers_own_for_what_was_skipped() {
  script skips.lua <<'EOS'
scenario("skipped", { skip = "not ready" }, function() end)
scenario("runs", function() expect(1):equals(1) end)
EOS
  run run skips.lua --exact skipped --skip-code 77
  exits 77
  run run skips.lua --skip-code 77
  exits 0
  run run skips.lua --exact skipped --skip-code 77 --forbid-skips
  exits 1
  run run skips.lua --skip-code 0
  exits 2
}
