-- SMTP: how bytes come: in drops, in heaps, from clients that stop, go away or come in crowds.
local smtp = require "smtp_support"
local socket = require "socket"

describe("smtp streams", smtp.suite, function()
  local server
  before_all(function(t) server = smtp.start(t, "refuse nobody@example.test") end)

  -- A client in the middle of a message from this address.
  local function within_data(from)
    local c = smtp.session()
    c:command("MAIL FROM:<" .. from .. ">")
    c:command("RCPT TO:<a@example.test>")
    expect(c:command("DATA").code):equals(354)
    c:send("half a mess")
    return c
  end

  -- A message of another client is stored, and none of the address.
  local function is_not_stored(address)
    local behind = "behind." .. address
    expect(smtp.send(smtp.session(), behind, { "a@example.test" }, "x").code):equals(250)
    expect(server):logs("stored from " .. behind)
    expect(server:output():find("from " .. address, 1, true)):is_nil()
  end

  it("a message that comes byte by byte is one message", { covers = { "RFC 5321 4.1.1.4" } }, function()
    local c = smtp.session()
    local bytes = "MAIL FROM:<drip@example.test>\r\nRCPT TO:<a@example.test>\r\nDATA\r\n"
    for byte in bytes:gmatch(".") do c.socket:sendall(byte) end
    for _, code in ipairs { 250, 250, 354 } do expect(c:read_reply().code):equals(code) end
    for byte in ("drop by drop\r\n.\r\n"):gmatch(".") do c.socket:sendall(byte) end
    expect(c:read_reply().code):equals(250)
    expect(expect(server):logs("stored from drip@example.test for %S+ (.*)")):equals([[b'drop by drop\r\n']])
  end)

  it("commands sent at once are answered one by one, in their order", { covers = { "RFC 2920 3.2" } }, function()
    local c = smtp.session()
    c:send("MAIL FROM:<heap@example.test>\r\nRCPT TO:<a@example.test>\r\nRCPT TO:<nobody@example.test>\r\n"
      .. "RCPT TO:<b@example.test>\r\nDATA\r\n")
    for _, code in ipairs { 250, 250, 550, 250, 354 } do expect(smtp.text(c:read_reply())):matches("^" .. code .. " ") end
    c:send("x\r\n.\r\nQUIT\r\n")
    for _, code in ipairs { 250, 221 } do expect(c:read_reply().code):equals(code) end
    expect(expect(server):logs("stored from heap@example.test for (%S+)")):equals("a@example.test,b@example.test")
  end)

  it("a client that waits within its message keeps nobody waiting", function()
    local c = within_data("patient@example.test")
    expect(smtp.send(smtp.session(), "hasty@example.test", { "a@example.test" }, "x").code):equals(250)
    c:send("age\r\n.\r\n")
    expect(c:read_reply().code):equals(250)
    expect(expect(server):logs("stored from patient@example.test for %S+ (.*)")):equals([[b'half a message\r\n']])
  end)

  it("a client that is reset within its message has sent none", { covers = { "RFC 5321 4.1.1.4" } }, function()
    smtp.reset(within_data("reset@example.test"))
    is_not_stored("reset@example.test")
  end)

  it("a client that closes its half within its message has sent none, and is let go", {
    covers = { "RFC 5321 4.1.1.4" },
  }, function()
    local c = within_data("half@example.test")
    c.socket:shutdown(socket.SHUT_WR)
    smtp.expect_end(c)
    is_not_stored("half@example.test")
  end)

  it("a client that closes without QUIT behind its message has sent it", {
    covers = { "RFC 5321 4.1.1.10" },
  }, function()
    local c = smtp.session()
    expect(smtp.send(c, "rude@example.test", { "a@example.test" }, "x").code):equals(250)
    smtp.reset(c)
    expect(server):logs("stored from rude@example.test")
  end)

  it("twenty clients at once each send their message", function()
    local clients = {}
    for i = 1, 20 do clients[i] = smtp.session() end
    local function all(code, line)
      for i, c in ipairs(clients) do c:send_line(line:format(i)) end
      for _, c in ipairs(clients) do expect(c:read_reply().code):equals(code) end
    end
    all(250, "MAIL FROM:<crowd%d@example.test>")
    all(250, "RCPT TO:<a@example.test>")
    all(354, "DATA")
    all(250, "from %d\r\n.")
    for i = 1, 20 do
      expect(server):logs(("stored from crowd%d@example.test for a@example.test b'from %d"):format(i, i))
    end
  end)
end)
