-- Each matcher where it does not hold.
local socket = require "socket"

local function claims(name, fn) scenario(name, function(t) fn(t) end) end

claims("equals", function() expect({ 1, { a = "x\n" } }):equals { 1, { a = "x" }, more = true } end)
claims("equals, of strings of several lines", function() expect("one\ntwo\nthree\n"):equals("one\n2\nthree\n") end)
claims("equals, of another type", function() expect("1"):equals(1) end)
claims("not_equals", function() expect({ 1 }):not_equals { 1 } end)
claims("is_true", function() expect(1):is_true() end)
claims("is_false", function() expect(nil):is_false() end)
claims("is_nil", function() expect(false):is_nil() end)
claims("contains, of a string", function() expect("abc\0"):contains("d") end)
claims("contains, of a table", function() expect({ 1, 2 }):contains(3) end)
claims("contains, of neither", function() expect(12):contains(1) end)
claims("matches", function() expect("abc"):matches("^b") end)
claims("at_least", function() expect(1):at_least(2) end)
claims("at_most", function() expect("b"):at_most("a") end)
claims("at_most, of another type", function() expect("1"):at_most(2) end)
claims("has_length", function() expect({ 1, 2 }):has_length(3) end)
claims("has_length, of a number", function() expect(7):has_length(1) end)
claims("raises, without an error", function() expect(function() end):raises(socket.OSError) end)
claims("raises, with another class", function()
  expect(function() error(socket.ValueError("no value"), 0) end):raises(socket.OSError)
end)
claims("raises, with another text", function() expect(function() error("one") end):raises("two") end)
claims("raises, with another errno", function()
  expect(function() error(socket.OSError(socket.EPIPE, "Broken pipe"), 0) end):raises(socket.OSError, { errno = 1 })
end)
claims("raises, of no function", function() expect(socket.timeout):raises(socket.timeout) end)
claims("exchanged", function(t)
  local a, b = socket.socketpair()
  a:sendall("ping")
  b:recv(10)
  expect(t):exchanged [[
    main > main  unix socketpair
      > "pong"
  ]]
end)
claims("exchanged, of something else", function() expect(42):exchanged "" end)
claims("a failed expectation counts, also where pcall catches it", function()
  pcall(function() expect(1):equals(2) end)
  print "it went on"
end)
claims("and every one counts", function()
  pcall(function() expect(1):equals(2) end)
  expect("second"):is_nil()
end)
claims("in a function that another one called", function()
  local function check(value) expect(value):equals("right") end
  check("wrong")
end)
claims("expect without a matcher", function()
  expect(1)
  expect("two")
end)
claims("expect with a matcher that is none", function() expect(1):equal(1) end)
