# What a scenario does to itself stays its own: it fails, alone, and the next one runs.
# shellcheck shell=bash

# contained WORDS: standard input is the body of a scenario that must fail, saying WORDS, without the next one.
contained() {
  {
    printf 'scenario("bad", { timeout = 0.3 }, function()\n'
    cat
    printf 'end)\nscenario("next", function() expect(1):equals(1) end)\n'
  } >it.lua
  run run it.lua
  exits 1
  says "FAIL bad"
  says "ok   next"
  says "1 passed, 1 failed, 0 skipped"
}

test_an_endless_loop() {
  contained <<<'while true do end'
}

test_an_endless_loop_under_pcall() {
  contained <<<'while true do pcall(function() while true do end end) end'
}

test_a_catastrophic_find() {
  contained <<<'string.find(("a"):rep(100000), ("a*"):rep(30) .. "b")'
}

test_allocation_without_end() {
  contained <<<'local t = {} while true do t[#t + 1] = ("x"):rep(1000000) .. #t end'
}

test_recursion_without_end() {
  contained <<<'local function f() return 1 + f() end f()'
}

test_a_deadlock_ends_at_once() {
  cat >it.lua <<'EOF'
local socket = require "socket"
scenario("waits for nobody", { timeout = 60 }, function()
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  listener:accept()
end)
EOF
  run run it.lua
  exits 1
  says it.lua:4
  says accept
}
