-- A faulty proxy: it stands before a server under test and changes what passes, as the variants of the suites do.
-- Where a toxic of t:proxy says what is wrong, that is the shorter way; this one knows what it is that passes.
local socket = require "socket"

local middleman = {}

local function same(data) return data end

-- Passes on what comes until one side is done; gives whether that was an end, not an error.
local function pump(from, to, change)
  local fine, data = pcall(from.recv, from, 65536)
  while fine and data ~= "" do
    local changed = change(data)
    if changed then fine = pcall(to.sendall, to, changed) end
    if fine then fine, data = pcall(from.recv, from, 65536) end
  end
  return fine
end

-- One client and its connection to the server. `half_close` is "close" where a client that is done with writing is
-- taken for one that has gone.
local function pass(t, name, client, faults)
  local reached, server = pcall(socket.create_connection, faults.to)
  if not reached then return client:close() end
  local function close()
    client:close()
    server:close()
  end
  t:spawn(name, function()
    local up = faults.up or same
    local ended = pump(client, server, function(data) return up(data, client) end)
    if not ended or faults.half_close == "close" then return close() end
    pcall(server.shutdown, server, socket.SHUT_WR)
  end)
  pump(server, client, faults.down or same)
  close()
end

-- Listens there and connects to `faults.to` for each client, as `name` in transcripts. `faults.up(data, client)`
-- and `faults.down(data)` give what passes in the place of data, or nil for nothing at all.
function middleman.start(t, name, listen, faults)
  local listener = socket.create_server(listen)
  t:background(name, function()
    while true do
      local client = listener:accept()
      t:spawn(name, pass, t, name, client, faults)
    end
  end)
end

return middleman
