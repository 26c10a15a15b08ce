-- Redactions: what differs from run to run stands in a transcript by its name.
local socket = require "socket"

local first, second = "0b5c8a4e-7a39-4f0e-9a57-6c2f4b1d8e90", "f47ac10b-58cc-4372-a567-0e02b2c3d479"

-- Sends each message in one direction over a pair of sockets, to which the records are the same in every scenario.
local function say(...)
  local a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
  for _, message in ipairs { ... } do
    a:send(message)
    b:recv(65536)
  end
  return a, b
end

describe("exchanged", function()
  it("holds of a whole HTTP answer, whose date is that of the run", function(t)
    t:run("server", function()
      local listener <close> = socket.create_server { "127.0.0.1", 80 }
      local conn <close> = listener:accept()
      conn:recv_until("\r\n\r\n")
      conn:sendall(os.date("!HTTP/1.1 200 OK\r\nDate: %a, %d %b %Y %H:%M:%S GMT\r\nContent-Length: 2\r\n\r\nhi"))
    end, "client", function()
      local s <close> = socket.create_connection { "127.0.0.1", 80 }
      s:sendall("GET / HTTP/1.1\r\n\r\n")
      s:recv_all()
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:80
        > "GET / HTTP/1.1\r\n"
        > "\r\n"
        < "HTTP/1.1 200 OK\r\n"
        < "Date: {date}\r\n"
        < "Content-Length: 2\r\n"
        < "\r\n"
        < "hi"
        < EOF
        > EOF
    ]]
  end)

  it("gives the same value the same number, in both directions and in every conversation", function(t)
    local a, b = say("id=" .. first, "again " .. first)
    b:send(second .. " and " .. first)
    a:recv(65536)
    say(second)
    expect(t):exchanged [[
      main > main  unix-dgram socketpair
        > "id={uuid:1}"
        > "again {uuid:1}"
        < "{uuid:2} and {uuid:1}"
      main#2 > main  unix-dgram socketpair
        > "{uuid:2}"
    ]]
  end)

  it("takes any value where the name has no number", function(t)
    say(first, second)
    expect(t):exchanged [[
      main > main  unix-dgram socketpair
        > "{uuid}"
        > "{uuid}"
    ]]
  end)

  it("knows dates as HTTP, mail and ISO 8601 write them", function(t)
    local dates = {
      "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 +0100", "1994-11-06T08:49:37Z", "1994-11-06 08:49:37",
      "1994-11-06T08:49:37.250+01:00", "1994-11-06T08:49:37,5", "1994-11-06", "19941106T084937Z",
    }
    for _, date in ipairs(dates) do say("<" .. date .. ">") end
    local wanted = {}
    for i = 1, #dates do
      wanted[i] = ('main%s > main  unix-dgram socketpair\n  > "<{date}>"\n'):format(i > 1 and "#" .. i or "")
    end
    expect(t):exchanged(table.concat(wanted))
  end)

  it("takes for a port what the kernel may have chosen, and no other number", function(t)
    say("Listening on port 41234", "http://127.0.0.1:41234/ 45000", "127.0.0.1:8080", "port 63000")
    expect(t):exchanged [[
      main > main  unix-dgram socketpair
        > "Listening on port {port:1}"
        > "http://127.0.0.1:{port:1}/ 45000"
        > "127.0.0.1:8080"
        > "port 63000"
    ]]
  end)

  it("holds of what says {date} by itself", function(t)
    say("{date} is a name", "{uuid:1}")
    expect(t):exchanged [[
      main > main  unix-dgram socketpair
        > "{date} is a name"
        > "{uuid:1}"
    ]]
  end)
end)

describe("a redaction of one's own", { redact = { "uuid", token = "Bearer (%w+)" } }, function()
  it("takes away what its capture holds, and leaves the rest", function(t)
    say("Authorization: Bearer abc\r\n", "abc", "Bearer xyz", "Bearer abc")
    expect(t):exchanged [[
      main > main  unix-dgram socketpair
        > "Authorization: Bearer {token:1}\r\n"
        > "abc"
        > "Bearer {token:2}"
        > "Bearer {token:1}"
    ]]
  end)

  it("adds to those around it", { redact = { cookie = "sid=%x+" } }, function(t)
    t:redact("answer", "^%d+$")
    t:redact("date")
    say("Bearer abc, sid=0123, " .. first, "42", "in 42", "on 1994-11-06")
    expect(t):exchanged [[
      main > main  unix-dgram socketpair
        > "Bearer {token:1}, {cookie:1}, {uuid:1}"
        > "{answer:1}"
        > "in 42"
        > "on {date}"
    ]]
  end)

  it("sees bytes, not their escapes", function(t)
    t:redact("quoted", '"(.-)"')
    t:redact("rest", "\r\n\t(.*)")
    say('say "it\\n"', "x\r\n\tyz")
    expect(t):exchanged [[
      main > main  unix-dgram socketpair
        > "say \"{quoted:1}\""
        > "x\r\n\t{rest:1}"
    ]]
  end)

  it("stands on a line of its own in binary data", function(t)
    t:redact("id", "id(....)")
    say("\0\1id\2\3\4\5\6", "id\2\3\4\5\0", "\0\1")
    expect(t):exchanged [[
      main > main  unix-dgram socketpair
        > 00 01 69 64
          {id:1}
          06
        > 69 64
          {id:1}
          00
        > 00 01
    ]]
  end)

  it("takes with it the length and the hash of data too long to print", function(t)
    t:redact("hash")
    local padding = ("x"):rep(5000)
    say(first .. " " .. padding, padding, padding)
    expect(t):exchanged(([[
      main > main  unix-dgram socketpair
        > "{uuid:1} %s" ... {unknown} bytes, xxh3 {unknown}
        > "%s" ... 5000 bytes, xxh3 {hash:1}
        > "%s" ... 5000 bytes, xxh3 {hash:1}
    ]]):format(("x"):rep(63 - #first), ("x"):rep(64), ("x"):rep(64)))
  end)

  it("is told from what a peer sent that looks like it", function(t)
    say("{uuid:1} {other:1}")
    expect(t):exchanged [[
      main > main  unix-dgram socketpair
        > "{uuid:1} {other:1}"
    ]]
    say(first)
    expect(t):exchanged [[
      main > main  unix-dgram socketpair
        > "\x7buuid:1} {other:1}"
      main#2 > main  unix-dgram socketpair
        > "{uuid:1}"
    ]]
  end)

  it("reaches the address of a conversation", function(t)
    t:redact("run", "run%-(%d+)")
    local path = t:tempdir() .. "/run-4711"
    local server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    server:bind(path)
    local client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    client:sendto("4711", path)
    server:recv(10)
    expect(t):exchanged(([[
      main > main  unix-dgram %s/run-{run:1}
        > "4711"
    ]]):format(t:tempdir()))
  end)

  it("is refused where it has no sense, in words", function(t)
    local mistakes = {
      { "uid", nil, "parley knows no redaction 'uid' (did you mean 'uuid'?)" },
      { "uuid", "%x+", "'uuid' is a redaction of parley's own" },
      { "my token", "%x+", "a redaction has a name of letters, digits, - and _" },
      { "token", 7, "the redaction 'token' takes a Lua pattern" },
      { "token", "[a", "the redaction 'token': malformed pattern (missing ']')" },
      { "token", "(a", "the redaction 'token': unfinished capture" },
      { "token", "(a)(b)", "a redaction has one capture at most" },
    }
    for _, mistake in ipairs(mistakes) do
      expect(function() t:redact(mistake[1], mistake[2]) end):raises(mistake[3])
    end
  end)
end)
