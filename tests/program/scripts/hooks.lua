-- Hooks that fail, and what of the clean-up runs then.
describe("a before_each that fails", function()
  before_each(function(t)
    t:defer(function() print "deferred by the outer before_each" end)
  end)
  after_each(function() print "outer after_each" end)

  describe("in a describe", function()
    before_each(function() error("not prepared") end)
    after_each(function() print "never: its before_each did not finish" end)

    it("leaves the body out", function() print "never either" end)
  end)
end)

describe("a before_all that fails", function()
  before_all(function() error("no preparation") end)
  after_all(function() print "after_all runs all the same" end)

  it("fails the first scenario", function() error("ran") end)
  it("and the second one, which says why", function() error("ran") end)
end)

describe("an after_all that fails", function()
  after_all(function() error("no tidying") end)

  it("leaves the first scenario alone", function() expect(1):equals(1) end)
  it("and fails the last one", function() end)
end)

describe("a scenario that fails", function()
  local begun = 0
  before_all(function(t)
    begun = begun + 1
    t:background("fixture", function() t:event():wait() end)
  end)

  it("says so", function() error("on purpose") end)
  it("and leaves the fixtures to the next one", function() expect(begun):equals(1) end)
end)
