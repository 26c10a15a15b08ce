-- SMTP over a bad network: what a sender may believe.
local lines = require "lines"
local smtp = require "smtp_support"
local socket = require "socket"

describe("smtp faults", smtp.suite, function()
  local server
  before_all(function(t) server = smtp.start(t) end)

  it("a message in slices of some bytes is stored whole", function(t)
    local proxy = t:proxy { to = smtp.address, toxics = { slicer = { average_size = 9, size_variation = 8 } } }
    local c = smtp.session(proxy.address)
    smtp.send(c, "sliced@example.test", { "a@example.test" }, ("0123456789\r\n"):rep(20))
    local stored = expect(server):logs("stored from sliced@example.test for %S+ b'(.*)'")
    expect(stored):equals(([[0123456789\r\n]]):rep(20))
  end)

  it("a message whose answer is lost has been stored all the same: a second try sends it twice", function(t)
    local proxy = t:proxy { to = smtp.address }
    local c = smtp.session(proxy.address)
    c:command("MAIL FROM:<twice@example.test>")
    c:command("RCPT TO:<a@example.test>")
    c:command("DATA")
    proxy:add("timeout", { stream = "down" })
    c.socket:settimeout(0.05)
    c:send("x\r\n.\r\n")
    expect(function() c:read_reply() end):raises(socket.timeout)
    expect(server):logs("stored from twice@example.test")
    proxy:remove("timeout")
    smtp.send(smtp.session(proxy.address), "twice@example.test", { "a@example.test" }, "x")
    expect(server):logs("stored from twice@example.test")
  end)

  it("a connection that is reset takes no other one with it", function(t)
    local direct = smtp.session()
    local proxy = t:proxy { to = smtp.address }
    local c = smtp.session(proxy.address)
    proxy:disable()
    expect(function() c:command("NOOP") end):raises(socket.ConnectionError)
    expect(direct:command("NOOP").code):equals(250)
    proxy:enable()
    expect(smtp.session(proxy.address):command("NOOP").code):equals(250)
  end)

  it("a message that is cut after any byte is stored whole or not at all, and whole where acknowledged", function(t)
    local plays = 0
    t:cut { to = smtp.address, cap = 16, play = function(_, cut)
      plays = plays + 1
      local sender = ("cut%d@example.test"):format(plays)
      local fine, reply = pcall(function()
        local c <close> = lines.smtp.connect(cut.address, { timeout = 4 })
        c:read_reply()
        c:command("EHLO client.example.test")
        return smtp.send(c, sender, { "a@example.test" }, "whole")
      end)
      if fine then expect(reply.code):equals(250) end
      smtp.send(smtp.session(), "behind." .. sender, { "a@example.test" }, "x")
      expect(server):logs("stored from behind." .. sender)
      local stored = server:output():match("stored from " .. sender .. " for a@example.test ([^\n]*)")
      if stored or fine then expect(stored):equals([[b'whole\r\n']]) end
    end }
  end)
end)
