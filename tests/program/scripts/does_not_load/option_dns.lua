local zone = { ["www.test"] = { A = "127.0.0.1", TXT = { "a", "b" }, MX = { 10, "mail.test" } } }
scenario("fine", { dns = zone }, function() end)
scenario("x", { dns = { ["www.test"] = { A = { "127.0.0.1", "127.0.0.256" } } } }, function() end)
