-- Redis for its suite: a server of one line, and clients of it. Everything listens on 127.0.0.1, port 6379.
local process = require "process"
local resp = require "resp"
local socket = require "socket"
local variants = require "variants"

local redis = {
  address = { "127.0.0.1", 6379 },
  suite = { -- options of every describe
    tags = { "servers" }, requires = { "private", "command:redis-server" }, clauses = require "redis_clauses",
  },
}

local broken = require "redis_variants"

-- Where the server itself listens: elsewhere, where a faulty proxy has taken its address.
function redis.origin(t)
  return { "127.0.0.1", variants.is_proxy(variants.chosen(t, broken)) and 6390 or 6379 }
end

-- Starts a server with these lines in its configuration, and waits until it serves. `second` has the port and the name
-- of another one beside it, which no variant breaks.
function redis.start(t, config, second)
  local variant = second and {} or variants.chosen(t, broken)
  local name, port = "redis-server", redis.origin(t)[2]
  if second then name, port = second.name, second.port end
  local file = t:write(name .. ".conf", [[
    bind 127.0.0.1
    port {{port}}
    dir {{directory}}
    save ""
    enable-debug-command yes
    {{defaults}}
    {{config}}
    {{overrides}}
  ]], { port = port, defaults = variant.defaults or "", config = config or "", overrides = variant.overrides or "" })
  local server = process.start {
    command = { "redis-server", file },
    name = variants.is_proxy(variant) and "origin" or name,
    ready = { output = "Ready to accept connections" }, -- it listens before it has loaded its data
  }
  if variants.is_proxy(variant) then variants.start_proxy(t, variant, name, redis.address, redis.origin(t)) end
  return server
end

-- A client, of the server at `address` where there is another one. It waits 3 s for what it reads, and no longer.
function redis.connect(address)
  return resp.connect(address or redis.address, { timeout = 3 })
end

-- A client of a new server, and the server.
function redis.pair(t, config)
  local server = redis.start(t, config)
  return redis.connect(), server
end

-- A client that goes away with a reset, as one does that crashes.
function redis.reset(c)
  c.socket:setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, string.pack("i4i4", 1, 0))
  c:close()
end

-- Waits until the server sees so many clients, the asking one included: it learns of an end only when it reads on.
function redis.wait_for_clients(c, n)
  for _ = 1, 10000 do
    local seen = tonumber(c:call("INFO", "clients"):match("connected_clients:(%d+)"))
    if seen == n then return end
  end
  error("the server does not come down to " .. n .. " clients:\n" .. c:call("CLIENT", "LIST"))
end

return redis
