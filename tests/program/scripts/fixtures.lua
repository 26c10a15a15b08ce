-- Fixtures of a file that fail, and what runs all the same.
before_all(function() print "before_all of the file" end)
after_all(function() print "after_all of the file" end)
after_all(function() error("no tidying") end)

scenario("a scenario that passes", function() expect(1):equals(1) end)

describe("a describe that cannot begin", function()
  before_all(function() error("no preparation") end)
  before_each(function() print "never: before_all failed" end)
  after_all(function() print "after_all of the describe" end)

  it("fails its scenarios", { cases = { one = 1, two = 2 } }, function() print "never" end)
end)

scenario("one that fails after it", function() error("on purpose") end)

scenario("one that is expected to", { fails = "a known defect" }, function() expect(1):equals(2) end)

scenario("one that is expected to, and does not", { fails = "a known defect" }, function() expect(1):equals(1) end)

scenario("one that is skipped", { skip = "not here" }, function() print "never" end)

scenario("the last one has the failures of after_all", { fails = "a known defect" }, function() expect(1):equals(2) end)
