-- t:cut: plays an exchange whole through a proxy, then again and again, each time cutting its connection after another
-- byte, by a FIN or by a RST. What a play is, and what has to hold in it, is the author's.
local core, import = ...

local nearest = import "nearest"
local new_proxy = import "fault_proxy"

local known = { to = true, listen = true, name = true, play = true, after = true, with = true, cap = true }
local default_cap = 256

-- How long the first play's connection may take to end after the play, in seconds: then its bytes are counted.
local patience = 1

local function refuse(text, ...) error("t:cut(): " .. text:format(...), 0) end

local function check_kinds(with)
  if with == nil then return { "fin", "rst" } end
  if type(with) == "string" then with = { with } end
  local words = 'with takes "fin", "rst", or a list of both'
  if type(with) ~= "table" or #with == 0 then refuse(words) end
  for _, kind in ipairs(with) do
    if kind ~= "fin" and kind ~= "rst" then refuse(words) end
  end
  return with
end

local function checked(given)
  if type(given) ~= "table" then refuse("it takes a table: t:cut { to = address, play = function(t, cut) ... end }") end
  for key in next, given do
    if not known[key] then
      local hint = nearest.hint(key, known)
      refuse("unknown option '%s'%s", tostring(key), hint and "; " .. hint or "")
    end
  end
  if type(given.play) ~= "function" then refuse("play takes a function: function(t, cut) ... end") end
  if given.to == nil then refuse('to is missing: where the server is, { "127.0.0.1", 80 }') end
  local after, cap = given.after, given.cap == nil and default_cap or given.cap
  if after ~= nil and after ~= "up" and after ~= "down" then
    refuse('after takes "up" (bytes to the server) or "down" (bytes to the client); without it, both')
  end
  if math.type(cap) ~= "integer" or cap < 1 then refuse("cap takes how many cuts there are at the most: an integer from 1") end
  return { play = given.play, streams = after and { after } or { "up", "down" }, with = check_kinds(given.with), cap = cap }
end

local sides = { up = "to the server", down = "to the client" }

local cut_meta = {
  __name = "cut",
  __tostring = function(cut)
    if not cut.stream then return "the connection was not cut" end
    return ("the connection was cut after byte %d of %d %s (%s), by %s"):format(
      cut.byte, cut.of, sides[cut.stream], cut.stream, cut.with:upper())
  end,
}

-- The cuts of one stream and kind: after each byte from 0 on; evenly spread, with the first and the last, where there
-- are more than `most`.
local function add_cuts(cuts, stream, with, bytes, most)
  local count = math.min(bytes + 1, most)
  for i = 0, count - 1 do
    local byte = count == 1 and 0 or i * bytes // (count - 1)
    cuts[#cuts + 1] = { stream = stream, byte = byte, of = bytes, with = with }
  end
end

local function cuts_of(options, bytes)
  local groups = #options.streams * #options.with
  local all, cuts = 0, {}
  for _, stream in ipairs(options.streams) do all = all + (bytes[stream] + 1) * #options.with end
  local most = all > options.cap and math.max(1, options.cap // groups) or math.huge
  for _, stream in ipairs(options.streams) do
    for _, with in ipairs(options.with) do add_cuts(cuts, stream, with, bytes[stream], most) end
  end
  return cuts, all
end

-- Plays once; a failure meanwhile says how the connection was cut. What passed is left out of the transcript, but for the
-- exchange that was whole.
local function play(t, options, proxy, cut)
  cut.address = proxy.address
  setmetatable(cut, cut_meta)
  local begun = core.conversations()
  proxy:begin_play(cut)
  core.circumstance("t:cut(): " .. tostring(cut))
  options.play(t, cut)
  core.circumstance("")
  local bytes = proxy:end_play(cut.stream and 0 or patience)
  if cut.stream then core.leave_out(begun) end
  return bytes
end

-- t:cut{...} -> { plays, of, up, down }: how many cuts were played, of how many, and the bytes of the whole exchange.
return function(t, given)
  local options = checked(given)
  local proxy <close> = new_proxy(t, { name = given.name or "cut", listen = given.listen, to = given.to }, "t:cut()")
  local bytes = play(t, options, proxy, {})
  local cuts, all = cuts_of(options, bytes)
  if #cuts < all then
    core.write_output(("t:cut(): %d of %d cuts, evenly spread: cap = %d\n"):format(#cuts, all, options.cap))
  end
  for _, cut in ipairs(cuts) do play(t, options, proxy, cut) end
  return { plays = #cuts, of = all, up = bytes.up, down = bytes.down }
end
