-- PostgreSQL's protocol: queries, prepared statements, pipelines, copies, and what comes unasked.
local pg = require "postgres_client"
local postgres = require "postgres_support"
local socket = require "socket"

describe("PostgreSQL > queries", { tags = { "servers" }, requires = postgres.requires, timeout = 20 }, function()
  local c

  before_all(function(t)
    postgres.initialize(t)
    postgres.start(t)
  end)
  before_each(function() c = pg.connect() end)
  after_each(function() c:close() end)

  it("happy path: a session starts, asks and is answered", function()
    local r = c.started
    expect(r.kinds):matches("^RS+KZ$")
    expect({ r.authentication, r.status, r.parameters.server_encoding }):equals { 0, "I", "UTF8" }
    local answer = c:query("SELECT 1 AS one, 'x' AS letter")
    expect({ answer.kinds, answer.columns, answer.rows, answer.tag }):equals {
      "TDCZ", { "one", "letter" }, { { "1", "x" } }, "SELECT 1" }
  end)

  it("several statements in one message are answered one by one", function()
    local r = c:query("SELECT 1; CREATE TEMP TABLE a (n int); INSERT INTO a VALUES (1), (2); SELECT n FROM a")
    expect({ r.kinds, r.tags }):equals { "TDCCCTDDCZ", { "SELECT 1", "CREATE TABLE", "INSERT 0 2", "SELECT 2" } }
  end)

  it("an error in one of several takes back all of them", function()
    c:query("CREATE TEMP TABLE a (n int)")
    local r = c:query("INSERT INTO a VALUES (1); SELECT 1/0; INSERT INTO a VALUES (2)")
    expect({ r.kinds, r.error.code }):equals { "CEZ", "22012" }
    expect(c:value("SELECT count(*) FROM a")):equals("0")
  end)

  it("a query of nothing has an answer of its own", function()
    expect(c:query("").kinds):equals("IZ")
    expect(c:query(" ; -- a comment").kinds):equals("IZ")
  end)

  it("NULL is not the empty text", function()
    expect(c:query("SELECT NULL, ''").rows):equals { { false, "" } }
  end)

  it("errors have a SQLSTATE and a place, and the session goes on", {
    cases = {
      ["no such table"] = { "SELECT * FROM none", "42P01", "15" }, ["no grammar"] = { "SELEC 1", "42601", "1" },
      ["no number"] = { "SELECT 'x'::int", "22P02", "8" }, ["a line too far"] = { "SELECT 1,\n  none", "42703", "13" },
    },
  }, function(_, case)
    local r = c:query(case[1])
    expect({ r.error.code, r.error.position, r.error.severity }):equals { case[2], case[3], "ERROR" }
    expect(c:value("SELECT 'still there'")):equals("still there")
  end)

  it("a transaction that has failed takes nothing until it is rolled back", function()
    expect(c:query("BEGIN").status):equals("T")
    expect(c:query("SELECT 1/0").status):equals("E")
    expect(c:sqlstate("SELECT 1")):equals("25P02")
    local r = c:query("COMMIT")
    expect({ r.tag, r.status }):equals { "ROLLBACK", "I" }
  end)

  it("a prepared statement is described, bound and executed", function()
    c:send(pg.parse("sum", "SELECT $1::int + $2::int AS sum") .. pg.describe("S", "sum") .. pg.bind("", "sum", { "2", "3" })
      .. pg.execute "" .. pg.bind("", "sum", { "4", false }) .. pg.execute "" .. pg.sync)
    local r = c:read_result()
    expect({ r.kinds, r.columns, r.rows }):equals { "1tT2DC2DCZ", { "sum" }, { { "5" }, { false } } }
  end)

  it("a portal gives its rows in portions", function()
    c:send(pg.parse("", "SELECT generate_series(1, 5)") .. pg.bind("p", "", {}) .. pg.execute("p", 2) .. pg.execute("p", 2)
      .. pg.execute("p", 2) .. pg.sync)
    expect(c:read_result().kinds):equals("12DDsDDsDCZ")
  end)

  it("a statement that was closed is not known any more", function()
    c:send(pg.parse("s", "SELECT 1") .. pg.message("C", "Ss\0") .. pg.bind("", "s", {}) .. pg.sync)
    local r = c:read_result()
    expect({ r.kinds, r.error.code }):equals { "13EZ", "26000" }
  end)

  it("an error in a pipeline skips what follows it, up to Sync", function()
    local function ask(sql) return pg.parse("", sql) .. pg.bind("", "", {}) .. pg.execute "" end
    c:send(ask "SELECT 1" .. ask "SELECT 1/0" .. ask "SELECT 3" .. pg.sync .. ask "SELECT 4" .. pg.sync)
    local first, second = c:read_result(), c:read_result()
    expect({ first.kinds, first.rows, first.error.code }):equals { "12DC1EZ", { { "1" } }, "22012" }
    expect({ second.kinds, second.rows }):equals { "12DCZ", { { "4" } } }
  end)

  it("a hundred queries at once are answered in their order", function()
    local queries = {}
    for n = 1, 100 do queries[n] = pg.query("SELECT " .. n) end
    c:send(table.concat(queries))
    for n = 1, 100 do expect(c:read_result().rows):equals { { tostring(n) } } end
  end)

  it("a query that comes byte by byte is answered like any other", function()
    for byte in pg.query("SELECT 'slowly'"):gmatch(".") do c:send(byte) end
    expect(c:read_result().rows):equals { { "slowly" } }
  end)

  it("a large value arrives whole", function()
    local arrived, value = pcall(c.value, c, "SELECT repeat('x', 1048576)")
    expect(arrived and #value or "the connection ended within it"):equals(1048576)
  end)

  it("a client that has finished writing gets its answer", function()
    c:send(pg.query("SELECT pg_sleep(0.05), 'late'"))
    c.socket:shutdown(socket.SHUT_WR)
    local r = c:read_result()
    expect({ r.kinds, r.rows[1] and r.rows[1][2] }):equals { "TDCZ", "late" }
    expect(c:read()):is_nil()
  end)

  it("text comes in the encoding that the client asks for", function()
    c:query("SET client_encoding = 'LATIN1'")
    expect(c:query("SELECT 'caf\xe9', length('caf\xe9')").rows):equals { { "caf\xe9", "4" } }
    expect(c:sqlstate("SELECT U&'\\20AC'")):equals("22P05") -- no euro in Latin 1
  end)

  it("a copy takes rows and gives them", function()
    c:query("CREATE TEMP TABLE a (n int, s text)")
    expect(c:query("COPY a FROM STDIN").kinds):equals("G")
    c:send(pg.message("d", "1\tone\n2\t") .. pg.message("d", "two\n") .. pg.message("c", "")) -- cut where it likes
    expect(c:read_result().tag):equals("COPY 2")
    local r = c:query("COPY a TO STDOUT")
    expect({ r.kinds, r.copied }):equals { "HddcCZ", { "1\tone\n", "2\ttwo\n" } }
  end)

  it("a copy with a bad line takes none of them, and names it", function()
    c:query("CREATE TEMP TABLE a (n int)")
    c:query("COPY a FROM STDIN")
    c:send(pg.message("d", "1\nx\n") .. pg.message("c", ""))
    local r = c:read_result()
    expect({ r.error.code, r.error.where }):equals { "22P02", 'COPY a, line 2, column n: "x"' }
    expect(c:value("SELECT count(*) FROM a")):equals("0")
  end)

  it("a copy that the client gives up takes nothing", function()
    c:query("CREATE TEMP TABLE a (n int)")
    c:query("COPY a FROM STDIN")
    c:send(pg.message("d", "1\n") .. pg.message("f", "no more\0"))
    local r = c:read_result()
    expect(r.error):equals {
      code = "57014", message = "COPY from stdin failed: no more", severity = "ERROR", where = "COPY a, line 2" }
    expect(c:value("SELECT count(*) FROM a")):equals("0")
  end)

  it("who listens is notified, once the other has committed", function()
    local other <close> = pg.connect()
    c:query("LISTEN news")
    other:query("BEGIN; NOTIFY news, 'hello'")
    expect(c:query("").notifications):equals {}
    other:query("COMMIT")
    expect(c:read_result("A").notifications):equals { { "news", "hello" } }
  end)

  it("notices come between the results", function()
    local r = c:query("DO $$ BEGIN RAISE WARNING 'mind %', 'the gap'; END $$")
    expect({ r.kinds, r.notices[1].code, r.notices[1].message }):equals { "NCZ", "01000", "mind the gap" }
  end)
end)
