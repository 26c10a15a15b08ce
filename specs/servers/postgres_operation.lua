-- PostgreSQL in operation: a new configuration, its three ways to shut down, crashes, restarts; and what clients see of it.
local pg = require "postgres_client"
local postgres = require "postgres_support"
local process = require "process"
local socket = require "socket"

-- What stands in the table: the rows that clients were told are committed.
local setup = "CREATE TABLE kept (n int)\n"

-- A session as soon as the server takes one: after a crash it refuses them while it recovers.
local function connect_again(t)
  while true do
    local connected, c = pcall(pg.connect)
    if connected then return c end
    t:sleep(0.01) -- as clients do, before they try again
  end
end

describe("PostgreSQL > operation", { tags = { "servers" }, requires = postgres.requires, timeout = 20 }, function()
  local server

  before_all(function(t) postgres.initialize(t, setup) end)
  before_each(function(t)
    server = postgres.start(t, "", "direct")
    local c <close> = pg.connect()
    c:query("TRUNCATE kept")
  end)
  after_each(function() server:stop() end)

  it("a transaction that is cut after any byte is done whole or not at all, and whole where acknowledged", function(t)
    local direct <close> = pg.connect()
    local play = 0 -- what is stored has its number: one that was cut may end after the next one has begun
    t:cut { to = pg.address, after = "up", cap = 12, play = function(_, cut)
      play = play + 1
      local fine, r = pcall(function()
        local c <close> = pg.connect({}, cut.address)
        return c:query(("BEGIN; INSERT INTO kept VALUES (%d); INSERT INTO kept VALUES (%d); COMMIT"):format(play, play))
      end)
      local stored = direct:value("SELECT count(*) FROM kept WHERE n = " .. play)
      if fine and r.tag == "COMMIT" then expect(stored):equals("2") end
      expect(stored == "0" or stored == "2"):is_true()
    end }
  end)

  it("happy path: it starts, answers, and stops", function()
    do
      local c <close> = pg.connect()
      expect(c:value("SELECT count(*) FROM kept")):equals("0")
    end
    expect(server:stop()):equals { exit_code = 0 }
    expect(server):logs("database system is shut down")
  end)

  it("a reload reaches sessions that are there", function(t)
    local c <close> = pg.connect()
    postgres.configure(t, "work_mem = 3MB\n")
    server:reload()
    expect(server):logs('parameter "work_mem" changed to "3MB"')
    repeat until c:value("SHOW work_mem") == "3MB" -- a session reads it between two statements
    expect(pg.connect():value("SHOW work_mem")):equals("3MB")
  end)

  it("a reload does not change what needs a restart", function(t)
    postgres.configure(t, "max_connections = 7\n")
    server:reload()
    expect(server):logs('parameter "max_connections" cannot be changed without restarting the server')
    server:restart()
    local c <close> = pg.connect()
    expect(c:value("SHOW max_connections")):equals("7")
  end)

  it("a broken configuration is refused and the old one stays", function(t)
    postgres.configure(t, "work_mem = 5MB\nwork_men = 5MB\n")
    server:reload()
    expect(server):logs('unrecognized configuration parameter "work_men" in file .* line %d+')
    expect(server):logs("contains errors; no changes were applied")
    local c <close> = pg.connect()
    expect(c:value("SHOW work_mem")):equals("4MB")
  end)

  it("SIGINT ends sessions, which are told, and then the server", function()
    local c <close> = pg.connect()
    c:query("BEGIN; INSERT INTO kept VALUES (1)")
    server:signal("SIGINT")
    local r = c:read_result()
    expect({ r.error.code, r.ended }):equals { "57P01", true }
    expect(server:wait()):equals { exit_code = 0 }
    expect(server):logs("received fast shutdown request")
  end)

  it("SIGTERM waits for sessions and takes no new one", function()
    local c <close> = pg.connect()
    server:signal("SIGTERM")
    expect(server):logs("received smart shutdown request")
    local late <close> = pg.dial()
    expect(late:start().error.code):equals("57P03")
    expect(c:value("SELECT 'still served'")):equals("still served")
    c:send(pg.message("X", ""))
    expect(server:wait()):equals { exit_code = 0 }
  end)

  it("what was committed outlives a crash, what was not does not", function()
    local c <close> = pg.connect()
    c:query("INSERT INTO kept VALUES (1)")
    c:query("BEGIN; INSERT INTO kept VALUES (2)")
    server:signal("SIGQUIT")
    expect(c:read_result().ended):is_true()
    expect(server):logs("received immediate shutdown request")
    server:wait()
    server:restart()
    expect(server):logs("database system was not properly shut down; automatic recovery in progress")
    local after <close> = pg.connect()
    expect(after:query("SELECT n FROM kept").rows):equals { { "1" } }
  end)

  it("a backend that is killed takes all sessions with it, and the server recovers", function(t)
    local victim <close> = pg.connect()
    local other <close> = pg.connect()
    local pid = victim:value("SELECT pg_backend_pid()")
    process.start({ command = { "kill", "-KILL", pid } }):wait()
    expect(other:read_result().ended):is_true()
    expect(server):logs("server process %(PID " .. pid .. "%) was terminated by signal 9: Killed")
    expect(server):logs("database system is ready to accept connections", { timeout = 4 })
    local again <close> = connect_again(t)
    expect(again:value("SELECT 'recovered'")):equals("recovered")
  end)

  it("what clients were told is committed outlives a restart under load", { record = false }, function(t)
    local told, restarted, under_load = 0, false, t:event()
    t:run("client", function()
      local c = connect_again(t)
      repeat
        local was_restarted = restarted
        local answered, r = pcall(c.query, c, "INSERT INTO kept VALUES (" .. told .. ")")
        if answered and r.tag then
          told = told + 1
          if told == 3 then under_load:set() end
        else
          c:close()
          c = connect_again(t)
        end
      until was_restarted
      c:close()
    end, "operator", function()
      under_load:wait()
      server:restart()
      restarted = true
    end)
    expect(told):at_least(3)
    local c <close> = pg.connect()
    local rows = tonumber(c:value("SELECT count(*) FROM kept"))
    expect(rows):at_least(told)
    expect(rows):at_most(told + 1) -- one may have been committed whose answer was lost
  end)

  it("a second one on the same data does not start", function(t)
    local second = postgres.run("postgres", { "-D", "data", "-c", "port=5555", "-k", t:tempdir() })
    expect(second:wait()):equals { exit_code = 1 }
    expect(second:output()):contains('lock file "postmaster.pid" already exists')
  end)

  it("a dump has the rows in it", { requires = { "command:" .. postgres.programs .. "pg_dump" } },
    function()
      local c <close> = pg.connect()
      c:query("INSERT INTO kept VALUES (42)")
      local dump = postgres.run("pg_dump", { "-h", "127.0.0.1", "-U", "postgres", "--data-only", "postgres" })
      expect(dump:output()):contains("COPY public.kept (n) FROM stdin;\n42\n\\.\n")
    end)

  it("a server that is gone refuses, and its clients learn it", function()
    local c <close> = pg.connect()
    server:stop()
    expect(c:read_result().error.code):equals("57P01")
    expect(c:read()):is_nil()
    expect(pg.dial):raises(socket.ConnectionRefusedError)
  end)
end)
