-- Plays the same batches in Python, each in a network of its own, before live.lua does.
local process = require "process"

for _, job in ipairs(require("jobs").names) do
  scenario(job, { requires = { "private", "command:python3" }, timeout = 900, assertions = false }, function(t)
    local player = process.start {
      command = { "python3", "-B", t:script_folder() .. "/play.py", t:param("folder") .. "/" .. job },
      env = { PYTHONPATH = t:script_folder() .. "/../conformance" },
    }
    assert(player:wait().exit_code == 0, "the player failed")
  end)
end
