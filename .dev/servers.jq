# What ./dev servers makes of the lists and reports of parley.

# entries(VARIANTS; SCENARIOS): of what `parley list` says of .dev/variants.lua and of specs/servers, a line for each
# good server, as the variant "good", and for each broken one: suite, variant and a record { suite, variant, breaks,
# catches, all, short }. `all` are the paths of the suite, `short` the scenarios that have to turn red and the happy paths,
# which must not. An error where an entry names a scenario that is not there, or a file does not load.
def entries($variants; $scenarios):
  def broken:
    (.name / " > ") as [$suite, $variant] | { suite: $suite, variant: $variant, breaks: .skip, catches: .covers };
  def with_paths:
    . as $entry
    | [$scenarios.scenarios[] | select(.file | test("^specs/servers/" + $entry.suite + "(_[^/]*|/.*)$"))] as $own
    | ($entry.catches - [$own[].name]) as $strange
    | if $strange != [] then error("\(.suite) \(.variant): there is no scenario \($strange[0])") else . end
    | .all = ($own | map(.file) | unique)
    | .short = ([$own[] | select(.name | IN($entry.catches[]) or contains("happy path")) | "\(.file):\(.line)"] | unique);
  if [$variants, $scenarios | .errors == []] != [true, true] then error("they do not load") else . end
  | [$variants.scenarios[] | broken]
  | group_by(.suite)[] | { suite: .[0].suite, variant: "good", catches: [] }, .[] | with_paths
  | [.suite, .variant, tojson] | join("\t");

# says: the first failure of a scenario, in short, as Markdown.
def short($n):
  split("\n")[0] | sub("^[^ ]+\\.lua:[0-9]+: "; "") | if length > $n then .[:$n - 1] + "…" else . end | gsub("`"; "'");
def says:
  .failures[0]
  | if .expected then "expected `\(.expected | short(60))`, was `\(.actual | short(60))`"
    else "`\(.message | short(120))`" end;

# verdict(ENTRY; WORDS): of the records of a run its line for ./dev test, and below it what is not as the entry says.
# WORDS is what parley said besides.
def verdict($entry; $words):
  "\($entry.suite) \($entry.variant)" as $name
  | map(select(.type == "finished")) as $ran
  | ($ran | map(select(.verdict == "failed"))) as $red
  | [($entry.catches - ($red | map(.name)))[] | "stays green: \(.)"]
    + [$red[] | select(.name | IN($entry.catches[]) | not) | "turns red: \(.name)\n    \(says)"]
    + [.[] | select(.type == "load_error") | "does not load: \(.file):\(.line): \(.message)"]
    + if (last | .type == "end" and .signal == null and .failure == null) and $ran != [] then []
      else ["the run did not end: \($words)"] end
  | if $ran != [] and all($ran[]; .verdict == "skipped") then "skip \($name): \($ran[0].reason)"
    elif . == [] then "ok   \($name)"
    else ["FAIL \($name)"] + map("  " + .) | join("\n") end;

# cells: what an entry says as the beginning of its row in the table; row(ENTRY): all of it, with what the scenario that
# it names first said in the run.
def cells:
  [.suite, .variant, .breaks, (.catches | join("<br>"))] | map(gsub("\\|"; "\\|")) | "| " + join(" | ") + " |";
def row($entry):
  first(.[] | select(.type == "finished" and .name == $entry.catches[0])) | says | gsub("\\|"; "\\|")
  | "\($entry | cells) \(.) |";
