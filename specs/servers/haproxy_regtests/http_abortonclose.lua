-- HAProxy's reg-test http-messaging/http_abortonclose: a request whose client has gone is given up, wherever it stands; and
-- the log says where by two letters.
local http = require "http"
local regtest = require "regtest_support"
local socket = require "socket"

-- Nobody listens at port 9001, and nobody else can: the network is the scenario's own.
local configuration = [[
defaults
  mode http
  option abortonclose
  retries 1
  timeout client 10s
  timeout server 10s
  timeout connect 50ms
  timeout queue 5s
frontend fe1
  option httplog
  log 127.0.0.1:5140 local0 debug err
  bind {{fe1}}
  use_backend be1_1 if { path /c1 }
  use_backend be1_2 if { path /c2 }
frontend fe2
  option httplog
  log 127.0.0.1:5140 local0 debug err
  bind {{fe2}}
  use_backend be2
backend be1_1
  server srv1 127.0.0.1:9001
backend be1_2
  timeout connect 1s
  retries 10
  server srv1 127.0.0.1:9001
backend be2
  server srv1 127.0.0.1:9002 maxconn 1
backend check
  server srv1 127.0.0.1:9001 check
  log 127.0.0.1:5141 local0 debug alert
]]

-- The next line of HAProxy's HTTP log, without what differs: the client, the date, how long things took (-1 stays), and
-- how many connections there are of all kinds.
local function logged(log)
  local text = regtest.parse(log:recv(65535))
  local line = text:match "^127%.0%.0%.1:%d+ %[%d+/%a+/%d+:[%d:.]+%] (.*)$"
  local where, times, what, rest = line:match "^(%S+ %S+) (%S+) (.-) %d+(/%d+/%d+/%d+/.*)$"
  return ("%s %s %s N%s"):format(where, (times:gsub("%f[%d-]%d+", "N")), what, rest)
end

-- A client that has sent this request, which HAProxy has taken.
local function sent(t, address, target)
  local c = http.connect(address)
  c:send_request { target = target, headers = { Host = "a" } }
  regtest.await_taken(t)
  return c
end

-- Returns when the server of be1_2 has refused once, and HAProxy waits a second before it tries again (wretr).
local function await_refusal(t)
  for _ = 1, 5000 do
    local fields = {}
    for field in regtest.command(t, "show stat be1_2 4 -1"):match("\n(be1_2,srv1,[^\n]*)"):gmatch "([^,]*)," do
      fields[#fields + 1] = field
    end
    if fields[16] ~= "0" then return end
  end
  error "HAProxy has not tried the server"
end

describe("reg-tests > http-messaging/http_abortonclose", regtest.options, function()
  scenario("a server that refuses: all tries, and 503 (SC); a client that goes between two of them (CC)", function(t)
    local log, checks = regtest.syslog(5140), regtest.syslog(5141)
    local _, at = regtest.start(t, configuration, { "fe1", "fe2" })
    expect((regtest.parse(checks:recv(1000)))):matches('^Server check/srv1 is DOWN, reason: Layer4 .*"Connection refused"')

    local c1 <close> = http.connect(at.fe1)
    expect(c1:get("/c1").status):equals(503)
    expect(logged(log)):equals('fe1 be1_1/srv1 N/N/-1/-1/N 503 217 - - SC-- N/1/0/0/1 0/0 "GET /c1 HTTP/1.1"')

    local c2 = sent(t, at.fe1, "/c2")
    await_refusal(t)
    c2:close()
    expect(logged(log)):equals('fe1 be1_2/srv1 N/N/-1/-1/N -1 0 - - CC-- N/2/0/0/1 0/0 "GET /c2 HTTP/1.1"')
  end)

  scenario("a client that goes while it waits in the queue (CQ), and one that goes while the server works (CH)", function(t)
    local log, listener = regtest.syslog(5140), socket.create_server { "127.0.0.1", 9002 }
    local _, at = regtest.start(t, configuration, { "fe1", "fe2" })
    local c3 = http.connect(at.fe2)
    c3:send_request { target = "/c3" }
    local conn <close> = listener:accept()
    expect(http.server(conn):read_request().target):equals("/c3")

    local c4 = sent(t, at.fe2, "/c4")
    expect(regtest.command(t, "show stat be2 2 -1")):matches("\nbe2,BACKEND,1,") -- qcur: who waits
    c4:close()
    expect(logged(log)):equals('fe2 be2/<NOSRV> N/N/-1/-1/N -1 0 - - CQ-- N/2/1/0/0 0/1 "GET /c4 HTTP/1.1"')

    c3:close()
    expect(logged(log)):equals('fe2 be2/srv1 N/N/N/-1/N 400 206 - - CH-- N/1/0/0/0 0/0 "GET /c3 HTTP/1.1"')
    regtest.expect_end(conn) -- and of /c4 it never heard
  end)
end)
