local function third() error("deep inside") end
local function second() third() end
second()
