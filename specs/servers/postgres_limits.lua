-- PostgreSQL's limits: timeouts, cancels, locks, and messages that break the protocol.
local pg = require "postgres_client"
local postgres = require "postgres_support"

-- Roles of which each has one limit.
local setup = [[
CREATE ROLE hasty LOGIN
ALTER ROLE hasty SET statement_timeout = '50ms'
CREATE ROLE idler LOGIN
ALTER ROLE idler SET idle_in_transaction_session_timeout = '50ms'
CREATE ROLE waiter LOGIN
ALTER ROLE waiter SET lock_timeout = '50ms'
CREATE TABLE accounts (id int PRIMARY KEY, balance int)
INSERT INTO accounts VALUES (1, 100), (2, 100)
GRANT ALL ON accounts TO PUBLIC
]]

describe("PostgreSQL > limits", { tags = { "servers" }, requires = postgres.requires, timeout = 20 }, function()
  local server

  before_all(function(t)
    postgres.initialize(t, setup)
    server = postgres.start(t, "deadlock_timeout = 50ms\nmax_stack_depth = 100kB\n")
  end)

  it("happy path: what is quick is not limited", function()
    for _, user in ipairs { "hasty", "idler", "waiter" } do
      local c <close> = pg.connect { user = user }
      expect(c:value("SELECT balance FROM accounts WHERE id = 1")):equals("100")
    end
  end)

  it("a statement that takes too long is ended, the session is not", function()
    local c <close> = pg.connect { user = "hasty" }
    local r = c:query("SELECT pg_sleep(1)")
    expect({ code = r.error and r.error.code, status = r.status }):equals { code = "57014", status = "I" }
    expect(r.error.message):equals("canceling statement due to statement timeout")
    expect(c:value("SELECT 1")):equals("1")
  end)

  it("a transaction that idles too long ends the session", function()
    local c <close> = pg.connect { user = "idler" }
    c:query("BEGIN")
    c.socket:settimeout(1)
    local ended, r = pcall(c.read_result, c)
    expect({ ended = ended, code = ended and r.error.code }):equals { ended = true, code = "25P03" }
    expect(r.error.severity):equals("FATAL")
  end)

  it("who waits too long for a lock is refused it", function()
    local holder <close> = pg.connect()
    local waiter <close> = pg.connect { user = "waiter" }
    holder:query("BEGIN; LOCK TABLE accounts")
    waiter.socket:settimeout(1)
    local answered, r = pcall(waiter.query, waiter, "SELECT * FROM accounts")
    expect({ answered = answered, code = answered and r.error.code }):equals { answered = true, code = "55P03" }
  end)

  it("of two that wait for each other one is ended", function()
    local a <close> = pg.connect()
    local b <close> = pg.connect()
    a:query("BEGIN; UPDATE accounts SET balance = 1 WHERE id = 1")
    b:query("BEGIN; UPDATE accounts SET balance = 2 WHERE id = 2")
    a:send(pg.query("UPDATE accounts SET balance = 1 WHERE id = 2"))
    b:send(pg.query("UPDATE accounts SET balance = 2 WHERE id = 1"))
    local codes = {}
    for _, c in ipairs { a, b } do
      local r = c:read_result()
      codes[r.error and r.error.code or r.tag] = true
      c:query("ROLLBACK")
    end
    expect(codes):equals { ["40P01"] = true, ["UPDATE 1"] = true }
    expect(server):logs("deadlock detected")
  end)

  it("of two that change the same only one is serializable", function()
    local a <close> = pg.connect()
    local b <close> = pg.connect()
    for _, c in ipairs { a, b } do c:query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM accounts") end
    expect(a:sqlstate("UPDATE accounts SET balance = 3 WHERE id = 1")):is_nil()
    a:query("ROLLBACK; BEGIN; UPDATE accounts SET balance = balance WHERE id = 1; COMMIT")
    expect(b:sqlstate("UPDATE accounts SET balance = 4 WHERE id = 1")):equals("40001")
  end)

  it("a request to cancel ends the statement, not the session", function()
    local c <close> = pg.connect()
    local watcher <close> = pg.connect()
    c:send(pg.query("SELECT pg_sleep(1), 'not cancelled'"))
    -- What comes before the statement runs cancels nothing.
    repeat until watcher:value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "1"
    expect(pg.cancel(c)):equals("") -- it has no answer of its own
    local r = c:read_result()
    expect({ code = r.error and r.error.code, rows = r.rows }):equals { code = "57014", rows = {} }
    expect(c:value("SELECT 1")):equals("1")
  end)

  it("a request to cancel with another key does nothing", function()
    local c <close> = pg.connect()
    c:send(pg.query("SELECT pg_sleep(0.05), 'not cancelled'"))
    pg.cancel(c, c.started.key ~ 1)
    expect(c:read_result().rows[1][2]):equals("not cancelled")
    expect(server):logs("wrong key in cancel request for process " .. c.started.pid)
  end)

  it("a session that the operator ends is told so", function()
    local c <close> = pg.connect()
    local operator <close> = pg.connect()
    expect(operator:value("SELECT pg_terminate_backend(" .. c.started.pid .. ")")):equals("t")
    local r = c:read_result()
    expect({ r.error.code, r.error.severity, r.ended }):equals { "57P01", "FATAL", true }
  end)

  it("an expression that is too deep is refused, and hurts nobody", function()
    local c <close> = pg.connect()
    expect(c:sqlstate("SELECT 1" .. ("+1"):rep(5000))):equals("54001")
    expect(c:value("SELECT 1")):equals("1")
  end)

  it("a client that says goodbye leaves no trace of an error", function()
    local c <close> = pg.connect { application_name = "polite" }
    c:send(pg.message("X", ""))
    expect(c:read()):is_nil()
    expect(server):logs("disconnection: session time: [%d:.]+ user=postgres")
  end)

  it("a client that goes away within a transaction has it rolled back", function()
    local c = pg.connect()
    c:query("BEGIN; UPDATE accounts SET balance = 0 WHERE id = 1")
    c:send(pg.message("Q", "UPDATE acc", 1000)) -- and no more
    c:close()
    expect(server):logs("unexpected EOF on client connection with an open transaction")
    local other <close> = pg.connect()
    expect(other:value("SELECT balance FROM accounts WHERE id = 1")):equals("100")
  end)

  it("a message of an unknown type ends the session", function()
    local c <close> = pg.connect()
    c:send(pg.message("!", ""))
    local r = c:read_result()
    expect({ r.error.code, r.error.severity, r.error.message, r.ended }):equals {
      "08P01", "FATAL", "invalid frontend message type 33", true }
  end)

  it("a length that is none ends the session and is logged", {
    cases = { ["below its own four bytes"] = 3, ["above all bounds"] = 0x7fffffff },
  }, function(_, length)
    local c <close> = pg.connect()
    c:send(pg.message("Q", "", length))
    expect(c:read()):is_nil()
    expect(server):logs("invalid message length")
  end)

  it("a message with a wrong content is an error, and the session goes on", {
    cases = {
      ["a query without its end"] = { pg.message("Q", "SELECT 1"), "08P01" },
      ["a query with something behind its end"] = { pg.message("Q", "SELECT 1\0more"), "08P01" },
      ["a name without its end"] = { pg.message("P", "s") .. pg.sync, "08P01" },
      ["fewer parameters than it needs"] = { pg.parse("", "SELECT $1::int") .. pg.bind("", "", {}) .. pg.sync, "08P01" },
      ["bytes that are no UTF-8"] = { pg.query("SELECT '\xff'"), "22021" },
      ["a description of nothing"] = { pg.describe("X", "") .. pg.sync, "08P01" },
    },
  }, function(_, case)
    local c <close> = pg.connect()
    c:send(case[1])
    local r = c:read_result()
    expect({ r.error.code, r.error.severity, r.status }):equals { case[2], "ERROR", "I" }
    expect(c:value("SELECT 1")):equals("1")
  end)
end)
