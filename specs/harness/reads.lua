-- Declared reads: recv_exactly, recv_until, recv_line and recv_all, whatever pieces the bytes come in.
local socket = require "socket"

-- The ways in which TCP may cut the bytes up.
local cuts = {
  whole = function(bytes) return { bytes } end,
  ["byte by byte"] = function(bytes)
    local parts = {}
    for byte in bytes:gmatch(".") do parts[#parts + 1] = byte end
    return parts
  end,
  ["in the middle"] = function(bytes) return { bytes:sub(1, #bytes // 2), bytes:sub(#bytes // 2 + 1) } end,
}

-- What `read` gives of a stream of these bytes, which ends after them.
local function read_of(t, parts, read)
  local listener <close> = socket.create_server { "127.0.0.1", 0 }
  local result
  t:run("reader", function()
    local s <close> = listener:accept()
    result = read(s)
  end, "writer", function()
    local s <close> = socket.create_connection(listener:getsockname())
    s:setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for _, part in ipairs(parts) do
      s:sendall(part)
      t:sleep(0) -- the reader takes this part before the next one comes
    end
  end)
  return result
end

local function through_all_cuts(t, bytes, read, expected)
  for cut, parts_of in pairs(cuts) do
    expect({ cut, read_of(t, parts_of(bytes), read) }):equals { cut, expected }
  end
end

describe("a declared read", function()
  it("gives whole messages, however the stream was cut", function(t)
    through_all_cuts(t, "abcHTTP/1.1 200\r\n\r\nline\nrest\nof it", function(s)
      return { s:recv_exactly(3), s:recv_until("\r\n\r\n"), s:recv_line(), s:recv_all(), s:recv_all() }
    end, { "abc", "HTTP/1.1 200\r\n\r\n", "line\n", "rest\nof it", "" })
  end)

  it("finds a delimiter that begins with a false start", function(t)
    through_all_cuts(t, "--\r--\r\n---\r\n----", function(s) return s:recv_until("\r\n----") end, "--\r--\r\n---\r\n----")
    through_all_cuts(t, "aaaab", function(s) return s:recv_until("aab") end, "aaaab")
  end)

  it("leaves what follows the message in the stream", function(t)
    through_all_cuts(t, "one\ntwo", function(s) return { s:recv_line(), s:recv_exactly(2), s:recv(1) } end,
      { "one\n", "tw", "o" })
  end)

  it("of nothing waits for nothing", function()
    local a = socket.socketpair()
    expect(a:recv_exactly(0)):equals("")
  end)

  it("that meets the end raises, with what came", function(t)
    local reads = {
      ["recv_exactly(5): the stream ended after 4 bytes"] = function(s) s:recv_exactly(5) end,
      ['recv_until("\\r\\n"): the stream ended after 4 bytes'] = function(s) s:recv_until("\r\n") end,
      ["recv_line(): the stream ended after 4 bytes"] = function(s) s:recv_line() end,
    }
    for message, read in pairs(reads) do
      local e = read_of(t, { "ab", "cd" }, function(s) return select(2, pcall(read, s)) end)
      expect(tostring(e)):equals(message)
      expect(e.partial):equals("abcd")
      expect(socket.isinstance(e, socket.IncompleteReadError)):is_true()
      expect(socket.isinstance(e, socket.EOFError)):is_true()
    end
  end)

  it("stands apart in the transcript, where plain receives flow together", function(t)
    local a, b = socket.socketpair()
    a:sendall("line\nabcd")
    b:recv_line()
    for _ = 1, 4 do b:recv(1) end
    expect(t):exchanged [[
      main > main  unix socketpair
        > "line\n"
        > "abcd"
    ]]
  end)

  it("checks what it is asked for", function()
    local a = socket.socketpair()
    expect(function() a:recv_exactly(-1) end):raises(socket.ValueError)
    expect(function() a:recv_exactly("3") end):raises(socket.TypeError)
    expect(function() a:recv_until("") end):raises(socket.ValueError)
    expect(function() a:recv_until(10) end):raises(socket.TypeError)
    a:close()
    expect(function() a:recv_line() end):raises(socket.OSError, { errno = socket.EBADF })
  end)
end)
