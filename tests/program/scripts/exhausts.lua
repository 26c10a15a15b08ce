-- Scenarios that use up what there is, or get lost in C. Each ends with its own message.
scenario("a pattern without end", { timeout = 0.2 }, function() string.find(("a"):rep(100000), ("a*"):rep(30) .. "b") end)
scenario("strings without end", function()
  local all = "x"
  while true do all = all .. all end
end)
scenario("one string too long", function() print(#("x"):rep(1 << 40)) end)
scenario("memory under pcall", function()
  expect({ pcall(function()
    local all = "x"
    while true do all = all .. all end
  end) }):equals { false, "not enough memory" }
end)
scenario("calls without end", function()
  local function f() return 1 + f() end
  f()
end)
scenario("calls without end, through C", function()
  local function f() return (("x"):gsub("x", f)) end
  f()
end)
scenario("a chain of __index without end", function()
  local t = setmetatable({}, {})
  getmetatable(t).__index = function(self, key) return self[key] end
  return t.x
end)
scenario("a pattern too complex", function() (("x"):rep(1 << 20)):find(("(x"):rep(300)) end)
scenario("source too deep", function() assert(load("return " .. ("("):rep(10000) .. ("x"):rep(3) .. (")"):rep(10000))) end)
scenario("an error in the text of an error", function()
  error(setmetatable({}, { __tostring = function() error("no text") end }))
end)
scenario("and after all that one passes", function() expect(1):equals(1) end)
