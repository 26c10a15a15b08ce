-- W1 to W4 with luv, in coroutines: lua5.4 with_luv.lua echo CONNECTIONS COUNT | bulk COUNT | churn COUNT AT_ONCE
local uv = require "luv"

-- A coroutine that a callback resumes is one that waits; errors of it are the program's.
local function go(fn, ...) assert(coroutine.resume(coroutine.create(fn), ...)) end

local function resumer()
  local me = coroutine.running()
  return function(...) assert(coroutine.resume(me, ...)) end
end

-- A connection whose reads give what came: the callback leaves it in a queue, and wakes who waits.
local Stream = {}
Stream.__index = Stream

local function stream_of(handle)
  local stream = setmetatable({ handle = handle, queue = {}, first = 1 }, Stream)
  handle:read_start(function(problem, data)
    assert(not problem, problem)
    stream.queue[#stream.queue + 1] = data or false
    local wake = stream.wake
    stream.wake = nil
    if wake then wake() end
  end)
  return stream
end

-- What came, or false at the end of the stream.
function Stream:read()
  if self.queue[self.first] == nil then
    self.wake = resumer()
    coroutine.yield()
  end
  local data = self.queue[self.first]
  self.queue[self.first] = nil
  self.first = self.first + 1
  if self.queue[self.first] == nil then self.queue, self.first = {}, 1 end
  return data
end

function Stream:write(data) assert(self.handle:write(data)) end

function Stream:write_and_wait(data)
  assert(self.handle:write(data, resumer()))
  coroutine.yield()
end

function Stream:close() self.handle:close() end

local function connect()
  local handle = uv.new_tcp()
  local connected, waits = false, false
  local wake = resumer()
  assert(handle:connect("127.0.0.1", 7000, function(problem)
    assert(not problem, problem)
    connected = true
    if waits then wake() end
  end))
  if not connected then
    waits = true
    coroutine.yield()
  end
  return stream_of(handle)
end

-- Calls `handler` in a coroutine of its own for each connection that comes.
local function listen(handler)
  local listener = uv.new_tcp()
  assert(listener:bind("127.0.0.1", 7000))
  assert(listener:listen(128, function(problem)
    assert(not problem, problem)
    local handle = uv.new_tcp()
    assert(listener:accept(handle))
    go(handler, stream_of(handle))
  end))
  return listener
end

local function report(began) print(("bench: seconds %.9f"):format((uv.hrtime() - began) / 1e9)) end

local workloads = {}

function workloads.echo(connections, count)
  local message, open, left, same = ("x"):rep(64), 0, connections, 0
  local began
  local function ask(stream)
    for _ = 1, count do
      stream:write(message)
      if stream:read() == message then same = same + 1 end
    end
    stream:close()
    left = left - 1
  end
  local listener = listen(function(conn)
    for data in function() return conn:read() or nil end do conn:write(data) end
    conn:close()
  end)
  go(function()
    local streams = {}
    while open < connections do
      open = open + 1
      streams[open] = connect()
    end
    began = uv.hrtime()
    for _, stream in ipairs(streams) do go(ask, stream) end
  end)
  while left > 0 do uv.run("once") end
  report(began)
  listener:close()
  uv.run()
  assert(same == connections * count)
end

function workloads.bulk(count)
  local block, total, began = ("0123456789abcdef"):rep(4096), 0, nil
  local listener
  listener = listen(function(conn)
    for data in function() return conn:read() or nil end do
      assert(data:byte() == block:byte(total % 16 + 1))
      total = total + #data
    end
    report(began)
    conn:close()
    listener:close()
  end)
  go(function()
    local stream = connect()
    began = uv.hrtime()
    for _ = 1, count do stream:write_and_wait(block) end
    stream:close()
  end)
  uv.run()
  assert(total == count * #block)
end

function workloads.churn(count, at_once)
  local message, left, done, same = ("x"):rep(16), count, 0, 0
  local listener
  listener = listen(function(conn)
    conn:write(conn:read())
    conn:close()
  end)
  local function call()
    while left > 0 do
      left = left - 1
      local stream = connect()
      stream:write(message)
      if stream:read() == message then same = same + 1 end
      stream:close()
      done = done + 1
    end
    if done == count then listener:close() end
  end
  local began = uv.hrtime()
  for _ = 1, at_once do go(call) end
  uv.run()
  report(began)
  assert(same == count)
end

local what, first, second = ...
workloads[what](tonumber(first), tonumber(second))
