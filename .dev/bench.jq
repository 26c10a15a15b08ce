# The tables of docs/performance.md, from build/bench.json: what each contender reached, and what was wanted of it. Rows of
# $old, the page as it is, stay where their workload was not measured this time.
def rounded: if . >= 100 then round elif . >= 10 then (. * 10 | round / 10) else (. * 100 | round / 100) end;
def bound: (. * 1000 | round / 1000);
def measured: select(.status == "measured");

# "plain C++, epoll 28.3, parley 24.1 k/s": the medians of one measure.
def figures: map("\(.name) \(.median | rounded)") | join("; ");

def figure_row($load):
  "| \($load.id) | \($load.name) | \(.[0].unit) | \(figures) |";

def wanted: if has("at_most") then "at most \(.at_most | bound)" else "at least \(.at_least | bound)" end;
def unit_of($load): .measure as $measure | first($load.contenders[] | measured | select(.measure == $measure) | .unit) // "";

def goal_row($load):
  "| \($load.id) | \($load.name) | \(.contender) | \(wanted) \(if .of then "of " + .of + " in " else "" end)\(unit_of($load)) | "
  + (if has("reached") then "\(.reached | . * 100 | round / 100) | \(if .met then "met" else "**missed**" end) |" else "| not measured |" end);

def busy:
  if .machine.load_at_start > .machine.cores then
    " Other work wanted the cores meanwhile: figures are low, and shares wander by a tenth or two from run to run."
  else "" end;

def old_rows($rule): $old | split("\n") | .[(index($rule) // infinite) + 1:]
  | .[:([.[] | startswith("|")] | index(false) // length)];
def workload: split(" | ")[:2];
def place: (split(" | ")[0] | ltrimstr("| ")) as $id
  | ["W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "W10", "load", "haproxy"] | index($id);
def with_old($rule): map(workload) as $measured
  | ((old_rows($rule) | map(select(workload as $one | $measured | any(. == $one) | not))) + .) | sort_by(place);

.machine as $machine
| busy as $busy
| "\($machine.cpu), \($machine.cores) cores, \($machine.distribution), \($machine.kernel), \($machine.compiler); load average at the",
  "start \($machine.load_at_start | . * 10 | round / 10).\($busy)",
  "",
  "| | workload | | medians |",
  "|---|---|---|---|",
  ([.workloads[] | . as $load | [.contenders[] | measured] | group_by(.measure)[] | figure_row($load)]
    | with_old("|---|---|---|---|")[]),
  "",
  "| | | whose | goal | reached | |",
  "|---|---|---|---|---|---|",
  ([.workloads[] | . as $load | .goals[] | goal_row($load)] | with_old("|---|---|---|---|---|---|")[]),
  "",
  ([.workloads[] | . as $load | .contenders[] | select(.status == "skipped") | "\(.name) at \($load.id): \(.why)"] | unique
    | if length > 0 then "Left out: " + join("; ") + "." else empty end)
