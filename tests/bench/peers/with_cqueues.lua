-- W1 to W4 with cqueues: lua5.4 with_cqueues.lua echo CONNECTIONS COUNT | bulk COUNT | churn COUNT AT_ONCE
local cqueues = require "cqueues"
local socket = require "cqueues.socket"

local loop = cqueues.new()

-- Bytes as they are, sent at once.
local function plain(connection)
  connection:setmode("bn", "bn")
  return connection
end

local function listen()
  local listener = assert(socket.listen("127.0.0.1", 7000))
  assert(listener:listen())
  return listener
end

local function connect() return plain(assert(socket.connect("127.0.0.1", 7000))) end

local function report(began) print(("bench: seconds %.9f"):format(cqueues.monotime() - began)) end

-- Runs all tasks; `jobs` is a list of functions.
local function together(jobs)
  for _, job in ipairs(jobs) do loop:wrap(job) end
  assert(loop:loop())
end

local workloads = {}

function workloads.echo(connections, count)
  local message, listener = ("x"):rep(64), listen()
  local pairs_of_ends, jobs, same = {}, {}, 0
  loop:wrap(function()
    for i = 1, connections do
      local stream = connect()
      assert(stream:connect())
      pairs_of_ends[i] = { stream, plain(listener:accept()) }
    end
  end)
  assert(loop:loop())
  for i, ends in ipairs(pairs_of_ends) do
    jobs[2 * i - 1] = function()
      for data in function() return ends[2]:read(64) end do ends[2]:write(data) end
      ends[2]:close()
    end
    jobs[2 * i] = function()
      for _ = 1, count do
        ends[1]:write(message)
        if ends[1]:read(64) == message then same = same + 1 end
      end
      ends[1]:close()
    end
  end
  local began = cqueues.monotime()
  together(jobs)
  report(began)
  assert(same == connections * count)
end

function workloads.bulk(count)
  local block, listener = ("0123456789abcdef"):rep(4096), listen()
  local total, began = 0, nil
  together { function()
    local conn = plain(listener:accept())
    while true do
      local data = conn:read(-65536)
      if not data then break end
      assert(data:byte() == block:byte(total % 16 + 1))
      total = total + #data
    end
    report(began)
    conn:close()
  end, function()
    local stream = connect()
    assert(stream:connect())
    began = cqueues.monotime()
    for _ = 1, count do assert(stream:write(block)) end
    stream:close()
  end }
  assert(total == count * #block)
end

function workloads.churn(count, at_once)
  local message, listener = ("x"):rep(16), listen()
  local left, same = count, 0
  local function answer(conn)
    conn:write(conn:read(16))
    conn:close()
  end
  local jobs = { function()
    for _ = 1, count do
      local conn = plain(listener:accept())
      if at_once == 1 then answer(conn) else loop:wrap(answer, conn) end
    end
  end }
  for _ = 1, at_once do
    jobs[#jobs + 1] = function()
      while left > 0 do
        left = left - 1
        local stream = connect()
        stream:write(message)
        if stream:read(16) == message then same = same + 1 end
        stream:close()
      end
    end
  end
  local began = cqueues.monotime()
  together(jobs)
  report(began)
  assert(same == count)
end

local what, first, second = ...
workloads[what](tonumber(first), tonumber(second))
