local port = 7000
prot = port + 1 -- luacheck: ignore
