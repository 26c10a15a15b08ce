scenario("x", { dns = { ["www.test"] = "NXDOMIAN" } }, function() end)
