-- The toxics of t:proxy: what each takes, what it means where it is not given, and how a note of the transcript says it.
-- Names and meanings are toxiproxy's (its README, "Toxics"); times are in seconds here, rates in bytes a second. Those of
-- datagrams are tc-netem(8)'s.
local _, import = ...

local nearest = import "nearest"

local M = {}

local function number(value)
  local fits = type(value) == "number" and value >= 0 and value < 1e6
  return fits, "a number of seconds, from 0"
end

local function rate(value) return type(value) == "number" and value > 0, "bytes a second, above 0" end

local function bytes(value) return math.type(value) == "integer" and value >= 0, "a number of bytes, from 0" end

local function size(value) return math.type(value) == "integer" and value >= 1, "a number of bytes, from 1" end

local function share(value)
  return type(value) == "number" and value >= 0 and value <= 1, "a probability, from 0 to 1"
end

local function seconds(value) return ("%.14g s"):format(value) end

local function with_share(name) return function(a) return ("%s %.14g"):format(name, a.probability) end end

-- Each: the kinds of proxy that have it; its attributes, with a check and a default (nil where it has to be given); words.
M.types = {
  latency = {
    tcp = true, udp = true, takes = { latency = { number, 0 }, jitter = { number, 0 } },
    words = function(a) return "latency " .. seconds(a.latency) .. (a.jitter > 0 and " +- " .. seconds(a.jitter) or "") end,
    draws = function(a) return a.jitter > 0 end,
  },
  bandwidth = {
    tcp = true, takes = { rate = { rate } },
    words = function(a) return ("bandwidth %.14g B/s"):format(a.rate) end,
  },
  slow_close = {
    tcp = true, takes = { delay = { number } }, words = function(a) return "slow_close " .. seconds(a.delay) end,
  },
  timeout = {
    tcp = true, takes = { timeout = { number, 0 } },
    words = function(a) return a.timeout == 0 and "timeout, never closing" or "timeout " .. seconds(a.timeout) end,
  },
  reset_peer = {
    tcp = true, takes = { timeout = { number, 0 } },
    words = function(a) return a.timeout == 0 and "reset_peer" or "reset_peer " .. seconds(a.timeout) end,
  },
  slicer = {
    tcp = true, takes = { average_size = { size }, size_variation = { bytes, 0 }, delay = { number, 0 } },
    words = function(a)
      local variation = a.size_variation > 0 and (" +- %d"):format(a.size_variation) or ""
      return ("slicer %d%s bytes%s"):format(a.average_size, variation, a.delay > 0 and ", " .. seconds(a.delay) or "")
    end,
    draws = function(a) return a.size_variation > 0 end,
    wrong = function(a)
      if a.size_variation >= a.average_size then return "size_variation takes less than average_size" end
    end,
  },
  limit_data = {
    tcp = true, takes = { bytes = { bytes } }, words = function(a) return ("limit_data %d bytes"):format(a.bytes) end,
  },
  loss = { udp = true, takes = { probability = { share } }, words = with_share "loss", draws = true },
  duplicate = { udp = true, takes = { probability = { share } }, words = with_share "duplicate", draws = true },
  corrupt = { udp = true, takes = { probability = { share } }, words = with_share "corrupt", draws = true },
  reorder = {
    udp = true, takes = { probability = { share }, delay = { number, 0.1 } }, words = with_share "reorder", draws = true,
  },
}

-- Without a place of its own: the report finds the script's.
local function refuse(text, ...) error(text:format(...), 0) end

local function check_type(kind, name, caller)
  local found = type(name) == "string" and M.types[name]
  if not found then
    local hint = nearest.hint(name, M.types)
    refuse("%s: there is no toxic '%s'%s", caller, tostring(name), hint and "; " .. hint or "")
  end
  if not found[kind] then
    refuse("%s: '%s' is no toxic of a %s proxy, but of a %s one", caller, name, kind, kind == "tcp" and "udp" or "tcp")
  end
  return found
end

-- What every toxic takes beside its own attributes.
local function check_common(toxic, attributes, caller)
  local stream, toxicity, name = attributes.stream, attributes.toxicity, attributes.name
  if stream ~= nil and stream ~= "up" and stream ~= "down" then
    refuse('%s: stream takes "up" (to the server) or "down" (to the client); without it, both', caller)
  end
  if toxicity ~= nil and not share(toxicity) then
    refuse("%s: toxicity takes the share of the connections that have it, from 0 to 1", caller)
  end
  if name ~= nil and (type(name) ~= "string" or not name:match("^[%w_%-%.]+$")) then
    refuse("%s: name takes letters, digits, _, - and .", caller)
  end
  toxic.stream, toxic.toxicity = stream, toxicity or 1
end

-- Takes `attributes` over into `toxic`, checked; what is not given keeps its value, or gets its default. Errors
-- begin with `caller`.
local function take(toxic, attributes, caller)
  local of = M.types[toxic.type]
  local known = { stream = true, toxicity = true, name = true }
  for key in next, of.takes do known[key] = true end
  for key in next, attributes do
    if not known[key] then
      local hint = nearest.hint(key, known)
      refuse("%s: %s has no attribute '%s'%s", caller, toxic.type, tostring(key), hint and "; " .. hint or "")
    end
  end
  for key, takes in next, of.takes do
    local value = attributes[key]
    if value == nil then value = toxic[key] end
    if value == nil then value = takes[2] end
    local fits, words = takes[1](value)
    if not fits then refuse("%s: %s takes %s: %s", caller, toxic.type, key, words) end
    toxic[key] = value
  end
  local wrong = of.wrong and of.wrong(toxic)
  if wrong then refuse("%s: %s", caller, wrong) end
end

-- A toxic of type `name` for a proxy of `kind` ("tcp", "udp"), checked and made whole.
function M.new(kind, name, attributes, caller)
  check_type(kind, name, caller)
  if attributes == nil then attributes = {} end
  if type(attributes) ~= "table" then refuse("%s: the attributes of %s are a table", caller, name) end
  local toxic = { type = name, name = attributes.name or name }
  check_common(toxic, attributes, caller)
  take(toxic, attributes, caller)
  return toxic
end

-- Other attributes for a toxic that is there. Its stream and its name stay.
function M.update(toxic, attributes, caller)
  if type(attributes) ~= "table" then refuse("%s: the attributes of %s are a table", caller, toxic.type) end
  if attributes.stream ~= nil or attributes.name ~= nil then
    refuse("%s: stream and name are for proxy:add()", caller)
  end
  local changed = {}
  for key, value in next, toxic do changed[key] = value end
  check_common(changed, { stream = toxic.stream, toxicity = attributes.toxicity or toxic.toxicity }, caller)
  take(changed, attributes, caller)
  for key, value in next, changed do toxic[key] = value end
end

-- Whether what it does depends on chance.
function M.draws(toxic)
  local draws = M.types[toxic.type].draws
  if toxic.toxicity > 0 and toxic.toxicity < 1 then return true end
  if type(draws) == "function" then return draws(toxic) end
  return draws == true
end

-- For a note of the transcript: "latency 0.1 s down".
function M.words(toxic)
  local words = M.types[toxic.type].words(toxic)
  if toxic.name ~= toxic.type then words = toxic.name .. ": " .. words end
  if toxic.stream then words = words .. " " .. toxic.stream end
  if toxic.toxicity < 1 then words = ("%s, toxicity %.14g"):format(words, toxic.toxicity) end
  return words
end

return M
