# `parley check`: what it finds in a script without running it, and that it finds nothing in a good one.
# shellcheck shell=bash

# finds CODE TEXT [WAY OUT]: the script that stands on standard input has exactly this finding, at the word TEXT, where
# the mark ^ in the line below it is.
finds() {
  local line column
  cat >marked.lua
  line=$(($(grep -n '^ *^$' marked.lua | cut -d: -f1) - 1))
  column=$(grep '^ *^$' marked.lua | awk '{ print length($0) }')
  grep -v '^ *^$' marked.lua >script.lua
  run check script.lua
  exits 1
  says "script.lua:$line:$column: $2"
  says "[$1]"
  [[ -z ${3:-} ]] || says "$3"
  says "1 finding in 1 file"
}

test_a_misspelt_name_is_found_without_running_anything() {
  finds P201 "the global 'scenaro' does not exist" "did you mean 'scenario'?" <<'EOS'
scenaro("never runs", function() end)
^
EOS
  finds P203 "module 'socket' has no 'SOCK_STREM'" "did you mean 'SOCK_STREAM'?" <<'EOS'
local socket = require "socket"
print(socket.SOCK_STREM)
             ^
EOS
  finds P203 "a proxy has no 'disabel'" "did you mean 'disable'?" <<'EOS'
scenario("never runs", function(t)
  local proxy = t:proxy { to = { "127.0.0.1", 80 } }
  proxy:disabel()
        ^
end)
EOS
  finds P203 "'socket' object has no 'sendAll'" "did you mean 'sendall'?" <<'EOS'
local socket = require "socket"
scenario("x", function()
  local conn <close> = socket.create_connection { "127.0.0.1", 80 }
  conn:sendAll("hello")
       ^
end)
EOS
  finds P203 "a response has no 'stauts'" "did you mean 'status'?" <<'EOS'
local http = require "http"
scenario("x", function()
  local c <close> = http.connect { "127.0.0.1", 80 }
  local r = c:get("/")
  expect(r.headers.host, r.keep_alive):is_nil()
  expect(r.stauts):equals(200)
           ^
end)
EOS
  finds P203 "a binary type has no 'reed'" "did you mean 'read'?" <<'EOS'
local binary = require "binary"
local frame = binary.record { { "n", binary.u8 } }
frame:reed()
      ^
EOS
  finds P203 "t has no 'skp'" "did you mean 'skip'?" <<'EOS'
scenario("x", function(t) t:skp("why") end)
                            ^
EOS
  finds P203 "an expectation has no 'equal'" "did you mean 'equals'?" <<'EOS'
scenario("x", function() expect(1):equal(1) end)
                                   ^
EOS
  finds P206 "there is no option 'timout'" "did you mean 'timeout'?" <<'EOS'
scenario("x", { timout = 3 }, function() end)
                ^
EOS
  finds P206 "there is no option 'comand'" "did you mean 'command'?" <<'EOS'
local process = require "process"
scenario("x", function() process.start { comand = { "true" } } end)
                                         ^
EOS
  finds P202 "assignment to the global 'count'" "write: local count" <<'EOS'
count = 1
^
EOS
  finds P201 "the global 'io' does not exist" "t:write and t:read" <<'EOS'
io.open("/etc/passwd")
^
EOS
  finds P201 "the global 'AF_INET' does not exist" "write socket.AF_INET" <<'EOS'
print(AF_INET)
      ^
EOS
}

test_a_received_string_is_always_true() {
  finds P310 "a string is always true in Lua" 'data == ""' <<'EOS'
scenario("x", function(t)
  t:run("server", function()
    local socket = require "socket"
    local listener <close> = socket.create_server { "127.0.0.1", 80 }
    local conn <close> = listener:accept()
    while true do
      local data = conn:recv(1024)
      if not data then break end
             ^
      conn:sendall(data)
    end
  end)
end)
EOS
  finds P310 "a string is always true in Lua" <<'EOS'
local function serve(conn)
  local data = conn:recv(1024)
  while data do
        ^
    conn:sendall(data)
    data = conn:recv(1024)
  end
end
return serve
EOS
}

test_a_received_string_is_never_nil_and_its_length_always_true() {
  finds P310 "a string is never nil" 'compare it with ""' <<'EOS'
return function(conn)
  local data = conn:recv(10)
  return data ~= nil
         ^
end
EOS
  finds P310 "a number is always true in Lua, 0 too" "write #data > 0" <<'EOS'
return function(data)
  while #data do data = data:sub(2) end
        ^
end
EOS
}

test_what_may_be_nil_is_no_string() {
  script good.lua <<'EOS'
local function serve(conn, given)
  local either = require("process").start { command = { "true" } }
  if given then either = conn:recv(1) end
  if either then print(either) end
  local data
  if given then data = conn:recv(1) end
  if data then print(data) end
  local ok, line = pcall(conn.recv_line, conn)
  while ok and line do ok, line = pcall(conn.recv_line, conn) end
  if conn:recv(1) == "" or #data > 0 then print(line) end
end
return serve
EOS
  run check good.lua
  exits 0
}

