-- HAProxy in operation: a new configuration, an end, a restart; and what its clients see of it.
local haproxy = require "haproxy_support"
local http = require "http"
local process = require "process"
local socket = require "socket"

-- A frontend whose answer names the configuration.
local function says(name)
  return { frontend = ('http-request return status 200 content-type text/plain string "%s" if { path /c }'):format(name) }
end

local function name_of_configuration() return haproxy.request({ target = "/c" }).body end

-- Whether this connection is left alone; who cuts what runs does so within that time.
local function is_left_alone(conn)
  conn:settimeout(0.05)
  local _, e = pcall(conn.recv, conn, 1)
  conn:settimeout(nil)
  return socket.isinstance(e, socket.timeout)
end

-- A request that runs while `operate` does something to HAProxy; gives its answer or what went wrong.
local function request_while(t, operate)
  local listener, answer = socket.create_server { "127.0.0.1", 9001 }, nil
  t:run("server behind", function()
    local conn <close> = listener:accept()
    local s = http.server(conn)
    s:read_request()
    operate()
    is_left_alone(conn)
    pcall(s.respond, s, { body = "to the end" })
  end, "client", function()
    local answered, response = pcall(haproxy.request)
    answer = answered and response.body or tostring(response)
  end)
  return answer
end

describe("HAProxy > operation", { tags = { "servers" }, requires = { "private", "command:haproxy" }, timeout = 15 }, function()
  scenario("a reload takes the new configuration", function(t)
    local server = haproxy.start(t, says "old")
    expect(name_of_configuration()):equals("old")
    haproxy.configure(t, says "new")
    server:reload()
    expect(server):logs("Proxy front stopped") -- the old worker listens no more
    expect(name_of_configuration()):equals("new")
  end)

  scenario("a reload under load loses no connection", { record = false }, function(t)
    local server = haproxy.start(t, says "old")
    local reloaded, answers = false, { old = 0, new = 0 }
    local function client()
      repeat
        local was_reloaded = reloaded
        local name = name_of_configuration()
        answers[name] = answers[name] + 1
      until was_reloaded
    end
    t:run("client", client, "other client", client, "operator", function()
      expect(server):logs("^200 .. GET /c")
      haproxy.configure(t, says "new")
      server:reload()
      expect(server):logs("Former worker .* exited with code 0")
      reloaded = true
    end)
    expect(answers.old):at_least(1)
    expect(answers.new):at_least(2)
  end)

  scenario("a request that runs is finished by the worker that began it", function(t)
    local server = haproxy.start(t, says "old")
    local answer = request_while(t, function()
      haproxy.configure(t, says "new")
      server:reload()
      expect(server):logs("Proxy front stopped")
    end)
    expect(answer):equals("to the end")
  end)

  scenario("a broken configuration is refused and the old worker stays", function(t)
    local server = haproxy.start(t, says "old")
    haproxy.configure(t, { frontend = "nonsense" })
    server:reload()
    expect(server):logs("parsing %[haproxy.cfg:%d+%] : unknown keyword 'nonsense'")
    expect(name_of_configuration()):equals("old")
  end)

  scenario("a test of the configuration names the line and what was meant", function(t)
    haproxy.configure(t, { frontend = "timeout clients 1s" })
    local test = process.start { command = { "haproxy", "-c", "-f", "haproxy.cfg" }, name = "test" }
    expect(test:wait()):equals { exit_code = 1 }
    expect(test:output()):matches("parsing %[haproxy.cfg:%d+%] : .*'clients'")
  end)

  scenario("a restart on a handed over socket refuses nobody", { record = false }, function(t)
    local lines = says "here"
    lines.bind, lines.sockets = "fd@3", { socket.create_server(haproxy.address) }
    local server = haproxy.start(t, lines)
    local restarted, served = false, 0
    t:run("client", function()
      repeat
        local was_restarted = restarted
        local s <close> = socket.create_connection(haproxy.address) -- would be refused
        local answered, response = pcall(function() return http.client(s):get("/c") end)
        if answered then expect(response.body):equals("here") end
        served = served + 1
      until was_restarted
    end, "operator", function()
      expect(server):logs("^200 .. GET /c")
      server:restart()
      restarted = true
    end)
    expect(served):at_least(2)
    expect(name_of_configuration()):equals("here")
  end)

  scenario("SIGUSR1 finishes what runs, takes nothing new, and ends", function(t)
    local server = haproxy.start(t, { bind = "127.0.0.1:80" })
    local answer = request_while(t, function()
      server:signal("SIGUSR1")
      expect(server):logs("Proxy front stopped")
    end)
    expect(answer):equals("to the end")
    expect(server:wait()):equals { exit_code = 0 }
    expect(haproxy.connect):raises(socket.ConnectionRefusedError)
  end)

  scenario("SIGTERM cuts what runs", function(t)
    local server = haproxy.start(t)
    local answer = request_while(t, function()
      server:signal("SIGTERM")
      server:wait()
    end)
    expect(answer):not_equals("to the end")
  end)

  scenario("where a worker is killed the master ends, so that a supervisor learns it", function(t)
    local server = haproxy.start(t, says "here")
    local worker = haproxy.command(t, "show info"):match("\nPid: (%d+)")
    process.start({ command = { "kill", "-KILL", worker } }):wait()
    expect(server:wait()):equals { exit_code = 137 }
    expect(server:output()):contains("exited with code 137 (Killed)")
  end)

  scenario("the statistics count what came", function(t)
    haproxy.start(t, says "here")
    for _ = 1, 3 do name_of_configuration() end
    local row = haproxy.command(t, "show stat front 1 -1"):match("\n(front,FRONTEND,[^\n]*)")
    local fields = {}
    for field in row:gmatch("([^,]*),") do fields[#fields + 1] = field end
    expect(fields[8]):equals("3") -- stot, the sessions
  end)
end)
