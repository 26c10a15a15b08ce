scenario("x", { redact = { "uid", token = "Bearer (%w+)" } }, function() end)
