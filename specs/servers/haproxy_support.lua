-- HAProxy for a scenario: one line starts it with a configuration, or with one of its broken variants (--set variant=NAME),
-- another one a server behind it, which is a role of the scenario.
local http = require "http"
local process = require "process"
local socket = require "socket"

local M = { address = { "127.0.0.1", 80 } }

local configuration = [[
global
  log stdout format raw daemon
  stats socket {{directory}}/admin.sock level admin
  {{global}}
defaults
  mode http
  log global
  log-format "%ST %ts %HM %HU %b/%s"
  timeout connect 1s
  timeout check 2s
  timeout client 10s
  timeout server 10s
  retries 0
  {{defaults}}
frontend front
  bind {{bind}}
  {{frontend}}
  default_backend behind
backend behind
  {{backend}}
  {{servers}}
]]

-- The variant that the command line asks for: { name, breaks, catches, and how it is made }; an empty one where none is.
-- The list is read only then, so that scripts of other folders, which have lists of their own, can use this module.
local function variant_of(t)
  local name = t:param("variant")
  if not name then return {} end
  for _, variant in ipairs(require "haproxy_variants") do
    if variant.name == name then return variant end
  end
  error("HAProxy has no variant " .. name)
end

local function front_of(t, lines) return not lines.bind and variant_of(t).front or nil end

local function replaced(text, pairs_of_texts)
  for from, to in pairs(pairs_of_texts or {}) do
    local first, last = text:find(from, 1, true)
    if first then text = text:sub(1, first - 1) .. to .. text:sub(last + 1) end
  end
  return text
end

-- Writes haproxy.cfg. `lines` has what is put into it: `global`, `defaults`, `frontend`, `backend`, `servers` (one at
-- port 9001 unless told), and `bind`, where it listens.
function M.configure(t, lines)
  local text = configuration
  local bind = front_of(t, lines) and "127.0.0.1:8000" or lines.bind or "127.0.0.1:80"
  local values = setmetatable({ bind = bind, servers = lines.servers or "server one 127.0.0.1:9001" }, { __index = lines })
  for _, place in ipairs { "global", "defaults", "frontend", "backend", "servers", "bind" } do
    text = replaced(text, { ["{{" .. place .. "}}"] = values[place] or "" })
  end
  t:write("haproxy.cfg", replaced(text, variant_of(t).replace), {})
end

-- What HAProxy answers to a command on its admin socket, or on the `name` one: "master" is the master's.
function M.command(t, line, name)
  local s <close> = socket.socket(socket.AF_UNIX)
  s:connect(("%s/%s.sock"):format(t:tempdir(), name or "admin"))
  s:sendall(line .. "\n")
  s:shutdown(socket.SHUT_WR) -- the master would wait for the next one
  return s:recv_all()
end

-- Starts HAProxy at M.address, in the foreground and as master and worker, and returns when it listens. `lines` as in
-- configure(); `sockets` are handed over, for `bind = "fd@3"`.
function M.start(t, lines)
  lines = lines or {}
  local front = front_of(t, lines)
  M.configure(t, lines)
  local server = process.start {
    command = { "haproxy", "-W", "-db", "-S", t:tempdir() .. "/master.sock", "-f", "haproxy.cfg" },
    name = front and "hidden" or "haproxy", reload = "SIGUSR2", sockets = lines.sockets,
    -- What it prints comes before the master listens to signals; its answer does not.
    ready = { check = function() return M.command(t, "show proc", "master"):find("\n%d+ +worker ") ~= nil end },
  }
  if front then
    process.start {
      command = { "python3", t:script_folder() .. "/bad_balancer.py", front, "80", "8000" },
      ready = { tcp = M.address }, name = "haproxy",
    }
  end
  return server
end

-- A role that serves HTTP on 127.0.0.1:port until the scenario ends; `handler` as of http.serve.
function M.serve(t, name, port, handler)
  local listener = socket.create_server { "127.0.0.1", port }
  t:background(name, function()
    while true do
      local conn = listener:accept()
      t:spawn(name .. " serves", function()
        pcall(http.serve, conn, handler) -- a client that goes is none of its business
        conn:close()
      end)
    end
  end)
  return listener
end

-- A handler that says always the same.
function M.says(text)
  return function() return { body = text } end
end

-- A new HTTP connection to it.
function M.connect() return http.connect(M.address) end

-- The response to one request on a connection of its own; `options` are http's.
function M.request(options)
  local c <close> = M.connect()
  return c:request(options or {})
end

return M
