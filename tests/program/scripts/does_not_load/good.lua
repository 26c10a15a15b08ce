scenario("runs all the same", function() expect(1):equals(1) end)
