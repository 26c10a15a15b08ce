secnario("x", function() end) -- luacheck: ignore
