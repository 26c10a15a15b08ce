-- Redis servers that are broken on purpose, one way each: what `--set variant=NAME` starts in the place of a good one.
-- `defaults` are lines of configuration before those of the scenario, `overrides` behind them; `up`, `down` and
-- `half_close` are a middleman's. `breaks` says what is broken, `catches` names the scenarios that turn red, and no
-- other one does.

-- Two integers that come together change places.
local function swap(data)
  local first, second, rest = data:match("^(:%d+\r\n)(:%d+\r\n)(.*)$")
  return first and second .. first .. rest or data
end

-- Maps are flattened, as a proxy does that knows RESP 2 alone.
local function flatten(data)
  return (data:gsub("%%(%d+)\r\n", function(n) return ("*%d\r\n"):format(2 * tonumber(n)) end))
end

return {
  {
    name = "small-bulk", breaks = "strings above 1 MiB are refused", defaults = "proto-max-bulk-len 1mb",
    catches = { "redis limits > a value of 2 MiB is stored and read back" },
  },
  {
    name = "few-clients", breaks = "there is room for no more than 12 clients", defaults = "maxclients 12",
    catches = { "redis streams > twenty clients at once count together without a loss" },
  },
  {
    name = "no-persistence", breaks = "nothing is written to disk", overrides = "appendonly no",
    catches = {
      "redis operations > what was stored before a restart is there behind it",
      "redis operations > a crash loses nothing that was acknowledged",
      "redis operations > a restart under load: whoever connects again finds all that was acknowledged",
      "redis operations > a log that a crash has cut short is read up to there",
    },
  },
  {
    name = "no-torn-log", breaks = "a log that was cut short keeps the server from starting",
    defaults = "aof-load-truncated no",
    catches = { "redis operations > a log that a crash has cut short is read up to there" },
  },
  {
    name = "no-watch", breaks = "the command WATCH is renamed away", defaults = 'rename-command WATCH ""',
    catches = { "redis transactions > one whose watched key has changed is not done" },
  },
  {
    name = "impatient", breaks = "a client may leave no more than 1 MiB unread",
    defaults = "client-output-buffer-limit normal 1mb 0 0",
    catches = {
      "redis streams > an answer of 16 MiB that nobody takes keeps nobody waiting, and is whole in the end",
      "redis limits > a value of 2 MiB is stored and read back",
    },
  },
  {
    name = "lost-expiry", breaks = "nobody is told of keys that expire", overrides = 'notify-keyspace-events ""',
    catches = { "redis limits > a key is gone when its time is over, and a subscriber hears of it" },
  },
  {
    name = "old-protocol", breaks = "versions of TLS are spoken that nobody should speak any more",
    overrides = 'tls-protocols "TLSv1.1 TLSv1.2 TLSv1.3"\ntls-ciphers DEFAULT:@SECLEVEL=0',
    catches = { "redis TLS > versions and ciphers that are too old are refused" },
  },
  {
    name = "no-client-verification", breaks = "no client has to show a certificate", overrides = "tls-auth-clients no",
    catches = { "redis TLS > a client shows a certificate of the authority, or is refused by an alert" },
  },
  {
    name = "out-of-order", breaks = "a proxy swaps answers of a pipeline", down = swap,
    catches = { "redis streams > commands of a pipeline are answered in their order" },
  },
  {
    name = "half-close", breaks = "a proxy takes a client that is done with writing for one that has gone",
    half_close = "close",
    catches = { "redis streams > a client that has closed its half gets all its answers, then the end" },
  },
  {
    name = "text-only", breaks = "a proxy takes bytes for text: NUL becomes a blank",
    up = function(data) return (data:gsub("\0", " ")) end,
    catches = { "redis replies > a value is bytes: all 256 of them come back" },
  },
  {
    name = "flat-maps", breaks = "a proxy that does not know RESP 3 makes arrays of its maps", down = flatten,
    catches = {
      "redis replies of RESP3 > HELLO 3 changes the version of this connection alone",
      "redis access > HELLO gives the password and the version in one",
      "redis access > a user does only what the list allows, and the log names what was not",
    },
  },
}
