-- What is skipped, and why it says so.
describe("a before_each that skips", function()
  before_each(function(t) t:skip("no preparation here") end)
  after_each(function() error("its before_each did not finish") end)

  it("leaves its after_each out, and the body", function() error("never reached") end)
end)

scenario("skip passes through pcall and raises", function(t)
  local ok = pcall(function()
    expect(function() t:skip("inside of raises") end):raises()
  end)
  print(ok)
end)

scenario("skip in a role ends the others as well", function(t)
  local never = t:event()
  t:run("one", function() never:wait() end, "two", function() t:skip("from a role") end)
end)

scenario("a failure counts more than a skip", function(t)
  t:defer(function() error("in the clean-up") end)
  t:skip("it would have been")
end)

scenario("a command that this machine lacks", { requires = { "command:no-such-command" } }, function() error("ran") end)

scenario("a requirement that nobody knows", { requires = { "moonlight" } }, function() error("ran") end)
