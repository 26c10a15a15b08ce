-- HAProxy's reg-test checks/agent-check: an agent beside a server says what the server is worth, how many connections it
-- may have, and whether it is in service.
local regtest = require "regtest_support"
local socket = require "socket"

-- Each agent is asked once: nothing here waits for the second time.
local configuration = [[
backend be1
  log 127.0.0.1:5141 daemon
  option log-health-checks
  default-server weight 100 agent-inter 5s
  server srv 127.0.0.1:9001 agent-check agent-addr 127.0.0.1 agent-port 9101 agent-send "pouet"
backend be2
  log 127.0.0.1:5142 daemon
  option log-health-checks
  default-server weight 100 agent-inter 5s
  server srv 127.0.0.1:9002 disabled agent-check agent-port 9102
]]

-- Whether the server is in service (2, or 0 where it is down), in maintenance (1, by configuration 4, both 5), its weight,
-- now and by configuration; and how many connections it may have, "" for any number.
local function state(t, backend)
  local states = regtest.command(t, "show servers state " .. backend)
  local service, maintenance, now, configured = states:match " srv 127%.0%.0%.1 (%d+) (%d+) (%d+) (%d+) "
  local limit = regtest.command(t, "show stat " .. backend .. " 4 -1"):match("\n" .. backend .. ",srv,0,0,0,0,(%d*),")
  return { tonumber(service), tonumber(maintenance), tonumber(now), tonumber(configured), limit }
end

-- One answer of the agent to what has to be this question.
local function answer(listener, question, text)
  local conn <close> = listener:accept()
  expect(conn:recv_exactly(#question)):equals(question)
  conn:sendall(text)
  regtest.expect_end(conn)
end

describe("reg-tests > checks/agent-check", regtest.options, function()
  scenario("an agent takes its server out of service, and puts it back, and sets its weight and limit", function(t)
    local agents = { socket.create_server { "127.0.0.1", 9101 }, socket.create_server { "127.0.0.1", 9102 } }
    local logs = { regtest.syslog(5141), regtest.syslog(5142) }
    regtest.start(t, configuration)
    expect({ state(t, "be1"), state(t, "be2") }):equals { { 2, 0, 100, 100, "" }, { 0, 5, 100, 100, "" } }

    t:run("agent of be1", function()
      answer(agents[1], "pouet", "75%,maxconn:30,maint,down\n")
      regtest.expect_messages(logs[1], {
        "Server be1/srv is going DOWN for maintenance. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, "
          .. "0 remaining in queue.",
        "backend be1 has no server available!",
        'Agent check for server be1/srv failed, reason: Layer7 wrong status, code: 0, info: "via agent : down", '
          .. "check duration: Nms, status: 0/1 DOWN.",
      })
    end, "agent of be2", function()
      answer(agents[2], "", "50%,maxconn:7,ready,up\n")
      regtest.expect_messages(logs[2], { "Server be2/srv is UP/READY (leaving forced maintenance)." })
    end)
    expect({ state(t, "be1"), state(t, "be2") }):equals { { 0, 1, 75, 100, "30" }, { 2, 4, 50, 100, "7" } }
  end)
end)
