-- memcached: what operators do to it: stop, restart, reload, watch; who may come in; and the starts that must fail.
local lines = require "lines"
local memcached = require "memcached_support"
local process = require "process"
local socket = require "socket"

local Error = lines.memcached.Error

-- The last words of a server that must not come up.
local function fails_to_start(t, arguments)
  return expect(function() memcached.start(t, arguments) end):raises("before it was ready").message
end

describe("memcached operations", memcached.suite, function()
  it("SIGTERM ends it with status 0, and its clients with an end", function(t)
    local c, server = memcached.pair(t)
    c:set("k", "v")
    expect(server:stop()):equals { exit_code = 0 }
    expect(c.socket:recv(1)):equals("")
  end)

  it("a restart empties the cache", function(t)
    local c, server = memcached.pair(t)
    c:set("k", "v")
    server:restart()
    expect(memcached.connect():get("k")):is_nil()
  end)

  it("a restart under load: whoever connects again reads what was stored, or nothing", function(t)
    local server = memcached.start(t)
    local reads, restarted = 0, t:event()
    local function use()
      local c <close> = memcached.connect()
      while true do
        c:set("k", "n" .. reads)
        expect(c:get("k")):equals("n" .. reads)
        reads = reads + 1
        if restarted:is_set() then return end
      end
    end
    t:run("client", function()
      local before = pcall(use)
      restarted:wait()
      expect(before):is_false()
      local c = memcached.connect()
      expect(c:get("k")):is_nil()
      use()
    end, "operator", function()
      local c = memcached.connect()
      repeat until tonumber(c:stats().cmd_get) >= 50
      server:restart()
      restarted:set()
    end)
    expect(reads):at_least(50)
  end)

  it("the log names each command and its answer", function(t)
    local c, server = memcached.pair(t)
    c:set("city", "Gdansk")
    expect(expect(server):logs("<%d+ set (%S+) 0 0 6")):equals("city")
    expect(server):logs("STORED")
  end)

  it("a watcher is told what others fetch", { covers = { "memcached watchers" } }, function(t)
    local c = memcached.pair(t)
    local watcher = memcached.connect()
    expect(watcher:command("watch fetchers")):equals("OK")
    expect(c:get("none")):is_nil()
    expect(watcher.socket:recv_line()):matches("type=item_get key=none status=not_found")
  end)

  it("a client may shut it down with -A", { covers = { "memcached shutdown" } }, function(t)
    local c, server = memcached.pair(t, { "-A" })
    c:send_line("shutdown")
    expect(server:wait()):equals { exit_code = 0 }
  end)

  it("a client may not shut it down without -A", { covers = { "memcached shutdown" } }, function(t)
    local c = memcached.pair(t)
    expect(function() c:command("shutdown") end):raises("ERROR: shutdown not enabled")
    expect(c:set("k", "v")):equals("STORED")
  end)

  it("an address that is taken is refused", function(t)
    local _ <close> = socket.create_server(memcached.origin(t))
    expect(fails_to_start(t)):matches("failed to listen on .*: Address already in use")
  end)

  it("an argument that is none is refused", function(t)
    expect(fails_to_start(t, { "-o", "no_such_thing" })):matches("Illegal suboption \"no_such_thing\"")
  end)

  it("as root it does not run unless told so", function()
    local p = process.start { command = { "memcached", "-p", "11299" } }
    expect(p:wait().exit_code):equals(64) -- EX_USAGE
    expect(p):logs("can't run as root without the %-u switch")
  end)

  it("a UNIX socket has the access mask that it is given", function(t)
    local path = t:tempdir() .. "/memcached.sock"
    process.start {
      command = { "memcached", "-s", path, "-a", "0777" }, user = "daemon", ready = { unix = path },
    }
    local s = socket.socket(socket.AF_UNIX)
    s:connect(path)
    expect(lines.memcached.client(s):set("k", "v")):equals("STORED")
  end)
end)

describe("memcached access", memcached.suite, function()
  local function log_in(c, user)
    return c:set("any", user)
  end

  it("without a password nothing is served, and with one everything", {
    covers = { "memcached authentication" },
  }, function(t)
    local c = memcached.pair(t, { "-Y", t:write("users", "ada:secret\n") })
    expect(function() c:command("get k") end):raises(Error, { text = "unauthenticated" })
    expect(function() log_in(c, "ada guess") end):raises(Error, { text = "authentication failure" })
    expect(log_in(c, "ada secret")):equals("STORED")
    expect(c:set("k", "v")):equals("STORED")
  end)

  it("a reload takes new passwords without a lost connection", function(t)
    local c, server = memcached.pair(t, { "-Y", t:write("users", "ada:secret\n") })
    expect(log_in(c, "ada secret")):equals("STORED")
    t:write("users", "ada:changed\n")
    server:reload()
    local newcomer = memcached.connect()
    repeat until pcall(log_in, newcomer, "ada changed") -- the server's clock, which ticks each second, sees the signal
    expect(c:set("k", "v")):equals("STORED")
    expect(function() log_in(memcached.connect(), "ada secret") end):raises(Error, { text = "authentication failure" })
  end)
end)
