-- For tests that suspend the run: the scenario goes on when the program that it waits for is told to end.
local process = require "process"

scenario("waits for a program", { timeout = 8 }, function(t)
  local program = process.start {
    command = { "sh", "-c", "echo started; echo $$ > " .. t:param("folder") .. "/program; exec sleep 600" },
    ready = { output = "started" },
  }
  expect(program:wait()):equals { signal = "SIGTERM" }
end)
