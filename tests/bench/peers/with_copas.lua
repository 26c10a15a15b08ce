-- W1, W3 and W4 with copas on LuaSocket: lua5.1 with_copas.lua echo CONNECTIONS COUNT | bulk COUNT | churn COUNT AT_ONCE
local copas = require "copas"
local socket = require "socket"

local function listen() return assert(socket.bind("127.0.0.1", 7000, 128)) end

local function connect()
  local raw = socket.tcp()
  raw:settimeout(0)
  assert(copas.connect(raw, "127.0.0.1", 7000))
  return copas.wrap(raw)
end

local function report(began) print(("bench: seconds %.9f"):format(socket.gettime() - began)) end

-- Runs `handler` on each connection that comes, and the jobs; ends when `is_done()`.
local function serve(handler, jobs, is_done)
  local listener = listen()
  copas.addserver(listener, function(raw) handler(copas.wrap(raw)) end)
  for _, job in ipairs(jobs) do copas.addthread(job) end
  while not is_done() do copas.step() end
end

local workloads = {}

function workloads.echo(connections, count)
  local message, left, same = ("x"):rep(64), connections, 0
  local function echo(conn)
    local data = conn:receive(64)
    while data do
      conn:send(data)
      data = conn:receive(64)
    end
  end
  local began = socket.gettime()
  local jobs = {}
  for i = 1, connections do
    jobs[i] = function()
      local stream = connect()
      for _ = 1, count do
        stream:send(message)
        if stream:receive(64) == message then same = same + 1 end
      end
      stream.socket:close()
      left = left - 1
    end
  end
  serve(echo, jobs, function() return left == 0 end)
  report(began)
  assert(same == connections * count)
end

function workloads.bulk(count)
  local block, total = ("0123456789abcdef"):rep(4096), 0
  local began
  local function take(conn)
    while total < count * #block do
      local data = assert(conn:receive(#block))
      assert(data:byte() == block:byte() and data:byte(-1) == block:byte(-1))
      total = total + #data
    end
    report(began)
  end
  serve(take, { function()
    local stream = connect()
    began = socket.gettime()
    for _ = 1, count do assert(stream:send(block)) end
    stream.socket:close()
  end }, function() return total == count * #block end)
end

function workloads.churn(count, at_once)
  local message, left, done, same = ("x"):rep(16), count, 0, 0
  local function answer(conn) conn:send(conn:receive(16)) end -- copas closes it then
  local jobs = {}
  for i = 1, at_once do
    jobs[i] = function()
      while left > 0 do
        left = left - 1
        local stream = connect()
        stream:send(message)
        if stream:receive(16) == message then same = same + 1 end
        stream.socket:close()
        done = done + 1
      end
    end
  end
  local began = socket.gettime()
  serve(answer, jobs, function() return done == count end)
  report(began)
  assert(same == count)
end

local what, first, second = ...
workloads[what](tonumber(first), tonumber(second))
