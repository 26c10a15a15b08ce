-- memcached for its suite: a server of one line, and clients of it, at 127.0.0.1, port 11211.
local lines = require "lines"
local process = require "process"
local socket = require "socket"
local variants = require "variants"

local memcached = {
  address = { "127.0.0.1", 11211 },
  suite = { -- options of every describe
    tags = { "servers" }, requires = { "private", "command:memcached" }, clauses = require "memcached_clauses",
  },
}

local broken = require "memcached_variants"

-- Where the server itself listens: elsewhere, where a faulty proxy has taken its address.
function memcached.origin(t)
  return { "127.0.0.1", variants.is_proxy(variants.chosen(t, broken)) and 11390 or 11211 }
end

-- Starts a server with these arguments, and waits until it listens. One that is given twice counts as the second time.
function memcached.start(t, arguments, ready)
  local variant, address = variants.chosen(t, broken), memcached.origin(t)
  local command = { "memcached", "-l", address[1], "-p", tostring(address[2]), "-vv" }
  for _, list in ipairs { variant.defaults or {}, arguments or {} } do
    table.move(list, 1, #list, #command + 1, command)
  end
  local between = variants.is_proxy(variant)
  local server = process.start {
    command = command, user = "daemon", name = between and "origin" or "memcached",
    ready = ready or { output = "server listening" },
  }
  if between then variants.start_proxy(t, variant, "memcached", memcached.address, address) end
  return server
end

-- A client that waits 3 s for what it reads, and no longer.
function memcached.connect()
  return lines.memcached.connect(memcached.address, { timeout = 3 })
end

-- A client of a new server, and the server.
function memcached.pair(t, arguments)
  local server = memcached.start(t, arguments)
  return memcached.connect(), server
end

-- A client that goes away with a reset, as one does that crashes.
function memcached.reset(c)
  c.socket:setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, string.pack("i4i4", 1, 0))
  c:close()
end

-- Waits until the server sees so many connections, the asking one included.
function memcached.wait_for_clients(c, n)
  repeat
    local seen = 0
    for name in next, c:stats("conns") do
      if name:find(":listen_addr", 1, true) then seen = seen + 1 end -- which a listener has not
    end
  until seen == n
end

return memcached
