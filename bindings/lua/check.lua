-- `parley check`: what is wrong with a script, without running it.
local _, import = ...

local kinds = import "check_kinds"
local parse = import "check_statements"
local python = import "check_python"
local rules = import "check_rules"
local tokens_of = import "check_lexer"

-- Calls first: a b in front of a string is no global that is missing.
local order = { "calls", "globals", "indexes", "methods", "binaries", "conditions", "loops" }

-- The column of what the compiler stumbled over, the first of its line that reads so.
local function column_of(tokens, line, near)
  for _, token in ipairs(tokens) do
    if token.line == line and token.text == near then return token.column end
  end
  return 1
end

local function way_out_of(words)
  if words:find("multiple to%-be%-closed variables") then return "write a local of its own for each <close>" end
  return "mend the line, or what opens before it"
end

local function check_syntax(tokens, message, report)
  local is_python = {}
  python.scan(tokens, function(token, code, what, way_out)
    is_python[token.line] = true
    report(token, code, what, way_out)
  end)
  local line, words = message:match("^.-:(%d+): (.*)$")
  line = math.tointeger(tonumber(line)) or 1
  if is_python[line] or is_python[line - 1] then return end
  local place = { line = line, column = column_of(tokens, line, words and words:match("near '?(.-)'?$")) }
  report(place, "P101", words or message, way_out_of(words or message))
end

-- (source) -> a list of rows { line, column, code, what, way out }, in the order of their places.
return function(source)
  local tokens, ignored = tokens_of(source)
  local found = {}
  local function report(place, code, what, way_out)
    if ignored[place.line] then return end
    found[#found + 1] = { place.line, place.column, code, what, way_out }
  end
  local chunk, message = load((source:gsub("^#[^\n]*", "")), "=?")
  if chunk then
    local tree = parse(tokens)
    kinds.learn(tree)
    for _, list in ipairs(order) do
      for _, node in ipairs(tree[list]) do rules[list](node, report, tree) end
    end
  else
    check_syntax(tokens, message or "it is nested too deeply", report) -- of an overflow there is no message
  end
  table.sort(found, function(a, b)
    if a[1] ~= b[1] then return a[1] < b[1] end
    if a[2] ~= b[2] then return a[2] < b[2] end
    return a[3] < b[3]
  end)
  return found
end
