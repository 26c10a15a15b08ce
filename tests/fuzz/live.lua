-- Plays batches of sequences that Python has played, each batch in a network of its own. The module "jobs" names them.
local Stage = require "stage"
local jobs = require "jobs"
local player = require "player"

for _, job in ipairs(jobs.names) do
  scenario(job, { requires = { "private" }, timeout = 900 }, function(t)
    local loopback, differences = player.loopback(), {}
    for name, content in pairs(jobs.disk) do t:write(name, content) end
    for _, sequence in ipairs(require(job)) do
      differences[#differences + 1] = player.play(Stage.new(t, sequence[1]), loopback, sequence[2])
    end
    assert(#differences == 0, table.concat(differences, "\n"))
  end)
end
