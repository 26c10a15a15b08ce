# parley show: what happened in one scenario, as a diagram.
# shellcheck shell=bash

examples="$here/../../specs/examples"

two_scenarios() {
  script two.lua <<'EOS'
local socket = require "socket"
scenario("a pair says hello", function()
  local a, b = socket.socketpair()
  a:sendall("hello")
  expect(b:recv(5)):equals("hello")
end)
scenario("a pair fails", function()
  local a, b = socket.socketpair()
  a:sendall("<&>\0")
  expect(b:recv(4)):equals("hello")
end)
EOS
}

# shows NAME FORM: what is printed must be that of tests/program/expected/NAME.
shows() {
  if [[ -n ${PARLEY_ACCEPT:-} ]]; then cp out "$here/expected/$1"; fi
  diff -u --label expected --label actual "$here/expected/$1" out || fail "it prints something else"
}

test_the_diagram_is_printed_and_the_verdict_beside_it() {
  run show "$examples/01_echo.lua::the echo server sends back what it received"
  exits 0
  shows show_echo.txt
  grep -q "1 passed, 0 failed" err || fail "standard error has no verdict"
}

test_each_form_of_an_example() {
  local form
  for form in text svg mermaid; do
    run show "$examples/02_udp.lua" --as "$form"
    exits 0
    shows "show_udp.$form"
  done
}

test_a_part_of_the_name_is_enough() {
  two_scenarios
  run show "two.lua::says"
  exits 0
  says '"hello"'
  run show "two.lua::a pair"
  exits 2
  says "a pair stands for several:"
  says "  a pair fails"
  run show two.lua
  exits 2
  says "FILE::NAME"
  run show "two.lua::nothing"
  exits 4
}

test_a_failure_is_in_the_diagram_and_in_the_exit_code() {
  two_scenarios
  run show "two.lua::fails" --as svg -o fails.svg
  exits 1
  [[ ! -s out ]] || fail "standard output is not empty"
  grep -q 'class="step failure trouble"' fails.svg || fail "the failure is not drawn"
}

test_events_of_one_scenario_are_those_of_a_report() {
  two_scenarios
  run show "two.lua::says" --as events -o events.jsonl
  exits 0
  [[ $(jq -r 'select(.type == "sent") | .bytes | @base64d' events.jsonl) == hello ]] || fail "what was sent is not there"
  run show --from events.jsonl --as text
  exits 0
  says '"hello"'
}

test_an_earlier_run_is_shown_by_name_or_number() {
  two_scenarios
  run run -j1 two.lua --report events=events.jsonl
  run show --from events.jsonl
  exits 2
  says "a pair fails"
  run show --from events.jsonl says
  exits 0
  cp out by_name
  run show --from events.jsonl "$(jq -r 'select(.name == "a pair says hello") | .run' events.jsonl)"
  exits 0
  cmp -s out by_name || fail "the two differ"
  run show --from events.jsonl fails
  exits 1
}

test_one_conversation_can_be_chosen() {
  run show "$examples/04_threads.lua" --conversation bob
  exits 0
  says deux
  says_not two
  run show "$examples/04_threads.lua" --conversation 9
  exits 4
  says "there is no conversation 9"
}

test_what_cannot_be_shown_is_said() {
  run show
  exits 2
  says "show takes a scenario"
  run show a.lua b.lua
  exits 2
  run show "$examples/01_echo.lua" --as sgv
  exits 2
  says "did you mean svg"
  run show "$examples/01_echo.lua" -o nowhere/x.svg
  exits 2
  run show --from nowhere.jsonl
  exits 2
  echo '{"type":"begin","format":"parley","version":1}' >other.jsonl
  run show --from other.jsonl
  exits 2
  says "line 1"
}

