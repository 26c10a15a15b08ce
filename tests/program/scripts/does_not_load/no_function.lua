scenario("x", { timeout = 3 })
