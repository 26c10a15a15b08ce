-- How a text file treats ends of lines, by the argument `newline`: nil translates \r and \r\n to \n; "" knows all three and
-- translates none; "\n", "\r" and "\r\n" are the only one. IncrementalNewlineDecoder of CPython's io.
local core = ...

local known = { [""] = true, ["\n"] = true, ["\r"] = true, ["\r\n"] = true }

-- The end of the first line of `text` from `from` on, whichever of the three ends it.
local function any_end(text, from)
  local at = text:find("[\r\n]", from)
  if at and text:sub(at, at + 1) == "\r\n" then return at + 1 end
  return at
end

-- (newline) -> the rules: `decode(text, is_last)`, which may keep back a \r that ends what came so far; `reset()`, which
-- forgets it; `line_end(text, from)`, the last byte of the line; `encode(text)`.
return function(newline)
  if newline ~= nil and type(newline) ~= "string" then
    core.raise("TypeError",
      ("TextIOWrapper() argument 'newline' must be str or None, not %s"):format(core.type_name(newline)))
  end
  if newline ~= nil and not known[newline] then core.raise("ValueError", "illegal newline value: " .. newline) end
  local held, translates = "", newline == nil
  local rules = {}
  function rules.decode(text, is_last)
    if newline ~= nil and newline ~= "" then return text end
    text, held = held .. text, ""
    if not is_last and text:sub(-1) == "\r" then text, held = text:sub(1, -2), "\r" end
    return translates and text:gsub("\r\n?", "\n") or text
  end
  function rules.reset() held = "" end
  function rules.line_end(text, from)
    if newline == "" then return any_end(text, from) end
    return select(2, text:find(newline or "\n", from, true))
  end
  function rules.encode(text)
    if not newline or newline == "" or newline == "\n" then return text end
    return (text:gsub("\n", newline))
  end
  return rules
end
