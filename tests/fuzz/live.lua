-- Plays batches of sequences that Python has played, each batch in a network of its own. The module "jobs" names them.
local Player = require "player"

for _, job in ipairs(require "jobs") do
  scenario(job, { requires = { "private" }, timeout = 900 }, function(t)
    local folder, loopback, differences = t:tempdir(), Player.loopback(), {}
    for _, sequence in ipairs(require(job)) do
      local player = Player.new(folder, sequence[1], loopback)
      differences[#differences + 1] = player:play(sequence[2])
    end
    assert(#differences == 0, table.concat(differences, "\n"))
  end)
end
