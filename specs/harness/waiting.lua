-- Where a call that waits may stand: wherever Lua can suspend a function. Elsewhere it says so in words.
local socket = require "socket"

-- What `wait` gives, which receives a byte that is sent only while it waits.
local function waited(t, wait)
  local a, b = socket.socketpair()
  local got
  t:run("waiting", function() got = wait(a) end, "sending", function() b:sendall("x") end)
  return got
end

local function receive(s) return s:recv(1) end

local suspendable = {
  pcall = function(s) return select(2, pcall(receive, s)) end,
  xpcall = function(s) return select(2, xpcall(receive, print, s)) end,
  ["pcall in pcall"] = function(s) return select(3, pcall(pcall, receive, s)) end,
  ["a function of __index"] = function(s)
    return setmetatable({}, { __index = function() return receive(s) end }).anything
  end,
  ["an operator"] = function(s)
    return setmetatable({}, { __concat = function() return receive(s) end }) .. "anything"
  end,
  ["a comparison"] = function(s)
    local got
    local meta = { __lt = function() got = receive(s); return true end }
    return setmetatable({}, meta) < setmetatable({}, meta) and got
  end,
  ["an iterator"] = function(s)
    local got
    for byte in function(_, last) return not last and receive(s) or nil end do got = byte end
    return got
  end,
  ["the end of a block"] = function(s)
    local got
    do
      local _ <close> = setmetatable({}, { __close = function() got = receive(s) end })
    end
    return got
  end,
  ["coroutine.wrap"] = function(s) return coroutine.wrap(receive)(s) end,
  ["a coroutine in a coroutine"] = function(s)
    return coroutine.wrap(function() return coroutine.wrap(receive)(s) end)()
  end,
  ["pcall in a coroutine in pcall"] = function(s)
    local co = coroutine.create(function() return pcall(receive, s) end)
    return select(4, pcall(coroutine.resume, co))
  end,
}

-- Each calls `wait` from a function of C that Lua cannot suspend.
local rigid = {
  ["table.sort"] = function(wait) table.sort({ 1, 2 }, wait) end,
  ["string.gsub"] = function(wait) ("x"):gsub("x", wait) end,
  ["a __tostring"] = function(wait) tostring(setmetatable({}, { __tostring = wait })) end,
  ["a coroutine in table.sort"] = function(wait)
    table.sort({ 1, 2 }, function() return coroutine.wrap(wait)() end)
  end,
}

describe("a call that waits", function()
  it("waits wherever Lua can suspend the function around it", function(t)
    for place, wait in pairs(suspendable) do
      expect({ place, waited(t, wait) }):equals { place, "x" }
    end
  end)

  it("says where it cannot wait, and the task goes on", function()
    local a, b = socket.socketpair()
    for place, call in pairs(rigid) do
      local e = expect(function() call(function() return a:recv(1) end) end):raises(socket.RuntimeError)
      expect({ place, tostring(e) }):equals {
        place,
        "recv has to wait here, and cannot: Lua cannot suspend a function that table.sort, string.gsub, "
          .. "require or the garbage collector called",
      }
    end
    b:sendall("x")
    expect(a:recv(1)):equals("x")
  end)

  it("works in those places too where it need not wait", function()
    local a, b = socket.socketpair()
    for place, call in pairs(rigid) do
      b:sendall("x")
      local got
      call(function() got = a:recv(1); return place == "table.sort" and false or "" end)
      expect({ place, got }):equals { place, "x" }
      a:setblocking(false)
      pcall(a.recv, a, 100)
      a:setblocking(true)
    end
  end)

  it("cannot wait in a finalizer, which has no task to suspend", function()
    local a = socket.socketpair()
    local e
    setmetatable({}, { __gc = function() e = select(2, pcall(a.recv, a, 1)) end })
    collectgarbage()
    expect(socket.isinstance(e, socket.RuntimeError)):is_true()
    expect(tostring(e)):contains("the garbage collector")
  end)

  it("cannot wait while a module loads", function()
    expect(function() require "waits_at_load" end):raises(socket.RuntimeError)
  end)

  it("leaves a plain yield to whoever resumed the coroutine", function(t)
    local got = waited(t, function(s)
      local parts = {}
      for part in coroutine.wrap(function()
        coroutine.yield("before")
        coroutine.yield(s:recv(1))
        coroutine.yield("after")
      end) do
        parts[#parts + 1] = part
      end
      return table.concat(parts, " ")
    end)
    expect(got):equals("before x after")
  end)

  it("raises in the coroutine that made it", function()
    local a = socket.socketpair()
    a:settimeout(0.01)
    local ok, e = coroutine.resume(coroutine.create(function() a:recv(1) end))
    expect(ok):is_false()
    expect(socket.isinstance(e, socket.TimeoutError)):is_true()
  end)
end)