test_habits_from_python() {
  finds P204 "a method is called with a colon" "write :send(...)" <<'EOS'
local socket = require "socket"
scenario("x", function()
  local a = socket.socketpair()
  a.send("hello")
    ^
end)
EOS
  finds P205 "a function of a module is called with a dot" <<'EOS'
local socket = require "socket"
scenario("x", function() socket:socketpair() end)
                                ^
EOS
  finds P302 "'len' is Python's" "write #value" <<'EOS'
print(len("abc"))
      ^
EOS
  finds P302 "'None' is Python's" "Lua's is nil" <<'EOS'
return None
       ^
EOS
  finds P304 "a string of Lua has no b in front" <<'EOS'
print(b"hello")
      ^
EOS
  finds P307 "a string has no encode()" <<'EOS'
print(("hello"):encode())
                ^
EOS
  finds P308 "a string has no [n]" "data:sub(n, n)" <<'EOS'
return function(conn)
  local data = conn:recv(10)
  return data[0]
             ^
end
EOS
  finds P308 "an address begins at [1]" <<'EOS'
local socket = require "socket"
scenario("x", function()
  local _, address = socket.create_server({ "", 80 }):accept()
  print(address[0])
               ^
end)
EOS
  finds P309 "'+' adds numbers" "joined with .." <<'EOS'
return function(data) return "got " + data end
                                    ^
EOS
  finds P311 "a list begins at [1]" <<'EOS'
return function(list)
  for i = 0, #list - 1 do print(list[i]) end
  ^
end
EOS
}

test_an_address_in_two_arguments_is_found() {
  finds P313 "an address is one table" 'write { "127.0.0.1", 80 }' <<'EOS'
local socket = require "socket"
local s = socket.socket()
s:connect("127.0.0.1", 80)
          ^
EOS
  finds P313 "an address is one table" 'write { "", 7000 }' <<'EOS'
local socket = require "socket"
local listener <close> = socket.create_server("", 7000)
                                              ^
EOS
  finds P313 "an address is one table" 'write { "::1", 53 }' <<'EOS'
local socket = require "socket"
local s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
s:sendto("query", "::1", 53)
                  ^
EOS
  script fine.lua <<'EOS'
local socket = require "socket"
local s = socket.socket(socket.AF_UNIX)
s:connect("/run/a.sock")
s:sendto("text", 0, { "127.0.0.1", 80 })
local here <close> = socket.create_server { "127.0.0.1", 80 }
expect(function() s:bind("127.0.0.1", 80) end):raises(socket.TypeError)
EOS
  run check fine.lua
  exits 0
}

test_what_is_no_lua_at_all_is_named_by_what_it_is() {
  finds P301 "'!=' is no operator of Lua" "Lua's is ~=" <<'EOS'
if x != 1 then end
     ^
EOS
  finds P301 "'+=' is no operator of Lua" <<'EOS'
local x = 1
x += 1
  ^
EOS
  finds P303 "a block does not open with ':'" "write then" <<'EOS'
if true:
       ^
EOS
  finds P306 "'except' is Python's" "pcall" <<'EOS'
  except OSError as e
  ^
EOS
  finds P312 "'#' begins no comment" <<'EOS'
local x = 1
# one
^
EOS
  finds P101 "<name> expected near '='" <<'EOS'
local x = 1
local = 2
      ^
EOS
  finds P101 "multiple to-be-closed variables" "write a local of its own for each <close>" <<'EOS'
local socket = require "socket"
local a <close>, b <close> = socket.socketpair()
^
EOS
}

test_an_error_that_the_script_asks_for_is_none() {
  script good.lua <<'EOS'
local socket = require "socket"
scenario("x", function(t)
  local event = t:event()
  event.set(event)
  event.wait(t:event())
  return function(other) event.wait(other) end
end)
scenario("y", function()
  expect(function() return socket.SOCK_STREM end):raises(socket.AttributeError)
  print(pcall(function() return io.open("x") end))
  print(undefined) -- parley: ignore
end)
EOS
  run check good.lua
  exits 0
  says "0 findings in 1 file"
  run check -- good.lua nowhere.lua
  exits 2
}

test_findings_for_programs() {
  script bad.lua <<<'print(len("ä"), True)'
  run check bad.lua --format json
  exits 1
  [[ $(jq -c '[.version, (.findings[] | .file, .line, .column, .code)]' out) == '[1,"bad.lua",1,7,"P302","bad.lua",1,18,"P302"]' ]] ||
    fail "other findings"
  run check bad.lua --format cmake
  exits 2
}

test_a_file_that_is_no_source() {
  head -c 4096 /bin/sh >binary.lua
  run check binary.lua
  exits 1
  says "binary.lua:1:1: no Lua source"
}

test_a_file_may_be_nested_too_deeply() {
  { printf 'return ' && printf '(%.0s' {1..1000} && printf 1 && printf ')%.0s' {1..1000}; } >deep.lua
  run check deep.lua
  exits 1
  says "deep.lua:1:1: it is nested too deeply"
}

test_nothing_of_it_runs() {
  script loops.lua <<<'while true do end'
  run check loops.lua
  exits 0
}

test_parleys_own_scripts_are_fine() {
  run check "$here/../../scripts" "$here/../../specs"
  exits 0
  says "0 findings in"
}
