-- PostgreSQL for a scenario: one line makes its data, another one starts it, also in one of its broken variants
-- (--set variant=NAME).
local process = require "process"
local variants = require "postgres_variants"

local M = { programs = "/usr/lib/postgresql/15/bin/", user = "postgres" }
M.requires = { "private", "command:" .. M.programs .. "postgres" }

local configuration = [[
listen_addresses = '127.0.0.1'
port = {{port}}
unix_socket_directories = '{{directory}}'
fsync = off
log_connections = on
log_disconnections = on
log_line_prefix = ''
authentication_timeout = 1s
]]

local rules = [[
host all guarded all password
host all nobody all reject
hostssl all careful all trust
host all careful all reject
hostssl all alice all cert
host all scrambled all scram-sha-256
host all all all trust
local all all trust
]]

-- The variant that the command line asks for: { name, breaks, catches, and how it is made }; an empty one where none is.
local function variant_of(t)
  local name = t:param("variant")
  for _, variant in ipairs(variants) do
    if variant.name == name then return variant end
  end
  if name then error("PostgreSQL has no variant " .. name) end
  return {}
end

local function replaced(t, text)
  for from, to in pairs(variant_of(t).replace or {}) do
    local first, last = text:find(from, 1, true)
    if first then text = text:sub(1, first - 1) .. to .. text:sub(last + 1) end
  end
  return text
end

-- Runs one of its programs to its end and gives the process.
function M.run(name, arguments)
  local p = process.start { command = { M.programs .. name, table.unpack(arguments) }, user = M.user }
  p:wait()
  return p
end

-- Makes a data directory, which takes the better part of a second: for before_all. `sql` is run there, a statement a line.
function M.initialize(t, sql)
  local made = M.run("initdb", { "-D", "data", "--no-sync", "-A", "trust", "-U", "postgres", "--locale=C", "-E", "UTF8" })
  assert(made:wait().exit_code == 0, made:output())
  if not sql then return end
  local p = process.start {
    command = { M.programs .. "postgres", "--single", "-D", "data", "-c", "fsync=off", "postgres" }, user = M.user,
    stdin = replaced(t, sql),
  }
  assert(p:wait().exit_code == 0 and not p:output():find("ERROR:"), p:output())
end

local front -- the fault of the balancer before the server that was started last; nil where there is none

-- Writes postgresql.conf with these lines behind those that every server has.
function M.configure(t, lines)
  local port = front and 6432 or 5432
  t:write("postgresql.conf", replaced(t, configuration .. (lines or "")), { port = port })
end

-- Starts it on the data, with these lines of configuration, and returns when it takes connections. `direct` is for who
-- watches how the server itself comes and goes: no variant has anything stand before it.
function M.start(t, lines, direct)
  front = not direct and variant_of(t).front or nil
  M.configure(t, lines)
  t:write("pg_hba.conf", replaced(t, rules))
  local directory = t:tempdir()
  local server = process.start {
    command = { M.programs .. "postgres", "-D", "data", "-c", "config_file=" .. directory .. "/postgresql.conf",
      "-c", "hba_file=" .. directory .. "/pg_hba.conf" },
    user = M.user, stop = "SIGINT", ready = { output = "database system is ready to accept connections" },
    name = front and "hidden" or "postgres",
  }
  if front then
    process.start {
      command = { "python3", t:script_folder() .. "/bad_balancer.py", front, "5432", "6432" },
      ready = { tcp = { "127.0.0.1", 5432 } }, name = "postgres",
    }
  end
  return server
end

return M
