-- memcached servers that are broken on purpose, one way each: what `--set variant=NAME` starts in the place of a good
-- one. `defaults` are arguments before those of the scenario; `up`, `down` and `half_close` are a middleman's. `breaks`
-- says what is broken, `catches` names the scenarios that turn red, and no other one does.

-- Two numbers that come together change places.
local function swap(data)
  local first, second, rest = data:match("^(%d+\r\n)(%d+\r\n)(.*)$")
  return first and second .. first .. rest or data
end

-- Answers what asks for no answer.
local function talkative(data, client)
  if data:find(" noreply\r\n", 1, true) then client:sendall("OK\r\n") end
  return data
end

return {
  {
    name = "small-items", breaks = "values above 512 KiB are refused", defaults = { "-I", "512k" },
    catches = { "memcached limits > a value of 1000 KiB is stored and read back" },
  },
  {
    name = "no-cas", breaks = "values have no number for cas", defaults = { "-C" },
    catches = { "memcached commands > cas stores only what nobody has changed since" },
  },
  {
    name = "no-flush", breaks = "flush_all is switched off", defaults = { "-F" },
    catches = { "memcached commands > flush_all takes everything, for everybody" },
  },
  {
    name = "open-udp", breaks = "UDP is open to the world", defaults = { "-U", "11211" },
    catches = {
      "memcached protocol errors > UDP, which others abuse to amplify, is closed unless asked for",
      "memcached access > without a password nothing is served, and with one everything", -- not together with UDP
      "memcached access > a reload takes new passwords without a lost connection",
    },
  },
  {
    name = "text-protocol", breaks = "the binary protocol is switched off", defaults = { "-B", "ascii" },
    catches = { "memcached commands > the binary protocol is understood at the same port" },
  },
  {
    name = "no-watch", breaks = "watchers are switched off", defaults = { "-W" },
    catches = { "memcached operations > a watcher is told what others fetch" },
  },
  {
    name = "few-connections", breaks = "there is room for few more than 10 connections", defaults = { "-c", "32" },
    catches = { "memcached streams > twenty clients at once count together without a loss, on four threads" },
  },
  {
    name = "old-protocol", breaks = "versions of TLS are spoken that nobody should speak any more",
    defaults = { "-o", "ssl_min_version=0,ssl_ciphers=DEFAULT:@SECLEVEL=0" },
    catches = { "memcached over TLS > refuses versions that are too old" },
  },
  {
    name = "out-of-order", breaks = "a proxy swaps answers of a pipeline", down = swap,
    catches = { "memcached streams > commands of a pipeline are answered in their order" },
  },
  {
    name = "half-close", breaks = "a proxy takes a client that is done with writing for one that has gone",
    half_close = "close",
    catches = { "memcached streams > a client that has closed its half gets all its answers, then the end" },
  },
  {
    name = "text-only", breaks = "a proxy takes bytes for text: NUL becomes a blank",
    up = function(data) return (data:gsub("\0", " ")) end,
    catches = {
      "memcached commands > a value is bytes: its own line ends and NULs do not end it",
      "memcached commands > the binary protocol is understood at the same port",
    },
  },
  {
    name = "talkative", breaks = "a proxy answers what asks for no answer", up = talkative,
    catches = { "memcached commands > noreply is answered with nothing" },
  },
}
