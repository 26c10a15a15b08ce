-- nginx for a scenario: one line starts it with a configuration, or with one of its broken variants (--set variant=NAME).
local http = require "http"
local process = require "process"
local socket = require "socket"
local variants = require "nginx_variants"

local M = { address = { "127.0.0.1", 80 } }

local configuration = [[
daemon off; master_process on; worker_processes 1; user root; pid nginx.pid; worker_shutdown_timeout 1h;
error_log error.log info;
{{main}}
events { worker_connections {{connections}}; }
http {
  log_format plain '$request_method $uri $status $request_completion'; access_log access.log plain;
  root www; default_type text/plain; etag on; keepalive_timeout 75s; lingering_close off; port_in_redirect off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
  {{http}}
  server {
    listen 127.0.0.1:80;
    {{server}}
  }
}
]]

-- The variant that the command line asks for: { name, breaks, catches, and how it is made }; an empty one where none is.
local function variant_of(t)
  local name = t:param("variant")
  for _, variant in ipairs(variants) do
    if variant.name == name then return variant end
  end
  if name then error("nginx has no variant " .. name) end
  return {}
end

local function replaced(text, pairs_of_texts)
  for from, to in pairs(pairs_of_texts or {}) do
    local first, last = text:find(from, 1, true)
    if first then text = text:sub(1, first - 1) .. to .. text:sub(last + 1) end
  end
  return text
end

-- What stands before the server; nil for nothing, as before one that says it is `direct`.
local function front_of(t, lines) return not lines.direct and variant_of(t).front or nil end

-- The addresses that a configuration listens at, as nginx opens them: one after the other.
local function listeners_of(text)
  local all = {}
  for host, port in text:gmatch("listen%s+([%d.]+):(%d+)") do all[#all + 1] = { host, math.tointeger(port) } end
  return all
end

-- Writes nginx.conf and returns its text. `lines` has what is put into it: `main`, `http`, `server` (configuration
-- lines), `connections`.
function M.configure(t, lines)
  local text = configuration
  for _, place in ipairs { "main", "http", "server" } do
    text = replaced(text, { ["{{" .. place .. "}}"] = lines[place] or "" })
  end
  if front_of(t, lines) then text = text:gsub("127%.0%.0%.1:80;", "127.0.0.1:8000;") end
  text = replaced(text, variant_of(t).replace)
  t:write("nginx.conf", text, { connections = lines.connections or 64 })
  return text
end

-- What stands before the server in a variant: a balancer with that fault.
local function start_front(t, fault)
  process.start {
    command = { "python3", t:script_folder() .. "/bad_balancer.py", fault, "80", "8000" },
    ready = { tcp = M.address }, name = "nginx",
  }
end

-- Starts nginx at M.address, in the foreground, with a file www/index.html, and returns when it listens at all of its
-- addresses. `lines` as in configure(); `sockets` are handed over, which it takes for its listeners; `direct` is for who
-- watches the port itself; `ready` is waited for in the place of its ports.
function M.start(t, lines)
  lines = lines or {}
  local front = front_of(t, lines)
  t:write("www/index.html", "Hello\n")
  local text = M.configure(t, lines)
  local server = process.start {
    command = { "nginx", "-p", t:tempdir(), "-c", "nginx.conf", "-e", "error.log" },
    name = front and "hidden" or "nginx",
    logs = { "error.log", "access.log" },
    sockets = lines.sockets,
    env = lines.sockets and { NGINX = "3;" },
    ready = lines.ready or { tcp = listeners_of(text) },
  }
  if front then start_front(t, front) end
  return server
end

-- A new HTTP connection to it.
function M.connect() return http.connect(M.address) end

-- The response to one request on a connection of its own; `options` are http's.
function M.request(options)
  local c <close> = M.connect()
  return c:request(options)
end

-- The response to bytes as they are.
function M.send(bytes)
  local c <close> = M.connect()
  c:send(bytes)
  return c:read_response()
end

-- Whether nginx leaves this connection alone; one that cuts what runs does so within that time.
function M.leaves_alone(conn)
  conn:settimeout(0.05)
  local _, e = pcall(conn.recv, conn, 1)
  conn:settimeout(nil)
  return socket.isinstance(e, socket.timeout)
end

return M
