-- Inline commands of Redis: words between blanks, with quotes as its sdssplitargs has them: "\x41\n" and 'it\'s'.
local escapes = { n = "\n", r = "\r", t = "\t", b = "\b", a = "\a" }

-- One quoted word that begins at `at` -> text, position behind it; nil where no quote ends it.
local function quoted(line, at)
  local quote, parts = line:sub(at, at), {}
  at = at + 1
  while at <= #line do
    local c = line:sub(at, at)
    local hex = quote == '"' and line:match("^\\x(%x%x)", at)
    if hex then
      parts[#parts + 1] = string.char(tonumber(hex, 16))
      at = at + 4
    elseif c == "\\" and at < #line and (quote == '"' or line:sub(at + 1, at + 1) == "'") then
      local escaped = line:sub(at + 1, at + 1)
      parts[#parts + 1] = quote == '"' and escapes[escaped] or escaped
      at = at + 2
    elseif c == quote then
      local is_end = line:find("^%s", at + 1) or at == #line
      return is_end and table.concat(parts) or nil, at + 1
    else
      parts[#parts + 1] = c
      at = at + 1
    end
  end
  return nil
end

-- (line) -> a list of words; nil where its quotes do not fit.
return function(line)
  local words, at = {}, 1
  while true do
    at = line:find("%S", at)
    if not at then return words end
    if line:find("^[\"']", at) then
      words[#words + 1], at = quoted(line, at)
      if not at then return nil end
    else
      words[#words + 1], at = line:match("^(%S+)()", at)
    end
  end
end
