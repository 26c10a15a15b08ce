-- SMTP servers that are broken on purpose, one way each: what `--set variant=NAME` starts in the place of a good one.
-- `defaults` are lines of configuration before those of the scenario, `overrides` behind them; `up`, `down` and
-- `half_close` are a middleman's. `breaks` says what is broken, `catches` names the scenarios that turn red, and no
-- other one does.

-- Of commands that come together a firewall takes none.
local function one_at_a_time(data, client)
  if not data:find("^MAIL FROM:[^\r]*\r\nRCPT ") then return data end
  client:sendall("503 5.5.0 improper pipelining\r\n")
  return nil
end

-- What a proxy changes: records of TLS it cannot.
local function in_the_clear(change)
  return function(data) return data:find("^[\x14-\x17]\x03") and data or change(data) end
end

return {
  {
    name = "small", breaks = "messages above 100 kB are refused", defaults = "size 100000",
    catches = {
      "smtp limits > a message of 1 MiB is stored whole",
      "smtp session > EHLO is answered with the extensions, a line each",
    },
  },
  {
    name = "few-calls", breaks = "a client may give each command 20 times", defaults = "calls 20",
    catches = { "smtp session > a hundred recipients get one message" },
  },
  {
    name = "open-relay", breaks = "nobody has to log in", overrides = "relay",
    catches = { "smtp authentication > without a login nothing is sent" },
  },
  {
    name = "takes-all", breaks = "no recipient is unknown", overrides = "ignore refuse",
    catches = {
      "smtp errors > a recipient that is unknown is refused, and the others get the message",
      "smtp streams > commands sent at once are answered one by one, in their order",
    },
  },
  {
    name = "patient", breaks = "a client that says nothing is kept for ever", overrides = "ignore timeout",
    catches = {
      "smtp limits > a client that says nothing is let go",
      "smtp limits > a client that is let go in the middle of its message has sent none",
    },
  },
  {
    name = "loses-mail", breaks = "the second message of a session is acknowledged and not stored", overrides = "lose",
    catches = { "smtp session > two messages of a session are both stored, each for its own" },
  },
  {
    name = "keeps-plain-text", breaks = "commands behind STARTTLS that came in the clear are done within TLS",
    overrides = "keep",
    catches = { "smtp over TLS > takes no command that came behind STARTTLS in the clear" },
  },
  {
    name = "no-tls-demanded", breaks = "mail is taken without TLS", overrides = "ignore tls_only",
    catches = { "smtp over TLS > is demanded before anything else, where the operator wants it so" },
  },
  {
    name = "no-client-verification", breaks = "no client has to show a certificate", overrides = "ignore client_ca",
    catches = { "smtp over TLS > wants a certificate of the client, where the operator wants it so" },
  },
  {
    name = "strips-tls", breaks = "somebody in between takes STARTTLS away from what the server offers",
    down = function(data) return (data:gsub("250%-STARTTLS", "250-XXXXXXXX")) end,
    catches = { "smtp over TLS > is offered before and not within, and a password is asked for only within" },
  },
  {
    name = "mends-line-ends", breaks = "a proxy makes CRLF of every LF, which smuggles messages in",
    up = in_the_clear(function(data) return (data:gsub("([^\r])\n", "%1\r\n")) end),
    catches = {
      "smtp errors > no other end than CRLF . CRLF ends a message: none is smuggled in by it [LF . LF]",
      "smtp errors > no other end than CRLF . CRLF ends a message: none is smuggled in by it [LF . CRLF]",
      "smtp errors > no other end than CRLF . CRLF ends a message: none is smuggled in by it [CRLF . LF]",
    },
  },
  {
    name = "eats-dots", breaks = "a proxy takes away the dots that were stuffed",
    up = in_the_clear(function(data) return (data:gsub("\r\n%.%.", "\r\n."):gsub("^%.%.", ".")) end),
    catches = { "smtp session > lines that begin with a dot come as they were sent" },
  },
  {
    name = "seven-bits", breaks = "a proxy lets seven bits of each byte through",
    up = in_the_clear(function(data)
      return (data:gsub("[\128-\255]", function(c) return string.char(c:byte() & 127) end))
    end),
    catches = {
      "smtp session > bytes above 127 come as they were sent",
      "smtp errors > addresses beyond ASCII are refused where nobody has offered SMTPUTF8",
    },
  },
  {
    name = "hides-extensions", breaks = "a firewall overwrites the extensions that it does not know",
    down = function(data) return (data:gsub("250%-8BITMIME", "250-XXXXXXXX")) end,
    catches = { "smtp session > EHLO is answered with the extensions, a line each" },
  },
  {
    name = "no-pipelining", breaks = "a firewall refuses commands that are sent at once", up = one_at_a_time,
    catches = { "smtp streams > commands sent at once are answered one by one, in their order" },
  },
}
