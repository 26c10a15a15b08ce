# What ./dev conformance prints. In: the records of the specs' run (--slurpfile specs), those of the run beside Python
# ($live; empty where there was none), the cases ($cases), the list of those without a Lua counterpart (--rawfile apart), and
# what parley does in the kernel's place, since its descriptors never block ($emulated), and the tests of CPython's own
# ($cpython).

def passed: .verdict == "passed" or .verdict == "flaky";

# A list of ids, each with a text.
def entries: split("\n") | map(select(. != "") | split("\t") | {key: .[0], value: .[1]});

# The cases that are set apart: id -> why.
def reasons: $apart | entries | from_entries;

# The tests of CPython's, in their order: the id that covers them, their class, why they have no Lua counterpart or null.
def tests:
  $cpython | split("\n") | map(select(. != "") | split("\t")
    | {id: ("cpython:" + .[0]), class: (.[0] | split(".")[0]), why: .[1]});

def at: "\(.file) \(.index)";

# Of a run's records: place -> how it ended, in the last round.
def endings: map(select(.type == "finished") | {key: at, value: .}) | from_entries;

# id -> how the scenarios ended that claim it.
def claims:
  ($specs | endings) as $ended
  | reduce ($specs[] | select(.type == "planned" and .covers)) as $scenario ({};
      reduce $scenario.covers[] as $id (.;
        .[$id] += [$ended[$scenario | at] // {verdict: "not run", name: $scenario.name, file: $scenario.file}]));

# name -> how the comparison with Python ended.
def comparison: $live | map(select(.type == "finished") | {key: .name, value: .}) | from_entries;

def percent($of): if $of == 0 then "100" else (100 * . / $of | floor | tostring) end;
def share($good; $of): if $of == 0 then "-" else "\($good)/\($of)" end;
def wide($width): . + (" " * ([$width - length, 0] | max));
def line($columns): ($columns[0] | wide(28)) + ($columns[1:] | map(wide(11)) | add) | sub(" +$"; "");

def why_not($claims):
  if $claims == null then "nothing claims it"
  else $claims | map(select(passed | not)) | first | "\(.file): \(.name): \(.verdict)"
  end;

def difference:
  .failures[0] | if .expected then "Python \(.expected), parley \(.actual)" else .message | split("\n")[0] end;

def counts($cases; $claims; $compared):
  {
    X: [$cases[] | select(.fidelity == "X")], M: [$cases[] | select(.fidelity == "M")],
    K: [$cases[] | select(.fidelity == "K")], all: $cases
  }
  | map_values(share(map(select(($claims[.id] // []) | length > 0 and all(.[]; passed))) | length; length))
  | .live = share([$cases[] | select($compared[.id] | . and passed)] | length; if $live == [] then 0 else $cases | length end);

def shown($claims): ($claims[.id] // []) | length > 0 and all(.[]; passed);

# A line for each class: how many of its tests are shown, of those with a counterpart, and how many have none.
def classes($tests; $claims):
  $tests | [.[].class] | unique_by(. as $class | [$tests[].class] | index($class)) | .[] as $class
  | [$tests[] | select(.class == $class)] | map(select(.why | not)) as $counted
  | [$class, share($counted | map(select(shown($claims))) | length; $counted | length),
      "\(length - ($counted | length)) apart"];

reasons as $reasons
| tests as $tests
| claims as $claims
| comparison as $compared
| [$cases[] | select(.fidelity != "P" and ($reasons[.id] | not))] as $counted
| [$counted[] | select(($claims[.id] // []) | length == 0 or any(.[]; passed | not))] as $open
| [$counted[] | select($compared[.id] | . and (passed | not))] as $different
| [$counted[] | select(.fidelity == "M" and $compared[.id + " in words"]) | .id + " in words"] as $words
| [$words[] | select($compared[.] | passed | not)] as $reworded
| ($emulated | entries) as $rows
| [$rows[] | select(($claims[.key] // []) | length == 0 or any(.[]; passed | not))] as $unshown
| [$tests[] | select((.why | not) and (shown($claims) | not))] as $unshown_tests
| ([$cases[].id, $rows[].key, ($reasons | keys[]), ($tests[] | select(.why | not) | .id)] | unique) as $known
| ([$claims | keys[] | select(. as $id | $known | bsearch($id) < 0)]) as $unknown
| ([$reasons | keys[] | select(. as $id | [$cases[].id] | index($id) | not)]) as $stale
| (
    line(["area", "X", "M", "K", "agrees with Python"]),
    ($counted | [group_by(.area)[]] | sort_by(.[0] as $c | [$cases[].id] | index($c.id)) | .[]
      | . as $area | counts($area; $claims; $compared) | line([$area[0].area, .X, .M, .K, .live])),
    (counts($counted; $claims; $compared) | line(["all", .X, .M, .K, .live])),
    "",
    (classes($tests; $claims) | (.[0] | wide(42)) + (.[1] | wide(11)) + .[2]),
    "",
    ($unshown_tests[] | "open       \(.id): \(why_not($claims[.id]))"),
    ($open[] | "open       \(.id) (\(.fidelity)): \(why_not($claims[.id]))"),
    ($unshown[] | "open       \(.key) (\(.value)): \(why_not($claims[.key]))"),
    ($different[] | "differs    \(.id) (\(.fidelity)): \($compared[.id] | difference)"),
    ($reworded[] | "in words   \(.): \($compared[.] | difference)"),
    ($unknown[] | "unknown    \(.) is claimed by \($claims[.][0].file), and is no case"),
    ($stale[] | "unknown    \(.) is set apart, and is no case"),
    ($cases[] | select($reasons[.id]) | "apart      \(.id): \($reasons[.id])"),
    ($rows[] | . as $row | ($claims[$row.key] // [])[]
      | "emulated   \($row.key) (\($row.value)): \(.file): \(.name)"),
    "",
    "\($cases | length) cases: \([$cases[] | select(.fidelity == "P")] | length) of Python's own, \($reasons | length) apart, \($counted | length) that count",
    "\(($counted | length) - ($open | length)) hold, \($open | length) open"
      + (if $live == [] then "; there is no python3 to compare with"
         else "; beside Python \($different | length) differ, and the words of \(($words | length) - ($reworded | length)) of \($words | length) errors of fidelity M are Python's"
         end),
    "\(($rows | length) - ($unshown | length)) of \($rows | length) things that a kernel does for a blocking descriptor are shown",
    "\([$tests[] | select((.why | not) and shown($claims))] | length) of CPython's own tests are shown, \($unshown_tests | length) open, "
      + "\([$tests[] | select(.why)] | length) apart",
    if ($open + $unshown + $unshown_tests + $different + $unknown + $stale | length) > 0 or ($reworded | length) * 20 > ($words | length)
    then "conformance: not yet" else "conformance: all of it"
    end
  )
