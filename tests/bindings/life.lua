-- A small scenario with something of everything, for failing_allocator.cpp, which plays it with the memory running out
-- at each of its allocations.
local process = require "process"
local socket = require "socket"

describe("a life", { timeout = 5, tags = { "small" } }, function()
  local seen
  before_each(function(t)
    seen = {}
    t:defer(function() seen.deferred = true end)
  end)
  after_each(function() expect(seen.deferred):is_true() end)

  it("of a scenario", function(t)
    local listener = socket.create_server { "127.0.0.1", 0 }
    local address = listener:getsockname()

    t:background("echo", function()
      while true do
        local conn <close> = listener:accept()
        t:spawn("handler", function(own)
          local stream <close> = own
          stream:sendall(stream:recv_line():upper())
        end, socket.socket { fileno = conn:detach() })
      end
    end)

    local event, barrier = t:event(), t:barrier(2)
    t:run("client", function()
      local s <close> = socket.create_connection(address)
      s:setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
      s:settimeout(2)
      s:sendall("words\n")
      print("got", s:recv_exactly(6), tostring(s):sub(1, 14))
      barrier:wait()
      event:set()
    end, "other", function()
      barrier:wait()
      event:wait()
      expect(coroutine.wrap(function() return (socket.socketpair()):fileno() end)()):at_least(0)
    end)
    expect(t:output("client")):matches("^got\tWORDS\n\t<socket.socket")

    local a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    a:send("datagram")
    local buffer = socket.bytearray(20)
    expect(b:recv_into(buffer)):equals(8)
    b:settimeout(0.001)
    expect(function() b:recv(1) end):raises(socket.timeout)

    local udp <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp:bind { "127.0.0.1", 0 }
    udp:sendto("to itself", udp:getsockname())
    expect({ udp:recvfrom(100) }):equals { "to itself", udp:getsockname() }

    local gone = socket.create_server { "127.0.0.1", 0 }
    local nobody = gone:getsockname()
    gone:close()
    expect(function() socket.create_connection(nobody) end):raises(socket.ConnectionRefusedError)
    expect(function()
      socket.getaddrinfo("none.invalid", 80, { flags = socket.AI_NUMERICHOST })
    end):raises(socket.gaierror, { errno = socket.EAI_NONAME })

    t:answer("main", { "answer" })
    expect(input("? ")):equals("answer")
    expect(t:read(t:write("folder/file", "text"))):equals("text")
    local cat = process.start {
      command = { "cat" }, stdin = process.PIPE, ready = function(own) return own:is_running() end,
    }
    cat:write("line\n")
    expect({ cat:read_line() }):equals { "line\n" }
    expect(cat:stop()):equals { signal = "SIGTERM" }
    local task = t:spawn("cancelled", function() event.wait(t:event()) end)
    t:sleep(0)
    task:cancel()
    expect(t):exchanged [[
      main > main  unix-dgram socketpair
        > "datagram"
        ! main recv timeout
      main#2 > main  udp 127.0.0.1:*
        > "to itself"
      main#3 > -  tcp 127.0.0.1:*
        ! connect ECONNREFUSED
      main#4  resolve "none.invalid"
        ! getaddrinfo EAI_NONAME
      client > echo  tcp 127.0.0.1:*
        > "words\n"
        < "WORDS\n"
        > EOF
        < EOF
      other > other  unix socketpair
    ]]
  end)
end)
