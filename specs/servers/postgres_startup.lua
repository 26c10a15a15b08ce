-- PostgreSQL's protocol: how a session begins, and what is no beginning of one.
local pg = require "postgres_client"
local postgres = require "postgres_support"
local socket = require "socket"

local setup = [[
CREATE ROLE guarded LOGIN PASSWORD 'secret'
CREATE ROLE nobody LOGIN
CREATE ROLE single LOGIN CONNECTION LIMIT 1
]]

describe("PostgreSQL > startup", { tags = { "servers" }, requires = postgres.requires, timeout = 20 }, function()
  local server

  before_all(function(t)
    postgres.initialize(t, setup)
    server = postgres.start(t)
  end)

  -- The error that a first message gets, behind which the connection ends.
  local function refusal(parameters)
    local c <close> = pg.dial()
    local r = c:start(parameters)
    expect(r.ended):is_true()
    return r.error
  end

  it("happy path: parameters of the first message hold for the session", function()
    local c <close> = pg.connect { application_name = "parley", options = "-c work_mem=1MB" }
    expect(c.started.parameters.application_name):equals("parley")
    expect(c:value("SHOW work_mem")):equals("1MB")
    expect(server):logs("connection authorized: user=postgres database=postgres application_name=parley")
  end)

  it("TLS is refused by one letter, and the session begins without", function(t)
    local c <close> = pg.dial()
    c:send(pg.ssl_request)
    expect(c.socket:recv(1)):equals("N")
    expect(t:conversation("main")):exchanged [[
      main > postgres  tcp 127.0.0.1:5432
        > 00 00 00 08 04 d2 16 2f
        < "N"
    ]]
    expect(c:start().status):equals("I")
  end)

  it("bytes behind the request for TLS are not taken for the session's", function()
    local c <close> = pg.dial()
    c:send(pg.ssl_request .. pg.startup { user = "postgres" })
    c.socket:recv(1)
    expect(c:read_result().kinds):matches("^E?$") -- nothing in the clear passes for encrypted
    expect(server):logs("received unencrypted data after SSL request", { timeout = 1 })
  end)

  it("a database that is not there", function()
    expect(refusal({ database = "none" })):equals {
      code = "3D000", severity = "FATAL", message = 'database "none" does not exist' }
  end)

  it("a user that is not there", function() expect(refusal({ user = "none" }).code):equals("28000") end)

  it("a user that no rule lets in", function()
    local e = refusal { user = "nobody" }
    expect(e.code):equals("28000")
    expect(e.message):contains('pg_hba.conf rejects connection for host "127.0.0.1", user "nobody"')
  end)

  it("a first message without a user", function()
    expect(refusal({ user = "" })):equals {
      code = "28000", severity = "FATAL", message = "no PostgreSQL user name specified in startup packet" }
  end)

  it("a right password lets in", function()
    local c <close> = pg.dial()
    local asked = c:start { user = "guarded" }
    local asks_for = ({ [0] = "nothing", [3] = "a password" })[asked.authentication]
    expect({ kinds = asked.kinds, asks_for = asks_for }):equals { kinds = "R", asks_for = "a password" }
    c:send(pg.message("p", "secret\0"))
    expect(c:read_result().status):equals("I")
  end)

  it("a wrong password is refused and logged", function()
    local c <close> = pg.dial()
    c:start { user = "guarded" }
    c:send(pg.message("p", "guess\0"))
    local r = c:read_result()
    expect({ code = r.error and r.error.code, status = r.status }):equals { code = "28P01" }
    expect(server):logs('password authentication failed for user "guarded"')
  end)

  it("who does not say a password in time is given up", function()
    local c <close> = pg.dial()
    expect(c:start({ user = "guarded" }).kinds):equals("R") -- asks for it
    expect(c:read()):is_nil()
    expect(server):logs("canceling authentication due to timeout")
  end)

  it("one user may have so many sessions", function()
    local first <close> = pg.connect { user = "single" }
    local second <close> = pg.dial()
    local r = second:start { user = "single" }
    expect({ code = r.error and r.error.code, status = r.status }):equals { code = "53300" }
    expect(first:value("SELECT 1")):equals("1")
  end)

  it("an older protocol is refused", function()
    local c <close> = pg.dial()
    c:send(pg.startup({ user = "postgres" }, 0x20000))
    expect(c.socket:recv_all()):contains("unsupported frontend protocol 2.0: server supports 3.0 to 3.0")
  end)

  it("a newer minor version is told what there is, and goes on", function()
    local c <close> = pg.dial()
    local r = c:start({ ["_pq_.new"] = "1" }, 0x30009)
    expect(r.kinds):matches("^vRS+KZ$")
  end)

  it("a length that is none ends the connection and is logged", {
    cases = { ["too small"] = 3, ["too large"] = 100000, ["a browser's"] = "GET / HTTP/1.1\r\n\r\n" },
  }, function(_, case)
    local c <close> = pg.dial()
    c:send(type(case) == "string" and case or pg.message("", string.pack(">I4", 0x30000), case))
    local r = c:read_result()
    expect({ r.kinds, r.ended }):equals { r.error and "E" or "", true }
    expect(server):logs("invalid length of startup packet")
  end)

  it("a client that goes away anywhere in it hurts nobody", function(t)
    t:cut { to = pg.address, cap = 12, with = { "rst" }, play = function(_, cut)
      local c <close> = pg.dial(cut.address)
      pcall(function()
        c:start { application_name = "cut" }
        c:query("SELECT 1")
      end)
    end }
    local c <close> = pg.connect()
    expect(c:value("SELECT 'unhurt'")):equals("unhurt")
  end)

  it("a slow and sliced way is as good as any", function(t)
    local way = t:proxy { to = pg.address, toxics = { latency = { latency = 0.005 }, slicer = { average_size = 3 } } }
    local c <close> = pg.connect({}, way.address)
    expect(c:value("SELECT repeat('ab', 50)")):equals(("ab"):rep(50))
  end)

  it("the socket file takes sessions, too", function(t)
    local s = socket.socket(socket.AF_UNIX)
    local port = t:param("variant") and "%d+" or "5432"
    expect(server:output()):matches("listening on Unix socket \"(.-)/.s.PGSQL." .. port)
    s:connect(server:output():match("listening on Unix socket \"([^\"]*)\""))
    local c <close> = pg.over(s)
    expect(c:start().status):equals("I")
  end)
end)
