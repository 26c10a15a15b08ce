-- Plays the Python statements of every case, each in a network of its own, and keeps what comes of them in the folder
-- that `--set results=DIR` names.
local process = require "process"

local hosts = require "hosts"

for _, id in ipairs(require "ids") do
  scenario(id, {
    requires = { "private", "command:python3" }, hosts = hosts, dns = {}, timeout = 60, assertions = false,
  }, function(t)
    local folder = t:script_folder()
    local command = { "python3", "-B", "-S", folder .. "/play.py", folder .. "/cases.jsonl", id, t:param("results") }
    assert(process.start({ command = command }):wait().exit_code == 0)
  end)
end
