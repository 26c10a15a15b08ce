-- The habits of people who come from Python, for `parley check`: what they write, and what Lua has for it.
local M = {}

-- Names that are Python's.
M.names = {
  None = "Lua's is nil", True = "Lua's is true", False = "Lua's is false", null = "Lua's is nil",
  len = "write #value", str = "write tostring(value)", int = "write math.tointeger(value)",
  float = "write tonumber(value)", range = "write: for i = 1, n do",
  enumerate = "write: for i, value in ipairs(list) do",
  list = "write a table: { 1, 2, 3 }", dict = "write a table: { name = value }",
  tuple = "write a table: { host, port }", bytes = "a string stands for bytes",
  bytearray = "write socket.bytearray(n)", isinstance = "write socket.isinstance(e, class)",
  sorted = "write table.sort(list)", open = "write t:read(path) or t:write(name, bytes)", ord = "write text:byte()",
  chr = "write string.char(code)", hex = 'write ("%x"):format(n)', time = "write t:sleep(seconds), or os.time()",
  threading = 'write t:run("role", function() ... end)',
  sys = "a scenario ends by returning; t:param(name) reads --set",
  Exception = "write pcall(fn), or expect(fn):raises(socket.error)", subprocess = 'write require "process"',
}

-- Methods of Python's strings.
M.methods = {
  encode = "a string stands for bytes and for text: leave it out",
  decode = "a string stands for bytes and for text: leave it out",
  strip = 'write data:match("^%s*(.-)%s*$")', rstrip = 'write data:gsub("%s+$", "")',
  lstrip = 'write data:gsub("^%s+", "")',
  startswith = "write data:sub(1, #prefix) == prefix", endswith = "write data:sub(-#suffix) == suffix",
  split = 'write: for word in data:gmatch("%S+") do', join = "write table.concat(list, separator)",
  replace = "write data:gsub(pattern, replacement)", hex = 'write data:gsub(".", function(c) ... end)',
  index = "write data:find(part, 1, true)", isdigit = 'write data:find("^%d+$")',
}

-- Strings with a letter in front.
local prefixes = {
  b = "leave the b out: a string stands for bytes", f = 'write ("... %s"):format(value), or join with ..',
  r = "leave the r out: a long string, [[...]], takes backslashes as they are", u = "leave the u out",
}

function M.prefix(name) return prefixes[name:lower()] end

local operators = {
  ["!="] = "Lua's is ~=", ["+="] = "write: x = x + 1", ["-="] = "write: x = x - 1", ["*="] = "write: x = x * 2",
  ["/="] = "write: x = x / 2", ["&&"] = "Lua's is and", ["||"] = "Lua's is or", ["++"] = "write: x = x + 1",
}

-- Words with which a line of Python begins, and what must follow for it to be one.
local words = {
  def = { "name", "write: local function name(...) ... end" }, class = { "name", "write a table, and functions in it" },
  import = { "name", 'write: local socket = require "socket"' },
  from = { "name", 'write: local socket = require "socket"' },
  raise = { "name", "write error(message)" }, with = { "name", "write: local conn <close> = listener:accept()" },
  elif = { "any", "Lua's is elseif ... then" }, try = { ":", "write: local ok, e = pcall(function() ... end)" },
  except = { "any", "write: local ok, e = pcall(function() ... end), then if socket.isinstance(e, class)" },
  finally = { ":", "write t:defer(function() ... end), or a local with <close>" },
  pass = { "alone", "leave it out: a block may be empty" },
}

local function follows(token, next_token, what)
  local is_near = next_token.line == token.line and next_token.kind ~= "eof"
  if what == "any" then return true end
  if what == "alone" then return not is_near end
  if what == "name" then return is_near and next_token.kind == "name" end
  return is_near and next_token.text == what
end

local openers = { ["if"] = "then", ["elseif"] = "then", ["while"] = "do", ["for"] = "do", ["else"] = "" }

-- What a token that opens a line, or ends one, has around it.
local function around(tokens, i)
  local token, before, after = tokens[i], tokens[i - 1], tokens[i + 1]
  return {
    before = before, after = after, begins = not before or before.line < token.line,
    ends = not after or after.line > token.line or after.kind == "eof",
    touches = before ~= nil and before.to + 1 == token.from and before.kind or nil,
  }
end

local function scan_operator(token, place, opener, report)
  if operators[token.text] then
    report(token, "P301", ("'%s' is no operator of Lua"):format(token.text), operators[token.text])
  elseif token.text == "#" and place.begins then
    report(token, "P312", "'#' begins no comment", "Lua's is --")
  elseif token.text == ":" and place.ends and opener then
    report(token, "P303", "a block does not open with ':'", opener == "" and "leave it out" or "write " .. opener)
  end
end

local function scan_string(place, report)
  local before = place.before
  if place.touches == "name" and M.prefix(before.text) then
    report(before, "P304", ("a string of Lua has no %s in front"):format(before.text), M.prefix(before.text))
  elseif place.touches == "string" then
    report(before, "P305", "three quotes open no string", "a long string stands between [[ and ]]")
  end
end

local function scan_name(token, place, report)
  local rule = place.begins and words[token.text]
  if rule and follows(token, place.after, rule[1]) then
    report(token, "P306", ("'%s' is Python's"):format(token.text), rule[2])
  end
end

-- What is Python's in a source that does not compile: report(token, code, what, way_out) for each.
function M.scan(tokens, report)
  local opener -- what opens a block after the keyword with which the line began
  for i, token in ipairs(tokens) do
    local place = around(tokens, i)
    if place.begins then opener = token.kind == "keyword" and openers[token.text] or nil end
    if token.kind == "op" then scan_operator(token, place, opener, report) end
    if token.kind == "string" then scan_string(place, report) end
    if token.kind == "name" then scan_name(token, place, report) end
  end
end

return M
