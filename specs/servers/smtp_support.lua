-- An SMTP server, aiosmtpd, for its suite: a server of one line, and clients of it, at 127.0.0.1, port 25.
local lines = require "lines"
local process = require "process"
local socket = require "socket"
local variants = require "variants"

local smtp = {
  address = { "127.0.0.1", 25 },
  suite = { -- options of every describe
    tags = { "servers" }, requires = { "private", "command:aiosmtpd" }, clauses = require "smtp_clauses",
  },
}

local broken = require "smtp_variants"

-- Where the server itself listens: elsewhere, where a faulty proxy has taken its address.
function smtp.origin(t)
  return { "127.0.0.1", variants.is_proxy(variants.chosen(t, broken)) and 2525 or 25 }
end

-- Writes the server's configuration: these lines, which smtp_server.py explains, and those of the variant.
function smtp.configure(t, config)
  local variant = variants.chosen(t, broken)
  return t:write("smtp.conf", "{{defaults}}\n{{config}}\n{{overrides}}\n", {
    defaults = variant.defaults or "", config = config or "", overrides = variant.overrides or "",
  })
end

-- Starts a server with these lines in its configuration, and waits until it serves. Where it is handed a listener it
-- does not listen by itself.
function smtp.start(t, config, listener)
  local variant, origin = variants.chosen(t, broken), smtp.origin(t)
  local between = variants.is_proxy(variant)
  local server = process.start {
    command = {
      "/usr/bin/python3", t:script_folder() .. "/smtp_server.py", smtp.configure(t, config), tostring(origin[2]),
    },
    sockets = listener and { listener } or nil,
    name = between and "origin" or "aiosmtpd",
    ready = { output = "serving" },
  }
  if between then variants.start_proxy(t, variant, "aiosmtpd", smtp.address, origin) end
  return server
end

-- A client that has been greeted; it waits 3 s for what it reads, and no longer.
function smtp.connect(address)
  local c = lines.smtp.connect(address or smtp.address, { timeout = 3 })
  expect(c:read_reply().code):equals(220)
  return c
end

-- A client that has said EHLO.
function smtp.session(address)
  local c = smtp.connect(address)
  expect(c:command("EHLO client.example.test").code):equals(250)
  return c
end

-- The code and the first line of a reply.
function smtp.text(reply) return reply.code .. " " .. reply.lines[1] end

-- The same of the answer to a command.
function smtp.ask(c, command) return smtp.text(c:command(command)) end

-- Sends a message from the address to the others, and gives the reply to it.
function smtp.send(c, from, to, message)
  expect(smtp.ask(c, "MAIL FROM:<" .. from .. ">")):matches("^250 ")
  for _, address in ipairs(to) do expect(smtp.ask(c, "RCPT TO:<" .. address .. ">")):matches("^250 ") end
  return c:data(message)
end

-- The server has to close the connection, without another word.
function smtp.expect_end(c)
  local ended, data = pcall(c.socket.recv, c.socket, 100)
  expect(ended and data or "the connection stays open: " .. tostring(data)):equals("")
end

-- A client that goes away with a reset, as one does that crashes.
function smtp.reset(c)
  c.socket:setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, string.pack("i4i4", 1, 0))
  c:close()
end

return smtp
