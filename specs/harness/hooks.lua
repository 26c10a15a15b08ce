-- before_each and after_each: from the outside inwards, and back. What a scenario's hooks did is judged by a hook that
-- is older than all of them, after they are done.
local done

describe("hooks", function()
  before_each(function(t)
    done = { "outer before" }
    t:defer(function() done[#done + 1] = "deferred by outer before" end)
  end)
  after_each(function()
    expect(done):equals {
      "outer before", "second outer before", "inner before", "body", "deferred by body", "deferred by outer before",
      "inner after", "second outer after",
    }
  end)
  after_each(function() done[#done + 1] = "second outer after" end)
  before_each(function() done[#done + 1] = "second outer before" end)

  describe("of a describe in a describe", function()
    before_each(function() done[#done + 1] = "inner before" end)
    after_each(function() done[#done + 1] = "inner after" end)

    it("run before it from the outside inwards, after it from the inside out", function(t)
      done[#done + 1] = "body"
      t:defer(function() done[#done + 1] = "deferred by body" end)
    end)
  end)
end)

describe("hooks of a describe", function()
  local counted = 0
  before_each(function(t)
    counted = counted + 1
    t:write("prepared", "by the hook")
  end)

  it("share t with the scenario, and run for each in a process of its own", function(t)
    expect(t:read("prepared")):equals("by the hook")
    expect(counted):equals(1)
  end)

  it("never see what another scenario has changed", function() expect(counted):equals(1) end)
end)
