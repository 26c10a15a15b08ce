scenario("x", { timout = 3 }, function() end)
