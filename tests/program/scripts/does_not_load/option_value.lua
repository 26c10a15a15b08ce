scenario("fine", { timeout = 3, tags = { "a" } }, function() end)
scenario("x", { timeout = "3" }, function() end)
