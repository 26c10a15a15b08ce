-- Lookups wait without holding up the other tasks, wherever a name may stand.
local socket = require "socket"
local dns = require "dns"

local zone = { ["db.test"] = { A = "127.0.0.2", AAAA = "::1" }, ["127.0.0.2"] = { PTR = "db.test" } }

describe("a lookup", { dns = zone, requires = { "private" } }, function()
  -- Makes the name server's answer for db.test wait until the other task has done something.
  local function answered_after(t, work)
    local asked, done = t:event(), t:event()
    dns.answer("db.test", function()
      asked:set()
      done:wait()
      return { A = "127.0.0.2" }
    end)
    return function()
      asked:wait()
      work()
      done:set()
    end
  end

  it("lets the others run, in every function that takes a name", function(t)
    local functions = {
      getaddrinfo = function() return socket.getaddrinfo("db.test", 80, socket.AF_INET)[1].sockaddr.host end,
      gethostbyname = function() return socket.gethostbyname("db.test") end,
      gethostbyname_ex = function() return select(3, socket.gethostbyname_ex("db.test"))[1] end,
      gethostbyaddr = function() return select(3, socket.gethostbyaddr("db.test"))[1] end,
      getfqdn = function() return socket.getfqdn("db.test") == "db.test" and "127.0.0.2" end,
      bind = function()
        local s <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s:bind { "db.test", 0 }
        return s:getsockname().host
      end,
      sendto = function()
        local receiver <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        receiver:bind { "127.0.0.2", 5000 }
        local s <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        expect({ s:sendto("one", { "db.test", 5000 }), s:sendto("two", 0, { "db.test", 5000 }) }):equals { 3, 3 }
        expect({ receiver:recv(9), receiver:recv(9) }):equals { "one", "two" }
        return receiver:getsockname().host
      end,
      connect = function()
        local listener <close> = socket.create_server { "127.0.0.2", 5001 }
        local s <close> = socket.socket()
        s:connect { "db.test", 5001 }
        local other <close> = socket.create_connection { "db.test", 5001 }
        expect(listener:fileno()):at_least(0)
        expect(other:getpeername()):equals { "127.0.0.2", 5001 }
        return s:getpeername().host
      end,
    }
    for name, fn in pairs(functions) do
      local worked = false
      t:run("looks up", function()
        local found = fn()
        expect({ name, found, worked }):equals { name, "127.0.0.2", true }
      end, "works", answered_after(t, function() worked = true end))
    end
  end)

  it("of an address lets them run too", function(t)
    local worked = false
    local asked = t:event()
    local done = t:event()
    dns.answer("127.0.0.2", function()
      asked:set()
      done:wait()
      return { PTR = "db.test" }
    end)
    t:run("looks up", function()
      expect({ socket.getnameinfo({ "127.0.0.2", 80 }, 0) }):equals { "db.test", "http" }
      expect(worked):is_true()
    end, "works", function()
      asked:wait()
      worked = true
      done:set()
    end)
  end)

  it("is not waited for by a task that is cancelled", { timeout = 0.9, dns = { ["silent.test"] = "TIMEOUT" } },
    function(t)
      local asked = t:event()
      dns.answer("never.test", function()
        asked:set()
        t:event():wait()
      end)
      local task = t:spawn("asks", socket.gethostbyname, "never.test")
      asked:wait()
      task:cancel()
      expect((task:join())):is_nil()
      t:background("asks again", socket.gethostbyname, "silent.test")
    end)

  it("may be one of many at once", function(t)
    local tasks = {}
    for i = 1, 40 do
      dns.set(("n%d.test"):format(i), { A = "127.0.2." .. i, delay = i % 3 * 0.01 })
      tasks[i] = t:spawn("asks", socket.gethostbyname, ("n%d.test"):format(i))
    end
    for i, task in ipairs(tasks) do expect(task:join()):equals("127.0.2." .. i) end
  end)

  it("finds its socket closed, if that happened meanwhile", function(t)
    local s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    t:run("sends", function()
      expect(function() s:sendto("x", { "db.test", 9 }) end):raises(socket.OSError, { errno = socket.EBADF })
    end, "closes", answered_after(t, function() s:close() end))
  end)

  it("takes an address as it is when it has found the host", function(t)
    local s <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    local address = { "db.test", 0 }
    t:run("binds", function()
      expect(function() s:bind(address) end):raises(socket.OverflowError, {
        message = "bind(): port must be 0-65535.",
      })
    end, "changes it", answered_after(t, function() address[2] = 70000 end))
  end)

  it("cannot wait where Lua cannot suspend, and need not where the address is numeric", function()
    local function within_sort(fn)
      local ok, e = pcall(table.sort, { 1, 2 }, function() return fn() and false end)
      return ok or tostring(e)
    end
    expect(within_sort(function() return socket.gethostbyname("db.test") end)):contains("gethostbyname has to wait here")
    for _, host in ipairs { "127.0.0.1", "127.1", "", "<broadcast>" } do
      expect(within_sort(function() return socket.gethostbyname(host) end)):is_true()
    end
    expect(within_sort(function() return socket.getaddrinfo("::1", 80) end)):is_true()
    expect(within_sort(function() return socket.getnameinfo({ "127.0.0.2", 80 }, socket.NI_NUMERICHOST) end)):is_true()
  end)

  it("leaves no trace in the transcript but that of its failure", function(t)
    local s <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s:connect { "db.test", 9 }
    expect(s:connect_ex { "db.test", 9 }):equals(0)
    expect(function() s:connect_ex { "none.test", 9 } end):raises(socket.gaierror)
    expect(function() socket.gethostbyaddr("127.0.0.77") end):raises(socket.herror)
    expect(t):exchanged [[
      main  resolve "none.test"
        ! connect_ex EAI_NONAME
      main#2  resolve "127.0.0.77"
        ! gethostbyaddr HOST_NOT_FOUND
    ]]
  end)
end)
