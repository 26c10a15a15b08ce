scenario("x", { network = "moon" }, function() end)
