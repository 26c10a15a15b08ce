describe("x", { tags = "fast" }, function() end)
