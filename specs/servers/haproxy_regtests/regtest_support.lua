-- What the re-expressed reg-tests of HAProxy share: HAProxy on sockets that the scenario listens on, syslog servers that
-- read a message whole, and health checks of servers that are roles.
--
-- Nothing waits until HAProxy is ready: who connects to a socket that was handed over waits in its backlog.
local haproxy = require "specs.servers.haproxy_support"
local process = require "process"
local socket = require "socket"
local variants = require "specs.servers.haproxy_regtests_variants"

local M = { command = haproxy.command, says = haproxy.says, serve = haproxy.serve }

-- What a describe of a reg-test says of all its scenarios.
M.options = { tags = { "servers" }, requires = { "private", "command:haproxy" }, timeout = 15 }

-- One thread, so that all has one order; all checks begin at once; and no certificates of the system's are loaded, which no
-- test needs and which is most of the time that HAProxy takes to start.
local preamble = [[
global
  stats socket {{admin}} level admin
  nbthread 1
  max-spread-checks 1ms
  httpclient.ssl.verify none
defaults
  mode tcp
  timeout client 5s
  timeout server 5s
  timeout connect 5s
]]

-- The configuration as the variant of the command line breaks it (--set variant=NAME), which it may not concern.
local function broken(t, text)
  local name, known = t:param("variant"), false
  for _, variant in ipairs(variants) do
    local first, last = text:find(variant.from, 1, true)
    known = known or variant.name == name
    if variant.name == name and first then text = text:sub(1, first - 1) .. variant.to .. text:sub(last + 1) end
  end
  if name and not known then error("the reg-tests have no variant " .. name) end
  return text
end

local function listen_at_path(path)
  local s = socket.socket(socket.AF_UNIX)
  s:bind(path)
  s:listen(16)
  return s
end

-- Starts HAProxy in the foreground with `text` behind a preamble that has its timeouts and its admin socket (M.command).
-- The nth name in the list `fronts` is a listener of the scenario's at port 8000 + n, which it is handed: `bind {{name}}`;
-- other places in the text stand in `values`. Returns the process, and the addresses of the fronts by name.
function M.start(t, text, fronts, values)
  local sockets, places, addresses = { listen_at_path(t:tempdir() .. "/admin.sock") }, { admin = "fd@3" }, {}
  for name, value in pairs(values or {}) do places[name] = value end
  for n, name in ipairs(fronts or {}) do
    sockets[n + 1] = socket.create_server { "127.0.0.1", 8000 + n }
    addresses[name] = sockets[n + 1]:getsockname()
    places[name] = ("fd@%d"):format(n + 3)
  end
  t:write("haproxy.cfg", broken(t, preamble .. text), places)
  return process.start { command = { "haproxy", "-db", "-f", "haproxy.cfg" }, sockets = sockets }, addresses
end

-- A syslog server at 127.0.0.1:port, over UDP.
function M.syslog(port)
  local s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  s:bind { "127.0.0.1", port }
  return s
end

-- One message of RFC 3164, whole: its text, and its priority. Times of checks are written `Nms`.
function M.parse(bytes)
  local priority, text = bytes:match("^<(%d+)>%u%l%l [%d ]%d %d%d:%d%d:%d%d haproxy%[%d+%]: (.*)\n$")
  if not priority then error("this is no message of HAProxy's: " .. repr(bytes)) end
  return text:gsub("check duration: %d+ms", "check duration: Nms"), math.tointeger(priority)
end

-- Takes the next messages of a syslog server, as many as `texts` has, and compares them.
function M.expect_messages(log, texts)
  local got = {}
  for n = 1, #texts do got[n] = M.parse(log:recv(65535)) end
  expect(got):equals(texts)
end

-- Returns when HAProxy has taken what was sent to it before: its one thread goes through all that has come before it
-- comes to the answer to a command. On a busy machine the kernel may bring TCP later than the command, which it brings by
-- AF_UNIX, so nothing may fail where that happens.
function M.await_taken(t) M.command(t, "show version") end

-- That something does not come can only be seen by waiting for it, this many seconds.
M.patience = 0.1

-- What comes next, "" for the end or a reset, which HAProxy ends many connections by; nil where nothing comes in time.
local function next_of(conn)
  local taken, rest = pcall(conn.recv, conn, 100)
  if taken then return rest end
  if socket.isinstance(rest, socket.TimeoutError) then return nil end
  if socket.isinstance(rest, socket.ConnectionResetError) then return "" end
  error(rest)
end

-- The other side sends nothing more: it ends.
function M.expect_end(conn) expect(next_of(conn)):equals("") end

-- The other side sends nothing more for now; it may have ended.
function M.expect_nothing(conn)
  conn:settimeout(M.patience)
  expect(next_of(conn) or ""):equals("")
end

-- A check may take as long as `inter`, which nothing here waits for; of a server that is down the next one follows soon.
local backend = [[
backend %s
  log 127.0.0.1:%d daemon
  option log-health-checks
  %s
  server srv 127.0.0.1:%d check inter 5s downinter 10ms rise 1 fall 1
]]

-- What HAProxy logs of a check, and of the server that goes down or comes up by it.
local function checked(name, verdict, status)
  return ("Health check for server %s/srv %s, check duration: Nms, status: %s."):format(name, verdict, status)
end

local function refused(name)
  local verdict = 'failed, reason: Layer4 connection problem, info: "Connection refused"'
  return checked(name, verdict, "0/1 DOWN")
end

local function goes_down(name)
  return ("Server %s/srv is DOWN. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.")
    :format(name), ("backend %s has no server available!"):format(name)
end

local function comes_up(name)
  return ("Server %s/srv is UP. 1 active and 0 backup servers online. 0 sessions requeued, 0 total in queue."):format(name)
end

-- The server's side of one check. It ends its answers, as servers that say no do: HAProxy would wait for more of a wrong one.
local function answer(listener, case)
  local conn <close> = listener:accept()
  listener:close()
  case.play(conn)
  pcall(conn.shutdown, conn, socket.SHUT_WR) -- it may be reset already
  M.expect_end(conn)
end

-- Who is down at first, refusing a connection, and comes up.
local function rises(name, case, log, address)
  local down, none = goes_down(name)
  M.expect_messages(log, { refused(name), down, none })
  answer(socket.create_server(address), case)
  M.expect_messages(log, { checked(name, case.up, "1/1 UP"), comes_up(name) })
end

-- Who is taken for up at first, goes down by what it answers, and refuses a connection then.
local function falls(name, case, log, listener)
  local down, none = goes_down(name)
  answer(listener, case)
  M.expect_messages(log, { checked(name, case.down, "0/1 DOWN"), down, none, refused(name) })
end

-- A health check for each case: `option` is the line that asks for it, `play(conn)` the server's side, and `up` or `down`
-- what is logged of it, from "succeeded" or "failed" on.
function M.health_checks(t, cases)
  local text, roles = {}, {}
  for n, case in ipairs(cases) do
    local name, address, log = "be" .. n, { "127.0.0.1", 9000 + n }, M.syslog(5140 + n)
    local listener = case.down and socket.create_server(address)
    text[n] = backend:format(name, 5140 + n, case.option, 9000 + n)
    roles[2 * n - 1] = name
    roles[2 * n] = function() (case.up and rises or falls)(name, case, log, listener or address) end
  end
  M.start(t, table.concat(text))
  t:run(table.unpack(roles))
end

return M
