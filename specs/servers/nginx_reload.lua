-- nginx in operation: a new configuration, an end, a restart, logs that are rotated; and what its clients see of it.
local http = require "http"
local nginx = require "nginx_support"
local process = require "process"
local socket = require "socket"

-- A location whose answer names the configuration and the worker.
local function says(name)
  return ("location /c { add_header X-Worker $pid; return 200 '%s'; }"):format(name)
end

describe("nginx > operation", { tags = { "servers" }, requires = { "private", "command:nginx" }, timeout = 15 }, function()
  scenario("a reload takes the new configuration", function(t)
    local server = nginx.start(t, { server = says "old" })
    expect(nginx.request({ target = "/c" }).body):equals("old")
    nginx.configure(t, { server = says "new" })
    server:reload()
    expect(server):logs("worker process %d+ exited with code 0")
    expect(nginx.request({ target = "/c" }).body):equals("new")
  end)

  scenario("a reload under load loses no request", { record = false }, function(t)
    local server = nginx.start(t, { server = says "old" })
    local reloaded, answers = false, { old = 0, new = 0 }
    local function client()
      repeat
        local was_reloaded = reloaded
        local body = nginx.request({ target = "/c", headers = { Connection = "close" } }).body
        answers[body] = answers[body] + 1
      until was_reloaded
    end
    t:run("client", client, "other client", client, "operator", function()
      expect(server):logs("^GET /c 200 OK")
      nginx.configure(t, { server = says "new" })
      server:reload()
      expect(server):logs("worker process %d+ exited with code 0")
      reloaded = true
    end)
    expect(answers.old):at_least(1)
    expect(answers.new):at_least(2)
  end)

  scenario("a request that runs is finished by the worker that began it", function(t)
    local listener = socket.create_server { "127.0.0.1", 9000 }
    local up = "location /up { proxy_pass http://127.0.0.1:9000; }"
    local server = nginx.start(t, { server = up .. says "old" })
    t:run("upstream", function()
      local conn <close> = listener:accept()
      local s = http.server(conn)
      s:read_request()
      nginx.configure(t, { server = says "new" })
      server:reload()
      expect(server):logs("gracefully shutting down")
      expect(nginx.request({ target = "/c" }).body):equals("new")
      if nginx.leaves_alone(conn) then s:respond { body = "late" } end -- else the client says so
    end, "client", function()
      local answered, response = pcall(nginx.request, { target = "/up" })
      expect(answered and response.body or response.message):equals("late")
    end)
  end)

  scenario("a broken configuration is refused and the old one stays", function(t)
    local server = nginx.start(t, { server = says "old" })
    local worker = nginx.request({ target = "/c" }).headers["X-Worker"]
    nginx.configure(t, { server = "listne 81;" })
    server:reload()
    expect(server):logs('%[emerg%] .* unknown directive "listne" in .*nginx.conf:%d+')
    local response = nginx.request { target = "/c" }
    expect({ response.body, response.headers["X-Worker"] }):equals { "old", worker }
  end)

  scenario("a test of the configuration names the line", function(t)
    nginx.start(t, { server = says "old" })
    nginx.configure(t, { server = "listen 127.0.0.1:81\n" })
    local test = process.start { command = { "nginx", "-t", "-p", t:tempdir(), "-c", "nginx.conf" }, name = "test" }
    expect(test:wait()):equals { exit_code = 1 }
    expect(test:stderr()):matches('%[emerg%] .* in .*/nginx.conf:%d+\n')
  end)

  scenario("a second one on the same port gets nowhere, and the first goes on", function(t)
    nginx.start(t, { direct = true })
    local second = nginx.start(t, { direct = true, ready = { output = "bind%(%)" } })
    expect(second):logs("bind%(%) to 127.0.0.1:80 failed %(98: Address already in use%)")
    expect(nginx.request({}).status):equals(200)
  end)

  scenario("a restart on handed over sockets refuses nobody", { record = false }, function(t)
    local server = nginx.start(t, { server = says "here", direct = true,
      sockets = { socket.create_server(nginx.address) } })
    local restarted, served = false, 0
    t:run("client", function()
      repeat
        local was_restarted = restarted
        local s <close> = socket.create_connection(nginx.address)
        local answered, response = pcall(function() return http.client(s):get("/c") end)
        if answered then expect(response.body):equals("here") end -- what ran at its end was cut, no connect was refused
        served = served + 1
      until was_restarted
    end, "operator", function()
      expect(server):logs("^GET /c 200 OK")
      server:restart()
      restarted = true
    end)
    expect(served):at_least(2)
    expect(nginx.request({ target = "/c" }).body):equals("here")
  end)

  scenario("SIGQUIT finishes what runs, takes nothing new, and ends", function(t)
    local listener = socket.create_server { "127.0.0.1", 9000 }
    local server = nginx.start(t, { server = "location /up { proxy_pass http://127.0.0.1:9000; }", direct = true })
    t:run("upstream", function()
      local conn <close> = listener:accept()
      local s = http.server(conn)
      s:read_request()
      server:signal("SIGQUIT")
      expect(server):logs("gracefully shutting down")
      if nginx.leaves_alone(conn) then s:respond { body = "to the end" } end -- else the client says so
    end, "client", function()
      local answered, response = pcall(nginx.request, { target = "/up" })
      expect(answered and response.body or response.message):equals("to the end")
    end)
    expect(server:wait()):equals { exit_code = 0 }
    expect(nginx.connect):raises(socket.ConnectionRefusedError)
  end)

  scenario("SIGQUIT closes idle connections at once", { covers = { "RFC 9112 9.5" } }, function(t)
    local server = nginx.start(t)
    local c <close> = nginx.connect()
    expect(c:get("/").keep_alive):is_true()
    server:signal("SIGQUIT")
    expect(c.socket:recv(1)):equals("")
    expect(server:wait()):equals { exit_code = 0 }
  end)

  scenario("SIGTERM cuts a download that runs", function(t)
    local server = nginx.start(t)
    t:write("www/large.bin", ("x"):rep(16 << 20))
    local c <close> = nginx.connect()
    c:send_request { target = "/large.bin" }
    local head = c:read_head()
    expect(head.headers["Content-Length"]):equals(tostring(16 << 20))
    server:signal("SIGTERM")
    expect(server:wait()):equals { exit_code = 0 }
    expect(function() c:read_body() end):raises(http.IncompleteRead)
  end)

  scenario("a worker that is killed is replaced", function(t)
    local server = nginx.start(t, { server = says "here" })
    local worker = nginx.request({ target = "/c" }).headers["X-Worker"]
    process.start({ command = { "kill", "-KILL", worker } }):wait()
    expect(server):logs("worker process " .. worker .. " exited on signal 9")
    local response = nginx.request { target = "/c" }
    expect(response.body):equals("here")
    expect(response.headers["X-Worker"]):not_equals(worker)
  end)

  scenario("SIGUSR1 opens the logs anew after they were moved away", function(t)
    local server = nginx.start(t)
    nginx.request { target = "/before" }
    expect(server):logs("^GET /before 404")
    process.start({ command = { "mv", "access.log", "access.log.1" } }):wait()
    server:signal("SIGUSR1")
    expect(server):logs("%d: reopening logs") -- the master, which has said before that the signal came
    expect(server):logs("%d: reopening logs") -- the worker
    nginx.request { target = "/after" }
    expect(server):logs("^GET /after 404", { file = "access.log" })
    expect(t:read("access.log.1")):equals("GET /before 404 OK\n")
    expect(t:read("access.log")):equals("GET /after 404 OK\n")
  end)
end)
