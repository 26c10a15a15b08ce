-- SMTP: what operators do to a server: stop, restart, reload; the starts that must fail; the program of the package.
local lines = require "lines"
local process = require "process"
local smtp = require "smtp_support"
local socket = require "socket"

describe("smtp operations", smtp.suite, function()
  it("SIGTERM ends it with status 0, its clients with an end, and no message by half", function(t)
    local server = smtp.start(t)
    local c = smtp.session()
    c:command("MAIL FROM:<half@example.test>")
    c:command("RCPT TO:<a@example.test>")
    c:command("DATA")
    c:send("half a mess")
    expect(server:stop()):equals { exit_code = 0 }
    smtp.expect_end(c)
    expect(server:output():find("stored", 1, true)):is_nil()
  end)

  it("a restart with a socket that stays open refuses nobody: who was cut is greeted when it comes again", function(t)
    local server = smtp.start(t, "", socket.create_server(smtp.origin(t)))
    local restarted, greeted = false, 0
    t:run("operator", function()
      server:restart()
      restarted = true
    end, "client", function()
      repeat
        local was_restarted = restarted
        local c <close> = lines.smtp.connect(smtp.address, { timeout = 3 })
        local whole = pcall(function() -- what ran at its end was cut, no connect was refused
          expect(c:read_reply().code):equals(220)
          expect(c:command("QUIT").code):equals(221)
        end)
        if whole then greeted = greeted + 1 end
      until was_restarted
    end)
    expect(greeted):at_least(1)
    expect(smtp.session():command("QUIT").code):equals(221)
  end)

  it("a restart under load: what was acknowledged is in the spool", function(t)
    local server = smtp.start(t, "", socket.create_server(smtp.origin(t)))
    local acknowledged, restarted = {}, t:event()
    local function send_one()
      local c <close> = smtp.session()
      local sender = ("load%d@example.test"):format(#acknowledged + 1)
      if smtp.send(c, sender, { "a@example.test" }, "x").code == 250 then acknowledged[#acknowledged + 1] = sender end
    end
    t:run("client", function()
      repeat pcall(send_one) until restarted:is_set()
      send_one()
    end, "operator", function()
      expect(server):logs("stored from load10@example.test")
      server:restart()
      restarted:set()
    end)
    local spool = t:read("spool")
    for _, sender in ipairs(acknowledged) do expect(spool):contains("stored from " .. sender) end
    expect(#acknowledged):at_least(11)
  end)

  it("a reload lets a new user in, and keeps the sessions that stand", function(t)
    local server = smtp.start(t, "user ada secret")
    local c = smtp.session()
    expect(c:command("AUTH PLAIN AGFkYQBzZWNyZXQ=").code):equals(235)
    expect(smtp.session():command("AUTH PLAIN AGJvYgBzZWNyZXQ=").code):equals(535) -- \0bob\0secret
    smtp.configure(t, "user ada secret\nuser bob secret")
    server:reload()
    expect(server):logs("reloaded")
    expect(smtp.session():command("AUTH PLAIN AGJvYgBzZWNyZXQ=").code):equals(235)
    expect(smtp.send(c, "ada@example.test", { "a@example.test" }, "x").code):equals(250)
  end)

  it("a port that is taken is refused", function(t)
    local _ <close> = socket.create_server(smtp.origin(t))
    expect(function() smtp.start(t) end):raises("address already in use")
  end)

  it("it runs as an ordinary user on a socket that it is handed", function(t)
    local listener = socket.create_server { "127.0.0.1", 587 }
    process.start {
      command = { "/usr/bin/python3", t:script_folder() .. "/smtp_server.py", t:write("plain.conf", "\n") },
      sockets = { listener }, user = "nobody", name = "submission", ready = { output = "serving" },
    }
    expect(smtp.session { "127.0.0.1", 587 }:command("QUIT").code):equals(221)
  end)

  it("the program of the package prints what it is sent", function()
    local server = process.start {
      command = { "/usr/bin/aiosmtpd", "-n", "-l", "127.0.0.1:8025" },
      env = { PYTHONUNBUFFERED = "1" }, ready = { tcp = { "127.0.0.1", 8025 } },
    }
    local c = smtp.session { "127.0.0.1", 8025 }
    expect(smtp.send(c, "a@example.test", { "b@example.test" }, "Subject: hi\r\n\r\nhello").code):equals(250)
    expect(server):logs("^%-+ MESSAGE FOLLOWS %-+$")
    expect(server):logs("^hello$")
  end)

  it("the program of the package refuses a handler that is none", function()
    local p = process.start { command = { "/usr/bin/aiosmtpd", "-n", "-c", "no.such.Handler" } }
    expect(p:wait().exit_code):equals(1)
    expect(p:stderr()):contains("ModuleNotFoundError: No module named 'no'")
    expect(function() lines.smtp.connect { "127.0.0.1", 8025 } end):raises(socket.ConnectionRefusedError)
  end)
end)