# hostile FILE: events in which every text is made of chance.
hostile() {
  python3 - "$1" "$2" <<'EOF'
import base64, json, random, sys
chance = random.Random(int(sys.argv[2]))
def text():
    letters = "ab <>&\"'`;:#%{}[]()\\|-=+*_~^$@!?/.,\u00e9\u6f22\U0001f600\u0600\n\tend"
    return "".join(chance.choice(letters) for _ in range(chance.randrange(30)))
def data():
    return bytes(chance.randrange(256) for _ in range(chance.randrange(60)))
roles = [text() + str(i) for i in range(chance.randrange(1, 9))]
with open(sys.argv[1], "w") as out:
    def record(type, **members):
        out.write(json.dumps({"type": type, "run": 1, "at": 1, "role": chance.choice(roles), **members}) + "\n")
    out.write('{"type":"begin","format":"parley events","version":1,"time":"2026-01-01T00:00:00Z"}\n')
    record("scenario", file="a.lua", line=1, name="chance", start="2026-01-01T00:00:00Z")
    for i in range(1, 9):
        record("socket", socket=i, family="AF_INET", kind=chance.choice(["SOCK_STREAM", "SOCK_DGRAM"]), proto=6,
               local=text(), remote=text(), peer=chance.choice(["", text()]))
        record("call", begin=1, end=1, call="connect", socket=i, arguments=[text()], results=["nil"])
    for _ in range(chance.randrange(200)):
        socket, what = chance.randrange(1, 9), data()
        carried = {"length": len(what), "bytes": base64.b64encode(what).decode()}
        kind = chance.randrange(9)
        if kind < 4: record(chance.choice(["sent", "received"]), socket=socket, **carried)
        elif kind == 4: record("call", begin=1, end=1, call=text(), socket=socket, arguments=[], error=text())
        elif kind == 5: record("closed", socket=socket, ending=chance.choice(["eof", "reset"]))
        elif kind == 6: record("query", name=text(), records=text(), transport="udp")
        elif kind == 7: record("failure", message=text())
        else: record(chance.choice(["secured", "alert"]), socket=socket, agreed=text(), name=text(), direction="sent")
EOF
}

test_whatever_was_sent_the_svg_is_xml() {
  command -v xmllint >words || skip "there is no xmllint here (libxml2-utils)"
  local seed
  for seed in $(seq 30); do
    hostile events.jsonl "$seed"
    status=0
    "$parley" show --from events.jsonl chance --as svg >out 2>err || status=$?
    [[ $status -le 1 ]] || fail "exit code $status of seed $seed"
    xmllint --noout out || fail "of seed $seed"
  done
}

# By the parser of Mermaid itself.
test_mermaid_takes_the_text() {
  npm_packages mermaid
  cp "$here/mermaid/parse.mjs" "$modules"
  local seed
  for seed in $(seq 30); do
    hostile events.jsonl "$seed"
    run show --from events.jsonl chance --as mermaid -o "$seed.mmd"
  done
  cp "$here"/expected/show_udp.mermaid udp.mmd
  printf 'sequenceDiagram\n  a->>>b\n' >broken
  node "$modules/parse.mjs" ./*.mmd >words 2>&1 || fail "$(cat words)"
  if node "$modules/parse.mjs" broken >words 2>&1; then fail "it takes anything"; fi
}

test_a_file_that_was_broken_off_is_said_to_be() {
  run run --filter "sends back" "$examples/01_echo.lua" --report events=events.jsonl
  exits 0
  sed '/"type":"wait".*"socket":/q' events.jsonl >cut.jsonl
  run show --from cut.jsonl 1
  exits 3
  says "cut.jsonl ends within this run"
  if grep -q "waits in" out; then fail "it tells of waits whose end nobody knows"; fi
  : >empty.jsonl
  run show --from empty.jsonl
  exits 2
  says "empty.jsonl: is empty"
}

test_runs_of_one_name_are_told_apart_by_their_numbers() {
  two_scenarios
  run run -j1 two.lua --filter fails --retries 1 --report events=events.jsonl
  exits 1
  run show --from events.jsonl "two.lua::a pair fails"
  exits 2
  says "  1  two.lua::a pair fails  (failed)"
  says "  2  two.lua::a pair fails  (failed)"
  says "say it by its number: parley show --from events.jsonl 1"
  run show --from events.jsonl 2
  exits 1
  run show --from events.jsonl nothing
  exits 4
}

test_the_ending_of_the_file_says_the_form() {
  two_scenarios
  run show "two.lua::says" -o pair.svg
  exits 0
  grep -q "<svg" pair.svg || fail "pair.svg is no SVG"
  run show "two.lua::says" -o pair.mmd
  exits 0
  grep -q "sequenceDiagram" pair.mmd || fail "pair.mmd is not Mermaid's"
}

test_who_reads_no_further_is_told_once() {
  two_scenarios
  "$parley" show "two.lua::says" 2>err | true && fail "the exit code is 0"
  [[ $(grep -c "cannot write to standard output" err) -eq 1 ]] || fail "it says: $(cat err)"
}
