# docs/conformance.md against the tests of CPython's that the specs of socket claim, and against the list of those tests.
# shellcheck shell=bash

# counterparts: the tests of tests/conformance/cpython.tsv that have one, "Class.test".
counterparts() { awk -F '\t' 'NF == 1' "$here/../conformance/cpython.tsv" | sort; }

test_each_of_cpythons_tests_is_claimed_or_set_apart() {
  run list "$here/../../specs/socket" --format json
  exits 0
  jq -r '.scenarios[].covers[] | select(startswith("cpython:")) | sub("cpython:"; "")' out | sort -u >claimed
  [[ -s claimed ]] || fail "nothing is claimed"
  : >out # a failure does not show thousands of lines
  counterparts >wanted
  diff -u --label "has a counterpart" --label claimed wanted claimed || fail "the specs claim other tests"
}

test_the_documentation_counts_cpythons_tests() {
  # shellcheck disable=SC2016  # quotes of Markdown
  sed -n '/^| class /,/^$/s/^| `\?\([A-Za-z]*\)`\? | \([0-9]*\) | \([0-9]*\) | \([0-9]*\) |$/\1 \2 \3 \4/p' \
    "$here/../../docs/conformance.md" >documented
  awk -F '[.\t]' '
    function row(class) { print class, of[class] - apart[class], of[class], apart[class] + 0 }
    !($1 in of) { order[++n] = $1 }
    { of[$1]++; of["all"]++ }
    NF > 2 { apart[$1]++; apart["all"]++ }
    END { for (i = 1; i <= n; i++) row(order[i]); row("all") }' "$here/../conformance/cpython.tsv" >counted
  diff -u counted documented || fail "docs/conformance.md counts otherwise"
}

test_the_documentation_says_why_the_others_have_none() {
  awk -F '[.\t]' 'NF > 2 { print $2 }' "$here/../conformance/cpython.tsv" | sort -u >apart
  [[ -s apart ]] || fail "nothing is set apart"
  while read -r name; do
    grep -qF "\`$name\`" "$here/../../docs/conformance.md" || printf '%s\n' "$name"
  done <apart >unexplained
  [[ ! -s unexplained ]] || fail "docs/conformance.md does not name $(cat unexplained)"
}
