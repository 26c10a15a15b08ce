-- Document 003, lines 79-110, as Python programs (python/): the UDP server and its client, each against parley, the two
-- against each other, and the server that is broken as it is printed.
local process = require "process"
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 12345 }
local bound = { udp = ADDRESS, timeout = 10 }
local console = "Server Says\nb\"Hello I'm UDP Server\"\n"

local function python(t, file, ready)
  local path = t:script_folder() .. "/python/" .. file
  return process.start { command = { "python3", "-u", path }, name = file, ready = ready }
end

local options = { timeout = 20, requires = { "private", "command:python3" } }

describe("the Python programs of document 003 over UDP", options, function()
  it("are a server that replies to each datagram of clients of parley's", function(t)
    local server = python(t, "udp_server.py", bound)
    local function talk()
      local client <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      client:sendto("Hello UDP server", ADDRESS)
      local data, addr = client:recvfrom(4096)
      expect({ data, addr }):equals { "Hello I'm UDP Server", ADDRESS }
    end
    t:run("alice", talk, "bob", talk)
    expect(server:stop()):equals { signal = "SIGTERM" }
    expect(server:output()):equals("b'Hello UDP server'\nb'Hello UDP server'\n")
    expect(t):exchanged [[
      alice > udp_server.py  udp 127.0.0.1:12345
        > "Hello UDP server"
        < "Hello I'm UDP Server"
      bob > udp_server.py  udp 127.0.0.1:12345
        > "Hello UDP server"
        < "Hello I'm UDP Server"
    ]]
  end)

  it("are a client that prints the repr of what a server of parley's replies", function(t)
    local server <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server:bind(ADDRESS)
    local client = python(t, "udp_client.py")
    t:run("server", function()
      local data, addr = server:recvfrom(4096)
      expect(data):equals("Hello UDP server")
      server:sendto("Hello I'm UDP Server", addr)
    end)
    expect(client:wait()):equals { exit_code = 0 }
    expect(client:output()):equals(console)
    expect(t):exchanged [[
      udp_client.py > server  udp 127.0.0.1:12345
        > "Hello UDP server"
        < "Hello I'm UDP Server"
    ]]
  end)

  it("are a server and a client that print what each says", function(t)
    local server, client = python(t, "udp_server.py", bound), python(t, "udp_client.py")
    expect(client:wait()):equals { exit_code = 0 }
    expect(client:output()):equals(console)
    expect(server:stop()):equals { signal = "SIGTERM" }
    expect(server:output()):equals("b'Hello UDP server'\n")
  end)
end)

describe("the defects of document 003 in Python, over UDP", options, function()
  for _, death in ipairs {
    { "without an encoding", "defect_6_bytes.py", "TypeError: string argument without an encoding" },
    { "that are encoded once more", "defect_6_encode.py", "AttributeError: 'bytes' object has no attribute 'encode'" },
  } do
    local how, file, words = table.unpack(death)
    it(("6: a server that replies with bytes %s dies before it does"):format(how), function(t)
      local server = python(t, file, bound)
      local client <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      client:sendto("Hello UDP server", ADDRESS)
      expect(server:wait()):equals { exit_code = 1 }
      expect(server:stdout()):equals("b'Hello UDP server'\n")
      local last_line = server:stderr():match("([^\n]*)\n$")
      expect(last_line:sub(1, #words)):equals(words) -- Python may go on: Did you mean: 'decode'?
      client:settimeout(0)
      expect(function() client:recvfrom(4096) end):raises(socket.BlockingIOError)
      expect(t):exchanged(([[
        main > %s  udp 127.0.0.1:12345
          > "Hello UDP server"
      ]]):format(file))
    end)
  end

  it("6: a client of a server that is silent waits for ever", function(t)
    local server <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server:bind(ADDRESS)
    local client = python(t, "udp_client.py")
    expect((server:recvfrom(4096))):equals("Hello UDP server")
    expect(function() client:wait(0.1) end):raises(process.TimeoutError)
    expect(client:stop()):equals { signal = "SIGTERM" }
    expect(client:output()):equals("")
    expect(t):exchanged [[
      udp_client.py > main  udp 127.0.0.1:12345
        > "Hello UDP server"
    ]]
  end)
end)
