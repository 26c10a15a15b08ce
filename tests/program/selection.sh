# Which scenarios of a file run.
# shellcheck shell=bash

suite() {
  script suite.lua <<'EOF'
scenario("plain", function() expect(1):equals(1) end)
describe("group", { tags = { "slow" } }, function()
  it("one", { cases = { empty = "", long = "xyz" } }, function(_, text)
    expect(#text):at_most(3)
  end)
  it("two", { tags = { "net" } }, function() expect(1):equals(1) end)
  it("three", { skip = "not ready" }, function() expect(1):equals(1) end)
end)
EOF
}

# lists WORD... -- NAME...: what `parley list` with these arguments must name, in this order.
lists() {
  local arguments=()
  while [[ $1 != -- ]]; do arguments+=("$1") && shift; done
  shift
  run list "${arguments[@]}"
  diff -u --label expected --label actual <(printf '%s\n' "$@") <(sed 's/^[^ ]* //' out) || fail "it names others"
}

test_by_name_by_tag_and_by_line() {
  suite
  lists suite.lua --filter plain -- plain
  lists suite.lua --filter '/^group > t/' -- "group > two" "group > three"
  lists suite.lua --tag 'slow and not net' -- "group > one [empty]" "group > one [long]" "group > three"
  lists suite.lua:4 -- "group > one [empty]" "group > one [long]"
  lists suite.lua:2 --filter two -- "group > two"
  lists suite.lua:1 suite.lua --filter two -- "group > two"
}

test_what_selects_nothing_is_said() {
  suite
  run run suite.lua --filter nothing
  exits 4
  says "none of the 5 scenarios"
  run run suite.lua:99
  exits 4
  run run suite.lua --tag 'slow and'
  exits 2
  says "a tag is missing at its end"
  run run suite.lua --filter '/(/'
  exits 2
  says "no regular expression"
}

test_a_line_without_a_scenario_is_said_beside_other_paths() {
  suite
  echo 'scenario("other", { assertions = false }, function() end)' >other.lua
  run run other.lua suite.lua:99
  exits 4
  says "suite.lua:99: no scenario stands at this line"
  says "1 passed"
  run run suite.lua:1 suite.lua:99
  exits 4
  says "1 passed"
  mkdir folder && mv suite.lua folder
  run run folder:1
  exits 2
  says "folder:1: a line is of a file, and this is a folder"
}

test_a_file_may_have_a_colon_in_its_name() {
  script 'odd:12' <<<'scenario("odd", function() expect(1):equals(1) end)'
  run run odd:12
  exits 0
}

test_an_author_skips_with_a_reason() {
  suite
  run run suite.lua
  exits 0
  says "skip group > three: not ready"
}

test_only_leaves_the_others_out_and_says_so() {
  suite
  sed -i 's/"plain", function/"plain", { only = true }, function/' suite.lua
  run run suite.lua
  exits 0
  says "1 passed"
  says "marked only"
  run run suite.lua --forbid-only
  exits 1
  says "suite.lua:1"
}

test_skips_can_be_forbidden() {
  suite
  run run suite.lua --forbid-skips
  exits 1
  says "not ready"
}
