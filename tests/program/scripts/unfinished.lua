-- expect(x) without a matcher claims nothing, wherever it stands.
scenario("in the last line", function() expect(1) end)

scenario("in a task", function(t)
  t:run("client", function() expect(1) end)
end)

scenario("in a deferred function", function(t)
  t:defer(function() expect(1) end)
end)

scenario("before a skip", function(t)
  expect(1)
  t:skip("this says nothing of what was forgotten")
end)

scenario("beside one that failed, which is all that counts", function()
  expect(1)
  expect(1):equals(2)
end)

describe("in after_each", function()
  after_each(function() expect(1) end)
  it("fails the scenario", function() expect(1):equals(1) end)
end)

describe("in before_all", function()
  before_all(function() expect(1) end)
  it("fails the first scenario", function() expect(1):equals(1) end)
  it("and not the second one", function() expect(1):equals(1) end)
end)
