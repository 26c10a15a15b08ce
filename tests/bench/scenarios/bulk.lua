-- The transfer of plain/bulk_epoll.cpp as a scenario: blocks of 64 KiB over one TCP connection in one direction. The
-- parameter `by` is the call that takes them, recv or recv_into. What it prints the driver reads.
local socket = require "socket"
local time = require "time"

local SIZE = 65536

-- A byte tells by its place in the block: the 256 rows of 256 bytes are one cycle, each begun one further on.
local function patterned_block()
  local bytes, rows = {}, {}
  for i = 0, 511 do bytes[i + 1] = string.char(i % 256) end
  local cycle = table.concat(bytes)
  for row = 0, 255 do rows[row + 1] = cycle:sub(row + 1, row + 256) end
  return table.concat(rows)
end

-- Each gives the size of what came, its first byte and its last one.
local takers = {
  recv = function(conn)
    local data = conn:recv(SIZE)
    return #data, data:sub(1, 1), data:sub(-1)
  end,
  recv_into = function(conn, space)
    local size = conn:recv_into(space)
    return size, space:sub(1, 1), space:sub(size, size)
  end,
}

scenario("64 KiB after another", { timeout = 120 }, function(t)
  local count = tonumber(t:param("count", "16384"))
  local take = takers[t:param("by", "recv")]
  local block = patterned_block()
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }

  local began

  local function belongs(byte, place)
    place = place % SIZE + 1
    return byte == block:sub(place, place)
  end

  t:run("server", function()
    local conn <close> = listener:accept()
    local space = socket.bytearray(SIZE)
    local total, wrong = 0, 0
    while true do
      local size, first, last = take(conn, space)
      if size == 0 then break end
      if not belongs(first, total) or not belongs(last, total + size - 1) then wrong = wrong + 1 end
      total = total + size
    end
    print(("bench: seconds %.9f"):format(time.perf_counter() - began))
    expect(total):equals(count * SIZE)
    expect(wrong):equals(0)
  end, "client", function()
    local stream <close> = socket.create_connection { "127.0.0.1", 7000 }
    began = time.perf_counter()
    for _ = 1, count do stream:sendall(block) end
  end)
end)
