-- Document 003, lines 17-44: the client that asks for a host and a port, connects and shuts down; and every way in
-- which it fails.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 8001 }

-- Calls fn; where it raises what Python's `except socket.error` catches, prints the words and the reason, and is false.
local function attempt(words, fn)
  local ok, e = pcall(fn)
  if ok then return true end
  if not socket.isinstance(e, socket.error) then error(e, 0) end
  print(words)
  print("Reason " .. tostring(e))
  return false
end

-- Python's int(text).
local function int(text)
  local number = text:match("^%s*[+-]?%d+%s*$")
  if not number then error(socket.ValueError(("invalid literal for int() with base 10: '%s'"):format(text)), 0) end
  return math.tointeger(tonumber(number))
end

local function port_check()
  local sock
  if not attempt("Failed to create a socket", function()
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
  end) then return end
  print("socket created")
  local host = input("enter the host name to connect: ")
  local port = input("enter the port: ")
  attempt(("Failed to connected to %s:%s"):format(host, port), function()
    sock:connect { host, int(port) }
    print(("socket connected to %s:%s"):format(host, port))
    sock:shutdown(2)
  end)
end

local prompts = "socket created\nenter the host name to connect: enter the port: "

-- What the checker prints after its prompts when it is answered with this host and port.
local function checked(t, host, port)
  t:answer("checker", { host, port })
  t:run("checker", port_check)
  local printed = t:output("checker")
  expect(printed:sub(1, #prompts)):equals(prompts)
  return printed:sub(#prompts + 1)
end

describe("the port checker of document 003", function()
  it("prompts for the host and the port, says that it is connected, and shuts down", function(t)
    local server <close> = socket.create_server(ADDRESS)
    expect(checked(t, "127.0.0.1", "8001")):equals("socket connected to 127.0.0.1:8001\n")
    expect(t:calls("checker")):equals { "socket", "connect", "shutdown" }
    local client <close> = server:accept()
    expect(client:recv(1024)):equals("")
    expect(t):exchanged [[
      checker > main  tcp 127.0.0.1:8001
        > EOF
    ]]
  end)

  it("finds the host by its name", function(t)
    local server <close> = socket.create_server(ADDRESS)
    expect(checked(t, "localhost", "8001")):equals("socket connected to localhost:8001\n")
    expect(server:accept():getsockname()):equals(ADDRESS)
    expect(t):exchanged [[
      checker > main  tcp 127.0.0.1:8001
        > EOF
    ]]
  end)

  it("gives the reason when nobody listens there", function(t)
    expect(checked(t, "127.0.0.1", "8001"))
      :equals("Failed to connected to 127.0.0.1:8001\nReason [Errno 111] Connection refused\n")
    expect(t):exchanged [[
      checker > -  tcp 127.0.0.1:8001
        ! connect ECONNREFUSED
    ]]
  end)

  it("gives the reason when there is no such host", { requires = { "private" } }, function(t)
    expect(checked(t, "no such host", "8001"))
      :equals("Failed to connected to no such host:8001\nReason [Errno -2] Name or service not known\n")
    expect(t):exchanged [[
      checker  resolve "no such host"
        ! connect EAI_NONAME
    ]]
  end)

  it("gives the reason when not even a socket can be made, and asks for nothing then", function(t)
    local limit = tonumber(t:read("/proc/self/limits"):match("Max open files%s+(%d+)"))
    if not limit or limit > 100000 then t:skip("it takes too long to open as many files as are allowed: ulimit -n") end
    local held = {}
    while pcall(function() held[#held + 1] = socket.socket() end) do end
    t:run("checker", port_check)
    expect(t:output("checker")):equals("Failed to create a socket\nReason [Errno 24] Too many open files\n")
    for _, s in ipairs(held) do s:close() end
  end)

  it("shutdown(2) is both directions: nothing more can be sent, and only the end be received", function(t)
    expect(socket.SHUT_RDWR):equals(2)
    local server <close> = socket.create_server(ADDRESS)
    local sock <close> = socket.create_connection(ADDRESS)
    sock:shutdown(2)
    expect(sock:recv(1024)):equals("")
    expect(function() sock:send("more") end):raises(socket.BrokenPipeError)
    local client <close> = server:accept()
    expect(client:recv(1024)):equals("")
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:8001
        > EOF
        ! send EPIPE
    ]]
  end)
end)

describe("the defects of document 003: the port checker", function()
  it("3: a server sees its end at once, and never a word", function(t)
    t:answer("checker", { "127.0.0.1", "8001" })
    t:run("server", function()
      local server <close> = socket.create_server(ADDRESS)
      local client <close>, addr = server:accept()
      print(("client connected from %s"):format(addr))
      expect(client:recv(1024)):equals("")
    end, "checker", port_check)
    expect(t:output("server")):matches("^client connected from %('127%.0%.0%.1', %d+%)\n$")
    expect(t):exchanged [[
      checker > server  tcp 127.0.0.1:8001
        > EOF
        < EOF
    ]]
  end)

  it("4: a port out of range or no number is not caught as a socket error, and nothing reaches the wire", function(t)
    local server <close> = socket.create_server(ADDRESS)
    local uncaught = {
      { "99999", socket.OverflowError, "connect(): port must be 0-65535." },
      { "-1", socket.OverflowError, "connect(): port must be 0-65535." },
      { "http", socket.ValueError, "invalid literal for int() with base 10: 'http'" },
    }
    for _, case in ipairs(uncaught) do
      t:answer("main", { "127.0.0.1", case[1] })
      local e = expect(port_check):raises(case[2])
      expect(tostring(e)):equals(case[3])
    end
    server:settimeout(0)
    expect(function() server:accept() end):raises(socket.BlockingIOError)
    expect(t):exchanged [[
    ]]
  end)
end)
