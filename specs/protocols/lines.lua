-- require "lines": lines as such.
local both = require "both"
local lines = require "lines"
local socket = require "socket"

describe("lines", function()
  it("go both ways", function(t)
    both.play(t, 4000, function(conn)
      local s = lines.server(conn)
      local line = s:read_line()
      while line do
        s:send_line("echo " .. line)
        line = s:read_line()
      end
    end, function(s)
      local c = lines.client(s)
      expect(c:command("one")):equals("echo one")
      c:send("two\r\nthr")
      c:send("ee\r\n")
      expect(c:read_lines(2)):equals { "echo two", "echo three" }
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:4000
        > "one\r\n"
        < "echo one\r\n"
        > "two\r\n"
        > "three\r\n"
        < "echo two\r\n"
        < "echo three\r\n"
        > EOF
        < EOF
    ]]
  end)

  it("end as the options say", function(t)
    both.play(t, 4000, function(conn)
      conn:sendall("a\nb\r\nc\r\n.\n")
    end, function(s)
      expect(lines.client(s, { ending = "\n" }):read_line()):equals("a")
      expect(lines.client(s, { ending = "\n" }):read_line()):equals("b\r")
      expect(lines.client(s, { lenient = true }):read_lines_until(".")):equals { "c" }
    end)
  end)

  it("that break the rules are told, with their place", function(t)
    local e = both.raised(t, "one\r\ntwo\n", lines.ProtocolError, function(s) lines.client(s):read_lines(2) end)
    expect(tostring(e)):equals([[a line that does not end with "\r\n" at byte 5 of 2 lines: "two\n"]])
    expect(e.offset):equals(5)
    expect(socket.isinstance(e, socket.ValueError)):is_true()
    e = both.raised(t, "a\rb\r\n", lines.ProtocolError, function(s) lines.client(s):read_line() end)
    expect(tostring(e)):equals([[a CR within a line at byte 1 of a line: "a\rb\r\n"]])
  end)

  it("that end too early are told, with what came", function(t)
    local e = both.raised(t, "one\r\ntw", lines.IncompleteRead, function(s) lines.client(s):read_lines_until("END") end)
    expect(tostring(e)):equals([[the stream ended in lines up to "END", after 7 bytes: "one\r\ntw"]])
    expect(e.partial):equals("one\r\ntw")
    expect(socket.isinstance(e, socket.EOFError)):is_true()
  end)

  it("of a stream that has ended are nil", function(t)
    both.play(t, 4000, function() end, function(s) expect(lines.client(s):read_line()):is_nil() end)
  end)

  it("say which option they do not have", function()
    local s <close> = socket.socketpair()
    expect(function() lines.client(s, { endign = "\n" }) end)
      :raises(socket.TypeError, { message = "lines.client(): unknown option 'endign'; did you mean 'ending'?" })
    expect(function() lines.client("s") end):raises(socket.TypeError, { message = "lines.client() takes a socket, not 'str'" })
    expect(function() lines.client(s, { ending = "" }) end):raises(socket.ValueError)
    expect(function() return lines.client(s).read_lien end):raises(socket.AttributeError)
  end)
end)
