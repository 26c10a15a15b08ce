# --report html=FILE: one page, as a person sees it in a browser. What is asked of it stands in browser/checks.mjs.
# shellcheck shell=bash

# browser: Chromium, and the packages that drive it; ends the test where there are none.
browser() {
  npm_packages browser
  PARLEY_CHROMIUM=$(command -v chromium || command -v chromium-browser) || skip "there is no chromium here"
  PARLEY_BROWSER_MODULES=$modules
  export PARLEY_CHROMIUM PARLEY_BROWSER_MODULES
}

# page FILE CHECK: what browser/checks.mjs wants of it by that name must hold. PARLEY_PICTURES is a folder for pictures.
page() {
  local words
  words=$(node "$here/browser/page.mjs" "$1" "$2" "${PARLEY_PICTURES:-}" 2>&1) || fail "$words"
  printf '%s\n' "$words"
}

echo_server() {
  script echo.lua <<'EOS'
local socket = require "socket"
local process = require "process"

-- An echo server and a client that expects `word` from it.
local function echo(word)
  return function(t)
    local listener <close> = socket.create_server { "127.0.0.1", 7000 }
    t:run("server", function()
      local conn <close> = listener:accept()
      local bytes = conn:recv(1024)
      print("got " .. #bytes .. " bytes")
      conn:sendall(bytes)
    end, "client", function()
      local s <close> = socket.create_connection { "127.0.0.1", 7000 }
      s:sendall("hello")
      expect(s:recv_exactly(5)):equals(word)
    end)
  end
end

scenario("sends back what it received", { tags = { "polite" } }, echo("hello"))
scenario("sends back another word", echo("hallo"))
scenario("starts a program", function()
  local p = process.start { command = { "sh", "-c", "echo one; echo two >&2" }, name = "shell" }
  expect(p:wait()):equals { exit_code = 0 }
end)
scenario("is left out", { skip = "not yet" }, function() end)
EOS
  script flaky.lua <<'EOS'
local process = require "process"
scenario("passes the second time", function(t)
  local p = process.start { command = { "rmdir", t:param("once") } }
  expect(p:wait()):equals { exit_code = 1 }
end)
EOS
  mkdir -p once
}

# The run of most tests: one scenario of each kind.
some_of_each() {
  echo_server
  run run echo.lua flaky.lua --retries 1 --set once="$PWD/once" --report html=run.html
  exits 1
  says "3 passed, 1 failed, 1 skipped"
}

# What is in it is compressed: only a browser sees more.
test_a_page_is_one_whole_file() {
  some_of_each
  grep -q '<!DOCTYPE html>' run.html || fail "it does not begin as a page"
  [[ $(tail -n 1 run.html) == "</html>" ]] || fail "it has no end"
  if grep -E '(src|href)="?(https?:)?//' run.html; then fail "it asks for something from elsewhere"; fi
}

test_a_failed_scenario_shows_what_happened() {
  browser
  some_of_each
  page run.html failed
}

test_the_timeline_says_who_waited_for_whom() {
  browser
  some_of_each
  page run.html timeline
}

test_a_load_is_drawn() {
  browser
  script load.lua <<'EOS'
local socket = require "socket"
scenario("answers many", function(t)
  local listener = socket.create_server { "127.0.0.1", 7000 }
  t:background("server", function()
    local conn = listener:accept()
    while pcall(conn.recv_line, conn) do conn:sendall("pong\n") end
  end)
  local result = t:load { name = "<b>pings", to = { "127.0.0.1", 7000 }, requests = 300, each = function(c, number)
    if number == 300 then error(socket.TimeoutError("too late")) end
    c:sendall("ping\n")
    c:recv_line()
  end }
  expect(result.requests):equals(300)
end)
EOS
  run run load.lua --report html=run.html
  exits 1
  ! grep -q '<b>pings' run.html || fail "a name stands in the page as it is"
  page run.html load
}

test_it_is_searched_and_walked_by_keys() {
  browser
  some_of_each
  page run.html keys
}

test_a_flaky_one_shows_each_attempt() {
  browser
  some_of_each
  page run.html flaky
}

test_an_accessibility_checker_finds_nothing() {
  browser
  some_of_each
  page run.html accessible
}

test_whatever_a_peer_sends_stays_text() {
  browser
  script hostile.lua <<'EOS'
local socket = require "socket"
local evil = "</script><img src=x onerror=window.owned=1>\0\1\27[31m\xff\xfe<!--\u{202e}\u{2028}]]>&lt;<b>"

scenario(evil .. " 'and' \"so\" on \u{5e9}\u{5dc}\u{5d5}\u{5dd}", { tags = { "<b>" } }, function()
  print(evil)
  local a, b = socket.socketpair()
  a:sendall(evil)
  expect(b:recv(1024)):equals("<script>window.owned=2</script>")
end)
scenario("javascript:window.owned=3//", function() error(evil) end)
scenario("takes them", function(t)
  local a, b = socket.socketpair()
  a:sendall("</script><img src=x onerror=window.owned=4>\27[31m")
  expect(b:recv(1024)):contains("</script>")
end)
EOS
  run run hostile.lua --report html=run.html
  exits 1
  [[ $(grep -c '<img' run.html) -eq 0 ]] || fail "what a peer sent stands in the page as it is"
  page run.html hostile
}

test_five_thousand_scenarios_are_a_small_page() {
  browser
  script many.lua <<'EOS'
local socket = require "socket"
for i = 1, 5000 do
  scenario("number " .. i, { tags = { "even" } }, function()
    local a, b = socket.socketpair()
    a:sendall("message " .. i)
    expect(b:recv(1024)):equals("message " .. i)
    b:sendall("answer")
    expect(a:recv(1024)):equals("answer")
  end)
end
EOS
  run run many.lua --network host --report html=run.html
  exits 0
  echo "$(stat -c %s run.html) bytes"
  [[ $(stat -c %s run.html) -lt 15000000 ]] || fail "it has $(stat -c %s run.html) bytes"
  page run.html many
}

test_merged_runs_have_a_page_without_events() {
  browser
  some_of_each
  run run echo.lua flaky.lua --set once="$PWD/once" --report jsonl=run.jsonl
  run merge run.jsonl --report html=run.html
  exits 1
  page run.html merged
}

# ./dev pictures keeps what this one leaves.
test_the_pictures_of_the_docs() {
  browser
  (cd "$here/../../docs/pictures" && "$parley" run looking.lua --report html="$OLDPWD/run.html" >"$OLDPWD/out" 2>&1) ||
    [[ $? -eq 1 ]] || fail "it does not end with one failure"
  says "1 failed"
  page run.html pictures
}

test_it_needs_a_file() {
  run run echo.lua --report html
  exits 2
  says "the report html needs a file: --report html=FILE (- for standard output)"
}
