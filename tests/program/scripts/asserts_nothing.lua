-- A scenario that asserted nothing could not have failed.
scenario("nothing at all", function() end)

scenario("only what it printed", function() print("hello") end)

scenario("an expectation asserts", function() expect(1):equals(1) end)

scenario("so does Lua's own assert", function() assert(true) end)

scenario("and an error that is expected", function()
  expect(function() error("expected") end):raises("expected")
end)

scenario("in a task, too", function(t)
  t:run("client", function() expect(1):equals(1) end)
end)

scenario("it may be enough that nothing raises", { assertions = false }, function() end)

scenario("a failure is one, with or without an assertion", function() error("on purpose") end)

scenario("a skip claims nothing", function(t) t:skip("not here") end)

scenario("an expected failure that asserts nothing has passed", { fails = "once it failed" }, function() end)

describe("a hook asserts for", function()
  after_each(function() expect(1):equals(1) end)
  it("the scenario that it belongs to", function() end)
end)

describe("what a describe says holds for", { assertions = false }, function()
  it("each of its scenarios", function() end)
end)

describe("in one process", function()
  before_all(function() end)
  it("the one that asserts passes", function() expect(1):equals(1) end)
  it("and the next one has to assert for itself", function() end)
end)
